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
    /// The volumes of a guest that lie on its node and go with it.
    fn baggage(&self, vmid: u32) -> Vec<String> {
        let home = self.guests.get(&vmid).map(|guest| guest.node.as_str());
        self.volumes
            .iter()
            .filter(|volume| volume.vmid == Some(vmid) && home.is_some() && volume.node.as_deref() == home)
            .filter(|volume| volume.content != super::volume::Content::Backup)
            .map(|volume| volume.volid.clone())
            .collect()
    }

    /// Whether the storages of a guest's local volumes are there on another node.
    pub fn fits(&self, vmid: u32, target: &str) -> Result<(), String> {
        let storage = |volid: &String| volid.split(':').next().unwrap_or_default().to_owned();
        self.baggage(vmid).iter().map(storage).try_for_each(|id| self.usable_storage(&id, target).map(drop))
    }

    /// Carries a guest with its local volumes to another node, without any checks besides those of the storages.
    pub fn carry_guest(&mut self, vmid: u32, target: &str) -> Result<(), String> {
        let Some(home) = self.guests.get(&vmid).map(|guest| guest.node.clone()) else { return Ok(()) };
        if home == target {
            return Ok(());
        }
        self.fits(vmid, target)?;
        for volid in self.baggage(vmid) {
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
