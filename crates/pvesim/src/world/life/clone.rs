//! Clones and templates.

use super::super::World;
use super::super::config::{Config, is_drive, volume_of};
use super::super::guest::{Guest, GuestKind};
use super::super::rng::Rng;
use super::super::script::Script;
use super::super::volume::{Content, Volume};

/// What a clone is to be.
#[derive(Clone, Debug)]
pub struct CloneOptions {
    /// Number of the new guest.
    pub newid: u32,
    /// Its name.
    pub name: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Copy every disk instead of building on a template's.
    pub full: bool,
    /// From this snapshot.
    pub snapshot: Option<String>,
    /// Storage of the copies.
    pub storage: Option<String>,
    /// Format of the copies.
    pub format: Option<String>,
    /// Node of the new guest.
    pub target: Option<String>,
    /// Pool of the new guest.
    pub pool: Option<String>,
}

/// Makes a clone.
#[must_use]
pub fn clone(node: &str, kind: GuestKind, vmid: u32, options: CloneOptions) -> Script {
    let node = node.to_owned();
    let newid = options.newid;
    Script::new()
        .then(move |world, run| {
            let source = world.find_guest(&node, kind, vmid)?.clone();
            let target = options.target.clone().unwrap_or_else(|| node.clone());
            if let Some(other) = world.guests.get(&newid) {
                return Err(format!(
                    "close (rename) atomic file '/etc/pve/nodes/{node}/{}/{newid}.conf' failed: {}",
                    other.kind.directory(),
                    "File exists"
                ));
            }
            let base = match &options.snapshot {
                Some(name) => source
                    .snapshots
                    .get(name)
                    .map(|snapshot| snapshot.config.clone())
                    .ok_or_else(|| format!("snapshot '{name}' does not exist"))?,
                None => source.config.clone(),
            };
            world.set_lock(vmid, "clone");
            let mut config = fresh(&base, kind, &options, &mut world.rng, newid);
            let mut script = Script::new();
            for (key, value) in base.drives().map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
            {
                let old = volume_of(&value).to_owned();
                if value.contains("media=cdrom") && !old.contains("cloudinit") || !old.contains(':') {
                    continue;
                }
                let what = if kind == GuestKind::Qemu { "drive" } else { "mountpoint" };
                let linked = !options.full && source.is_template();
                if linked {
                    script = script.say(format!("create linked clone of {what} {key} ({old})"));
                    let volid = world.link_volume(&node, &old, newid)?;
                    config.set(key, value.replacen(&old, &volid, 1));
                    continue;
                }
                let storage =
                    options.storage.clone().unwrap_or_else(|| old.split(':').next().unwrap_or_default().to_owned());
                script = script.say(format!("create full clone of {what} {key} ({old})"));
                let (volid, copying) =
                    match world.copy_volume(&node, &old, &target, &storage, newid, options.format.as_deref()) {
                        Ok(made) => made,
                        Err(error) => {
                            world.clear_lock(vmid, "clone");
                            return Err(format!("clone failed: {error}"));
                        }
                    };
                let line = world
                    .volumes
                    .get(&volid, &target)
                    .and_then(|volume| world.formatting(&volid, &volume.format, volume.size));
                if let Some(line) = line {
                    script = script.say(line);
                }
                script = script.chain(copying);
                config.set(key, value.replacen(&old, &volid, 1));
            }
            config.set("lock", "clone");
            let mut guest = Guest::new(newid, kind, &target, config, world.now);
            guest.nature = source.nature.clone();
            world.guests.insert(newid, guest);
            if let Some(pool) = options.pool.as_ref().and_then(|pool| world.access.pools.get_mut(pool)) {
                pool.vms.insert(newid);
            }
            run.next(script);
            Ok(())
        })
        .pause(200)
        .finally(move |world| {
            world.clear_lock(vmid, "clone");
            world.clear_lock(newid, "clone");
        })
}

/// The configuration of a copy: own addresses and identities, no past.
fn fresh(base: &Config, kind: GuestKind, options: &CloneOptions, rng: &mut Rng, newid: u32) -> Config {
    let mut config = base.clone();
    for key in ["template", "parent", "lock", "description", "runningmachine", "runningcpu", "vmstate", "protection"] {
        config.remove(key);
    }
    let keys: Vec<(String, String)> = config.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    for (key, value) in keys {
        if key.starts_with("unused") || key.starts_with("snap") {
            config.remove(&key);
        } else if key.starts_with("net") && !is_drive(&key) && value.contains(':') {
            config.set(key, with_new_mac(&value, kind, rng));
        }
    }
    match kind {
        GuestKind::Qemu => {
            config.set(
                "name",
                options.name.clone().unwrap_or_else(|| format!("Copy-of-VM-{}", base.get("name").unwrap_or("VM"))),
            );
            if config.has("smbios1") {
                config.set("smbios1", format!("uuid={}", rng.uuid()));
            }
            if config.has("vmgenid") {
                config.set("vmgenid", rng.uuid());
            }
        }
        GuestKind::Lxc => {
            let name =
                options.name.clone().unwrap_or_else(|| format!("Copy-of-{}", base.get("hostname").unwrap_or("CT")));
            config.set("hostname", name);
        }
    }
    let _ = newid;
    if let Some(description) = &options.description {
        config.set("description", description.clone());
    }
    config
}

fn with_new_mac(value: &str, kind: GuestKind, rng: &mut Rng) -> String {
    let mac = crate::scenario::guests::mac(rng);
    value
        .split(',')
        .map(|part| match part.split_once('=') {
            Some((model, old)) if kind == GuestKind::Qemu && old.matches(':').count() == 5 => format!("{model}={mac}"),
            Some(("hwaddr", _)) => format!("hwaddr={mac}"),
            _ => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(",")
}

/// Turns a guest into a template.
#[must_use]
pub fn template(node: &str, kind: GuestKind, vmid: u32) -> Script {
    let node = node.to_owned();
    Script::new().locking(vmid).after(200, move |world, _| {
        let guest = world.find_guest(&node, kind, vmid)?;
        let drives: Vec<(String, String)> = guest
            .config
            .drives()
            .filter(|(_, value)| !value.contains("media=cdrom"))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        for (key, value) in drives {
            let old = volume_of(&value).to_owned();
            let Some(mut volume) = world.volumes.remove(&old, &node) else { continue };
            let new = old.replacen("vm-", "base-", 1).replacen("subvol-", "basevol-", 1);
            volume.volid.clone_from(&new);
            world.volumes.put(volume);
            world.change_guest(vmid)?.config.set(key, value.replacen(&old, &new, 1));
        }
        world.change_guest(vmid)?.config.set("template", "1");
        Ok(())
    })
}

impl World {
    /// Makes a volume that builds on a template's.
    fn link_volume(&mut self, node: &str, base: &str, vmid: u32) -> Result<String, String> {
        let original =
            self.volumes.get(base, node).cloned().ok_or_else(|| format!("volume '{base}' does not exist"))?;
        let storage = original.storage().to_owned();
        let definition = self.usable_storage(&storage, node)?;
        let keeps_name = matches!(definition.kind.as_str(), "lvmthin");
        let plain = self.allocate(node, &storage, vmid, "disk", &original.format, original.size, original.content)?;
        let Some(mut volume) = self.volumes.remove(&plain, node) else { return Ok(plain) };
        let name = plain.split_once(':').map_or(plain.as_str(), |(_, name)| name).to_owned();
        let (_, base_name) = base.split_once(':').unwrap_or(("", base));
        // LVM's thin volumes carry no trace of their origin in the name; all others are named behind it.
        volume.volid = if keeps_name { plain.clone() } else { format!("{storage}:{base_name}/{name}") };
        volume.parent = Some(base.to_owned());
        volume.used = 196_608;
        volume.content = if original.content == Content::Rootdir { Content::Rootdir } else { Content::Images };
        let volid = volume.volid.clone();
        self.volumes.put(Volume { vmid: Some(vmid), ..volume });
        Ok(volid)
    }
}
