//! Reads what concerns the whole cluster, once for all guests of a request.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures_util::{StreamExt, stream};
use lotse_model::{Bytes, Guest, GuestKind, Hidden, NodeName, NodeState, StorageName, StorageState, Timestamp, Vmid};
use lotse_pve::ops::{
    backup_jobs::BackupJob,
    cluster::ClusterStatus,
    content::{ContentKind, ContentQuery, Volume},
    ha::HaStatus,
    nodes::NodeStatus,
    replication::ReplicationJob,
    storages::NodeStorage,
};

use super::{AT_ONCE, Needs, guest::when};
use crate::{
    findings::backup_places,
    fleet::{Cluster, now},
    inventory::Resources,
    topics::{Answer, Ask},
};

/// The backups of one storage, as one node sees them.
#[derive(Debug, Clone)]
pub(crate) struct ArchivePlace {
    /// The node.
    pub(crate) node: NodeName,
    /// The storage.
    pub(crate) storage: StorageName,
    /// The backups.
    pub(crate) volumes: Answer<Vec<Volume>>,
}

/// What was read of a cluster.
#[derive(Debug, Clone)]
pub(crate) struct ClusterLook {
    /// The cluster.
    pub(crate) cluster: Arc<Cluster>,
    /// When it was read, by our clock.
    pub(crate) now: Timestamp,
    /// Guests, nodes, storages and pools.
    pub(crate) resources: Answer<Resources>,
    /// The guests that the person may know of; all when not said.
    pub(crate) visible: Option<BTreeSet<Vmid>>,
    /// Members and quorum.
    pub(crate) status: Answer<ClusterStatus>,
    /// Backup jobs.
    pub(crate) jobs: Option<Answer<Vec<BackupJob>>>,
    /// Replication jobs.
    pub(crate) replication: Option<Answer<Vec<ReplicationJob>>>,
    /// What HA manages.
    pub(crate) ha: Option<Answer<HaStatus>>,
    /// The backups, one entry for each storage that may hold some.
    pub(crate) archives: Option<Vec<ArchivePlace>>,
    /// The storages of the nodes that matter, as each sees them this moment.
    pub(crate) storages: BTreeMap<NodeName, Answer<Vec<NodeStorage>>>,
    /// The status of the nodes that matter.
    pub(crate) nodes: BTreeMap<NodeName, Answer<NodeStatus>>,
    /// Which numbers of guests are free, of those that were asked for.
    pub(crate) free_ids: BTreeMap<Vmid, Answer<bool>>,
    /// Volumes of guests by node and storage.
    pub(crate) volumes: BTreeMap<(NodeName, StorageName), Answer<Vec<Volume>>>,
}

impl ClusterLook {
    /// Reads a cluster for an operation on guests of `nodes`. The list was read before.
    pub(crate) async fn read(
        cluster: &Arc<Cluster>,
        resources: Answer<Resources>,
        nodes: &BTreeSet<NodeName>,
        needs: Needs,
        ask: Ask,
    ) -> Self {
        let known = resources.value();
        let places = known.filter(|_| needs.archives).map(backup_places).unwrap_or_default();
        let archives = when(
            needs.archives,
            stream::iter(places)
                .map(|(node, storage)| async move {
                    let volumes = cluster.archives(&node, &storage, ask).await;
                    ArchivePlace { node, storage, volumes }
                })
                .buffered(AT_ONCE)
                .collect::<Vec<_>>(),
        );
        let up = |node: &&NodeName| {
            known.and_then(|list| list.node(node)).is_none_or(|node| node.state == NodeState::Online)
        };
        let reached: Vec<&NodeName> = nodes.iter().filter(up).collect();
        // The futures are made before they are awaited: a closure that borrows would keep the whole from being sent to another
        // thread.
        let storages: Vec<_> = (reached.iter().filter(|_| needs.storages))
            .map(|node| async move { ((*node).clone(), cluster.storages(node, ask).await) })
            .collect();
        let storages = stream::iter(storages).buffered(AT_ONCE).collect::<BTreeMap<_, _>>();
        let statuses: Vec<_> = (reached.iter().filter(|_| needs.node))
            .map(|node| async move { ((*node).clone(), cluster.node_status(node, ask).await) })
            .collect();
        let statuses = stream::iter(statuses).buffered(AT_ONCE).collect::<BTreeMap<_, _>>();
        let replication = when(needs.replication, replication(cluster, ask));
        let (status, jobs, replication, ha, archives, storages, nodes) = tokio::join!(
            cluster.status(ask),
            when(needs.jobs, cluster.backup_jobs(ask)),
            replication,
            when(needs.ha, cluster.ha(ask)),
            archives,
            storages,
            statuses,
        );
        Self {
            cluster: Arc::clone(cluster),
            now: now(),
            resources,
            visible: None,
            status,
            jobs,
            replication,
            ha,
            archives,
            storages,
            nodes,
            free_ids: BTreeMap::new(),
            volumes: BTreeMap::new(),
        }
    }

    /// Reads the disks of guests of a kind on these storages as well: to find clones that share a template's.
    pub(crate) async fn read_volumes(&mut self, wanted: BTreeSet<(NodeName, StorageName)>, kind: GuestKind, ask: Ask) {
        let cluster = &self.cluster;
        let kind = if kind == GuestKind::Vm { ContentKind::Images } else { ContentKind::RootDir };
        let query = &ContentQuery { kind: Some(kind), vmid: None };
        self.volumes = stream::iter(wanted)
            .map(|(node, storage)| async move {
                let call = format!("/nodes/{node}/storage/{storage}/content");
                let read = cluster.pve().content(&node, &storage, query, ask.deadline).await;
                let answer = match read {
                    Ok(seen) => Answer::read(Arc::new(seen), call),
                    Err(error) => Answer::nothing(Hidden {
                        cluster: cluster.name().clone(),
                        node: Some(node.clone()),
                        what: call,
                        why: error.hidden_why(),
                    }),
                };
                ((node, storage), answer)
            })
            .buffered(AT_ONCE)
            .collect()
            .await;
    }

    /// Reads the storages of one more node, once.
    pub(crate) async fn see_storages(&mut self, node: &NodeName, ask: Ask) {
        if !self.storages.contains_key(node) {
            let storages = self.cluster.storages(node, ask).await;
            self.storages.insert(node.clone(), storages);
        }
    }

    /// Asks whether a number is free, once.
    pub(crate) async fn ask_id(&mut self, id: Vmid, ask: Ask) {
        if self.free_ids.contains_key(&id) {
            return;
        }
        let call = "/cluster/nextid".to_owned();
        let answer = match self.cluster.pve().is_free(id, ask.deadline).await {
            Ok(seen) => Answer::read(Arc::new(seen), call),
            Err(error) => Answer::nothing(Hidden {
                cluster: self.cluster.name().clone(),
                node: None,
                what: call,
                why: error.hidden_why(),
            }),
        };
        self.free_ids.insert(id, answer);
    }

    /// The guests of the cluster's list.
    pub(crate) fn guests(&self) -> &[Guest] {
        self.resources.value().map(Resources::guests).unwrap_or_default()
    }

    /// The backup jobs, as far as they were read.
    pub(crate) fn backup_jobs(&self) -> &[BackupJob] {
        self.jobs.as_ref().and_then(Answer::value).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a guest may be named to the person who asked.
    pub(crate) fn may_name(&self, vmid: Vmid) -> bool {
        self.visible.as_ref().is_none_or(|visible| visible.contains(&vmid))
    }

    /// Whether a node takes part.
    pub(crate) fn is_online(&self, node: &NodeName) -> bool {
        self.resources.value().and_then(|list| list.node(node)).is_some_and(|node| node.state == NodeState::Online)
    }

    /// A node that takes part: the first by name, for calls that any node answers.
    pub(crate) fn any_node(&self) -> Option<NodeName> {
        let nodes = self.resources.value()?.nodes();
        nodes.iter().find(|node| node.state == NodeState::Online).map(|node| node.name.clone())
    }

    /// A storage as a node sees it this moment; `None` when it is not there, or was not read.
    pub(crate) fn storage(&self, node: &NodeName, name: &StorageName) -> Option<&NodeStorage> {
        self.storages.get(node)?.value()?.iter().find(|storage| storage.storage.name == *name)
    }

    /// Whether a storage is the same on all nodes, as the list says.
    pub(crate) fn is_shared(&self, name: &StorageName) -> Option<bool> {
        self.resources.value()?.storage(name).next().map(|storage| storage.shared)
    }

    /// The type of a storage (`zfspool`, `lvmthin`).
    pub(crate) fn plugin(&self, name: &StorageName) -> Option<&str> {
        let listed = self.resources.value().map(Resources::storages).unwrap_or_default().iter();
        let seen = self.storages.values().filter_map(Answer::value).flatten().map(|storage| &storage.storage);
        listed.chain(seen).filter(|storage| storage.name == *name).find_map(|storage| storage.plugin.as_deref())
    }

    /// What is free of a storage on a node, as the node counts it.
    pub(crate) fn free(&self, node: &NodeName, name: &StorageName) -> Option<Bytes> {
        let storage = self.storage(node, name)?;
        storage.available.or_else(|| storage.storage.space.map(lotse_model::Use::free))
    }

    /// Whether a storage can be used on a node; `None` when that was not seen.
    pub(crate) fn is_available(&self, node: &NodeName, name: &StorageName) -> Option<bool> {
        self.storages.get(node)?.value()?;
        Some(
            self.storage(node, name)
                .is_some_and(|storage| storage.enabled && storage.storage.state == StorageState::Available),
        )
    }

    /// The backups of a guest, newest first, each with where it was seen.
    pub(crate) fn archives_of(&self, vmid: Vmid) -> Vec<(&ArchivePlace, &Volume)> {
        let all = self.archives.iter().flatten().flat_map(|place| {
            let volumes = place.volumes.value().map(Vec::as_slice).unwrap_or_default();
            volumes.iter().map(move |volume| (place, volume))
        });
        let mut own: Vec<_> = all.filter(|(_, volume)| volume.vmid == Some(vmid)).collect();
        own.sort_by(|a, b| (b.1.created, &b.1.id).cmp(&(a.1.created, &a.1.id)));
        own
    }

    /// A backup by its volume id, with where it was seen.
    pub(crate) fn archive(&self, volume: &str) -> Option<(&ArchivePlace, &Volume)> {
        self.archives.iter().flatten().find_map(|place| {
            let found = place.volumes.value()?.iter().find(|one| one.id == volume)?;
            Some((place, found))
        })
    }

    /// Whether every storage that may hold backups was looked at, and wholly.
    pub(crate) fn saw_all_archives(&self) -> bool {
        self.resources.is_whole()
            && self.archives.as_ref().is_some_and(|places| places.iter().all(|place| place.volumes.is_whole()))
    }

    /// Everything of it that could not be read.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &Hidden> {
        let parts = self.jobs.iter().flat_map(|answer| &answer.missing);
        let parts = parts.chain(self.replication.iter().flat_map(|answer| &answer.missing));
        let parts = parts.chain(self.ha.iter().flat_map(|answer| &answer.missing));
        let parts = parts.chain(self.archives.iter().flatten().flat_map(|place| &place.volumes.missing));
        let parts = parts.chain(self.storages.values().flat_map(|answer| &answer.missing));
        let parts = parts.chain(self.nodes.values().flat_map(|answer| &answer.missing));
        let parts = parts.chain(self.volumes.values().flat_map(|answer| &answer.missing));
        self.resources.missing.iter().chain(&self.status.missing).chain(parts)
    }
}

async fn replication(cluster: &Cluster, ask: Ask) -> Answer<Vec<ReplicationJob>> {
    let call = "/cluster/replication".to_owned();
    match cluster.pve().replication_jobs(ask.deadline).await {
        Ok(seen) => Answer::read(Arc::new(seen), call),
        Err(error) => {
            Answer::nothing(Hidden { cluster: cluster.name().clone(), node: None, what: call, why: error.hidden_why() })
        }
    }
}
