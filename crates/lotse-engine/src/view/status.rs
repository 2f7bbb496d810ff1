//! `status`: the state of each cluster and its nodes, and with `--overview` counts and problems.

use lotse_model::{ClusterName, Finding, HiddenWhy, Node};
use serde::Serialize;

use super::FreezeRow;

/// How many guests are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Virtual machines that run.
    pub vms_running: usize,
    /// Virtual machines that do not run, templates not counted.
    pub vms_stopped: usize,
    /// Containers that run.
    pub containers_running: usize,
    /// Containers that do not run, templates not counted.
    pub containers_stopped: usize,
    /// Templates of both kinds.
    pub templates: usize,
    /// Guests whose node does not report.
    pub unknown: usize,
}

/// One cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterRow {
    /// Its name in the configuration.
    pub cluster: ClusterName,
    /// Its own (corosync) name; `null` for a stand-alone node or when unknown.
    pub corosync_name: Option<String>,
    /// The version of Proxmox VE (`pve-manager`).
    pub version: Option<String>,
    /// Whether it has quorum; `null` for a stand-alone node, which needs none, or when unknown.
    pub quorate: Option<bool>,
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Its guests; `null` when the list could not be read.
    pub guests: Option<Counts>,
    /// Why nothing of it could be read, when nothing could.
    pub unreachable: Option<HiddenWhy>,
}

/// The state of the fleet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusView {
    /// What stops changes now; `null` where there is no store, or it could not be read.
    pub frozen: Option<Vec<FreezeRow>>,
    /// Each cluster.
    pub clusters: Vec<ClusterRow>,
    /// With `--overview`: what is wrong as far as a poll shows it, most severe first.
    pub problems: Option<Vec<Finding>>,
    /// With `--overview`: how many checks need more than a poll, or could not be made.
    pub checks_not_run: Option<usize>,
}
