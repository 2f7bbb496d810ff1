//! Whether the numbers that rules, aliases and the monitor name still mean the guests that they were written for.
//!
//! Proxmox gives the number of a deleted guest to the next one. What names such a number means nobody until a person says what
//! it means; here one is told which these are, and how to say it.

use std::collections::BTreeMap;

use lotse_engine::{
    access::{
        Clusters, Holder,
        identity::{self, Dangles, Verdict, judge},
    },
    fleet::now,
    topics::Ask,
    watch::{Entry, book},
};
use lotse_model::GuestRef;
use lotse_pve::Deadline;
use lotse_store::{Shared, StoreError};
use lotse_text::{Language, clean, tr};

use super::{Check, State, Step, house};
use crate::{config::Config, failure::of_store, session::Session};

/// Whose checks these are.
const OF: &str = "lotse";

/// Checks every number that something names. Where there is no store yet nothing is remembered, so nothing dangles.
pub(super) async fn examine(session: &Session, config: &Config) -> Vec<Check> {
    let language = session.language;
    if !session.desk.is_there() {
        return Vec::new();
    }
    // What is wrong with the store is said where it is checked.
    let Ok(store) = session.desk.store().await else { return Vec::new() };
    match look(session, config, store, language).await {
        Ok(checks) => checks,
        Err(error) => vec![house::bad(Step::Numbers, of_store(&error, language))],
    }
}

async fn look(
    session: &Session,
    config: &Config,
    store: &Shared,
    language: Language,
) -> Result<Vec<Check>, StoreError> {
    let named = named(session, config, language);
    let entries = book::entries(store).await?;
    let entries: Vec<_> =
        entries.iter().filter_map(|entry| Some((entry, entry.identity.as_ref()?.guest.clone()))).collect();
    let count = named.len() + entries.len();
    let mut checks = Vec::new();
    for (guest, named) in named {
        let holder = holder(session, &guest).await;
        let known = identity::remembered(store, &guest).await?;
        // What was never seen has not been deleted either.
        if known.is_some() {
            let (verdict, _) = judge(known.as_ref(), holder.observed(), now());
            checks.extend(of_rule(&guest, &named.join(", "), &verdict, &holder, session));
        }
    }
    for (entry, guest) in entries {
        checks.extend(of_entry(entry, &guest, session).await);
    }
    if checks.is_empty() && count > 0 {
        checks.push(Check::new(OF, Step::Numbers, State::Good, tr::doctor_numbers_good(language, count)));
    }
    Ok(checks)
}

/// The numbers that rules and aliases name, each with what names it.
fn named(session: &Session, config: &Config, language: Language) -> BTreeMap<GuestRef, Vec<String>> {
    let mut named: BTreeMap<GuestRef, Vec<String>> = BTreeMap::new();
    for (number, rule) in config.access.rules.iter().enumerate() {
        let who = rule.who.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for entry in &rule.scope {
            if let (Clusters::Only(cluster), Some(vmid)) = (&entry.clusters, entry.guest) {
                let guest = GuestRef::new(cluster.clone(), vmid);
                let rule = tr::doctor_named_rule(language, (number + 1).to_string(), &who);
                named.entry(guest).or_default().push(rule);
            }
        }
    }
    let clusters: Vec<_> = session.fleet.clusters().iter().map(|cluster| cluster.name()).collect();
    for (word, _) in session.aliases.iter() {
        if let Some(guest) = session.aliases.number(word, &clusters) {
            named.entry(guest).or_default().push(tr::doctor_named_alias(language, clean(word)));
        }
    }
    named
}

async fn holder(session: &Session, guest: &GuestRef) -> Holder {
    let ask = Ask::afresh(Deadline::after(session.deadline));
    session.asking(None, session.language).holder(guest, ask).await
}

fn of_rule(guest: &GuestRef, named: &str, verdict: &Verdict, holder: &Holder, session: &Session) -> Option<Check> {
    let (language, reference) = (session.language, guest.to_string());
    match verdict {
        Verdict::Counts => None,
        Verdict::Unknown => Some(unseen(&reference, named, language)),
        Verdict::Dangles(Dangles::Gone) => Some(
            note(tr::doctor_number_gone(language, named, &reference))
                .fix(tr::doctor_number_gone_hint(language, &reference)),
        ),
        Verdict::Dangles(Dangles::Another { .. }) => Some(
            note(tr::doctor_number_another(language, name(holder, session), named, &reference))
                .fix(tr::doctor_number_another_hint(language, &reference)),
        ),
    }
}

/// An entry of the monitor remembers by itself which guest it means.
async fn of_entry(entry: &Entry, guest: &GuestRef, session: &Session) -> Option<Check> {
    let language = session.language;
    let known = entry.identity.as_ref()?.identity.as_ref()?;
    let (id, reference) = (entry.id.as_str(), guest.to_string());
    let named = tr::doctor_named_entry(language, id);
    let holder = holder(session, guest).await;
    match &holder {
        Holder::Guest { identity, .. } if identity == known => None,
        Holder::Guest { .. } => Some(
            note(tr::doctor_number_another(language, name(&holder, session), named, &reference))
                .fix(tr::doctor_entry_another_hint(language, id, &reference)),
        ),
        Holder::Nobody => {
            Some(note(tr::doctor_number_gone(language, named, reference)).fix(tr::doctor_entry_gone_hint(language, id)))
        }
        Holder::Unknown => Some(unseen(&reference, &named, language)),
    }
}

/// The name of whoever has the number now, where the person at this terminal may know it.
fn name(holder: &Holder, session: &Session) -> String {
    match holder {
        Holder::Guest { guest, .. } if session.grants.sees(guest) => {
            guest.name.as_deref().map_or_else(|| guest.id.vmid.to_string(), |name| clean(name).into_owned())
        }
        _ => "…".to_owned(),
    }
}

fn note(found: String) -> Check {
    Check::new(OF, Step::Numbers, State::Note, found)
}

/// Nobody could look, which is neither good nor bad.
fn unseen(reference: &str, named: &str, language: Language) -> Check {
    Check::new(OF, Step::Numbers, State::Skipped, tr::doctor_number_unseen(language, named, reference))
}
