//! `create`: a new guest from a template.

use lotse_model::Vmid;

use crate::{
    change::{operation::Operation, request::Request},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, targets::of_one},
};

pub(super) const COMMAND: Command = Command {
    name: "create",
    arguments: &[
        Argument::required("template", ArgumentKind::Template),
        Argument::option("name", ArgumentKind::Text),
        Argument::option("new-id", ArgumentKind::Number),
        Argument::option("node", ArgumentKind::Node),
        Argument::option("storage", ArgumentKind::Storage),
        Argument::option("pool", ArgumentKind::Pool),
        Argument::flag("start"),
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(request),
};

fn request(call: &Call) -> Result<Request, CommandError> {
    let operation = Operation::Create {
        new_id: new_id(call)?,
        name: call.text("name"),
        node: own(call, "node")?,
        storage: own(call, "storage")?,
        pool: own(call, "pool")?,
        start: call.is_on("start"),
    };
    of_one(call, "template", operation)
}

/// The number that was given for a new guest.
pub(super) fn new_id(call: &Call) -> Result<Option<Vmid>, CommandError> {
    call.parsed("new-id").map_err(|_| call.bad("new-id", &["100", "999999999"]))
}

/// What was named of the guest's own cluster: there `home/pve2` is `pve2`.
pub(super) fn own<T: std::str::FromStr>(call: &Call, name: &'static str) -> Result<Option<T>, CommandError> {
    let Some(value) = call.get(name) else { return Ok(None) };
    // A pool's name may hold a slash itself, and is tried as it stands first.
    let parsed = value.parse().or_else(|error| match value.split_once('/') {
        Some((_, behind)) => behind.parse(),
        None => Err(error),
    });
    parsed.map(Some).map_err(|_| call.bad(name, &[]))
}
