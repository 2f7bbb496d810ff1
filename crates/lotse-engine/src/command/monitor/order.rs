//! `monitor-ack` and `monitor-snooze`: somebody takes care of an alert, or wants to hear of it later.

use std::{collections::BTreeSet, sync::Arc};

use lotse_model::{Guest, GuestKind, GuestRef, Subject, Timestamp};
use lotse_text::fold;

use super::until;
use crate::{
    access::{Denied, Sight, redact::sees},
    asking::Asking,
    command::{Call, Candidate, Command, CommandError},
    fleet,
    inventory::{Resources, Snapshot},
    view::{AlertRow, Answer, MonitorOrderView, Order, OrderDid, View},
    watch::{
        Alert, AlertId, Member, Thing,
        book::{self, Ordered},
    },
};

/// So many open alerts are offered when none of them was named.
const OFFERED: usize = 5;

/// How long an alert is silent when nothing is said.
const HOUR: i64 = 3600;

/// The longest time for which an alert may be silent: whoever wants it longer ends the watch, and says so.
const LONGEST: i64 = 30 * 86_400;

pub(super) async fn acknowledge(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let now = fleet::now();
    let alert = meant(asking, call).await?;
    let store = super::desk(asking)?.store();
    let ordered = book::acknowledge(store, alert.id, asking.person, now).await?;
    answered(asking, call, ordered, (Order::Acknowledge, None), now).await
}

pub(super) async fn snooze(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let now = fleet::now();
    let until = silent_until(asking, call, now)?;
    let alert = meant(asking, call).await?;
    let store = super::desk(asking)?.store();
    let ordered = book::snooze(store, alert.id, asking.person, until, now).await?;
    answered(asking, call, ordered, (Order::Snooze, Some(until)), now).await
}

fn silent_until(asking: &Asking<'_>, call: &Call, now: Timestamp) -> Result<Timestamp, CommandError> {
    let bad = |argument| call.bad(argument, &["45m", "2h", "3d"]);
    let until = match (call.duration("for"), call.get("until")) {
        (Some(_), Some(_)) => {
            return Err(CommandError::BadValue {
                argument: "until",
                value: call.get("until").unwrap_or_default().to_owned(),
                suggestions: vec!["--for".to_owned()],
            });
        }
        (Some(length), None) => {
            let length = i64::try_from(length.0).ok().filter(|length| *length <= LONGEST).ok_or_else(|| bad("for"))?;
            Timestamp(now.0.saturating_add(length))
        }
        (None, Some(text)) => until::parse(text, now, asking.zone.time_zone())
            .filter(|until| *until > now && until.0 - now.0 <= LONGEST)
            .ok_or_else(|| call.bad("until", &["08:00", "tomorrow 8", "2026-11-28 08:00"]))?,
        (None, None) => Timestamp(now.0.saturating_add(HOUR)),
    };
    Ok(until)
}

async fn answered(
    asking: &Asking<'_>,
    call: &Call,
    ordered: Ordered,
    (order, until): (Order, Option<Timestamp>),
    now: Timestamp,
) -> Result<Answer, CommandError> {
    let done = match order {
        Order::Acknowledge => OrderDid::Acknowledged,
        Order::Snooze => OrderDid::Snoozed,
    };
    let (did, alert) = match ordered {
        Ordered::Done(alert) => (done, alert),
        Ordered::Already(alert) => (OrderDid::Already, alert),
        Ordered::Over(alert) => (OrderDid::Over, alert),
        Ordered::Unknown => return Err(no_alert(call.get("alert").unwrap_or_default(), &[])),
    };
    if did == done {
        let guests = match &alert.thing {
            Thing::Guest { guest } => vec![guest.clone()],
            _ => Vec::new(),
        };
        super::audit(asking, call, (format!("a{}", alert.id.0), until, guests), now).await?;
    }
    Ok(Answer::of(View::MonitorOrder(Box::new(MonitorOrderView { order, did, alert: AlertRow::of(&alert) }))))
}

/// The alert that is meant, if the person may give orders about it.
async fn meant(asking: &Asking<'_>, call: &Call) -> Result<Alert, CommandError> {
    let store = super::desk(asking)?.store();
    let sight = asking.sight().await;
    let mut alerts = book::alerts(store).await?;
    alerts.retain(|alert| may_see(alert, &sight));
    let typed = call.get("alert").unwrap_or_default();
    let alert = find(&alerts, asking.aliases.meaning(typed), typed)?.clone();
    if asking.grants.sees_everything() {
        return Ok(alert);
    }
    let mut gathered = asking.gathered();
    // With those that may not be seen: a guest that has left the person's scope is not one that is gone.
    let (lists, _) = asking.look_whole(&mut gathered).await;
    may(asking, call.command, &alert, &lists).map_err(CommandError::Denied)?;
    Ok(alert)
}

/// Whether an alert may be named: what it is about, or a guest that fell with its node or cluster.
pub(super) fn may_see(alert: &Alert, sight: &Sight) -> bool {
    sees(&alert.thing, sight)
        || (matches!(alert.thing, Thing::Node { .. } | Thing::Cluster { .. })
            && alert.members.iter().any(|member| sight.guest(&member.guest)))
}

/// Whether a person may give orders about an alert: by the guest as it is listed now, else as it was when it was told. Of a
/// node or a cluster that took guests with it only who may do so for the whole of it: the others would go silent, too.
fn may(asking: &Asking<'_>, command: &Command, alert: &Alert, lists: &[Arc<Snapshot>]) -> Result<(), Denied> {
    let guest = |id: &GuestRef| {
        let mut listed = lists.iter().filter_map(|list| list.resources.value()).flat_map(Resources::guests);
        let now = listed.find(|guest| guest.id == *id).cloned();
        let then = || alert.members.iter().find(|member| member.guest == *id).and_then(|member| guest_of(member, None));
        match now.or_else(then) {
            Some(guest) => asking.grants.allows(command, &guest),
            None => asking.grants.allows_cluster(command, &id.cluster),
        }
    };
    match &alert.thing {
        Thing::Guest { guest: id } => guest(id),
        Thing::Node { cluster, node } => asking.grants.allows_node(command, cluster, node),
        Thing::Cluster { cluster } => asking.grants.allows_cluster(command, cluster),
        Thing::Storage { cluster, storage, node } => {
            asking.grants.allows_storage(command, cluster, storage, node.as_ref())
        }
        Thing::Finding { subject, .. } => match subject {
            Subject::Guest { guest: id, .. } => guest(id),
            Subject::Node { cluster, node } | Subject::Other { cluster, node: Some(node), .. } => {
                asking.grants.allows_node(command, cluster, node)
            }
            Subject::Storage { cluster, storage, node } => {
                asking.grants.allows_storage(command, cluster, storage, node.as_ref())
            }
            Subject::Cluster { cluster } | Subject::Other { cluster, node: None, .. } => {
                asking.grants.allows_cluster(command, cluster)
            }
        },
    }
}

/// A guest as it was when it was last seen, for asking which scopes reach it; `None` when it was never seen on a node.
pub(super) fn guest_of(member: &Member, kind: Option<GuestKind>) -> Option<Guest> {
    Some(Guest {
        name: member.name.clone(),
        tags: member.tags.clone(),
        pool: member.pool.clone(),
        ..Guest::bare(member.guest.clone(), kind.unwrap_or(GuestKind::Vm), member.node.clone()?)
    })
}

/// The alert that is meant: `a17` by its number; a bare number also as that of a guest; a name as that of what an open alert
/// is about, or of a guest that fell with it.
fn find<'a>(alerts: &'a [Alert], meaning: &str, typed: &str) -> Result<&'a Alert, CommandError> {
    let wanted = fold(meaning);
    let wanted = wanted.trim_start_matches('#');
    let number = |text: &str| text.parse::<u64>().ok().map(AlertId);
    if let Some(id) = wanted.strip_prefix('a').and_then(number) {
        return alerts.iter().find(|alert| alert.id == id).ok_or_else(|| no_alert(typed, alerts));
    }
    let open = || alerts.iter().filter(|alert| alert.is_open());
    let by_number = number(wanted);
    let own: Vec<&Alert> = open().filter(|alert| by_number == Some(alert.id) || is_about(alert, wanted)).collect();
    let found = if own.is_empty() { open().filter(|alert| fell_with(alert, wanted)).collect() } else { own };
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let over = alerts.iter().find(|alert| by_number == Some(alert.id));
            over.ok_or_else(|| no_alert(typed, alerts))
        }
        several => Err(CommandError::Ambiguous {
            kind: "alert",
            reference: typed.to_owned(),
            candidates: several.iter().map(|alert| candidate(alert)).collect(),
        }),
    }
}

/// Whether a name is that of what the alert is about.
fn is_about(alert: &Alert, wanted: &str) -> bool {
    let place = |cluster: &str, name: &str, kind: &str| {
        let name = fold(name);
        let full = format!("{}/{name}", fold(cluster));
        [name.as_str(), full.as_str()].iter().any(|one| *one == wanted || wanted == format!("{kind}:{one}"))
    };
    match &alert.thing {
        Thing::Guest { guest } => is_guest(alert, guest, wanted),
        Thing::Node { cluster, node } => place(cluster.as_str(), node.as_str(), "node"),
        Thing::Storage { cluster, storage, .. } => place(cluster.as_str(), storage.as_str(), "storage"),
        Thing::Cluster { cluster } => place(cluster.as_str(), cluster.as_str(), "cluster"),
        Thing::Finding { id, subject } => match subject {
            _ if fold(&id.0) == wanted => true,
            Subject::Guest { guest, .. } => is_guest(alert, guest, wanted),
            Subject::Node { cluster, node } => place(cluster.as_str(), node.as_str(), "node"),
            Subject::Storage { cluster, storage, .. } => place(cluster.as_str(), storage.as_str(), "storage"),
            Subject::Cluster { cluster } => place(cluster.as_str(), cluster.as_str(), "cluster"),
            Subject::Other { cluster, name, .. } => place(cluster.as_str(), name, "job"),
        },
    }
}

fn is_guest(alert: &Alert, guest: &GuestRef, wanted: &str) -> bool {
    let name = alert.members.iter().find(|member| member.guest == *guest).and_then(|member| member.name.as_deref());
    names_guest(guest, name, wanted)
}

fn names_guest(guest: &GuestRef, name: Option<&str>, wanted: &str) -> bool {
    let name = name.map(fold);
    let cluster = fold(guest.cluster.as_str());
    fold(&guest.to_string()) == wanted
        || guest.vmid.to_string() == wanted
        || name.is_some_and(|name| name == wanted || format!("{cluster}/{name}") == wanted)
}

fn fell_with(alert: &Alert, wanted: &str) -> bool {
    alert.members.iter().any(|member| names_guest(&member.guest, member.name.as_deref(), wanted))
}

fn candidate(alert: &Alert) -> Candidate {
    let row = AlertRow::of(alert);
    let (name, node) = match &alert.thing {
        Thing::Guest { guest } => (row.name.or_else(|| Some(guest.to_string())), None),
        Thing::Node { node, .. } => (None, Some(node.to_string())),
        Thing::Storage { storage, .. } => (Some(storage.to_string()), None),
        Thing::Cluster { cluster } => (Some(cluster.to_string()), None),
        Thing::Finding { id, .. } => (Some(id.0.to_string()), None),
    };
    Candidate { reference: format!("a{}", alert.id.0), name, node }
}

/// There is no such alert; the open ones may be meant.
fn no_alert(typed: &str, alerts: &[Alert]) -> CommandError {
    let open: BTreeSet<AlertId> = alerts.iter().filter(|alert| alert.is_open()).map(|alert| alert.id).collect();
    CommandError::NotFound {
        kind: "alert",
        reference: typed.to_owned(),
        suggestions: open.iter().rev().take(OFFERED).map(|id| format!("a{}", id.0)).collect(),
        hidden: Vec::new(),
    }
}
