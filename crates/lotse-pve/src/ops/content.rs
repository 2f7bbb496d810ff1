//! What lies on a storage: `/nodes/{node}/storage/{storage}/content`.
//!
//! The server checks each volume on its own and leaves out what the caller may not use. A read-only caller sees no backups
//! at all, and nothing in the answer says so; [`Pve::content`] does.

use lotse_model::{Bytes, GuestKind, NodeName, StorageName, Timestamp, Vmid};
use serde::Serialize;

use super::{
    row::{Malformed, Row},
    sight::Sight,
    words::words,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// What kind of volume it is.
    ContentKind {
        /// A disk of a VM.
        Images = "images",
        /// A disk of a container.
        RootDir = "rootdir",
        /// A backup.
        Backup = "backup",
        /// An ISO image.
        Iso = "iso",
        /// A template of a container.
        Template = "vztmpl",
        /// A snippet.
        Snippets = "snippets",
        /// A disk to be imported.
        Import = "import",
    }
}

/// A volume of a storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Volume {
    /// Its id (`backup:backup/vzdump-qemu-100-2026_11_22-05_42_28.vma.zst`).
    pub id: String,
    /// What kind of volume it is.
    pub kind: ContentKind,
    /// Its format (`raw`, `qcow2`, `subvol`, `vma.zst`, `tar.zst`, `pbs-vm`, `iso`).
    pub format: Option<String>,
    /// Its size, as the guest would see it.
    pub size: Option<Bytes>,
    /// What it takes on the storage, where that is known.
    pub used: Option<Bytes>,
    /// The guest it belongs to.
    pub vmid: Option<Vmid>,
    /// Whether a backup is of a VM or of a container.
    pub guest_kind: Option<GuestKind>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// The first line of a backup's notes.
    pub notes: Option<String>,
    /// Whether a backup is protected from removal.
    pub protected: bool,
    /// The volume that a linked clone is based on.
    pub parent: Option<String>,
    /// Whether a backup is encrypted.
    pub encrypted: bool,
    /// How a backup server's verification ended (`ok`, `failed`); `None` when there was none.
    pub verified: Option<String>,
}

impl Volume {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let id = row.need_text("volid")?;
        let subtype = row.word("subtype");
        let format = row.word("format");
        Ok(Self {
            kind: ContentKind::read(row.word("content").as_deref().unwrap_or_default()),
            guest_kind: backup_of(subtype.as_deref(), format.as_deref(), &id),
            format,
            size: row.bytes("size"),
            used: row.bytes("used"),
            vmid: row.name("vmid"),
            created: row.time("ctime"),
            notes: row.word("notes"),
            protected: row.is("protected"),
            parent: row.word("parent"),
            // A fingerprint, or 1.
            encrypted: row.word("encrypted").is_some_and(|text| text != "0"),
            verified: row.object("verification").and_then(|verification| verification.word("state")),
            id,
        })
    }
}

/// Which kind of guest a backup is of; older servers tell only by format or name.
fn backup_of(subtype: Option<&str>, format: Option<&str>, id: &str) -> Option<GuestKind> {
    match (subtype, format) {
        (Some("qemu"), _) | (None, Some("pbs-vm")) => Some(GuestKind::Vm),
        (Some("lxc"), _) | (None, Some("pbs-ct")) => Some(GuestKind::Container),
        _ if id.contains("/vzdump-qemu-") => Some(GuestKind::Vm),
        _ if id.contains("/vzdump-lxc-") => Some(GuestKind::Container),
        _ => None,
    }
}

/// Which volumes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentQuery {
    /// Only of this kind.
    pub kind: Option<ContentKind>,
    /// Only of this guest.
    pub vmid: Option<Vmid>,
}

impl ContentQuery {
    /// The backups, of all guests.
    #[must_use]
    pub const fn backups() -> Self {
        Self { kind: Some(ContentKind::Backup), vmid: None }
    }

    fn params(&self) -> Params {
        let kind = self.kind.as_ref().map(|kind| ("content".into(), kind.to_string()));
        let vmid = self.vmid.map(|vmid| ("vmid".into(), vmid.to_string()));
        kind.into_iter().chain(vmid).collect()
    }

    /// What a caller must be allowed for the answer to be whole.
    fn sights(&self, storage: &StorageName) -> Vec<Sight> {
        let backups = Sight::Backups(storage.clone());
        let volumes = Sight::GuestVolumes(storage.clone());
        match self.kind {
            None => vec![backups, volumes],
            Some(ContentKind::Backup) => vec![backups],
            Some(ContentKind::Images | ContentKind::RootDir) => vec![volumes],
            Some(_) => Vec::new(),
        }
    }
}

impl Pve {
    /// What lies on `storage`, as `node` sees it (`GET /nodes/{node}/storage/{storage}/content`), sorted by id. Needs
    /// `Datastore.Audit` or `Datastore.AllocateSpace` on the storage, and for backups and disks more: what was left out is said.
    pub async fn content(
        &self,
        node: &NodeName,
        storage: &StorageName,
        query: &ContentQuery,
        deadline: Deadline,
    ) -> Answer<Vec<Volume>> {
        let path = api_path!("/nodes/{}/storage/{}/content", node, storage);
        let mut seen = self.list(&path, &query.params(), deadline, Volume::read).await?;
        seen.value.sort_by(|a, b| a.id.cmp(&b.id));
        let sights = query.sights(storage);
        if !sights.is_empty() {
            self.admit(&mut seen, &path, Some(node), &sights, deadline).await;
        }
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Timestamp};
    use serde_json::{Value, json};

    use super::{ContentKind, Row, Volume};

    fn volume(value: &Value) -> Volume {
        Volume::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn a_backup_says_whose_it_is() {
        let backup = volume(&json!({
            "subtype": "qemu", "size": 73426, "notes": "web01 note", "vmid": 100, "content": "backup", "format": "vma.zst",
            "ctime": 1_795_326_148, "volid": "backup:backup/vzdump-qemu-100-2026_11_22-05_42_28.vma.zst", "protected": "1",
        }));
        assert_eq!(
            (backup.kind, backup.guest_kind, backup.protected),
            (ContentKind::Backup, Some(GuestKind::Vm), true)
        );
        assert_eq!(backup.created, Some(Timestamp(1_795_326_148)));
        let old = volume(&json!({ "volid": "b:backup/vzdump-lxc-200-x.tar.zst", "content": "backup" }));
        assert_eq!(old.guest_kind, Some(GuestKind::Container));
    }

    #[test]
    fn a_backup_servers_verification_and_encryption_are_read() {
        let pbs = |encrypted: Value| {
            volume(&json!({
                "volid": "pbs:backup/vm/100/2026-11-22T05:42:28Z", "content": "backup", "format": "pbs-vm", "parent": null,
                "verification": { "state": "failed", "upid": "x" }, "encrypted": encrypted,
            }))
        };
        assert_eq!(pbs(json!("AB:CD")).verified.as_deref(), Some("failed"));
        assert_eq!(
            (pbs(json!("AB:CD")).encrypted, pbs(json!("0")).encrypted, pbs(json!(null)).encrypted),
            (true, false, false)
        );
        assert_eq!(pbs(json!(1)).guest_kind, Some(GuestKind::Vm));
    }
}
