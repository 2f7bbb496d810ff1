//! A node of the cluster.

use super::moment::Moment;

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Name.
    pub name: String,
    /// Number in the corosync configuration, from 1; 0 on a stand-alone node.
    pub nodeid: u32,
    /// Address in the cluster network.
    pub address: String,
    /// Whether the machine runs and is a member of the quorate part.
    pub online: bool,
    /// Whether its API answers the other nodes.
    pub reachable: bool,
    /// Whether its pvestatd ever reported.
    pub reports: bool,
    /// When it booted.
    pub booted: Moment,
    /// Cores.
    pub cores: u32,
    /// Main memory in bytes.
    pub memory: u64,
    /// Size of the root file system in bytes.
    pub root_size: u64,
    /// Used part of it in bytes.
    pub root_used: u64,
    /// Free bytes of it that nobody can use (reserved blocks, quotas).
    pub root_reserved: u64,
    /// Last process id given out.
    pub last_pid: u32,
    /// SHA-256 fingerprint of the API certificate, upper-case hexadecimal with colons.
    pub fingerprint: Option<String>,
}
