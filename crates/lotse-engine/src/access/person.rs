//! Who asks, and from where.

use serde::{Deserialize, Serialize};

/// By what a person speaks to Lotse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// The command line or the chat in a terminal.
    Terminal,
    /// Discord.
    Discord,
    /// The browser.
    Web,
    /// An AI client.
    Mcp,
    /// The HTTP API.
    Http,
}

/// Where a person asks: what was asked in one place is not approved in another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// By what.
    pub medium: Medium,
    /// Where in it: a Discord channel, a terminal's login.
    pub detail: String,
}

/// A person as the medium vouches for them: the roles are those of this very moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// As rules name them: `terminal:anna`, `discord-user:123`.
    pub id: String,
    /// What else rules may name them by: `discord-role:456`.
    #[serde(default)]
    pub roles: Vec<String>,
    /// How they are called, for people to read. Text from a machine.
    pub name: String,
    /// From where.
    pub place: Place,
}

impl Person {
    /// The person at a terminal whose login is `login`.
    #[must_use]
    pub fn at_terminal(login: &str) -> Self {
        let place = Place { medium: Medium::Terminal, detail: String::new() };
        Self { id: format!("terminal:{login}"), roles: Vec::new(), name: login.to_owned(), place }
    }

    /// Everything that rules may name them by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.roles.iter().map(String::as_str))
    }
}
