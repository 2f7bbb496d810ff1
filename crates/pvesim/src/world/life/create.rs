//! Creating a guest, and restoring one from an archive.

use super::super::World;
use super::super::config::{Config, is_drive, size_text, volume_of, with_property};
use super::super::guest::{Guest, GuestKind, Nature};
use super::super::script::Script;
use super::super::volume::Content;
use super::power::{self, StartOptions};

/// What is to be created.
#[derive(Clone, Debug)]
pub struct CreateOptions {
    /// Number.
    pub vmid: u32,
    /// VM or container.
    pub kind: GuestKind,
    /// Configuration as asked for; disks as `storage:size`.
    pub config: Config,
    /// Template archive of a container.
    pub template: Option<String>,
    /// How it behaves, when it is a restored one; else by what is installed in it.
    pub nature: Option<Nature>,
    /// Start it at the end.
    pub start: bool,
    /// Pool.
    pub pool: Option<String>,
}

/// Creates a guest.
#[must_use]
pub fn create(node: &str, options: CreateOptions) -> Script {
    let node = node.to_owned();
    let (vmid, kind, start) = (options.vmid, options.kind, options.start);
    let place = node.clone();
    Script::new()
        .locking(vmid)
        .after(200, move |world, run| {
            if let Some(other) = world.guests.get(&vmid) {
                return Err(format!("{} {vmid} already exists on node '{}'", other.kind.short(), other.node));
            }
            let (config, script) = match world.allocate_disks(&node, vmid, kind, &options.config) {
                Ok(made) => made,
                Err(error) => return Err(format!("unable to create {} {vmid} - {error}", kind.short())),
            };
            let mut guest = Guest::new(vmid, kind, &node, config, world.now);
            guest.config.set("lock", "create");
            guest.nature = options.nature.clone().unwrap_or_else(|| nature(&guest, &options.config));
            world.guests.insert(vmid, guest);
            if let Some(pool) = options.pool.as_ref().and_then(|pool| world.access.pools.get_mut(pool)) {
                pool.vms.insert(vmid);
            }
            run.next(script);
            if let Some(template) = options.template.clone() {
                run.next(unpack(&node, vmid, template));
            }
            Ok(())
        })
        .then(move |world, run| {
            world.clear_lock(vmid, "create");
            if start {
                if kind == GuestKind::Qemu {
                    run.say("Execute autostart");
                }
                run.next(power::start(&place, kind, vmid, StartOptions::default()));
            }
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "create"))
}

/// A new VM does little and obeys nobody: nothing is installed in it. A container has its template's system, an imported
/// or restored disk its own.
fn nature(guest: &Guest, asked: &Config) -> Nature {
    let installed = guest.kind == GuestKind::Lxc || asked.iter().any(|(_, value)| value.contains("import-from"));
    Nature { agent: false, cpu: 0.01, memory: 0.12, disk: 0.02, obeys: installed, ..Nature::default() }
}

fn unpack(node: &str, vmid: u32, template: String) -> Script {
    let node = node.to_owned();
    Script::new().after(500, move |world, run| {
        if world.volumes.get(&template, &node).is_none() {
            let path = world.path_of(&template);
            world.remove_guest(vmid);
            return Err(format!("unable to create CT {vmid} - template archive '{path}' does not exist"));
        }
        run.say(format!("extracting archive '{}'", world.path_of(&template)));
        run.say("Total bytes read: 2017280 (2.0MiB, 109MiB/s)");
        run.say("Detected container architecture: amd64");
        Ok(())
    })
}

impl World {
    /// Allocates the disks that a configuration asks for; answers the configuration with their volumes, and a script with
    /// what the storage's tools print.
    pub fn allocate_disks(
        &mut self,
        node: &str,
        vmid: u32,
        kind: GuestKind,
        asked: &Config,
    ) -> Result<(Config, Script), String> {
        let mut config = asked.clone();
        let mut made: Vec<String> = Vec::new();
        let mut script = Script::new();
        let drives: Vec<(String, String)> = asked
            .iter()
            .filter(|(key, _)| is_drive(key))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        for (key, value) in drives {
            match self.one_disk(node, vmid, kind, &value) {
                Ok(disk) => {
                    for line in disk.lines {
                        script = script.say(line);
                    }
                    made.extend(disk.made);
                    config.set(key, disk.value);
                }
                Err(error) => {
                    for volid in made {
                        self.volumes.remove(&volid, node);
                    }
                    return Err(error);
                }
            }
        }
        Ok((config, script))
    }

    fn one_disk(&mut self, node: &str, vmid: u32, kind: GuestKind, value: &str) -> Result<NewDisk, String> {
        let volume = volume_of(value).to_owned();
        let keep = |value: String| NewDisk { value, made: None, lines: Vec::new() };
        if volume == "none" || volume == "cdrom" || volume.starts_with('/') {
            return Ok(keep(value.to_owned()));
        }
        let Some((storage, rest)) = volume.split_once(':') else { return Ok(keep(value.to_owned())) };
        self.usable_storage(storage, node)?;
        if rest == "cloudinit" {
            let volid = self.allocate(node, storage, vmid, "cloudinit", "raw", 4 << 20, Content::Images)?;
            let value = with_property(&value.replacen(&volume, &volid, 1), "media", Some("cdrom"));
            return Ok(NewDisk { value, made: Some(volid), lines: Vec::new() });
        }
        let gigabytes: Option<f64> = rest.parse().ok();
        let Some(gigabytes) = gigabytes else {
            let size = self
                .volumes
                .get(&volume, node)
                .map(|volume| volume.size)
                .ok_or_else(|| format!("volume '{volume}' does not exist"))?;
            return Ok(keep(with_property(value, "size", Some(&size_text(size)))));
        };
        self.new_volume(node, vmid, kind, value, (&volume, storage), gigabytes)
    }

    fn new_volume(
        &mut self,
        node: &str,
        vmid: u32,
        kind: GuestKind,
        value: &str,
        (volume, storage): (&str, &str),
        gigabytes: f64,
    ) -> Result<NewDisk, String> {
        let imported = super::super::config::property(value, None, "import-from").map(str::to_owned);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "disk sizes in bytes")]
        let mut size = (gigabytes.max(0.0) * 1_073_741_824.0) as u64;
        if let Some(source) = &imported {
            size = self
                .volumes
                .get(source, node)
                .map(|volume| volume.size)
                .ok_or_else(|| format!("volume '{source}' does not exist"))?;
        }
        let size = size.max(4 << 20);
        self.has_room(storage, node, size)?;
        let file_based = self.storages.get(storage).is_some_and(super::super::storage::Storage::is_file_based);
        let format = match super::super::config::property(value, None, "format") {
            Some(format) if file_based => format.to_owned(),
            _ => self.default_format(storage, kind).to_owned(),
        };
        let content = if kind == GuestKind::Qemu { Content::Images } else { Content::Rootdir };
        let volid = self.allocate(node, storage, vmid, "disk", &format, size, content)?;
        let mut lines: Vec<String> = self.formatting(&volid, &format, size).into_iter().collect();
        if kind == GuestKind::Lxc && file_based {
            lines.push(format!("Creating filesystem with {} 4k blocks and {} inodes", size / 4096, size / 16_384));
            lines.push(format!("Filesystem UUID: {}", self.rng.uuid()));
            lines.push("Superblock backups stored on blocks: ".to_owned());
            lines.push("\t32768, 98304, 163840, 229376".to_owned());
        }
        let value = value.replacen(volume, &volid, 1);
        let value = with_property(&with_property(&value, "format", None), "import-from", None);
        let value = with_property(&value, "size", Some(&size_text(size)));
        Ok(NewDisk { value, made: Some(volid), lines })
    }
}

struct NewDisk {
    value: String,
    made: Option<String>,
    lines: Vec<String>,
}
