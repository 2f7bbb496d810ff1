//! Disks with their SMART values, and what LVM and directories make of them.

use indexmap::IndexMap;
use serde::Deserialize;

use super::bytes::Bytes;

/// A disk.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Disk {
    /// Device (`/dev/sda`).
    pub device: String,
    /// `ssd`, `hdd`, `nvme`.
    pub kind: String,
    /// Model.
    pub model: String,
    /// Vendor.
    pub vendor: String,
    /// Serial number.
    pub serial: String,
    /// Size.
    pub size: Bytes,
    /// What it is used for: `BIOS boot`, `LVM`, `ZFS`, `ext4`, `mounted`, …; `None`: not used.
    pub used: Option<String>,
    /// `PASSED`, `FAILED!`, `UNKNOWN`.
    pub health: String,
    /// Rounds a minute; 0 for what does not turn, -1 when unknown.
    pub rpm: i64,
    /// How much life is left, in per cent; `None` when it does not say.
    pub wearout: Option<u8>,
    /// World-wide name.
    pub wwn: String,
    /// Number of the Ceph OSD on it, -1 for none.
    pub osd: i64,
    /// SMART attributes that are not as usual: name to raw value.
    pub smart: IndexMap<String, i64>,
}

impl Default for Disk {
    fn default() -> Self {
        Self {
            device: "/dev/sda".to_owned(),
            kind: "ssd".to_owned(),
            model: "SAMSUNG_MZ7L3480HCHQ-00A07".to_owned(),
            vendor: "ATA".to_owned(),
            serial: "S664NE0R000001".to_owned(),
            size: Bytes(480_103_981_056),
            used: None,
            health: "PASSED".to_owned(),
            rpm: 0,
            wearout: Some(98),
            wwn: "0x5002538f00000001".to_owned(),
            osd: -1,
            smart: IndexMap::new(),
        }
    }
}

/// An LVM volume group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VolumeGroup {
    /// Name.
    pub name: String,
    /// Size.
    pub size: Bytes,
    /// Free part.
    pub free: Bytes,
    /// Devices of its physical volumes.
    #[serde(default)]
    pub devices: Vec<String>,
}

/// An LVM thin pool.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ThinPool {
    /// Name.
    pub name: String,
    /// Its volume group.
    pub volume_group: String,
    /// Size.
    pub size: Bytes,
    /// Used part.
    pub used: Bytes,
    /// Size of the metadata.
    pub metadata_size: Bytes,
    /// Used part of it.
    pub metadata_used: Bytes,
}

/// A directory on a disk of its own (`/mnt/pve/…`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Directory {
    /// Mount point.
    pub path: String,
    /// Device.
    pub device: String,
    /// File system.
    #[serde(rename = "type")]
    pub kind: String,
}
