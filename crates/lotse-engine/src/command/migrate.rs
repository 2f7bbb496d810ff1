//! `migrate`: a guest to another node.

use crate::{
    change::{operation::Operation, request::Request},
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach,
        create::own,
        targets::{GUESTS, KEEP_GOING, PARALLEL, of_guests},
    },
};

pub(super) const COMMAND: Command = Command {
    name: "migrate",
    arguments: &[
        GUESTS,
        Argument::needed("node", ArgumentKind::Node),
        Argument::option("storage", ArgumentKind::Storage),
        KEEP_GOING,
        PARALLEL,
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(request),
};

fn request(call: &Call) -> Result<Request, CommandError> {
    let node = own(call, "node")?.ok_or(CommandError::MissingArgument { command: "migrate", argument: "node" })?;
    of_guests(call, Operation::Migrate { node, storage: own(call, "storage")? })
}
