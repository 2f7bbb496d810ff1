//! Plans to copy a guest. Pure.

use std::collections::BTreeMap;

use lotse_model::{Bytes, GuestKind, StorageName, Vmid};
use lotse_pve::ops::{
    guest_config::GuestConfig,
    guest_devices::{DiskRole, GuestDisk},
};

use super::{
    draft::{Draft, Looks, bytes},
    power::is_template,
    room,
};
use crate::change::{note::Note, operation::Operation};

/// What is known about the number of the new guest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct IdNews {
    /// Whether it was proposed, not asked for.
    pub(super) proposed: bool,
    /// Whether backups and audit were both looked through for it.
    pub(super) surely_unused: bool,
    /// Whether the audit names it.
    pub(super) in_audit: bool,
}

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft, news: IdNews) {
    let Operation::Create { new_id: Some(id), name, node, storage, start, .. } = looks.operation else { return };
    let target = node.as_ref().unwrap_or(&looks.guest.place.node);
    let called = name.clone().unwrap_or_else(|| default_name(looks));
    draft.note(Note::info("new-guest").text("id", id).text("name", &called).text("node", target));
    number(looks, draft, *id, news);
    taken_name(looks, draft, &called);
    if !looks.cluster.is_online(target) && *target != looks.guest.place.node {
        draft.note(Note::blocks("node-down").text("node", target));
    }
    if !is_template(looks) {
        draft.note(Note::info("clone-no-template"));
    }
    if looks.guest.is_up() {
        let can = looks.guest.feature.as_ref().and_then(|feature| feature.value()).map(|feature| feature.available);
        draft.note(match (looks.guest.place.kind, can) {
            (GuestKind::Container, Some(false)) => Note::blocks("clone-running-container"),
            _ => Note::warning("clone-running"),
        });
    }
    let Some(config) = looks.guest.config.value() else { return };
    let needed = copied(config, storage.as_ref());
    draft.note(Note::info("clone-full").with("size-bytes", bytes(Bytes(needed.values().map(|size| size.0).sum()))));
    for (storage, size) in &needed {
        room::space(looks, draft, target, storage, *size);
    }
    if node.is_some() {
        let local = config.storages().into_iter().filter(|one| looks.cluster.is_shared(one) == Some(false));
        for storage in local {
            let own = &looks.guest.place.node;
            draft.note(Note::blocks("clone-storage-local").text("storage", storage).text("node", own));
        }
    }
    for (key, disk) in bind_mounts(config) {
        let path = disk.volume.clone().unwrap_or_default();
        draft.note(Note::blocks("clone-bind-mount").text("disk", key).text("path", path));
    }
    root_only(config, draft);
    let addresses = static_addresses(config);
    if !addresses.is_empty() {
        draft.note(Note::warning("static-address").text("addresses", addresses.join(", ")));
    }
    if *start {
        draft.note(Note::info("starts-after"));
        room::memory(looks, draft, target, config.memory);
    }
}

/// What the server calls a copy that is given no name (`clone_vm` of qemu-server and pve-container).
fn default_name(looks: &Looks<'_>) -> String {
    let label = looks.guest.name().unwrap_or_else(|| looks.guest.place.vmid.to_string());
    match looks.guest.place.kind {
        GuestKind::Vm => format!("Copy-of-VM-{label}"),
        GuestKind::Container => format!("Copy-of-CT-{label}"),
    }
}

/// What its number was, or may have been.
pub(super) fn number(looks: &Looks<'_>, draft: &mut Draft, id: Vmid, news: IdNews) {
    if news.proposed {
        let code = if news.surely_unused { "id-proposed" } else { "id-search-partial" };
        let note = if news.surely_unused { Note::info(code) } else { Note::warning(code) };
        draft.note(note.text("id", id));
        return;
    }
    if !looks.cluster.archives_of(id).is_empty() && looks.guest.place.vmid != id {
        draft.note(Note::warning("id-has-backups").text("id", id));
    }
    if news.in_audit {
        draft.note(Note::warning("id-in-audit").text("id", id));
    }
}

fn taken_name(looks: &Looks<'_>, draft: &mut Draft, name: &str) {
    let same = |own: &Option<String>| own.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let mut others = looks.cluster.guests().iter().filter(|guest| looks.cluster.may_name(guest.id.vmid));
    if let Some(other) = others.find(|guest| same(&guest.name)) {
        draft.note(Note::warning("name-taken").text("name", name).text("guest", &other.id));
    }
}

/// How much is copied to which storage: every volume but discs in drives, as large as its disk may become.
fn copied(config: &GuestConfig, to: Option<&StorageName>) -> BTreeMap<StorageName, Bytes> {
    let mut sizes: BTreeMap<StorageName, Bytes> = BTreeMap::new();
    let volumes = config.disks.values().filter(|disk| !matches!(disk.role, DiskRole::CdDrive | DiskRole::Unused));
    for disk in volumes {
        let Some(own) = &disk.storage else { continue };
        let sum = sizes.entry(to.unwrap_or(own).clone()).or_default();
        sum.0 = sum.0.saturating_add(disk.size.unwrap_or_default().0);
    }
    sizes
}

/// Paths of the node that a container mounts: no storage has them.
pub(super) fn bind_mounts(config: &GuestConfig) -> impl Iterator<Item = (&String, &GuestDisk)> {
    let is_bind = |disk: &GuestDisk| {
        disk.role == DiskRole::MountPoint
            && disk.storage.is_none()
            && disk.volume.as_ref().is_some_and(|volume| volume.starts_with('/'))
    };
    config.disks.iter().filter(move |(_, disk)| is_bind(disk))
}

/// Options that only root@pam may set: whoever copies or restores them as somebody else may be refused.
pub(super) fn root_only(config: &GuestConfig, draft: &mut Draft) {
    let is_own = |key: &str, value: &str| match key {
        "args" | "hookscript" => true,
        _ if key.starts_with("lxc.") => true,
        // A device by a mapping is given by its privileges, the node's own device by root alone.
        _ if key.starts_with("hostpci") || key.starts_with("usb") => !value.contains("mapping=") && value != "spice",
        _ if key.starts_with("serial") || key.starts_with("parallel") => value != "socket",
        _ if key.starts_with("dev") => value.starts_with('/') || value.contains("path="),
        "features" => value.split(',').any(|part| !part.trim().starts_with("nesting")),
        _ => false,
    };
    let options: Vec<_> =
        config.raw.iter().filter(|(key, value)| is_own(key, value)).map(|(key, _)| key.clone()).collect();
    let binds = bind_mounts(config).map(|(key, _)| key.clone());
    let options: Vec<_> = options.into_iter().chain(binds).collect();
    if !options.is_empty() {
        draft.note(Note::warning("root-only").text("options", options.join(", ")));
    }
}

/// Addresses that the configuration fixes: of a container's network, or a machine's cloud-init.
pub(super) fn static_addresses(config: &GuestConfig) -> Vec<String> {
    let of_container = config.nets.values().flat_map(|net| [net.ip.as_deref(), net.ip6.as_deref()]);
    let init = config.cloud_init.iter().flat_map(|init| init.addresses.values());
    let of_init = init.flat_map(|properties| [properties.get("ip"), properties.get("ip6")]);
    let addresses = of_container.chain(of_init).flatten();
    let addresses =
        addresses.filter(|ip| ip.split('/').next().is_some_and(|ip| ip.parse::<std::net::IpAddr>().is_ok()));
    addresses.map(str::to_owned).collect()
}
