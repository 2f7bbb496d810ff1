//! The context document: what answers rest on, as text with the headings and line forms of the seeds, and as data with
//! their keys. A person reads it with `context`, and a model is given it.

mod data;
mod narrow;
mod text;

use std::sync::Arc;

use lotse_model::{ClusterName, Finding, Seen, Task};
use lotse_pve::ops::{
    backup_jobs::BackupJob, ceph::CephStatus, cluster::ClusterStatus, disk_pools::ZfsPool, ha::HaStatus,
    version::Version,
};

use crate::inventory::Resources;

pub(crate) use data::keys;
pub(crate) use text::sections;

/// The parts of the document, by the word that asks for them.
pub(crate) const PARTS: &[&str] =
    &["all", "cluster", "nodes", "vms", "containers", "storage", "ha", "zfs", "ceph", "tasks", "backups", "problems"];

/// What was read of one cluster. `None` is "could not be read" or "was not asked for".
#[derive(Debug, Default)]
pub(crate) struct Material {
    pub(crate) cluster: Option<ClusterName>,
    pub(crate) version: Option<Arc<Seen<Version>>>,
    pub(crate) resources: Option<Arc<Seen<Resources>>>,
    pub(crate) status: Option<Arc<Seen<ClusterStatus>>>,
    pub(crate) ha: Option<Arc<Seen<HaStatus>>>,
    pub(crate) tasks: Option<Arc<Seen<Vec<Task>>>>,
    pub(crate) jobs: Option<Arc<Seen<Vec<BackupJob>>>>,
    pub(crate) zfs: Vec<(lotse_model::NodeName, Arc<Seen<Vec<ZfsPool>>>)>,
    pub(crate) ceph: Option<Arc<Seen<Option<CephStatus>>>>,
    pub(crate) findings: Option<Vec<Finding>>,
}
