//! What must hold of the journal at every moment, by the words of the specification and not by the code.

use super::world::World;
use crate::{
    access::Medium,
    change::{
        event::{Consent, Event, Happened, Outcome},
        risk::Risk,
        state::{Action, Stage},
    },
};

impl World {
    /// What must hold at every moment.
    pub(super) fn check(&self) {
        let replayed = self.replayed();
        assert!(self.sent.values().all(|count| *count == 1), "sent twice: {:?}", self.sent);
        if !self.sent.is_empty() || replayed.is_running() {
            self.is_approved();
        }
        for (item, step) in self.sent.keys() {
            let before = |event: &Event| *event == Event::Sending { item: *item, step: *step };
            assert!(self.journal.iter().any(|happened| before(&happened.event)), "sent and not written down before");
        }
        self.is_in_order(&replayed);
        if let Stage::Running(items) = &replayed.stage {
            let open = items.iter().filter(|item| item.is_begun() && item.settled.is_none()).count();
            assert!(open <= replayed.proposal.plan.parallel, "{open} at the same time");
        }
    }

    /// Whether the journal is in an order that the specification knows: nobody agrees behind the begin or the end, an execution
    /// begins once and in time, and once an item went wrong none is begun unless the rest is to go on.
    fn is_in_order(&self, replayed: &Action) {
        let begins = place_of(&self.journal, |event| *event == Event::Begun);
        let ends = place_of(&self.journal, |event| matches!(event, Event::Dropped(_)));
        assert!(begins.is_none() || ends.is_none(), "what was dropped is not begun");
        let closed = begins.or(ends).unwrap_or(self.journal.len());
        let late = |event: &Event| matches!(event, Event::Agreed { .. } | Event::Mistyped { .. } | Event::Begun);
        assert!(!self.journal.iter().skip(closed + 1).any(|happened| late(&happened.event)), "nobody agrees behind it");
        let mistyped = self.journal.iter().take_while(|happened| !matches!(happened.event, Event::Agreed { .. }));
        let mistyped = mistyped.filter(|happened| matches!(happened.event, Event::Mistyped { .. })).count();
        let agreed = self.journal.iter().filter(|happened| matches!(happened.event, Event::Agreed { .. })).count();
        assert!(agreed == 0 || mistyped < 5, "whoever mistypes five times has said no");
        if let Some(begun) = begins.and_then(|begins| self.journal.get(begins)) {
            let said = self.journal[..closed].iter().filter(|happened| matches!(happened.event, Event::Agreed { .. }));
            let last = said.map(|happened| happened.at.0).max().expect("somebody agreed");
            let in_time = begun.at.0 < self.proposed.proposal.expires.0.max(last + 60);
            assert!(in_time, "an approval that nobody took up in a minute is over with its plan");
        }
        let went_wrong =
            |event: &Event| matches!(event, Event::Settled { outcome: Outcome::Failed | Outcome::Inconclusive, .. });
        if let Some(wrong) = place_of(&self.journal, went_wrong)
            && !replayed.proposal.plan.keep_going
        {
            let begun = |event: &Event| matches!(event, Event::Sending { step: 0, .. });
            assert!(
                !self.journal[wrong..].iter().any(|happened| begun(&happened.event)),
                "the first failure stops the rest"
            );
        }
    }

    /// Whether what is in the journal is an approval, by the words of the specification and not by the code.
    fn is_approved(&self) {
        let proposal = &self.proposed.proposal;
        let until = self.journal.iter().position(|happened| happened.event == Event::Begun).expect("it was begun");
        let said: Vec<_> = self.journal[..until]
            .iter()
            .filter_map(|happened| match &happened.event {
                Event::Agreed { by, consent } => Some((happened.at, by, consent)),
                _ => None,
            })
            .collect();
        assert_eq!(said.len(), if proposal.plan.second_person { 2 } else { 1 });
        assert!(said[0].1.id == "terminal:anna" && said[0].1.place == proposal.by.place, "who asked, where they asked");
        assert!(said.iter().skip(1).all(|(_, by, _)| by.id != "terminal:anna"), "another identity");
        for (at, by, consent) in said {
            assert!(at < proposal.expires, "in time");
            assert!(!matches!(by.place.medium, Medium::Mcp | Medium::Http), "a person");
            let is_script = matches!(consent, Consent::Yes | Consent::Hash(_));
            assert!(!is_script || !proposal.plan.second_person, "where two are wanted no script speaks");
            match proposal.plan.risk {
                Risk::Destructive => assert_eq!(*consent, Consent::Typed("web".to_owned())),
                Risk::Disruptive => assert!(!matches!(consent, Consent::NotNeeded)),
                Risk::Reversible if proposal.plan.second_person => assert!(!matches!(consent, Consent::NotNeeded)),
                Risk::Reversible => {}
            }
        }
    }
}

fn place_of(journal: &[Happened], wanted: impl Fn(&Event) -> bool) -> Option<usize> {
    journal.iter().position(|happened| wanted(&happened.event))
}
