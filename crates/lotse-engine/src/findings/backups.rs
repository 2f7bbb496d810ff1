//! Backups: missing, failed, too old, planned by nobody.
//!
//! Two sources tell of a backup: the archives on the storages, and the tasks that made them. A caller without the right to
//! see archives gets none of them, and then nothing may be said about a guest without a backup: that stays "could not
//! look", unless a task shows one.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{Argument, Evidence, Guest, Severity, Subject, Task, TaskState, Timestamp, Upid, Vmid};
use lotse_pve::ops::backup_jobs::BackupJob;

use super::{
    material::Material,
    report::{Part, Report},
    tasks::latest_failures,
    thresholds::Thresholds,
    words::{label, subject, text},
};

/// The last backup of each guest, as far as it shows anywhere.
struct LastBackups {
    by_guest: BTreeMap<Vmid, (Timestamp, Evidence)>,
    /// What was looked at to find none.
    looked_at: Vec<Evidence>,
}

impl LastBackups {
    /// Collects from archives and tasks.
    fn collect(material: &Material, report: &mut Report<'_>) -> Self {
        let mut last = Self { by_guest: BTreeMap::new(), looked_at: Vec::new() };
        for answer in &material.archives {
            let Some(archives) = report.see(answer) else { continue };
            last.looked_at.push(archives.shows([("backups", archives.value.len().to_string())]));
            for volume in archives.value {
                if let (Some(vmid), Some(created)) = (volume.vmid, volume.created) {
                    last.note(vmid, created, || archives.shows([("volid", volume.id.clone())]));
                }
            }
        }
        if let Some(tasks) = report.open(&material.tasks) {
            for task in tasks.value.iter().filter(|task| task.upid.kind == "vzdump") {
                if let (Ok(vmid), Some(ended)) = (task.upid.id.parse(), success(task)) {
                    last.note(vmid, ended, || tasks.shows([("upid", task.upid.to_string())]));
                }
            }
        }
        last
    }

    fn note(&mut self, vmid: Vmid, at: Timestamp, evidence: impl FnOnce() -> Evidence) {
        if self.by_guest.get(&vmid).is_none_or(|(known, _)| *known < at) {
            self.by_guest.insert(vmid, (at, evidence()));
        }
    }
}

fn success(task: &Task) -> Option<Timestamp> {
    match &task.state {
        // What it saved is as old as its start; its archive bears that time, too.
        TaskState::Finished { outcome, .. } if outcome.is_done() => Some(task.upid.started),
        TaskState::Finished { .. } | TaskState::Running => None,
    }
}

/// A guest without any backup.
pub(super) fn missing(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    let Some(storages) = report.see_part(&material.resources, Part::Storages) else { return };
    let before = report.hidden.len();
    let last = LastBackups::collect(material, report);
    // With a part hidden, "none" cannot be told from "not shown".
    if report.hidden.len() > before || !material.resources.missing.is_empty() {
        report.not_judged();
        return;
    }
    living.note_silent(report);
    for guest in living.known().filter(|guest| !last.by_guest.contains_key(&guest.id.vmid)) {
        let mut evidence = last.looked_at.clone();
        if evidence.is_empty() {
            evidence.push(storages.shows([("storages for backups", "0".to_owned())]));
        }
        report.found(Severity::Warning, subject(guest), evidence, [("guest", text(&label(guest)))]);
    }
}

/// A guest whose last backup is old.
pub(super) fn too_old(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    let before = report.hidden.len();
    let last = LastBackups::collect(material, report);
    // A newer one may lie where nobody could look.
    if report.hidden.len() > before {
        report.not_judged();
        return;
    }
    for guest in living.iter() {
        let Some((at, evidence)) = last.by_guest.get(&guest.id.vmid) else { continue };
        let age = at.age(material.now).0;
        if age >= thresholds.backup_age {
            let arguments = [
                ("guest", text(&label(guest))),
                ("age-seconds", Argument::Seconds(age)),
                ("at-time", Argument::Time(*at)),
            ];
            report.found(Severity::Warning, subject(guest), vec![evidence.clone()], arguments);
        }
    }
}

/// A backup that failed and was not repeated with success.
pub(super) fn failed(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(tasks) = report.see(&material.tasks) else { return };
    let backups: Vec<&Task> = tasks.value.iter().filter(|task| task.upid.kind == "vzdump").collect();
    // Of each guest the latest failure, in its own run or in one over several.
    let mut of_guests: BTreeMap<Vmid, Failed<'_>> = BTreeMap::new();
    for failure in latest_failures(backups.iter().copied()) {
        let task = || tasks.shows([("upid", failure.task.upid.to_string()), ("status", failure.message.to_owned())]);
        let upid = &failure.task.upid;
        let failed = |message: &str, evidence| Failed { upid, at: failure.at, message: message.to_owned(), evidence };
        let log = material.backup_logs.get(&upid.to_string()).and_then(|answer| report.see(answer));
        let named: Vec<(Vmid, Failed<'_>)> = match (upid.id.parse(), &log) {
            (Ok(vmid), _) => vec![(vmid, failed(failure.message, vec![task()]))],
            (Err(_), Some(log)) => {
                let line = |vmid: Vmid, why: &str| log.shows([("vmid", vmid.to_string()), ("error", why.to_owned())]);
                let guests = log.value.failed.iter();
                guests
                    .map(|guest| (guest.vmid, failed(&guest.why, vec![task(), line(guest.vmid, &guest.why)])))
                    .collect()
            }
            (Err(_), None) => Vec::new(),
        };
        // What no log names a guest of is told as the run that it is.
        if named.is_empty() || log.as_ref().is_some_and(|log| !log.value.whole) {
            let error = log.and_then(|log| log.value.error.clone()).unwrap_or_else(|| failure.message.to_owned());
            report_run(report, &failed(&error, vec![task()]));
        }
        for (vmid, failed) in named {
            if of_guests.get(&vmid).is_none_or(|known| known.at < failed.at) {
                of_guests.insert(vmid, failed);
            }
        }
    }
    for (vmid, failed) in of_guests {
        let is_later = |at: Timestamp| at > failed.at;
        let archived = material.archives.iter().filter_map(|answer| answer.value()).flatten();
        let repeated =
            archived.filter(|volume| volume.vmid == Some(vmid)).any(|volume| volume.created.is_some_and(is_later))
                || backups.iter().any(|task| task.upid.id.parse() == Ok(vmid) && success(task).is_some_and(is_later));
        if !repeated {
            report_guest(report, material.resources.value().and_then(|list| list.guest(vmid)), vmid, failed);
        }
    }
}

/// A backup that failed: in which task, when and why.
struct Failed<'t> {
    upid: &'t Upid,
    at: Timestamp,
    message: String,
    evidence: Vec<Evidence>,
}

impl Failed<'_> {
    fn arguments(&self, guest: &str) -> [(&'static str, Argument); 5] {
        [
            ("guest", text(&guest)),
            ("node", text(&self.upid.node)),
            ("at-time", Argument::Time(self.at)),
            ("message", text(&self.message)),
            ("task", text(&self.upid)),
        ]
    }
}

fn report_run(report: &mut Report<'_>, failed: &Failed<'_>) {
    let (cluster, node) = (report.cluster.clone(), Some(failed.upid.node.clone()));
    let about = Subject::Other { cluster, node, name: failed.upid.to_string() };
    report.found(Severity::Error, about, failed.evidence.clone(), failed.arguments("none"));
}

fn report_guest(report: &mut Report<'_>, guest: Option<&Guest>, vmid: Vmid, failed: Failed<'_>) {
    let (cluster, node) = (report.cluster.clone(), Some(failed.upid.node.clone()));
    // A run may be told to save a guest that is gone.
    let about = guest.map_or_else(|| Subject::Other { cluster, node, name: vmid.to_string() }, subject);
    let arguments = failed.arguments(&guest.map_or_else(|| vmid.to_string(), label));
    report.found(Severity::Error, about, failed.evidence, arguments);
}

/// A guest that no job saves. The server's own list counts a job that is switched off as one that does.
pub(super) fn no_job(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    let Some(uncovered) = report.see(&material.uncovered) else { return };
    let listed: BTreeSet<Vmid> = uncovered.value.iter().map(|guest| guest.vmid).collect();
    let jobs = report.see(&material.backup_jobs);
    living.note_silent(report);
    for guest in living.known() {
        let evidence = if listed.contains(&guest.id.vmid) {
            uncovered.shows([("vmid", guest.id.vmid.to_string())])
        } else if let Some(jobs) = &jobs
            && let Some(idle) = only_idle_job(jobs.value, guest)
        {
            jobs.shows([("id", idle.id.clone()), ("enabled", "0".to_owned())])
        } else {
            continue;
        };
        report.found(Severity::Warning, subject(guest), vec![evidence], [("guest", text(&label(guest)))]);
    }
}

/// The job that would save the guest if it were not switched off, when no other does.
fn only_idle_job<'a>(jobs: &'a [BackupJob], guest: &Guest) -> Option<&'a BackupJob> {
    let covers = |job: &BackupJob| job.covers(guest.id.vmid, &guest.node, guest.pool.as_ref());
    if jobs.iter().any(covers) {
        return None;
    }
    jobs.iter().filter(|job| !job.enabled).find(|job| covers(&BackupJob { enabled: true, ..(*job).clone() }))
}
