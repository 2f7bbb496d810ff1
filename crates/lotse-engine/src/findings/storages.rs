//! Storages: filling up, not there, thin pools.

use std::collections::BTreeMap;

use lotse_model::{Evidence, HiddenWhy, NodeName, NodeState, Severity, Storage, StorageName, StorageState, Subject};

use super::{
    material::Material,
    report::{Part, Report},
    thresholds::Thresholds,
    words::{fill, share, text},
};

/// A storage that fills up. A shared one is told once.
pub(super) fn full(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(list) = report.see_part(&material.resources, Part::Storages) else { return };
    for storage in list.value.distinct_storages() {
        let Some((space, used)) = storage.space.and_then(|space| Some((space, space.share()?))) else {
            unseen(material, storage, report);
            continue;
        };
        if let Some(severity) = thresholds.storage.judge(used) {
            let evidence = list.shows([("disk", space.used.0.to_string()), ("maxdisk", space.total.0.to_string())]);
            let node = (!storage.shared).then(|| storage.node.clone());
            let place = place(&storage.name, node.as_ref());
            let arguments = fill(space, used).into_iter().chain([("storage", text(&place))]);
            report.found(severity, subject(storage, node), vec![evidence], arguments);
        }
    }
}

/// A storage that is configured and cannot be used.
///
/// The cluster's list says `unknown` of it: its node has no figures to report. The node itself says whether it is usable
/// this moment, and where it was asked, that decides.
pub(super) fn unavailable(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(list) = report.see_part(&material.resources, Part::Storages) else { return };
    let mut missing: BTreeMap<&StorageName, Vec<(&Storage, Vec<Evidence>)>> = BTreeMap::new();
    for storage in list.value.storages() {
        let silent = match storage.state {
            StorageState::Unavailable => "unavailable",
            StorageState::Unknown => "unknown",
            StorageState::Available | StorageState::Other(_) => continue,
        };
        if !is_up(material, &storage.node) {
            report.could_not_see(Some(&storage.node), "/cluster/resources", HiddenWhy::NodeDown);
            continue;
        }
        let mut evidence = vec![list.shows([("status", silent.to_owned()), ("node", storage.node.to_string())])];
        let own = material.nodes.get(&storage.node).and_then(|details| report.open(&details.storages));
        if let Some(own) = own
            && let Some(seen) = own.value.iter().find(|seen| seen.storage.name == storage.name)
        {
            if seen.storage.state == StorageState::Available || !seen.enabled {
                continue;
            }
            evidence.push(own.shows([("storage", storage.name.to_string()), ("active", "0".to_owned())]));
        }
        missing.entry(&storage.name).or_default().push((storage, evidence));
    }
    for (name, storages) in missing {
        let nodes: Vec<String> = storages.iter().map(|(storage, _)| storage.node.to_string()).collect();
        let only = match storages.as_slice() {
            [(one, _)] if !one.shared => Some(one.node.clone()),
            _ => None,
        };
        let subject = Subject::Storage { cluster: report.cluster.clone(), storage: name.clone(), node: only };
        let arguments = [("storage", text(name)), ("nodes", text(&nodes.join(", ")))];
        let evidence = storages.into_iter().flat_map(|(_, evidence)| evidence).collect();
        report.found(Severity::Error, subject, evidence, arguments);
    }
}

fn is_up(material: &Material, node: &NodeName) -> bool {
    material.node(node).is_some_and(|node| node.state == NodeState::Online)
}

/// A thin pool whose data or metadata runs out.
pub(super) fn thin_pool_full(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/disks/lvmthin") {
        let Some(pools) = report.see(&details.thin_pools) else { continue };
        for pool in pools.value {
            let name = format!("{}/{}", pool.group, pool.name);
            let metadata = format!("lvextend --poolmetadatasize +1G {name}");
            let data = format!("lvextend --size +10G {name}");
            for (part, space, command) in [("metadata", pool.metadata, metadata), ("data", pool.space, data)] {
                let Some((space, used)) = space.and_then(|space| Some((space, space.share()?))) else { continue };
                let Some(severity) = thresholds.thin_pool.judge(used) else { continue };
                let evidence = pools.shows([
                    ("part", part.to_owned()),
                    ("used", space.used.0.to_string()),
                    ("size", space.total.0.to_string()),
                ]);
                let subject = Subject::Other {
                    cluster: report.cluster.clone(),
                    node: Some(node.name.clone()),
                    name: name.clone(),
                };
                let arguments = [
                    ("pool", text(&name)),
                    ("node", text(&node.name)),
                    ("part", text(&part)),
                    ("used-share", share(used)),
                    ("command", text(&command)),
                ];
                report.found(severity, subject, vec![evidence], arguments);
            }
        }
    }
}

/// How full a storage is that is not there nobody can see; that it is not there is told by its own check.
fn unseen(material: &Material, storage: &Storage, report: &mut Report<'_>) {
    let why = match storage.state {
        StorageState::Available | StorageState::Other(_) => return,
        _ if !is_up(material, &storage.node) => HiddenWhy::NodeDown,
        _ => HiddenWhy::Inactive,
    };
    report.could_not_see(Some(&storage.node), format!("/nodes/{}/storage/{}/status", storage.node, storage.name), why);
}

fn subject(storage: &Storage, node: Option<NodeName>) -> Subject {
    Subject::Storage { cluster: storage.cluster.clone(), storage: storage.name.clone(), node }
}

/// `nas`, or `local (pve1)` for one that only a node has.
fn place(name: &StorageName, node: Option<&NodeName>) -> String {
    node.map_or_else(|| name.to_string(), |node| format!("{name} ({node})"))
}
