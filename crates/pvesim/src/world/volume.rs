//! Volumes: everything that lies on a storage.

use std::collections::{BTreeMap, VecDeque};

use super::World;
use super::config::Config;
use super::guest::GuestKind;
use super::moment::Moment;

/// What a volume is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A disk of a VM.
    Images,
    /// A volume of a container.
    Rootdir,
    /// A backup archive.
    Backup,
    /// An installation image.
    Iso,
    /// A container template.
    Vztmpl,
    /// A hook script or cloud-init snippet.
    Snippets,
    /// An importable disk image.
    Import,
}

impl Content {
    /// The word of the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Rootdir => "rootdir",
            Self::Backup => "backup",
            Self::Iso => "iso",
            Self::Vztmpl => "vztmpl",
            Self::Snippets => "snippets",
            Self::Import => "import",
        }
    }

    /// From the word of the API.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Images, Self::Rootdir, Self::Backup, Self::Iso, Self::Vztmpl, Self::Snippets, Self::Import]
            .into_iter()
            .find(|content| content.name() == name)
    }
}

/// One volume.
#[derive(Clone, Debug)]
pub struct Volume {
    /// `storage:name`.
    pub volid: String,
    /// Where it lies, for storages that are not shared.
    pub node: Option<String>,
    /// What it is.
    pub content: Content,
    /// Format: `raw`, `qcow2`, `subvol`, `tar.zst`, `vma.zst`, `iso`, `tgz` …
    pub format: String,
    /// Size in bytes.
    pub size: u64,
    /// Allocated bytes.
    pub used: u64,
    /// Owner.
    pub vmid: Option<u32>,
    /// Volume id of what it is a linked clone of.
    pub parent: Option<String>,
    /// Beginning of its life.
    pub created: Moment,
    /// Notes of a backup.
    pub notes: Option<String>,
    /// Whether a backup may not be removed.
    pub protected: bool,
    /// State and UPID of the last verification, on a backup server.
    pub verification: Option<(String, String)>,
    /// Fingerprint of the key that a backup server's snapshot is encrypted with.
    pub encrypted: Option<String>,
    /// What a backup holds: a restore and `extractconfig` read it.
    pub archived: Option<Archived>,
}

/// The guest in a backup archive.
#[derive(Clone, Debug)]
pub struct Archived {
    /// VM or container.
    pub kind: GuestKind,
    /// Its configuration, without snapshots.
    pub config: Config,
}

impl Volume {
    /// A volume that fills its size, belongs to nobody and is local to a node unless that is `None`.
    #[must_use]
    pub fn new(
        volid: impl Into<String>,
        node: Option<String>,
        content: Content,
        format: &str,
        size: u64,
        created: Moment,
    ) -> Self {
        Self {
            volid: volid.into(),
            node,
            content,
            format: format.to_owned(),
            size,
            used: size,
            vmid: None,
            parent: None,
            created,
            notes: None,
            protected: false,
            verification: None,
            encrypted: None,
            archived: None,
        }
    }

    /// The storage part of the volume id.
    #[must_use]
    pub fn storage(&self) -> &str {
        self.volid.split_once(':').map_or("", |(storage, _)| storage)
    }

    /// The part behind the storage.
    #[must_use]
    pub fn name(&self) -> &str {
        self.volid.split_once(':').map_or("", |(_, name)| name)
    }
}

/// All volumes, by volume id and (for local storages) node.
#[derive(Debug, Default)]
pub struct Volumes {
    by_key: BTreeMap<(String, Option<String>), Volume>,
    /// What was removed, for the graphs of the storages: the volume and the end of its life (`None`: just now).
    removed: VecDeque<(Volume, Option<Moment>)>,
}

/// How many removed volumes the graphs remember.
const REMEMBERED: usize = 1024;

impl Volumes {
    /// Puts a volume there, in place of one of the same name.
    pub fn put(&mut self, volume: Volume) {
        self.by_key.insert((volume.volid.clone(), volume.node.clone()), volume);
    }

    /// A volume as a node sees it.
    #[must_use]
    pub fn get(&self, volid: &str, node: &str) -> Option<&Volume> {
        self.by_key
            .get(&(volid.to_owned(), None))
            .or_else(|| self.by_key.get(&(volid.to_owned(), Some(node.to_owned()))))
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, volid: &str, node: &str) -> Option<&mut Volume> {
        let shared = (volid.to_owned(), None);
        if self.by_key.contains_key(&shared) {
            return self.by_key.get_mut(&shared);
        }
        self.by_key.get_mut(&(volid.to_owned(), Some(node.to_owned())))
    }

    /// Removes a volume as a node sees it.
    pub fn remove(&mut self, volid: &str, node: &str) -> Option<Volume> {
        let gone = self
            .by_key
            .remove(&(volid.to_owned(), None))
            .or_else(|| self.by_key.remove(&(volid.to_owned(), Some(node.to_owned()))))?;
        if self.removed.len() >= REMEMBERED {
            self.removed.pop_front();
        }
        self.removed.push_back((gone.clone(), None));
        Some(gone)
    }

    /// Notes the time for what was removed since it was last called.
    pub(super) fn settle(&mut self, now: Moment) {
        for (_, at) in self.removed.iter_mut().rev().take_while(|(_, at)| at.is_none()) {
            *at = Some(now);
        }
    }

    /// Bytes that a storage's volumes took at a moment, as a node sees it.
    #[must_use]
    pub fn bytes_at(&self, storage: &str, node: &str, at: Moment) -> u64 {
        let there: u64 = self.on(storage, node).filter(|volume| volume.created <= at).map(|volume| volume.used).sum();
        let seen =
            |volume: &Volume| volume.storage() == storage && volume.node.as_deref().is_none_or(|name| name == node);
        let gone: u64 = self
            .removed
            .iter()
            .filter(|(volume, end)| volume.created <= at && end.is_some_and(|end| end > at) && seen(volume))
            .map(|(volume, _)| volume.used)
            .sum();
        there + gone
    }

    /// Every volume.
    pub fn iter(&self) -> impl Iterator<Item = &Volume> {
        self.by_key.values()
    }

    /// The volumes of a storage as a node sees it.
    pub fn on<'a>(&'a self, storage: &'a str, node: &'a str) -> impl Iterator<Item = &'a Volume> {
        let from = (format!("{storage}:"), None);
        self.by_key
            .range(from..)
            .map(|(_, volume)| volume)
            .take_while(move |volume| volume.storage() == storage)
            .filter(move |volume| volume.node.as_deref().is_none_or(|at| at == node))
    }

    /// Whether something is a linked clone of this volume.
    #[must_use]
    pub fn has_children(&self, volid: &str) -> bool {
        self.by_key.values().any(|volume| volume.parent.as_deref() == Some(volid))
    }
}

impl World {
    /// Allocates a volume for a guest with the next free name of the storage's naming rule; answers its volume id.
    ///
    /// `stem` is `disk`, `state-NAME`, `cloudinit`; only `disk` is numbered. The storage has to exist.
    #[expect(clippy::too_many_arguments, reason = "every one of them shows in the volume")]
    pub fn allocate(
        &mut self,
        node: &str,
        storage: &str,
        vmid: u32,
        stem: &str,
        format: &str,
        size: u64,
        content: Content,
    ) -> Result<String, String> {
        let definition = self.storages.get(storage).ok_or_else(|| format!("storage '{storage}' does not exist"))?;
        let (file_based, shared) = (definition.is_file_based(), definition.shared);
        let prefix =
            if content == Content::Rootdir && !file_based && definition.kind == "zfspool" { "subvol" } else { "vm" };
        let name_of = |name: String| {
            if file_based { format!("{storage}:{vmid}/{name}.{format}") } else { format!("{storage}:{name}") }
        };
        let volid = if stem == "disk" {
            let taken: Vec<&str> =
                self.volumes.on(storage, node).filter(|volume| volume.vmid == Some(vmid)).map(Volume::name).collect();
            let free = (0_u32..10_000).find(|number| {
                !taken.iter().any(|name| {
                    name.contains(&format!("-{vmid}-disk-{number}"))
                        && ends_number(name, &format!("-{vmid}-disk-{number}"))
                })
            });
            name_of(format!("{prefix}-{vmid}-disk-{}", free.unwrap_or(0)))
        } else {
            name_of(format!("vm-{vmid}-{stem}"))
        };
        let thin = !matches!(definition.kind.as_str(), "lvm" | "iscsi" | "iscsidirect");
        self.volumes.put(Volume {
            volid: volid.clone(),
            node: (!shared).then(|| node.to_owned()),
            content,
            format: format.to_owned(),
            size,
            used: if thin { 331_776.min(size) } else { size },
            vmid: Some(vmid),
            parent: None,
            created: self.now,
            notes: None,
            protected: false,
            verification: None,
            encrypted: None,
            archived: None,
        });
        Ok(volid)
    }
}

/// Whether the number at the end of `stem` is not the beginning of a longer one.
fn ends_number(name: &str, stem: &str) -> bool {
    name.split(stem).nth(1).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}
