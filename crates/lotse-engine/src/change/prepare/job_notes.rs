//! What is said about a backup job that is made, changed, switched or removed. Pure.

use lotse_model::{Argument, Guest, Timestamp, Vmid};
use lotse_pve::ops::{
    backup_changes::JobGuests,
    backup_jobs::{BackupJob, BackupMode, BackupSelection},
    property::Properties,
};

use super::draft::{Draft, count};
use crate::change::{
    look::ClusterLook,
    note::Note,
    operation::{JobSettings, Operation},
    steps::job_guests,
};

/// So many guests are named in a note; of the rest the count says how many there are.
const NAMED: usize = 20;

/// What is said about a job that is made, changed, switched or removed.
pub(super) fn draft(
    operation: &Operation,
    id: &str,
    before: Option<&BackupJob>,
    look: &ClusterLook,
    next: Option<Timestamp>,
    draft: &mut Draft,
) {
    match operation {
        Operation::BackupJobCreate { job } => {
            draft.note(Note::info("job-new").text("id", id));
            let after = changed(None, id, job);
            say(job, &after, look, next, draft);
        }
        Operation::BackupJobEdit { job, .. } => {
            let Some(before) = before else { return };
            let after = changed(Some(before), id, job);
            if before.selection != after.selection {
                let note = Note::info("job-guests-change").text("from", selection(&before.selection));
                draft.note(note.text("to", selection(&after.selection)));
            }
            say(job, &after, look, next, draft);
            if !before.enabled {
                draft.note(Note::info("job-is-off"));
            }
            uncovers(id, Some(&after), look, draft);
        }
        Operation::BackupJobSwitch { on, .. } => {
            let Some(before) = before else { return };
            if before.enabled == *on {
                let state = if *on { "on" } else { "off" };
                draft.note(Note::info("already-so").text("state", state));
            }
            describe(before, look, draft);
            if !on {
                uncovers(id, None, look, draft);
            }
        }
        Operation::BackupJobDelete { .. } => {
            let Some(before) = before else { return };
            describe(before, look, draft);
            uncovers(id, None, look, draft);
            draft.note(Note::info("job-backups-stay"));
        }
        _ => {}
    }
}

/// A job as it will be.
fn changed(before: Option<&BackupJob>, id: &str, job: &JobSettings) -> BackupJob {
    let mut after = before.cloned().unwrap_or_else(|| BackupJob {
        id: id.to_owned(),
        enabled: true,
        schedule: None,
        next_run: None,
        storage: None,
        mode: BackupMode::Snapshot,
        selection: BackupSelection::Nothing,
        node: None,
        keep: None,
        comment: None,
    });
    if let Some(schedule) = &job.schedule {
        after.schedule = Some(schedule.clone());
    }
    if let Some(storage) = &job.storage {
        after.storage = Some(storage.clone());
    }
    if let Some(keep) = &job.keep {
        after.keep = Some(Properties::read(keep));
    }
    match job.guests.as_deref().map(job_guests) {
        Some(Ok(JobGuests::All)) => after.selection = BackupSelection::All { except: Vec::new() },
        Some(Ok(JobGuests::Pool(pool))) => after.selection = BackupSelection::Pool { pool, except: Vec::new() },
        Some(Ok(JobGuests::Guests(guests))) => after.selection = BackupSelection::Guests(guests),
        _ => {}
    }
    after
}

fn say(job: &JobSettings, after: &BackupJob, look: &ClusterLook, next: Option<Timestamp>, draft: &mut Draft) {
    if let (Some(schedule), None) = (&job.schedule, next) {
        draft.note(Note::warning("job-schedule-unchecked").text("schedule", schedule));
    }
    describe(after, look, draft);
    if let Some(next) = next {
        draft.note(Note::info("job-next").with("next-time", Argument::Time(next)));
    }
    if let Some(mode) = &job.mode {
        let note = if mode == "snapshot" { Note::info("job-mode") } else { Note::warning("job-mode") };
        draft.note(note.text("mode", mode));
    }
    match (&after.keep, &after.storage) {
        (Some(keep), _) => draft.note(Note::info("job-keeps").text("keep", keep)),
        (None, Some(_)) => draft.note(Note::info("job-keeps-as-storage")),
        (None, None) => {}
    }
    if let BackupSelection::Guests(guests) = &after.selection {
        let unknown = guests.iter().filter(|vmid| !look.guests().iter().any(|guest| guest.id.vmid == **vmid));
        let unknown: Vec<_> = unknown.map(ToString::to_string).collect();
        if !unknown.is_empty() {
            draft.note(Note::warning("job-unknown-guests").text("guests", unknown.join(", ")));
        }
    }
}

/// When it runs, to where, and how many guests it covers when it does.
fn describe(job: &BackupJob, look: &ClusterLook, draft: &mut Draft) {
    if let Some(schedule) = &job.schedule {
        draft.note(Note::info("job-schedule").text("schedule", schedule));
    }
    if let Some(storage) = &job.storage {
        draft.note(Note::info("job-storage").text("storage", storage));
    }
    let on = BackupJob { enabled: true, ..job.clone() };
    let covers = look.guests().iter().filter(|guest| covers(&on, guest)).count();
    draft.note(match covers {
        0 => Note::warning("job-covers-nothing"),
        number => Note::info("job-covers").with("count", count(number)),
    });
}

fn covers(job: &BackupJob, guest: &Guest) -> bool {
    job.covers(guest.id.vmid, &guest.node, guest.pool.as_ref())
}

fn selection(selection: &BackupSelection) -> String {
    let numbers = |guests: &[Vmid]| guests.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    match selection {
        BackupSelection::All { except } if except.is_empty() => "all".to_owned(),
        BackupSelection::All { except } => format!("all -{}", numbers(except)),
        BackupSelection::Guests(guests) => numbers(guests),
        BackupSelection::Pool { pool, except } if except.is_empty() => format!("pool:{pool}"),
        BackupSelection::Pool { pool, except } => format!("pool:{pool} -{}", numbers(except)),
        BackupSelection::Nothing => "-".to_owned(),
    }
}

/// The guests that were in a job that runs, and are in none when job `id` is `after`, or is no more.
fn uncovered<'g>(jobs: &[BackupJob], id: &str, after: Option<&BackupJob>, guests: &'g [Guest]) -> Vec<&'g Guest> {
    let was = |guest: &Guest| jobs.iter().any(|job| covers(job, guest));
    let is = |guest: &Guest| jobs.iter().filter(|job| job.id != id).chain(after).any(|job| covers(job, guest));
    guests.iter().filter(|guest| was(guest) && !is(guest)).collect()
}

fn uncovers(id: &str, after: Option<&BackupJob>, look: &ClusterLook, draft: &mut Draft) {
    let lost = uncovered(look.backup_jobs(), id, after, look.guests());
    draft.note(if lost.is_empty() {
        Note::info("job-uncovers-none")
    } else {
        let note = Note::warning("job-uncovers").with("count", count(lost.len()));
        note.text("guests", called(lost.iter().copied()))
    });
}

/// Guests with their names, the first of many.
pub(super) fn called<'g>(guests: impl Iterator<Item = &'g Guest>) -> String {
    let label = |guest: &Guest| match &guest.name {
        Some(name) => format!("{} ({name})", guest.id.vmid),
        None => guest.id.vmid.to_string(),
    };
    let mut labels: Vec<String> = guests.map(label).collect();
    if labels.len() > NAMED {
        labels.truncate(NAMED);
        labels.push("…".to_owned());
    }
    labels.join(", ")
}

#[cfg(test)]
mod tests {
    use lotse_model::Guest;

    use super::{BackupJob, JobSettings, changed, uncovered};
    use crate::inventory::sample;

    fn job(id: &str, guests: &str) -> BackupJob {
        changed(None, id, &JobSettings { guests: Some(guests.to_owned()), ..JobSettings::default() })
    }

    fn left(jobs: &[BackupJob], id: &str, after: Option<&BackupJob>) -> Vec<u32> {
        let guests: Vec<Guest> = [100, 101, 102].into_iter().map(sample::guest).collect();
        uncovered(jobs, id, after, &guests).iter().map(|guest| guest.id.vmid.get()).collect()
    }

    #[test]
    fn a_guest_that_another_job_covers_is_not_lost() {
        let jobs = [job("a", "100,101"), job("b", "101,102")];
        assert_eq!(left(&jobs, "a", None), [100]);
        assert_eq!(left(&jobs, "b", None), [102]);
        assert_eq!(left(&jobs, "a", Some(&job("a", "all"))), Vec::<u32>::new());
        assert_eq!(left(&jobs, "a", Some(&job("a", "101"))), [100]);
    }

    #[test]
    fn a_job_that_is_off_covered_nobody_and_saves_nobody() {
        let off = BackupJob { enabled: false, ..job("b", "all") };
        assert_eq!(left(&[job("a", "100"), off.clone()], "a", None), [100]);
        assert_eq!(left(&[off], "b", None), Vec::<u32>::new(), "what was in none is no loss");
    }
}
