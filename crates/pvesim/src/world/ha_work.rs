//! What the managers decide in each round, and what the local ones do: tasks of the node, under `root@pam`.
//!
//! The recorded server shows it so: after `hastart` follows `qmstart` within a round, after a `hastop` that came from `stop`
//! follows `qmstop`, after one that came from `shutdown` follows `qmshutdown`.

use super::World;
use super::guest::GuestKind;
use super::ha::{Motion, Resource, vmid_of};
use super::life::migrate::{MigrateOptions, migrate};
use super::life::power::{self, StartOptions};
use super::moment::Moment;
use super::script::Script;

/// Time without contact until a node is fenced (the watchdog's minute), in seconds.
const FENCE_SECONDS: i64 = 60;
/// How long the manager waits for a guest that was asked to shut down, in seconds (`PVE::HA::Resources::PVEVM::shutdown`).
const PATIENCE: i64 = 60;

impl World {
    /// One decision on one resource; each takes a round, so chains of them take several.
    pub(super) fn ha_step(&mut self, id: &str) {
        let Some(mut resource) = self.ha.resources.get(id).cloned() else { return };
        let Some(vmid) = vmid_of(id) else { return };
        let Some((node, alive)) = self.guests.get(&vmid).map(|guest| (guest.node.clone(), guest.is_alive())) else {
            return;
        };
        if let Some(since) = self.ha.lost.get(&node).copied() {
            // What was frozen waits for its node.
            if resource.state.as_deref() != Some("freeze") {
                self.ha_recover(vmid, &mut resource, since);
            }
        } else if self.is_online(&node) && !self.ha_works(&mut resource, alive) {
            resource.node.clone_from(&node);
            match self.ha.leaving.get(&node).copied() {
                Some(back) => self.ha_lets_go(vmid, &mut resource, alive, back),
                None => self.ha_decide(vmid, &mut resource, alive),
            }
        }
        self.ha.resources.insert(id.to_owned(), resource);
    }

    /// Whether the local manager is still at work on it. Counts starts that failed.
    fn ha_works(&self, resource: &mut Resource, alive: bool) -> bool {
        let Some(task) = resource.job.as_deref().and_then(|job| self.tasks.get(job)) else { return false };
        if task.is_running() {
            return true;
        }
        if matches!(task.upid.kind.as_str(), "qmstart" | "vzstart") {
            resource.failed = if alive { 0 } else { resource.failed + 1 };
        }
        resource.job = None;
        false
    }

    fn ha_decide(&mut self, vmid: u32, resource: &mut Resource, alive: bool) {
        let state = resource.state.clone();
        let next = match (state.as_deref(), resource.request.as_str()) {
            (Some("error"), "disabled") => {
                resource.failed = 0;
                "stopped"
            }
            (state @ Some("error"), _) | (state, "ignored") => {
                resource.state = state.map(str::to_owned);
                return;
            }
            // What is new is taken over as it is asked for.
            (None, "started") => "starting",
            (None, _) => "request_stop",
            (Some("migrate" | "relocate"), _) if resource.motion.is_some() => {
                self.ha_travel(vmid, resource, alive);
                return;
            }
            (Some("starting"), "started") if alive => "started",
            (Some(_), "started") if resource.failed > resource.max_restart => "error",
            (Some("starting" | "started" | "stopped" | "recovery" | "freeze" | "migrate" | "relocate"), "started") => {
                if !alive {
                    resource.job = self.ha_power(vmid, Some(true));
                }
                if alive { "started" } else { "starting" }
            }
            (Some(_), "started") => "starting",
            (Some(state), _) if alive => {
                if state == "request_stop" {
                    resource.job = self.ha_power(vmid, if resource.hard { None } else { Some(false) });
                }
                "request_stop"
            }
            (Some(_), "disabled") => "disabled",
            (Some(_), _) => "stopped",
        };
        resource.state = Some(next.to_owned());
        let wanted = resource.motion.as_ref().filter(|_| resource.job.is_none() && next != "error");
        match wanted {
            Some(motion) if motion.target != resource.node && self.is_online(&motion.target) => {
                resource.state = Some(if motion.stops { "relocate" } else { "migrate" }.to_owned());
            }
            Some(_) => resource.motion = None,
            None => {}
        }
    }

    /// On its way: what must be off for it is shut down first.
    fn ha_travel(&mut self, vmid: u32, resource: &mut Resource, alive: bool) {
        let Some(kind) = self.guests.get(&vmid).map(|guest| guest.kind) else { return };
        let Some(Motion { target, stops }) = resource.motion.clone() else { return };
        if alive && (stops || kind == GuestKind::Lxc) {
            resource.job = self.ha_power(vmid, Some(false));
            return;
        }
        resource.motion = None;
        let options = MigrateOptions { target: target.clone(), online: alive, restart: false, storage: None };
        let home = resource.node.clone();
        let script = Script::new()
            .then(move |world, _| world.fits(vmid, &target).map_err(|_| "migration aborted".to_owned()))
            .chain(migrate(&home, kind, vmid, options));
        let task = if kind == GuestKind::Qemu { "qmigrate" } else { "vzmigrate" };
        resource.job = Some(self.start_task(&home, task, &vmid.to_string(), "root@pam", script));
    }

    /// Its node goes down: it is stopped first, and frozen where the node comes back.
    fn ha_lets_go(&mut self, vmid: u32, resource: &mut Resource, alive: bool, back: bool) {
        if back && resource.state.is_some() && resource.state.as_deref() != Some("error") {
            resource.state = Some("freeze".to_owned());
        }
        resource.motion = None;
        if alive {
            resource.job = self.ha_power(vmid, Some(false));
        }
    }

    /// A resource whose node is away: first the node is fenced, then another one takes the guest over.
    fn ha_recover(&mut self, vmid: u32, resource: &mut Resource, since: Moment) {
        resource.job = None;
        if self.now.millis_since(since) < FENCE_SECONDS * 1000 {
            resource.state = Some("fence".to_owned());
            return;
        }
        let home = resource.node.clone();
        let target = self.nodes.values().find(|node| node.online && node.name != home).map(|node| node.name.clone());
        resource.state = Some("recovery".to_owned());
        if let Some(target) = target
            && let Some(guest) = self.guests.get_mut(&vmid)
        {
            guest.power.stop(self.now);
            guest.node.clone_from(&target);
            resource.node = target;
        }
    }

    /// The local manager's task that starts a guest, asks it to shut down (`Some(false)`), or stops it.
    fn ha_power(&mut self, vmid: u32, on: Option<bool>) -> Option<String> {
        let (kind, node) = self.guests.get(&vmid).map(|guest| (guest.kind, guest.node.clone()))?;
        let (verb, script) = match (on, kind) {
            (Some(true), _) => ("start", power::start(&node, kind, vmid, StartOptions::default())),
            (Some(false), _) => ("shutdown", power::shutdown(&node, kind, vmid, Some(PATIENCE), true, false)),
            (None, GuestKind::Qemu) => ("stop", power::stop_vm(&node, vmid, false)),
            (None, GuestKind::Lxc) => ("stop", power::stop_container(&node, vmid, false)),
        };
        let task = format!("{}{verb}", if kind == GuestKind::Qemu { "qm" } else { "vz" });
        Some(self.start_task(&node, &task, &vmid.to_string(), "root@pam", script))
    }
}
