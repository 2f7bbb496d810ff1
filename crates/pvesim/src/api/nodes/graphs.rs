//! `/nodes/{node}/rrddata`.

use serde_json::{Map, Value, json};

use super::status::{io_wait, load_average};
use super::{AUDIT, ON_NODE, machine};
use crate::api::param::Param as P;
use crate::api::route::Route;
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::moment::Moment;
use crate::world::rrd::{consolidate, grid, rows};
use crate::world::version::Releases;

/// The routes of this file. Any node answers: the graphs of all are on each.
pub const ROUTES: &[Route] = &[Route::get("/nodes/{node}/rrddata", rrddata)
    .params(&[
        ON_NODE,
        &[
            P::choice("cf", &["AVERAGE", "MAX"]).optional(),
            P::choice("timeframe", &["hour", "day", "week", "month", "year"]).releases(Releases::EIGHT),
            P::choice("timeframe", &["hour", "day", "week", "month", "year", "decade"]).releases(Releases::NINE),
        ],
    ])
    .check(AUDIT)
    .protected()];

/// Rows of the node's graphs; while it did not run a row has its time only.
#[expect(clippy::cast_precision_loss, reason = "sizes are below 2^52")]
fn rrddata(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("node");
    let name = if name == "localhost" { context.node.as_str() } else { name };
    let Some(node) = world.nodes.get(name) else {
        return Err(Failure::die(format!("no such cluster node '{name}'")));
    };
    let machine = machine(world, name);
    let (timeframe, max) = (context.need("timeframe"), context.text("cf") == Some("MAX"));
    let nine = world.version.is_nine();
    let (step, _) = grid(timeframe, nine);
    // A node that is away now stopped reporting when it went; how long ago nobody knows, so its rows end here.
    let runs = |point: Moment| node.online && node.reports && point >= node.booted;
    let guests: Vec<_> = world.guests.values().filter(|guest| guest.node == name).collect();
    let traffic = |point: Moment, out: bool| -> f64 {
        let alive =
            guests.iter().filter(|guest| guest.power.phase_at(point).is_some_and(crate::world::power::Phase::is_alive));
        alive.map(|guest| if out { guest.nature.net_out } else { guest.nature.net_in }).sum::<f64>() + 15.0
    };
    let entry = |at: Moment| {
        let mut row = Map::from_iter([("time".to_owned(), json!(at.seconds()))]);
        let mut put = |key: &str, figure: &dyn Fn(Moment) -> f64| {
            if let Some(value) = consolidate(at, step, max, |point| runs(point).then(|| figure(point))) {
                row.insert(key.to_owned(), json!(value));
            }
        };
        put("cpu", &|point| world.node_usage(name, point).cpu);
        put("memused", &|point| world.node_usage(name, point).memory as f64);
        put("rootused", &|point| world.root_space(node, point).used as f64);
        put("loadavg", &|point| load_average(world, name, point, 1));
        put("iowait", &|point| io_wait(world, name, point));
        put("netin", &|point| traffic(point, false));
        put("netout", &|point| traffic(point, true));
        if row.len() > 1 {
            row.insert("maxcpu".into(), json!(node.cores));
            row.insert("memtotal".into(), json!(node.memory));
            row.insert("roottotal".into(), json!(node.root_size));
            row.insert("swaptotal".into(), json!(machine.swap.0));
            row.insert("swapused".into(), json!(machine.swap_used.0));
            if nine {
                let used = row.get("memused").and_then(Value::as_f64).unwrap_or(0.0);
                row.insert("memavailable".into(), json!(node.memory as f64 - used));
                row.insert("arcsize".into(), json!(0));
                for key in
                    ["pressurecpusome", "pressureiosome", "pressureiofull", "pressurememorysome", "pressurememoryfull"]
                {
                    row.insert(key.into(), json!(0));
                }
            }
        }
        Value::Object(row)
    };
    Ok(Answer::Data(rows(world.now, timeframe, nine).map(entry).collect()))
}
