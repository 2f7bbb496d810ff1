//! What a person can want: one id for each kind of question, change and piece of bookkeeping.

use std::fmt;
use std::str::FromStr;

/// The text is not the id of an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownIntent(
    /// The text that names no intent.
    pub String,
);

impl fmt::Display for UnknownIntent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no intent is called `{}`", self.0)
    }
}

impl std::error::Error for UnknownIntent {}

macro_rules! intents {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)+) => {
        /// What a person wants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Intent { $($(#[doc = $doc])+ $name,)+ }

        impl Intent {
            /// Every intent, in the order of the reference list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable id, as configuration files, JSON and the reference data write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }
        }

        impl FromStr for Intent {
            type Err = UnknownIntent;

            fn from_str(text: &str) -> Result<Self, UnknownIntent> {
                match text { $($id => Ok(Self::$name),)+ other => Err(UnknownIntent(other.to_owned())) }
            }
        }
    };
}

intents! {
    /// How the whole cluster or fleet is.
    Status = "status",
    /// What is wrong: findings and warnings.
    Problems = "problems",
    /// A list of virtual machines.
    ListVms = "list_vms",
    /// A list of containers (LXC).
    ListContainers = "list_containers",
    /// A list of guests of both kinds.
    ListGuests = "list_guests",
    /// Facts about one guest.
    GuestInfo = "guest_info",
    /// All nodes.
    Nodes = "nodes",
    /// One node's load and facts.
    NodeInfo = "node_info",
    /// Proxmox storages and their use.
    Storage = "storage",
    /// High availability.
    Ha = "ha",
    /// What ran, and who did it when.
    Tasks = "tasks",
    /// The output of one task.
    TaskLog = "task_log",
    /// Backup jobs, schedules, results, the last backup of a guest.
    Backups = "backups",
    /// Guests that no backup job covers.
    NotBackedUp = "not_backed_up",
    /// The snapshots of a guest.
    Snapshots = "snapshots",
    /// The history of a guest or node.
    Graph = "graph",
    /// The cause of slowness or hanging.
    WhySlow = "why_slow",
    /// The host itself: distribution, kernel, version, CPU model, uptime, load.
    HostSystem = "host_system",
    /// systemd units and daemons of the host.
    HostServices = "host_services",
    /// Journal, syslog, kernel messages of the host.
    HostLogs = "host_logs",
    /// Pending packages of the host.
    HostUpdates = "host_updates",
    /// Who is or was logged in on the host.
    HostUsers = "host_users",
    /// Failed logins, attacks, open ports of the host.
    HostSecurity = "host_security",
    /// Processes of the host by CPU or memory.
    HostProcesses = "host_processes",
    /// File systems, directories, SMART and ZFS pools of the host.
    HostDisks = "host_disks",
    /// Anything of Docker.
    Docker = "docker",
    /// Fetch again.
    Refresh = "refresh",
    /// Write a report.
    Report = "report",
    /// What is watched.
    MonitorList = "monitor_list",
    /// What the assistant can do, how something is done, what a term means.
    Help = "help",
    /// What is cached, how old it is, and dropping it.
    Cache = "cache",
    /// Change: start a guest.
    Start = "start",
    /// Change: shut a guest down in an orderly way.
    Shutdown = "shutdown",
    /// Change: restart a guest.
    Reboot = "reboot",
    /// Change: stop a guest hard.
    Stop = "stop",
    /// Change: clone a template.
    Create = "create",
    /// Change: CPU cores and memory of a guest.
    Resize = "resize",
    /// Change: remove a guest.
    Delete = "delete",
    /// Change: take a snapshot.
    SnapshotCreate = "snapshot_create",
    /// Change: go back to a snapshot.
    SnapshotRollback = "snapshot_rollback",
    /// Change: remove a snapshot.
    SnapshotDelete = "snapshot_delete",
    /// Change: back up a guest now.
    BackupNow = "backup_now",
    /// Change: move a guest to another node.
    Migrate = "migrate",
    /// Bookkeeping: watch a guest.
    MonitorAdd = "monitor_add",
    /// Bookkeeping: watch a guest no longer.
    MonitorRemove = "monitor_remove",
    /// Bookkeeping: acknowledge an alert.
    Ack = "ack",
    /// Bookkeeping: keep an alert silent for a while.
    Snooze = "snooze",
    /// Nothing of the above: small talk, another subject, or a sentence that must not become a change.
    None = "none",
}

impl Intent {
    /// Whether it changes something in the cluster.
    #[must_use]
    pub fn is_change(self) -> bool {
        matches!(
            self,
            Self::Start
                | Self::Shutdown
                | Self::Reboot
                | Self::Stop
                | Self::Create
                | Self::Resize
                | Self::Delete
                | Self::SnapshotCreate
                | Self::SnapshotRollback
                | Self::SnapshotDelete
                | Self::BackupNow
                | Self::Migrate
        )
    }

    /// Whether it changes what the monitor watches or says. Nothing in the cluster changes, but an alarm can be hidden.
    #[must_use]
    pub fn is_bookkeeping(self) -> bool {
        matches!(self, Self::MonitorAdd | Self::MonitorRemove | Self::Ack | Self::Snooze)
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Intent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Intent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}
