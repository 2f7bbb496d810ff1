//! `status`: the state of each cluster and its nodes, and with `--overview` counts and problems.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, Finding, HiddenWhy, Node, Timestamp};
use serde::Serialize;

use super::FreezeRow;
use crate::watch::Trouble;

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

/// How the watch does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchStatus {
    /// Whether a process watches and shows signs of life.
    pub running: bool,
    /// Since when it watches.
    pub since: Option<Timestamp>,
    /// The last sign of life of a process that watched.
    pub beat: Option<Timestamp>,
    /// When each cluster was last seen by the watch.
    pub looked: BTreeMap<ClusterName, Timestamp>,
    /// How many alerts are open.
    pub alerts: usize,
    /// How many of them nobody takes care of.
    pub unattended: usize,
    /// How many messages wait to be sent; `null` for those whom it does not concern.
    pub waiting: Option<usize>,
    /// Since when the oldest of them waits that nothing holds back.
    pub oldest: Option<Timestamp>,
    /// The channels that do not take what they are sent.
    pub channels: BTreeMap<String, Trouble>,
}

/// The state of the fleet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusView {
    /// What stops changes now; `null` where there is no store, or it could not be read ([`unread`](Self::unread) says which).
    pub frozen: Option<Vec<FreezeRow>>,
    /// How the watch does; `null` where nothing is watched, or it could not be read.
    pub watch: Option<WatchStatus>,
    /// Why what is frozen and how the watch does could not be read, or not all of it: the code of the store's error. Then
    /// `null` above is no "none".
    pub unread: Option<String>,
    /// Each cluster.
    pub clusters: Vec<ClusterRow>,
    /// With `--overview`: what is wrong as far as a poll shows it, most severe first.
    pub problems: Option<Vec<Finding>>,
    /// With `--overview`: how many checks need more than a poll, or could not be made.
    pub checks_not_run: Option<usize>,
}
