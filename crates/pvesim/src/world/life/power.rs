//! Starting, stopping, pausing.

use super::super::World;
use super::super::guest::GuestKind;
use super::super::power::Phase;
use super::super::script::{Run, Script};

/// Time that QEMU needs to start, in milliseconds; measured on a small server.
const START: i64 = 900;
/// Time until a stopped process is gone.
const STOP: i64 = 500;
/// Time of the closing work of a worker.
const TIDY: i64 = 500;
/// How long an obedient guest takes to shut down.
const SHUTDOWN: i64 = 2200;
/// Time that a container needs to start or stop.
const CONTAINER: i64 = 1200;
/// How long a shutdown waits when nobody says otherwise, in seconds (`qm(1)`).
pub const SHUTDOWN_TIMEOUT: i64 = 60;

/// How to start.
#[derive(Clone, Debug, Default)]
pub struct StartOptions {
    /// Ignore the configuration's lock.
    pub skip_lock: bool,
    /// Machine type asked for.
    pub machine: Option<String>,
}

/// Starts a guest; resumes a hibernated one.
#[must_use]
pub fn start(node: &str, kind: GuestKind, vmid: u32, options: StartOptions) -> Script {
    let node = node.to_owned();
    let delay = if kind == GuestKind::Qemu { START } else { CONTAINER };
    let script = Script::new();
    // An unknown guest fails before anyone waits for its lock.
    let exists = node.clone();
    script
        .then(move |world, _| world.find_guest(&exists, kind, vmid).map(|_| ()))
        .locking(vmid)
        .then(move |world, run| {
            let resumed = may_start(world, &node, kind, vmid, &options)?;
            if let Some(words) = world.impossible_processors(vmid) {
                run.say(words);
                return Err("start failed: QEMU exited with code 1".to_owned());
            }
            run.next(if resumed { resume_from_disk(vmid) } else { Script::new() });
            run.next(Script::new().after(delay, move |world, _| {
                world.power_on(vmid, options.machine.as_deref());
                if resumed {
                    world.mark_resumed(vmid);
                }
                Ok(())
            }));
            Ok(())
        })
        .pause(TIDY)
}

/// Whether a guest may start now; `true` when it was hibernated.
fn may_start(
    world: &mut World,
    node: &str,
    kind: GuestKind,
    vmid: u32,
    options: &StartOptions,
) -> Result<bool, String> {
    let guest = world.find_guest(node, kind, vmid)?;
    let template = match kind {
        GuestKind::Qemu => "you can't start a vm if it's a template",
        GuestKind::Lxc => "you can't start a CT if it's a template",
    };
    let suspended = guest.lock() == Some("suspended");
    if guest.is_template() {
        return Err(template.to_owned());
    }
    if let Some(lock) = guest.lock().filter(|_| !suspended && !options.skip_lock) {
        return Err(super::locked(kind, lock));
    }
    if guest.is_alive() {
        return Err(format!("{} {vmid} already running", kind.short()));
    }
    if let Some(error) = world.missing_disk(node, vmid) {
        return Err(error);
    }
    world.enough_memory(node, vmid)?;
    Ok(suspended)
}

fn resume_from_disk(vmid: u32) -> Script {
    Script::new()
        .then(move |world, run| {
            let state = world.change_guest(vmid)?.config.remove("vmstate");
            run.say("Resuming suspended VM");
            if let Some(state) = state {
                run.say(format!("activating and using '{state}' as vmstate"));
                let node = world.change_guest(vmid)?.node.clone();
                world.volumes.remove(&state, &node);
            }
            Ok(())
        })
        .after(400, move |world, run| {
            world.clear_lock(vmid, "suspended");
            let config = &mut world.change_guest(vmid)?.config;
            config.remove("runningmachine");
            config.remove("runningcpu");
            run.say("Resumed VM, removing state");
            Ok(())
        })
}

/// Stops a VM hard. A VM that does not run is fine.
#[must_use]
pub fn stop_vm(node: &str, vmid: u32, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .then(move |world, run| {
            let guest = world.find_guest(&node, GuestKind::Qemu, vmid)?;
            if !guest.is_alive() {
                return Ok(());
            }
            if let Some(lock) = guest.lock().filter(|_| !skip_lock) {
                return Err(super::locked(GuestKind::Qemu, lock));
            }
            run.next(Script::new().after(STOP, move |world, _| {
                world.power_off(vmid);
                Ok(())
            }));
            Ok(())
        })
        .pause(TIDY)
}

/// Stops a container hard.
#[must_use]
pub fn stop_container(node: &str, vmid: u32, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new().locking(vmid).then(move |world, run| {
        world.find_unlocked(&node, GuestKind::Lxc, vmid, skip_lock)?;
        run.next(Script::new().after(CONTAINER, move |world, _| {
            world.power_off(vmid);
            Ok(())
        }));
        Ok(())
    })
}

/// Asks a guest to shut down and waits; `force` then stops it.
#[must_use]
pub fn shutdown(node: &str, kind: GuestKind, vmid: u32, timeout: Option<i64>, force: bool, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new().locking(vmid).then(move |world, run| {
        let guest = world.find_guest(&node, kind, vmid)?;
        if !guest.is_alive() {
            return Ok(());
        }
        if let Some(lock) = guest.lock().filter(|_| !skip_lock) {
            return Err(super::locked(kind, lock));
        }
        let down = guest.config.part("startup", None, "down").and_then(|text| text.parse().ok());
        let patience = timeout.or(down).unwrap_or(SHUTDOWN_TIMEOUT);
        // A paused guest cannot act on the request, neither can one that is still booting or does not care.
        let obeys = guest.nature.obeys && guest.power.phase() == Phase::Running;
        let booting = if guest.resumed { 0.0 } else { guest.nature.boot_seconds - guest.power.uptime_at(world.now) };
        if kind == GuestKind::Qemu && guest.agent_enabled() && !guest.agent_answers(world.now) {
            run.say(format!(
                "QEMU Guest Agent is not running - VM {vmid} qmp command 'guest-ping' failed - got timeout"
            ));
        }
        let reaction = reaction_time(world, booting);
        if obeys && reaction <= patience * 1000 {
            run.next(Script::new().after_exactly(reaction, move |world, _| {
                world.power_off(vmid);
                Ok(())
            }));
        } else {
            run.next(
                Script::new().after_exactly(patience * 1000, move |world, run| refuse(world, run, kind, vmid, force)),
            );
        }
        Ok(())
    })
}

#[expect(clippy::cast_possible_truncation, reason = "boot times are seconds")]
fn reaction_time(world: &World, booting: f64) -> i64 {
    world.paced(SHUTDOWN) + (booting.max(0.0) * 1000.0 * world.pace) as i64
}

fn refuse(world: &mut World, run: &mut Run, kind: GuestKind, vmid: u32, force: bool) -> Result<(), String> {
    if !world.guests.get(&vmid).is_some_and(super::super::guest::Guest::is_alive) {
        return Ok(());
    }
    match (force, kind) {
        (true, GuestKind::Qemu) => {
            run.say("VM still running - terminating now with SIGTERM");
            run.next(Script::new().after(STOP, move |world, _| {
                world.power_off(vmid);
                Ok(())
            }));
            Ok(())
        }
        (true, GuestKind::Lxc) => {
            world.power_off(vmid);
            Ok(())
        }
        (false, GuestKind::Qemu) => Err("VM quit/powerdown failed - got timeout".to_owned()),
        (false, GuestKind::Lxc) => Err(format!("command 'lxc-stop -n {vmid} --timeout 60' failed: exit code 1")),
    }
}

/// Shuts a guest down and starts it again. The task of a VM ends when the guest is down; the host starts it anew.
#[must_use]
pub fn reboot(node: &str, kind: GuestKind, vmid: u32, timeout: Option<i64>) -> Script {
    let down = shutdown(node, kind, vmid, timeout, false, false);
    match kind {
        GuestKind::Qemu => down.then(move |world, _| {
            world.apply_pending(vmid);
            let delay = world.paced(START + 400);
            world.after(delay, move |world| world.power_on(vmid, None));
            Ok(())
        }),
        GuestKind::Lxc => down.after(CONTAINER, move |world, _| {
            world.power_on(vmid, None);
            Ok(())
        }),
    }
}

/// Presses the reset button.
#[must_use]
pub fn reset(node: &str, vmid: u32, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .after(50, move |world, _| enter(world, &node, vmid, skip_lock, &[Phase::Paused], Phase::Running))
}

/// Pauses a VM.
#[must_use]
pub fn pause(node: &str, vmid: u32, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .then(move |world, _| enter(world, &node, vmid, skip_lock, &[Phase::Running], Phase::Paused))
}

/// Lets a paused VM run on.
#[must_use]
pub fn resume(node: &str, vmid: u32, skip_lock: bool) -> Script {
    let node = node.to_owned();
    let held = [Phase::Paused, Phase::Prelaunch, Phase::IoError];
    Script::new().locking(vmid).then(move |world, _| enter(world, &node, vmid, skip_lock, &held, Phase::Running))
}

/// A VM that is in one of these phases enters another; one that is in none of them stays as it is.
fn enter(world: &mut World, node: &str, vmid: u32, skip_lock: bool, from: &[Phase], to: Phase) -> Result<(), String> {
    world.find_unlocked(node, GuestKind::Qemu, vmid, skip_lock)?;
    let now = world.now;
    let power = &mut world.change_guest(vmid)?.power;
    if from.contains(&power.phase()) {
        power.enter(now, to);
    }
    Ok(())
}

/// Writes a VM's memory to disk and stops it.
#[must_use]
pub fn hibernate(node: &str, vmid: u32, state_storage: Option<String>, skip_lock: bool) -> Script {
    let node = node.to_owned();
    Script::new()
        .locking(vmid)
        .then(move |world, run| {
            world.find_unlocked(&node, GuestKind::Qemu, vmid, skip_lock)?;
            let storage = state_storage.unwrap_or_else(|| world.state_storage(vmid));
            let stem = format!("state-suspend-{}", world.now.format("%Y-%m-%d"));
            let volid = world.allocate_state(run, &node, &storage, vmid, &stem)?;
            let machine = world.guests.get(&vmid).map(|guest| guest.machine(&world.version)).unwrap_or_default();
            let config = &mut world.change_guest(vmid)?.config;
            config.set("lock", "suspending");
            config.set("vmstate", volid);
            config.set("runningmachine", machine);
            Ok(())
        })
        .after(700, move |world, run| {
            world.power_off(vmid);
            world.clear_lock(vmid, "suspending");
            world.set_lock(vmid, "suspended");
            run.say("completed saving the VM state in 0s, saved 86.00 MiB");
            run.say("State saved, quitting");
            Ok(())
        })
        .finally(move |world| world.clear_lock(vmid, "suspending"))
}
