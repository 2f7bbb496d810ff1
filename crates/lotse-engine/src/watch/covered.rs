//! Who is watched: the entries of the monitor over what is listed now.

use lotse_model::{ClusterName, Guest, GuestKind, GuestRef, NodeName, Severity, StorageName, Subject, Vmid};

use super::{Entry, EntryId, Standing};
use crate::inventory::Resources;

/// Why a thing is watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covers {
    /// The entries that reach it.
    pub entries: Vec<EntryId>,
    /// How much it matters, where an entry says so; the most of them.
    pub severity: Option<Severity>,
    /// Whether an entry says that it is expected to be off.
    pub expected_off: bool,
    /// Whether an entry reaches it that does not name it by its number.
    pub selected: bool,
    /// What tells it from others, by an entry that names it by its number.
    pub identity: Option<String>,
    /// How it was called, by such an entry.
    pub name: Option<String>,
}

impl Covers {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<Self> {
        let mut covers: Option<Self> = None;
        for entry in entries {
            let covers = covers.get_or_insert_default();
            covers.entries.push(entry.id.clone());
            covers.severity = covers.severity.max(entry.severity);
            covers.expected_off |= entry.expected_off;
            covers.selected |= entry.scope.guest.is_none();
            if let Some(known) = &entry.identity {
                covers.identity = covers.identity.take().or_else(|| known.identity.clone());
                covers.name = covers.name.take().or_else(|| known.name.clone());
            }
        }
        covers
    }
}

/// Whether anybody watches this guest: cheaper than [`guest`], and asked of every guest at every look.
#[must_use]
pub fn is_watched(entries: &[Entry], guest: &Guest) -> bool {
    !guest.template && entries.iter().any(|entry| entry.scope.covers_guest(guest))
}

/// Why a guest is watched. Templates never run and are not.
#[must_use]
pub fn guest(entries: &[Entry], guest: &Guest) -> Option<Covers> {
    if guest.template {
        return None;
    }
    Covers::of(entries.iter().filter(|entry| entry.scope.covers_guest(guest)))
}

/// Why a node is watched for itself.
#[must_use]
pub fn node(entries: &[Entry], cluster: &ClusterName, node: &NodeName) -> Option<Covers> {
    Covers::of(entries.iter().filter(|entry| entry.scope.covers_node(cluster, node)))
}

/// Why a cluster is watched as a whole: its quorum, too.
#[must_use]
pub fn cluster(entries: &[Entry], cluster: &ClusterName) -> Option<Covers> {
    Covers::of(entries.iter().filter(|entry| entry.scope.covers_cluster(cluster)))
}

/// Why anything in a cluster is watched: then at least whether it can be seen.
#[must_use]
pub fn anything(entries: &[Entry], cluster: &ClusterName) -> Option<Covers> {
    Covers::of(entries.iter().filter(|entry| entry.scope.touches(cluster)))
}

/// Why a storage is watched.
#[must_use]
pub fn storage(
    entries: &[Entry],
    cluster: &ClusterName,
    name: &StorageName,
    node: Option<&NodeName>,
) -> Option<Covers> {
    // A node's scope reaches its guests and itself; a storage is its own matter.
    let reaches = |entry: &&Entry| entry.scope.covers_storage(cluster, name, node);
    Covers::of(entries.iter().filter(reaches))
}

/// Why a finding of this severity is watched.
#[must_use]
pub fn finding(entries: &[Entry], subject: &Subject, severity: Severity, listed: &Resources) -> Option<Covers> {
    let cluster = subject.cluster();
    let reaches = |entry: &Entry| match subject {
        Subject::Guest { guest, .. } => listed.guest(guest.vmid).is_some_and(|guest| entry.scope.covers_guest(guest)),
        Subject::Node { node, .. } | Subject::Other { node: Some(node), .. } => entry.scope.covers_node(cluster, node),
        Subject::Storage { storage, node, .. } => entry.scope.covers_storage(cluster, storage, node.as_ref()),
        Subject::Cluster { .. } | Subject::Other { node: None, .. } => entry.scope.covers_cluster(cluster),
    };
    let wanted = |entry: &&Entry| entry.findings.is_some_and(|from| severity >= from) && reaches(entry);
    Covers::of(entries.iter().filter(wanted))
}

/// Whether any entry of this cluster watches findings, so that somebody must look for them.
#[must_use]
pub fn wants_findings(entries: &[Entry], cluster: &ClusterName) -> bool {
    entries.iter().any(|entry| entry.findings.is_some() && entry.scope.touches(cluster))
}

/// The guests that entries name by their number in this cluster: they are watched even when nothing lists them.
pub fn numbered<'a>(entries: &'a [Entry], cluster: &'a ClusterName) -> impl Iterator<Item = (Vmid, &'a Entry)> {
    let here = entries.iter().filter(move |entry| entry.scope.touches(cluster));
    here.filter_map(|entry| entry.scope.guest.map(|vmid| (vmid, entry)))
}

/// A guest that is not listed, as it was when it was last seen, for asking which entries reach it.
#[must_use]
pub fn as_it_was(guest: &GuestRef, standing: &Standing) -> Option<Guest> {
    Some(Guest {
        name: standing.name.clone(),
        tags: standing.tags.clone(),
        pool: standing.pool.clone(),
        ..Guest::bare(guest.clone(), standing.kind.unwrap_or(GuestKind::Vm), standing.node.clone()?)
    })
}
