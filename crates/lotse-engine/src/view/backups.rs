//! `backups`: jobs, archives, and guests that no job covers.

use lotse_model::{Bytes, ClusterName, GuestRef, Task, Timestamp};
use serde::Serialize;

/// A guest by reference and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestLabel {
    /// Its reference.
    #[serde(rename = "ref")]
    pub id: GuestRef,
    /// Its name, when known.
    pub name: Option<String>,
}

/// What a backup job saves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Selection {
    /// Every guest but those named; else those named alone.
    pub everything: bool,
    /// Guests by number, or `pool:NAME`.
    pub guests: Vec<String>,
}

/// A backup job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupJobRow {
    /// Its cluster.
    pub cluster: ClusterName,
    /// Its id.
    pub id: String,
    /// Whether it runs.
    pub enabled: bool,
    /// When, as a systemd calendar event.
    pub schedule: Option<String>,
    /// Its next run.
    pub next_run: Option<Timestamp>,
    /// Where to.
    pub storage: Option<String>,
    /// What it saves.
    pub selection: Selection,
    /// How (`snapshot`, `suspend`, `stop`).
    pub mode: Option<String>,
    /// Its comment.
    pub comment: Option<String>,
}

/// A backup that lies on a storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchiveRow {
    /// The guest it was made of.
    pub guest: GuestLabel,
    /// When.
    pub at: Timestamp,
    /// Its size.
    pub size: Option<Bytes>,
    /// The storage it lies on.
    pub storage: String,
    /// Its volume id.
    pub volume: String,
    /// Whether it is protected against removal.
    pub protected: bool,
    /// Its notes.
    pub notes: Option<String>,
}

/// What is saved, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupsView {
    /// The one guest that was asked about.
    pub guest: Option<GuestLabel>,
    /// The jobs; `null` when they could not be read.
    pub jobs: Option<Vec<BackupJobRow>>,
    /// Guests that no job covers; `null` when it could not be read.
    pub not_backed_up: Option<Vec<GuestLabel>>,
    /// The newest archive of each guest, or all of the guest asked about, newest first; `null` when no storage could be
    /// read.
    pub archives: Option<Vec<ArchiveRow>>,
    /// The newest backup tasks, newest first.
    pub tasks: Vec<Task>,
    /// Only guests that no job covers were asked for.
    pub only_missing: bool,
}
