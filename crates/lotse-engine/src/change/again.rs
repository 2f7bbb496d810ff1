//! Reads what a plan rests on once more, before it is carried out.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use lotse_model::{ClusterName, GuestRef, Hidden, HiddenWhy, NodeName};

use super::{
    look::{AT_ONCE, ClusterLook, GuestLook, Needs, gone_facts, guest_facts, is_gone, job_facts},
    operation::Operation,
    plan::{Item, Plan, Subject},
};
use crate::{asking::Asking, topics::Ask};

/// Why the facts of an item could not be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// The guest is not there any more.
    Gone,
    /// This could not be seen.
    Hidden(Vec<Hidden>),
}

/// The facts of each item of a plan as they are now, by the rule by which they were taken, each read after this was called.
pub async fn read_again(asking: &Asking<'_>, plan: &Plan) -> Vec<Result<BTreeMap<String, String>, Unread>> {
    let ask = Ask::afresh(asking.ask.deadline);
    let clusters = clusters(asking, plan, ask).await;
    let reads: Vec<_> = plan.items.iter().map(|item| facts_of(&clusters, item, ask)).collect();
    stream::iter(reads).buffered(AT_ONCE).collect().await
}

async fn clusters(asking: &Asking<'_>, plan: &Plan, ask: Ask) -> BTreeMap<ClusterName, ClusterLook> {
    let mut wanted: BTreeMap<&ClusterName, (BTreeSet<NodeName>, Needs)> = BTreeMap::new();
    for item in &plan.items {
        let (nodes, needs) = wanted.entry(&item.cluster).or_default();
        nodes.insert(item.node.clone());
        if let Operation::Create { node: Some(node), .. } | Operation::Migrate { node, .. } = &item.operation {
            nodes.insert(node.clone());
        }
        // All items of a plan have one operation, and with it one set of needs.
        *needs = Needs::to_check(&item.operation);
    }
    let reads = wanted.into_iter().filter_map(|(name, (nodes, needs))| {
        let cluster = asking.fleet.cluster(name)?;
        Some(async move {
            let list = cluster.resources(ask).await;
            let mut look = ClusterLook::read(cluster, list, &nodes, needs, ask).await;
            for item in plan.items.iter().filter(|item| item.cluster == *name) {
                if let Operation::Create { new_id: Some(id), .. } | Operation::Restore { new_id: Some(id), .. } =
                    &item.operation
                {
                    look.ask_id(*id, ask).await;
                }
            }
            (name.clone(), look)
        })
    });
    futures_util::future::join_all(reads).await.into_iter().collect()
}

async fn facts_of(
    clusters: &BTreeMap<ClusterName, ClusterLook>,
    item: &Item,
    ask: Ask,
) -> Result<BTreeMap<String, String>, Unread> {
    let Some(cluster) = clusters.get(&item.cluster) else {
        return Err(Unread::Hidden(vec![not_configured(item)]));
    };
    let facts = match &item.subject {
        Subject::Job { id } => job_facts(&item.operation, id, &item.node, cluster),
        // It may have come back meanwhile: then its number is taken, and that is a fact too.
        Subject::Guest { .. } if is_gone(&item.facts) => gone_facts(&item.operation, &item.node, cluster),
        Subject::Guest { guest, .. } => {
            let look = look_at(cluster, guest, item, ask).await?;
            guest_facts(&item.operation, &look, cluster, &item.node)
        }
    };
    if facts.hidden.is_empty() { Ok(facts.known) } else { Err(Unread::Hidden(facts.hidden)) }
}

/// The guest where the cluster's list has it by now.
async fn look_at(cluster: &ClusterLook, guest: &GuestRef, item: &Item, ask: Ask) -> Result<GuestLook, Unread> {
    let Some(listed) = cluster.guests().iter().find(|listed| listed.id == *guest).cloned() else {
        let hidden = &cluster.resources.missing;
        return Err(if hidden.is_empty() { Unread::Gone } else { Unread::Hidden(hidden.clone()) });
    };
    let look = GuestLook::read(&cluster.cluster, listed, Needs::to_check(&item.operation), ask).await;
    if look.is_gone { Err(Unread::Gone) } else { Ok(look) }
}

fn not_configured(item: &Item) -> Hidden {
    Hidden { cluster: item.cluster.clone(), node: None, what: "/cluster/resources".to_owned(), why: HiddenWhy::NotRead }
}
