//! Nodes: the list (`/nodes`), one node's status (`/nodes/{node}/status`) and its clock (`/nodes/{node}/time`).

use lotse_model::{Bytes, Node, NodeName, NodeState, Seconds, Share, Timestamp, Use};
use serde::Serialize;

use super::{
    figures,
    row::{self, Malformed, Row},
    sight::Sight,
    version::Release,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A node with the certificate by which its API is known in the cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedNode {
    /// The node.
    pub node: Node,
    /// SHA-256 of its API certificate as the answering node knows it, in the form of the web interface.
    pub fingerprint: Option<String>,
}

/// How a node does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeStatus {
    /// Time since it booted.
    pub uptime: Option<Seconds>,
    /// The used share of all its cores.
    pub cpu: Option<Share>,
    /// The share of time that it waited for disks.
    pub io_wait: Option<Share>,
    /// Its load over 1, 5 and 15 minutes: processes that want to run.
    pub load: Option<[f64; 3]>,
    /// Memory: used without caches, of what is installed.
    pub memory: Option<Use>,
    /// Memory that a new process could have, caches included (since 9).
    pub memory_available: Option<Bytes>,
    /// Swap: used of what is set up; `None` where there is none.
    pub swap: Option<Use>,
    /// The root file system: used of its size, what is reserved for root included.
    pub root_disk: Option<Use>,
    /// Memory saved by merging equal pages.
    pub shared_memory: Option<Bytes>,
    /// The version of its manager (`pve-manager/8.4.21/…`).
    pub manager: Option<String>,
    /// The same in numbers.
    pub release: Option<Release>,
    /// The running kernel (`6.8.12-9-pve`).
    pub kernel: Option<String>,
    /// The processor.
    pub processor: Processor,
    /// How it booted (`efi`, `legacy-bios`).
    pub boot_mode: Option<String>,
    /// Whether secure boot is on.
    pub secure_boot: Option<bool>,
}

/// The processor of a node.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Processor {
    /// Its model.
    pub model: Option<String>,
    /// Logical processors: what guests' cores are taken from.
    pub threads: Option<u32>,
    /// Cores of all sockets.
    pub cores: Option<u32>,
    /// Sockets.
    pub sockets: Option<u32>,
    /// Its clock in MHz.
    pub mhz: Option<f64>,
}

impl NodeStatus {
    pub(crate) fn read(row: Row<'_>) -> Self {
        let within = |key: &str| row.object(key).and_then(|within| figures::used_of(within, "used", "total"));
        let info = row.object("cpuinfo");
        let manager = row.word("pveversion");
        let kernel = row.object("current-kernel").and_then(|kernel| kernel.word("release"));
        // Older nodes have only `Linux 6.8.12-9-pve #1 SMP …`.
        let old_kernel = || row.word("kversion")?.split_whitespace().nth(1).map(str::to_owned);
        Self {
            uptime: row.seconds("uptime"),
            cpu: row.share("cpu"),
            io_wait: row.share("wait"),
            load: load(row),
            memory: within("memory"),
            memory_available: row.object("memory").and_then(|memory| memory.bytes("available")),
            swap: within("swap"),
            root_disk: within("rootfs"),
            shared_memory: row.object("ksm").and_then(|ksm| ksm.bytes("shared")),
            release: manager.as_deref().and_then(Release::read),
            manager,
            kernel: kernel.or_else(old_kernel),
            processor: info.map_or_else(Processor::default, |info| Processor {
                model: info.word("model"),
                threads: info.small("cpus"),
                cores: info.small("cores"),
                sockets: info.small("sockets"),
                mhz: info.real("mhz"),
            }),
            boot_mode: row.object("boot-info").and_then(|boot| boot.word("mode")),
            secure_boot: row.object("boot-info").and_then(|boot| boot.flag("secureboot")),
        }
    }
}

/// `["0.58","1.29","1.27"]`, numbers in texts.
fn load(row: Row<'_>) -> Option<[f64; 3]> {
    match row.elements("loadavg") {
        [one, five, fifteen, ..] => Some([row::real(one)?, row::real(five)?, row::real(fifteen)?]),
        _ => None,
    }
}

/// The clock of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeTime {
    /// Its time.
    pub time: Timestamp,
    /// Its zone (`Europe/Berlin`).
    pub zone: Option<String>,
    /// How many seconds its local time is ahead of UTC.
    pub offset: i64,
}

impl NodeTime {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let time = row.time("time").ok_or_else(|| Malformed::at("time", row.get("time")))?;
        let local = row.time("localtime").unwrap_or(time);
        Ok(Self { time, zone: row.word("timezone"), offset: local.0.saturating_sub(time.0) })
    }
}

impl Pve {
    /// The nodes (`GET /nodes`), sorted. Without `Sys.Audit` on a node its figures are missing.
    pub async fn nodes(&self, deadline: Deadline) -> Answer<Vec<ListedNode>> {
        let path = api_path!("/nodes");
        let listed = |row: Row<'_>| {
            Ok(ListedNode { node: figures::node(row, self.cluster())?, fingerprint: row.word("ssl_fingerprint") })
        };
        let mut seen = self.list(&path, &Params::new(), deadline, listed).await?;
        seen.value.sort_by(|a, b| a.node.name.cmp(&b.node.name));
        let online = seen.value.iter().filter(|listed| listed.node.state == NodeState::Online);
        let sights: Vec<_> = online.map(|listed| Sight::NodeFigures(listed.node.name.clone())).collect();
        self.admit(&mut seen, &path, None, &sights, deadline).await;
        Ok(seen)
    }

    /// How `node` does (`GET /nodes/{node}/status`). Needs `Sys.Audit` on the node.
    pub async fn node_status(&self, node: &NodeName, deadline: Deadline) -> Answer<NodeStatus> {
        self.one(&api_path!("/nodes/{}/status", node), &Params::new(), deadline, |row| Ok(NodeStatus::read(row))).await
    }

    /// The clock of `node` (`GET /nodes/{node}/time`). Needs `Sys.Audit` on the node. Compare with the answer's `as_of`.
    pub async fn node_time(&self, node: &NodeName, deadline: Deadline) -> Answer<NodeTime> {
        self.one(&api_path!("/nodes/{}/time", node), &Params::new(), deadline, NodeTime::read).await
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, Seconds};
    use serde_json::json;

    use super::{NodeStatus, NodeTime, Row};

    #[test]
    fn a_status_is_read_with_its_texts_that_are_numbers() {
        let value = json!({
            "uptime": "6586", "cpu": 0, "wait": 0.001, "loadavg": ["0.46", 0.34, "0.61"],
            "memory": { "used": 2_960_879_616_u64, "total": "25276502016", "free": 1 }, "swap": { "used": 0, "total": 0 },
            "rootfs": { "used": 5, "total": 10, "avail": 4 }, "ksm": { "shared": 0 },
            "pveversion": "pve-manager/8.4.21/2606ac850d46da29", "kversion": "Linux 6.18.44-fc #1 SMP",
            "cpuinfo": { "model": "AMD EPYC", "cpus": 2, "cores": "2", "sockets": 1, "mhz": "2445.40" },
        });
        let status = NodeStatus::read(Row::of(&value).unwrap());
        assert_eq!(status.load, Some([0.46, 0.34, 0.61]));
        assert_eq!(status.memory.map(|memory| memory.total), Some(Bytes(25_276_502_016)));
        assert_eq!(status.swap, None, "no swap is not swap that is full");
        assert_eq!(status.kernel.as_deref(), Some("6.18.44-fc"));
        assert_eq!(status.release.map(|release| release.major), Some(8));
        assert_eq!((status.processor.threads, status.processor.mhz), (Some(2), Some(2445.4)));
        assert_eq!(status.uptime, Some(Seconds(6586)));
    }

    #[test]
    fn an_empty_status_has_nothing_and_breaks_nothing() {
        let value = json!({ "loadavg": ["x"], "memory": [], "cpuinfo": null });
        let status = NodeStatus::read(Row::of(&value).unwrap());
        assert_eq!((status.load, status.memory, status.kernel), (None, None, None));
    }

    #[test]
    fn the_local_time_says_how_far_the_zone_is_from_utc() {
        let value = json!({ "time": 1_795_328_054, "localtime": "1795331654", "timezone": "Europe/Berlin" });
        assert_eq!(NodeTime::read(Row::of(&value).unwrap()).unwrap().offset, 3600);
        assert!(NodeTime::read(Row::of(&json!({})).unwrap()).is_err());
    }
}
