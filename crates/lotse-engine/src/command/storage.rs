//! `storage`: what can be stored where, and how full it is.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, NodeName, Storage, StorageName, StorageState};

use crate::{
    asking::Asking,
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, criteria},
    inventory::Resources,
    view::{Answer, StorageRow, StorageView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "storage",
    arguments: &[
        Argument::positional("storage", ArgumentKind::Storage),
        Argument::option("node", ArgumentKind::Node),
        Argument::option("where", ArgumentKind::Criteria(criteria::OF_STORAGES)),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let directory = asking.directory(&snapshots);
    let wanted = call.get("storage").map(|typed| directory.storages(typed)).transpose()?;
    let node = call.get("node").map(|typed| directory.node(typed)).transpose()?;
    let seen = snapshots.iter().filter_map(|snapshot| snapshot.resources.value());
    let storages = seen.flat_map(Resources::storages).filter(|storage| {
        let named =
            |(cluster, name): &(&ClusterName, StorageName)| **cluster == storage.cluster && *name == storage.name;
        wanted.as_ref().is_none_or(|wanted| wanted.iter().any(named))
            && node.as_ref().is_none_or(|(cluster, node)| **cluster == storage.cluster && *node == storage.node)
    });
    let storages = rows(storages);
    gathered.answer(View::Storage(StorageView { storages }))
}

/// One row for a shared storage, one for each node of a local one; fullest first, unknown ones after those.
pub(crate) fn rows<'a>(storages: impl Iterator<Item = &'a Storage>) -> Vec<StorageRow> {
    let mut rows: BTreeMap<(ClusterName, StorageName, Option<NodeName>), StorageRow> = BTreeMap::new();
    for storage in storages {
        let node = (!storage.shared).then(|| storage.node.clone());
        let row =
            rows.entry((storage.cluster.clone(), storage.name.clone(), node.clone())).or_insert_with(|| StorageRow {
                cluster: storage.cluster.clone(),
                storage: storage.name.clone(),
                node,
                plugin: storage.plugin.clone(),
                shared: storage.shared,
                state: storage.state.clone(),
                unavailable_on: Vec::new(),
                content: storage.content.clone(),
                space: storage.space,
            });
        if storage.state == StorageState::Available {
            row.state = StorageState::Available;
            row.space = row.space.or(storage.space);
        } else if storage.shared {
            row.unavailable_on.push(storage.node.clone());
        }
    }
    let mut rows: Vec<StorageRow> = rows.into_values().collect();
    for row in &mut rows {
        // Named only where some nodes can use it and others cannot; else the state says it all.
        if row.state != StorageState::Available {
            row.unavailable_on.clear();
        }
    }
    let fullness = |row: &StorageRow| row.space.and_then(lotse_model::Use::share).map_or(-1.0, lotse_model::Share::get);
    rows.sort_by(|a, b| fullness(b).total_cmp(&fullness(a)));
    rows
}
