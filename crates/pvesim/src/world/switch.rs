//! Switching guests as the node's own workers do it for many: no checks besides the obvious.

use jiff::tz::TimeZone;

use super::World;
use super::power::Phase;

impl World {
    /// Starts a guest that is stopped, is no template and has no lock. Whether it did.
    pub fn switch_on(&mut self, vmid: u32) -> bool {
        let now = self.now;
        let Some(guest) = self.guests.get(&vmid) else { return false };
        if guest.is_alive() || guest.is_template() || guest.lock().is_some() {
            return false;
        }
        let node = guest.node.clone();
        let pid = self.next_pid(&node);
        if let Some(guest) = self.guests.get_mut(&vmid) {
            guest.power.start(now, Phase::Running, pid);
        }
        true
    }

    /// Stops a guest that runs. Whether it did.
    pub fn switch_off(&mut self, vmid: u32) -> bool {
        let now = self.now;
        let Some(guest) = self.guests.get_mut(&vmid).filter(|guest| guest.is_alive()) else { return false };
        guest.power.stop(now);
        true
    }

    /// Pauses a guest that runs. Whether it did.
    pub fn hold(&mut self, vmid: u32) -> bool {
        let now = self.now;
        let Some(guest) = self.guests.get_mut(&vmid).filter(|guest| guest.power.phase() == Phase::Running) else {
            return false;
        };
        guest.power.enter(now, Phase::Paused);
        true
    }

    /// The time zone of a node.
    #[must_use]
    pub fn zone(&self, node: &str) -> TimeZone {
        let name = self.machines.get(node).map_or("Etc/UTC", |machine| machine.timezone.as_str());
        TimeZone::get(name).unwrap_or(TimeZone::UTC)
    }
}

impl World {
    /// Carries a guest with its local volumes to another node, without any checks besides those of the storages.
    pub fn carry_guest(&mut self, vmid: u32, target: &str) -> Result<(), String> {
        let Some(home) = self.guests.get(&vmid).map(|guest| guest.node.clone()) else { return Ok(()) };
        if home == target {
            return Ok(());
        }
        let local: Vec<String> = self
            .volumes
            .iter()
            .filter(|volume| volume.vmid == Some(vmid) && volume.node.as_deref() == Some(home.as_str()))
            .filter(|volume| volume.content != super::volume::Content::Backup)
            .map(|volume| volume.volid.clone())
            .collect();
        for volid in &local {
            let storage = volid.split(':').next().unwrap_or_default();
            self.usable_storage(storage, target)?;
        }
        for volid in local {
            if let Some(mut volume) = self.volumes.remove(&volid, &home) {
                volume.node = Some(target.to_owned());
                self.volumes.put(volume);
            }
        }
        if let Some(guest) = self.guests.get_mut(&vmid) {
            target.clone_into(&mut guest.node);
        }
        Ok(())
    }
}
