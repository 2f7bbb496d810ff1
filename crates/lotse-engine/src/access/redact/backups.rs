//! Backups: the archives of guests that may be seen, and of the jobs what concerns them.

use lotse_model::{GuestRef, PoolName, Vmid};

use super::{Left, label, one, tasks};
use crate::{
    access::Sight,
    view::{BackupJobRow, BackupsView},
};

pub(super) fn backups(view: &mut BackupsView, sight: &Sight) -> Left {
    if let Some(jobs) = &mut view.jobs {
        jobs.retain_mut(|job| concerns(job, sight));
    }
    if let Some(guests) = &mut view.not_backed_up {
        guests.retain(|guest| label(guest, sight));
    }
    if let Some(archives) = &mut view.archives {
        archives.retain(|archive| label(&archive.guest, sight));
        for archive in archives {
            if let Some(notes) = &mut archive.notes {
                *notes = sight.text(&archive.guest.id.cluster, notes).into_owned();
            }
        }
    }
    tasks::retain(&mut view.tasks, sight);
    one(view.guest.as_ref(), sight)
}

/// Leaves of a job what concerns the guests that may be seen; `false` where nothing does. A job that saves everything saves
/// these, too; which others it leaves out is not said.
pub(crate) fn concerns(job: &mut BackupJobRow, sight: &Sight) -> bool {
    if sight.cluster(&job.cluster) {
        return true;
    }
    if !sight.touches(&job.cluster) {
        return false;
    }
    let may_see = |named: &String| match named.strip_prefix("pool:") {
        Some(pool) => pool.parse::<PoolName>().is_ok_and(|pool| sight.pool(&job.cluster, &pool)),
        None => named.parse::<Vmid>().is_ok_and(|vmid| sight.guest(&GuestRef::new(job.cluster.clone(), vmid))),
    };
    job.selection.guests.retain(may_see);
    job.comment = job.comment.take().map(|comment| sight.text(&job.cluster, &comment).into_owned());
    job.selection.everything || !job.selection.guests.is_empty()
}
