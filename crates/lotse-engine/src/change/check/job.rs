//! Whether a backup job says what it was to say, is gone, or has run.

use lotse_model::{Argument, StorageName, Vmid};
use lotse_pve::ops::{
    backup_changes::JobGuests,
    backup_jobs::{BackupJob, BackupSelection},
};

use super::{Back, ReadBack, backup, failed, inconclusive, verified};
use crate::change::{
    note::Note,
    operation::{JobSettings, Operation},
    steps::job_guests,
};

pub(super) async fn check(back: &Back<'_>, id: &str) -> ReadBack {
    if matches!(back.item.operation, Operation::BackupJobRun { .. }) {
        return ran(back).await;
    }
    let jobs = match back.pve.backup_jobs(back.look()).await {
        Ok(jobs) => jobs,
        Err(error) => return back.blind("/cluster/backup", &error),
    };
    let job = jobs.value.iter().find(|job| job.id == id);
    let note = |code| Note::info(code).text("job", id);
    match (&back.item.operation, job) {
        (Operation::BackupJobDelete { .. }, None) if jobs.is_complete() => verified(note("job-gone")),
        (Operation::BackupJobDelete { .. }, None) => inconclusive(Vec::new()),
        (Operation::BackupJobDelete { .. }, Some(_)) => failed(note("job-still-there")),
        (_, None) if jobs.is_complete() => failed(note("job-not-there")),
        (_, None) => inconclusive(Vec::new()),
        (Operation::BackupJobSwitch { on, .. }, Some(job)) if job.enabled == *on => {
            verified(note(if *on { "job-on" } else { "job-off" }))
        }
        (Operation::BackupJobCreate { job: wanted }, Some(job)) if says(job, wanted) => verified(note("job-made")),
        (Operation::BackupJobEdit { job: wanted, .. }, Some(job)) if says(job, wanted) => verified(note("job-set")),
        (_, Some(_)) => failed(note("job-other")),
    }
}

/// Whether a job says what was wanted, as far as that was said.
fn says(job: &BackupJob, wanted: &JobSettings) -> bool {
    let same = |own: Option<&str>, wanted: Option<&String>| wanted.is_none_or(|wanted| own == Some(wanted.as_str()));
    let keep = wanted.keep.as_ref().is_none_or(|wanted| {
        let own = job.keep.as_ref().map(ToString::to_string).unwrap_or_default();
        let sorted = |text: &str| {
            let mut parts: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
            parts.sort();
            parts
        };
        sorted(&own) == sorted(wanted)
    });
    let guests = wanted.guests.as_deref().is_none_or(|text| match (job_guests(text), &job.selection) {
        (Ok(JobGuests::All), BackupSelection::All { .. }) => true,
        (Ok(JobGuests::Pool(wanted)), BackupSelection::Pool { pool, .. }) => wanted == *pool,
        (Ok(JobGuests::Guests(wanted)), BackupSelection::Guests(own)) => wanted == *own,
        _ => false,
    });
    same(job.schedule.as_deref(), wanted.schedule.as_ref())
        && wanted.storage.as_ref().is_none_or(|wanted| job.storage.as_ref() == Some(wanted))
        && same(Some(job.mode.as_str()), wanted.mode.as_ref())
        && same(job.comment.as_deref(), wanted.comment.as_ref())
        && keep
        && guests
}

/// Each guest of the run has a backup that was begun since.
async fn ran(back: &Back<'_>) -> ReadBack {
    let fact = |name: &str| back.item.facts.get(name).map(String::as_str).unwrap_or_default();
    let guests: Vec<Vmid> = fact("guests").split(',').filter_map(|id| id.parse().ok()).collect();
    let Ok(storage) = fact("storage").parse::<StorageName>() else { return inconclusive(Vec::new()) };
    let (volumes, hidden) = match backup::read(back, &back.item.node, &storage, None).await {
        Ok(read) => read,
        Err(told) => return told,
    };
    let Some(since) = back.started_there().await else { return inconclusive(Vec::new()) };
    let missing: Vec<String> = guests
        .iter()
        .filter(|vmid| backup::newer(&volumes, **vmid, since).is_none())
        .map(ToString::to_string)
        .collect();
    if missing.is_empty() {
        let count = Argument::Count(u64::try_from(guests.len()).unwrap_or(u64::MAX));
        verified(Note::info("backups-made").with("count", count))
    } else if hidden.is_empty() {
        failed(Note::warning("backups-missing").text("guests", missing.join(", ")))
    } else {
        inconclusive(hidden.iter().map(crate::change::prepare::unseen).collect())
    }
}
