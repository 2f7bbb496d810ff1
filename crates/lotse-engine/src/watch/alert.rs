//! The life of one incident, as it is kept and shown.

use lotse_model::{Finding, GuestRef, NodeName, PoolName, Severity, Timestamp};
use serde::{Deserialize, Serialize};

use super::{EntryId, Reason, State, Thing};
use crate::access::Person;

/// The number of an alert: `a17` as people type it. Numbers are never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AlertId(pub u64);

impl AlertId {
    /// Of what was not written down, and so has no number: an alert that is only supposed, or one that is told while the store
    /// takes nothing.
    pub const NONE: Self = Self(0);
}

/// A guest that an alert is about, or that fell with its node or cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Member {
    /// Which.
    pub guest: GuestRef,
    /// How it is called. Text from a machine.
    pub name: Option<String>,
    /// Where it was last seen.
    pub node: Option<NodeName>,
    /// Its tags when it was last seen: routes and scopes are decided on them.
    pub tags: Vec<String>,
    /// Its pool when it was last seen.
    pub pool: Option<PoolName>,
}

/// How far people are with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "phase")]
pub enum Phase {
    /// Nobody said anything yet: it is told again now and then.
    Alerting,
    /// Somebody takes care of it: no reminders; its end is told.
    Acknowledged {
        /// Who.
        by: Person,
        /// When.
        at: Timestamp,
    },
    /// It is told again from then on, if it is still so.
    Snoozed {
        /// Who said so.
        by: Person,
        /// When.
        at: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// It is over.
    Recovered {
        /// Since when.
        at: Timestamp,
    },
}

/// A message that a channel took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Told {
    /// The channel, by its name in the configuration.
    pub channel: String,
    /// When.
    pub at: Timestamp,
    /// The channel's own name of the message, to edit it or to refer to it (a Discord message id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// One incident, from when it was first told to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Alert {
    /// Its number.
    pub id: AlertId,
    /// What it is about.
    pub thing: Thing,
    /// What is so.
    pub state: State,
    /// What explains it, where something does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How much it matters.
    pub severity: Severity,
    /// The guest itself, or the watched guests that fell with the thing.
    pub members: Vec<Member>,
    /// Of a storage that several nodes share: those that cannot use it, as far as was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeName>,
    /// The entries of the monitor because of which it is watched.
    pub entries: Vec<EntryId>,
    /// Since when it is so, as far as is known.
    pub since: Timestamp,
    /// When it was first told.
    pub raised: Timestamp,
    /// How far people are with it.
    pub phase: Phase,
    /// When it was told last, reminders included.
    pub reminded: Timestamp,
    /// How many steps of its route's escalation were taken.
    #[serde(default)]
    pub escalated: u32,
    /// Which channels took which messages.
    #[serde(default)]
    pub told: Vec<Told>,
    /// The finding itself, where it is about one: its words need what it found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
}

impl Alert {
    /// Whether it has a number by which it can be ordered.
    #[must_use]
    pub const fn is_numbered(&self) -> bool {
        self.id.0 != AlertId::NONE.0
    }

    /// Whether it is still so.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Recovered { .. })
    }
}
