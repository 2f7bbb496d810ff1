//! What the operator decided about changes: `[policy]` of the configuration.

use std::collections::BTreeSet;

use lotse_model::{Seconds, Timestamp};

use super::{
    event::Consent,
    plan::{Item, Plan, Subject},
    risk::{Risk, risk},
};

/// What the operator decided about changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The classes that `--yes` may approve in scripts.
    pub yes: BTreeSet<Risk>,
    /// How long a plan waits for its person.
    pub expires: Seconds,
    /// How long a plan waits for a second person.
    pub second_expires: Seconds,
    /// Tags whose guests want a second person.
    pub protected_tags: BTreeSet<String>,
    /// Guests that want a second person, as references.
    pub protected: Vec<String>,
    /// Classes for clusters and tags, the first that fits.
    pub rules: Vec<PolicyRule>,
    /// How many guests are changed at the same time unless the request says otherwise.
    pub parallel: usize,
}

/// What is another class somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRule {
    /// In this cluster; everywhere when not said.
    pub cluster: Option<String>,
    /// Of guests with this tag; of all when not said.
    pub tag: Option<String>,
    /// These commands; all when empty.
    pub commands: Vec<String>,
    /// Have this class.
    pub risk: Option<Risk>,
    /// Want a second person.
    pub second_person: Option<bool>,
}

/// What the policy must know of an item that the plan does not say. Freshly read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The guest's tags.
    pub tags: BTreeSet<String>,
    /// How far its name tells it from the other guests of the fleet.
    pub named: Named,
}

/// How far a name tells a guest from others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Named {
    /// No other guest of the fleet has it.
    Uniquely,
    /// No other guest of its cluster has it.
    InItsCluster,
    /// Another guest of its cluster has it, or that is not known.
    #[default]
    NotUniquely,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            yes: BTreeSet::new(),
            expires: Seconds(120),
            second_expires: Seconds(30 * 60),
            protected_tags: BTreeSet::from(["protected".to_owned()]),
            protected: Vec::new(),
            rules: Vec::new(),
            parallel: 4,
        }
    }
}

impl Policy {
    /// Decides class, second person and phrase of a plan whose items and notes are there. `marks` are those of the items, in
    /// their order; an item without one counts as untagged and not uniquely named.
    ///
    /// The class of an operation is the table's, unless a rule says another; what the pre-flight saw may raise it and never
    /// lowers it. The class of a plan is that of its most dangerous item.
    pub fn apply(&self, plan: &mut Plan, marks: &[Marks]) {
        let nothing = Marks::default();
        let marked: Vec<_> =
            plan.items.iter().enumerate().map(|(index, item)| (item, marks.get(index).unwrap_or(&nothing))).collect();
        let of_items = marked.iter().map(|(item, marks)| self.class(item, marks)).max();
        let raised = plan.notes.iter().chain(plan.items.iter().flat_map(|item| &item.notes));
        let raised = raised.filter_map(|note| note.raises).max();
        // A plan of nothing is as dangerous as can be: it is never run at once.
        let class = of_items.unwrap_or(Risk::Destructive);
        let second_person = marked.iter().any(|(item, marks)| self.wants_two(item, marks));
        let phrase = phrase(plan.selection.as_deref(), &marked);
        plan.risk = raised.map_or(class, |raised| raised.max(class));
        plan.second_person = second_person;
        plan.phrase = phrase;
    }

    /// Until when a plan that is made at `now` can be approved.
    #[must_use]
    pub fn expiry(&self, plan: &Plan, now: Timestamp) -> Timestamp {
        let waits = if plan.second_person { self.second_expires } else { self.expires };
        Timestamp(now.0.saturating_add(i64::try_from(waits.0).unwrap_or(i64::MAX)))
    }

    /// Whether this way of saying yes is open for a class. What a person says always is; what a script says only for the
    /// classes that the operator named, and bare for nothing destructive.
    #[must_use]
    pub fn takes(&self, consent: &Consent, class: Risk) -> bool {
        match consent {
            Consent::NotNeeded | Consent::Confirmed | Consent::Typed(_) => true,
            Consent::Yes => class != Risk::Destructive && self.yes.contains(&class),
            Consent::Hash(_) => self.yes.contains(&class),
        }
    }

    fn class(&self, item: &Item, marks: &Marks) -> Risk {
        let said = self.rules.iter().filter(|rule| rule.fits(item, marks)).find_map(|rule| rule.risk);
        said.unwrap_or_else(|| risk(&item.operation))
    }

    /// Whether a second person is wanted. Protection by tag or configuration is not taken away by a rule.
    fn wants_two(&self, item: &Item, marks: &Marks) -> bool {
        let by_rule = self.rules.iter().filter(|rule| rule.fits(item, marks)).find_map(|rule| rule.second_person);
        by_rule == Some(true)
            || self.protected_tags.iter().any(|tag| marks.has(tag))
            || self.protected.iter().any(|reference| refers_to(reference, item))
    }
}

impl PolicyRule {
    fn fits(&self, item: &Item, marks: &Marks) -> bool {
        let command = item.operation.command();
        self.cluster.as_deref().is_none_or(|cluster| cluster == item.cluster.as_str())
            && self.tag.as_deref().is_none_or(|tag| marks.has(tag))
            && (self.commands.is_empty() || self.commands.iter().any(|named| named == command))
    }
}

impl Marks {
    /// Whether the guest has a tag. Proxmox compares them without case unless told otherwise.
    fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own.eq_ignore_ascii_case(tag))
    }
}

/// Whether `100`, `web`, `home/100` or `home/web` is this item's guest.
fn refers_to(reference: &str, item: &Item) -> bool {
    let Subject::Guest { guest, name, .. } = &item.subject else { return false };
    let (cluster, own) = match reference.split_once('/') {
        Some((cluster, own)) => (Some(cluster), own),
        None => (None, reference),
    };
    let is_it = own == guest.vmid.to_string() || name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(own));
    is_it && cluster.is_none_or(|cluster| cluster == guest.cluster.as_str())
}

/// What is typed before something destructive: what the person sees and must have looked at.
fn phrase(selection: Option<&str>, items: &[(&Item, &Marks)]) -> String {
    match (items, selection) {
        ([(item, marks)], _) => called(item, marks),
        (several, Some(selection)) => format!("{} {}", several.len(), selection.trim()),
        (several, None) => {
            let names: Vec<_> = several.iter().map(|(item, marks)| called(item, marks)).collect();
            format!("{} {}", several.len(), names.join(","))
        }
    }
}

/// The name, `cluster/name` where that is not unique, the id where there is no name; `cluster/id` where even that is not.
fn called(item: &Item, marks: &Marks) -> String {
    match &item.subject {
        Subject::Job { id } => id.clone(),
        Subject::Guest { guest, name, .. } => match (name, marks.named) {
            (None, _) => guest.vmid.to_string(),
            (Some(name), Named::Uniquely) => name.clone(),
            (Some(name), Named::InItsCluster) => format!("{}/{name}", guest.cluster),
            (Some(_), Named::NotUniquely) => guest.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
