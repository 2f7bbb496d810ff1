//! What a node does with all of its guests: one task that starts a task for each guest and waits for them, group by group in the
//! order of their `startup` property.
//!
//! The recorded server shows it so: `startall` begins a `qmstart` two hundredths of a second later, `stopall` a `qmshutdown`,
//! all under the user who asked (`PVE::API2::Nodes`).

use std::collections::{BTreeMap, VecDeque};

use super::super::World;
use super::super::guest::{Guest, GuestKind};
use super::super::script::{Run, Script};
use super::super::task::Task;
use super::migrate::{MigrateOptions, migrate};
use super::power::{self, StartOptions};

/// How often a bulk worker looks whether its tasks are over, in milliseconds.
const LOOKS: i64 = 1000;
/// How long a guest without a `down` in its `startup` property has to shut down, in seconds, when the call names nothing.
pub const PATIENCE: i64 = 180;
/// How long `startall` waits after a VM without an `up` in its `startup` property, in seconds: "to reduce load".
const BREATH: i64 = 3;
/// How many guests are shut down at the same time at most, when nothing says otherwise.
const MOST_WORKERS: usize = 8;

/// For whom a bulk worker works, and where.
#[derive(Debug, Clone)]
pub struct Crew {
    /// The node.
    pub node: String,
    /// The authentication id under which its tasks run.
    pub user: String,
    /// How many of them at the same time at most; `None` for what the node has processors for.
    pub most: Option<usize>,
}

impl Crew {
    /// A node that works for itself: when it boots and when it goes down (`pve-guests.service`).
    #[must_use]
    pub fn of_node(node: &str) -> Self {
        Self { node: node.to_owned(), user: "root@pam".to_owned(), most: None }
    }

    fn task(&self, world: &mut World, kind: &str, vmid: u32, script: Script) -> String {
        world.start_task(&self.node, kind, &vmid.to_string(), &self.user, script)
    }
}

/// The word of a guest's kind in front of the types of its tasks.
const fn prefix(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Qemu => "qm",
        GuestKind::Lxc => "vz",
    }
}

/// A number of a guest's `startup` property.
fn startup<N: std::str::FromStr>(guest: &Guest, key: &str) -> Option<N> {
    guest.config.part("startup", (key == "order").then_some("order"), key)?.parse().ok()
}

/// Guests by their place in the order, those without one last.
fn groups(world: &World, vmids: &[u32]) -> BTreeMap<u32, Vec<u32>> {
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for vmid in vmids {
        let order = world.guests.get(vmid).and_then(|guest| startup(guest, "order"));
        groups.entry(order.unwrap_or(u32::MAX)).or_default().push(*vmid);
    }
    for group in groups.values_mut() {
        group.sort_unstable();
    }
    groups
}

/// What begins the task of one guest: its UPID, or nothing where there is nothing to do.
type Begin = Box<dyn Fn(&mut World, &mut Run, u32) -> Option<String> + Send>;

/// One group after the other, a few guests at a time.
fn in_groups(mut groups: VecDeque<VecDeque<u32>>, mut running: Vec<String>, most: usize, begin: Begin) -> Script {
    Script::new().then(move |world, run| {
        running.retain(|upid| world.tasks.get(upid).is_some_and(Task::is_running));
        while let Some(group) = groups.front_mut() {
            while running.len() < most
                && let Some(vmid) = group.pop_front()
            {
                running.extend(begin(world, run, vmid));
            }
            if !group.is_empty() || !running.is_empty() {
                break;
            }
            groups.pop_front();
        }
        if !groups.is_empty() {
            run.next(Script::new().pause(LOOKS).chain(in_groups(groups, running, most, begin)));
        }
        Ok(())
    })
}

fn workers(world: &World, crew: &Crew) -> usize {
    let configured = || world.options.get("max_workers").and_then(|text| text.parse().ok());
    let cores = || world.nodes.get(&crew.node).map_or(1, |node| usize::try_from(node.cores).unwrap_or(1));
    crew.most.or_else(configured).unwrap_or_else(|| cores().min(MOST_WORKERS)).max(1)
}

/// Shuts guests down, the last ones in the order first.
#[must_use]
pub fn stop(world: &World, crew: Crew, vmids: &[u32], timeout: i64, force: bool) -> Script {
    let groups = groups(world, vmids).into_values().rev().map(|group| group.into_iter().rev().collect()).collect();
    let most = workers(world, &crew);
    let begin: Begin = Box::new(move |world, run, vmid| {
        let guest = world.guests.get(&vmid).filter(|guest| guest.is_alive())?;
        let (kind, short) = (guest.kind, guest.kind.short());
        let timeout = startup(guest, "down").unwrap_or(timeout);
        run.say(format!("Stopping {short} {vmid} (timeout = {timeout} seconds)"));
        if world.ha.managing(kind, vmid).is_some() {
            let script = world.ha_order("stop", kind, vmid, "stopped");
            return Some(crew.task(world, "hastop", vmid, script));
        }
        let script = power::shutdown(&crew.node, kind, vmid, Some(timeout), force, false);
        Some(crew.task(world, &format!("{}shutdown", prefix(kind)), vmid, script))
    });
    in_groups(groups, Vec::new(), most, begin)
}

/// Writes the memory of guests to disk, the last ones in the order first. Containers have none that could be kept.
#[must_use]
pub fn suspend(world: &World, crew: Crew, vmids: &[u32]) -> Script {
    let groups = groups(world, vmids).into_values().rev().map(|group| group.into_iter().rev().collect()).collect();
    let most = workers(world, &crew);
    let begin: Begin = Box::new(move |world, run, vmid| {
        let guest = world.guests.get(&vmid).filter(|guest| guest.is_alive())?;
        if guest.kind == GuestKind::Lxc {
            run.say(format!("Skipping CT {vmid} - suspending containers is not supported"));
            return None;
        }
        run.say(format!("Suspending VM {vmid}"));
        let script = power::hibernate(&crew.node, vmid, None, false);
        Some(crew.task(world, "qmsuspend", vmid, script))
    });
    in_groups(groups, Vec::new(), most, begin)
}

/// Moves guests to another node: containers are stopped for it and started there.
#[must_use]
pub fn move_away(world: &World, crew: Crew, vmids: &[u32], target: &str) -> Script {
    let groups = VecDeque::from([vmids.iter().copied().collect()]);
    let (most, target) = (workers(world, &crew), target.to_owned());
    let begin: Begin = Box::new(move |world, run, vmid| {
        let guest = world.guests.get(&vmid)?;
        let (kind, online) = (guest.kind, guest.is_alive());
        run.say(format!("Migrating {} {vmid}", kind.short()));
        if world.ha.managing(kind, vmid).is_some() {
            let (sid, target) = (super::super::ha::sid(kind, vmid), target.clone());
            let script = Script::new().then(move |world, run| {
                run.say(format!("Requesting HA migration for {} {vmid} to node {target}", kind.short()));
                world.ha_move(&sid, &target, false);
                Ok(())
            });
            return Some(crew.task(world, "hamigrate", vmid, script));
        }
        let restart = kind == GuestKind::Lxc && online;
        let options = MigrateOptions { target: target.clone(), online, restart, storage: None };
        let fits = target.clone();
        let script =
            Script::new().then(move |world, _| world.fits(vmid, &fits)).chain(migrate(&crew.node, kind, vmid, options));
        Some(crew.task(world, &format!("{}migrate", if kind == GuestKind::Qemu { "q" } else { "vz" }), vmid, script))
    });
    in_groups(groups, Vec::new(), most, begin)
}

/// Starts guests one after the other, the first ones in the order first, and removes backup locks that a crash left over.
#[must_use]
pub fn start(world: &World, crew: &Crew, vmids: &[u32]) -> Script {
    let node = crew.node.clone();
    let left_over = Script::new().then(move |world, run| {
        for guest in world.guests.values_mut().filter(|guest| guest.node == node) {
            if guest.lock() == Some("backup") && !guest.is_alive() {
                guest.config.remove("lock");
                run.say(format!("removed left over backup lock from '{}'!", guest.vmid));
            }
        }
        Ok(())
    });
    groups(world, vmids).into_values().flatten().fold(left_over, |script, vmid| {
        let crew = crew.clone();
        script.then(move |world, run| {
            if !world.quorate {
                return Err("cluster not ready - no quorum?".to_owned());
            }
            let Some(guest) = world.guests.get(&vmid).filter(|guest| !guest.is_alive() && !guest.is_template()) else {
                return Ok(());
            };
            let (kind, up) = (guest.kind, startup::<i64>(guest, "up"));
            run.say(format!("Starting {} {vmid}", kind.short()));
            let (task, script) = if world.ha.managing(kind, vmid).is_some() {
                ("hastart".to_owned(), world.ha_order("start", kind, vmid, "started"))
            } else {
                let script = power::start(&crew.node, kind, vmid, StartOptions::default());
                (format!("{}start", prefix(kind)), script)
            };
            let upid = crew.task(world, &task, vmid, script);
            run.next(started(upid, kind, vmid, up));
            Ok(())
        })
    })
}

/// Waits for the start of one guest, and a little longer before the next one.
fn started(upid: String, kind: GuestKind, vmid: u32, up: Option<i64>) -> Script {
    Script::new().after(LOOKS, move |world, run| {
        let Some(task) = world.tasks.get(&upid) else { return Ok(()) };
        let Some(ended) = task.ended.as_ref() else {
            run.next(started(upid, kind, vmid, up));
            return Ok(());
        };
        if ended.status != "OK" && !ended.status.starts_with("WARNINGS") {
            run.say(format!("Starting {} {vmid} failed: {}", kind.short(), ended.status));
            return Ok(());
        }
        if let Some(up) = up.filter(|up| *up > 0) {
            run.say(format!("Waiting for {up} seconds (startup delay)"));
        }
        let wait = up.unwrap_or(if kind == GuestKind::Qemu { BREATH } else { 0 });
        run.next(Script::new().pause(wait * 1000));
        Ok(())
    })
}
