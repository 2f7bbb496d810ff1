//! From a request to a plan: who is meant, what is so, what will be sent, and what matters before one says yes.
//!
//! ```text
//! names ─▶ targets ─▶ looks ─▶ fill ─▶ facts ─▶ notes ─▶ calls
//! ```
//!
//! Reads here; the files beside decide, purely, each for its operations.

mod draft;
mod general;
mod power;
mod room;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures_util::{StreamExt, stream};
use lotse_model::{ClusterName, Guest, NodeName};

pub(super) use self::draft::unseen;
use self::draft::{Draft, Looks, count};
use super::{
    error::ChangeError,
    look::{AT_ONCE, ClusterLook, Facts, GuestLook, Needs, guest_facts},
    names,
    note::Note,
    operation::Operation,
    plan::{Item, Plan, Subject},
    policy::{Marks, Policy},
    request::{Request, Targets},
    risk::risk,
    steps::steps,
    targets::{self, Found},
};
use crate::{asking::Asking, command::CommandError, fleet::now, topics::Ask};

/// At most so many guests are changed at the same time, whatever is asked for.
const PARALLEL: usize = 32;

/// Makes the plan of a request. Everything is read now; nothing is sent.
///
pub async fn prepare(asking: &Asking<'_>, request: &Request, policy: &Policy) -> Result<Plan, ChangeError> {
    check_names(&request.operation)?;
    let (mut plan, marks) = match &request.targets {
        Targets::Cluster(_) => return Err(ChangeError::Unknown),
        Targets::Guests(_) | Targets::Selection(_) => of_guests(asking, request).await?,
    };
    plan.keep_going = request.keep_going;
    plan.parallel = request.parallel.unwrap_or(policy.parallel).clamp(1, PARALLEL);
    policy.apply(&mut plan, &marks);
    Ok(plan)
}

fn check_names(operation: &Operation) -> Result<(), CommandError> {
    match operation {
        Operation::Create { name: Some(name), new_id, .. } => names::guest_name(name, *new_id),
        Operation::SnapshotCreate { name, .. } => names::snapshot_name(name, now()).map(drop),
        _ => Ok(()),
    }
}

async fn of_guests(asking: &Asking<'_>, request: &Request) -> Result<(Plan, Vec<Marks>), ChangeError> {
    let operation = &request.operation;
    let found = targets::find(asking, &request.targets, operation).await?;
    let ask = Ask::afresh(asking.ask.deadline);
    let needs = Needs::of(operation);
    let clusters = look_at_clusters(asking, &found, operation, needs, ask).await;
    let mut overall = Draft::default();
    for look in clusters.values() {
        general::cluster(operation, look, &mut overall);
    }
    found.hidden.iter().for_each(|hidden| overall.note(unseen(hidden)));
    if found.templates > 0 {
        overall.note(Note::info("templates-left-out").with("count", count(found.templates)));
    }
    let looks: Vec<Option<GuestLook>> = stream::iter(found.guests.iter().cloned())
        .map(|guest| look_at_guest(&clusters, guest, needs, ask))
        .buffered(AT_ONCE)
        .collect()
        .await;
    let items = looks
        .iter()
        .flatten()
        .filter_map(|guest| {
            let cluster = clusters.get(&guest.listed.id.cluster)?;
            Some(item(&Looks { operation, guest, cluster }))
        })
        .collect::<Result<Vec<_>, CommandError>>()?;
    let marks = looks.iter().flatten().map(|look| marks(&found, look)).collect();
    Ok((plan(operation, found.selection.clone(), items, overall), marks))
}

/// A plan whose class, second person and phrase the policy has yet to decide.
fn plan(operation: &Operation, selection: Option<String>, items: Vec<Item>, overall: Draft) -> Plan {
    Plan {
        command: operation.command().to_owned(),
        selection,
        items,
        notes: overall.notes,
        risk: risk(operation),
        second_person: false,
        phrase: String::new(),
        keep_going: false,
        parallel: 1,
    }
}

/// What the policy must know of a guest: its tags as its own configuration has them this moment, and those of the list.
fn marks(found: &Found, look: &GuestLook) -> Marks {
    let own = look.config.value().map(|config| config.tags.as_slice()).unwrap_or_default();
    let tags = own.iter().chain(&look.listed.tags).cloned().collect();
    Marks { tags, named: targets::named(found, &look.listed) }
}

async fn look_at_clusters(
    asking: &Asking<'_>,
    found: &Found,
    operation: &Operation,
    needs: Needs,
    ask: Ask,
) -> BTreeMap<ClusterName, ClusterLook> {
    let mut nodes: BTreeMap<ClusterName, BTreeSet<NodeName>> = BTreeMap::new();
    for guest in &found.guests {
        let own = nodes.entry(guest.id.cluster.clone()).or_default();
        own.insert(guest.node.clone());
        own.extend(target_of(operation).cloned());
    }
    let reads = nodes.iter().filter_map(|(name, nodes)| {
        let cluster = asking.fleet.cluster(name)?;
        let list = found.lists.iter().find(|list| list.cluster() == name)?;
        Some(async move {
            let look = ClusterLook::read(cluster, list.resources.clone(), nodes, needs, ask).await;
            (name.clone(), look)
        })
    });
    futures_util::future::join_all(reads).await.into_iter().collect()
}

/// The other node that an operation names.
const fn target_of(operation: &Operation) -> Option<&NodeName> {
    match operation {
        Operation::Create { node: Some(node), .. } | Operation::Migrate { node, .. } => Some(node),
        _ => None,
    }
}

async fn look_at_guest(
    clusters: &BTreeMap<ClusterName, ClusterLook>,
    guest: Guest,
    needs: Needs,
    ask: Ask,
) -> Option<GuestLook> {
    let cluster = Arc::clone(&clusters.get(&guest.id.cluster)?.cluster);
    Some(GuestLook::read(&cluster, guest, needs, ask).await)
}

/// One guest of the plan.
fn item(looks: &Looks<'_>) -> Result<Item, CommandError> {
    let facts = guest_facts(looks.operation, looks.guest, looks.cluster);
    let mut draft = Draft::default();
    general::guest(looks, &facts, &mut draft);
    of_operation(looks, &mut draft)?;
    Ok(finished(looks, facts, draft))
}

fn of_operation(looks: &Looks<'_>, draft: &mut Draft) -> Result<(), CommandError> {
    match looks.operation {
        Operation::Start
        | Operation::Shutdown { .. }
        | Operation::Reboot { .. }
        | Operation::Stop
        | Operation::Suspend { .. }
        | Operation::Resume => power::draft(looks, draft),
        _ => {}
    }
    Ok(())
}

fn finished(looks: &Looks<'_>, facts: Facts, draft: Draft) -> Item {
    let guest = looks.guest;
    let mut item = Item {
        cluster: guest.listed.id.cluster.clone(),
        node: guest.place.node.clone(),
        subject: Subject::Guest {
            guest: guest.listed.id.clone(),
            kind: guest.place.kind,
            name: guest.name(),
            identity: facts.known.get("identity").cloned(),
        },
        operation: looks.operation.clone(),
        facts: facts.known,
        calls: Vec::new(),
        notes: draft.notes,
    };
    match steps(&item) {
        Ok(steps) => item.calls = steps.iter().map(|step| step.change.to_string()).collect(),
        Err(error) => item.notes.push(Note::blocks("incomplete").text("what", error.0)),
    }
    item
}
