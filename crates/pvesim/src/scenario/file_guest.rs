//! Guests in a scenario file.

use indexmap::IndexMap;
use serde::Deserialize;

use super::span::Span;

/// One guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Guest {
    /// Number.
    pub vmid: u32,
    /// `qemu` or `lxc`.
    pub kind: Kind,
    /// Node; without it the first.
    pub node: Option<String>,
    /// How long it has existed.
    #[serde(default = "month")]
    pub age: Span,
    /// Time since its last start; without it the guest does not run.
    pub uptime: Option<Span>,
    /// Paused although it has a process.
    #[serde(default)]
    pub paused: bool,
    /// What happened to it before: starts and stops with their tasks.
    #[serde(default)]
    pub history: Vec<Event>,
    /// Configuration; MAC addresses, UUIDs and the like are added when missing.
    pub config: IndexMap<String, toml::Value>,
    /// Changes that wait for the next start.
    #[serde(default)]
    pub pending: IndexMap<String, toml::Value>,
    /// Snapshots, the oldest first; each builds on the one before unless it says otherwise.
    #[serde(default, rename = "snapshot")]
    pub snapshots: Vec<Snapshot>,
    /// What goes on in it.
    #[serde(default)]
    pub nature: Nature,
}

const fn month() -> Span {
    Span(40 * 86_400)
}

/// VM or container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A VM.
    Qemu,
    /// A container.
    Lxc,
}

/// Something that happened to a guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Event {
    /// How long ago.
    pub ago: Span,
    /// What.
    pub what: Change,
    /// By whom; `root@pam` when missing.
    pub user: Option<String>,
}

/// A start or stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was started.
    Start,
    /// It was stopped hard.
    Stop,
    /// It was shut down.
    Shutdown,
}

/// One snapshot.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Snapshot {
    /// Name.
    pub name: String,
    /// How long ago.
    pub age: Span,
    /// Description.
    pub description: Option<String>,
    /// Whether the memory is in it, and on which storage.
    pub memory_on: Option<String>,
    /// What it builds on; the one before when missing, nothing when empty.
    pub parent: Option<String>,
    /// `prepare` or `delete` of a change that never ended.
    pub state: Option<String>,
}

/// What goes on in a guest; everything missing comes from the seed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Nature {
    /// Does not react to a shutdown request.
    #[serde(default)]
    pub deaf: bool,
    /// Has a running guest agent.
    pub agent: Option<bool>,
    /// Mean share of its cores.
    pub cpu: Option<f64>,
    /// Mean share of its memory.
    pub memory: Option<f64>,
    /// Used share of its root disk.
    pub disk: Option<f64>,
    /// Growth of that share a day.
    pub disk_growth: Option<f64>,
    /// Bytes a second received.
    pub net_in: Option<f64>,
    /// Bytes a second sent.
    pub net_out: Option<f64>,
    /// Its operating system's own name.
    pub os: Option<String>,
    /// Its addresses, with prefix.
    #[serde(default)]
    pub addresses: Vec<String>,
}
