//! The form of a scenario file.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::Trouble;
use super::span::Span;
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

const fn yes() -> bool {
    true
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

/// One guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Guest {
    /// Number.
    pub vmid: u32,
    /// `qemu` or `lxc`.
    pub kind: Kind,
    /// Node; without it the first.
    pub node: Option<String>,
    /// How long it has existed.
    #[serde(default = "month")]
    pub age: Span,
    /// Time since its last start; without it the guest does not run.
    pub uptime: Option<Span>,
    /// Paused although it has a process.
    #[serde(default)]
    pub paused: bool,
    /// What happened to it before: starts and stops with their tasks.
    #[serde(default)]
    pub history: Vec<Event>,
    /// Configuration; MAC addresses, UUIDs and the like are added when missing.
    pub config: IndexMap<String, toml::Value>,
    /// Changes that wait for the next start.
    #[serde(default)]
    pub pending: IndexMap<String, toml::Value>,
    /// Snapshots, the oldest first; each builds on the one before unless it says otherwise.
    #[serde(default, rename = "snapshot")]
    pub snapshots: Vec<Snapshot>,
    /// What goes on in it.
    #[serde(default)]
    pub nature: Nature,
}

const fn month() -> Span {
    Span(40 * 86_400)
}

/// VM or container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A VM.
    Qemu,
    /// A container.
    Lxc,
}

/// Something that happened to a guest.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Event {
    /// How long ago.
    pub ago: Span,
    /// What.
    pub what: Change,
    /// By whom; `root@pam` when missing.
    pub user: Option<String>,
}

/// A start or stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was started.
    Start,
    /// It was stopped hard.
    Stop,
    /// It was shut down.
    Shutdown,
}

/// One snapshot.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Snapshot {
    /// Name.
    pub name: String,
    /// How long ago.
    pub age: Span,
    /// Description.
    pub description: Option<String>,
    /// Whether the memory is in it, and on which storage.
    pub memory_on: Option<String>,
    /// What it builds on; the one before when missing, nothing when empty.
    pub parent: Option<String>,
    /// `prepare` or `delete` of a change that never ended.
    pub state: Option<String>,
}

/// What goes on in a guest; everything missing comes from the seed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Nature {
    /// Does not react to a shutdown request.
    #[serde(default)]
    pub deaf: bool,
    /// Has a running guest agent.
    pub agent: Option<bool>,
    /// Mean share of its cores.
    pub cpu: Option<f64>,
    /// Mean share of its memory.
    pub memory: Option<f64>,
    /// Used share of its root disk.
    pub disk: Option<f64>,
    /// Growth of that share a day.
    pub disk_growth: Option<f64>,
    /// Bytes a second received.
    pub net_in: Option<f64>,
    /// Bytes a second sent.
    pub net_out: Option<f64>,
    /// Its operating system's own name.
    pub os: Option<String>,
    /// Its addresses, with prefix.
    #[serde(default)]
    pub addresses: Vec<String>,
}

/// One user.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct User {
    /// `name@realm`.
    pub id: String,
    /// Whether it may log in.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Seconds of the epoch after which it is dead; 0 is never.
    #[serde(default)]
    pub expire: i64,
    /// First name.
    pub firstname: Option<String>,
    /// Last name.
    pub lastname: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// Tokens.
    #[serde(default, rename = "token")]
    pub tokens: Vec<Token>,
    /// A one-time-code secret in Base32: the login then needs a second step.
    pub totp: Option<String>,
}

/// One API token.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Token {
    /// Name.
    pub id: String,
    /// Privilege separation.
    #[serde(default = "yes")]
    pub privsep: bool,
    /// Seconds of the epoch after which it is dead; 0 is never.
    #[serde(default)]
    pub expire: i64,
    /// Comment.
    pub comment: Option<String>,
}

/// One group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Group {
    /// Name.
    pub id: String,
    /// Comment.
    pub comment: Option<String>,
    /// Members.
    #[serde(default)]
    pub users: Vec<String>,
}

/// One entry of the access control list.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Acl {
    /// Path.
    pub path: String,
    /// Role.
    pub role: String,
    /// A user …
    pub user: Option<String>,
    /// … a group …
    pub group: Option<String>,
    /// … or a token.
    pub token: Option<String>,
    /// Whether it holds below the path as well.
    #[serde(default = "yes")]
    pub propagate: bool,
}

/// One pool.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pool {
    /// Name.
    pub id: String,
    /// Comment.
    pub comment: Option<String>,
    /// Guests.
    #[serde(default)]
    pub guests: Vec<u32>,
    /// Storages.
    #[serde(default)]
    pub storages: Vec<String>,
}

/// One task of the past.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Task {
    /// Node; without it the first.
    pub node: Option<String>,
    /// Kind of worker.
    pub kind: String,
    /// What it worked on.
    #[serde(default)]
    pub id: String,
    /// Who started it.
    #[serde(default = "root")]
    pub user: String,
    /// How long ago it began.
    pub ago: Span,
    /// How long it took.
    #[serde(default)]
    pub took: Span,
    /// How it ended.
    #[serde(default = "ok")]
    pub status: String,
    /// Its log without the closing line.
    #[serde(default)]
    pub log: Vec<String>,
}

fn root() -> String {
    "root@pam".to_owned()
}

fn ok() -> String {
    "OK".to_owned()
}

/// Backups that ran every day.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Backups {
    /// Where they went.
    pub storage: String,
    /// Which guests.
    pub guests: Vec<u32>,
    /// Hour and minute of the day in UTC, `02:30`.
    pub at: String,
    /// For how many days, up to yesterday.
    pub days: u32,
    /// How many of a guest's archives are kept.
    #[serde(default = "three")]
    pub keep: u32,
    /// The last run was this many days ago; 0 is the last time the hour struck.
    #[serde(default)]
    pub ended: u32,
    /// What failed.
    #[serde(default)]
    pub failed: Vec<FailedBackup>,
}

const fn three() -> u32 {
    3
}

/// One backup that failed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FailedBackup {
    /// The guest.
    pub vmid: u32,
    /// In the run this many runs ago; 0 is the last.
    pub run: u32,
    /// The error.
    pub error: String,
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
