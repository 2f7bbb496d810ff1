//! Who is watched: an entry of the monitor.

use lotse_model::{GuestRef, Severity, Timestamp};
use serde::{Deserialize, Serialize};

use crate::access::{Entry as Scope, Person};

/// The name of an entry: `m1`, `m2`, … as people type it.
pub type EntryId = String;

/// The guest that an entry by number means: the same number may be given to another guest later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Identity {
    /// Which guest.
    pub guest: GuestRef,
    /// How it was called when it was added. Text from a machine.
    pub name: Option<String>,
    /// What tells it from another guest (see [`access::identity`](crate::access::identity)); `None` until it could be read.
    pub identity: Option<String>,
}

/// An entry of the monitor: a thing, or a selection of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// What is watched, as a scope of the access rules reads: `guest:home/100`, `cluster:home tag:web`, `node:home/pve1`,
    /// `storage:home/local`, `cluster:home`. It is read anew at every look: whoever gets the tag is watched from then on.
    #[serde(with = "written")]
    pub scope: Scope,
    /// For one guest: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Whether being off is as it should be, when it is found so: then only a change of that alerts.
    #[serde(default)]
    pub expected_off: bool,
    /// Findings of this severity and above within the scope are conditions, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Severity>,
    /// How much it matters when it is off; `None` for the usual ([`Settings`](super::Settings)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Who added it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// A scope as its words.
mod written {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::access::Entry;

    pub(super) fn serialize<S: Serializer>(scope: &Entry, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(scope)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Entry, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
