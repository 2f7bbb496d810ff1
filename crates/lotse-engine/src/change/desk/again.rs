//! What a plan rests on, read again: before it is carried out, before an item of it that waited for its turn, and afterwards.

use std::collections::{BTreeMap, BTreeSet};

use lotse_pve::Deadline;
use lotse_text::{Language, Zone};

use super::Inner;
use crate::{
    access::{Grants, Medium, Person, Place},
    asking::Asking,
    change::{
        again::{Unread, read_again},
        event::Difference,
        plan::Plan,
        state::Action,
    },
    findings::Thresholds,
    resolve::Aliases,
    topics::Ask,
};

/// The fact of a guest that is not there any more.
const GONE: &str = "gone";

impl Inner {
    /// The facts of a plan that are no longer as they were; an error says what could not be seen.
    pub(super) async fn differences(&self, asking: &Asking<'_>, plan: &Plan) -> Result<Vec<Difference>, String> {
        let mut differs = Vec::new();
        for (index, (item, again)) in plan.items.iter().zip(read_again(asking, plan).await).enumerate() {
            match again {
                Ok(facts) => differs.extend(compare(index, &item.facts, &facts)),
                Err(Unread::Gone) => {
                    differs.push(Difference { item: index, fact: GONE.to_owned(), was: None, is: None });
                }
                Err(Unread::Hidden(hidden)) => {
                    let what = hidden.iter().map(|hidden| format!("{}: {:?}", hidden.what, hidden.why));
                    return Err(what.collect::<Vec<_>>().join("; "));
                }
            }
        }
        Ok(differs)
    }

    /// The same for one item, asked by nobody but the change itself.
    pub(super) async fn differences_of(&self, action: &Action, item: usize) -> Result<Vec<Difference>, String> {
        let Some(plan) = only(action, item) else { return Ok(Vec::new()) };
        self.differences(&ByItself::new().asking(self), &plan).await
    }

    /// The facts of an item as they are now, for the audit; none where they cannot be read.
    pub(super) async fn facts_now(&self, action: &Action, item: usize) -> BTreeMap<String, String> {
        let Some(plan) = only(action, item) else { return BTreeMap::new() };
        let read = read_again(&ByItself::new().asking(self), &plan).await;
        match read.into_iter().next() {
            Some(Ok(facts)) => facts,
            Some(Err(Unread::Gone)) => BTreeMap::from([(GONE.to_owned(), "1".to_owned())]),
            Some(Err(Unread::Hidden(_))) | None => BTreeMap::new(),
        }
    }
}

/// Asks in nobody's name: what is read decides about a change, and is shown to nobody.
struct ByItself {
    aliases: Aliases,
    thresholds: Thresholds,
    person: Person,
    grants: Grants,
    zone: Zone,
}

impl ByItself {
    fn new() -> Self {
        let place = Place { medium: Medium::Terminal, detail: String::new() };
        Self {
            aliases: Aliases::default(),
            thresholds: Thresholds::default(),
            person: Person { id: "lotse:".to_owned(), roles: Vec::new(), name: "lotse".to_owned(), place },
            grants: Grants::everything(),
            zone: Zone::utc(),
        }
    }

    fn asking<'a>(&'a self, desk: &'a Inner) -> Asking<'a> {
        Asking {
            fleet: &desk.settings.fleet,
            only: &[],
            ask: Ask::afresh(Deadline::after(desk.settings.patience.looks)),
            aliases: &self.aliases,
            thresholds: &self.thresholds,
            person: &self.person,
            grants: &self.grants,
            desk: None,
            store: None,
            language: Language::En,
            zone: &self.zone,
        }
    }
}

/// The plan with one of its items alone.
fn only(action: &Action, item: usize) -> Option<Plan> {
    let plan = &action.proposal.plan;
    let items = vec![plan.items.get(item)?.clone()];
    Some(Plan { items, ..plan.clone() })
}

/// The facts in which two readings differ.
fn compare(item: usize, was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Difference> {
    let facts: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let differing = facts.into_iter().filter(|fact| was.get(*fact) != is.get(*fact));
    differing
        .map(|fact| Difference { item, fact: fact.clone(), was: was.get(fact).cloned(), is: is.get(fact).cloned() })
        .collect()
}
