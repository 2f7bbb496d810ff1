//! `monitor-add`: from now on somebody is told when it is not as it should be.

use lotse_model::{Guest, Timestamp};
use lotse_pve::ops::guest_status::GuestPlace;

use super::{
    rows::{self, Known},
    target::{Ground, Target},
};
use crate::{
    asking::Asking,
    change::identity_of,
    command::{Call, CommandError},
    fleet,
    topics::Ask,
    view::{AddDid, Added, Answer, MonitorAddView, View},
    watch::{
        Entry, Identity,
        book::{self, NewEntry},
    },
};

pub(super) async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let desk = super::desk(asking)?;
    let store = desk.store();
    let mut gathered = asking.gathered();
    let lists = asking.look(&mut gathered).await;
    let targets = Ground::new(asking, &lists).targets(call.get("watched").unwrap_or_default())?;
    // All or none: of several nothing is watched when one may not be.
    for target in &targets {
        may(asking, call, target)?;
    }
    let now = fleet::now();
    let mut before = book::entries(store).await?;
    let mut done = Vec::new();
    for target in targets {
        let (did, entry) = one(asking, call, &target, &before, now).await?;
        if did != AddDid::Already {
            let guests = target.guest.iter().map(|guest| guest.id.clone()).collect();
            let subject = format!("{} {}", entry.id, entry.scope);
            super::audit(asking, call, (subject, None, guests), now).await?;
        }
        before.retain(|known| known.id != entry.id);
        before.push(entry.clone());
        done.push((did, entry, target.guest));
    }
    let sight = asking.sight().await;
    let standings = book::standings(store).await?.into_iter().map(|one| (one.thing.clone(), one)).collect();
    let known = Known { standings, alerts: Vec::new(), lists: &lists, sight: &sight };
    let added = done.into_iter().filter_map(|(did, entry, guest)| {
        let off_now = !entry.expected_off && guest.as_ref().is_some_and(rows::is_off);
        let also = guest.as_ref().map(|guest| others(&before, &entry.id, guest)).unwrap_or_default();
        Some(Added { did, entry: known.row(&entry)?, off_now, also })
    });
    let view = MonitorAddView { added: added.collect(), channels: !desk.watch().places.is_empty() };
    gathered.answer(View::MonitorAdd(view))
}

/// Whether the person may have this watched. A template never runs, so nothing would ever be told of it.
fn may(asking: &Asking<'_>, call: &Call, target: &Target) -> Result<(), CommandError> {
    match &target.guest {
        Some(guest) if guest.template => Err(CommandError::NotWatched { reference: guest.id.to_string() }),
        Some(guest) => asking.grants.allows(call.command, guest).map_err(CommandError::Denied),
        None => asking.grants.allows_scope(call.command, &target.scope).map_err(CommandError::Denied),
    }
}

/// Writes one entry, unless it is there just so.
async fn one(
    asking: &Asking<'_>,
    call: &Call,
    target: &Target,
    before: &[Entry],
    now: Timestamp,
) -> Result<(AddDid, Entry), CommandError> {
    let store = super::desk(asking)?.store();
    let identity = match &target.guest {
        Some(guest) => Some(Identity {
            guest: guest.id.clone(),
            name: guest.name.clone(),
            identity: identity(asking, guest).await,
        }),
        None => None,
    };
    let (findings, severity) = (super::severity(call, "findings"), super::severity(call, "severity"));
    let expected_off = call.is_on("expected-off");
    let there = before.iter().find(|entry| entry.scope == target.scope);
    let asked = findings.is_some() || severity.is_some() || expected_off;
    let did = there.map_or(AddDid::Added, |there| {
        let same = (there.findings, there.severity, there.expected_off) == (findings, severity, expected_off);
        match (another(there, identity.as_ref()), asked && !same) {
            (true, _) => AddDid::Confirmed,
            (false, true) => AddDid::Changed,
            (false, false) => AddDid::Already,
        }
    });
    if let (AddDid::Already, Some(there)) = (did, there) {
        return Ok((did, there.clone()));
    }
    let mut new =
        NewEntry { scope: target.scope.clone(), identity, expected_off, findings, severity, by: asking.person.clone() };
    // Who confirms the guest and says nothing else leaves the rest as it was.
    if let Some(there) = there.filter(|_| !asked) {
        (new.expected_off, new.findings, new.severity) = (there.expected_off, there.findings, there.severity);
    }
    Ok((did, book::add(store, new, now).await?))
}

/// Whether the entry was written for another guest than the one that has the number now. What could not be read is no
/// difference.
fn another(there: &Entry, now: Option<&Identity>) -> bool {
    let known = there.identity.as_ref().and_then(|known| known.identity.as_ref());
    let seen = now.and_then(|now| now.identity.as_ref());
    known.zip(seen).is_some_and(|(known, seen)| known != seen)
}

/// What tells a guest from another one with its number, where it can be read now.
async fn identity(asking: &Asking<'_>, guest: &Guest) -> Option<String> {
    let cluster = asking.fleet.cluster(&guest.id.cluster)?;
    let place = GuestPlace::new(guest.node.clone(), guest.kind, guest.id.vmid);
    let config = cluster.guest_config(&place, Ask::afresh(asking.ask.deadline)).await;
    config.value().and_then(identity_of)
}

/// The entries that reach a guest besides this one.
pub(super) fn others(entries: &[Entry], own: &str, guest: &Guest) -> Vec<String> {
    let reaching = entries.iter().filter(|entry| entry.id != own && entry.scope.covers_guest(guest));
    reaching.map(|entry| entry.id.clone()).collect()
}
