//! What workers do to guests: each file the scripts of one kind of work.
//!
//! Every function makes a [`super::script::Script`]; the caller starts it as a task of whatever type. Errors that the
//! real worker raises are raised in the script, so they end the task and not the call.

pub mod bulk;
pub mod clone;
pub mod create;
pub mod destroy;
pub mod disk;
pub mod migrate;
pub mod power;
pub mod process;
pub mod snapshot;

use super::World;
use super::guest::{Guest, GuestKind};

/// The text for a guest that is not where it was looked for.
#[must_use]
pub fn no_config(node: &str, kind: GuestKind, vmid: u32) -> String {
    format!("Configuration file 'nodes/{node}/{}/{vmid}.conf' does not exist", kind.directory())
}

/// The text for a locked guest.
#[must_use]
pub fn locked(kind: GuestKind, lock: &str) -> String {
    format!("{} is locked ({lock})", kind.short())
}

impl World {
    /// A guest of a kind on a node.
    #[must_use]
    pub fn guest_on(&self, node: &str, kind: GuestKind, vmid: u32) -> Option<&Guest> {
        self.guests.get(&vmid).filter(|guest| guest.node == node && guest.kind == kind)
    }

    /// The same, or the real server's text for its absence.
    pub fn find_guest(&self, node: &str, kind: GuestKind, vmid: u32) -> Result<&Guest, String> {
        self.guest_on(node, kind, vmid).ok_or_else(|| no_config(node, kind, vmid))
    }

    /// The same, refused while its configuration has a lock; `skip_lock` looks away from that.
    pub fn find_unlocked(&self, node: &str, kind: GuestKind, vmid: u32, skip_lock: bool) -> Result<&Guest, String> {
        let guest = self.find_guest(node, kind, vmid)?;
        match guest.lock().filter(|_| !skip_lock) {
            Some(lock) => Err(locked(kind, lock)),
            None => Ok(guest),
        }
    }

    /// A guest to be changed, wherever it is by now.
    pub fn change_guest(&mut self, vmid: u32) -> Result<&mut Guest, String> {
        self.guests.get_mut(&vmid).ok_or_else(|| format!("guest {vmid} does not exist"))
    }

    /// Sets the lock property.
    pub fn set_lock(&mut self, vmid: u32, lock: &str) {
        if let Some(guest) = self.guests.get_mut(&vmid) {
            guest.config.set("lock", lock);
        }
    }

    /// Removes the lock property, if it is this one.
    pub fn clear_lock(&mut self, vmid: u32, lock: &str) {
        if let Some(guest) = self.guests.get_mut(&vmid)
            && guest.lock() == Some(lock)
        {
            guest.config.remove("lock");
        }
    }
}
