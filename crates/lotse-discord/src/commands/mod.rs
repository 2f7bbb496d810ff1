//! The slash commands: derived from the command table, registered when they changed, and read back to calls.

mod call;
mod derive;
mod grouping;
mod limits;
mod naming;
pub(crate) mod register;

pub(crate) use self::{
    call::{Asked, argument_of, command_of, line, read, shown},
    derive::derive,
};

/// The command for free words, which stands in no table: it leads to those that do.
pub(crate) const ASK: &str = "ask";
/// Its option.
pub(crate) const QUESTION: &str = "question";

/// The commands of the table that exist in Discord.
pub(crate) fn table() -> impl Iterator<Item = &'static lotse_engine::command::Command> {
    use lotse_engine::command::{Reach, TABLE};
    TABLE.iter().filter(|command| command.reach == Reach::Everywhere)
}
