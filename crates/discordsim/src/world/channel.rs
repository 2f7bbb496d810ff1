//! Channels and what they change in permissions.

use super::permission::Permissions;
use crate::snowflake::Snowflake;

/// The kinds of channels that are simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// A text channel.
    Text,
    /// A category, which holds channels.
    Category,
    /// A public thread of a text channel.
    Thread,
}

impl ChannelKind {
    /// The number on the wire (`Channel Types` in Discord's API reference).
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Category => 4,
            Self::Thread => 11,
        }
    }
}

/// Whom an overwrite is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everybody with this role; the role with the guild's id is everyone.
    Role(Snowflake),
    /// One member.
    Member(Snowflake),
}

/// What a channel allows or denies besides the roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overwrite {
    /// Whom it is for.
    pub whose: Whose,
    /// Allowed here.
    pub allow: Permissions,
    /// Denied here.
    pub deny: Permissions,
}

/// A channel of a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The id.
    pub id: Snowflake,
    /// The guild it belongs to.
    pub guild: Snowflake,
    /// What it is.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// The category of a channel, the channel of a thread.
    pub parent: Option<Snowflake>,
    /// Where it stands in the list.
    pub position: usize,
    /// What it allows and denies. A thread has none: it takes those of its channel.
    pub overwrites: Vec<Overwrite>,
}
