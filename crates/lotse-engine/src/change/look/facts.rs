//! What of the things that were read must still be so when a change is carried out. Pure: the same looks, the same facts.

use std::collections::BTreeMap;

use lotse_model::{GuestKind, GuestState, Hidden, NodeName, StorageName, Vmid};
use lotse_pve::ops::{backup_jobs::BackupJob, guest_config::GuestConfig};

use super::{ClusterLook, GuestLook};
use crate::{change::operation::Operation, topics::Answer};

/// The word for a guest that is not there any more.
const GONE: &str = "gone";

/// The facts of an item, and what could not be read of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// What was read, by its name.
    pub(crate) known: BTreeMap<String, String>,
    /// What could not be read: with it no plan can be run.
    pub(crate) hidden: Vec<Hidden>,
}

impl Facts {
    #[expect(clippy::needless_pass_by_value, reason = "a value or a reference, whichever the caller has")]
    fn set(&mut self, name: &str, value: impl ToString) {
        self.known.insert(name.to_owned(), value.to_string());
    }

    fn set_some(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Takes a value out of an answer, or notes that it is missing.
    fn need<'a, T>(&mut self, answer: &'a Answer<T>) -> Option<&'a T> {
        if answer.value().is_none() {
            self.hidden.extend(answer.missing.iter().cloned());
        }
        answer.value()
    }
}

/// The word for a state in facts, notes and JSON: that of the lists.
pub(crate) fn state_word(state: &GuestState) -> &str {
    match state {
        GuestState::Running => "running",
        GuestState::Stopped => "stopped",
        GuestState::Paused => "paused",
        GuestState::Suspended => "suspended",
        GuestState::Unknown => "unknown",
        GuestState::Other(word) => word,
    }
}

/// What tells a guest from another one that gets its number later: the SMBIOS UUID of a virtual machine, else when it was
/// created; of a container the address of its first network card, which is drawn at random, else its root volume.
pub(crate) fn identity(config: &GuestConfig) -> Option<String> {
    let uuid = config.raw.get("smbios1").and_then(|smbios| {
        let uuid = smbios.split(',').find_map(|part| part.trim().strip_prefix("uuid="))?;
        Some(format!("uuid:{}", uuid.to_ascii_lowercase()))
    });
    let created = || config.created.map(|at| format!("created:{}", at.0));
    let card = || config.nets.values().find_map(|net| net.mac.as_ref()).map(|mac| format!("mac:{mac}"));
    let root = || config.disks.get("rootfs").and_then(|disk| disk.volume.as_ref()).map(|root| format!("root:{root}"));
    match config.kind {
        GuestKind::Vm => uuid.or_else(created).or_else(card),
        GuestKind::Container => card().or_else(root),
    }
}

/// The facts of an operation on a guest.
/// `at` is the node that does it, which is another than the guest's own for some restores.
pub(crate) fn guest_facts(operation: &Operation, guest: &GuestLook, cluster: &ClusterLook, at: &NodeName) -> Facts {
    let mut facts = Facts::default();
    facts.set("node", &guest.place.node);
    facts.set_some("name", guest.name());
    facts.set_some("pool", guest.listed.pool.as_ref());
    if !guest.listed.tags.is_empty() {
        facts.set("tags", guest.listed.tags.join(";"));
    }
    facts.set_some("lock", guest.lock());
    if let Some(status) = facts.need(&guest.status) {
        facts.set("state", state_word(&status.guest.state));
        // A guest that was started anew since is another process.
        if matches!(operation, Operation::Reboot { .. }) {
            facts.set_some("pid", status.pid);
        }
    }
    if let Some(config) = facts.need(&guest.config) {
        facts.set_some("identity", identity(config));
        if config.template {
            facts.set("template", 1);
        }
        of_config(&mut facts, operation, config, guest, cluster);
    }
    of_operation(&mut facts, operation, guest, cluster, at);
    facts
}

/// What of its configuration an operation rests on.
fn of_config(facts: &mut Facts, operation: &Operation, config: &GuestConfig, guest: &GuestLook, cluster: &ClusterLook) {
    match operation {
        Operation::Resize { disk, .. } => {
            facts.set_some("digest", config.digest.as_ref());
            facts.set_some("sockets", config.sockets);
            facts.set_some("vcpus", config.vcpus);
            facts.set_some("balloon", config.balloon.map(lotse_model::Bytes::mib).filter(|&mib| mib > 0));
            if let Some(size) = disk.as_ref().and_then(|disk| config.disks.get(disk)?.size) {
                facts.set("disk-bytes", size.0);
            }
        }
        Operation::Delete | Operation::Create { .. } | Operation::Restore { new_id: None, .. } => {
            facts.set_some("digest", config.digest.as_ref());
            if config.protection {
                facts.set("protection", 1);
            }
        }
        Operation::Migrate { .. } => {
            facts.set_some("digest", config.digest.as_ref());
            let local: Vec<_> = local_disks(config, cluster).into_iter().map(|(key, _)| key).collect();
            if !local.is_empty() {
                facts.set("local-disks", local.join(","));
            }
        }
        Operation::SnapshotRollback { name, .. } => {
            let memory = guest.snapshots.as_ref().and_then(Answer::value).and_then(|list| list.get(name));
            facts.set("snapshot-memory", u8::from(memory.is_some_and(|snapshot| snapshot.memory)));
        }
        _ => {}
    }
}

/// The disks of a guest that lie on storages of its node alone.
pub(crate) fn local_disks(config: &GuestConfig, cluster: &ClusterLook) -> Vec<(String, StorageName)> {
    let on_storage = config.disks.iter().filter(|(_, disk)| disk.volume.is_some());
    on_storage
        .filter(|(_, disk)| disk.role != lotse_pve::ops::guest_devices::DiskRole::CdDrive)
        .filter_map(|(key, disk)| Some((key.clone(), disk.storage.clone()?)))
        .filter(|(_, storage)| cluster.is_shared(storage) == Some(false))
        .collect()
}

/// What else an operation rests on.
fn of_operation(facts: &mut Facts, operation: &Operation, guest: &GuestLook, cluster: &ClusterLook, at: &NodeName) {
    let own = &guest.place.node;
    match operation {
        Operation::SnapshotCreate { .. }
        | Operation::SnapshotRollback { .. }
        | Operation::SnapshotDelete { .. }
        | Operation::Delete => snapshots(facts, guest),
        Operation::Create { new_id, node, storage, .. } => {
            free_id(facts, *new_id, cluster);
            let node = node.as_ref().unwrap_or(own);
            target_node(facts, node, cluster);
            target_storage(facts, node, storage.as_ref(), cluster);
        }
        Operation::BackupNow { storage, .. } => target_storage(facts, own, storage.as_ref(), cluster),
        Operation::BackupProtect { backup: Some(backup), .. } | Operation::BackupDelete { backup } => {
            archive(facts, backup, cluster);
        }
        Operation::Restore { backup, new_id, storage, .. } => {
            if let Some(backup) = backup {
                archive(facts, backup, cluster);
            }
            match new_id {
                Some(_) => free_id(facts, *new_id, cluster),
                None => snapshots(facts, guest),
            }
            target_storage(facts, at, storage.as_ref(), cluster);
        }
        Operation::Migrate { node, storage } => {
            target_node(facts, node, cluster);
            target_storage(facts, node, storage.as_ref(), cluster);
        }
        _ => {}
    }
}

fn snapshots(facts: &mut Facts, guest: &GuestLook) {
    let Some(answer) = &guest.snapshots else { return };
    if let Some(snapshots) = facts.need(answer) {
        let names: Vec<_> = snapshots.list.iter().map(|snapshot| snapshot.name.as_str()).collect();
        facts.set("snapshots", names.join(","));
    }
}

fn free_id(facts: &mut Facts, id: Option<Vmid>, cluster: &ClusterLook) {
    let Some(answer) = id.and_then(|id| cluster.free_ids.get(&id)) else { return };
    if let Some(is_free) = facts.need(answer) {
        facts.set("new-id", if *is_free { "free" } else { "taken" });
    }
}

fn target_node(facts: &mut Facts, node: &NodeName, cluster: &ClusterLook) {
    facts.set("target-node", if cluster.is_online(node) { "online" } else { "down" });
}

fn target_storage(facts: &mut Facts, node: &NodeName, storage: Option<&StorageName>, cluster: &ClusterLook) {
    let Some(storage) = storage else { return };
    match cluster.is_available(node, storage) {
        Some(is_available) => facts.set("target-storage", if is_available { "available" } else { "unavailable" }),
        None => {
            if let Some(answer) = cluster.storages.get(node) {
                facts.hidden.extend(answer.missing.iter().cloned());
            }
        }
    }
}

fn archive(facts: &mut Facts, volume: &str, cluster: &ClusterLook) {
    match cluster.archive(volume) {
        Some((_, found)) => {
            facts.set_some("backup-bytes", found.size.map(|size| size.0));
            facts.set("backup-protected", u8::from(found.protected));
        }
        None if cluster.saw_all_archives() => facts.set("backup", "gone"),
        None => {
            let places = cluster.archives.iter().flatten();
            facts.hidden.extend(places.flat_map(|place| place.volumes.missing.iter().cloned()));
        }
    }
}

/// The facts of a restore of a guest that is not there any more.
pub(crate) fn gone_facts(operation: &Operation, at: &NodeName, cluster: &ClusterLook) -> Facts {
    let mut facts = Facts::default();
    facts.set("guest", GONE);
    let Operation::Restore { backup, new_id, storage, .. } = operation else { return facts };
    facts.set("target-node", if cluster.is_online(at) { "online" } else { "down" });
    if let Some(backup) = backup {
        archive(&mut facts, backup, cluster);
    }
    free_id(&mut facts, *new_id, cluster);
    target_storage(&mut facts, at, storage.as_ref(), cluster);
    facts
}

/// Whether the facts are those of a guest that is not there any more.
pub(crate) fn is_gone(facts: &BTreeMap<String, String>) -> bool {
    facts.get("guest").is_some_and(|guest| guest == GONE)
}

/// The facts of an operation on a backup job: what the job says, and which guests it means.
pub(crate) fn job_facts(operation: &Operation, id: &str, node: &NodeName, cluster: &ClusterLook) -> Facts {
    let mut facts = Facts::default();
    let Some(answer) = &cluster.jobs else { return facts };
    let Some(jobs) = facts.need(answer) else { return facts };
    match jobs.iter().find(|job| job.id == id) {
        Some(job) => {
            facts.set("job", said(job));
            if matches!(operation, Operation::BackupJobRun { .. }) {
                facts.set("guests", numbers(&covered(job, node, cluster)));
                facts.set_some("storage", job.storage.as_ref());
                facts.set("mode", &job.mode);
            }
        }
        None => facts.set("job", "none"),
    }
    facts
}

/// The guests on a node that a job backs up when it runs, switched on or not.
pub(crate) fn covered(job: &BackupJob, node: &NodeName, cluster: &ClusterLook) -> Vec<Vmid> {
    let on = BackupJob { enabled: true, ..job.clone() };
    let here = cluster.guests().iter().filter(|guest| guest.node == *node);
    here.filter(|guest| on.covers(guest.id.vmid, node, guest.pool.as_ref())).map(|guest| guest.id.vmid).collect()
}

fn numbers(guests: &[Vmid]) -> String {
    guests.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// What a job says, without the times that pass by themselves.
fn said(job: &BackupJob) -> String {
    let said = BackupJob { next_run: None, ..job.clone() };
    serde_json::to_string(&said).unwrap_or_default()
}
