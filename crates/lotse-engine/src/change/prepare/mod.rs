//! From a request to a plan: who is meant, what is so, what will be sent, and what matters before one says yes.
//!
//! ```text
//! names ─▶ targets ─▶ looks ─▶ fill ─▶ facts ─▶ notes ─▶ calls
//! ```
//!
//! Reads here; the files beside decide, purely, each for its operations.

mod backup;
mod clones;
mod create;
mod delete;
mod draft;
mod fill;
mod general;
mod gone;
mod job;
mod job_notes;
mod migrate;
mod new_id;
mod power;
mod resize;
mod restore;
mod room;
mod snapshot;
mod way;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures_util::{StreamExt, stream};
use lotse_model::{ClusterName, Guest, NodeName, Vmid};

pub(super) use self::draft::unseen;
use self::{
    create::IdNews,
    draft::{Draft, Looks, count},
};
use super::{
    error::ChangeError,
    look::{AT_ONCE, ClusterLook, Facts, GuestLook, Needs, guest_facts},
    names,
    note::{Note, Weight},
    operation::Operation,
    plan::{Item, Plan, Subject},
    policy::{Marks, Policy},
    request::{Request, Targets},
    risk::risk,
    steps::steps,
    targets::{self, Found},
};
use crate::{
    access::redact,
    asking::Asking,
    command::{CommandError, find},
    fleet::now,
    inventory::Resources,
    topics::Ask,
};

/// At most so many guests are changed at the same time, whatever is asked for.
const PARALLEL: usize = 32;

/// Makes the plan of a request. Everything is read now; nothing is sent.
pub async fn prepare(asking: &Asking<'_>, request: &Request, policy: &Policy) -> Result<Plan, ChangeError> {
    if let Some(command) = find(request.operation.command()) {
        // Who may not call it is told so before anything is read.
        asking.admit(command)?;
    }
    let prepared = planned(asking, request, policy).await;
    if asking.grants.sees_everything() {
        return prepared;
    }
    // What the pre-flight saw of others is no business of who asked.
    let sight = asking.sight().await;
    match prepared {
        Ok(mut plan) => {
            redact::notes(&mut plan, &sight);
            Ok(plan)
        }
        Err(ChangeError::Command(mut error)) => {
            redact::error(&mut error, &sight);
            Err(ChangeError::Command(error))
        }
        Err(error) => Err(error),
    }
}

async fn planned(asking: &Asking<'_>, request: &Request, policy: &Policy) -> Result<Plan, ChangeError> {
    check_names(&request.operation)?;
    let (mut plan, marks) = match &request.targets {
        Targets::Cluster(named) => job::prepare(asking, request, named.as_deref()).await?,
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
    let ask = Ask::afresh(asking.ask.deadline);
    let found = match targets::find(asking, &request.targets, operation).await {
        // Of a guest that was removed a backup may still be there.
        Err(error @ CommandError::NotFound { .. }) => {
            return gone::prepare(asking, request, ask).await?.ok_or(ChangeError::Command(error));
        }
        found => found?,
    };
    let needs = Needs::of(operation);
    let mut clusters = look_at_clusters(asking, &found, operation, needs, ask).await;
    let looks: Vec<GuestLook> = stream::iter(found.guests.iter().cloned())
        .map(|guest| look_at_guest(&clusters, guest, operation, ask))
        .buffered(AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await;
    let mut items = Vec::with_capacity(looks.len());
    let mut taken = BTreeSet::new();
    for guest in &looks {
        let Some(cluster) = clusters.get_mut(&guest.listed.id.cluster) else { continue };
        if needs.volumes && guest.config.value().is_some_and(|config| config.template) {
            cluster.read_volumes(clones::places(guest, cluster), guest.place.kind, ask).await;
        }
        let (chosen, news) = choose_id(asking, operation, cluster, &mut taken, looks.len(), ask).await?;
        let (filled, at) = fill::fill(&chosen, guest, cluster)?;
        if needs.storages {
            cluster.see_storages(&at, ask).await;
        }
        items.push(item(&Looks { operation: &filled, guest, cluster }, at, news));
    }
    let mut overall = Draft::default();
    for look in clusters.values() {
        general::cluster(operation, look, &mut overall);
    }
    found.hidden.iter().for_each(|hidden| overall.note(unseen(hidden)));
    if found.templates > 0 {
        overall.note(Note::info("templates-left-out").with("count", count(found.templates)));
    }
    let marks = looks.iter().map(|look| marks(asking, look)).collect();
    Ok((plan(operation, found.selection.clone(), items, overall), marks))
}

/// The number of a new guest: the one that was asked for, when it is free, or one that nothing remembers.
async fn choose_id(
    asking: &Asking<'_>,
    operation: &Operation,
    cluster: &mut ClusterLook,
    taken: &mut BTreeSet<Vmid>,
    guests: usize,
    ask: Ask,
) -> Result<(Operation, IdNews), CommandError> {
    let mut chosen = operation.clone();
    let mut news = IdNews::default();
    let (Operation::Create { new_id, .. } | Operation::Restore { new_id: new_id @ Some(_), .. }) = &mut chosen else {
        return Ok((chosen, news));
    };
    match *new_id {
        None => {
            let proposed = new_id::propose(asking, cluster, taken, ask).await?;
            *new_id = Some(proposed.id);
            taken.insert(proposed.id);
            news = IdNews { proposed: true, surely_unused: proposed.is_surely_unused, in_audit: false };
        }
        Some(id) => {
            cluster.ask_id(id, ask).await;
            let is_taken = cluster.free_ids.get(&id).and_then(|answer| answer.value()) == Some(&false);
            if is_taken || guests > 1 {
                let free = new_id::propose(asking, cluster, taken, ask).await.ok();
                return Err(CommandError::BadValue {
                    argument: "new-id",
                    value: id.to_string(),
                    suggestions: free.iter().map(|free| free.id.to_string()).collect(),
                });
            }
            news.in_audit = new_id::in_audit(asking, cluster.cluster.name(), id).await == Some(true);
        }
    }
    Ok((chosen, news))
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
fn marks(asking: &Asking<'_>, look: &GuestLook) -> Marks {
    let own = look.config.value().map(|config| config.tags.as_slice()).unwrap_or_default();
    let tags = own.iter().chain(&look.listed.tags).cloned().collect();
    Marks { tags, named: targets::named(asking, &look.listed) }
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
            // What the person may see decides whom they can name, not how much memory a node has left. What was fetched for
            // this request a moment ago is not fetched again.
            let whole = cluster.resources(Ask::by(ask.deadline)).await;
            let mut look = ClusterLook::read(cluster, whole, nodes, needs, ask).await;
            let visible = list.resources.value().map(Resources::guests).unwrap_or_default();
            look.visible = Some(visible.iter().map(|guest| guest.id.vmid).collect());
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
    operation: &Operation,
    ask: Ask,
) -> Option<GuestLook> {
    let cluster = Arc::clone(&clusters.get(&guest.id.cluster)?.cluster);
    let mut look = GuestLook::read(&cluster, guest, Needs::of(operation), ask).await;
    if let Operation::Migrate { node, .. } = operation {
        look.ask_migration(&cluster, node, ask).await;
    }
    Some(look)
}

/// One guest of the plan, done by node `at`.
fn item(looks: &Looks<'_>, at: NodeName, news: IdNews) -> Item {
    let facts = guest_facts(looks.operation, looks.guest, looks.cluster, &at);
    let mut draft = Draft::default();
    general::guest(looks, &facts, &mut draft);
    match looks.operation {
        Operation::Start
        | Operation::Shutdown { .. }
        | Operation::Reboot { .. }
        | Operation::Stop
        | Operation::Suspend { .. }
        | Operation::Resume => power::draft(looks, &mut draft),
        Operation::Create { .. } => create::draft(looks, &mut draft, news),
        Operation::Resize { .. } => resize::draft(looks, &mut draft),
        Operation::Delete => delete::draft(looks, &mut draft),
        Operation::SnapshotCreate { .. } | Operation::SnapshotRollback { .. } | Operation::SnapshotDelete { .. } => {
            snapshot::draft(looks, &mut draft);
        }
        Operation::BackupNow { .. } | Operation::BackupProtect { .. } | Operation::BackupDelete { .. } => {
            backup::draft(looks, &mut draft);
        }
        Operation::Restore { .. } => restore::draft(looks, &mut draft, &at, news),
        Operation::Migrate { .. } => migrate::draft(looks, &mut draft),
        // These have no guest.
        Operation::BackupJobCreate { .. }
        | Operation::BackupJobEdit { .. }
        | Operation::BackupJobSwitch { .. }
        | Operation::BackupJobRun { .. }
        | Operation::BackupJobDelete { .. } => {}
    }
    let guest = looks.guest;
    let subject = Subject::Guest {
        guest: guest.listed.id.clone(),
        kind: guest.place.kind,
        name: guest.name(),
        identity: facts.known.get("identity").cloned(),
    };
    finished(guest.listed.id.cluster.clone(), at, subject, looks.operation.clone(), facts, draft)
}

/// The item with its calls. One that cannot be carried out from what it says is blocked, and says why.
fn finished(
    cluster: ClusterName,
    node: NodeName,
    subject: Subject,
    operation: Operation,
    facts: Facts,
    draft: Draft,
) -> Item {
    let (facts, calls, notes) = (facts.known, Vec::new(), draft.notes);
    let mut item = Item { cluster, node, subject, operation, facts, calls, notes };
    match steps(&item) {
        Ok(steps) => item.calls = steps.iter().map(|step| step.change.to_string()).collect(),
        // What is blocked already said why in better words.
        Err(_) if item.notes.iter().any(|note| note.weight == Weight::Blocks) => {}
        Err(error) => item.notes.push(Note::blocks("incomplete").text("what", error.0)),
    }
    item
}
