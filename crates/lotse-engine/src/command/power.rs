//! `start shutdown reboot stop suspend resume`.

use crate::{
    change::operation::Operation,
    command::{
        Argument, ArgumentKind, Command, Does, Level, Reach,
        targets::{GUESTS, KEEP_GOING, PARALLEL, of_guests},
    },
};

/// How long the shutdown may take.
const TIMEOUT: Argument = Argument::option("timeout", ArgumentKind::Duration);

const fn power(name: &'static str, arguments: &'static [Argument], does: Does) -> Command {
    Command { name, arguments, level: Level::Operate, reach: Reach::Everywhere, does }
}

pub(super) const START: Command =
    power("start", &[GUESTS, KEEP_GOING, PARALLEL], Does::Change(|call| of_guests(call, Operation::Start)));

pub(super) const SHUTDOWN: Command = power(
    "shutdown",
    &[GUESTS, TIMEOUT, KEEP_GOING, PARALLEL],
    Does::Change(|call| of_guests(call, Operation::Shutdown { timeout: call.duration("timeout") })),
);

pub(super) const REBOOT: Command = power(
    "reboot",
    &[GUESTS, TIMEOUT, KEEP_GOING, PARALLEL],
    Does::Change(|call| of_guests(call, Operation::Reboot { timeout: call.duration("timeout") })),
);

pub(super) const STOP: Command =
    power("stop", &[GUESTS, KEEP_GOING, PARALLEL], Does::Change(|call| of_guests(call, Operation::Stop)));

pub(super) const SUSPEND: Command = power(
    "suspend",
    &[GUESTS, Argument::flag("to-disk"), KEEP_GOING, PARALLEL],
    Does::Change(|call| of_guests(call, Operation::Suspend { to_disk: call.is_on("to-disk") })),
);

pub(super) const RESUME: Command =
    power("resume", &[GUESTS, KEEP_GOING, PARALLEL], Does::Change(|call| of_guests(call, Operation::Resume)));
