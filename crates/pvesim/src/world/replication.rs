//! Storage replication jobs.

use indexmap::IndexMap;
use serde::Deserialize;

use super::moment::Moment;

/// A replication job (`100-0`).
#[derive(Debug, Clone)]
pub struct ReplicationJob {
    /// The guest.
    pub guest: u32,
    /// Number of the job among the guest's.
    pub number: u32,
    /// Target node.
    pub target: String,
    /// Further properties (`schedule`, `rate`, `comment`, `disable`, `remove_job`).
    pub properties: IndexMap<String, String>,
    /// When it last succeeded.
    pub last_sync: Moment,
    /// When it was last tried.
    pub last_try: Moment,
    /// How many tries in a row failed.
    pub fail_count: u32,
    /// Why.
    pub error: Option<String>,
    /// How long the last run took, in seconds.
    pub duration: f64,
}

impl ReplicationJob {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}-{}", self.guest, self.number)
    }

    /// A property.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(String::as_str)
    }

    /// Its times.
    #[must_use]
    pub fn schedule(&self) -> &str {
        self.get("schedule").unwrap_or("*/15")
    }

    /// Whether it is switched off.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.get("disable") == Some("1")
    }
}

/// A job in a scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReplicationFacts {
    /// Id (`100-0`).
    pub id: String,
    /// Target node.
    pub target: String,
    /// Times.
    #[serde(default)]
    pub schedule: Option<String>,
    /// Comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// Minutes since the last success.
    #[serde(default = "seven")]
    pub synced_minutes_ago: i64,
    /// How many tries in a row failed.
    #[serde(default)]
    pub fail_count: u32,
    /// Why.
    #[serde(default)]
    pub error: Option<String>,
}

const fn seven() -> i64 {
    7
}
