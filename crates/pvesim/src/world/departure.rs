//! A node that is told to reboot or to shut down, and its boot.
//!
//! systemd stops in this order: the local HA manager, which lets its guests go; `pve-guests`, which runs `stopall`; and the
//! cluster's own daemons. At boot `pve-guests` runs `startall`, which starts what is set to start at boot (`qm(1)`, "Automatic
//! Start and Shutdown of Virtual Machines"; `ha-manager(1)`, "Shutdown Policy", of which this is `conditional`, the default).

use super::World;
use super::life::bulk::{self, Crew};
use super::task::Task;

/// Milliseconds from the command until services are stopped: `(sleep 2; /sbin/reboot)&`.
const BREATH: i64 = 2_000;
/// How often it is looked whether all guests are down, in milliseconds.
const LOOKS: i64 = 1_000;
/// Milliseconds from the last guest until the node is gone.
const GOING_DOWN: i64 = 8_000;
/// Milliseconds from gone until it is a member again.
pub const COMING_UP: i64 = 90_000;
/// Milliseconds from there until it starts its guests.
const SETTLING: i64 = 5_000;

impl World {
    /// A node was told to reboot (`back`) or to shut down: its guests first, then itself.
    pub fn node_leaves(&mut self, name: &str, back: bool) {
        let name = name.to_owned();
        let breath = self.paced(BREATH);
        self.after(breath, move |world| {
            if !world.is_online(&name) || world.ha.leaving.contains_key(&name) {
                return;
            }
            let words = if back { "The system will reboot now!" } else { "The system will power off now!" };
            world.system_line(&name, world.now, "systemd-logind", 6, words);
            world.ha.leaving.insert(name.clone(), back);
            world.ha_wake();
            world.let_go(name, back);
        });
    }

    /// Waits until the local HA manager has stopped its guests.
    fn let_go(&mut self, name: String, back: bool) {
        if !self.is_online(&name) {
            return;
        }
        let managed = |world: &Self| {
            let mut here = world.guests.values().filter(|guest| guest.node == name && guest.is_alive());
            here.any(|guest| world.ha.managing(guest.kind, guest.vmid).is_some())
        };
        // Without quorum, or alone, no manager does anything.
        if self.quorate && self.cluster.is_some() && managed(self) {
            let look = self.paced(LOOKS).max(1);
            self.after(look, move |world| world.let_go(name, back));
            return;
        }
        let here = |guest: &&super::guest::Guest| guest.node == name;
        let vmids: Vec<u32> = self.guests.values().filter(here).map(|guest| guest.vmid).collect();
        let crew = Crew::of_node(&name);
        let user = crew.user.clone();
        let script = bulk::stop(self, crew, &vmids, bulk::PATIENCE, true);
        let upid = self.start_task(&name, "stopall", "", &user, script);
        self.empty(name, upid, back);
    }

    /// Waits until all guests are down; then it goes.
    fn empty(&mut self, name: String, upid: String, back: bool) {
        if !self.is_online(&name) {
            return;
        }
        if self.tasks.get(&upid).is_some_and(Task::is_running) {
            let look = self.paced(LOOKS).max(1);
            self.after(look, move |world| world.empty(name, upid, back));
            return;
        }
        let (down, up) = (self.paced(GOING_DOWN), self.paced(GOING_DOWN + COMING_UP));
        let gone = name.clone();
        self.after(down, move |world| world.node_goes(&gone));
        if back {
            self.after(up, move |world| world.node_comes(&name));
        } else {
            // Nobody is left who could be asked to hurry.
            self.after(down, move |world| {
                world.ha.leaving.remove(&name);
            });
        }
    }

    /// A node that booted starts what is set to start at boot; the HA manager looks after its own.
    pub(super) fn start_at_boot(&mut self, name: &str) {
        let (settling, name) = (self.paced(SETTLING), name.to_owned());
        self.after(settling, move |world| {
            if !world.is_online(&name) {
                return;
            }
            let at_boot = |guest: &&super::guest::Guest| {
                guest.node == name && guest.config.flag("onboot") && world.ha.managing(guest.kind, guest.vmid).is_none()
            };
            let vmids: Vec<u32> = world.guests.values().filter(at_boot).map(|guest| guest.vmid).collect();
            let crew = Crew::of_node(&name);
            let script = bulk::start(world, &crew, &vmids);
            world.start_task(&name, "startall", "", &crew.user, script);
        });
    }
}
