//! Creating guests and restoring them.

use super::config_write::{check_storages, normal};
use super::power::worker;
use super::rights;
use crate::api::check::plain;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::{Config, is_drive, property, volume_of};
use crate::world::guest::GuestKind;
use crate::world::life::create::{self, CreateOptions};

/// Parameters of creation that are not part of the configuration.
const NOT_CONFIG: &[&str] = &[
    "node",
    "vmid",
    "archive",
    "storage",
    "pool",
    "start",
    "unique",
    "force",
    "bwlimit",
    "live-restore",
    "ostemplate",
    "password",
    "ssh-public-keys",
    "restore",
    "ignore-unpack-errors",
    "import-working-storage",
    "ha-managed",
    "skiplock",
];

/// `POST /nodes/{node}/qemu` and `…/lxc`.
pub fn create(world: &mut World, context: &Context) -> Outcome {
    let (kind, vmid) = (context.kind(), context.vmid()?);
    check_rights(world, context, vmid)?;
    let archive = match kind {
        GuestKind::Qemu => context.text("archive"),
        GuestKind::Lxc => context.text("ostemplate").filter(|_| context.flag("restore")),
    };
    let replaced = archive.is_some() && context.flag("force");
    if !replaced {
        check_free(world, kind, vmid, archive.is_some())?;
    }
    let mut set: Vec<(String, String)> = context
        .iter()
        .filter(|(name, _)| !NOT_CONFIG.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    rights::check(world, context, kind, set.iter().map(|(name, value)| (name.as_str(), value.as_str())), &[])?;
    if kind == GuestKind::Lxc {
        root_file_system(world, context, &mut set);
    }
    check_storages(world, context, &set, kind)?;
    world.require_quorum()?;
    let archived = match archive {
        Some(archive) => Some(from_archive(world, context, archive, kind)?),
        None => None,
    };
    let restoring = archived.is_some();
    let base = archived.unwrap_or_default();
    let config = complete(world, kind, base, set, restoring);
    if replaced {
        world.remove_guest(vmid);
    }
    let options = CreateOptions {
        vmid,
        kind,
        config,
        template: (kind == GuestKind::Lxc && !restoring).then(|| context.need("ostemplate").to_owned()),
        nature: archive_owner(world, context, archive),
        start: context.flag("start"),
        pool: context.text("pool").map(str::to_owned),
    };
    let task = match (kind, restoring) {
        (GuestKind::Qemu, false) => "qmcreate",
        (GuestKind::Qemu, true) => "qmrestore",
        (GuestKind::Lxc, false) => "vzcreate",
        (GuestKind::Lxc, true) => "vzrestore",
    };
    let script = create::create(&context.node, options);
    worker(world, context, task, script)
}

fn check_rights(world: &World, context: &Context, vmid: u32) -> Result<(), Failure> {
    if let Some(pool) = context.text("pool") {
        if !world.access.pools.contains_key(pool) {
            return Err(Failure::new(403, format!("Permission check failed (pool '{pool}' does not exist)")));
        }
        if world.may(&context.caller, &format!("/pool/{pool}"), "VM.Allocate") {
            return Ok(());
        }
    }
    if world.may(&context.caller, &format!("/vms/{vmid}"), "VM.Allocate") { Ok(()) } else { Err(plain()) }
}

fn check_free(world: &World, kind: GuestKind, vmid: u32, restoring: bool) -> Result<(), Failure> {
    let Some(other) = world.guests.get(&vmid) else { return Ok(()) };
    let taken = format!("{} {vmid} already exists on node '{}'", other.kind.short(), other.node);
    Err(Failure::die(match kind {
        GuestKind::Qemu if restoring => format!("unable to restore VM {vmid} - {taken}"),
        GuestKind::Qemu => format!("unable to create VM {vmid} - {taken}"),
        GuestKind::Lxc => taken,
    }))
}

/// A container without `rootfs` gets 4 GiB on the given storage, else on `local`.
fn root_file_system(world: &World, context: &Context, set: &mut Vec<(String, String)>) {
    if set.iter().any(|(name, _)| name == "rootfs") || context.flag("restore") {
        return;
    }
    let storage = context.text("storage").map_or_else(
        || {
            let fits =
                |storage: &&crate::world::storage::Storage| storage.content.iter().any(|content| content == "rootdir");
            world.storages.values().find(fits).map_or_else(|| "local".to_owned(), |storage| storage.id.clone())
        },
        str::to_owned,
    );
    set.push(("rootfs".to_owned(), format!("{storage}:4")));
}

/// How the guest of an archive behaves, as long as it is still there.
fn archive_owner(world: &World, context: &Context, archive: Option<&str>) -> Option<crate::world::guest::Nature> {
    let owner = world.volumes.get(archive?, &context.node)?.vmid?;
    world.guests.get(&owner).map(|guest| guest.nature.clone())
}

/// The configuration in an archive, its disks to be made anew.
fn from_archive(world: &World, context: &Context, archive: &str, kind: GuestKind) -> Result<Config, Failure> {
    let missing = || Failure::die(format!("volume '{archive}' does not exist"));
    let volume = world.volumes.get(archive, &context.node).ok_or_else(missing)?;
    let archived = volume.archived.as_ref().filter(|archived| archived.kind == kind);
    let original = match archived {
        Some(archived) => archived.config.clone(),
        // An archive that was there from the start knows its guest by number only.
        None => {
            volume.vmid.and_then(|vmid| world.guests.get(&vmid)).map(|guest| guest.config.clone()).unwrap_or_default()
        }
    };
    let mut config = Config::default();
    for (key, value) in original.iter() {
        if matches!(key, "lock" | "parent" | "template" | "vmgenid") || key.starts_with("unused") {
            continue;
        }
        let volid = volume_of(value);
        if !is_drive(key) || value.contains("media=cdrom") || !volid.contains(':') {
            config.set(key, value);
            continue;
        }
        let storage = context.text("storage").unwrap_or_else(|| volid.split(':').next().unwrap_or("local"));
        let bytes = property(value, None, "size").and_then(crate::world::config::size_bytes).unwrap_or(1 << 30);
        #[expect(clippy::cast_precision_loss, reason = "disk sizes are below 2^52")]
        let gigabytes = bytes as f64 / 1_073_741_824.0;
        config.set(key, value.replacen(volid, &format!("{storage}:{gigabytes}"), 1));
    }
    Ok(config)
}

fn complete(world: &mut World, kind: GuestKind, base: Config, set: Vec<(String, String)>, restoring: bool) -> Config {
    let mut config = base;
    for (name, value) in set {
        // Tags stay as given at creation; only a later change sorts them.
        let value = if name == "tags" { value } else { normal(world, kind, &name, &value) };
        config.set(name, value);
    }
    match kind {
        GuestKind::Qemu => {
            let created = world.now.seconds();
            if !config.has("boot") && !restoring {
                config.set("boot", boot_order(&config));
            }
            if !config.has("smbios1") {
                config.set("smbios1", format!("uuid={}", world.rng.uuid()));
            }
            config.set("vmgenid", world.rng.uuid());
            config.set("meta", format!("creation-qemu=9.2.0,ctime={created}"));
        }
        GuestKind::Lxc => {
            for (key, value) in [("arch", "amd64"), ("ostype", "debian"), ("memory", "512"), ("swap", "512")] {
                if !config.has(key) {
                    config.set(key, value);
                }
            }
        }
    }
    config
}

/// The order that a new VM boots in: its first disk, its CD drive, its first card. A blank when there is nothing.
fn boot_order(config: &Config) -> String {
    let disk = config.drives().find(|(key, value)| {
        !value.contains("media=cdrom") && !key.starts_with("efidisk") && !key.starts_with("tpmstate")
    });
    let cdrom = config.drives().find(|(_, value)| value.contains("media=cdrom"));
    let card = config.iter().map(|(key, _)| key).find(|key| key.starts_with("net"));
    let order: Vec<&str> = [disk.map(|(key, _)| key), cdrom.map(|(key, _)| key), card].into_iter().flatten().collect();
    if order.is_empty() { " ".to_owned() } else { format!("order={}", order.join(";")) }
}
