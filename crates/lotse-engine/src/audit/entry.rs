//! What the audit keeps.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{GuestRef, Timestamp, Upid};
use lotse_store::ActionId;
use serde::{Deserialize, Serialize};

use crate::change::{
    consent::Refusal,
    event::{Consent, Dropped, Outcome, StepEnd},
    freeze::Freeze,
    note::Note,
    operation::Operation,
    plan::{Item, Subject},
    risk::Risk,
    state::{Action, Progress, Stage},
};

/// Which change a line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AuditChange {
    /// Its id in the journal.
    pub action: ActionId,
    /// The hash of its plan.
    pub hash: String,
    /// The command that it came from.
    pub command: String,
    /// How dangerous it is.
    pub risk: Risk,
}

/// One guest or job of a plan, with the state that was seen before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AuditItem {
    /// What is changed.
    pub subject: Subject,
    /// What is done.
    pub operation: Operation,
    /// What was read before, and must still be so when it is done.
    pub before: BTreeMap<String, String>,
}

/// One thing that happened. [`AuditEntry::Other`] is what a newer version wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum AuditEntry {
    /// A change was asked for, planned and shown.
    Proposed {
        /// Which.
        change: AuditChange,
        /// The words that asked for it.
        words: String,
        /// Whether a second person must agree.
        second_person: bool,
        /// To what it is done, and what was seen there.
        items: Vec<AuditItem>,
    },
    /// A person said yes.
    Agreed {
        /// To which.
        change: AuditChange,
        /// How.
        consent: Consent,
        /// To what it is done.
        guests: Vec<GuestRef>,
    },
    /// A person said yes, and it did not count.
    NotAgreed {
        /// To which.
        change: AuditChange,
        /// Why not, as [`Refusal::code`] says it.
        why: String,
        /// To what it would have been done.
        guests: Vec<GuestRef>,
    },
    /// A change ended before anything was sent.
    Dropped {
        /// Which.
        change: AuditChange,
        /// Why: declined, expired, stale, frozen, not allowed, unseen.
        dropped: Dropped,
        /// To what it would have been done.
        guests: Vec<GuestRef>,
    },
    /// A call is about to be sent.
    Sent {
        /// Of which change.
        change: AuditChange,
        /// The item of the plan, from 0.
        item: usize,
        /// The step of the item, from 0.
        step: usize,
        /// The call, passwords left out.
        call: String,
        /// To what it is done.
        guests: Vec<GuestRef>,
    },
    /// An item of a change is over.
    Settled {
        /// Of which change.
        change: AuditChange,
        /// The item of the plan, from 0.
        item: usize,
        /// What was done to what, and what was seen before.
        done: Box<AuditItem>,
        /// What was read back; nothing where nothing could be.
        after: BTreeMap<String, String>,
        /// The tasks, in order.
        tasks: Vec<Upid>,
        /// How it ended.
        outcome: Outcome,
        /// What is known about the outcome.
        notes: Vec<Note>,
        /// The server's words where a step was not done, or nobody can tell. Text from a machine.
        failure: Option<String>,
    },
    /// Somebody wanted something and was refused: no rule grants it, or it cannot be changed now (read-only, frozen, blocked).
    Refused {
        /// Why, as the code of the error (`E-DENIED`).
        why: String,
        /// The command.
        command: String,
        /// The line, phrase or press.
        words: String,
        /// What would be needed, as a rule says it (`operate cluster:home`).
        needs: Option<String>,
        /// On what.
        guests: Vec<GuestRef>,
    },
    /// Changes were frozen.
    Frozen {
        /// The cluster, or `*` for all.
        scope: String,
        /// Why.
        reason: String,
        /// Until when; until somebody thaws them when nothing is said.
        until: Option<Timestamp>,
    },
    /// Changes go on.
    Thawed {
        /// The cluster, or `*` for all.
        scope: String,
        /// Why they were frozen.
        reason: String,
    },
    /// A person said that rules by a number mean the guest that has it now.
    Confirmed {
        /// The guest.
        guest: GuestRef,
        /// What tells it from another guest with the number.
        identity: String,
    },
    /// Somebody changed what is watched, said how an alert goes on, or tried a channel.
    Watch {
        /// The command.
        command: String,
        /// The line, phrase or press.
        words: String,
        /// The entry of the monitor with its scope, the alert (`a17`), or the channel.
        subject: String,
        /// Until when an alert is silent.
        until: Option<Timestamp>,
        /// On what.
        guests: Vec<GuestRef>,
    },
    /// What this version does not know.
    #[serde(other)]
    Other,
}

impl AuditEntry {
    /// A change was asked for, planned and shown.
    #[must_use]
    pub fn proposed(action: &Action) -> Self {
        let plan = &action.proposal.plan;
        Self::Proposed {
            change: AuditChange::of(action),
            words: action.proposal.words.clone(),
            second_person: plan.second_person,
            items: plan.items.iter().map(AuditItem::of).collect(),
        }
    }

    /// A person said yes.
    #[must_use]
    pub fn agreed(action: &Action, consent: &Consent) -> Self {
        Self::Agreed { change: AuditChange::of(action), consent: consent.clone(), guests: guests_of(action) }
    }

    /// A person said yes, and it did not count.
    #[must_use]
    pub fn not_agreed(action: &Action, refusal: &Refusal) -> Self {
        Self::NotAgreed { change: AuditChange::of(action), why: refusal.code().to_owned(), guests: guests_of(action) }
    }

    /// A change ended before anything was sent.
    #[must_use]
    pub fn dropped(action: &Action, dropped: &Dropped) -> Self {
        Self::Dropped { change: AuditChange::of(action), dropped: dropped.clone(), guests: guests_of(action) }
    }

    /// The call of a step is about to be sent.
    #[must_use]
    pub fn sent(action: &Action, item: usize, step: usize) -> Self {
        let one = action.proposal.plan.items.get(item);
        Self::Sent {
            change: AuditChange::of(action),
            item,
            step,
            call: one.and_then(|one| one.calls.get(step)).cloned().unwrap_or_default(),
            guests: one.map(|one| guests_of_item(&one.subject, &one.operation)).unwrap_or_default(),
        }
    }

    /// An item is over, with what was read back. `None` while it is not, or when the plan has no such item.
    #[must_use]
    pub fn settled(action: &Action, item: usize, after: BTreeMap<String, String>) -> Option<Self> {
        let (Stage::Running(all) | Stage::Finished(all)) = &action.stage else { return None };
        let progress = all.get(item)?;
        let (outcome, notes) = progress.settled.clone()?;
        Some(Self::Settled {
            change: AuditChange::of(action),
            item,
            done: Box::new(AuditItem::of(action.proposal.plan.items.get(item)?)),
            after,
            tasks: progress.tasks.clone(),
            outcome,
            notes,
            failure: failure(progress),
        })
    }

    /// Changes were frozen in a cluster, or everywhere (`*`).
    #[must_use]
    pub fn frozen(scope: &str, freeze: &Freeze) -> Self {
        Self::Frozen { scope: scope.to_owned(), reason: freeze.reason.clone(), until: freeze.until }
    }

    /// Changes go on.
    #[must_use]
    pub fn thawed(scope: &str, freeze: &Freeze) -> Self {
        Self::Thawed { scope: scope.to_owned(), reason: freeze.reason.clone() }
    }

    /// The guests that it is about, each once, by which it is found. A guest that comes to be is one of them.
    #[must_use]
    pub fn guests(&self) -> Vec<GuestRef> {
        match self {
            Self::Proposed { items, .. } => {
                let all = items.iter().flat_map(|item| guests_of_item(&item.subject, &item.operation));
                all.collect::<BTreeSet<_>>().into_iter().collect()
            }
            Self::Settled { done, .. } => guests_of_item(&done.subject, &done.operation),
            Self::Agreed { guests, .. }
            | Self::NotAgreed { guests, .. }
            | Self::Dropped { guests, .. }
            | Self::Sent { guests, .. }
            | Self::Refused { guests, .. }
            | Self::Watch { guests, .. } => guests.clone(),
            Self::Confirmed { guest, .. } => vec![guest.clone()],
            Self::Frozen { .. } | Self::Thawed { .. } | Self::Other => Vec::new(),
        }
    }

    /// The change that it is about.
    #[must_use]
    pub const fn change(&self) -> Option<&AuditChange> {
        match self {
            Self::Proposed { change, .. }
            | Self::Agreed { change, .. }
            | Self::NotAgreed { change, .. }
            | Self::Dropped { change, .. }
            | Self::Sent { change, .. }
            | Self::Settled { change, .. } => Some(change),
            Self::Refused { .. }
            | Self::Frozen { .. }
            | Self::Thawed { .. }
            | Self::Confirmed { .. }
            | Self::Watch { .. }
            | Self::Other => None,
        }
    }

    /// Whether data may be lost because of it: the head of the audit is told to the system's journal then.
    #[must_use]
    pub const fn is_destructive(&self) -> bool {
        match self {
            Self::Sent { change, .. } | Self::Settled { change, .. } => matches!(change.risk, Risk::Destructive),
            _ => false,
        }
    }
}

impl AuditChange {
    /// Of this change.
    #[must_use]
    pub fn of(action: &Action) -> Self {
        let plan = &action.proposal.plan;
        Self { action: action.id, hash: plan.hash(), command: plan.command.clone(), risk: plan.risk }
    }
}

impl AuditItem {
    fn of(item: &Item) -> Self {
        Self { subject: item.subject.clone(), operation: item.operation.clone(), before: item.facts.clone() }
    }
}

fn guests_of(action: &Action) -> Vec<GuestRef> {
    let items = action.proposal.plan.items.iter();
    let all = items.flat_map(|item| guests_of_item(&item.subject, &item.operation));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

fn guests_of_item(subject: &Subject, operation: &Operation) -> Vec<GuestRef> {
    let Subject::Guest { guest, .. } = subject else { return Vec::new() };
    let new = match operation {
        Operation::Create { new_id, .. } | Operation::Restore { new_id, .. } => *new_id,
        _ => None,
    };
    let new = new.filter(|new| *new != guest.vmid).map(|vmid| GuestRef::new(guest.cluster.clone(), vmid));
    std::iter::once(guest.clone()).chain(new).collect()
}

fn failure(progress: &Progress) -> Option<String> {
    progress.ended.iter().rev().find_map(|end| match end {
        StepEnd::Failed { message, .. } | StepEnd::Unknown { message, .. } => Some(message.clone()),
        StepEnd::Done { .. } => None,
    })
}
