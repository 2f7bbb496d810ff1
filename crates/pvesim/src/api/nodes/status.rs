//! `/nodes/{node}/status`, reading.

use serde_json::{Value, json};

use super::{AUDIT, ON_NODE, machine};
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::load::course;
use crate::world::moment::Moment;
use crate::world::rng;

/// The routes of this file.
pub const ROUTES: &[Route] = &[Route::get("/nodes/{node}/status", status).params(&[ON_NODE]).check(AUDIT).on_node()];

/// The mean number of runnable processes over some minutes, by the load of that time.
#[must_use]
pub(super) fn load_average(world: &World, node: &str, at: Moment, minutes: i64) -> f64 {
    /// At so many moments the load is looked at: enough for a figure with two digits.
    const POINTS: i64 = 6;
    let cores = world.nodes.get(node).map_or(1, |node| node.cores);
    let mut sum = 0.0;
    for point in 0..POINTS {
        let moment = at.plus_seconds(-(minutes * 60 * point / POINTS));
        sum += world.node_usage(node, moment).cpu;
    }
    let mean = sum / 6.0 * f64::from(cores);
    mean * 0.3_f64.mul_add(course(rng::hash(node) ^ world.seed ^ 7, at, 180.0), 0.9)
}

/// Share of time spent waiting for disks.
#[must_use]
pub(super) fn io_wait(world: &World, node: &str, at: Moment) -> f64 {
    let usual = machine(world, node).io_wait;
    usual * 2.0 * course(rng::hash(node) ^ world.seed ^ 0x0b, at, 60.0)
}

fn status(world: &mut World, context: &Context) -> Outcome {
    let name = &context.node;
    let node = world.nodes.get(name).ok_or_else(|| Failure::die(format!("no such cluster node '{name}'")))?;
    let machine = machine(world, name);
    let now = world.now;
    let usage = world.node_usage(name, now);
    let root = world.root_space(node, now);
    let free_root = root.total - root.used;
    let swap_free = machine.swap.0.saturating_sub(machine.swap_used.0);
    let loads: Vec<String> =
        [1, 5, 15].into_iter().map(|minutes| format!("{:.2}", load_average(world, name, now, minutes))).collect();
    let version = super::version_of(world, name);
    let text = |key: &str| version.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let threads = node.cores;
    let per_socket = threads / machine.sockets.max(1);
    let mut boot = json!({"mode": if machine.efi { "efi" } else { "legacy-bios" }});
    if let (true, Some(boot)) = (machine.efi, boot.as_object_mut()) {
        boot.insert("secureboot".into(), json!(u8::from(machine.secure_boot)));
    }
    // Memory that holds cached files is neither used nor free.
    let cached = (node.memory - usage.memory.min(node.memory)) / 10;
    let free = node.memory.saturating_sub(usage.memory + cached);
    let mut memory = json!({"total": node.memory, "used": usage.memory, "free": free});
    if let (true, Some(memory)) = (world.version.is_nine(), memory.as_object_mut()) {
        memory.insert("available".into(), json!(node.memory.saturating_sub(usage.memory)));
    }
    Ok(Answer::Data(json!({
        "boot-info": boot,
        "cpu": usage.cpu,
        "cpuinfo": {
            "cores": per_socket.max(1) * machine.sockets, "cpus": threads, "sockets": machine.sockets,
            "model": machine.cpu_model, "mhz": format!("{:.3}", machine.mhz), "flags": machine.cpu_flags,
            "hvm": if machine.hvm { "1" } else { "" }, "user_hz": 100,
        },
        "current-kernel": {
            "machine": "x86_64", "release": machine.kernel, "sysname": "Linux", "version": machine.kernel_build,
        },
        "idle": 0,
        "ksm": {"shared": machine.ksm_shared.0},
        "kversion": format!("Linux {} {}", machine.kernel, machine.kernel_build),
        "loadavg": loads,
        "memory": memory,
        "pveversion": format!("pve-manager/{}/{}", text("version"), text("repoid")),
        "rootfs": {"total": root.total, "used": root.used, "avail": root.avail, "free": free_root},
        "swap": {"total": machine.swap.0, "used": machine.swap_used.0, "free": swap_free},
        "uptime": now.millis_since(node.booted) / 1000,
        "wait": io_wait(world, name, now),
    })))
}
