//! `info`: one guest, live status and configuration.

use lotse_model::{Bytes, Guest, NodeName, Timestamp, Use};
use serde::Serialize;

/// A virtual disk or mount point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiskRow {
    /// Its key in the configuration (`scsi0`, `rootfs`, `mp0`).
    pub key: String,
    /// Where it lies (`local-lvm:vm-100-disk-0`).
    pub volume: String,
    /// Its size.
    pub size: Option<Bytes>,
    /// Whether backups leave it out.
    pub no_backup: bool,
}

/// A network card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkRow {
    /// Its key in the configuration (`net0`).
    pub key: String,
    /// Its model or name (`virtio`, `eth0`).
    pub model: Option<String>,
    /// The bridge it is on.
    pub bridge: Option<String>,
    /// The VLAN tag.
    pub vlan: Option<u32>,
    /// Its MAC address.
    pub mac: Option<String>,
    /// Its configured address (containers, or cloud-init).
    pub address: Option<String>,
}

/// An address that the guest reports from inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The interface inside.
    pub interface: String,
    /// The address with its prefix length.
    pub address: String,
}

/// A file system that the guest agent reports from inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSystemRow {
    /// Where it is mounted.
    pub mount: String,
    /// Its type.
    pub kind: Option<String>,
    /// Used of size.
    pub space: Option<Use>,
}

/// One guest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InfoView {
    /// The guest, with live figures.
    pub guest: Guest,
    /// Cores that its configuration gives it.
    pub cores: Option<u64>,
    /// Memory that its configuration gives it.
    pub memory: Option<Bytes>,
    /// Whether it starts when its node boots.
    pub on_boot: Option<bool>,
    /// Whether it is protected against removal.
    pub protection: Option<bool>,
    /// Whether the guest agent is enabled (VMs only).
    pub agent: Option<bool>,
    /// The type of its operating system (`l26`, `debian`).
    pub os_type: Option<String>,
    /// Its notes.
    pub description: Option<String>,
    /// Its disks; `null` when the configuration could not be read.
    pub disks: Option<Vec<DiskRow>>,
    /// Its network cards; `null` when the configuration could not be read.
    pub networks: Option<Vec<NetworkRow>>,
    /// Addresses from inside; `null` when they could not be read.
    pub addresses: Option<Vec<Address>>,
    /// File systems from inside; `null` when they could not be read.
    pub file_systems: Option<Vec<FileSystemRow>>,
    /// How many snapshots it has; `null` when they could not be read.
    pub snapshots: Option<usize>,
    /// Changes of the configuration that wait for a restart (keys).
    pub pending: Vec<String>,
    /// The newest backup that could be seen.
    pub last_backup: Option<Timestamp>,
    /// Whether every storage for backups could be seen: then no last backup means that there is none.
    pub backups_seen: bool,
    /// The node it is on, as its status says now.
    pub node: NodeName,
}
