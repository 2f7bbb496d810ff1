//! Guests whose disks rest on those of a template. Pure.
//!
//! The server refuses to remove a template whose clones lie on the storage of its disks. Two storages may be two names for the
//! same place, and a clone may have been left behind by hand: then it does not see them, and their data is lost.

use std::collections::BTreeSet;

use lotse_model::{NodeName, Storage, StorageName, StorageState, Vmid};
use lotse_pve::ops::{content::Volume, guest_config::GuestConfig, guest_devices::DiskRole};

use super::draft::{Draft, Looks};
use crate::{
    change::{
        look::{ClusterLook, GuestLook},
        note::Note,
    },
    inventory::Resources,
};

/// The storages that may hold linked clones of a template, seen from its node: those of its own disks, and all others there
/// that take disks.
pub(super) fn places(template: &GuestLook, cluster: &ClusterLook) -> BTreeSet<(NodeName, StorageName)> {
    let node = &template.place.node;
    let own = template.config.value().map(GuestConfig::storages).unwrap_or_default();
    let listed = cluster.resources.value().map(Resources::storages).unwrap_or_default().iter();
    let takes_disks = |storage: &&Storage| {
        storage.node == *node
            && storage.state == StorageState::Available
            && storage.content.iter().any(|kind| matches!(kind.as_str(), "images" | "rootdir"))
    };
    let others = listed.filter(takes_disks).map(|storage| storage.name.clone());
    own.into_iter().chain(others).map(|storage| (node.clone(), storage)).collect()
}

/// Says which guests rest on the template: a refusal where the server will refuse, else a warning.
pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft, config: &GuestConfig) {
    let own = looks.guest.place.vmid;
    let attached = config.disks.values().filter(|disk| disk.role != DiskRole::CdDrive);
    let bases: Vec<&str> = attached.filter_map(|disk| disk.volume.as_deref()).collect();
    let volumes = looks.cluster.volumes.values().filter_map(|answer| answer.value()).flatten();
    let (mut known, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for volume in volumes {
        let Some(guest) = volume.vmid.filter(|vmid| *vmid != own) else { continue };
        match rests_on(volume, own, &bases) {
            Some(Base::Named) => known.insert(guest),
            Some(Base::Elsewhere) => elsewhere.insert(guest),
            None => false,
        };
    }
    elsewhere.retain(|guest| !known.contains(guest));
    let shown = |guests: &BTreeSet<Vmid>| {
        let named = guests.iter().filter(|vmid| looks.cluster.may_name(**vmid)).map(ToString::to_string);
        let others = guests.iter().any(|vmid| !looks.cluster.may_name(*vmid)).then(|| "…".to_owned());
        named.chain(others).collect::<Vec<_>>().join(", ")
    };
    if !known.is_empty() {
        draft.note(Note::blocks("linked-clones").text("guests", shown(&known)));
    }
    if !elsewhere.is_empty() {
        draft.note(Note::warning("linked-clones").text("guests", shown(&elsewhere)));
    }
}

/// Where the base of a clone lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    /// It is a disk of the template, on its storage.
    Named,
    /// It has the template's number, on a storage on which the template has no disk of that name.
    Elsewhere,
}

/// Whether `volume` rests on a disk of the template `own`, whose volumes are `bases`.
///
/// The base stands in the volume's own id (`fast:9000/base-9000-disk-0.qcow2/310/vm-310-disk-0.qcow2`,
/// `tank:base-9000-disk-0/vm-310-disk-0`), or in its parent (`../9000/base-9000-disk-0.qcow2`,
/// `rpool/data/base-9000-disk-0@__base__`, a volume id).
fn rests_on(volume: &Volume, own: Vmid, bases: &[&str]) -> Option<Base> {
    let (storage, path) = volume.id.split_once(':').unwrap_or(("", &volume.id));
    // The last part is the volume itself.
    let within = path.rsplit_once('/').map_or("", |(base, _)| base);
    let parent = volume.parent.as_deref().unwrap_or_default();
    let names = within.split('/').chain(parent.split(['/', ':', '@']));
    let mut found = None;
    for name in names.filter(|name| is_base_of(name, own)) {
        let is_named = bases.iter().any(|base| {
            let (on, path) = base.split_once(':').unwrap_or(("", base));
            on == storage && path.rsplit('/').next() == Some(name)
        });
        if is_named {
            return Some(Base::Named);
        }
        found = Some(Base::Elsewhere);
    }
    found
}

/// Whether a name is that of a base volume of this guest (`base-9000-disk-0.qcow2`, `basevol-9000-disk-0`).
fn is_base_of(name: &str, own: Vmid) -> bool {
    let number = name.strip_prefix("base-").or_else(|| name.strip_prefix("basevol-"));
    let number = number.and_then(|rest| rest.split_once('-')).map(|(number, _)| number);
    number.and_then(|number| number.parse::<u32>().ok()) == Some(own.get())
}

#[cfg(test)]
mod tests {
    use lotse_pve::ops::content::{ContentKind, Volume};

    use super::{Base, rests_on};

    fn volume(id: &str, parent: Option<&str>) -> Volume {
        Volume {
            id: id.to_owned(),
            kind: ContentKind::Images,
            format: None,
            size: None,
            used: None,
            vmid: None,
            guest_kind: None,
            created: None,
            notes: None,
            protected: false,
            parent: parent.map(str::to_owned),
            encrypted: false,
            verified: None,
        }
    }

    fn base(id: &str, parent: Option<&str>) -> Option<Base> {
        let bases = ["fast:9000/base-9000-disk-0.qcow2", "tank:base-9000-disk-1"];
        rests_on(&volume(id, parent), "9000".parse().unwrap(), &bases)
    }

    #[test]
    fn a_clone_is_known_by_its_own_name_or_by_its_parent() {
        assert_eq!(base("fast:9000/base-9000-disk-0.qcow2/310/vm-310-disk-0.qcow2", None), Some(Base::Named));
        assert_eq!(base("tank:base-9000-disk-1/vm-310-disk-0", None), Some(Base::Named));
        assert_eq!(base("fast:310/vm-310-disk-0.qcow2", Some("../9000/base-9000-disk-0.qcow2")), Some(Base::Named));
        assert_eq!(base("tank:vm-310-disk-0", Some("rpool/data/base-9000-disk-1@__base__")), Some(Base::Named));
    }

    #[test]
    fn a_clone_on_another_storage_is_said_and_is_none_that_the_server_sees() {
        assert_eq!(base("pool2:base-9000-disk-1/vm-310-disk-0", None), Some(Base::Elsewhere));
        assert_eq!(base("fast:base-9000-disk-7/vm-310-disk-0", None), Some(Base::Elsewhere));
    }

    #[test]
    fn a_number_that_only_begins_alike_is_another_guest() {
        for (id, parent) in [
            ("fast:90001/base-90001-disk-0.qcow2/310/vm-310-disk-0.qcow2", None),
            ("tank:vm-310-disk-0", Some("tank:base-900-disk-0")),
            ("tank:vm-310-disk-0", None),
            // The base itself is no clone.
            ("tank:base-9000-disk-1", None),
        ] {
            assert_eq!(base(id, parent), None, "{id}");
        }
    }
}
