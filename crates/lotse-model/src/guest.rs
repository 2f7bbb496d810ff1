//! Guests: virtual machines and containers, as `/cluster/resources` shows them.

use serde::{Deserialize, Serialize};

use crate::{Bytes, GuestRef, NodeName, PoolName, Seconds, Share, Use};

/// What kind of guest it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GuestKind {
    /// A virtual machine (`qemu` in the API).
    Vm,
    /// A container (`lxc` in the API).
    #[serde(rename = "ct")]
    Container,
}

impl GuestKind {
    /// The word that stands for it in the API's paths.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Vm => "qemu",
            Self::Container => "lxc",
        }
    }
}

/// What a guest is doing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuestState {
    /// It runs.
    Running,
    /// It is off.
    Stopped,
    /// Its processor stands still and its memory is kept (`qmpstatus: paused`; `status` says `running`).
    Paused,
    /// Its memory lies on disk (`lock: suspended`; `status` says `stopped`).
    Suspended,
    /// Its node is offline or has not reported.
    Unknown,
    /// A state that this version does not know, in the server's word.
    #[serde(untagged)]
    Other(String),
}

/// Processor use of a guest or node.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CpuUse {
    /// The used share of all its cores together, as its node sees it.
    pub share: Share,
    /// How many cores it has.
    pub cores: f64,
}

/// Bytes since the start of the guest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Received or read.
    pub read: Bytes,
    /// Sent or written.
    pub written: Bytes,
}

/// A guest as the cluster's resource list shows it. A figure that was not reported is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guest {
    /// Its cluster and number.
    #[serde(rename = "ref")]
    pub id: GuestRef,
    /// VM or container.
    pub kind: GuestKind,
    /// Its name; `None` when the node never reported one.
    pub name: Option<String>,
    /// The node it is on.
    pub node: NodeName,
    /// What it is doing.
    pub state: GuestState,
    /// Whether it is a template, which never runs.
    pub template: bool,
    /// Its tags, lower case, sorted.
    pub tags: Vec<String>,
    /// The pool it belongs to.
    pub pool: Option<PoolName>,
    /// The lock on its configuration (`backup`, `migrate`, `snapshot`, …).
    pub lock: Option<String>,
    /// Its state in the HA manager, when HA manages it.
    pub ha: Option<String>,
    /// How many cores it has, running or not (a container may have parts of one); `None` when it was not reported.
    pub cores: Option<f64>,
    /// Processor use; `None` for a guest that does not run or was not reported.
    pub cpu: Option<CpuUse>,
    /// Memory: used as seen by the node (a VM's balloon driver when it reports, else the process), of what is assigned.
    pub memory: Option<Use>,
    /// Root disk of a container, used of size. For a VM the node cannot see inside: used is unknown and this is `None`.
    pub disk: Option<Use>,
    /// Size of a VM's boot disk or of a container's root disk.
    pub disk_size: Option<Bytes>,
    /// Time since its start; `None` when it does not run.
    pub uptime: Option<Seconds>,
    /// Network traffic since its start.
    pub network: Option<Traffic>,
    /// Disk traffic since its start.
    pub disk_traffic: Option<Traffic>,
}

impl Guest {
    /// A guest of which no more is known than that it is there: no name, no figures, and a state that nobody reported.
    #[must_use]
    pub const fn bare(id: GuestRef, kind: GuestKind, node: NodeName) -> Self {
        Self {
            id,
            kind,
            name: None,
            node,
            state: GuestState::Unknown,
            template: false,
            tags: Vec::new(),
            pool: None,
            lock: None,
            ha: None,
            cores: None,
            cpu: None,
            memory: None,
            disk: None,
            disk_size: None,
            uptime: None,
            network: None,
            disk_traffic: None,
        }
    }

    /// Its name, or its number where it has none.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.id.vmid.to_string())
    }

    /// Whether it runs, paused included: it occupies its memory.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.state, GuestState::Running | GuestState::Paused)
    }
}
