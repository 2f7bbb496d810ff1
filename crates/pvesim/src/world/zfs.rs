//! ZFS pools.

use serde::Deserialize;

use super::bytes::Bytes;

/// A pool.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Zpool {
    /// Name.
    pub name: String,
    /// `ONLINE`, `DEGRADED`, `FAULTED`, `SUSPENDED`.
    pub health: String,
    /// Size.
    pub size: Bytes,
    /// Used part.
    pub used: Bytes,
    /// Fragmentation in per cent.
    pub fragmentation: u8,
    /// Deduplication ratio.
    pub dedup: f64,
    /// Layout of its one group: `mirror-0`, `raidz1-0`; empty: single disks.
    pub layout: String,
    /// Devices: name and state.
    pub devices: Vec<Device>,
    /// Line on the last scrub or resilver.
    pub scan: Option<String>,
    /// What is wrong, when something is.
    pub status: Option<String>,
    /// What to do about it.
    pub action: Option<String>,
    /// Line on data errors.
    pub errors: String,
}

/// A device of a pool.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Device {
    /// Name.
    pub name: String,
    /// `ONLINE`, `DEGRADED`, `FAULTED`, `UNAVAIL`, `REMOVED`.
    pub state: String,
    /// Read errors.
    pub read: u64,
    /// Write errors.
    pub write: u64,
    /// Checksum errors.
    pub cksum: u64,
    /// Remark.
    pub msg: String,
}

impl Default for Zpool {
    fn default() -> Self {
        Self {
            name: "rpool".to_owned(),
            health: "ONLINE".to_owned(),
            size: Bytes(480 << 30),
            used: Bytes(120 << 30),
            fragmentation: 12,
            dedup: 1.0,
            layout: "mirror-0".to_owned(),
            devices: Vec::new(),
            scan: None,
            status: None,
            action: None,
            errors: "No known data errors".to_owned(),
        }
    }
}

impl Default for Device {
    fn default() -> Self {
        Self { name: String::new(), state: "ONLINE".to_owned(), read: 0, write: 0, cksum: 0, msg: String::new() }
    }
}
