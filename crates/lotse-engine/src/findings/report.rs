//! What a check writes into: findings with their evidence, what it looked at, and what it could not see.

use std::collections::BTreeMap;

use lotse_model::{
    Argument, ClusterName, Evidence, Finding, FindingId, Hidden, HiddenWhy, NodeName, Severity, Subject, Timestamp,
};

use super::needs::Needs;
use crate::topics::{Answer, Key};

/// A part of the resource list: what is hidden from one part says nothing about the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Guests,
    Nodes,
    Storages,
}

impl Part {
    /// Whether this hides something of the part.
    fn is_hidden_by(self, hidden: &Hidden) -> bool {
        let HiddenWhy::Privilege { needs, .. } = &hidden.why else { return true };
        let area = match self {
            Self::Guests => "VM.",
            Self::Nodes => "Sys.",
            Self::Storages => "Datastore.",
        };
        needs.is_empty() || needs.iter().any(|privilege| privilege.starts_with(area))
    }
}

/// The outcome of one check on one cluster.
#[derive(Debug)]
pub(super) struct Report<'a> {
    /// The id of the check, which is that of its findings.
    id: &'static str,
    needs: Needs,
    pub(super) cluster: &'a ClusterName,
    pub(super) findings: Vec<Finding>,
    /// When the oldest data was read that this check looked at; `None` when it saw nothing.
    pub(super) oldest: Option<Timestamp>,
    pub(super) hidden: Vec<Hidden>,
}

/// Data that a check may look at, with what evidence says about it.
#[derive(Debug)]
pub(super) struct Sight<'m, T> {
    pub(super) value: &'m T,
    pub(super) as_of: Timestamp,
    call: String,
}

impl<T> Sight<'_, T> {
    /// Evidence from this data: the fields that decided, with their values.
    pub(super) fn shows<const N: usize>(&self, facts: [(&str, String); N]) -> Evidence {
        let facts = facts.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        Evidence { call: self.call.clone(), as_of: self.as_of, facts }
    }
}

impl<'a> Report<'a> {
    /// An empty report of the check with this id, which needs this.
    pub(super) const fn new(id: &'static str, needs: Needs, cluster: &'a ClusterName) -> Self {
        Self { id, needs, cluster, findings: Vec::new(), oldest: None, hidden: Vec::new() }
    }

    /// Opens data for looking. What is missing from it is noted, so that the check is not taken for made where it was not.
    pub(super) fn see<'m, T>(&mut self, answer: &'m Answer<T>) -> Option<Sight<'m, T>> {
        self.hidden.extend(answer.missing.iter().cloned());
        self.open(answer)
    }

    /// Opens the resource list for looking at one part of it.
    pub(super) fn see_part<'m, T>(&mut self, answer: &'m Answer<T>, part: Part) -> Option<Sight<'m, T>> {
        self.hidden.extend(answer.missing.iter().filter(|hidden| part.is_hidden_by(hidden)).cloned());
        self.open(answer)
    }

    /// Opens data that only adds to what is known: a gap in it hides nothing that the check is about.
    pub(super) fn open<'m, T>(&mut self, answer: &'m Answer<T>) -> Option<Sight<'m, T>> {
        let seen = answer.seen.as_deref()?;
        let call = answer.sources.first().map(|source| source.call.clone()).unwrap_or_default();
        // A check that needs details is not made by looking at the list of what has them.
        if self.needs == Needs::Poll || !Key::POLL.iter().any(|key| key.to_string() == call) {
            self.made_by(seen.as_of);
        }
        Some(Sight { value: &seen.value, as_of: seen.as_of, call })
    }

    /// Notes that the check was made, by data of this age.
    pub(super) fn made_by(&mut self, as_of: Timestamp) {
        self.oldest = Some(self.oldest.map_or(as_of, |oldest| oldest.min(as_of)));
    }

    /// Takes back that the check was made: what it saw does not suffice to say anything.
    pub(super) const fn not_judged(&mut self) {
        self.oldest = None;
    }

    /// Notes that something could not be judged, and why.
    pub(super) fn could_not_see(&mut self, node: Option<&NodeName>, what: impl Into<String>, why: HiddenWhy) {
        let hidden = Hidden { cluster: self.cluster.clone(), node: node.cloned(), what: what.into(), why };
        if !self.hidden.contains(&hidden) {
            self.hidden.push(hidden);
        }
    }

    /// Adds a finding of this check.
    pub(super) fn found(
        &mut self,
        severity: Severity,
        subject: Subject,
        evidence: Vec<Evidence>,
        arguments: impl IntoIterator<Item = (&'static str, Argument)>,
    ) {
        debug_assert!(!evidence.is_empty(), "a finding rests on something");
        let arguments: BTreeMap<_, _> = arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.findings.push(Finding { id: FindingId(self.id.into()), severity, subject, evidence, arguments });
    }

    /// The cluster as a subject.
    pub(super) fn this_cluster(&self) -> Subject {
        Subject::Cluster { cluster: self.cluster.clone() }
    }

    /// A node as a subject.
    pub(super) fn node(&self, node: &NodeName) -> Subject {
        Subject::Node { cluster: self.cluster.clone(), node: node.clone() }
    }
}
