//! A guest: a VM or a container, with its configuration, snapshots and running life.

use indexmap::IndexMap;
use sha1::{Digest as _, Sha1};

use super::config::{self, Config};
use super::moment::Moment;
use super::power::{Phase, Power};
use super::version::Version;

/// VM or container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuestKind {
    /// A VM.
    Qemu,
    /// A container.
    Lxc,
}

impl GuestKind {
    /// `qemu` or `lxc`, as in paths and ids.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qemu => "qemu",
            Self::Lxc => "lxc",
        }
    }

    /// `VM` or `CT`, as in texts.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Qemu => "VM",
            Self::Lxc => "CT",
        }
    }

    /// Directory of the configuration files below `/etc/pve/nodes/NODE/`.
    #[must_use]
    pub const fn directory(self) -> &'static str {
        match self {
            Self::Qemu => "qemu-server",
            Self::Lxc => "lxc",
        }
    }
}

/// A change of the configuration that waits for the next start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// A new value.
    Set(String),
    /// Removal; forced removal also frees the volume.
    Delete {
        /// Whether the volume goes, too.
        force: bool,
    },
}

/// A snapshot: the configuration of its time and what belongs to it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Name of the snapshot it builds on.
    pub parent: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// When it was taken.
    pub taken: Moment,
    /// Whether the main memory is in it: the volume that holds it.
    pub vmstate: Option<String>,
    /// `prepare` or `delete` while (or after a failed) change.
    pub state: Option<String>,
    /// The configuration of that moment.
    pub config: Config,
}

/// How a guest behaves: what its owner installed in it.
#[derive(Clone, Debug)]
pub struct Nature {
    /// Whether it reacts to a shutdown request.
    pub obeys: bool,
    /// Whether a guest agent runs in it (the configuration has to allow it as well).
    pub agent: bool,
    /// Seconds from start until the agent answers and the guest obeys.
    pub boot_seconds: f64,
    /// Mean use of its cores, 0 to 1.
    pub cpu: f64,
    /// Mean use of its memory, 0 to 1.
    pub memory: f64,
    /// Used part of its root disk when the world begins, 0 to 1.
    pub disk: f64,
    /// Growth of that part a day.
    pub disk_growth: f64,
    /// Bytes a second read from the network, on average.
    pub net_in: f64,
    /// Bytes a second sent.
    pub net_out: f64,
    /// Bytes a second read from disk.
    pub disk_read: f64,
    /// Bytes a second written.
    pub disk_write: f64,
    /// What it says it is: `Debian GNU/Linux 12 (bookworm)` …
    pub os: String,
    /// Addresses it has, beside those of the configuration.
    pub addresses: Vec<String>,
}

impl Default for Nature {
    fn default() -> Self {
        Self {
            obeys: true,
            agent: false,
            boot_seconds: 4.0,
            cpu: 0.04,
            memory: 0.45,
            disk: 0.35,
            disk_growth: 0.0,
            net_in: 1800.0,
            net_out: 1300.0,
            disk_read: 900.0,
            disk_write: 4200.0,
            os: "Debian GNU/Linux 12 (bookworm)".to_owned(),
            addresses: Vec::new(),
        }
    }
}

/// One guest.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Number.
    pub vmid: u32,
    /// VM or container.
    pub kind: GuestKind,
    /// Where its configuration is.
    pub node: String,
    /// Configuration in effect.
    pub config: Config,
    /// Changes that wait for the next start.
    pub pending: IndexMap<String, Pending>,
    /// Snapshots by name.
    pub snapshots: IndexMap<String, Snapshot>,
    /// Running life.
    pub power: Power,
    /// Behaviour.
    pub nature: Nature,
    /// Whether the running process went on from a saved memory: then nothing had to boot.
    pub resumed: bool,
    /// File-systems frozen by the agent.
    pub frozen: bool,
    /// What the running process was started with, where a later change could differ.
    pub running_machine: Option<String>,
}

impl Guest {
    /// A guest with this configuration that does not run.
    #[must_use]
    pub fn new(vmid: u32, kind: GuestKind, node: &str, config: Config, since: Moment) -> Self {
        Self {
            vmid,
            kind,
            node: node.to_owned(),
            config,
            pending: IndexMap::new(),
            snapshots: IndexMap::new(),
            power: Power::stopped(since),
            nature: Nature::default(),
            resumed: false,
            frozen: false,
            running_machine: None,
        }
    }

    /// `qemu/100`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.kind.name(), self.vmid)
    }

    /// Its name; `VM 100` or `CT100` when it has none, as the lists show it.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            GuestKind::Qemu => self.config.get("name").map_or_else(|| format!("VM {}", self.vmid), str::to_owned),
            GuestKind::Lxc => self.config.get("hostname").map_or_else(|| format!("CT{}", self.vmid), str::to_owned),
        }
    }

    /// Whether it is a template.
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.config.flag("template")
    }

    /// The lock property of its configuration.
    #[must_use]
    pub fn lock(&self) -> Option<&str> {
        self.config.get("lock")
    }

    /// Whether it runs (or is paused) now.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.power.is_alive()
    }

    /// Cores of the running configuration.
    #[must_use]
    pub fn cores(&self, host_cores: u32) -> u32 {
        let cores = self.config.integer("cores").and_then(|cores| u32::try_from(cores).ok());
        match self.kind {
            GuestKind::Qemu => {
                let sockets = self.config.integer("sockets").and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
                let all = cores.unwrap_or(1).saturating_mul(sockets);
                self.config.integer("vcpus").and_then(|n| u32::try_from(n).ok()).map_or(all, |vcpus| vcpus.min(all))
            }
            GuestKind::Lxc => cores.unwrap_or(host_cores),
        }
    }

    /// Configured memory in bytes.
    #[must_use]
    pub fn max_memory(&self) -> u64 {
        let megabytes =
            self.config.part("memory", Some("current"), "current").and_then(|text| text.parse::<u64>().ok());
        megabytes.unwrap_or(512) << 20
    }

    /// Configured swap of a container in bytes.
    #[must_use]
    pub fn max_swap(&self) -> u64 {
        self.config.integer("swap").unwrap_or(512) << 20
    }

    /// Whether the configuration allows the guest agent.
    #[must_use]
    pub fn agent_enabled(&self) -> bool {
        self.config.part("agent", Some("enabled"), "enabled") == Some("1")
    }

    /// Whether an operating system is up in it at a moment.
    #[must_use]
    pub fn is_up(&self, at: Moment) -> bool {
        self.nature.obeys
            && self.power.phase_at(at) == Some(Phase::Running)
            && (self.resumed || self.power.uptime_at(at) >= self.nature.boot_seconds)
    }

    /// Whether the agent answers at a moment.
    #[must_use]
    pub fn agent_answers(&self, at: Moment) -> bool {
        self.nature.agent && self.agent_enabled() && self.is_up(at)
    }

    /// SHA-1 over the whole configuration file, pending part and snapshots included.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha1::new();
        self.config.feed(&mut digest);
        for (key, pending) in &self.pending {
            digest.update(format!("[PENDING] {key} {pending:?}\n"));
        }
        for (name, snapshot) in &self.snapshots {
            digest.update(format!("[{name}] {:?} {:?}\n", snapshot.description, snapshot.state));
            snapshot.config.feed(&mut digest);
        }
        config::hex(digest)
    }

    /// The machine type a fresh process gets.
    #[must_use]
    pub fn machine(&self, version: &Version) -> String {
        let model =
            if self.config.get("machine").is_some_and(|machine| machine.contains("q35")) { "q35" } else { "i440fx" };
        let qemu = if version.is_nine() { "10.1" } else { "9.2" };
        format!("pc-{model}-{qemu}+pve0").replace("pc-i440fx-9.2+pve0", "pc-i440fx-9.2+pve1")
    }
}
