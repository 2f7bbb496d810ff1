//! `backup-now backup-protect backup-delete restore`. What there is shows `backups`.

use crate::{
    change::{operation::Operation, request::Request},
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach,
        create::{new_id, own},
        targets::{GUEST, GUESTS, KEEP_GOING, PARALLEL, of_guests, of_one},
    },
};

/// How a running guest is treated while it is saved (`mode` of `vzdump`). The first is the default: it disturbs least.
pub(super) const MODES: &[&str] = &["snapshot", "suspend", "stop"];

pub(super) const NOW: Command = Command {
    name: "backup-now",
    arguments: &[
        GUESTS,
        Argument::option("storage", ArgumentKind::Storage),
        Argument::option("mode", ArgumentKind::Choice(MODES)),
        Argument::option("notes", ArgumentKind::Text),
        KEEP_GOING,
        PARALLEL,
    ],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Change(now),
};

fn now(call: &Call) -> Result<Request, CommandError> {
    let operation = Operation::BackupNow {
        storage: own(call, "storage")?,
        mode: call.text("mode").unwrap_or_else(|| "snapshot".to_owned()),
        notes: call.text("notes"),
    };
    of_guests(call, operation)
}

pub(super) const PROTECT: Command = Command {
    name: "backup-protect",
    arguments: &[GUEST, Argument::positional("backup", ArgumentKind::Backup), Argument::flag("off")],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(|call| {
        of_one(call, "guest", Operation::BackupProtect { backup: backup(call), on: !call.is_on("off") })
    }),
};

pub(super) const DELETE: Command = Command {
    name: "backup-delete",
    arguments: &[GUEST, Argument::required("backup", ArgumentKind::Backup)],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(delete),
};

fn delete(call: &Call) -> Result<Request, CommandError> {
    // Whoever deletes says which one: the newest is the last that should go by a slip.
    let backup = backup(call).ok_or_else(|| call.bad("backup", &[]))?;
    of_one(call, "guest", Operation::BackupDelete { backup })
}

pub(super) const RESTORE: Command = Command {
    name: "restore",
    arguments: &[
        GUEST,
        Argument::option("backup", ArgumentKind::Backup),
        Argument::option("new-id", ArgumentKind::Number),
        Argument::option("storage", ArgumentKind::Storage),
        Argument::flag("start"),
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(restore),
};

fn restore(call: &Call) -> Result<Request, CommandError> {
    let operation = Operation::Restore {
        backup: backup(call),
        new_id: new_id(call)?,
        storage: own(call, "storage")?,
        start: call.is_on("start"),
    };
    of_one(call, "guest", operation)
}

/// The backup that was named; `last` names none, and the newest is taken.
fn backup(call: &Call) -> Option<String> {
    call.text("backup").filter(|backup| lotse_text::fold(backup) != "last")
}

#[cfg(test)]
mod tests {
    use crate::{
        change::operation::Operation,
        command::{Call, CommandError},
    };

    fn operation(words: &[&str]) -> Result<Operation, CommandError> {
        Ok(Call::parse(words)?.request().expect("a change")?.operation)
    }

    #[test]
    fn a_backup_disturbs_nobody_unless_it_is_said() {
        let default = Operation::BackupNow { storage: None, mode: "snapshot".to_owned(), notes: None };
        assert_eq!(operation(&["backup-now", "web"]), Ok(default));
        match operation(&["backup-now", "web", "--mode", "stop"]) {
            Ok(Operation::BackupNow { mode, .. }) => assert_eq!(mode, "stop"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_backup_is_the_newest_and_is_never_deleted_by_that_word() {
        for words in [&["restore", "web"][..], &["restore", "web", "--backup", "last"]] {
            assert!(matches!(operation(words), Ok(Operation::Restore { backup: None, .. })));
        }
        assert!(matches!(
            operation(&["backup-delete", "web", "last"]),
            Err(CommandError::BadValue { argument: "backup", .. })
        ));
    }
}
