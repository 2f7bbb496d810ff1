//! What a guest takes along when it moves, and what ties it to its node. Pure.
//!
//! From its configuration and the cluster's list, and from the server's own answer where there is one: what both name is one
//! entry, by option or volume. What the server alone knows (disks that nothing names, serial ports) is added.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{Bytes, StorageName};
use lotse_pve::ops::{
    guest_config::GuestConfig,
    guest_devices::DiskRole,
    migration::{LocalDisk, Migration},
    property::Properties,
};

use super::{create::bind_mounts, draft::Looks};

/// What moves with a guest and what cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// Volumes on storages of the node alone: they are copied. By option, those that nothing names last.
    pub(super) local: Vec<LocalVolume>,
    /// Storages that other nodes have too, with volumes of the guest.
    pub(super) shared: BTreeSet<StorageName>,
    /// Options with devices of the node, sorted.
    pub(super) devices: Vec<String>,
    /// Options with devices by a mapping, and whether they move live; `None` where nobody said.
    pub(super) mapped: BTreeMap<String, Option<bool>>,
    /// Mount points with a path of the node, and whether it is marked to be everywhere.
    pub(super) bind_mounts: Vec<(String, String, bool)>,
    /// Drives with a disc that lies on the node alone.
    pub(super) discs: BTreeMap<String, String>,
}

/// A volume that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocalVolume {
    /// Its option (`scsi0`), or the volume itself where no option names it.
    pub(super) name: String,
    /// Where it lies.
    pub(super) storage: StorageName,
    /// Its size, where that is known.
    pub(super) size: Option<Bytes>,
}

impl Way {
    /// What is known of a guest that moves.
    pub(super) fn of(looks: &Looks<'_>, config: &GuestConfig) -> Self {
        let mut way = Self::default();
        way.configured(looks, config);
        if let Some(said) = looks.guest.migration.as_ref().and_then(|answer| answer.value()) {
            way.said(said, config);
        }
        way
    }

    fn configured(&mut self, looks: &Looks<'_>, config: &GuestConfig) {
        for (key, disk) in &config.disks {
            let Some(volume) = &disk.volume else { continue };
            let is_shared = disk.storage.as_ref().map(|storage| looks.cluster.is_shared(storage));
            if disk.role == DiskRole::CdDrive {
                // A disc lies on a storage too, or in the node's own drive.
                if is_shared != Some(Some(true)) {
                    self.discs.insert(key.clone(), volume.clone());
                }
            } else if let Some(storage) = disk.storage.clone() {
                match is_shared.flatten() {
                    Some(false) => self.local.push(LocalVolume { name: key.clone(), storage, size: disk.size }),
                    Some(true) | None => _ = self.shared.insert(storage),
                }
            }
        }
        let spice = |options: &Properties| options.bare() == Some("spice") || options.get("host") == Some("spice");
        for (key, options) in config.passed_through.iter().filter(|(_, options)| !spice(options)) {
            if options.get("mapping").is_some() {
                self.mapped.insert(key.clone(), None);
            } else {
                self.devices.push(key.clone());
            }
        }
        // A port of the node; a socket is made anew on the other side.
        let ports = config.raw.iter().filter(|(key, value)| is_port(key) && value.as_str() != "socket");
        self.devices.extend(ports.map(|(key, _)| key.clone()));
        self.devices.sort();
        self.bind_mounts = bind_mounts(config)
            .map(|(key, disk)| {
                // One that is marked as shared is taken to be on the other node as well (`shared` of a mount point).
                let is_shared = disk.options.flag("shared") == Some(true);
                (key.clone(), disk.volume.clone().unwrap_or_default(), is_shared)
            })
            .collect();
    }

    fn said(&mut self, said: &Migration, config: &GuestConfig) {
        for option in &said.local_resources {
            if !self.devices.contains(option) {
                self.mapped.remove(option);
                self.devices.push(option.clone());
            }
        }
        self.devices.sort();
        for mapped in &said.mapped_resources {
            self.mapped.insert(mapped.option.clone(), mapped.live);
        }
        for disk in &said.local_disks {
            self.add(disk, config);
        }
    }

    /// A volume that the server names: new, or one that is known with the size that its configuration does not say.
    fn add(&mut self, disk: &LocalDisk, config: &GuestConfig) {
        let by_volume = config.disks.iter().find(|(_, known)| known.volume.as_deref() == Some(disk.volume.as_str()));
        let option = by_volume.map(|(key, _)| key.clone()).or_else(|| disk.drive.clone());
        let name = option.unwrap_or_else(|| disk.volume.clone());
        if disk.is_disc {
            self.discs.entry(name).or_insert_with(|| disk.volume.clone());
            return;
        }
        if let Some(known) = self.local.iter_mut().find(|known| known.name == name) {
            known.size = known.size.or(disk.size);
            return;
        }
        let storage = disk.volume.split_once(':').and_then(|(storage, _)| storage.parse().ok());
        if let Some(storage) = storage {
            self.shared.remove(&storage);
            self.local.push(LocalVolume { name, storage, size: disk.size });
        }
    }

    /// Whether all that lies on a storage is copied anyway.
    pub(super) fn only_local_on(&self, storage: &StorageName) -> bool {
        !self.shared.contains(storage) && self.local.iter().any(|disk| disk.storage == *storage)
    }
}

/// Whether an option is a serial or parallel port.
fn is_port(key: &str) -> bool {
    ["serial", "parallel"].iter().any(|port| {
        key.strip_prefix(port)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}
