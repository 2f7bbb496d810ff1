//! Storages: as one node sees them (`/nodes/{node}/storage`), one of them (`…/status`), and as they are configured (`/storage`).

use lotse_model::{Bytes, NodeName, Storage, StorageName, StorageState, Use};
use serde::Serialize;

use super::{
    cluster::properties,
    property::Properties,
    row::{Malformed, Row},
    sight::Sight,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A storage as one node sees it, disabled ones included (which the cluster's list leaves out).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeStorage {
    /// The storage. `space` is used of size, and what is left may be less: file systems keep a reserve.
    pub storage: Storage,
    /// Whether it is switched on in the configuration.
    pub enabled: bool,
    /// What is left, as the node counts it.
    pub available: Option<Bytes>,
}

impl NodeStorage {
    pub(crate) fn read(row: Row<'_>, cluster: &lotse_model::ClusterName, node: &NodeName, name: StorageName) -> Self {
        let enabled = row.flag("enabled").unwrap_or(true);
        let active = row.flag("active").unwrap_or(false);
        let total = row.bytes("total").filter(|total| total.0 > 0);
        Self {
            storage: Storage {
                cluster: cluster.clone(),
                name,
                node: node.clone(),
                state: if active { StorageState::Available } else { StorageState::Unavailable },
                plugin: row.word("type"),
                content: row.words("content"),
                shared: row.is("shared"),
                space: total.filter(|_| active).and_then(|total| Some(Use::new(row.bytes("used")?, total))),
            },
            enabled,
            available: row.bytes("avail").filter(|_| active),
        }
    }
}

/// A storage as it is configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StorageConfig {
    /// Its name.
    pub name: StorageName,
    /// Its type (`dir`, `zfspool`, `lvmthin`, `nfs`, `rbd`, `pbs`, …).
    pub plugin: String,
    /// What may lie on it, sorted.
    pub content: Vec<String>,
    /// The only nodes that use it; all when empty.
    pub nodes: Vec<NodeName>,
    /// Whether it is marked as the same everywhere. Network storages are without being marked.
    pub shared: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// How many backups are kept (`keep-last=3`).
    pub keep: Option<Properties>,
    /// Its folder.
    pub path: Option<String>,
    /// Its server.
    pub server: Option<String>,
}

impl StorageConfig {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need("storage")?,
            plugin: row.need_text("type")?,
            content: row.words("content"),
            nodes: row.words("nodes").iter().filter_map(|node| node.parse().ok()).collect(),
            shared: row.is("shared"),
            disabled: row.is("disable"),
            keep: properties(row, "prune-backups"),
            path: row.word("path"),
            server: row.word("server"),
        })
    }
}

impl Pve {
    /// The storages of `node` (`GET /nodes/{node}/storage`), sorted. Those without `Datastore.Audit` or
    /// `Datastore.AllocateSpace` are left out.
    pub async fn storages_of_node(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<NodeStorage>> {
        let path = api_path!("/nodes/{}/storage", node);
        let read = |row: Row<'_>| Ok(NodeStorage::read(row, self.cluster(), node, row.need("storage")?));
        let mut seen = self.list(&path, &Params::new(), deadline, read).await?;
        seen.value.sort_by(|a, b| a.storage.name.cmp(&b.storage.name));
        self.admit(&mut seen, &path, Some(node), &[Sight::Storages], deadline).await;
        Ok(seen)
    }

    /// One storage of `node` (`GET /nodes/{node}/storage/{storage}/status`). Needs `Datastore.Audit` or
    /// `Datastore.AllocateSpace` on it.
    pub async fn storage_status(
        &self,
        node: &NodeName,
        storage: &StorageName,
        deadline: Deadline,
    ) -> Answer<NodeStorage> {
        let path = api_path!("/nodes/{}/storage/{}/status", node, storage);
        let read = |row: Row<'_>| Ok(NodeStorage::read(row, self.cluster(), node, storage.clone()));
        self.one(&path, &Params::new(), deadline, read).await
    }

    /// The storages as they are configured (`GET /storage`), sorted. Those without `Datastore.Audit` or
    /// `Datastore.AllocateSpace` are left out.
    pub async fn storage_configs(&self, deadline: Deadline) -> Answer<Vec<StorageConfig>> {
        let path = api_path!("/storage");
        let mut seen = self.list(&path, &Params::new(), deadline, StorageConfig::read).await?;
        seen.value.sort_by(|a, b| a.name.cmp(&b.name));
        self.admit(&mut seen, &path, None, &[Sight::Storages], deadline).await;
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::StorageState;
    use serde_json::json;

    use super::{NodeStorage, Row};

    #[test]
    fn a_disabled_storage_has_no_space_rather_than_none_left() {
        let off = json!({ "storage": "off", "total": 0, "used": 0, "avail": 0, "enabled": 0, "active": 0, "content": "images" });
        let off = NodeStorage::read(
            Row::of(&off).unwrap(),
            &"home".parse().unwrap(),
            &"pve".parse().unwrap(),
            "off".parse().unwrap(),
        );
        assert_eq!((off.storage.space, off.available, off.enabled), (None, None, false));
        assert_eq!(off.storage.state, StorageState::Unavailable);
    }
}
