//! Findings that an entry watches.

use std::collections::BTreeMap;

use lotse_model::{Finding, FindingId, Subject};

use super::{Happened, taking::Taking};
use crate::watch::{
    NoticeKind, Phase, Stage, Standing, State, Thing,
    covered::{self, Covers},
    life::Seen,
};

/// Findings that say what states say: a node, a storage or a quorum that is watched is told by its own alert.
const TOLD_BY_STATES: [&str; 4] = ["node-offline", "node-unreachable", "quorum-lost", "storage-unavailable"];

impl Taking<'_> {
    pub(super) fn look_at_findings(&mut self) {
        let sighting = self.sighting;
        let known: Vec<Thing> =
            self.book.standings.keys().filter(|thing| matches!(thing, Thing::Finding { .. })).cloned().collect();
        let Some(problems) = &sighting.problems else {
            // Nobody looked for them: those that are told stay so, as long as anybody watches findings.
            if covered::wants_findings(&self.book.entries, self.cluster()) {
                self.watched.extend(known);
            }
            return;
        };
        let mut present: BTreeMap<Thing, &Finding> = BTreeMap::new();
        for finding in &problems.findings {
            if finding.subject.cluster() == self.cluster() && !TOLD_BY_STATES.contains(&finding.id.0.as_ref()) {
                present.insert(thing_of(&finding.id, &finding.subject), finding);
            }
        }
        for (thing, finding) in &present {
            let covers = covered::finding(&self.book.entries, &finding.subject, finding.severity, self.list);
            if let Some(covers) = covers {
                self.is_there(thing.clone(), finding, covers);
            }
        }
        let others: Vec<_> = known.into_iter().filter(|thing| !self.watched.contains(thing)).collect();
        for thing in others {
            let Thing::Finding { id, .. } = &thing else { continue };
            // Below the severity that is watched it is as good as gone.
            let looked = problems.ran.iter().any(|ran| ran.check == id.0)
                && !problems.not_run.iter().any(|skipped| skipped.check == id.0);
            if looked || present.contains_key(&thing) {
                self.is_gone(thing);
            } else {
                self.watched.insert(thing);
            }
        }
    }

    fn is_there(&mut self, thing: Thing, finding: &Finding, covers: Covers) {
        let severity = finding.severity;
        self.watched.insert(thing.clone());
        let known = self.standing(&thing);
        let open = known.and_then(|known| self.open(known));
        if let Some(open) = open.filter(|open| open.severity < severity) {
            let mut alert = open.clone();
            (alert.severity, alert.reminded, alert.phase) = (severity, self.now, Phase::Alerting);
            alert.finding = Some(finding.clone());
            self.turn.happened.push(Happened { kind: Some(NoticeKind::Changed), alert });
            return;
        }
        let own = thing.clone();
        let standing = known.cloned().unwrap_or_else(|| Standing::new(thing, State::Ok, self.now));
        let covers = Covers { severity: Some(severity), ..covers };
        let seen = Seen::plain(State::Problem, self.now);
        self.live(standing, &seen, &covers, |taking, standing| match &standing.thing {
            Thing::Finding { subject: Subject::Guest { guest, .. }, .. } => {
                let thing = Thing::Guest { guest: guest.clone() };
                let known = taking.standing(&thing).and_then(Standing::member);
                known.or_else(|| taking.listed_member(guest)).into_iter().collect()
            }
            _ => Vec::new(),
        });
        if let Some(happened) = self.turn.happened.last_mut().filter(|happened| happened.alert.thing == own) {
            happened.alert.finding = Some(finding.clone());
        }
    }

    fn listed_member(&self, guest: &lotse_model::GuestRef) -> Option<crate::watch::Member> {
        let row = self.list.guest(guest.vmid)?;
        Some(crate::watch::Member {
            guest: row.id.clone(),
            name: row.name.clone(),
            node: Some(row.node.clone()),
            tags: row.tags.clone(),
            pool: row.pool.clone(),
        })
    }

    /// A figure near its limit goes to and fro: one that is over must be so at two looks in a row.
    fn is_gone(&mut self, thing: Thing) {
        let Some(known) = self.standing(&thing) else { return };
        if let Stage::Alerting { alert, better: None } = known.stage {
            self.watched.insert(thing);
            let stage = Stage::Alerting { alert, better: Some(self.now) };
            self.keep(Standing { stage, ..known.clone() });
            return;
        }
        if let Some(open) = self.open(known) {
            self.watched.insert(thing);
            let mut standing = known.clone();
            let seen = Seen::plain(State::Ok, self.now);
            if open.state == State::Flapping {
                standing.state = State::Ok;
            }
            self.live(standing, &seen, &Covers::default(), |_, _| Vec::new());
        }
    }
}

/// The thing that a finding is. The name of a guest is no part of it: it may change, and it stays the same problem.
fn thing_of(id: &FindingId, subject: &Subject) -> Thing {
    let subject = match subject {
        Subject::Guest { guest, .. } => Subject::Guest { guest: guest.clone(), name: None },
        other => other.clone(),
    };
    Thing::Finding { id: id.clone(), subject }
}
