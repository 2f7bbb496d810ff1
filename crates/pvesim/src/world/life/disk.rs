//! Work on disks: growing, moving, detaching.

use super::super::World;
use super::super::config::{size_bytes, size_text, volume_of, with_property};
use super::super::guest::GuestKind;
use super::super::script::{Run, Script};
use super::super::volume::{Content, Volume};

/// Grows a disk.
#[must_use]
pub fn resize(node: &str, kind: GuestKind, vmid: u32, disk: &str, size: &str) -> Script {
    let (node, disk, size) = (node.to_owned(), disk.to_owned(), size.to_owned());
    Script::new().locking(vmid).after(300, move |world, run| {
        let guest = world.find_unlocked(&node, kind, vmid, false)?;
        let Some(value) = guest.config.get(&disk).map(str::to_owned) else {
            return Err(format!("disk '{disk}' does not exist"));
        };
        if value.contains("media=cdrom") {
            return Err("cannot resize a CDROM".to_owned());
        }
        let alive = guest.is_alive();
        let volid = volume_of(&value).to_owned();
        let old = world
            .volumes
            .get(&volid, &node)
            .map(|volume| volume.size)
            .or_else(|| guest.config.part(&disk, None, "size").and_then(size_bytes))
            .ok_or_else(|| "Could not determine current size of volume".to_owned())?;
        let change = size_bytes(size.trim_start_matches('+')).unwrap_or(0);
        let new = if size.starts_with('+') { old.saturating_add(change) } else { change };
        if new < old {
            return Err("shrinking disks is not supported".to_owned());
        }
        if new == old {
            return Ok(());
        }
        let storage = volid.split(':').next().unwrap_or_default();
        world.usable_storage(storage, &node)?;
        world.has_room(storage, &node, new - old)?;
        if let Some(volume) = world.volumes.get_mut(&volid, &node) {
            volume.size = new;
        }
        report(world, run, kind, alive, &volid, new);
        let guest = world.change_guest(vmid)?;
        guest.config.set(disk.clone(), with_property(&value, "size", Some(&size_text(new))));
        Ok(())
    })
}

fn report(world: &World, run: &mut Run, kind: GuestKind, alive: bool, volid: &str, new: u64) {
    let file_based = volid
        .split(':')
        .next()
        .and_then(|id| world.storages.get(id))
        .is_some_and(super::super::storage::Storage::is_file_based);
    if !alive && file_based {
        run.say("Image resized.");
    }
    if kind == GuestKind::Lxc && file_based {
        let path = world.path_of(volid);
        let blocks = new / 4096;
        run.say("e2fsck 1.47.0 (5-Feb-2023)");
        for (pass, what) in [
            "inodes, blocks, and sizes",
            "directory structure",
            "directory connectivity",
            "reference counts",
            "group summary information",
        ]
        .iter()
        .enumerate()
        {
            run.say(format!("Pass {}: Checking {what}", pass + 1));
        }
        run.say(format!("{path}: 50/65536 files (0.0% non-contiguous), 13467/262144 blocks"));
        run.say("resize2fs 1.47.0 (5-Feb-2023)");
        run.say(format!("Resizing the filesystem on {path} to {blocks} (4k) blocks."));
        run.say(format!("The filesystem on {path} is now {blocks} (4k) blocks long."));
        run.say("");
    }
}

/// Moves a disk to another storage.
#[must_use]
pub fn relocate(
    node: &str,
    kind: GuestKind,
    vmid: u32,
    disk: &str,
    storage: &str,
    format: Option<String>,
    delete: bool,
) -> Script {
    let (node, disk, storage) = (node.to_owned(), disk.to_owned(), storage.to_owned());
    Script::new().locking(vmid).then(move |world, run| {
        let guest = world.find_unlocked(&node, kind, vmid, false)?;
        let Some(value) = guest.config.get(&disk).map(str::to_owned) else {
            return Err(format!("disk '{disk}' does not exist"));
        };
        let old = volume_of(&value).to_owned();
        let what = if kind == GuestKind::Qemu { "drive" } else { "mountpoint" };
        run.say(format!("create full clone of {what} {disk} ({old})"));
        let (volid, script) = world.copy_volume(&node, &old, &node, &storage, vmid, format.as_deref())?;
        if let Some(line) =
            world.volumes.get(&volid, &node).and_then(|volume| world.formatting(&volid, &volume.format, volume.size))
        {
            run.say(line);
        }
        let (node, disk) = (node.clone(), disk.clone());
        run.next(script.then(move |world, _| {
            let new = value.replacen(&old, &volid, 1);
            world.change_guest(vmid)?.config.set(disk, new);
            if delete {
                world.volumes.remove(&old, &node);
            } else {
                world.add_unused(vmid, &old);
            }
            Ok(())
        }));
        Ok(())
    })
}

impl World {
    /// Where a volume lies on its node; its id when that cannot be said.
    #[must_use]
    pub fn path_of(&self, volid: &str) -> String {
        volid
            .split_once(':')
            .and_then(|(storage, name)| super::super::storage_name::path(self.storages.get(storage)?, name))
            .unwrap_or_else(|| volid.to_owned())
    }

    /// Refuses to allocate more than a storage has free. Thin storages promise more than they have, so only what is full
    /// already refuses.
    pub fn has_room(&self, storage: &str, node: &str, bytes: u64) -> Result<(), String> {
        let Some(definition) = self.storages.get(storage) else {
            return Err(format!("storage '{storage}' does not exist"));
        };
        let space = self.storage_space(definition, node, self.now);
        let thick = matches!(definition.kind.as_str(), "lvm" | "iscsi");
        let needed = if thick { bytes } else { bytes.min(64 << 20) };
        if space.total > 0 && space.avail < needed {
            return Err(format!("No space left on device (storage '{storage}')"));
        }
        Ok(())
    }

    /// The format a new disk on a storage gets.
    #[must_use]
    pub fn default_format(&self, storage: &str, kind: GuestKind) -> &'static str {
        match self.storages.get(storage) {
            Some(definition) if definition.kind == "zfspool" && kind == GuestKind::Lxc => "subvol",
            _ => "raw",
        }
    }

    /// Allocates a copy of a volume; the script is the time that copying takes, with its progress.
    pub fn copy_volume(
        &mut self,
        from_node: &str,
        source: &str,
        to_node: &str,
        storage: &str,
        vmid: u32,
        format: Option<&str>,
    ) -> Result<(String, Script), String> {
        let original =
            self.volumes.get(source, from_node).cloned().ok_or_else(|| format!("volume '{source}' does not exist"))?;
        let definition = self.usable_storage(storage, to_node)?;
        let kind = if original.content == Content::Rootdir { GuestKind::Lxc } else { GuestKind::Qemu };
        let format = match format {
            Some(format) if definition.is_file_based() => format.to_owned(),
            _ if definition.is_file_based() && original.format != "subvol" => original.format.clone(),
            _ => self.default_format(storage, kind).to_owned(),
        };
        self.has_room(storage, to_node, original.size)?;
        let volid = self.allocate(to_node, storage, vmid, "disk", &format, original.size, original.content)?;
        if let Some(copy) = self.volumes.get_mut(&volid, to_node) {
            copy.used = original.used;
        }
        Ok((volid, copying(original.size, kind)))
    }

    /// Puts a volume into the configuration as unused.
    pub fn add_unused(&mut self, vmid: u32, volid: &str) {
        let Some(guest) = self.guests.get_mut(&vmid) else { return };
        let free = (0_u32..256).find(|number| !guest.config.has(&format!("unused{number}")));
        if let Some(number) = free {
            guest.config.set(format!("unused{number}"), volid);
        }
    }

    /// Takes a drive's volume out of use: kept as unused, or freed when forced or when it is a cloud-init image.
    pub fn detach(&mut self, vmid: u32, value: &str, force: bool) {
        let volid = volume_of(value).to_owned();
        let Some(node) = self.guests.get(&vmid).map(|guest| guest.node.clone()) else { return };
        if !volid.contains(':') || value.contains("media=cdrom") && !volid.contains("cloudinit") {
            return;
        }
        let owned = self.volumes.get(&volid, &node).is_some_and(|volume: &Volume| volume.vmid == Some(vmid));
        if !owned {
            return;
        }
        if force || volid.contains("cloudinit") {
            self.volumes.remove(&volid, &node);
        } else {
            self.add_unused(vmid, &volid);
        }
    }
}

/// The time that copying takes: two gibibytes a second, and not much less than a moment nor more than a minute.
fn copying(size: u64, kind: GuestKind) -> Script {
    let gigabytes = i64::try_from(size >> 30).unwrap_or(0);
    let millis = (gigabytes * 500).clamp(400, 60_000);
    if kind == GuestKind::Lxc {
        return Script::new().pause(millis);
    }
    Script::new()
        .say(progress(0, size))
        .after(millis / 2, move |_, run| {
            if gigabytes > 8 {
                run.say(progress(size / 2, size));
            }
            Ok(())
        })
        .after(millis / 2, move |_, run| {
            run.say(progress(size, size));
            Ok(())
        })
}

#[expect(clippy::cast_precision_loss, reason = "sizes for people")]
fn progress(done: u64, size: u64) -> String {
    let share = if size == 0 { 100.0 } else { done as f64 / size as f64 * 100.0 };
    format!("transferred {} of {} ({share:.2}%)", human(done), human(size))
}

/// A size as `PVE::QemuServer` prints it in progress lines.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "sizes for people")]
pub fn human(bytes: u64) -> String {
    let mut value = bytes as f64;
    let mut unit = "B";
    for next in ["KiB", "MiB", "GiB", "TiB"] {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_reads_as_recorded() {
        assert_eq!(progress(0, 1 << 30), "transferred 0.0 B of 1.0 GiB (0.00%)");
        assert_eq!(progress(1 << 30, 1 << 30), "transferred 1.0 GiB of 1.0 GiB (100.00%)");
    }
}
