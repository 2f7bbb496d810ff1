//! Tasks that failed.

use std::collections::BTreeMap;

use lotse_model::{Argument, NodeName, Outcome, Severity, Subject, Task, TaskState, Timestamp};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{label, subject, text},
};

/// Tasks whose failing says nothing: somebody closed a console.
const CONSOLES: [&str; 5] = ["vncproxy", "vncshell", "termproxy", "spiceproxy", "spiceshell"];

/// What Proxmox writes when a person stopped the task.
const STOPPED_BY_A_PERSON: [&str; 3] = ["received interrupt", "interrupted by signal", "got signal"];

/// The last of its kind on the same thing, failed, not long ago. A later success makes it history. Backups have their own
/// check.
pub(super) fn failed(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(tasks) = report.see(&material.tasks) else { return };
    let of_interest = |task: &&Task| task.upid.kind != "vzdump" && !CONSOLES.contains(&task.upid.kind.as_str());
    for failure in latest_failures(tasks.value.iter().filter(of_interest)) {
        let upid = &failure.task.upid;
        if failure.at.age(material.now).0 > thresholds.task_age
            || STOPPED_BY_A_PERSON.iter().any(|words| failure.message.contains(words))
        {
            continue;
        }
        let guest = upid.id.parse().ok().and_then(|vmid| material.resources.value()?.guest(vmid));
        let about = guest.map_or_else(
            || Subject::Other {
                cluster: report.cluster.clone(),
                node: Some(upid.node.clone()),
                name: upid.to_string(),
            },
            subject,
        );
        let object = guest.map_or_else(|| upid.id.clone(), label);
        let object = if object.is_empty() { "none".to_owned() } else { object };
        let evidence = tasks.shows([("upid", upid.to_string()), ("status", failure.message.to_owned())]);
        let arguments = [
            ("task", text(&upid.kind)),
            ("node", text(&upid.node)),
            ("object", text(&object)),
            ("at-time", Argument::Time(failure.at)),
            ("message", text(&failure.message)),
            ("upid", text(&upid)),
        ];
        report.found(Severity::Warning, about, vec![evidence], arguments);
    }
}

/// A task that failed, and after which none of its kind succeeded on the same thing.
pub(super) struct Failure<'a> {
    pub(super) task: &'a Task,
    pub(super) message: &'a str,
    pub(super) at: Timestamp,
}

/// Of each kind of task on each thing the latest that is over, where that one failed.
pub(super) fn latest_failures<'a>(tasks: impl Iterator<Item = &'a Task>) -> Vec<Failure<'a>> {
    let mut latest: BTreeMap<(&str, &str, Option<&NodeName>), &Task> = BTreeMap::new();
    for task in tasks.filter(|task| task.state != TaskState::Running) {
        // A guest moves, and its tasks with it; a task without an object belongs to its node.
        let node = task.upid.id.is_empty().then_some(&task.upid.node);
        let slot = latest.entry((&task.upid.kind, &task.upid.id, node)).or_insert(task);
        if slot.upid.started < task.upid.started {
            *slot = task;
        }
    }
    let failure = |task: &'a Task| match &task.state {
        TaskState::Finished { ended, outcome: Outcome::Failed { message } } => {
            Some(Failure { task, message, at: ended.unwrap_or(task.upid.started) })
        }
        TaskState::Finished { .. } | TaskState::Running => None,
    };
    latest.into_values().filter_map(failure).collect()
}
