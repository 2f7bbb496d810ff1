//! `snapshots`: points to go back to.

use lotse_model::Timestamp;
use serde::Serialize;

use crate::view::GuestLabel;

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapshotRow {
    /// The guest.
    pub guest: GuestLabel,
    /// Its name.
    pub name: String,
    /// When it was taken.
    pub at: Option<Timestamp>,
    /// Whether it holds the memory of the running guest.
    pub with_memory: bool,
    /// The snapshot it was taken after.
    pub parent: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Whether the guest's present state follows from it.
    pub current: bool,
}

/// Snapshots by guest, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapshotsView {
    /// The one guest that was asked about.
    pub guest: Option<GuestLabel>,
    /// How many guests were read.
    pub guests_read: usize,
    /// The snapshots.
    pub snapshots: Vec<SnapshotRow>,
}
