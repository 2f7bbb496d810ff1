//! What guests and nodes use at a moment: pure functions of seed, nature, history and time.
//!
//! Nothing here is stored. The same moment always gives the same figure, so lists, live status and graphs agree with
//! one another, and a world of thousands of guests does not have to tick.

use std::collections::HashMap;

use super::World;
use super::guest::{Guest, GuestKind};
use super::moment::Moment;
use super::power::Phase;
use super::rng;

/// Seconds between two rounds of pvestatd (`PVE::Service::pvestatd`, `update_status` every 10 s).
pub const ROUND: i64 = 10;
/// Seconds over which a booting guest's memory grows to its usual size.
const WARM_UP: f64 = 60.0;
/// Memory share of a guest right after its start.
const COLD: f64 = 0.12;
/// What a guest uses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Share of all its cores, 0 to 1.
    pub cpu: f64,
    /// Bytes of memory.
    pub memory: u64,
    /// Bytes used of the root disk, as seen from the host: 0 for VMs.
    pub disk: u64,
    /// Bytes received since its start.
    pub net_in: u64,
    /// Bytes sent since its start.
    pub net_out: u64,
    /// Bytes read from disk since its start.
    pub disk_read: u64,
    /// Bytes written to disk since its start.
    pub disk_write: u64,
    /// Seconds since its start.
    pub uptime: i64,
}

/// What a node uses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NodeUsage {
    /// Share of all its cores, 0 to 1.
    pub cpu: f64,
    /// Bytes of memory.
    pub memory: u64,
}

/// A smooth course between 0 and 1 whose points lie `every` seconds apart.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "times are positive and far below 2^52")]
pub fn course(seed: u64, at: Moment, every: f64) -> f64 {
    let position = (at.millis() as f64 / 1000.0 / every).max(0.0);
    let whole = position.floor();
    let rest = position - whole;
    let eased = rest * rest * 2.0_f64.mul_add(-rest, 3.0);
    #[expect(clippy::cast_possible_truncation, reason = "whole is an integer below 2^52")]
    let step = whole as u64;
    let (from, to) = (rng::unit(seed, step), rng::unit(seed, step + 1));
    eased.mul_add(to - from, from)
}

/// The time of day as a factor: most at 15:00, least at 03:00 UTC.
#[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
fn daytime(at: Moment) -> f64 {
    let hour = at.seconds().rem_euclid(86_400) as f64 / 3600.0;
    0.35_f64.mul_add(((hour - 9.0) / 24.0 * std::f64::consts::TAU).sin(), 1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "byte counts that fit, checked to be positive"
)]
fn bytes(value: f64) -> u64 {
    value.max(0.0) as u64
}

impl World {
    /// The moment of the last round of a node's pvestatd: what lists of the cluster show is from then.
    #[must_use]
    pub fn reported(&self, node: &str) -> Moment {
        let phase = i64::try_from(rng::mix(self.seed ^ rng::hash(node)) % 10_000).unwrap_or(0);
        let millis = self.now.millis() - phase;
        Moment::from_millis(millis - millis.rem_euclid(ROUND * 1000) + phase)
    }

    fn guest_seed(&self, vmid: u32) -> u64 {
        rng::mix(self.seed ^ (u64::from(vmid) << 20))
    }

    /// CPU share of a guest at a moment, with the rise of a boot.
    #[must_use]
    pub fn guest_cpu(&self, guest: &Guest, at: Moment) -> f64 {
        if guest.power.phase_at(at) != Some(Phase::Running) {
            return 0.0;
        }
        let uptime = guest.power.uptime_at(at);
        if uptime < 8.0 {
            return 0.0;
        }
        let boot = if uptime < 40.0 { 0.25 * (40.0 - uptime) / 40.0 } else { 0.0 };
        let wave = 0.9_f64.mul_add(course(self.guest_seed(guest.vmid), at, 300.0), 0.55);
        (guest.nature.cpu * wave * daytime(at) + boot).clamp(0.0, 1.0)
    }

    /// Memory of a guest at a moment.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "memory sizes are below 2^52")]
    pub fn guest_memory(&self, guest: &Guest, at: Moment) -> u64 {
        if !guest.power.phase_at(at).is_some_and(Phase::is_alive) {
            return 0;
        }
        let wave = 0.06_f64.mul_add(course(self.guest_seed(guest.vmid) ^ 1, at, 900.0), 0.97);
        let usual = (guest.nature.memory * wave).min(0.995);
        let warm = (guest.power.uptime_at(at) / WARM_UP).min(1.0);
        let share = (usual.min(COLD)).mul_add(1.0 - warm, usual * warm);
        bytes(guest.max_memory() as f64 * share)
    }

    /// Everything a guest uses at a moment.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "uptimes are seconds of years at most")]
    pub fn guest_usage(&self, guest: &Guest, at: Moment) -> Usage {
        if !guest.power.phase_at(at).is_some_and(Phase::is_alive) {
            return Usage::default();
        }
        let uptime = guest.power.uptime_at(at);
        let seed = self.guest_seed(guest.vmid);
        // The wobble's slope stays below 1, so counters never run backwards.
        let counted = |rate: f64, salt: u64| {
            let turn = (uptime / 97.0 + rng::unit(seed, salt) * 6.0).sin() - (rng::unit(seed, salt) * 6.0).sin();
            bytes(rate * 60.0_f64.mul_add(turn, uptime).max(0.0))
        };
        Usage {
            cpu: self.guest_cpu(guest, at),
            memory: self.guest_memory(guest, at),
            disk: if guest.kind == GuestKind::Lxc { self.guest_disk(guest, at) } else { 0 },
            net_in: counted(guest.nature.net_in, 2),
            net_out: counted(guest.nature.net_out, 3),
            disk_read: counted(guest.nature.disk_read, 4),
            disk_write: counted(guest.nature.disk_write, 5),
            uptime: uptime as i64,
        }
    }

    /// Used part of a guest's root disk at a moment, 0 to 1: what its nature says when the world begins, growing from
    /// there, and less before.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "simulated spans are far below 2^52 milliseconds")]
    pub fn disk_share(&self, guest: &Guest, at: Moment) -> f64 {
        // Graphs look back to before the world began.
        let days = (at.millis() - self.began.millis()) as f64 / 86_400_000.0;
        guest.nature.disk_growth.mul_add(days, guest.nature.disk).clamp(0.0, 1.0)
    }

    /// Used bytes of a guest's root disk at a moment.
    #[must_use]
    pub fn guest_disk(&self, guest: &Guest, at: Moment) -> u64 {
        part_of(guest.config.max_disk(), self.disk_share(guest, at))
    }

    /// What a node uses without its guests.
    fn own_usage(&self, node: &str, memory: u64, at: Moment) -> NodeUsage {
        let machine = self.machines.get(node);
        let usual = machine.map_or(0.012, |machine| machine.own_cpu);
        let own = machine.map_or(1_900_000_000, |machine| machine.own_memory.0);
        let wave = 0.8_f64.mul_add(course(rng::hash(node) ^ self.seed, at, 120.0), 0.6);
        NodeUsage { cpu: usual * wave, memory: own.min(memory / 3) }
    }

    /// What every node uses at the moment of its last report.
    #[must_use]
    pub fn node_usages(&self) -> HashMap<&str, NodeUsage> {
        let mut usages: HashMap<&str, NodeUsage> = self
            .nodes
            .values()
            .map(|node| {
                let at = self.reported(&node.name);
                let usage =
                    if node.online { self.own_usage(&node.name, node.memory, at) } else { NodeUsage::default() };
                (node.name.as_str(), usage)
            })
            .collect();
        for guest in self.guests.values() {
            let Some(node) = self.nodes.get(&guest.node) else { continue };
            if !guest.power.is_alive() {
                continue;
            }
            let at = self.reported(&guest.node);
            if let Some(usage) = usages.get_mut(guest.node.as_str()) {
                let share = f64::from(guest.cores(node.cores)) / f64::from(node.cores.max(1));
                usage.cpu = share.mul_add(self.guest_cpu(guest, at), usage.cpu).min(1.0);
                usage.memory = (usage.memory + self.guest_memory(guest, at)).min(node.memory);
            }
        }
        usages
    }

    /// What one node uses at any moment, for its graphs and live status.
    #[must_use]
    pub fn node_usage(&self, name: &str, at: Moment) -> NodeUsage {
        let Some(node) = self.nodes.get(name).filter(|node| node.online && at >= node.booted) else {
            return NodeUsage::default();
        };
        let mut usage = self.own_usage(name, node.memory, at);
        for guest in self.guests.values().filter(|guest| guest.node == name) {
            let share = f64::from(guest.cores(node.cores)) / f64::from(node.cores.max(1));
            usage.cpu = share.mul_add(self.guest_cpu(guest, at), usage.cpu).min(1.0);
            usage.memory = (usage.memory + self.guest_memory(guest, at)).min(node.memory);
        }
        usage
    }
}

/// A share of a size, in bytes.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "disk sizes are below 2^52")]
pub fn part_of(size: u64, share: f64) -> u64 {
    bytes(size as f64 * share)
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::config::Config;
    use super::super::power::Power;
    use super::super::version::Version;
    use super::*;

    fn world() -> World {
        World::new(5, Version::parse("8.4"), Clock::still(Moment::from_seconds(1_795_000_000)))
    }

    fn guest(since: i64) -> Guest {
        let t = Moment::from_seconds(since);
        let config = Config::from_pairs([("memory", "1024"), ("cores", "2")]);
        let mut guest = Guest::new(100, GuestKind::Qemu, "pve", config, t);
        guest.power = Power::running(t, 7);
        guest
    }

    #[test]
    fn counters_never_run_backwards() {
        let (world, guest) = (world(), guest(1_794_990_000));
        let mut last = 0;
        for second in 0..4000 {
            let usage = world.guest_usage(&guest, Moment::from_seconds(1_794_990_000 + second));
            assert!(usage.net_in >= last, "{} after {last} at {second}", usage.net_in);
            last = usage.net_in;
        }
    }

    #[test]
    fn a_stopped_guest_uses_nothing_and_a_fresh_one_no_cpu() {
        let world = world();
        let mut guest = guest(1_794_999_997);
        assert!(world.guest_cpu(&guest, world.now).abs() < f64::EPSILON);
        assert!(world.guest_memory(&guest, world.now) > 0);
        guest.power.stop(world.now);
        assert_eq!(world.guest_usage(&guest, world.now), Usage::default());
    }

    #[test]
    fn a_disk_is_as_full_as_its_nature_says_when_the_world_begins_and_grows_from_there() {
        let (world, mut guest) = (world(), guest(1_700_000_000));
        guest.nature.disk = 0.71;
        guest.nature.disk_growth = 0.002;
        let after = |days: i64| world.disk_share(&guest, world.began.plus_seconds(days * 86_400));
        for (days, share) in [(-100, 0.51), (0, 0.71), (50, 0.81), (1000, 1.0), (-1000, 0.0)] {
            assert!((after(days) - share).abs() < 1e-9, "{} after {days} days", after(days));
        }
    }

    #[test]
    fn shares_stay_between_nothing_and_everything() {
        let (world, mut guest) = (world(), guest(1_700_000_000));
        guest.nature.cpu = 0.95;
        guest.nature.memory = 0.99;
        for hour in 0..48 {
            let at = Moment::from_seconds(1_794_000_000 + hour * 3600);
            assert!((0.0..=1.0).contains(&world.guest_cpu(&guest, at)));
            assert!(world.guest_memory(&guest, at) <= guest.max_memory());
        }
    }
}
