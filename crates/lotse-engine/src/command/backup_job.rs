//! `backup-job-create|edit|enable|disable|run|delete`. What there is shows `backups`.

use crate::{
    change::{
        operation::{JobSettings, Operation},
        request::Request,
    },
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, backup::MODES, create::own,
        targets::of_cluster,
    },
};

const JOB: Argument = Argument::required("job", ArgumentKind::BackupJob);
const CLUSTER: Argument = Argument::option("cluster", ArgumentKind::Cluster);
const MODE: Argument = Argument::option("mode", ArgumentKind::Choice(MODES));
const KEEP: Argument = Argument::option("keep", ArgumentKind::Text);
const COMMENT: Argument = Argument::option("comment", ArgumentKind::Text);

const fn job(name: &'static str, arguments: &'static [Argument], does: Does) -> Command {
    Command { name, arguments, level: Level::Administer, reach: Reach::Everywhere, does }
}

pub(super) const CREATE: Command = job(
    "backup-job-create",
    &[
        Argument::needed("schedule", ArgumentKind::Text),
        Argument::needed("storage", ArgumentKind::Storage),
        Argument::needed("covers", ArgumentKind::Text),
        MODE,
        KEEP,
        COMMENT,
        CLUSTER,
    ],
    Does::Change(|call| Ok(of_cluster(call, Operation::BackupJobCreate { job: settings(call)? }, None))),
);

pub(super) const EDIT: Command = job(
    "backup-job-edit",
    &[
        JOB,
        Argument::option("schedule", ArgumentKind::Text),
        Argument::option("storage", ArgumentKind::Storage),
        Argument::option("covers", ArgumentKind::Text),
        MODE,
        KEEP,
        COMMENT,
        CLUSTER,
    ],
    Does::Change(edit),
);

pub(super) const ENABLE: Command = job(
    "backup-job-enable",
    &[JOB, CLUSTER],
    Does::Change(|call| of_job(call, |id| Operation::BackupJobSwitch { id, on: true })),
);

pub(super) const DISABLE: Command = job(
    "backup-job-disable",
    &[JOB, CLUSTER],
    Does::Change(|call| of_job(call, |id| Operation::BackupJobSwitch { id, on: false })),
);

pub(super) const RUN: Command =
    job("backup-job-run", &[JOB, CLUSTER], Does::Change(|call| of_job(call, |id| Operation::BackupJobRun { id })));

pub(super) const DELETE: Command = job(
    "backup-job-delete",
    &[JOB, CLUSTER],
    Does::Change(|call| of_job(call, |id| Operation::BackupJobDelete { id })),
);

/// What an edit may change.
const SETTINGS: &[&str] = &["schedule", "storage", "covers", "mode", "keep", "comment"];

fn edit(call: &Call) -> Result<Request, CommandError> {
    let job = settings(call)?;
    if job == JobSettings::default() {
        return Err(CommandError::MissingOneOf { command: "backup-job-edit", arguments: SETTINGS });
    }
    of_job(call, |id| Operation::BackupJobEdit { id, job })
}

fn settings(call: &Call) -> Result<JobSettings, CommandError> {
    Ok(JobSettings {
        schedule: call.text("schedule"),
        storage: own(call, "storage")?,
        mode: call.text("mode"),
        guests: call.text("covers"),
        keep: call.text("keep"),
        comment: call.text("comment"),
    })
}

/// The change of the job that was named: `backup-1`, or `home/backup-1` where there are several clusters.
fn of_job(call: &Call, operation: impl FnOnce(String) -> Operation) -> Result<Request, CommandError> {
    let named = call.get("job").ok_or(CommandError::MissingArgument { command: call.command.name, argument: "job" })?;
    let (cluster, id) = named.split_once('/').map_or((None, named), |(cluster, id)| (Some(cluster), id));
    if id.is_empty() || id.contains('/') {
        return Err(call.bad("job", &[]));
    }
    Ok(of_cluster(call, operation(id.to_owned()), cluster.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use crate::{
        change::{operation::Operation, request::Targets},
        command::{Call, CommandError},
    };

    #[test]
    fn a_job_names_its_cluster_or_leaves_it_open() {
        let targets = |job: &str| {
            let call = Call::parse(&["backup-job-run", job]).expect("valid");
            call.request().expect("a change").map(|request| (request.operation, request.targets))
        };
        let run = || Operation::BackupJobRun { id: "backup-1".to_owned() };
        assert_eq!(targets("backup-1"), Ok((run(), Targets::Cluster(None))));
        assert_eq!(targets("home/backup-1"), Ok((run(), Targets::Cluster(Some("home".to_owned())))));
        assert!(matches!(targets("home/"), Err(CommandError::BadValue { argument: "job", .. })));
    }

    #[test]
    fn an_edit_changes_something() {
        let edit = Call::parse(&["backup-job-edit", "backup-1"]).expect("valid");
        assert!(matches!(edit.request(), Some(Err(CommandError::MissingOneOf { .. }))));
    }
}
