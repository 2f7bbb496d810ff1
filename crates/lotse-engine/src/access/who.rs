//! Whom a rule names.

use std::{fmt, str::FromStr};

use super::{error::RuleError, person::Medium};

/// By what a rule names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhoKind {
    /// Whoever has this role in Discord, by the role's id.
    DiscordRole,
    /// One Discord user, by their id.
    DiscordUser,
    /// The login at the terminal.
    Terminal,
    /// A user of the web front end.
    Web,
    /// An AI client.
    Mcp,
    /// A client of the HTTP API.
    Http,
}

impl WhoKind {
    /// All of them, in the order in which the manual names them.
    pub const ALL: [Self; 6] = [Self::DiscordRole, Self::DiscordUser, Self::Terminal, Self::Web, Self::Mcp, Self::Http];

    /// What stands before the colon.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DiscordRole => "discord-role",
            Self::DiscordUser => "discord-user",
            Self::Terminal => "terminal",
            Self::Web => "web",
            Self::Mcp => "mcp",
            Self::Http => "http",
        }
    }

    /// By what such a person speaks to Lotse.
    #[must_use]
    pub const fn medium(self) -> Medium {
        match self {
            Self::DiscordRole | Self::DiscordUser => Medium::Discord,
            Self::Terminal => Medium::Terminal,
            Self::Web => Medium::Web,
            Self::Mcp => Medium::Mcp,
            Self::Http => Medium::Http,
        }
    }
}

/// Whom a rule names: `discord-role:123456789012345678`, `terminal:anna`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// By what.
    pub kind: WhoKind,
    /// The id or name behind the colon.
    pub name: String,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.name)
    }
}

impl FromStr for Who {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let unknown = || RuleError::UnknownWho { text: text.to_owned() };
        let (word, name) = text.split_once(':').ok_or_else(unknown)?;
        let kind = WhoKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(unknown)?;
        let is_valid = match kind {
            // A snowflake: a positive number of 64 bits.
            WhoKind::DiscordRole | WhoKind::DiscordUser => {
                name.bytes().all(|byte| byte.is_ascii_digit()) && name.parse::<u64>().is_ok_and(|id| id > 0)
            }
            _ => !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control()),
        };
        if is_valid {
            Ok(Self { kind, name: name.to_owned() })
        } else {
            Err(RuleError::BadName { part: kind.word(), text: name.to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Who;
    use crate::access::RuleError;

    #[test]
    fn a_name_reads_what_it_writes() {
        for text in ["discord-role:123456789012345678", "discord-user:1", "terminal:anna", "web:a@b", "mcp:x", "http:y"]
        {
            assert_eq!(text.parse::<Who>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_discord_id_is_a_number_and_no_name() {
        for text in
            ["discord-role:admins", "discord-user:", "discord-user:0", "discord-role:+5", "terminal:", "web:a b"]
        {
            assert!(matches!(text.parse::<Who>(), Err(RuleError::BadName { .. })), "{text}");
        }
    }

    #[test]
    fn who_is_none_of_the_kinds_is_refused() {
        for text in ["anna", "role:1", "", "Terminal:anna"] {
            assert!(matches!(text.parse::<Who>(), Err(RuleError::UnknownWho { .. })), "{text}");
        }
    }
}
