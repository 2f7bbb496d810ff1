//! `monitor-add`, `monitor-remove`, `monitor-list`, `monitor-ack`, `monitor-snooze`, `monitor-test`: who is watched, what is
//! wrong with it, and who is told.

use lotse_model::{NodeName, Seconds, Severity, Timestamp};
use serde::Serialize;

use crate::{
    access::Entry as Scope,
    view::GuestLabel,
    watch::{Alert, Phase, Reason, State, Thing},
};

/// How many things that an entry reaches are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StateCount {
    /// The state; `null` for what was not looked at yet.
    pub state: Option<State>,
    /// How many.
    pub things: usize,
}

/// An entry of the monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EntryRow {
    /// Its name: `m3`.
    pub id: String,
    /// What is watched, as a scope reads: `guest:home/100`, `cluster:home tag:web`.
    #[serde(serialize_with = "as_words")]
    pub scope: Scope,
    /// The guest, where it is one.
    pub guest: Option<GuestLabel>,
    /// How many things it reaches now.
    pub covers: usize,
    /// How they stand, most of them first.
    pub states: Vec<StateCount>,
    /// For one thing: since when it stands so, as far as is known.
    pub since: Option<Timestamp>,
    /// Whether being off is as it should be.
    pub expected_off: bool,
    /// From which severity on findings are conditions, too.
    pub findings: Option<Severity>,
    /// How much it matters, where that was said.
    pub severity: Option<Severity>,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The open alerts of what it reaches.
    pub alerts: Vec<u64>,
}

fn as_words<S: serde::Serializer>(scope: &Scope, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(scope)
}

/// How far people are with an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "phase")]
pub enum Phased {
    /// Nobody said anything yet.
    Alerting,
    /// Somebody takes care of it.
    Acknowledged {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// It is silent until then.
    Snoozed {
        /// Who said so.
        by: String,
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

impl Phased {
    /// Of an alert.
    #[must_use]
    pub fn of(phase: &Phase) -> Self {
        match phase {
            Phase::Alerting => Self::Alerting,
            Phase::Acknowledged { by, at } => Self::Acknowledged { by: by.name.clone(), at: *at },
            Phase::Snoozed { by, at, until } => Self::Snoozed { by: by.name.clone(), at: *at, until: *until },
            Phase::Recovered { at } => Self::Recovered { at: *at },
        }
    }
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AlertRow {
    /// Its number: `a17` as it is typed.
    pub id: u64,
    /// What it is about.
    pub thing: Thing,
    /// How the guest is called, where it is about one.
    pub name: Option<String>,
    /// What is so.
    pub state: State,
    /// What explains it, where something does.
    pub reason: Option<Reason>,
    /// How much it matters.
    pub severity: Severity,
    /// The watched guests that fell with it; empty where it is about one guest.
    pub members: Vec<GuestLabel>,
    /// Of a storage that several nodes share: those that cannot use it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeName>,
    /// Since when it is so.
    pub since: Timestamp,
    /// When it was first told.
    pub raised: Timestamp,
    /// How far people are with it.
    #[serde(flatten)]
    pub phase: Phased,
    /// Which channels were told of it.
    pub told: Vec<String>,
}

impl AlertRow {
    /// Of an alert.
    #[must_use]
    pub fn of(alert: &Alert) -> Self {
        let own = match &alert.thing {
            Thing::Guest { guest } => Some(guest),
            _ => None,
        };
        let name = alert.members.iter().find(|member| Some(&member.guest) == own).and_then(|own| own.name.clone());
        let members = alert.members.iter().filter(|member| Some(&member.guest) != own);
        let mut told: Vec<String> = alert.told.iter().map(|told| told.channel.clone()).collect();
        told.sort();
        told.dedup();
        Self {
            id: alert.id.0,
            thing: alert.thing.clone(),
            name,
            state: alert.state,
            reason: alert.reason.clone(),
            severity: alert.severity,
            members: members.map(|one| GuestLabel { id: one.guest.clone(), name: one.name.clone() }).collect(),
            nodes: alert.nodes.clone(),
            since: alert.since,
            raised: alert.raised,
            phase: Phased::of(&alert.phase),
            told,
        }
    }
}

/// Who is watched, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MonitorListView {
    /// The entries, in the order of their numbers.
    pub entries: Vec<EntryRow>,
    /// The open alerts, the newest first.
    pub alerts: Vec<AlertRow>,
    /// Whether there is a channel at all that alerts could be told on; `null` where that is not known.
    pub channels: Option<bool>,
}

/// What became of one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddDid {
    /// It is watched from now on.
    Added,
    /// It was watched already, in just this way.
    Already,
    /// It was watched already, in another way.
    Changed,
    /// Its number had another guest before: the one that has it now is the one that is meant.
    Confirmed,
}

/// One target with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Added {
    /// What became of it.
    pub did: AddDid,
    /// The entry.
    pub entry: EntryRow,
    /// Whether the guest is off now, which alerts unless that is expected.
    pub off_now: bool,
    /// The entries that reach it besides.
    pub also: Vec<String>,
}

/// What is watched from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MonitorAddView {
    /// Each target.
    pub added: Vec<Added>,
    /// Whether there is a channel at all that alerts could be told on.
    pub channels: bool,
}

/// What is no longer watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MonitorRemoveView {
    /// The entry that is gone.
    pub entry: EntryRow,
    /// The entries that reach the same guest all the same.
    pub still: Vec<String>,
}

/// What became of an order about an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderDid {
    /// Somebody takes care of it now.
    Acknowledged,
    /// It is silent for a while.
    Snoozed,
    /// It was so already.
    Already,
    /// It is over: there is nothing to order.
    Over,
}

/// What was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// That somebody takes care of it: `monitor-ack`.
    Acknowledge,
    /// That it is silent for a while: `monitor-snooze`.
    Snooze,
}

/// What became of an order about an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MonitorOrderView {
    /// Which order.
    pub order: Order,
    /// What.
    pub did: OrderDid,
    /// The alert as it is now.
    pub alert: AlertRow,
}

/// What became of a test message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tried {
    /// The channel.
    pub channel: String,
    /// Whether the channel took it.
    pub delivered: bool,
    /// Whether it waits in the outbox for the process that watches; one that was sent without such a process waits nowhere.
    pub waits: bool,
    /// Whether a process watches, so that alerts are told at all; it sends the test then. Else this process sent it by itself.
    pub watched: bool,
    /// Why it does not take it, as the channel says it, where that is known. Text from a machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What did not go well although it was taken: recipients that were refused. Text from a machine.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// Who is told next when nobody acknowledges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EscalationRow {
    /// After how long, for each step.
    pub after: Seconds,
    /// One channel after the other.
    pub channels: Vec<String>,
}

/// Where an alert would go now, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RouteRow {
    /// The alert that is supposed.
    pub alert: AlertRow,
    /// The routes that match, by their place in the configuration, from 1; none when it goes by the default.
    pub routes: Vec<usize>,
    /// Who is told.
    pub channels: Vec<String>,
    /// Who is named by a route and not told, since it lies outside their scope.
    pub outside: Vec<String>,
    /// Who is told next when nobody acknowledges a critical alert.
    pub escalation: Option<EscalationRow>,
    /// Until when quiet hours hold it back.
    pub held_until: Option<Timestamp>,
    /// Whether a maintenance window keeps it untold.
    pub maintenance: bool,
}

/// A test of a channel, or of the routes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MonitorTestView {
    /// The channel that was tried.
    pub tried: Option<Tried>,
    /// Where alerts would go.
    pub routes: Vec<RouteRow>,
}
