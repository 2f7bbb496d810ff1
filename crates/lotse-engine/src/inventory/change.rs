//! What happened between two looks at a cluster, as typed events.
//!
//! Figures that always move (processor, memory, traffic) are no changes; what a person would call "something happened"
//! is. The state of a guest lags in the resource list by some ten seconds, so an event says what the list showed, and a
//! change that somebody asked for is read back from the guest itself, not from here.

use lotse_model::{Bytes, ClusterName, Guest, GuestRef, GuestState, Node, NodeName, NodeState, PoolName, Storage};
use serde::Serialize;

/// One thing that differs between two snapshots of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// A guest that was not there before: created, restored, or now visible.
    GuestAppeared {
        /// As it is now.
        guest: Box<Guest>,
    },
    /// A guest that is no longer there. Never reported when the newer list may be incomplete.
    GuestGone {
        /// As it was.
        guest: Box<Guest>,
    },
    /// A guest has another name.
    GuestRenamed {
        /// Which.
        guest: GuestRef,
        /// Its name before.
        from: Option<String>,
        /// Its name now.
        to: Option<String>,
    },
    /// A guest is on another node.
    GuestMoved {
        /// Which.
        guest: GuestRef,
        /// Where it was.
        from: NodeName,
        /// Where it is.
        to: NodeName,
    },
    /// A guest does something else.
    GuestState {
        /// Which.
        guest: GuestRef,
        /// What it did.
        from: GuestState,
        /// What it does.
        to: GuestState,
    },
    /// A guest that ran before and runs now has started in between: its uptime is shorter than it was.
    GuestRestarted {
        /// Which.
        guest: GuestRef,
    },
    /// A guest is locked, unlocked, or locked for something else.
    GuestLock {
        /// Which.
        guest: GuestRef,
        /// The lock before.
        from: Option<String>,
        /// The lock now.
        to: Option<String>,
    },
    /// A guest has other tags.
    GuestTags {
        /// Which.
        guest: GuestRef,
        /// Before.
        from: Vec<String>,
        /// Now.
        to: Vec<String>,
    },
    /// A guest is in another pool, or in none any more.
    GuestPool {
        /// Which.
        guest: GuestRef,
        /// Before.
        from: Option<PoolName>,
        /// Now.
        to: Option<PoolName>,
    },
    /// The HA manager sees a guest in another state.
    GuestHa {
        /// Which.
        guest: GuestRef,
        /// Before; `None` when HA did not manage it.
        from: Option<String>,
        /// Now.
        to: Option<String>,
    },
    /// A guest became a template (never the other way round in Proxmox's own tools).
    GuestTemplate {
        /// Which.
        guest: GuestRef,
        /// Whether it is one now.
        now: bool,
    },
    /// The boot or root disk has another size.
    GuestDiskSize {
        /// Which.
        guest: GuestRef,
        /// Before.
        from: Option<Bytes>,
        /// Now.
        to: Option<Bytes>,
    },
    /// A node joined.
    NodeAppeared {
        /// As it is now.
        node: Box<Node>,
    },
    /// A node was removed from the cluster.
    NodeGone {
        /// As it was.
        node: Box<Node>,
    },
    /// A node came or went.
    NodeState {
        /// The cluster.
        cluster: ClusterName,
        /// Which.
        node: NodeName,
        /// Before.
        from: NodeState,
        /// Now.
        to: NodeState,
    },
    /// A node that was up before and is up now has booted in between.
    NodeRestarted {
        /// The cluster.
        cluster: ClusterName,
        /// Which.
        node: NodeName,
    },
    /// The HA manager sees a node in another state (`maintenance`, `fence`).
    NodeHa {
        /// The cluster.
        cluster: ClusterName,
        /// Which.
        node: NodeName,
        /// Before.
        from: Option<String>,
        /// Now.
        to: Option<String>,
    },
    /// A node's subscription level changed.
    NodeLevel {
        /// The cluster.
        cluster: ClusterName,
        /// Which.
        node: NodeName,
        /// Before.
        from: Option<String>,
        /// Now.
        to: Option<String>,
    },
    /// A storage was added to a node.
    StorageAppeared {
        /// As it is now.
        storage: Box<Storage>,
    },
    /// A storage is gone from a node: removed or disabled.
    StorageGone {
        /// As it was.
        storage: Box<Storage>,
    },
    /// A storage changed in its state or its definition.
    StorageChanged {
        /// As it was.
        from: Box<Storage>,
        /// As it is now.
        to: Box<Storage>,
    },
    /// The cluster gained or lost its quorum.
    Quorum {
        /// The cluster.
        cluster: ClusterName,
        /// Whether it has it now.
        quorate: bool,
    },
    /// Another node leads the HA manager.
    HaMaster {
        /// The cluster.
        cluster: ClusterName,
        /// Before.
        from: Option<NodeName>,
        /// Now.
        to: Option<NodeName>,
    },
}
