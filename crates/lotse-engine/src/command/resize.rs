//! `resize`: other cores, memory, or a larger disk.

use crate::{
    change::{operation::Operation, request::Request},
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach,
        targets::{GUESTS, KEEP_GOING, PARALLEL, of_guests},
    },
};

pub(super) const COMMAND: Command = Command {
    name: "resize",
    arguments: &[
        GUESTS,
        Argument::option("cores", ArgumentKind::Number),
        Argument::option("memory", ArgumentKind::Size),
        Argument::option("disk", ArgumentKind::Text),
        Argument::option("grow", ArgumentKind::Size),
        KEEP_GOING,
        PARALLEL,
    ],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Change(request),
};

/// What can be made larger or smaller.
const SIZES: &[&str] = &["cores", "memory", "grow"];

fn request(call: &Call) -> Result<Request, CommandError> {
    if SIZES.iter().all(|name| call.get(name).is_none()) {
        return Err(match call.get("disk") {
            Some(_) => CommandError::MissingArgument { command: "resize", argument: "grow" },
            None => CommandError::MissingOneOf { command: "resize", arguments: SIZES },
        });
    }
    if call.get("disk").is_some() && call.get("grow").is_none() {
        return Err(CommandError::MissingArgument { command: "resize", argument: "grow" });
    }
    let cores = call.parsed::<u32>("cores")?;
    if cores == Some(0) {
        return Err(call.bad("cores", &[]));
    }
    let operation =
        Operation::Resize { cores, memory: call.size("memory"), disk: call.text("disk"), grow: call.size("grow") };
    of_guests(call, operation)
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;

    use crate::{
        change::{operation::Operation, request::Request},
        command::{Call, CommandError},
    };

    fn request(words: &[&str]) -> Result<Request, CommandError> {
        Call::parse(words)?.request().expect("a change")
    }

    #[test]
    fn what_is_not_said_stays() {
        let operation = request(&["resize", "web", "--memory", "8G"]).map(|request| request.operation);
        let wanted = Operation::Resize { cores: None, memory: Some(Bytes::from_gib(8)), disk: None, grow: None };
        assert_eq!(operation, Ok(wanted));
    }

    #[test]
    fn resizing_nothing_is_asked_about() {
        assert!(matches!(request(&["resize", "web"]), Err(CommandError::MissingOneOf { .. })));
        for words in [&["resize", "web", "--disk", "scsi0"][..], &["resize", "web", "--disk", "scsi0", "--cores", "2"]]
        {
            let missing = CommandError::MissingArgument { command: "resize", argument: "grow" };
            assert_eq!(request(words).err(), Some(missing));
        }
        assert!(matches!(request(&["resize", "web", "--cores", "0"]), Err(CommandError::BadValue { .. })));
    }
}
