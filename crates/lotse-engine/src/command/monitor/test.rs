//! `monitor-test`: whether a channel works, and where an alert would go.

use std::{sync::Arc, time::Duration};

use lotse_model::{Guest, Seconds, Severity, Timestamp};
use lotse_store::Shared;
use uuid::Uuid;

use super::target::{Ground, Target};
use crate::{
    access::Clusters,
    asking::Asking,
    command::{Call, CommandError, closest},
    fleet,
    inventory::{Resources, Snapshot},
    view::{AlertRow, Answer, EscalationRow, MonitorTestView, RouteRow, Tried, View},
    watch::{
        self, Alert, AlertId, Failed, Member, Message, Notice, NoticeKind, Phase, Settings, State, Tester, Thing, book,
        route, silence,
    },
};

/// How long it is waited for the process that watches to send a test.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a channel may take when it is tried from here.
const ANSWER: Duration = Duration::from_mins(1);
/// How often it is looked for.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    if call.get("channel").is_none() && call.get("route").is_none() {
        return Err(CommandError::MissingOneOf { command: call.command.name, arguments: &["channel", "route"] });
    }
    let settings = super::desk(asking)?.watch();
    let tried = match call.get("channel") {
        Some(channel) => Some(send(asking, call, &settings, channel).await?),
        None => None,
    };
    let Some(typed) = call.get("route") else {
        return Ok(Answer::of(View::MonitorTest(Box::new(MonitorTestView { tried, routes: Vec::new() }))));
    };
    let mut gathered = asking.gathered();
    let lists = asking.look(&mut gathered).await;
    let targets = Ground::new(asking, &lists).targets(typed)?;
    let now = fleet::now();
    let mut routes = Vec::new();
    for target in &targets {
        for alert in supposed(target, &lists, super::severity(call, "severity"), now) {
            routes.push(row(&alert, &settings, now));
        }
    }
    if routes.is_empty() {
        return Err(CommandError::NotFound {
            kind: "guest",
            reference: typed.to_owned(),
            suggestions: Vec::new(),
            hidden: gathered.missing().to_vec(),
        });
    }
    gathered.answer(View::MonitorTest(Box::new(MonitorTestView { tried, routes })))
}

/// Puts a test into the outbox, and looks for a while whether the process that watches sends it. Where none does this one sends
/// it by itself: the person wants to know whether the channel works, and not whether a daemon runs.
async fn send(asking: &Asking<'_>, call: &Call, settings: &Settings, typed: &str) -> Result<Tried, CommandError> {
    asking.grants.allows_fleet(call.command).map_err(CommandError::Denied)?;
    let names = || settings.places.iter().map(|place| place.name.as_str());
    let folded = lotse_text::fold(typed);
    let Some(channel) = names().find(|name| lotse_text::fold(name) == folded) else {
        let mut suggestions = closest(typed, names());
        if suggestions.is_empty() {
            suggestions = names().map(str::to_owned).collect();
        }
        let reference = typed.to_owned();
        return Err(CommandError::NotFound { kind: "channel", reference, suggestions, hidden: Vec::new() });
    };
    let desk = super::desk(asking)?;
    let (store, now) = (desk.store(), fleet::now());
    super::audit(asking, call, (channel.to_owned(), None, Vec::new()), now).await?;
    let watched = watch::is_watched(store, now).await?;
    if !watched
        && let Some(tester) = desk.tester()
        && let Some(tried) = send_here(tester.as_ref(), channel, now).await
    {
        return Ok(tried);
    }
    let notice = book::test(store, channel, now).await?;
    let mut left = PATIENCE;
    loop {
        let waits = book::waiting(store).await?.iter().any(|waiting| waiting.id == notice.id);
        let trouble = if waits { trouble(store, channel).await? } else { None };
        let is_answer = trouble.as_ref().is_some_and(|trouble| trouble.tried >= notice.at);
        if !waits || is_answer || left.is_zero() {
            let trouble = trouble.map(|trouble| trouble.detail);
            let (channel, remarks) = (channel.to_owned(), Vec::new());
            return Ok(Tried { channel, delivered: !waits, waits, watched, trouble, remarks });
        }
        tokio::time::sleep(PAUSE).await;
        left = left.saturating_sub(PAUSE);
    }
}

/// Sends a test from this process, once; `None` where it cannot tell on this channel.
async fn send_here(tester: &dyn Tester, channel: &str, now: Timestamp) -> Option<Tried> {
    let id = Uuid::now_v7();
    let notice =
        Notice { id, channel: channel.to_owned(), kind: NoticeKind::Test, alert: None, at: now, held_until: None };
    let message = Message { id, notices: vec![notice] };
    let outcome = match tokio::time::timeout(ANSWER, tester.send(channel, &message)).await {
        Ok(outcome) => outcome?,
        Err(_) => Err(Failed::Later { after: None, detail: format!("no answer within {} s", ANSWER.as_secs()) }),
    };
    let (trouble, remarks) = match outcome {
        Ok(sent) => (None, sent.remarks),
        Err(Failed::Later { detail, .. } | Failed::Refused { detail }) => (Some(detail), Vec::new()),
    };
    let (channel, delivered) = (channel.to_owned(), trouble.is_none());
    Some(Tried { channel, delivered, waits: false, watched: false, trouble, remarks })
}

/// What the channel says, if it takes nothing.
async fn trouble(store: &Shared, channel: &str) -> Result<Option<watch::Trouble>, CommandError> {
    Ok(watch::health(store, fleet::now()).await?.channels.remove(channel))
}

/// The alerts that a target would have: a guest that is off, a node that is offline, a storage that is away, a cluster that
/// does not answer; of a selection those of the guests in it.
fn supposed(target: &Target, lists: &[Arc<Snapshot>], severity: Option<Severity>, now: Timestamp) -> Vec<Alert> {
    let alert = |thing, state, usual: Severity, members| Alert {
        id: AlertId::NONE,
        thing,
        state,
        reason: None,
        severity: severity.unwrap_or(usual),
        members,
        nodes: Vec::new(),
        entries: Vec::new(),
        since: now,
        raised: now,
        phase: Phase::Alerting,
        reminded: now,
        escalated: 0,
        told: Vec::new(),
        finding: None,
    };
    let off = |guest: &Guest| {
        alert(Thing::Guest { guest: guest.id.clone() }, State::Off, Severity::Error, vec![member(guest)])
    };
    if let Some(guest) = &target.guest {
        return vec![off(guest)];
    }
    let scope = &target.scope;
    let Clusters::Only(cluster) = &scope.clusters else { return selected(target, lists).iter().map(off).collect() };
    let of_guests = !scope.tags.is_empty() || !scope.pools.is_empty();
    if let (Some(node), false) = (&scope.node, of_guests) {
        let thing = Thing::Node { cluster: cluster.clone(), node: node.clone() };
        let members = selected(target, lists).iter().map(member).collect();
        return vec![alert(thing, State::NodeOffline, Severity::Critical, members)];
    }
    if let Some(storage) = &scope.storage {
        let thing = Thing::Storage { cluster: cluster.clone(), storage: storage.clone(), node: None };
        return vec![alert(thing, State::Unavailable, Severity::Error, Vec::new())];
    }
    if !of_guests {
        let thing = Thing::Cluster { cluster: cluster.clone() };
        return vec![alert(thing, State::Unreachable, Severity::Critical, Vec::new())];
    }
    selected(target, lists).iter().map(off).collect()
}

fn selected(target: &Target, lists: &[Arc<Snapshot>]) -> Vec<Guest> {
    let all = lists.iter().filter_map(|list| list.resources.value()).flat_map(Resources::guests);
    all.filter(|guest| !guest.template && target.scope.covers_guest(guest)).cloned().collect()
}

fn member(guest: &Guest) -> Member {
    Member {
        guest: guest.id.clone(),
        name: guest.name.clone(),
        node: Some(guest.node.clone()),
        tags: guest.tags.clone(),
        pool: guest.pool.clone(),
    }
}

fn row(alert: &Alert, settings: &Settings, now: Timestamp) -> RouteRow {
    let routed = route::channels_for(alert, settings, now);
    RouteRow {
        alert: AlertRow::of(alert),
        routes: routed.routes.iter().map(|place| place + 1).collect(),
        channels: routed.channels,
        outside: routed.outside,
        escalation: routed
            .escalation
            .filter(|_| alert.severity >= Severity::Critical)
            .map(|next| EscalationRow { after: Seconds(next.after.as_secs()), channels: next.channels }),
        held_until: silence::quiet_until(alert.severity, settings, now),
        maintenance: silence::in_maintenance(alert, settings, now),
    }
}
