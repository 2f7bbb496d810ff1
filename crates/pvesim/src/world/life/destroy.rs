//! Removing a guest.

use super::super::World;
use super::super::guest::GuestKind;
use super::super::script::Script;

/// How long the number of a removed guest stays taken, in milliseconds.
const RESERVED: i64 = 1500;

/// Removes a guest with its disks.
#[must_use]
pub fn destroy(node: &str, kind: GuestKind, vmid: u32, purge: bool, force: bool, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .then(move |world, _| {
            let guest = world.find_unlocked(&node, kind, vmid, skip_lock)?;
            if guest.config.flag("protection") {
                return Err(format!("can't remove {} {vmid} - protection mode enabled", kind.short()));
            }
            let used = guest
                .config
                .drives()
                .map(|(_, value)| super::super::config::volume_of(value).to_owned())
                .find(|volid| world.volumes.has_children(volid));
            if let Some(volid) = used {
                return Err(format!("base volume '{volid}' is still in use by linked cloned"));
            }
            if guest.is_alive() {
                if !force {
                    return Err(match kind {
                        GuestKind::Qemu => format!("VM {vmid} is running - destroy failed"),
                        GuestKind::Lxc => format!("unable to destroy CT {vmid} - container is running"),
                    });
                }
                world.power_off(vmid);
            }
            world.set_lock(vmid, "destroyed");
            Ok(())
        })
        .after(300, move |world, run| {
            if purge {
                run.say(format!("purging {} {vmid} from related configurations..", kind.short()));
                world.ha.forget(kind, vmid);
                world.purge_from_jobs(vmid);
            }
            world.access.remove_guest(vmid);
            world.remove_guest(vmid);
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "destroyed"))
}

impl World {
    /// Takes a guest with all its volumes out of the world; its backups stay.
    pub fn remove_guest(&mut self, vmid: u32) {
        let Some(guest) = self.guests.remove(&vmid) else { return };
        let volids: Vec<String> = self
            .volumes
            .iter()
            .filter(|volume| {
                volume.vmid == Some(vmid)
                    && matches!(
                        volume.content,
                        super::super::volume::Content::Images | super::super::volume::Content::Rootdir
                    )
            })
            .map(|volume| volume.volid.clone())
            .collect();
        for volid in volids {
            self.volumes.remove(&volid, &guest.node);
        }
        let until = self.now.plus_millis(RESERVED);
        self.reserved.insert(vmid, until);
        self.reserved.retain(|_, end| *end >= self.now);
    }

    /// Takes a guest out of backup and replication jobs.
    fn purge_from_jobs(&mut self, vmid: u32) {
        let number = vmid.to_string();
        for job in self.backup_jobs.values_mut() {
            for name in ["vmid", "exclude"] {
                if let Some(list) = job.properties.get(name).cloned() {
                    let rest: Vec<&str> = list.split(',').filter(|entry| entry.trim() != number).collect();
                    if rest.is_empty() {
                        job.properties.shift_remove(name);
                    } else {
                        job.properties.insert(name.to_owned(), rest.join(","));
                    }
                }
            }
        }
        self.replications.retain(|_, job| job.guest != vmid);
    }
}
