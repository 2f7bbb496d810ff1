//! What roles and channels allow (`Permissions` in Discord's API reference).

use std::ops::{BitAnd, BitOr, Not};

/// A set of permissions, as the bit field that Discord uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(pub u64);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything, whatever a channel denies.
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    /// Seeing a channel.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// Writing into a channel.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// Embeds in one's messages.
    pub const EMBED_LINKS: Self = Self(1 << 14);
    /// Files in one's messages.
    pub const ATTACH_FILES: Self = Self(1 << 15);
    /// Reading what was written before.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// Using commands of applications.
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    /// Writing into threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);
    /// All bits that a JavaScript number holds, which is what Discord uses at most.
    pub const ALL: Self = Self((1 << 53) - 1);

    /// What a new guild gives to everyone: seeing, writing, reading, commands.
    #[must_use]
    pub const fn of_everyone() -> Self {
        Self(
            Self::VIEW_CHANNEL.0
                | Self::SEND_MESSAGES.0
                | Self::EMBED_LINKS.0
                | Self::ATTACH_FILES.0
                | Self::READ_MESSAGE_HISTORY.0
                | Self::USE_APPLICATION_COMMANDS.0
                | Self::SEND_MESSAGES_IN_THREADS.0,
        )
    }

    /// What a bot that writes cards is invited with.
    #[must_use]
    pub const fn of_a_bot() -> Self {
        Self(
            Self::VIEW_CHANNEL.0
                | Self::SEND_MESSAGES.0
                | Self::EMBED_LINKS.0
                | Self::ATTACH_FILES.0
                | Self::READ_MESSAGE_HISTORY.0
                | Self::SEND_MESSAGES_IN_THREADS.0,
        )
    }

    /// Whether all of `wanted` are here.
    #[must_use]
    pub const fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Permissions {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}
