//! Nodes, storages, pools, tags and clusters, as they were last seen or are remembered.

use std::collections::BTreeSet;

use lotse_engine::{command::Argument, inventory::Resources};
use lotse_model::ClusterName;

use super::{Choice, among};
use crate::bot::{Bot, Visit};

/// Nodes, with their cluster where there are several.
pub(super) fn nodes(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    gather(bot, typed, |cluster, resources, add| {
        for node in resources.nodes().iter().filter(|node| visit.grants.sees_node(cluster, &node.name)) {
            add(node.name.as_str());
        }
    })
}

/// Storages, each once.
pub(super) fn storages(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    gather(bot, typed, |cluster, resources, add| {
        for storage in resources.storages() {
            if visit.grants.sees_storage(cluster, &storage.name, Some(&storage.node)) {
                add(storage.name.as_str());
            }
        }
    })
}

/// Pools.
pub(super) fn pools(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let mut names = BTreeSet::new();
    for cluster in bot.house.fleet.clusters() {
        let snapshot = cluster.last_known();
        let Some(resources) = snapshot.resources.value() else { continue };
        let seen = resources.pools().iter().filter(|pool| visit.grants.sees_pool(cluster.name(), pool));
        names.extend(seen.map(|pool| pool.as_str().to_owned()));
    }
    among(names, typed)
}

/// Tags of the guests that the person may see.
pub(super) fn tags(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let snapshots: Vec<_> = bot.house.fleet.clusters().iter().map(|cluster| cluster.last_known()).collect();
    let lists = snapshots.iter().filter_map(|snapshot| snapshot.resources.value());
    let seen = lists.flat_map(Resources::guests).filter(|guest| visit.grants.sees(guest));
    // Ten thousand guests have a dozen tags.
    let names: BTreeSet<&str> = seen.flat_map(|guest| &guest.tags).map(String::as_str).collect();
    among(names, typed)
}

/// What else an argument may name.
pub(super) fn others(bot: &Bot, visit: &Visit, argument: &Argument, typed: &str) -> Vec<Choice> {
    if argument.name != "cluster" {
        return Vec::new();
    }
    clusters(bot, visit, typed)
}

/// Clusters.
pub(super) fn clusters(bot: &Bot, visit: &Visit, typed: &str) -> Vec<Choice> {
    let clusters = bot.house.fleet.clusters().iter().filter(|cluster| visit.grants.touches(cluster.name()));
    among(clusters.map(|cluster| cluster.name().to_string()), typed)
}

/// Names of every cluster, with the cluster before them where there are several.
fn gather(bot: &Bot, typed: &str, list: impl Fn(&ClusterName, &Resources, &mut dyn FnMut(&str))) -> Vec<Choice> {
    let several = bot.has_several_clusters();
    let mut names = BTreeSet::new();
    for cluster in bot.house.fleet.clusters() {
        let snapshot = cluster.last_known();
        let Some(resources) = snapshot.resources.value() else { continue };
        list(cluster.name(), resources, &mut |name| {
            names.insert(if several { format!("{}/{name}", cluster.name()) } else { name.to_owned() });
        });
    }
    among(names, typed)
}
