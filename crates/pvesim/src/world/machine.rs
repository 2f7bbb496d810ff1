//! A node's machine: what is built into it, installed on it and configured on it.
//!
//! These are also the fields of a scenario (`[node.machine]`): every one has a default, so a scenario names only what
//! matters to it. Sizes are bytes, or text with a unit (`"480G"`).

use indexmap::IndexMap;
use serde::Deserialize;

use super::bytes::Bytes;
use super::disk::{Directory, Disk, ThinPool, VolumeGroup};
use super::package::{Package, Repository, Update};
use super::zfs::Zpool;

/// The machine below a node.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Machine {
    /// CPU model.
    pub cpu_model: String,
    /// CPU sockets.
    pub sockets: u32,
    /// Clock of the CPU in MHz.
    pub mhz: f64,
    /// CPU flags.
    pub cpu_flags: String,
    /// Whether the CPU can virtualise.
    pub hvm: bool,
    /// Memory used by the host itself.
    pub own_memory: Bytes,
    /// Share of all cores that the host itself uses.
    pub own_cpu: f64,
    /// Share of time spent waiting for disks.
    pub io_wait: f64,
    /// Size of the swap space.
    pub swap: Bytes,
    /// Used part of it.
    pub swap_used: Bytes,
    /// Memory that kernel same-page merging shares.
    pub ksm_shared: Bytes,
    /// Release of the running kernel.
    pub kernel: String,
    /// Build line of the running kernel.
    pub kernel_build: String,
    /// Whether it booted by UEFI.
    pub efi: bool,
    /// Whether secure boot is on.
    pub secure_boot: bool,
    /// Version of pve-manager when it differs from the cluster's.
    pub pve_version: Option<String>,
    /// Time zone.
    pub timezone: String,
    /// By how many seconds its clock is wrong.
    pub clock_offset: i64,
    /// Search domain.
    pub search_domain: Option<String>,
    /// Name servers, three at most.
    pub name_servers: Vec<String>,
    /// `/etc/hosts`; `None`: made of the cluster's members.
    pub hosts: Option<String>,
    /// Network interfaces besides a bridge with the node's address; empty: one card and that bridge.
    pub interfaces: Vec<IndexMap<String, toml::Value>>,
    /// Node configuration (`description`, `wakeonlan`, …).
    pub config: IndexMap<String, String>,
    /// Disks.
    pub disks: Vec<Disk>,
    /// ZFS pools; `None`: ZFS is not installed.
    pub zfs: Option<Vec<Zpool>>,
    /// LVM volume groups.
    pub volume_groups: Vec<VolumeGroup>,
    /// LVM thin pools.
    pub thin_pools: Vec<ThinPool>,
    /// Directories on disks of their own.
    pub directories: Vec<Directory>,
    /// Services that are not as usual: name to state (`dead`, `failed`).
    pub services: IndexMap<String, String>,
    /// Packages that can be updated.
    pub updates: Vec<Update>,
    /// Versions of packages that differ from the release's.
    pub packages: Vec<Package>,
    /// Package repositories.
    pub repositories: Vec<Repository>,
    /// Certificate of the API.
    pub certificate: Certificate,
    /// Subscription.
    pub subscription: Subscription,
    /// Lines of the journal: minutes before the world's beginning, program, text.
    pub journal: Vec<PastLine>,
    /// PCI devices.
    pub pci: Vec<IndexMap<String, toml::Value>>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            cpu_model: "AMD EPYC 7313P 16-Core Processor".to_owned(),
            sockets: 1,
            mhz: 2994.374,
            cpu_flags:
                "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat clflush mmx fxsr sse sse2 ht \
                        syscall nx rdtscp lm constant_tsc svm aes xsave avx avx2 sha_ni"
                    .to_owned(),
            hvm: true,
            own_memory: Bytes(1_900_000_000),
            own_cpu: 0.012,
            io_wait: 0.002,
            swap: Bytes(8 << 30),
            swap_used: Bytes(0),
            ksm_shared: Bytes(0),
            kernel: "6.8.12-13-pve".to_owned(),
            kernel_build: "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-13 (2025-07-22T10:00Z)".to_owned(),
            efi: true,
            secure_boot: false,
            pve_version: None,
            timezone: "Etc/UTC".to_owned(),
            clock_offset: 0,
            search_domain: Some("example.test".to_owned()),
            name_servers: vec!["192.0.2.53".to_owned()],
            hosts: None,
            interfaces: Vec::new(),
            config: IndexMap::new(),
            disks: Vec::new(),
            zfs: None,
            volume_groups: Vec::new(),
            thin_pools: Vec::new(),
            directories: Vec::new(),
            services: IndexMap::new(),
            updates: Vec::new(),
            packages: Vec::new(),
            repositories: Vec::new(),
            certificate: Certificate::default(),
            subscription: Subscription::default(),
            journal: Vec::new(),
            pci: Vec::new(),
        }
    }
}

/// The certificate of a node's API, as far as it is told. Its fingerprint is that of [`super::node::Node`].
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Certificate {
    /// Days from the world's beginning until it ends; negative: it has ended.
    pub days_left: i64,
    /// For how many days it was made out.
    pub days_valid: i64,
    /// Whether somebody put in one of their own (`pveproxy-ssl.pem`) instead of the cluster's.
    pub custom: bool,
}

impl Default for Certificate {
    fn default() -> Self {
        // What `pvecm updatecerts` makes: two years.
        Self { days_left: 512, days_valid: 730, custom: false }
    }
}

/// A node's subscription.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Subscription {
    /// `notfound`, `active`, `expired`, `invalid`, `suspended`, `new`.
    pub status: String,
    /// `c`ommunity, `b`asic, `s`tandard, `p`remium.
    pub level: Option<String>,
    /// Key.
    pub key: Option<String>,
    /// Day of the next payment (`2027-03-01`).
    pub next_due: Option<String>,
}

impl Default for Subscription {
    fn default() -> Self {
        Self { status: "notfound".to_owned(), level: None, key: None, next_due: None }
    }
}

/// A line that was in the journal before the world began.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PastLine {
    /// How many minutes before.
    pub minutes_ago: i64,
    /// Program.
    #[serde(default = "kernel")]
    pub tag: String,
    /// Syslog priority.
    #[serde(default = "info")]
    pub priority: u8,
    /// Text.
    pub text: String,
}

fn kernel() -> String {
    "kernel".to_owned()
}

const fn info() -> u8 {
    6
}
