//! Types of storage and what each can do (`pvesm(1)`, "Storage Types").

use super::volume::Content;
use Content::{Backup, Images, Import, Iso, Rootdir, Snippets, Vztmpl};

/// Every type.
pub const KINDS: &[&str] = &[
    "btrfs",
    "cephfs",
    "cifs",
    "dir",
    "esxi",
    "glusterfs",
    "iscsi",
    "iscsidirect",
    "lvm",
    "lvmthin",
    "nfs",
    "pbs",
    "rbd",
    "zfs",
    "zfspool",
];

/// Content when the configuration names none.
#[must_use]
pub fn default_content(kind: &str) -> &'static [Content] {
    match kind {
        "dir" | "btrfs" | "nfs" | "cifs" => &[Images, Rootdir, Vztmpl, Iso, Snippets],
        "glusterfs" | "zfs" | "iscsi" | "iscsidirect" => &[Images],
        "cephfs" => &[Vztmpl, Iso, Backup, Snippets],
        "rbd" | "lvm" | "lvmthin" | "zfspool" => &[Images, Rootdir],
        "pbs" => &[Backup],
        "esxi" => &[Import],
        _ => &[],
    }
}

/// Content that is possible at all.
#[must_use]
pub fn possible_content(kind: &str) -> &'static [Content] {
    match kind {
        "dir" | "btrfs" | "nfs" | "cifs" => &[Images, Rootdir, Vztmpl, Iso, Backup, Snippets, Import],
        "glusterfs" => &[Images, Vztmpl, Iso, Backup, Snippets],
        "cephfs" => &[Vztmpl, Iso, Backup, Snippets, Import],
        _ => default_content(kind),
    }
}

/// Whether it is the same on all nodes by its nature.
#[must_use]
pub fn is_always_shared(kind: &str) -> bool {
    !matches!(kind, "dir" | "btrfs" | "lvm" | "lvmthin" | "zfspool")
}

/// The properties that a storage of this type cannot be made without.
#[must_use]
pub fn needed(kind: &str) -> &'static [&'static str] {
    match kind {
        "dir" | "btrfs" => &["path"],
        "nfs" => &["server", "export"],
        "cifs" => &["server", "share"],
        "glusterfs" => &["volume"],
        "lvm" => &["vgname"],
        "lvmthin" => &["vgname", "thinpool"],
        "zfspool" => &["pool"],
        "iscsi" | "iscsidirect" => &["portal", "target"],
        "pbs" => &["server", "datastore"],
        "esxi" => &["server", "username"],
        "zfs" => &["pool", "portal", "target", "iscsiprovider", "blocksize"],
        _ => &[],
    }
}
