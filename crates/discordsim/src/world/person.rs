//! A user.

use crate::snowflake::Snowflake;

/// A user: a person, or the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: Snowflake,
    /// The user name.
    pub name: String,
    /// Whether it is a bot.
    pub bot: bool,
}
