//! The past in a scenario file: tasks and backups.

use serde::Deserialize;

use super::span::Span;

/// One task of the past.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Task {
    /// Node; without it the first.
    pub node: Option<String>,
    /// Kind of worker.
    pub kind: String,
    /// What it worked on.
    #[serde(default)]
    pub id: String,
    /// Who started it.
    #[serde(default = "root")]
    pub user: String,
    /// How long ago it began.
    pub ago: Span,
    /// How long it took.
    #[serde(default)]
    pub took: Span,
    /// How it ended.
    #[serde(default = "ok")]
    pub status: String,
    /// Its log without the closing line.
    #[serde(default)]
    pub log: Vec<String>,
}

fn root() -> String {
    "root@pam".to_owned()
}

fn ok() -> String {
    "OK".to_owned()
}

/// Backups that ran every day.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Backups {
    /// Where they went.
    pub storage: String,
    /// Which guests.
    pub guests: Vec<u32>,
    /// Hour and minute of the day in UTC, `02:30`.
    pub at: String,
    /// For how many days, up to yesterday.
    pub days: u32,
    /// How many of a guest's archives are kept.
    #[serde(default = "three")]
    pub keep: u32,
    /// The last run was this many days ago; 0 is the last time the hour struck.
    #[serde(default)]
    pub ended: u32,
    /// What failed.
    #[serde(default)]
    pub failed: Vec<FailedBackup>,
}

const fn three() -> u32 {
    3
}

/// One backup that failed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FailedBackup {
    /// The guest.
    pub vmid: u32,
    /// In the run this many runs ago; 0 is the last.
    pub run: u32,
    /// The error.
    pub error: String,
}
