//! What is shown of a guest: in the lists of its node, in the live status, in the resources of the cluster.

use serde_json::{Map, Value, json};

use crate::world::World;
use crate::world::guest::{Guest, GuestKind};
use crate::world::load::Usage;

/// How much of a guest is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The row of a list.
    List,
    /// The same with what only QEMU knows (`full=1`).
    Full,
}

fn put(row: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    row.insert(key.to_owned(), value.into());
}

/// A guest as its own node sees it now.
#[must_use]
pub fn live(world: &World, guest: &Guest, depth: Depth) -> Map<String, Value> {
    match guest.kind {
        GuestKind::Qemu => live_vm(world, guest, depth),
        GuestKind::Lxc => live_ct(world, guest),
    }
}

fn live_vm(world: &World, guest: &Guest, depth: Depth) -> Map<String, Value> {
    let usage = world.guest_usage(guest, world.now);
    let mut row = base(world, guest, &usage, guest.is_alive());
    if guest.is_template() {
        put(&mut row, "template", 1);
    }
    if guest.config.has("serial0") {
        put(&mut row, "serial", 1);
    }
    let Some(pid) = guest.power.pid() else {
        if depth == Depth::Full {
            put(&mut row, "qmpstatus", "stopped");
        }
        return row;
    };
    put(&mut row, "pid", pid);
    if world.version.is_nine() {
        put(&mut row, "memhost", host_memory(&usage));
        pressure(&mut row);
    }
    if depth == Depth::Full {
        running_vm(world, guest, &usage, &mut row);
    }
    row
}

/// Memory that the host sees used, which holds QEMU itself as well.
const fn host_memory(usage: &Usage) -> u64 {
    usage.memory + usage.memory / 25
}

fn pressure(row: &mut Map<String, Value>) {
    for key in [
        "pressurecpusome",
        "pressurecpufull",
        "pressureiosome",
        "pressureiofull",
        "pressurememorysome",
        "pressurememoryfull",
    ] {
        put(row, key, 0);
    }
}

fn base(world: &World, guest: &Guest, usage: &Usage, alive: bool) -> Map<String, Value> {
    let host_cores = world.nodes.get(&guest.node).map_or(1, |node| node.cores);
    let mut row = Map::new();
    put(&mut row, "vmid", guest.vmid);
    put(&mut row, "name", guest.name());
    put(&mut row, "status", if alive { "running" } else { "stopped" });
    put(&mut row, "cpus", guest.cores(host_cores));
    put(&mut row, "cpu", number(usage.cpu));
    put(&mut row, "maxmem", guest.max_memory());
    put(&mut row, "mem", usage.memory);
    put(&mut row, "maxdisk", guest.config.max_disk());
    put(&mut row, "disk", usage.disk);
    put(&mut row, "netin", usage.net_in);
    put(&mut row, "netout", usage.net_out);
    put(&mut row, "uptime", usage.uptime);
    if let Some(lock) = guest.lock() {
        put(&mut row, "lock", lock);
    }
    if let Some(tags) = guest.config.get("tags") {
        put(&mut row, "tags", tags);
    }
    row
}

/// A figure as Perl prints it: a whole number when it is nothing.
fn number(value: f64) -> Value {
    if value == 0.0 { json!(0) } else { json!(value) }
}

fn running_vm(world: &World, guest: &Guest, usage: &Usage, row: &mut Map<String, Value>) {
    put(row, "qmpstatus", guest.power.phase().qmp());
    put(row, "diskread", usage.disk_read);
    put(row, "diskwrite", usage.disk_write);
    put(row, "running-qemu", if world.version.is_nine() { "10.1.2" } else { "9.2.0" });
    put(row, "running-machine", guest.running_machine.clone().unwrap_or_else(|| guest.machine(&world.version)));
    let size = guest.max_memory();
    put(row, "balloon", size);
    let mut balloon = Map::new();
    put(&mut balloon, "actual", size);
    put(&mut balloon, "max_mem", size);
    if guest.is_up(world.now) {
        let free = size.saturating_sub(usage.memory);
        put(&mut balloon, "total_mem", size - size / 20);
        put(&mut balloon, "free_mem", free);
        put(&mut balloon, "last_update", world.now.seconds());
        for counter in ["mem_swapped_in", "mem_swapped_out", "major_page_faults"] {
            put(&mut balloon, counter, 0);
        }
        put(&mut balloon, "minor_page_faults", 2170 + usage.uptime * 11);
        put(row, "freemem", free);
    }
    put(row, "ballooninfo", balloon);
    let stats = disk_statistics(guest, usage);
    if !stats.is_empty() {
        put(row, "blockstat", stats);
    }
    let cards: Vec<&str> = guest.config.iter().map(|(key, _)| key).filter(|key| is_card(key)).collect();
    if !cards.is_empty() {
        let count = u64::try_from(cards.len()).unwrap_or(1);
        let nics: Map<String, Value> = cards
            .iter()
            .map(|key| {
                let tap = format!("tap{}i{}", guest.vmid, key.trim_start_matches("net"));
                (tap, json!({"netin": usage.net_in / count, "netout": usage.net_out / count}))
            })
            .collect();
        put(row, "nics", nics);
    }
    put(row, "proxmox-support", support());
}

/// Figures of each disk; they add up to the guest's. Only the first is read while a guest boots.
fn disk_statistics(guest: &Guest, usage: &Usage) -> Map<String, Value> {
    let disks: Vec<&str> =
        guest.config.drives().filter(|(_, value)| !value.starts_with("none")).map(|(key, _)| key).collect();
    let settled = usage.uptime > 600;
    let share = if settled { u64::try_from(disks.len().max(1)).unwrap_or(1) } else { 1 };
    disks
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let used = settled || at == 0 && usage.uptime >= if guest.resumed { 3 } else { 1 };
            let part = |all: u64| if used { all / share } else { 0 };
            ((*key).to_owned(), block_statistics(part(usage.disk_read), part(usage.disk_write)))
        })
        .collect()
}

fn is_card(key: &str) -> bool {
    key.strip_prefix("net").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn support() -> Value {
    json!({
        "backup-access-api": true,
        "backup-fleecing": true,
        "backup-max-workers": true,
        "pbs-dirty-bitmap": true,
        "pbs-dirty-bitmap-migration": true,
        "pbs-dirty-bitmap-savevm": true,
        "pbs-library-version": "1.5.1 (UNKNOWN)",
        "pbs-masterkey": true,
        "query-bitmap-info": true,
    })
}

fn block_statistics(read: u64, written: u64) -> Value {
    let mut row = Map::new();
    for key in [
        "failed_flush_operations",
        "failed_rd_operations",
        "failed_unmap_operations",
        "failed_wr_operations",
        "failed_zone_append_operations",
        "flush_operations",
        "flush_total_time_ns",
        "invalid_flush_operations",
        "invalid_rd_operations",
        "invalid_unmap_operations",
        "invalid_wr_operations",
        "invalid_zone_append_operations",
        "rd_merged",
        "unmap_bytes",
        "unmap_merged",
        "unmap_operations",
        "unmap_total_time_ns",
        "wr_merged",
        "zone_append_bytes",
        "zone_append_merged",
        "zone_append_operations",
        "zone_append_total_time_ns",
    ] {
        put(&mut row, key, 0);
    }
    put(&mut row, "account_failed", true);
    put(&mut row, "account_invalid", true);
    put(&mut row, "timed_stats", Value::Array(Vec::new()));
    put(&mut row, "rd_bytes", read);
    put(&mut row, "rd_operations", read / 4096);
    put(&mut row, "rd_total_time_ns", read * 12);
    put(&mut row, "wr_bytes", written);
    put(&mut row, "wr_operations", written / 4096);
    put(&mut row, "wr_total_time_ns", written * 15);
    put(&mut row, "wr_highest_offset", written.min(1 << 34));
    if read > 0 {
        put(&mut row, "idle_time_ns", 637_136_586);
    }
    Value::Object(row)
}

fn live_ct(world: &World, guest: &Guest) -> Map<String, Value> {
    let usage = world.guest_usage(guest, world.now);
    let mut row = base(world, guest, &usage, guest.is_alive());
    put(&mut row, "type", "lxc");
    put(&mut row, "diskread", usage.disk_read);
    put(&mut row, "diskwrite", usage.disk_write);
    put(&mut row, "swap", 0);
    put(&mut row, "maxswap", guest.max_swap());
    if guest.is_template() {
        put(&mut row, "template", 1);
    }
    if let Some(pid) = guest.power.pid() {
        put(&mut row, "pid", pid);
        if world.version.is_nine() {
            pressure(&mut row);
        }
    }
    row
}

/// A guest as `/cluster/resources` shows it: configuration as it is, figures from the last round of its node's
/// pvestatd. Of a guest whose node does not report only number, tags and lock are known.
#[must_use]
pub fn resource(world: &World, guest: &Guest, pool: Option<&str>) -> Map<String, Value> {
    let mut row = Map::with_capacity(24);
    put(&mut row, "id", guest.id());
    put(&mut row, "type", guest.kind.name());
    put(&mut row, "node", guest.node.as_str());
    put(&mut row, "vmid", guest.vmid);
    if let Some(pool) = pool {
        put(&mut row, "pool", pool);
    }
    if let Some(lock) = guest.lock() {
        put(&mut row, "lock", lock);
    }
    if let Some(tags) = guest.config.get("tags") {
        put(&mut row, "tags", tags);
    }
    let node = world.nodes.get(&guest.node);
    if !node.is_some_and(|node| node.online && node.reports) {
        put(&mut row, "status", "unknown");
        return row;
    }
    put(&mut row, "name", guest.name());
    let at = world.reported(&guest.node);
    put(&mut row, "template", i32::from(guest.is_template()));
    let Some(phase) = guest.power.phase_at(at) else {
        put(&mut row, "status", "unknown");
        return row;
    };
    put(&mut row, "status", reported_status(guest, phase));
    let usage = world.guest_usage(guest, at);
    figures(world, guest, &usage, &mut row);
    row
}

fn reported_status(guest: &Guest, phase: crate::world::power::Phase) -> &'static str {
    use crate::world::power::Phase;
    match (guest.kind, phase) {
        (_, Phase::Stopped) => "stopped",
        (GuestKind::Qemu, Phase::Paused) => "paused",
        (GuestKind::Qemu, Phase::Prelaunch) => "prelaunch",
        (GuestKind::Qemu, Phase::IoError) => "io-error",
        _ => "running",
    }
}

fn figures(world: &World, guest: &Guest, usage: &Usage, row: &mut Map<String, Value>) {
    let host_cores = world.nodes.get(&guest.node).map_or(1, |node| node.cores);
    put(row, "cpu", number(usage.cpu));
    put(row, "maxcpu", guest.cores(host_cores));
    put(row, "mem", usage.memory);
    put(row, "maxmem", guest.max_memory());
    put(row, "disk", usage.disk);
    put(row, "maxdisk", guest.config.max_disk());
    put(row, "netin", usage.net_in);
    put(row, "netout", usage.net_out);
    put(row, "diskread", usage.disk_read);
    put(row, "diskwrite", usage.disk_write);
    put(row, "uptime", usage.uptime);
    if world.version.is_nine() && guest.kind == GuestKind::Qemu {
        put(row, "memhost", host_memory(usage));
    }
}
