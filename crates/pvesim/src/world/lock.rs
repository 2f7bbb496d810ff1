//! The lock files of guests' configurations (`/var/lock/qemu-server/lock-100.conf`).
//!
//! Not to be confused with the `lock` *property* of a configuration: this one is held by a running worker for as long
//! as it works, and others wait for it up to ten seconds.

use std::collections::HashMap;

use super::World;
use super::script::{Run, Script};

/// How long a caller waits for the lock, in milliseconds (`PVE::AbstractConfig::lock_config`, 10 s).
pub(crate) const PATIENCE: i64 = 10_000;
/// How often it looks again.
const INTERVAL: i64 = 50;

/// Which worker holds which guest.
#[derive(Debug, Default)]
pub struct Locks {
    holders: HashMap<u32, String>,
}

impl Locks {
    /// Whether somebody holds the guest.
    #[must_use]
    pub fn is_held(&self, vmid: u32) -> bool {
        self.holders.contains_key(&vmid)
    }

    /// The UPID of the worker that holds the guest.
    #[must_use]
    pub fn holder(&self, vmid: u32) -> Option<&str> {
        self.holders.get(&vmid).map(String::as_str)
    }

    /// Holds a guest from outside the API: the control endpoint and scenarios use it.
    pub fn hold(&mut self, vmid: u32, holder: &str) {
        self.holders.insert(vmid, holder.to_owned());
    }

    /// Lets go, if this is the holder.
    pub fn release(&mut self, vmid: u32, holder: &str) {
        if self.holders.get(&vmid).is_some_and(|held| held == holder) {
            self.holders.remove(&vmid);
        }
    }
}

impl World {
    /// Takes the lock for a task; tries again later when it is held.
    pub(super) fn acquire_in_task(&mut self, run: &mut Run, vmid: u32, waited: i64) -> Result<(), String> {
        if !self.locks.is_held(vmid) {
            if waited > 0 {
                run.say(" OK");
            }
            self.locks.hold(vmid, &run.upid);
            run.holds = Some(vmid);
            return Ok(());
        }
        if self.locks.holder(vmid) == Some(&run.upid) {
            return Ok(());
        }
        if waited == 0 {
            run.say("trying to acquire lock...");
        }
        if waited >= PATIENCE {
            return Err(self.lock_timeout(vmid));
        }
        run.next(
            Script::new()
                .after_exactly(INTERVAL, move |world, run| world.acquire_in_task(run, vmid, waited + INTERVAL)),
        );
        Ok(())
    }

    /// What is said when the lock was not had in time.
    pub(crate) fn lock_timeout(&self, vmid: u32) -> String {
        let directory = match self.guests.get(&vmid).map(|guest| guest.kind) {
            Some(super::guest::GuestKind::Lxc) => {
                return format!("can't lock file '/run/lock/lxc/pve-config-{vmid}.lock' - got timeout");
            }
            _ => "/var/lock/qemu-server",
        };
        format!("can't lock file '{directory}/lock-{vmid}.conf' - got timeout")
    }
}
