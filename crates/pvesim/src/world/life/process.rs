//! The process of a guest: what its beginning and end bring about, and what it needs.

use super::super::World;
use super::super::config::{is_drive, volume_of};
use super::super::guest::{Guest, GuestKind, Pending};
use super::super::power::Phase;
use super::super::script::Run;

impl World {
    /// A guest's process begins: waiting changes come into effect. One that QEMU refuses stays off.
    pub fn power_on(&mut self, vmid: u32, machine: Option<&str>) {
        self.apply_pending(vmid);
        if self.impossible_processors(vmid).is_some() {
            return;
        }
        let now = self.now;
        let Some(node) = self.guests.get(&vmid).map(|guest| guest.node.clone()) else { return };
        let pid = self.next_pid(&node);
        let version = self.version.clone();
        if let Some(guest) = self.guests.get_mut(&vmid)
            && !guest.power.is_alive()
        {
            guest.running_machine = Some(machine.map_or_else(|| guest.machine(&version), str::to_owned));
            guest.frozen = false;
            guest.resumed = false;
            guest.power.start(now, Phase::Running, pid);
        }
    }

    /// A guest's process goes on from a saved memory.
    pub fn mark_resumed(&mut self, vmid: u32) {
        if let Some(guest) = self.guests.get_mut(&vmid) {
            guest.resumed = true;
        }
    }

    /// A guest's process ends: waiting changes come into effect.
    pub fn power_off(&mut self, vmid: u32) {
        let now = self.now;
        if let Some(guest) = self.guests.get_mut(&vmid)
            && guest.power.is_alive()
        {
            guest.power.stop(now);
            guest.running_machine = None;
        }
        self.apply_pending(vmid);
    }

    /// Brings the waiting changes of a configuration into effect.
    pub fn apply_pending(&mut self, vmid: u32) {
        let Some(guest) = self.guests.get_mut(&vmid) else { return };
        let pending = std::mem::take(&mut guest.pending);
        let mut freed = Vec::new();
        for (key, change) in pending {
            match change {
                Pending::Set(value) => guest.config.set(key, value),
                Pending::Delete { force } => {
                    let old = guest.config.remove(&key);
                    if let Some(old) = old.filter(|_| is_drive(&key)) {
                        freed.push((old, force));
                    }
                }
            }
        }
        for (value, force) in freed {
            self.detach(vmid, &value, force);
        }
    }

    /// The first disk of a guest that lies on a storage which is away, as the error of its start.
    pub(super) fn missing_disk(&self, node: &str, vmid: u32) -> Option<String> {
        let guest = self.guests.get(&vmid)?;
        guest.config.drives().find_map(|(_, value)| {
            let volid = volume_of(value);
            let (storage, _) = volid.split_once(':')?;
            if let Err(error) = self.usable_storage(storage, node) {
                return Some(error);
            }
            let is_there = self.volumes.get(volid, node).is_some() || value.contains("cloudinit");
            (!is_there).then(|| format!("volume '{volid}' does not exist"))
        })
    }

    /// Refuses a start for which the node has no memory left.
    pub(super) fn enough_memory(&self, node: &str, vmid: u32) -> Result<(), String> {
        let (Some(guest), Some(host)) = (self.guests.get(&vmid), self.nodes.get(node)) else { return Ok(()) };
        if guest.kind == GuestKind::Qemu && guest.max_memory() > host.memory {
            return Err("start failed: QEMU exited with code 1".to_owned());
        }
        Ok(())
    }

    /// Why QEMU refuses the processors of a VM: more of them plugged in (`vcpus`) than sockets times cores. The API takes such a
    /// configuration, and only the start fails.
    pub(super) fn impossible_processors(&self, vmid: u32) -> Option<String> {
        let guest = self.guests.get(&vmid).filter(|guest| guest.kind == GuestKind::Qemu)?;
        let number = |key: &str| guest.config.integer(key);
        let (sockets, cores) = (number("sockets").unwrap_or(1), number("cores").unwrap_or(1));
        let (all, plugged) = (sockets * cores, number("vcpus")?);
        (plugged > all).then(|| {
            format!(
                "kvm: Invalid CPU topology: maxcpus must be equal to or greater than smp: sockets ({sockets}) * cores ({cores}) \
                 * threads (1) == maxcpus ({all}) < smp_cpus ({plugged})"
            )
        })
    }

    /// Where a guest's memory is written when nobody says: `vmstatestorage`, else a shared storage of its disks, else its
    /// first disk's.
    #[must_use]
    pub fn state_storage(&self, vmid: u32) -> String {
        let Some(guest) = self.guests.get(&vmid) else { return "local".to_owned() };
        if let Some(storage) = guest.config.get("vmstatestorage") {
            return storage.to_owned();
        }
        let mut storages = guest
            .config
            .drives()
            .filter(|(_, value)| !value.contains("media=cdrom"))
            .filter_map(|(_, value)| volume_of(value).split_once(':'))
            .map(|(storage, _)| storage.to_owned());
        storages.next().unwrap_or_else(|| "local".to_owned())
    }

    /// Allocates a volume for a guest's memory, with the line that QEMU's tool prints.
    pub fn allocate_state(
        &mut self,
        run: &mut Run,
        node: &str,
        storage: &str,
        vmid: u32,
        stem: &str,
    ) -> Result<String, String> {
        self.usable_storage(storage, node)?;
        let memory = self.guests.get(&vmid).map_or(0, Guest::max_memory);
        let size = memory * 2 + (500 << 20);
        let volid = self.allocate(node, storage, vmid, stem, "raw", size, super::super::volume::Content::Images)?;
        if let Some(line) = self.formatting(&volid, "raw", size) {
            run.say(line);
        }
        if let Some(volume) = self.volumes.get_mut(&volid, node) {
            volume.used = memory / 2;
            volume.size = memory / 2;
        }
        Ok(volid)
    }

    /// The line that `qemu-img create` prints for a new file, for storages that hold files.
    #[must_use]
    pub fn formatting(&self, volid: &str, format: &str, size: u64) -> Option<String> {
        let (storage, name) = volid.split_once(':')?;
        let definition = self.storages.get(storage).filter(|storage| storage.is_file_based())?;
        let path = super::super::storage_name::path(definition, name)?;
        Some(if format == "qcow2" {
            format!(
                "Formatting '{path}', fmt=qcow2 cluster_size=65536 extended_l2=off preallocation=metadata \
                 compression_type=zlib size={size} lazy_refcounts=off refcount_bits=16"
            )
        } else {
            format!("Formatting '{path}', fmt={format} size={size} preallocation=off")
        })
    }
}
