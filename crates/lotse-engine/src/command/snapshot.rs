//! `snapshot-create snapshot-rollback snapshot-delete`. What there is shows `snapshots`.

use crate::{
    change::operation::Operation,
    command::{
        Argument, ArgumentKind, Call, Command, Does, Level, Reach,
        targets::{GUESTS, KEEP_GOING, PARALLEL, of_guests},
    },
};

/// A snapshot that is there.
const NAME: Argument = Argument::required("name", ArgumentKind::Snapshot);

pub(super) const CREATE: Command = Command {
    name: "snapshot-create",
    arguments: &[
        GUESTS,
        Argument::required("name", ArgumentKind::Text),
        Argument::option("description", ArgumentKind::Text),
        Argument::flag("with-memory"),
        KEEP_GOING,
        PARALLEL,
    ],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Change(|call| {
        let operation = Operation::SnapshotCreate {
            name: name(call),
            description: call.text("description"),
            memory: call.is_on("with-memory"),
        };
        of_guests(call, operation)
    }),
};

pub(super) const ROLLBACK: Command = Command {
    name: "snapshot-rollback",
    arguments: &[GUESTS, NAME, Argument::flag("start"), KEEP_GOING, PARALLEL],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(|call| {
        of_guests(call, Operation::SnapshotRollback { name: name(call), start: call.is_on("start") })
    }),
};

pub(super) const DELETE: Command = Command {
    name: "snapshot-delete",
    arguments: &[GUESTS, NAME, KEEP_GOING, PARALLEL],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(|call| of_guests(call, Operation::SnapshotDelete { name: name(call) })),
};

/// The name, which the table demands.
fn name(call: &Call) -> String {
    call.text("name").unwrap_or_default()
}
