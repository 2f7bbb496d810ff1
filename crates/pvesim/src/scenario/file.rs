//! The form of a scenario file: its lists, nodes, storages and services. Guests, accounts and the past have files of their
//! own beside this one.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::file_account::{Acl, Group, Pool, User};
use super::file_guest::Guest;
use super::file_past::{Backups, Task};
use super::span::Span;
use super::trouble::Trouble;
use crate::chaos::{Action, Fault};
use crate::world::bytes::Bytes;
use crate::world::ceph::Ceph;
use crate::world::machine::Machine;
use crate::world::replication::ReplicationFacts;

/// A scenario file.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scenario {
    /// A built-in scenario that this one builds on: its lists come first, single values here win.
    pub base: Option<String>,
    /// Release that is played, `8.4.21`.
    pub pve_version: String,
    /// Name of the cluster; without it there is one stand-alone node.
    pub cluster: Option<String>,
    /// When it begins; without it at the present of the machine.
    pub now: Option<jiff::Timestamp>,
    /// How long work takes: 1 is natural.
    #[serde(default = "one")]
    pub pace: f64,
    /// Whether the cluster has lost its quorum.
    #[serde(default)]
    pub no_quorum: bool,
    /// `datacenter.cfg`.
    #[serde(default)]
    pub options: IndexMap<String, String>,
    /// Nodes.
    #[serde(default, rename = "node")]
    pub nodes: Vec<Node>,
    /// Storages.
    #[serde(default, rename = "storage")]
    pub storages: Vec<Storage>,
    /// Volumes that belong to no guest's configuration: images, templates.
    #[serde(default, rename = "volume")]
    pub volumes: Vec<Volume>,
    /// Guests.
    #[serde(default, rename = "guest")]
    pub guests: Vec<Guest>,
    /// Users.
    #[serde(default, rename = "user")]
    pub users: Vec<User>,
    /// Groups.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// Roles beside the built-in ones: name and privileges.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// Access control.
    #[serde(default)]
    pub acl: Vec<Acl>,
    /// Pools.
    #[serde(default, rename = "pool")]
    pub pools: Vec<Pool>,
    /// Single tasks of the past.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
    /// Regular backups of the past.
    #[serde(default, rename = "backups")]
    pub backups: Vec<Backups>,
    /// Backup jobs: id and properties as in `jobs.cfg`.
    #[serde(default)]
    pub backup_jobs: IndexMap<String, IndexMap<String, String>>,
    /// Replication jobs.
    #[serde(default, rename = "replication")]
    pub replications: Vec<ReplicationFacts>,
    /// High availability.
    #[serde(default)]
    pub ha: Ha,
    /// Ceph.
    pub ceph: Option<Ceph>,
    /// What is wrong from the start.
    #[serde(default)]
    pub chaos: Vec<Chaos>,
}

/// High availability.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ha {
    /// Groups: name and properties (`nodes`, `nofailback`, `restricted`).
    #[serde(default)]
    pub groups: BTreeMap<String, IndexMap<String, String>>,
    /// Rules of 9.x: name and properties.
    #[serde(default)]
    pub rules: IndexMap<String, IndexMap<String, String>>,
    /// Managed guests by resource id (`vm:101`).
    #[serde(default)]
    pub resources: BTreeMap<String, HaResource>,
}

/// A managed guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HaResource {
    /// What is asked for.
    #[serde(default = "started")]
    pub request: String,
    /// What the manager has come to; as asked for when missing.
    pub state: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Comment.
    pub comment: Option<String>,
}

fn started() -> String {
    "started".to_owned()
}

impl Scenario {
    /// This scenario on top of another one.
    #[must_use]
    pub fn on(self, base: Self) -> Self {
        fn both<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
            first.extend(second);
            first
        }
        Self {
            base: None,
            pve_version: self.pve_version,
            cluster: self.cluster.or(base.cluster),
            now: self.now.or(base.now),
            pace: self.pace,
            no_quorum: self.no_quorum || base.no_quorum,
            options: base.options.into_iter().chain(self.options).collect(),
            nodes: both(base.nodes, self.nodes),
            storages: both(base.storages, self.storages),
            volumes: both(base.volumes, self.volumes),
            guests: both(base.guests, self.guests),
            users: both(base.users, self.users),
            groups: both(base.groups, self.groups),
            roles: base.roles.into_iter().chain(self.roles).collect(),
            acl: both(base.acl, self.acl),
            pools: both(base.pools, self.pools),
            tasks: both(base.tasks, self.tasks),
            backups: both(base.backups, self.backups),
            backup_jobs: base.backup_jobs.into_iter().chain(self.backup_jobs).collect(),
            replications: both(base.replications, self.replications),
            ha: Ha {
                groups: base.ha.groups.into_iter().chain(self.ha.groups).collect(),
                rules: base.ha.rules.into_iter().chain(self.ha.rules).collect(),
                resources: base.ha.resources.into_iter().chain(self.ha.resources).collect(),
            },
            ceph: self.ceph.or(base.ceph),
            chaos: both(base.chaos, self.chaos),
        }
    }
}

const fn one() -> f64 {
    1.0
}

/// One node.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Node {
    /// Name.
    pub name: String,
    /// Address in the cluster network.
    pub address: String,
    /// Cores.
    pub cores: u32,
    /// Main memory.
    pub memory: Bytes,
    /// Time since its boot.
    pub uptime: Span,
    /// Size of the root file system.
    pub root_size: Bytes,
    /// Used part of it.
    pub root_used: Bytes,
    /// Free bytes of it that nobody can use.
    #[serde(default)]
    pub root_reserved: Bytes,
    /// Switched off or cut off.
    #[serde(default)]
    pub offline: bool,
    /// A member whose API does not answer.
    #[serde(default)]
    pub unreachable: bool,
    /// A member whose pvestatd never reported.
    #[serde(default)]
    pub silent: bool,
    /// What is built in, installed and configured.
    #[serde(default)]
    pub machine: Machine,
}

/// One storage.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Storage {
    /// Id.
    pub id: String,
    /// Plugin type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What may be stored, with commas.
    pub content: String,
    /// Size; without it the storage lies on the root file system.
    pub total: Option<Bytes>,
    /// What is used besides the known volumes.
    #[serde(default)]
    pub other: Bytes,
    /// Growth of that a day.
    #[serde(default)]
    pub growth: Bytes,
    /// Nodes it is restricted to.
    #[serde(default)]
    pub nodes: Vec<String>,
    /// Switched off.
    #[serde(default)]
    pub disabled: bool,
    /// The same for all nodes; by its type when missing.
    pub shared: Option<bool>,
    /// Its server does not answer.
    #[serde(default)]
    pub gone: bool,
    /// Nodes from which alone it does not answer.
    #[serde(default)]
    pub gone_on: Vec<String>,
    /// Further properties as in `storage.cfg`.
    #[serde(default)]
    pub options: IndexMap<String, String>,
}

/// One volume outside of guests' configurations.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Volume {
    /// Volume id.
    pub volid: String,
    /// Where it lies, for storages that are not shared; without it on the first node.
    pub node: Option<String>,
    /// What it is.
    pub content: String,
    /// Format.
    pub format: String,
    /// Size.
    pub size: Bytes,
    /// Allocated part; all of it when missing.
    pub used: Option<Bytes>,
    /// Owner.
    pub vmid: Option<u32>,
    /// How long ago it was written.
    pub age: Span,
    /// Notes.
    pub notes: Option<String>,
    /// Whether it is protected.
    #[serde(default)]
    pub protected: bool,
}

/// What is wrong from the start: a fault in front of the API or an action inside the cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Chaos {
    /// In front of the API.
    Fault(Fault),
    /// Inside the cluster.
    Action(Action),
}

impl Chaos {
    /// As the simulator takes it.
    #[must_use]
    pub fn into_trouble(self) -> Trouble {
        match self {
            Self::Fault(fault) => Trouble::Fault(fault),
            Self::Action(action) => Trouble::Action(action),
        }
    }
}
