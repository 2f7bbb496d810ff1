//! Reads what the checks need: the poll, the cluster, each node, and each guest where that is wanted.

use std::collections::BTreeMap;

use futures_util::{StreamExt, future::join_all, stream};
use lotse_model::{
    Guest, GuestKind, GuestState, Hidden, HiddenWhy, NodeName, NodeState, Storage, StorageName, Task, Timestamp, Upid,
    Vmid,
};
use lotse_pve::ops::{content::Volume, guest_status::GuestPlace};

use super::{
    backup_log::BackupLog,
    evaluate::{Problems, evaluate, evaluate_checks},
    material::Material,
    needs::Needs,
    tasks::latest_failures,
    thresholds::Thresholds,
};
use crate::{
    fleet::{Cluster, Fleet, GuestDetails, NodeDetails, now},
    inventory::Resources,
    topics::{Answer, Ask, Key},
};

/// How many nodes or guests of a cluster are read at the same time. Each node's services answer one call in 10 ms to 100 ms.
const AT_ONCE: usize = 8;

/// Of so many failed backup runs the log is read for one question: the latest run of each node counts, and few nodes fail.
const RUNS: usize = 8;

/// So many lines of such a log are read at once; a guest takes some fifty.
const LINES: u64 = 5_000;

/// How far is looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Depth {
    /// Every guest is read, too: two to four calls each. Without it what was read before counts, however old.
    pub guests: bool,
    /// Disks are asked for their health, which wakes sleeping ones.
    pub disks: bool,
}

impl Fleet {
    /// What is wrong in these clusters (all when none is named), and how far that was looked at.
    pub async fn problems(
        &self,
        among: &[lotse_model::ClusterName],
        depth: Depth,
        thresholds: &Thresholds,
        ask: Ask,
    ) -> Problems {
        let clusters = self.among(among);
        let materials = join_all(clusters.iter().map(|cluster| cluster.gather(depth, ask))).await;
        evaluate(&materials, thresholds)
    }

    /// What is wrong as far as the four calls of a poll show it; the checks that need more are not made.
    pub async fn poll_problems(
        &self,
        among: &[lotse_model::ClusterName],
        thresholds: &Thresholds,
        ask: Ask,
    ) -> Problems {
        let clusters = self.among(among);
        let materials = join_all(clusters.iter().map(|cluster| cluster.gather_poll(ask))).await;
        evaluate_checks(&materials, thresholds, |check| check.needs == Needs::Poll)
    }
}

impl Cluster {
    /// Reads what the checks need.
    pub async fn gather(&self, depth: Depth, ask: Ask) -> Material {
        // What the caller may see decides what an empty list means; so that comes first.
        let _ = self.permissions(ask).await;
        let poll = async {
            let snapshot = self.poll(ask).await.snapshot;
            let resources = snapshot.resources.value();
            let (nodes, guests, archives) = tokio::join!(
                self.all_nodes(resources, depth, ask),
                self.all_guests(resources, depth, ask),
                self.all_archives(resources, ask),
            );
            let backup_logs = self.backup_logs(snapshot.tasks.value(), ask).await;
            (snapshot, nodes, guests, archives, backup_logs)
        };
        let ((snapshot, nodes, guests, archives, backup_logs), ha_manager, backup_jobs, uncovered, ceph) =
            tokio::join!(poll, self.ha_manager(ask), self.backup_jobs(ask), self.uncovered_guests(ask), self.ceph(ask));
        Material {
            cluster: self.name().clone(),
            now: site_time(now(), &nodes),
            resources: snapshot.resources.clone(),
            status: snapshot.status.clone(),
            ha: snapshot.ha.clone(),
            tasks: snapshot.tasks.clone(),
            ha_manager,
            backup_jobs,
            uncovered,
            archives,
            backup_logs,
            ceph,
            nodes,
            guests,
        }
    }

    /// Reads what the checks need that are made of a poll alone.
    pub async fn gather_poll(&self, ask: Ask) -> Material {
        let snapshot = self.poll(ask).await.snapshot;
        let not_read = |key: &Key| Hidden {
            cluster: self.name().clone(),
            node: None,
            what: key.to_string(),
            why: HiddenWhy::NotRead,
        };
        Material {
            cluster: self.name().clone(),
            now: now(),
            resources: snapshot.resources.clone(),
            status: snapshot.status.clone(),
            ha: snapshot.ha.clone(),
            tasks: snapshot.tasks.clone(),
            ha_manager: Answer::nothing(not_read(&Key::HaManager)),
            backup_jobs: Answer::nothing(not_read(&Key::BackupJobs)),
            uncovered: Answer::nothing(not_read(&Key::NotBackedUp)),
            archives: Vec::new(),
            backup_logs: BTreeMap::new(),
            ceph: Answer::nothing(not_read(&Key::Ceph)),
            nodes: BTreeMap::new(),
            guests: BTreeMap::new(),
        }
    }

    /// The logs of the latest backup runs that failed without saying of which guest: at most [`RUNS`], in at most two calls
    /// each, and kept.
    async fn backup_logs(&self, tasks: Option<&Vec<Task>>, ask: Ask) -> BTreeMap<String, Answer<BackupLog>> {
        let runs = failed_runs(tasks);
        join_all(runs.into_iter().map(|upid| async move { (upid.to_string(), self.backup_log(&upid, ask).await) }))
            .await
            .into_iter()
            .collect()
    }

    async fn backup_log(&self, upid: &Upid, ask: Ask) -> Answer<BackupLog> {
        let fetch = |deadline| async move {
            let first = self.pve().task_log(upid, 0, LINES, deadline).await?;
            let total = first.value.total.unwrap_or(0);
            if total <= LINES {
                return Ok(first.map(|page| BackupLog::read(&page.lines, true)));
            }
            // The end of a very long one: the guests of its middle are not named, and that is said.
            let end = self.pve().task_log(upid, total.saturating_sub(LINES).max(LINES), LINES, deadline).await?;
            let whole = total <= 2 * LINES;
            Ok(first.map(|page| BackupLog::read(page.lines.iter().chain(&end.value.lines), whole)))
        };
        self.read(Key::BackupLog(upid.node.clone(), upid.to_string()), ask, fetch).await
    }

    async fn all_nodes(&self, list: Option<&Resources>, depth: Depth, ask: Ask) -> BTreeMap<NodeName, NodeDetails> {
        let nodes = list.map(Resources::nodes).unwrap_or_default();
        let read = |node: &lotse_model::Node| {
            let (name, state) = (node.name.clone(), node.state.clone());
            async move {
                // Nobody waits for a node that the cluster itself does not see.
                let details = match state {
                    NodeState::Offline => self.no_node(&name, &HiddenWhy::NodeDown),
                    _ => self.one_node(&name, depth, ask).await,
                };
                (name, details)
            }
        };
        stream::iter(nodes.iter().map(read).collect::<Vec<_>>()).buffer_unordered(AT_ONCE).collect().await
    }

    async fn one_node(&self, node: &NodeName, depth: Depth, ask: Ask) -> NodeDetails {
        let disks =
            async { if depth.disks { self.disk_health(node, ask).await } else { self.known_disk_health(node).await } };
        let (status, clock, updates, packages, certificates, disks, zfs, thin_pools, storages, replication) = tokio::join!(
            self.node_status(node, ask),
            self.node_clock(node, ask),
            self.updates(node, ask),
            self.packages(node, ask),
            self.certificates(node, ask),
            disks,
            self.zfs(node, ask),
            self.thin_pools(node, ask),
            self.storages(node, ask),
            self.replication(node, ask),
        );
        NodeDetails { status, clock, updates, packages, certificates, disks, zfs, thin_pools, storages, replication }
    }

    fn no_node(&self, node: &NodeName, why: &HiddenWhy) -> NodeDetails {
        NodeDetails {
            status: self.nothing(node, "status", why),
            clock: self.nothing(node, "time", why),
            updates: self.nothing(node, "apt/update", why),
            packages: self.nothing(node, "apt/versions", why),
            certificates: self.nothing(node, "certificates/info", why),
            disks: self.nothing(node, "disks/list", why),
            zfs: self.nothing(node, "disks/zfs", why),
            thin_pools: self.nothing(node, "disks/lvmthin", why),
            storages: self.nothing(node, "storage", why),
            replication: self.nothing(node, "replication", why),
        }
    }

    pub(crate) fn nothing<T>(&self, node: &NodeName, what: &str, why: &HiddenWhy) -> Answer<T> {
        let what = format!("/nodes/{node}/{what}");
        Answer::nothing(Hidden { cluster: self.name().clone(), node: Some(node.clone()), what, why: why.clone() })
    }

    async fn all_guests(&self, list: Option<&Resources>, depth: Depth, ask: Ask) -> BTreeMap<Vmid, GuestDetails> {
        let resources = list.map(Resources::guests).unwrap_or_default();
        let guests: Vec<Guest> = resources.iter().filter(|guest| !guest.template).cloned().collect();
        let read = |guest: Guest| async move {
            let vmid = guest.id.vmid;
            let details = match guest.state {
                GuestState::Unknown => Some(self.no_guest(&GuestPlace::from(&guest), &HiddenWhy::NodeDown)),
                _ if depth.guests => Some(self.one_guest(&guest, ask).await),
                _ => self.known_guest(&GuestPlace::from(&guest)).await,
            };
            details.map(|details| (vmid, details))
        };
        let details = stream::iter(guests.into_iter().map(read)).buffer_unordered(AT_ONCE);
        details.filter_map(|details| async move { details }).collect().await
    }

    async fn one_guest(&self, guest: &Guest, ask: Ask) -> GuestDetails {
        let place = GuestPlace::from(guest);
        let inside = async {
            if guest.kind == GuestKind::Vm && guest.state == GuestState::Running {
                self.file_systems(&place, ask).await
            } else {
                self.nothing(&place.node, &format!("qemu/{}/agent/get-fsinfo", place.vmid), &HiddenWhy::NotRead)
            }
        };
        let (config, status, snapshots, file_systems) = tokio::join!(
            self.guest_config(&place, ask),
            self.guest_status(&place, ask),
            self.snapshots(&place, ask),
            inside
        );
        GuestDetails { config, status, snapshots, file_systems }
    }

    fn no_guest(&self, place: &GuestPlace, why: &HiddenWhy) -> GuestDetails {
        let of = |what: &str| format!("{}/{}/{what}", place.kind.api(), place.vmid);
        GuestDetails {
            config: self.nothing(&place.node, &of("config"), why),
            status: self.nothing(&place.node, &of("status/current"), why),
            snapshots: self.nothing(&place.node, &of("snapshot"), why),
            file_systems: self.nothing(&place.node, &of("agent/get-fsinfo"), why),
        }
    }

    /// The backups on every storage that may hold some: one call for a shared one, one for each node of the others.
    async fn all_archives(&self, list: Option<&Resources>, ask: Ask) -> Vec<Answer<Vec<Volume>>> {
        let places = list.map(backup_places).unwrap_or_default();
        let read = |(node, storage): (NodeName, StorageName)| async move { self.archives(&node, &storage, ask).await };
        stream::iter(places.into_iter().map(read)).buffered(AT_ONCE).collect().await
    }
}

/// The latest backup runs that failed without saying of which guest, the newest first, at most [`RUNS`].
pub(super) fn failed_runs(tasks: Option<&Vec<Task>>) -> Vec<Upid> {
    let runs = tasks.into_iter().flatten().filter(|task| task.upid.kind == "vzdump");
    let failures = latest_failures(runs).into_iter();
    let mut failed: Vec<Upid> =
        failures.map(|failure| failure.task.upid.clone()).filter(|upid| upid.id.is_empty()).collect();
    failed.sort_by_key(|upid| std::cmp::Reverse(upid.started));
    failed.truncate(RUNS);
    failed
}

/// The time at the cluster: ours, moved by as much as the clocks of its nodes differ from it (the middle one of them). What
/// Proxmox dates (tasks, archives, snapshots) is dated by those, and an age is right only by the clock that it began with.
fn site_time(ours: Timestamp, nodes: &BTreeMap<NodeName, NodeDetails>) -> Timestamp {
    let readings = nodes.values().filter_map(|details| details.clock.seen.as_deref());
    let mut offsets: Vec<i64> = readings.map(|seen| seen.value.clock.time.0.saturating_sub(seen.as_of.0)).collect();
    offsets.sort_unstable();
    let middle = offsets.get(offsets.len() / 2).copied().unwrap_or(0);
    Timestamp(ours.0.saturating_add(middle))
}

/// From where to look at which storage for backups.
pub(crate) fn backup_places(list: &Resources) -> Vec<(NodeName, StorageName)> {
    let is_up = |node: &NodeName| list.node(node).is_some_and(|node| node.state == NodeState::Online);
    let holds = |storage: &&Storage| storage.content.iter().any(|kind| kind == "backup");
    let mut places: Vec<(NodeName, StorageName)> = Vec::new();
    for same in list.storages().chunk_by(|a, b| a.name == b.name) {
        let mut sights = same.iter().filter(holds).collect::<Vec<_>>();
        // An available sight of a shared storage on a node that is up serves for all.
        sights.sort_by_key(|storage| !(storage.space.is_some() && is_up(&storage.node)));
        let shared = sights.iter().any(|storage| storage.shared);
        let count = if shared { 1 } else { sights.len() };
        places.extend(sights.into_iter().take(count).map(|storage| (storage.node.clone(), storage.name.clone())));
    }
    places
}
