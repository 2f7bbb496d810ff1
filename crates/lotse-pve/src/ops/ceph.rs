//! Ceph: the cluster's status (`/cluster/ceph/status`, `/nodes/{node}/ceph/status`) and its OSDs (`/nodes/{node}/ceph/osd`).

use std::collections::BTreeMap;

use lotse_model::{Bytes, NodeName, Seen, Share, Use};
use serde::Serialize;

use super::{
    disk_pools::is_not_installed,
    row::{Malformed, Row},
    words::words,
};
use crate::{ApiPath, Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// Ceph's judgement of itself.
    CephHealth {
        /// All is well.
        Ok = "HEALTH_OK",
        /// Something wants attention.
        Warning = "HEALTH_WARN",
        /// Something does not work.
        Error = "HEALTH_ERR",
    }
}

/// A check of Ceph that raised its voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CephCheck {
    /// Its code (`OSD_DOWN`).
    pub code: String,
    /// How bad it is.
    pub severity: CephHealth,
    /// What is wrong, in Ceph's words.
    pub message: String,
    /// Whether an operator muted it.
    pub muted: bool,
}

/// How Ceph does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CephStatus {
    /// Its judgement.
    pub health: CephHealth,
    /// What is behind it, sorted by code.
    pub checks: Vec<CephCheck>,
    /// The monitors that are in quorum, sorted.
    pub quorum: Vec<String>,
    /// How many monitors there are.
    pub monitors: Option<u32>,
    /// How many OSDs there are, are up, and are in.
    pub osds: Option<CephOsds>,
    /// Placement groups by state (`active+clean`).
    pub groups: BTreeMap<String, u64>,
    /// Raw space: used of all disks, copies counted.
    pub space: Option<Use>,
}

/// Counts of OSDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CephOsds {
    /// All.
    pub all: u32,
    /// Those that run.
    pub up: u32,
    /// Those that hold data.
    pub taking_part: u32,
}

impl CephStatus {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let health = row.object("health").ok_or_else(|| Malformed::at("health", row.get("health")))?;
        let check = |(code, value)| {
            let row = Row::of(value).ok()?;
            Some(CephCheck {
                code: String::from(code),
                severity: CephHealth::read(row.word("severity").as_deref().unwrap_or_default()),
                message: row.object("summary").and_then(|summary| summary.word("message")).unwrap_or_default(),
                muted: row.is("muted"),
            })
        };
        let mut checks: Vec<_> = health.object("checks").into_iter().flat_map(Row::entries).filter_map(check).collect();
        checks.sort_by(|a, b| a.code.cmp(&b.code));
        let placement = row.object("pgmap");
        let state = |value| {
            let row = Row::of(value).ok()?;
            Some((row.word("state_name")?, row.whole("count")?))
        };
        let states = placement.map(|map| map.elements("pgs_by_state")).unwrap_or_default();
        Ok(Self {
            health: CephHealth::read(&health.need_text("status")?),
            checks,
            quorum: row.words("quorum_names"),
            monitors: row.object("monmap").and_then(monitors),
            osds: row.object("osdmap").and_then(osds),
            groups: states.iter().filter_map(state).collect(),
            space: placement.and_then(|map| super::figures::used_of(map, "bytes_used", "bytes_total")),
        })
    }
}

fn monitors(map: Row<'_>) -> Option<u32> {
    map.small("num_mons").or_else(|| u32::try_from(map.elements("mons").len()).ok().filter(|&count| count > 0))
}

/// The counts; Ceph before 15 has them one level deeper.
fn osds(map: Row<'_>) -> Option<CephOsds> {
    let map = map.object("osdmap").unwrap_or(map);
    Some(CephOsds {
        all: map.small("num_osds")?,
        up: map.small("num_up_osds")?,
        taking_part: map.small("num_in_osds")?,
    })
}

/// An OSD.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CephOsd {
    /// Its number.
    pub id: u32,
    /// The node it is on.
    pub host: Option<String>,
    /// Whether it runs.
    pub up: Option<bool>,
    /// Whether it holds data.
    pub taking_part: Option<bool>,
    /// `hdd`, `ssd`, `nvme`.
    pub class: Option<String>,
    /// Used of its size.
    pub space: Option<Use>,
    /// Its weight in CRUSH.
    pub weight: Option<f64>,
}

/// The OSDs of the CRUSH tree, sorted by number.
fn osds_of_tree(row: Row<'_>) -> Vec<CephOsd> {
    let mut found = Vec::new();
    let mut open: Vec<(Row<'_>, Option<String>)> = row.object("root").map(|root| (root, None)).into_iter().collect();
    while let Some((node, host)) = open.pop() {
        let is_host = node.word("type").as_deref() == Some("host");
        let host = if is_host { node.word("name") } else { host };
        if node.word("type").as_deref() == Some("osd")
            && let Some(id) = node.small("id")
        {
            found.push(osd(node, id, host.clone()));
        }
        let children = node.elements("children").iter().filter_map(|child| Row::of(child).ok());
        open.extend(children.map(|child| (child, host.clone())));
    }
    found.sort_by_key(|osd| osd.id);
    found
}

fn osd(row: Row<'_>, id: u32, host: Option<String>) -> CephOsd {
    let size = row.bytes("total_space").filter(|size| size.0 > 0);
    let used = row.bytes("bytes_used").or_else(|| {
        let share = Share::new(row.real("percent_used")? / 100.0);
        Some(part_of(size?, share))
    });
    CephOsd {
        id,
        host: row.word("host").or(host),
        up: row.word("status").map(|status| status == "up"),
        taking_part: row.flag("in"),
        class: row.word("device_class"),
        space: size.and_then(|size| Some(Use::new(used?, size))),
        weight: row.real("crush_weight"),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a percentage is not exact to begin with, and a share is never negative"
)]
fn part_of(size: Bytes, share: Share) -> Bytes {
    Bytes((size.0 as f64 * share.get()) as u64)
}

impl Pve {
    /// How Ceph does (`GET /cluster/ceph/status`); `None` where there is no Ceph. Needs `Sys.Audit` or `Datastore.Audit` on `/`.
    pub async fn ceph_status(&self, deadline: Deadline) -> Answer<Option<CephStatus>> {
        self.if_installed(&api_path!("/cluster/ceph/status"), deadline, CephStatus::read).await
    }

    /// How Ceph does, as `node` sees it (`GET /nodes/{node}/ceph/status`); `None` where there is no Ceph.
    pub async fn node_ceph_status(&self, node: &NodeName, deadline: Deadline) -> Answer<Option<CephStatus>> {
        self.if_installed(&api_path!("/nodes/{}/ceph/status", node), deadline, CephStatus::read).await
    }

    /// The OSDs of the cluster, as `node` sees them (`GET /nodes/{node}/ceph/osd`); `None` where there is no Ceph.
    pub async fn ceph_osds(&self, node: &NodeName, deadline: Deadline) -> Answer<Option<Vec<CephOsd>>> {
        self.if_installed(&api_path!("/nodes/{}/ceph/osd", node), deadline, |row| Ok(osds_of_tree(row))).await
    }

    async fn if_installed<T: Send>(
        &self,
        path: &ApiPath,
        deadline: Deadline,
        read: impl FnOnce(Row<'_>) -> Result<T, Malformed> + Send,
    ) -> Answer<Option<T>> {
        match self.one(path, &Params::new(), deadline, read).await {
            Ok(seen) => Ok(seen.map(Some)),
            Err(error) if is_not_installed(&error) => Ok(Seen::whole(None, crate::clock::now())),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;
    use serde_json::json;

    use super::{CephHealth, CephStatus, Row, osds_of_tree};

    #[test]
    fn a_status_is_read_with_its_checks() {
        let value = json!({
            "fsid": "x",
            "health": { "status": "HEALTH_WARN", "checks": {
                "OSD_DOWN": { "severity": "HEALTH_WARN", "summary": { "message": "1 osds down", "count": 1 }, "muted": false },
                "MON_DOWN": { "severity": "HEALTH_WARN", "summary": { "message": "1/3 mons down" } },
            }},
            "quorum_names": ["pve2", "pve1"], "monmap": { "num_mons": 3 },
            "osdmap": { "num_osds": 6, "num_up_osds": 5, "num_in_osds": "6" },
            "pgmap": { "pgs_by_state": [{ "state_name": "active+clean", "count": 120 }, {}], "bytes_used": 5, "bytes_total": 10 },
        });
        let status = CephStatus::read(Row::of(&value).unwrap()).unwrap();
        assert_eq!(status.health, CephHealth::Warning);
        assert_eq!(status.checks.iter().map(|check| check.code.as_str()).collect::<Vec<_>>(), ["MON_DOWN", "OSD_DOWN"]);
        assert_eq!(status.osds.map(|osds| (osds.all, osds.up, osds.taking_part)), Some((6, 5, 6)));
        assert_eq!(status.groups.get("active+clean"), Some(&120));
        assert_eq!((status.quorum, status.monitors), (vec!["pve1".into(), "pve2".into()], Some(3)));
        assert!(CephStatus::read(Row::of(&json!({})).unwrap()).is_err());
    }

    #[test]
    fn the_osds_are_found_in_the_tree_with_their_host() {
        let value = json!({ "flags": "noout", "root": { "leaf": 0, "children": [{ "name": "default", "type": "root", "children": [
            { "name": "pve1", "type": "host", "id": -3, "children": [
                { "name": "osd.1", "type": "osd", "id": 1, "status": "down", "in": 0, "total_space": 100, "percent_used": 25 },
                { "name": "osd.0", "type": "osd", "id": "0", "status": "up", "in": 1, "device_class": "ssd" },
            ]},
        ]}]}});
        let osds = osds_of_tree(Row::of(&value).unwrap());
        assert_eq!(
            osds.iter().map(|osd| (osd.id, osd.up, osd.host.as_deref())).collect::<Vec<_>>(),
            [(0, Some(true), Some("pve1")), (1, Some(false), Some("pve1"))]
        );
        assert_eq!(osds[1].space.map(|space| space.used), Some(Bytes(25)));
    }
}
