//! `pools`: groups of guests and storages.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use lotse_model::{ClusterName, PoolName};

use crate::{
    asking::Asking,
    command::{Call, Command, CommandError, Does, Level, Reach},
    inventory::Resources,
    view::{Answer, GuestLabel, PoolRow, PoolsView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "pools",
    arguments: &[],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, _: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let sight = asking.sight().await;
    let mut pools: BTreeMap<(ClusterName, PoolName), PoolRow> = BTreeMap::new();
    let clusters = asking.clusters();
    let listed = join_all(clusters.iter().map(|cluster| cluster.pools(asking.ask))).await;
    let empty = |cluster: &ClusterName, pool: &PoolName, comment: Option<String>| PoolRow {
        cluster: cluster.clone(),
        pool: pool.to_string(),
        comment,
        guests: Vec::new(),
    };
    for (cluster, answer) in clusters.iter().zip(&listed) {
        for pool in gathered.note(cluster.name(), answer).iter().flat_map(|seen| &seen.value) {
            if !sight.pool(cluster.name(), &pool.name) {
                continue;
            }
            pools.insert(
                (cluster.name().clone(), pool.name.clone()),
                empty(cluster.name(), &pool.name, pool.comment.clone()),
            );
        }
    }
    for guest in snapshots.iter().filter_map(|snapshot| snapshot.resources.value()).flat_map(Resources::guests) {
        let Some(pool) = &guest.pool else { continue };
        let cluster = &guest.id.cluster;
        let row = pools.entry((cluster.clone(), pool.clone())).or_insert_with(|| empty(cluster, pool, None));
        row.guests.push(GuestLabel { id: guest.id.clone(), name: guest.name.clone() });
    }
    gathered.answer(View::Pools(PoolsView { pools: pools.into_values().collect() }))
}
