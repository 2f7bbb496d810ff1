//! The routes of containers.

use serde_json::Value;

use super::lookup::guest;
use super::params::drive::{CT_VOLUMES, CT_VOLUMES_AND_UNUSED};
use super::params::lxc;
use super::params::shared::{
    BWLIMIT_LXC, CHANGE, CLONE, COMMON_CONFIG, CONFIG_READ, CREATE, DESTROY, DIGEST, FEATURE, GUEST, NODE_ONLY, POOL,
    REASSIGN, RRD, RRDDATA, SIZE, SKIPLOCK, SNAPNAME, SPICE, STORAGE, TIMEOUT, WEBSOCKET,
};
use super::table_qemu::{
    ALLOCATE, AUDIT, CLONE_CHECK, CONSOLE, DISK, MIGRATE, POWER, ROLLBACK, SNAPSHOT, SNAPSHOT_READ,
};
use super::{
    agent_facts, config_read, config_write, console, copy, create, disks, firewall, list, power, preconditions,
    snapshots,
};
use crate::api::format::{DNS_NAME, NODE};
use crate::api::param::Param;
use crate::api::route::{Check, Route};
use crate::api::{Context, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const CONFIG: Check = Check::any(
    "/vms/{vmid}",
    &["VM.Config.Disk", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options"],
);

const CLONE_LXC: &[Param] = &[Param::string("hostname").format(DNS_NAME).optional()];
const MOVE: &[Param] =
    &[Param::device("volume", CT_VOLUMES_AND_UNUSED), Param::device("target-volume", CT_VOLUMES_AND_UNUSED).optional()];
const FORCE: &[Param] = &[Param::boolean("force").optional()];
const START: &[Param] = &[Param::boolean("debug").optional()];
const STOP: &[Param] = &[Param::boolean("overrule-shutdown").optional()];
const SHUTDOWN: &[Param] = &[Param::boolean("forceStop").optional()];
const DESCRIPTION: &[Param] = &[Param::string("description").optional()];
const START_AFTER: &[Param] = &[Param::boolean("start").optional()];
const VNC: &[Param] = &[Param::boolean("websocket").optional()];
const TARGET: &[Param] = &[Param::string("target").format(NODE).optional()];

/// `GET …/interfaces`: `null` for a container that does not run, and for one that is not there.
fn interfaces(world: &mut World, context: &Context) -> Outcome {
    Ok(match guest(world, context) {
        Ok(guest) if guest.is_alive() => agent_facts::container_interfaces(guest),
        _ => Value::Null,
    }
    .into())
}

/// The routes.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/lxc", list::list).params(&[NODE_ONLY]).check(Check::All).on_node().protected(),
    Route::post("/nodes/{node}/lxc", create::create)
        .params(&[GUEST, lxc::OPTIONS, lxc::VOLUMES, lxc::CREATE, COMMON_CONFIG, CREATE, POOL, STORAGE, BWLIMIT_LXC])
        .check(Check::All)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}", list::directory).params(&[GUEST]).check(Check::All).on_node(),
    Route::delete("/nodes/{node}/lxc/{vmid}", copy::delete).params(&[GUEST, DESTROY, FORCE]).check(ALLOCATE).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/config", config_read::config)
        .params(&[GUEST, CONFIG_READ])
        .check(AUDIT)
        .on_node(),
    Route::put("/nodes/{node}/lxc/{vmid}/config", config_write::put)
        .params(&[GUEST, lxc::OPTIONS, lxc::VOLUMES, COMMON_CONFIG, CHANGE, DIGEST])
        .check(CONFIG)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/pending", config_read::pending).params(&[GUEST]).check(AUDIT).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/interfaces", interfaces).params(&[GUEST]).check(AUDIT).on_node().protected(),
    Route::post("/nodes/{node}/lxc/{vmid}/clone", copy::clone)
        .params(&[GUEST, CLONE, CLONE_LXC, POOL, STORAGE, BWLIMIT_LXC])
        .check(CLONE_CHECK)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/template", copy::template).params(&[GUEST]).check(ALLOCATE).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/migrate", preconditions::preconditions)
        .params(&[GUEST, TARGET])
        .check(MIGRATE)
        .on_node()
        .protected()
        .releases(Releases::NINE),
    Route::post("/nodes/{node}/lxc/{vmid}/migrate", copy::migrate)
        .params(&[GUEST, lxc::MIGRATE, BWLIMIT_LXC])
        .check(MIGRATE)
        .on_node(),
    Route::put("/nodes/{node}/lxc/{vmid}/resize", disks::resize)
        .params(&[GUEST, &[Param::device("disk", CT_VOLUMES)], SIZE, DIGEST])
        .check(Check::any("/vms/{vmid}", &["VM.Config.Disk"]))
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/move_volume", disks::relocate)
        .params(&[GUEST, MOVE, REASSIGN, STORAGE, DIGEST, BWLIMIT_LXC])
        .check(DISK)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/feature", snapshots::feature)
        .params(&[GUEST, FEATURE])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/lxc/{vmid}/rrd", disks::rrd).params(&[GUEST, RRDDATA, RRD]).check(AUDIT).protected(),
    Route::get("/nodes/{node}/lxc/{vmid}/rrddata", disks::rrddata).params(&[GUEST, RRDDATA]).check(AUDIT).protected(),
    Route::get("/nodes/{node}/lxc/{vmid}/snapshot", snapshots::list)
        .params(&[GUEST])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/lxc/{vmid}/snapshot", snapshots::create)
        .params(&[GUEST, SNAPNAME, DESCRIPTION])
        .check(SNAPSHOT)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/snapshot/{snapname}", list::snapshot_directory)
        .params(&[GUEST, SNAPNAME])
        .check(Check::All),
    Route::delete("/nodes/{node}/lxc/{vmid}/snapshot/{snapname}", snapshots::delete)
        .params(&[GUEST, SNAPNAME, FORCE])
        .check(SNAPSHOT)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config", snapshots::config)
        .params(&[GUEST, SNAPNAME])
        .check(SNAPSHOT_READ)
        .on_node(),
    Route::put("/nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config", snapshots::describe)
        .params(&[GUEST, SNAPNAME, DESCRIPTION])
        .check(SNAPSHOT)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback", snapshots::rollback)
        .params(&[GUEST, SNAPNAME, START_AFTER])
        .check(ROLLBACK)
        .on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/status", list::status_directory).params(&[GUEST]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/status/current", list::current)
        .params(&[GUEST])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/start", power::start)
        .params(&[GUEST, START, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/stop", power::stop)
        .params(&[GUEST, STOP, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/shutdown", power::shutdown)
        .params(&[GUEST, SHUTDOWN, TIMEOUT])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/reboot", power::reboot)
        .params(&[GUEST, TIMEOUT])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/suspend", power::suspend).params(&[GUEST]).check(POWER).on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/status/resume", power::resume).params(&[GUEST]).check(POWER).on_node(),
    Route::post("/nodes/{node}/lxc/{vmid}/vncproxy", console::vnc)
        .params(&[GUEST, lxc::CONSOLE_SIZE, VNC])
        .check(CONSOLE),
    Route::post("/nodes/{node}/lxc/{vmid}/termproxy", console::term).params(&[GUEST]).check(CONSOLE),
    Route::post("/nodes/{node}/lxc/{vmid}/spiceproxy", console::spice).params(&[GUEST, SPICE]).check(CONSOLE).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/vncwebsocket", console::websocket).params(&[GUEST, WEBSOCKET]).check(CONSOLE),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall", list::firewall_directory).params(&[GUEST]).check(Check::All),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/rules", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/aliases", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/ipset", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/refs", firewall::nothing)
        .params(&[GUEST, firewall::REFS])
        .check(AUDIT),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/options", firewall::options).params(&[GUEST]).check(AUDIT).on_node(),
    Route::get("/nodes/{node}/lxc/{vmid}/firewall/log", firewall::log)
        .params(&[GUEST, firewall::LOG])
        .check(CONSOLE)
        .on_node()
        .protected(),
];
