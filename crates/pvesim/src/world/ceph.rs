//! A Ceph cluster on the nodes.

use serde::Deserialize;

use super::bytes::Bytes;

/// What a scenario says about Ceph, and what the handlers read. `None` in the world: Ceph is not installed.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ceph {
    /// Cluster id.
    pub fsid: String,
    /// Version of the daemons.
    pub version: String,
    /// Nodes with a monitor (and a manager).
    pub monitors: Vec<String>,
    /// Disks.
    pub osds: Vec<Osd>,
    /// Pools.
    pub pools: Vec<CephPool>,
    /// Health checks besides those that follow from the state (a disk that is down, a pool near full): code and text.
    pub checks: Vec<HealthCheck>,
    /// Flags that are set (`noout`).
    pub flags: Vec<String>,
}

/// An object storage daemon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Osd {
    /// Number.
    pub id: u32,
    /// Its node.
    pub node: String,
    /// Size.
    pub size: Bytes,
    /// Used part.
    pub used: Bytes,
    /// `ssd`, `hdd`, `nvme`.
    #[serde(default = "ssd")]
    pub class: String,
    /// Whether the daemon runs.
    #[serde(default = "yes")]
    pub up: bool,
    /// Whether data is placed on it.
    #[serde(default = "yes", rename = "in")]
    pub inside: bool,
}

/// A pool.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CephPool {
    /// Name.
    pub name: String,
    /// Number of replicas.
    #[serde(default = "three")]
    pub size: u32,
    /// Least number of replicas for I/O.
    #[serde(default = "two")]
    pub min_size: u32,
    /// Placement groups.
    #[serde(default = "groups")]
    pub pg_num: u32,
    /// Stored bytes, one copy counted.
    #[serde(default)]
    pub stored: Bytes,
    /// `rbd`, `cephfs`.
    #[serde(default = "rbd")]
    pub application: String,
}

/// One health check.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HealthCheck {
    /// Code (`OSD_SLOW_PING_TIME_BACK`).
    pub code: String,
    /// `HEALTH_WARN` or `HEALTH_ERR`.
    #[serde(default = "warn")]
    pub severity: String,
    /// One line.
    pub summary: String,
}

const fn yes() -> bool {
    true
}
const fn three() -> u32 {
    3
}
const fn two() -> u32 {
    2
}
const fn groups() -> u32 {
    128
}
fn ssd() -> String {
    "ssd".to_owned()
}
fn rbd() -> String {
    "rbd".to_owned()
}
fn warn() -> String {
    "HEALTH_WARN".to_owned()
}

impl Default for Ceph {
    fn default() -> Self {
        Self {
            fsid: "6f1d2a0e-53a7-4a7c-9d0e-2f3b7f1f5a10".to_owned(),
            version: "19.2.2".to_owned(),
            monitors: Vec::new(),
            osds: Vec::new(),
            pools: Vec::new(),
            checks: Vec::new(),
            flags: Vec::new(),
        }
    }
}

/// Share of a pool from which Ceph warns (`mon_osd_nearfull_ratio`).
const NEAR_FULL: f64 = 0.85;

impl Ceph {
    /// Size of all disks, and the used part.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        self.osds.iter().fold((0, 0), |(size, used), osd| (size + osd.size.0, used + osd.used.0))
    }

    /// The health checks that hold, those that follow from the state included. `away` names the nodes that are down.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
    pub fn health(&self, away: &[String]) -> Vec<HealthCheck> {
        let mut checks = self.checks.clone();
        let mut add = |code: &str, severity: &str, summary: String| {
            checks.push(HealthCheck { code: code.to_owned(), severity: severity.to_owned(), summary });
        };
        let down = self.osds.iter().filter(|osd| !osd.up || away.contains(&osd.node)).count();
        if down > 0 {
            add("OSD_DOWN", "HEALTH_WARN", format!("{down} osds down"));
            let groups: u32 = self.pools.iter().map(|pool| pool.pg_num).sum();
            add(
                "PG_DEGRADED",
                "HEALTH_WARN",
                format!("Degraded data redundancy: {} pgs degraded, {0} pgs undersized", groups / 3),
            );
        }
        let full = self.osds.iter().filter(|osd| osd.used.0 as f64 >= osd.size.0 as f64 * NEAR_FULL).count();
        if full > 0 {
            add("OSD_NEARFULL", "HEALTH_WARN", format!("{full} nearfull osd(s)"));
        }
        let mons = self.monitors.iter().filter(|node| away.contains(node)).count();
        if mons > 0 {
            add("MON_DOWN", "HEALTH_WARN", format!("{mons}/{} mons down", self.monitors.len()));
        }
        if !self.flags.is_empty() {
            add("OSDMAP_FLAGS", "HEALTH_WARN", format!("{} flag(s) set", self.flags.join(",")));
        }
        checks
    }

    /// `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR` of these checks.
    #[must_use]
    pub fn overall(checks: &[HealthCheck]) -> &'static str {
        if checks.iter().any(|check| check.severity == "HEALTH_ERR") {
            "HEALTH_ERR"
        } else if checks.is_empty() {
            "HEALTH_OK"
        } else {
            "HEALTH_WARN"
        }
    }
}
