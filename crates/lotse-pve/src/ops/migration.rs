//! What a server says before a guest moves: `GET …/migrate`.
//!
//! Virtual machines have it in every release, containers since 9.1, with other spellings (`allowed-nodes`). The nodes are
//! optional in the schema: 7.x names them only for a guest that is off.

use std::collections::BTreeSet;

use lotse_model::{Bytes, NodeName, StorageName};
use serde::Serialize;
use serde_json::Value;

use super::{
    guest_status::GuestPlace,
    row::{Malformed, Row, flag},
};
use crate::{Deadline, Params, Pve, pve::Answer};

/// What the server says about moving a guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Migration {
    /// Whether the guest runs.
    pub running: bool,
    /// The nodes it may go to, sorted; `None` where the server does not say.
    pub allowed: Option<Vec<NodeName>>,
    /// What the server holds against nodes, sorted by node. Some releases list a node here with nothing against it.
    pub refused: Vec<Refused>,
    /// Volumes of the guest that lie on its node alone: attached, inserted, unused and those that nothing names.
    pub local_disks: Vec<LocalDisk>,
    /// Options that tie it to its node (`hostpci0`, `serial1`), sorted, those of mapped devices left out.
    pub local_resources: Vec<String>,
    /// Options with a device that every node may have by a mapping, sorted.
    pub mapped_resources: Vec<MappedResource>,
    /// HA resources that move along, sorted (`vm:101`; since 9).
    pub moves_along: Vec<String>,
}

/// What the server holds against a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The node.
    pub node: NodeName,
    /// Storages of the guest that it does not have, sorted.
    pub storages: Vec<StorageName>,
    /// Mappings of devices that it does not have, sorted. No schema has them, servers since 8 do.
    pub mappings: Vec<String>,
    /// HA resources that must not meet the guest there, sorted (since 9).
    pub services: Vec<String>,
}

/// A volume that the move has to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalDisk {
    /// The volume.
    pub volume: String,
    /// The option that has it (`scsi0`); `None` for one that nothing names.
    pub drive: Option<String>,
    /// Its size, where the server says.
    pub size: Option<Bytes>,
    /// Whether it is a disc in a drive, which no server copies.
    pub is_disc: bool,
    /// Whether it is the memory of a snapshot.
    pub is_memory: bool,
}

/// A device by a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedResource {
    /// The option (`hostpci0`).
    pub option: String,
    /// Whether a running machine takes it along; `None` where the server does not say (before 8.4).
    pub live: Option<bool>,
}

impl Migration {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let running = row.flag("running").ok_or_else(|| Malformed::at("running", row.get("running")))?;
        let either = |vm: &'static str, container: &'static str| if row.get(vm).is_some() { vm } else { container };
        let allowed = either("allowed_nodes", "allowed-nodes");
        let allowed =
            row.get(allowed).map(|_| row.words(allowed).iter().filter_map(|node| node.parse().ok()).collect());
        let refused = row.object(either("not_allowed_nodes", "not-allowed-nodes"));
        let mut refused: Vec<_> =
            refused.into_iter().flat_map(Row::entries).filter_map(|(node, why)| Refused::read(node, why)).collect();
        refused.sort_by(|a, b| a.node.cmp(&b.node));
        let mapped_resources = mapped(row);
        let is_mapped = |option: &String| mapped_resources.iter().any(|mapped| mapped.option == *option);
        let mut local_disks: Vec<_> = row.elements("local_disks").iter().filter_map(LocalDisk::read).collect();
        local_disks.sort_by(|a, b| a.volume.cmp(&b.volume));
        Ok(Self {
            running,
            allowed,
            refused,
            local_disks,
            local_resources: row.words("local_resources").into_iter().filter(|option| !is_mapped(option)).collect(),
            mapped_resources,
            moves_along: row.words("dependent-ha-resources"),
        })
    }

    /// What the server holds against `node`; `None` when it holds nothing.
    #[must_use]
    pub fn against(&self, node: &NodeName) -> Option<&Refused> {
        self.refused.iter().find(|refused| refused.node == *node).filter(|refused| !refused.is_empty())
    }
}

/// With what is known of each where the server is new enough, else the bare names.
fn mapped(row: Row<'_>) -> Vec<MappedResource> {
    let info: Vec<_> = row.object("mapped-resource-info").into_iter().flat_map(Row::entries).collect();
    let mut mapped: Vec<_> = info
        .iter()
        .map(|(option, about)| MappedResource {
            option: (*option).to_owned(),
            live: Some(about.get("live-migration").and_then(flag).unwrap_or(false)),
        })
        .collect();
    let named: BTreeSet<_> = mapped.iter().map(|mapped| mapped.option.clone()).collect();
    let bare = row.words("mapped-resources").into_iter().filter(|option| !named.contains(option));
    mapped.extend(bare.map(|option| MappedResource { option, live: None }));
    mapped.sort_by(|a, b| a.option.cmp(&b.option));
    mapped
}

impl Refused {
    fn read(node: &str, why: &Value) -> Option<Self> {
        let row = Row::of(why).ok()?;
        let services = row.elements("blocking-ha-resources").iter();
        let mut services: Vec<_> = services.filter_map(|one| Row::of(one).ok()?.word("sid")).collect();
        services.sort();
        services.dedup();
        Some(Self {
            node: node.parse().ok()?,
            storages: row.words("unavailable_storages").iter().filter_map(|storage| storage.parse().ok()).collect(),
            mappings: row.words("unavailable-resources"),
            services,
        })
    }

    /// Whether nothing is held against the node.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.storages.is_empty() && self.mappings.is_empty() && self.services.is_empty()
    }
}

impl LocalDisk {
    fn read(value: &Value) -> Option<Self> {
        let row = Row::of(value).ok()?;
        Some(Self {
            volume: row.word("volid")?,
            drive: row.word("drivename"),
            size: row.bytes("size"),
            is_disc: row.is("cdrom"),
            is_memory: row.is("is_vmstate"),
        })
    }
}

impl Pve {
    /// What the server says about moving a guest to `target` (`GET …/migrate`). Needs `VM.Migrate` on it. A server that does
    /// not offer it for this kind of guest answers [`NoSuchCall`](crate::CallError::NoSuchCall); one whose guest is locked
    /// refuses with the words for that.
    pub async fn migration(&self, place: &GuestPlace, target: &NodeName, deadline: Deadline) -> Answer<Migration> {
        let params: Params = vec![("target".into(), target.to_string())];
        self.one(&place.path().segment("migrate"), &params, deadline, Migration::read).await
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{MappedResource, Migration, Row};
    use crate::ops::any_json::any_json;

    fn read(value: &Value) -> Migration {
        Migration::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn what_a_real_server_says_of_a_machine_is_read() {
        let said = read(&json!({
            "local_resources": ["usb0", "hostpci0", "hostpci1"], "running": 0, "allowed_nodes": ["pve3"],
            "mapped-resource-info": {"hostpci1": {"name": "gpu", "live-migration": 1}}, "mapped-resources": ["hostpci1", "usb3"],
            "not_allowed_nodes": {
                "pve2": {"unavailable_storages": ["tank", "fast"], "unavailable-resources": ["gpu"]}, "pve3": {},
            },
            "local_disks": [
                {"cdrom": 0, "size": 1_073_741_824, "drivename": "scsi0", "volid": "local:101/vm-101-disk-0.qcow2"},
                {"cdrom": 1, "drivename": "ide2", "volid": "local:iso/debian.iso"},
                {"is_vmstate": 1, "volid": "local:101/vm-101-state-s1.raw"},
            ],
        }));
        assert_eq!((said.running, said.local_resources.join(",")), (false, "hostpci0,usb0".to_owned()));
        assert_eq!(said.allowed.as_deref(), Some(&["pve3".parse().unwrap()][..]));
        let against = said.against(&"pve2".parse().unwrap()).unwrap();
        assert_eq!((against.storages.len(), against.mappings.join(",")), (2, "gpu".to_owned()));
        assert_eq!(said.against(&"pve3".parse().unwrap()), None, "it is listed, and nothing is held against it");
        let mapped = |option: &str, live| MappedResource { option: option.to_owned(), live };
        assert_eq!(said.mapped_resources, [mapped("hostpci1", Some(true)), mapped("usb3", None)]);
        let disks: Vec<_> = said.local_disks.iter().map(|disk| (disk.drive.as_deref(), disk.size)).collect();
        assert_eq!(disks, [(Some("scsi0"), Some(Bytes::from_gib(1))), (None, None), (Some("ide2"), None)]);
        assert!(said.local_disks[1].is_memory && said.local_disks[2].is_disc);
    }

    #[test]
    fn what_a_server_says_of_a_container_is_read_in_its_own_spelling() {
        let said = read(&json!({
            "running": 1, "allowed-nodes": ["pve2"], "dependent-ha-resources": ["ct:112"],
            "not-allowed-nodes": {"pve3": {"blocking-ha-resources": [{"sid": "vm:100", "cause": "resource-affinity"}]}},
        }));
        assert_eq!((said.allowed.map(|nodes| nodes.len()), said.moves_along.join(",")), (Some(1), "ct:112".to_owned()));
        assert_eq!(said.refused[0].services, ["vm:100"]);
    }

    #[test]
    fn a_server_that_names_no_nodes_allows_none_and_refuses_none() {
        let said = read(&json!({"running": "1", "local_disks": [], "local_resources": []}));
        assert_eq!((said.running, said.allowed, said.refused.len()), (true, None, 0));
    }

    proptest! {
        #[test]
        fn no_answer_breaks_it(value in any_json()) {
            if let Ok(row) = Row::of(&value) {
                let _ = Migration::read(row);
            }
        }
    }
}
