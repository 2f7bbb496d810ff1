//! The graphs: what rrdcached would have kept, computed from the past when asked.

use serde_json::{Map, Value, json};

use super::World;
use super::guest::Guest;
use super::load;
use super::moment::Moment;
use super::power::Phase;

/// Points within one row from which its mean or greatest value is taken.
const SAMPLES: i64 = 5;

/// A time frame's rows: seconds between two and their number.
///
/// 8.x keeps 70 rows of each; 9.x keeps minutes for a day and half hours for a month (`PVE::RRD`).
#[must_use]
pub fn grid(timeframe: &str, nine: bool) -> (i64, i64) {
    match (timeframe, nine) {
        ("day", false) => (1800, 70),
        ("week", false) => (10_800, 70),
        ("month", false) => (43_200, 70),
        ("year", false) => (604_800, 70),
        ("day", true) => (60, 1440),
        ("week", true) => (1800, 336),
        ("month", true) => (1800, 1440),
        ("year", true) => (21_600, 1440),
        ("hour" | _, false) => (60, 70),
        (_, true) => (60, 60),
    }
}

/// The moments of a time frame's rows up to now, the oldest first.
pub fn rows(now: Moment, timeframe: &str, nine: bool) -> impl Iterator<Item = Moment> {
    let (step, count) = grid(timeframe, nine);
    let last = now.seconds() - now.seconds().rem_euclid(step);
    (0..count).map(move |row| Moment::from_seconds(last - (count - 1 - row) * step))
}

/// Mean or greatest of a figure over the span that ends at a row; `None` when the figure is not there at any point.
pub fn consolidate(at: Moment, step: i64, max: bool, figure: impl Fn(Moment) -> Option<f64>) -> Option<f64> {
    let mut seen = 0.0;
    let (mut sum, mut most) = (0.0, f64::MIN);
    for sample in 0..SAMPLES {
        let point = at.plus_millis(-(step * 1000 * sample / SAMPLES));
        if let Some(value) = figure(point) {
            seen += 1.0;
            sum += value;
            most = f64::max(most, value);
        }
    }
    if seen == 0.0 {
        return None;
    }
    Some(if max { most } else { sum / seen })
}

impl World {
    /// The rows of a guest's graphs. Where it did not exist, or its node did not report, a row has its time only.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sizes are below 2^52")]
    pub fn guest_rrddata(&self, guest: &Guest, timeframe: &str, max: bool) -> Vec<Value> {
        let nine = self.version.is_nine();
        let (step, _) = grid(timeframe, nine);
        let host_cores = self.nodes.get(&guest.node).map_or(1, |node| node.cores);
        rows(self.now, timeframe, nine)
            .map(|at| {
                let mut row = Map::new();
                row.insert("time".to_owned(), json!(at.seconds()));
                if guest.power.phase_at(at).is_none() {
                    return Value::Object(row);
                }
                row.insert("maxcpu".to_owned(), json!(guest.cores(host_cores)));
                row.insert("maxmem".to_owned(), json!(guest.max_memory()));
                row.insert("maxdisk".to_owned(), json!(guest.config.max_disk()));
                let disk = if guest.kind == super::guest::GuestKind::Lxc { self.guest_disk(guest, at) } else { 0 };
                row.insert("disk".to_owned(), json!(disk));
                let alive = |point: Moment| guest.power.phase_at(point).filter(|phase| Phase::is_alive(*phase));
                let mut put = |name: &str, figure: &dyn Fn(Moment) -> f64| {
                    if let Some(value) = consolidate(at, step, max, |point| alive(point).map(|_| figure(point))) {
                        row.insert(name.to_owned(), json!(value));
                    }
                };
                put("cpu", &|point| self.guest_cpu(guest, point));
                put("mem", &|point| self.guest_memory(guest, point) as f64);
                let nature = &guest.nature;
                let wave = |salt: u64, point: Moment| {
                    0.5 + load::course(self.seed ^ u64::from(guest.vmid) ^ salt << 40, point, 300.0)
                };
                put("netin", &|point| nature.net_in * wave(2, point));
                put("netout", &|point| nature.net_out * wave(3, point));
                put("diskread", &|point| nature.disk_read * wave(4, point));
                put("diskwrite", &|point| nature.disk_write * wave(5, point));
                if nine {
                    put("memhost", &|point| self.guest_memory(guest, point) as f64 * 1.04);
                    for pressure in [
                        "pressurecpusome",
                        "pressurecpufull",
                        "pressureiosome",
                        "pressureiofull",
                        "pressurememorysome",
                        "pressurememoryfull",
                    ] {
                        put(pressure, &|_| 0.0);
                    }
                }
                Value::Object(row)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::super::config::Config;
    use super::super::guest::GuestKind;
    use super::super::version::Version;
    use super::*;

    #[test]
    fn a_graph_shows_when_a_guest_stood_still() {
        let now = Moment::from_seconds(1_795_000_000);
        let world = World::new(1, Version::parse("8.4"), Clock::still(now));
        let mut guest =
            Guest::new(100, GuestKind::Qemu, "pve", Config::from_pairs([("memory", "512")]), now.plus_seconds(-3000));
        guest.power.start(now.plus_seconds(-2400), Phase::Running, 9);
        guest.power.stop(now.plus_seconds(-1200));
        let rows = world.guest_rrddata(&guest, "hour", false);
        assert_eq!(rows.len(), 70);
        let count = |key: &str| rows.iter().filter(|row| row.get(key).is_some()).count();
        assert!((19..=22).contains(&count("cpu")), "{} rows with a processor", count("cpu"));
        assert!((49..=51).contains(&count("maxmem")), "{} rows with a size", count("maxmem"));
        assert_eq!(count("time"), 70);
    }
}
