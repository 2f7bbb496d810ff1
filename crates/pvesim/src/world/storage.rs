//! Storages: the entries of `/etc/pve/storage.cfg`.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::storage_kind;
use super::volume::Content;

/// One storage definition and what stands behind it.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each a switch of the configuration or the world"
)]
pub struct Storage {
    /// Id.
    pub id: String,
    /// Plugin type: `dir`, `nfs`, `zfspool`, `lvmthin`, `rbd`, `pbs` …
    pub kind: String,
    /// What may be stored: `images`, `rootdir`, `backup`, `iso`, `vztmpl`, `snippets`, `import`.
    pub content: Vec<String>,
    /// Further properties as in the file (`path`, `server`, `pool`, `prune-backups` …).
    pub options: IndexMap<String, String>,
    /// Nodes it is restricted to; empty: all.
    pub nodes: Vec<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether all nodes see the same content.
    pub shared: bool,
    /// Size in bytes.
    pub total: u64,
    /// What is used besides the volumes that the simulator knows, in bytes.
    pub other: u64,
    /// By how many bytes a day that grows, from the moment at which the world began.
    pub growth: f64,
    /// Free bytes that nobody can use (reserved blocks, quotas).
    pub reserved: u64,
    /// Whether it lies on the root file system of its nodes: then it is as big and as full as that, and `total`, `other`,
    /// `growth` and `reserved` say nothing.
    pub on_root: bool,
    /// Whether it does not answer (its server is gone).
    pub gone: bool,
    /// Nodes from which alone it does not answer.
    pub gone_on: BTreeSet<String>,
    /// What is used besides the volumes where one node differs from `other`, in bytes.
    pub other_on: BTreeMap<String, u64>,
}

impl Storage {
    /// A storage of this type, on the root file system, with nothing on it; what it may hold is the type's default.
    #[must_use]
    pub fn new(id: &str, kind: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: kind.to_owned(),
            content: storage_kind::default_content(kind).iter().map(|content| content.name().to_owned()).collect(),
            options: IndexMap::new(),
            nodes: Vec::new(),
            disabled: false,
            shared: storage_kind::is_always_shared(kind),
            total: 0,
            other: 0,
            growth: 0.0,
            reserved: 0,
            on_root: true,
            gone: false,
            gone_on: BTreeSet::new(),
            other_on: BTreeMap::new(),
        }
    }

    /// Whether it cannot be reached from a node.
    #[must_use]
    pub fn is_gone_on(&self, node: &str) -> bool {
        self.gone || self.gone_on.contains(node)
    }

    /// What using it says while it cannot be reached.
    #[must_use]
    pub fn unreachable(&self) -> String {
        let id = &self.id;
        let option = |name: &str| self.options.get(name).map_or(id.as_str(), String::as_str);
        match self.kind.as_str() {
            "dir" | "btrfs" => {
                format!(
                    "unable to activate storage '{id}' - directory '{}' does not exist or is unreachable",
                    option("path")
                )
            }
            "rbd" => "rbd error: rbd: couldn't connect to the cluster!".to_owned(),
            "zfspool" => {
                let pool = option("pool");
                format!("could not activate storage '{id}', zfs error: cannot import '{pool}': no such pool available")
            }
            "lvm" | "lvmthin" => format!("no such volume group '{}'", option("vgname")),
            "pbs" => {
                format!(
                    "{id}: error fetching datastores - 500 Can't connect to {}:8007 (Connection timed out)",
                    option("server")
                )
            }
            _ => format!("storage '{id}' is not online"),
        }
    }

    /// Whether this may be stored on it.
    #[must_use]
    pub fn holds(&self, content: Content) -> bool {
        self.content.iter().any(|name| name == content.name())
    }

    /// Whether the plugin keeps plain files in a directory.
    #[must_use]
    pub fn is_file_based(&self) -> bool {
        matches!(self.kind.as_str(), "dir" | "nfs" | "cifs" | "btrfs" | "cephfs" | "glusterfs")
    }

    /// Whether a node may use it.
    #[must_use]
    pub fn is_on(&self, node: &str) -> bool {
        self.nodes.is_empty() || self.nodes.iter().any(|name| name == node)
    }

    /// Where its files are, for file-based ones.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.options.get("path").map(String::as_str)
    }
}
