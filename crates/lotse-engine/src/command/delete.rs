//! `delete`: a guest and its disks.

use crate::{
    change::operation::Operation,
    command::{
        Command, Does, Level, Reach,
        targets::{GUESTS, KEEP_GOING, PARALLEL, of_guests},
    },
};

pub(super) const COMMAND: Command = Command {
    name: "delete",
    arguments: &[GUESTS, KEEP_GOING, PARALLEL],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(|call| of_guests(call, Operation::Delete)),
};
