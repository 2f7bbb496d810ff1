//! The answer of the matcher.

use std::collections::BTreeMap;

use lotse_model::{Criterion, Field};
use lotse_text::Language;
use serde::Serialize;

use crate::intent::Intent;
use crate::names::Kind;
use crate::reference::Reference;
use crate::small_talk::SmallTalk;

/// One guest or several, in the order of mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Guests {
    /// One guest.
    One(String),
    /// Several guests of one request.
    Many(Vec<String>),
}

impl Guests {
    /// The references as typed.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(guest) => std::slice::from_ref(guest),
            Self::Many(guests) => guests,
        }
    }
}

/// A span up to now that a question names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Timeframe {
    /// The last hour.
    Hour,
    /// Today, or the last 24 hours.
    Day,
    /// The last seven days.
    Week,
    /// The last 30 days.
    Month,
}

impl Timeframe {
    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
            Self::Month => 30 * 86_400,
        }
    }
}

/// The slices of data that can be fetched anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Everything.
    All,
    /// Virtual machines.
    Vms,
    /// Containers.
    Containers,
    /// Storages.
    Storage,
    /// Cluster and nodes.
    Cluster,
    /// High availability.
    Ha,
    /// Tasks.
    Tasks,
    /// Backups.
    Backups,
}

/// What the phrase says besides its intent. Names and ids stand as typed; an absent slot was not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Slots {
    /// The guest or guests; in `create` the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest: Option<Guests>,
    /// The kind that was said with the guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The node spoken of; in `migrate` the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_node: Option<String>,
    /// The storage spoken of, or the target of a backup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// The name of a snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
    /// Filter of a list: running ones, or those that do not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<bool>,
    /// Filter of a list: those with this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// What to fetch anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// The span up to now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeframe: Option<Timeframe>,
    /// CPU cores to set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cores: Option<u32>,
    /// Memory to set, in MiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<u64>,
    /// The VMID of the new guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_id: Option<u32>,
    /// The name of the new guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The alert by its number, as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// Until when an alert stays silent, as said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// How long an alert stays silent, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_min: Option<u32>,
    /// Whether an amount was said that is to be added or taken away, so that the value to set is not known here.
    #[serde(skip)]
    pub relative: bool,
    /// Whether a snapshot is to keep the memory too.
    #[serde(skip)]
    pub with_memory: bool,
}

/// Another reading of the phrase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Candidate {
    /// What may be meant.
    pub intent: Intent,
    /// How sure, 0 to 1, in hundredths.
    pub confidence: f64,
}

/// A condition that the things asked for must meet ("with more than 4 GB").
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Its words, as typed.
    pub words: String,
    /// What it means; `None` when it means nothing that can be compared, so that the answer cannot heed it.
    pub criterion: Option<Criterion>,
}

/// Why a phrase that speaks of a change orders none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It says "not", or takes it back.
    Negated,
    /// It is for another time.
    Later,
    /// It depends on something.
    Conditional,
    /// It names no single guest: "all", "the rest".
    Several,
    /// It leaves a choice open.
    Alternative,
    /// It asks whether it would be wise.
    Advice,
    /// It names no guest, or one that is not known by this name.
    NoTarget,
    /// Anything else.
    Unclear,
}

/// What a phrase was understood as, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understanding {
    /// The phrase as typed.
    pub text: String,
    /// What is wanted; [`Intent::None`] when nothing is, or when asking is better than guessing.
    pub intent: Intent,
    /// What was said besides.
    pub slots: Slots,
    /// What the slots `guest`, `node` and `snapshot` name: `cluster/id`, `cluster/node`, and the guests that have the
    /// snapshot. A name that is ambiguous has several, one that names nothing has none. For a misspelt guest these
    /// are suggestions, and the request is never a change.
    pub resolved: BTreeMap<&'static str, Vec<String>>,
    /// How sure, 0 to 1, in hundredths. Below 0.5 the candidates should be offered.
    pub confidence: f64,
    /// Other readings, best first; at most three.
    pub candidates: Vec<Candidate>,
    /// The rules that decided, in order.
    pub why: Vec<String>,
    /// Whether a question asks for what failed ("gibt es fehlgeschlagene Aufgaben?"), not for all of it.
    #[serde(skip)]
    pub failed: bool,
    /// What the things that a question asks for must meet, in the order of mention.
    #[serde(skip)]
    pub conditions: Vec<Condition>,
    /// What a list is to be sorted by, the most first.
    #[serde(skip)]
    pub most: Option<Field>,
    /// Why it is no change although it speaks of one, where nothing else was understood either.
    #[serde(skip)]
    pub refused: Option<Refused>,
    /// The word in it that stands for a guest spoken of before.
    #[serde(skip)]
    pub reference: Option<Reference>,
    /// Whether it only names a guest or node, to ask the same of that ("und db?").
    #[serde(skip)]
    pub name_alone: bool,
    /// Whether it only asks for the other one ("und der andere?").
    #[serde(skip)]
    pub other_alone: bool,
    /// What it is when it wants nothing.
    #[serde(skip)]
    pub small_talk: Option<SmallTalk>,
    /// The language of the phrase, when it is surely recognised.
    #[serde(skip)]
    pub language: Option<Language>,
}
