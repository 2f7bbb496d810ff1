//! What is wrong with a rule. Codes and data: the configuration shows them with the line, and finds the words.

use lotse_model::ClusterName;
use thiserror::Error;

/// What is wrong with one value of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleError {
    /// It begins with none of `discord-role: discord-user: terminal: web: mcp: http:`.
    #[error("{text:?} names nobody")]
    UnknownWho {
        /// As written.
        text: String,
    },
    /// What stands behind the colon is no name or id of its kind.
    #[error("{text:?} is no name for {part}:")]
    BadName {
        /// What stands before the colon.
        part: &'static str,
        /// What stands behind it.
        text: String,
    },
    /// It is no level.
    #[error("{text:?} is no level")]
    UnknownLevel {
        /// As written.
        text: String,
        /// Levels that are close.
        suggestions: Vec<String>,
    },
    /// It is no command.
    #[error("{text:?} is no command")]
    UnknownCommand {
        /// As written.
        text: String,
        /// Commands that are close.
        suggestions: Vec<String>,
    },
    /// An entry of a scope without a part.
    #[error("an entry without a part")]
    EmptyEntry,
    /// A part that begins with none of `cluster: node: pool: storage: tag: guest:`.
    #[error("{text:?} is no part of a scope")]
    UnknownPart {
        /// As written.
        text: String,
    },
    /// `node:`, `pool:`, `storage:` or `guest:` without its cluster.
    #[error("{part}:{name} does not name its cluster")]
    NoCluster {
        /// What stands before the colon.
        part: &'static str,
        /// What stands behind it.
        name: String,
    },
    /// No guest and nothing else can have all these parts at once.
    #[error("{first} and {second} exclude each other")]
    Excluding {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// A bare `tag:` where there are several clusters.
    #[error("tag:{tag} does not say in which cluster")]
    BareTag {
        /// The tag.
        tag: String,
    },
    /// No cluster of the configuration is called so.
    #[error("there is no cluster {cluster}")]
    UnknownCluster {
        /// As written.
        cluster: ClusterName,
        /// Clusters that are close.
        suggestions: Vec<String>,
    },
    /// The role of everybody in a guild has the guild's own id: such a rule would name whoever joins.
    #[error("discord-role:{id} is everybody in the guild")]
    Everybody {
        /// The id.
        id: String,
    },
}

impl RuleError {
    /// The stable code, for scripts and the manual.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownWho { .. } => "E-ACCESS-WHO",
            Self::BadName { .. } => "E-ACCESS-NAME",
            Self::UnknownLevel { .. } => "E-ACCESS-LEVEL",
            Self::UnknownCommand { .. } => "E-ACCESS-COMMAND",
            Self::EmptyEntry => "E-ACCESS-EMPTY",
            Self::UnknownPart { .. } => "E-ACCESS-PART",
            Self::NoCluster { .. } => "E-ACCESS-NO-CLUSTER",
            Self::Excluding { .. } => "E-ACCESS-EXCLUDING",
            Self::BareTag { .. } => "E-ACCESS-BARE-TAG",
            Self::UnknownCluster { .. } => "E-ACCESS-CLUSTER",
            Self::Everybody { .. } => "E-ACCESS-EVERYBODY",
        }
    }
}
