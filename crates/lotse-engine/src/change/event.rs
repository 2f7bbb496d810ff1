//! What happens to a change, as the journal keeps it.

use std::borrow::Cow;

use lotse_model::{Timestamp, Upid};
use serde::{Deserialize, Serialize};

use crate::access::Person;

/// How a person said yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// The class needs none: reversible, for those who may.
    NotNeeded,
    /// By a press or a word at the prompt.
    Confirmed,
    /// By typing this.
    Typed(String),
    /// By `--yes`, which the policy allows for this class.
    Yes,
    /// By `--approve` with the hash of the plan, from a script.
    Hash(String),
}

/// Why a change ended before anything was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Dropped {
    /// A person said no.
    Declined {
        /// Who.
        by: String,
    },
    /// Nobody said yes in time.
    Expired,
    /// What was read before is no longer so: another plan takes its place.
    Stale {
        /// What differs: item, fact, was, is.
        differs: Vec<Difference>,
    },
    /// Changes are frozen.
    Frozen {
        /// The reason that was given.
        reason: String,
    },
    /// What may be done changed in the meantime: the configuration, or the right of who asked or agreed.
    NotAllowed,
    /// Its hash was used to approve the same plan, as a script does. It can be used only once.
    Used,
    /// Something could not be read again.
    Unseen {
        /// What, for the log.
        what: String,
    },
}

/// A fact that is no longer as it was when the plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The item of the plan.
    pub item: usize,
    /// The fact; `gone` when the guest itself is not there any more.
    pub fact: String,
    /// What it was.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
}

/// How one step of an item ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum StepEnd {
    /// It was done; with so many warnings in its task.
    Done {
        /// Warnings in the task.
        #[serde(default)]
        warnings: u64,
    },
    /// It was refused, or its task failed. Nothing more of this item is sent.
    Failed {
        /// What it means: the code of a note, from [`failure`](super::failure).
        meaning: Cow<'static, str>,
        /// The server's words, or the task's exit status. Text from a machine.
        message: String,
        /// The last lines of the task's log. Text from a machine.
        #[serde(default)]
        tail: Vec<String>,
    },
    /// Nobody can tell whether it was done.
    Unknown {
        /// What is uncertain: the code of a note, from [`failure`](super::failure).
        meaning: Cow<'static, str>,
        /// What is known. For the log and the report; text from a machine may be in it.
        message: String,
    },
}

impl StepEnd {
    /// It was refused before there was a task, or it never came to one.
    pub(super) fn failed(meaning: &'static str, message: String) -> Self {
        Self::Failed { meaning: meaning.into(), message, tail: Vec::new() }
    }

    /// Nobody can tell whether it was done.
    pub(super) fn unknown(meaning: &'static str, message: String) -> Self {
        Self::Unknown { meaning: meaning.into(), message }
    }
}

/// How an item ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was read back: it is so.
    Verified,
    /// It was not begun: an earlier one failed, or changes were frozen.
    NotBegun,
    /// It could not be found out.
    Inconclusive,
    /// It was not done.
    Failed,
}

/// Something that happened to a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Event {
    /// A person agreed.
    Agreed {
        /// Who, from where.
        by: Person,
        /// How.
        consent: Consent,
    },
    /// The person who was asked typed something else than was wanted.
    Mistyped {
        /// Who, from where.
        by: Person,
    },
    /// It ended before anything was sent.
    Dropped(Dropped),
    /// What was read before is still so, and the execution begins, once.
    Begun,
    /// A process went on with it after another was gone.
    Resumed,
    /// A call is about to be sent. Behind this nobody sends it again.
    Sending {
        /// The item of the plan.
        item: usize,
        /// The step of the item.
        step: usize,
    },
    /// The call was answered with a task.
    Started {
        /// The item.
        item: usize,
        /// The step.
        step: usize,
        /// The task.
        upid: Upid,
    },
    /// The step is over.
    Ended {
        /// The item.
        item: usize,
        /// The step.
        step: usize,
        /// How.
        end: StepEnd,
    },
    /// The item is over, and was read back.
    Settled {
        /// The item.
        item: usize,
        /// How it ended.
        outcome: Outcome,
        /// What was read back, or what to look at. Codes and data: the text is `note-CODE`.
        #[serde(default)]
        notes: Vec<super::note::Note>,
    },
    /// Every item is settled.
    Finished,
}

/// An event with its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}
