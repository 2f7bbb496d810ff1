//! Pools of disks on a node: ZFS (`/nodes/{node}/disks/zfs`) and LVM-thin (`/nodes/{node}/disks/lvmthin`).

use lotse_model::{Bytes, NodeName, Seen, Share, Use};
use serde::Serialize;

use super::{
    figures::used_of,
    row::{Malformed, Row},
    words::words,
};
use crate::{ApiPath, CallError, Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// The state of a ZFS pool or of a device in it, in `zpool`'s words.
    ZfsState {
        /// All is well.
        Online = "ONLINE",
        /// It works with less redundancy.
        Degraded = "DEGRADED",
        /// It does not work.
        Faulted = "FAULTED",
        /// It was switched off.
        Offline = "OFFLINE",
        /// It cannot be opened.
        Unavailable = "UNAVAIL",
        /// It was taken out while it ran.
        Removed = "REMOVED",
        /// It stopped after errors and waits.
        Suspended = "SUSPENDED",
        /// A spare that is free.
        Available = "AVAIL",
        /// A spare that is in use.
        InUse = "INUSE",
    }
}

/// A ZFS pool.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZfsPool {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: ZfsState,
    /// Allocated of its size, parity included: `zpool list`, not what is left for guests.
    pub space: Option<Use>,
    /// How much of the free space lies in pieces, 0 to 1.
    pub fragmented: Option<Share>,
    /// How many times the data is stored once only; 1 without deduplication.
    pub dedup: Option<f64>,
}

impl ZfsPool {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need_text("name")?,
            state: ZfsState::read(row.word("health").as_deref().unwrap_or_default()),
            space: used_of(row, "alloc", "size"),
            fragmented: row.real("frag").map(|percent| Share::new(percent / 100.0)),
            dedup: row.real("dedup"),
        })
    }
}

/// A ZFS pool in detail, as `zpool status` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZfsDetail {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: ZfsState,
    /// What is wrong, in ZFS's words.
    pub status: Option<String>,
    /// What ZFS recommends.
    pub action: Option<String>,
    /// The last or running scrub or resilver.
    pub scan: Option<String>,
    /// Data errors (`No known data errors`).
    pub errors: Option<String>,
    /// Its parts: the pool itself, its sections, their devices.
    pub devices: Vec<ZfsDevice>,
}

/// A part of a ZFS pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZfsDevice {
    /// Its name.
    pub name: String,
    /// Its state; headings such as `logs` have none.
    pub state: Option<ZfsState>,
    /// Failed reads.
    pub read_errors: u64,
    /// Failed writes.
    pub write_errors: u64,
    /// Wrong checksums.
    pub checksum_errors: u64,
    /// What ZFS notes beside it.
    pub message: Option<String>,
    /// What it is made of.
    pub children: Vec<ZfsDevice>,
}

impl ZfsDetail {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need_text("name")?,
            state: ZfsState::read(row.word("state").as_deref().unwrap_or_default()),
            status: row.word("status"),
            action: row.word("action"),
            scan: row.word("scan"),
            errors: row.word("errors"),
            devices: devices(row),
        })
    }

    /// Every part, the outer before the inner.
    pub fn all_devices(&self) -> impl Iterator<Item = &ZfsDevice> {
        let mut open: Vec<_> = self.devices.iter().rev().collect();
        std::iter::from_fn(move || {
            let device = open.pop()?;
            open.extend(device.children.iter().rev());
            Some(device)
        })
    }
}

fn devices(row: Row<'_>) -> Vec<ZfsDevice> {
    let device = |value| {
        let row = Row::of(value).ok()?;
        Some(ZfsDevice {
            name: row.word("name")?,
            state: row.word("state").map(|word| ZfsState::read(&word)),
            read_errors: row.whole("read").unwrap_or(0),
            write_errors: row.whole("write").unwrap_or(0),
            checksum_errors: row.whole("cksum").unwrap_or(0),
            message: row.word("msg"),
            children: devices(row),
        })
    };
    row.elements("children").iter().filter_map(device).collect()
}

/// An LVM thin pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThinPool {
    /// Its name.
    pub name: String,
    /// Its volume group.
    pub group: String,
    /// Used of its size. A pool that runs full stops every guest on it.
    pub space: Option<Use>,
    /// Metadata: used of its size. When this runs full first, the pool stops too.
    pub metadata: Option<Use>,
}

impl ThinPool {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need_text("lv")?,
            group: row.need_text("vg")?,
            space: used_of(row, "used", "lv_size"),
            metadata: used_of(row, "metadata_used", "metadata_size"),
        })
    }

    /// The smaller of what is left of data and of metadata, as a share of each.
    #[must_use]
    pub fn fullest(&self) -> Option<Share> {
        let share = |figure: Option<Use>| figure.and_then(Use::share);
        [share(self.space), share(self.metadata)].into_iter().flatten().max_by(|a, b| a.get().total_cmp(&b.get()))
    }

    /// How much data still fits.
    #[must_use]
    pub fn free(&self) -> Option<Bytes> {
        self.space.map(Use::free)
    }
}

impl Pve {
    /// The ZFS pools of `node` (`GET /nodes/{node}/disks/zfs`), sorted. A node without ZFS has none. Needs `Sys.Audit` on `/`.
    pub async fn zfs_pools(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<ZfsPool>> {
        let path = api_path!("/nodes/{}/disks/zfs", node);
        let mut seen = self.list_if_installed(&path, deadline, ZfsPool::read).await?;
        seen.value.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(seen)
    }

    /// The ZFS pool `name` of `node` (`GET /nodes/{node}/disks/zfs/{name}`). Needs `Sys.Audit` on `/`.
    pub async fn zfs_pool(&self, node: &NodeName, name: &str, deadline: Deadline) -> Answer<ZfsDetail> {
        self.one(&api_path!("/nodes/{}/disks/zfs/{}", node, name), &Params::new(), deadline, ZfsDetail::read).await
    }

    /// The LVM thin pools of `node` (`GET /nodes/{node}/disks/lvmthin`), sorted. Needs `Sys.Audit` on `/`.
    pub async fn thin_pools(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<ThinPool>> {
        let path = api_path!("/nodes/{}/disks/lvmthin", node);
        let mut seen = self.list_if_installed(&path, deadline, ThinPool::read).await?;
        seen.value.sort_by(|a, b| (&a.group, &a.name).cmp(&(&b.group, &b.name)));
        Ok(seen)
    }

    async fn list_if_installed<T: Send>(
        &self,
        path: &ApiPath,
        deadline: Deadline,
        read: impl FnMut(Row<'_>) -> Result<T, Malformed> + Send,
    ) -> Answer<Vec<T>> {
        match self.list(path, &Params::new(), deadline, read).await {
            Err(error) if is_not_installed(&error) => Ok(Seen::whole(Vec::new(), crate::clock::now())),
            other => other,
        }
    }
}

/// Whether the node answers that the software in question is not installed or not set up on it: then there is none of it,
/// which is an answer. The texts are those of PVE's `disks/zfs` and of its Ceph tools.
pub(crate) fn is_not_installed(error: &CallError) -> bool {
    let (CallError::Failed { message, .. } | CallError::NotFound { message, .. }) = error else { return false };
    let text = message.trim();
    text.ends_with("not installed")
        || text.starts_with("binary not installed")
        || text.starts_with("ceph is not installed")
        || text.starts_with("ceph configuration is not initialized")
        || text.starts_with("not fully configured")
        || (text.contains("/etc/pve/ceph.conf") && text.contains("does not exist"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CallError, Row, ThinPool, ZfsDetail, ZfsPool, ZfsState, is_not_installed};

    #[test]
    fn a_degraded_pool_names_its_broken_device() {
        let value = json!({
            "name": "tank", "state": "DEGRADED", "status": "One or more devices are faulted", "errors": "No known data errors",
            "children": [{ "name": "tank", "state": "DEGRADED", "read": 0, "children": [
                { "name": "mirror-0", "state": "DEGRADED", "children": [
                    { "name": "sda", "state": "ONLINE", "read": "0", "write": 0, "cksum": 0 },
                    { "name": "sdb", "state": "FAULTED", "read": 3, "write": "12", "cksum": 1, "msg": "too many errors" },
                ]},
            ]}],
        });
        let detail = ZfsDetail::read(Row::of(&value).unwrap()).unwrap();
        let names: Vec<_> = detail.all_devices().map(|device| device.name.as_str()).collect();
        assert_eq!(names, ["tank", "mirror-0", "sda", "sdb"]);
        let broken = detail.all_devices().find(|device| device.state == Some(ZfsState::Faulted)).unwrap();
        assert_eq!((broken.read_errors, broken.write_errors, broken.checksum_errors), (3, 12, 1));
    }

    #[test]
    fn fragmentation_is_a_share_and_may_be_missing() {
        let value = json!({ "name": "rpool", "health": "ONLINE", "size": 100, "alloc": 40, "free": 60, "frag": "12", "dedup": 1 });
        let pool = ZfsPool::read(Row::of(&value).unwrap()).unwrap();
        assert!(pool.fragmented.is_some_and(|share| (share.get() - 0.12).abs() < 1e-9));
        assert_eq!(pool.state, ZfsState::Online);
    }

    #[test]
    fn a_thin_pool_is_as_full_as_the_fuller_of_data_and_metadata() {
        let value =
            json!({ "lv": "data", "vg": "pve", "lv_size": 100, "used": 10, "metadata_size": 10, "metadata_used": 9 });
        let pool = ThinPool::read(Row::of(&value).unwrap()).unwrap();
        assert!(pool.fullest().is_some_and(|share| (share.get() - 0.9).abs() < 1e-9));
        assert_eq!(pool.free().map(|bytes| bytes.0), Some(90));
    }

    #[test]
    fn software_that_is_not_there_is_told_from_an_error() {
        let error =
            |message: &str| CallError::Failed { call: String::new(), status: Some(500), message: message.to_owned() };
        for none in ["zfsutils-linux not installed\n", "binary not installed: /usr/bin/ceph-mon\n"] {
            assert!(is_not_installed(&error(none)), "{none}");
        }
        assert!(!is_not_installed(&error("got timeout")));
        let down = CallError::NodeDown { call: String::new(), node: None, message: "x not installed".to_owned() };
        assert!(!is_not_installed(&down));
    }
}
