//! Storages: the entries of `/etc/pve/storage.cfg`.

use indexmap::IndexMap;

/// One storage definition and what stands behind it.
#[derive(Clone, Debug)]
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
}

impl Storage {
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
