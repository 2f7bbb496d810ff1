//! `monitor-remove`: nobody is told any more.

use std::sync::Arc;

use lotse_text::fold;

use super::{
    add::others,
    rows::Known,
    target::{Ground, Target},
};
use crate::{
    access::{Sight, redact::sees_scope},
    asking::Asking,
    command::{Call, Candidate, CommandError, closest},
    fleet,
    inventory::Snapshot,
    view::{Answer, MonitorRemoveView, View},
    watch::{Entry, book},
};

/// So many entries are offered when none of them was named.
const OFFERED: usize = 5;

pub(super) async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let store = super::desk(asking)?.store();
    let typed = call.get("entry").unwrap_or_default();
    let mut gathered = asking.gathered();
    let lists = asking.look(&mut gathered).await;
    let sight = asking.sight().await;
    let entries = book::entries(store).await?;
    let shown: Vec<&Entry> = entries.iter().filter(|entry| sees_scope(&entry.scope, &sight)).collect();
    let entry = find(asking, &shown, &lists, typed)?;
    may(asking, call, entry, &sight)?;
    let standings = book::standings(store).await?.into_iter().map(|one| (one.thing.clone(), one)).collect();
    let row = Known { standings, alerts: Vec::new(), lists: &lists, sight: &sight }.row(entry);
    let now = fleet::now();
    let gone = book::remove(store, &entry.id).await?;
    let (Some(_), Some(row)) = (gone, row) else { return Err(not_watched(typed, Vec::new())) };
    let guests = entry.identity.iter().map(|known| known.guest.clone()).collect();
    super::audit(asking, call, (format!("{} {}", entry.id, entry.scope), None, guests), now).await?;
    let listed = entry.identity.as_ref().and_then(|known| {
        lists
            .iter()
            .filter_map(|list| list.resources.value())
            .find_map(|list| list.guest(known.guest.vmid).filter(|guest| guest.id == known.guest))
    });
    let still = listed.map(|guest| others(&entries, &entry.id, guest)).unwrap_or_default();
    Ok(gathered.answer_anyway(View::MonitorRemove(Box::new(MonitorRemoveView { entry: row, still }))))
}

/// Whether the person may end it: by the guest as it is now, else by what the entry says.
fn may(asking: &Asking<'_>, call: &Call, entry: &Entry, sight: &Sight) -> Result<(), CommandError> {
    let guest = entry
        .identity
        .as_ref()
        .and_then(|known| sight.resources(&known.guest.cluster).and_then(|list| list.guest(known.guest.vmid)));
    match guest {
        Some(guest) => asking.grants.allows(call.command, guest),
        None => asking.grants.allows_scope(call.command, &entry.scope),
    }
    .map_err(CommandError::Denied)
}

/// The entry that is meant: by its name, by its words, by the guest as it was called when it was added, and by whatever may
/// be typed to add it.
fn find<'e>(
    asking: &Asking<'_>,
    entries: &[&'e Entry],
    lists: &[Arc<Snapshot>],
    typed: &str,
) -> Result<&'e Entry, CommandError> {
    let wanted = fold(typed);
    let by = |holds: &dyn Fn(&Entry) -> bool| -> Vec<&'e Entry> {
        entries.iter().copied().filter(|entry| holds(entry)).collect()
    };
    let named = by(&|entry| fold(&entry.id) == wanted);
    let said = by(&|entry| {
        let guest = entry.identity.as_ref();
        fold(&entry.scope.to_string()) == wanted
            || guest.is_some_and(|known| {
                fold(&known.guest.to_string()) == wanted || known.name.as_deref().map(fold).as_ref() == Some(&wanted)
            })
    });
    let target = Ground::new(asking, lists).target(typed);
    let meant = by(&|entry| target.as_ref().is_ok_and(|target| target.scope == entry.scope));
    for found in [named, meant, said] {
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only),
            several => {
                return Err(CommandError::Ambiguous {
                    kind: "entry",
                    reference: typed.to_owned(),
                    candidates: several.iter().map(|entry| candidate(entry)).collect(),
                });
            }
        }
    }
    // `100` of a guest that is gone.
    let by_number = by(&|entry| entry.identity.as_ref().is_some_and(|known| known.guest.vmid.to_string() == wanted));
    if let [only] = by_number.as_slice() {
        return Ok(only);
    }
    Err(not_watched(typed, near(entries, target.ok().as_ref(), typed)))
}

/// What may be meant: the entries through which the guest is watched, else those with a name close to it, else the first.
fn near(entries: &[&Entry], target: Option<&Target>, typed: &str) -> Vec<String> {
    let guest = target.and_then(|target| target.guest.as_ref());
    let through = entries.iter().filter(|entry| guest.is_some_and(|guest| entry.scope.covers_guest(guest)));
    let mut found: Vec<String> = through.map(|entry| entry.id.clone()).collect();
    if found.is_empty() {
        let names = entries.iter().flat_map(|entry| {
            let name = entry.identity.as_ref().and_then(|known| known.name.clone());
            [Some(entry.id.clone()), Some(entry.scope.to_string()), name].into_iter().flatten()
        });
        found = closest(typed, names);
    }
    if found.is_empty() {
        found = entries.iter().take(OFFERED).map(|entry| entry.id.clone()).collect();
    }
    found
}

fn candidate(entry: &Entry) -> Candidate {
    let name = entry.identity.as_ref().and_then(|known| known.name.clone());
    Candidate { reference: entry.id.clone(), name: name.or_else(|| Some(entry.scope.to_string())), node: None }
}

fn not_watched(typed: &str, suggestions: Vec<String>) -> CommandError {
    CommandError::NotFound { kind: "entry", reference: typed.to_owned(), suggestions, hidden: Vec::new() }
}
