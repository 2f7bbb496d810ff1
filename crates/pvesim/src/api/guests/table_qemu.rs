//! The routes of VMs.

use super::params::drive::{VM_DISKS, VM_DISKS_AND_UNUSED};
use super::params::qemu;
use super::params::shared::{
    BWLIMIT, CHANGE, CLONE, COMMON_CONFIG, CONFIG_READ, CREATE, DESTROY, DIGEST, FEATURE, GUEST, NODE_ONLY, POOL,
    REASSIGN, RRD, RRDDATA, SIZE, SKIPLOCK, SNAPNAME, SPICE, STORAGE, TIMEOUT, WEBSOCKET,
};
use super::{config_read, config_write, console, copy, create, disks, firewall, list, power, preconditions, snapshots};
use crate::api::format::{CONFIG_ID_LIST, DNS_NAME, NODE, STORAGE_ID};
use crate::api::param::Param;
use crate::api::route::{Check, Route};

/// `VM.Audit` on the guest.
pub const AUDIT: Check = Check::perm("/vms/{vmid}", &["VM.Audit"]);
/// `VM.PowerMgmt` on the guest.
pub const POWER: Check = Check::perm("/vms/{vmid}", &["VM.PowerMgmt"]);
/// `VM.Snapshot` on the guest.
pub const SNAPSHOT: Check = Check::perm("/vms/{vmid}", &["VM.Snapshot"]);
/// `VM.Console` on the guest.
pub const CONSOLE: Check = Check::perm("/vms/{vmid}", &["VM.Console"]);
/// `VM.Allocate` on the guest.
pub const ALLOCATE: Check = Check::perm("/vms/{vmid}", &["VM.Allocate"]);
/// `VM.Config.Disk` on the guest.
pub const DISK: Check = Check::perm("/vms/{vmid}", &["VM.Config.Disk"]);
/// `VM.Migrate` on the guest.
pub const MIGRATE: Check = Check::perm("/vms/{vmid}", &["VM.Migrate"]);
/// Rolling back.
pub const ROLLBACK: Check = Check::any("/vms/{vmid}", &["VM.Snapshot", "VM.Snapshot.Rollback"]);
/// Reading a snapshot's configuration.
pub const SNAPSHOT_READ: Check = Check::any("/vms/{vmid}", &["VM.Snapshot", "VM.Snapshot.Rollback", "VM.Audit"]);
/// Cloning: of the source, and into the new number or its pool.
pub const CLONE_CHECK: Check = Check::And(&[
    Check::perm("/vms/{vmid}", &["VM.Clone"]),
    Check::Or(&[
        Check::perm("/vms/{newid}", &["VM.Allocate"]),
        Check::With("pool", &Check::perm("/pool/{pool}", &["VM.Allocate"])),
    ]),
]);
const CONFIG: Check = Check::any(
    "/vms/{vmid}",
    &[
        "VM.Config.Disk",
        "VM.Config.CDROM",
        "VM.Config.CPU",
        "VM.Config.Memory",
        "VM.Config.Network",
        "VM.Config.HWType",
        "VM.Config.Options",
        "VM.Config.Cloudinit",
    ],
);
const MONITOR: Check = Check::ByRelease {
    eight: &Check::perm("/vms/{vmid}", &["VM.Monitor"]),
    nine: &Check::any("/vms/{vmid}", &["Sys.Audit", "Sys.Modify"]),
};

const FORMAT: Param = Param::choice("format", &["raw", "qcow2", "vmdk"]).optional();
const CLONE_QEMU: &[Param] = &[FORMAT, Param::string("name").format(DNS_NAME).optional()];
const MOVE: &[Param] =
    &[Param::device("disk", VM_DISKS_AND_UNUSED), FORMAT, Param::device("target-disk", VM_DISKS_AND_UNUSED).optional()];
const STOP: &[Param] = &[
    Param::boolean("keepActive").optional(),
    Param::string("migratedfrom").format(NODE).optional(),
    Param::boolean("overrule-shutdown").optional(),
];
const SHUTDOWN: &[Param] = &[Param::boolean("forceStop").optional(), Param::boolean("keepActive").optional()];
const SUSPEND: &[Param] =
    &[Param::string("statestorage").format(STORAGE_ID).optional(), Param::boolean("todisk").optional()];
const VNC: &[Param] = &[Param::boolean("generate-password").optional(), Param::boolean("websocket").optional()];
const TERM: &[Param] = &[Param::choice("serial", &["serial0", "serial1", "serial2", "serial3"]).optional()];
const UNLINK: &[Param] = &[Param::string("idlist").format(CONFIG_ID_LIST), Param::boolean("force").optional()];
const SNAPSHOT_CREATE: &[Param] = &[Param::string("description").optional(), Param::boolean("vmstate").optional()];
const DESCRIPTION: &[Param] = &[Param::string("description").optional()];
const START_AFTER: &[Param] = &[Param::boolean("start").optional()];
const TARGET: &[Param] = &[Param::string("target").format(NODE).optional()];

/// The routes.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/qemu", list::list)
        .params(&[NODE_ONLY, &[Param::boolean("full").optional()]])
        .check(Check::All)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/qemu", create::create)
        .params(&[GUEST, qemu::OPTIONS, qemu::DISKS, qemu::CREATE, COMMON_CONFIG, CREATE, POOL, STORAGE, BWLIMIT])
        .check(Check::All)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}", list::directory).params(&[GUEST]).check(Check::All).on_node(),
    Route::delete("/nodes/{node}/qemu/{vmid}", copy::delete)
        .params(&[GUEST, DESTROY, SKIPLOCK])
        .check(ALLOCATE)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/config", config_read::config)
        .params(&[GUEST, CONFIG_READ])
        .check(AUDIT)
        .on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/config", config_write::put)
        .params(&[GUEST, qemu::OPTIONS, qemu::DISKS, COMMON_CONFIG, CHANGE, DIGEST, SKIPLOCK])
        .check(CONFIG)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/config", config_write::post)
        .params(&[GUEST, qemu::OPTIONS, qemu::DISKS, qemu::POST_CONFIG, COMMON_CONFIG, CHANGE, DIGEST, SKIPLOCK])
        .check(CONFIG)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/pending", config_read::pending).params(&[GUEST]).check(AUDIT).on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/unlink", config_write::unlink).params(&[GUEST, UNLINK]).check(DISK).on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/cloudinit", list::cloudinit).params(&[GUEST]).check(AUDIT).on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/cloudinit", config_write::regenerate)
        .params(&[GUEST])
        .check(Check::perm("/vms/{vmid}", &["VM.Config.Cloudinit"]))
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/clone", copy::clone)
        .params(&[GUEST, CLONE, CLONE_QEMU, POOL, STORAGE, BWLIMIT])
        .check(CLONE_CHECK)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/template", copy::template)
        .params(&[GUEST, &[Param::device("disk", VM_DISKS).optional()]])
        .check(ALLOCATE)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/migrate", preconditions::preconditions)
        .params(&[GUEST, TARGET])
        .check(MIGRATE)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/qemu/{vmid}/migrate", copy::migrate)
        .params(&[GUEST, qemu::MIGRATE, BWLIMIT])
        .check(MIGRATE)
        .on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/resize", disks::resize)
        .params(&[GUEST, &[Param::device("disk", VM_DISKS)], SIZE, DIGEST, SKIPLOCK])
        .check(DISK)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/move_disk", disks::relocate)
        .params(&[GUEST, MOVE, REASSIGN, STORAGE, DIGEST, BWLIMIT])
        .check(DISK)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/feature", snapshots::feature)
        .params(&[GUEST, FEATURE])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/qemu/{vmid}/rrd", disks::rrd).params(&[GUEST, RRDDATA, RRD]).check(AUDIT).protected(),
    Route::get("/nodes/{node}/qemu/{vmid}/rrddata", disks::rrddata).params(&[GUEST, RRDDATA]).check(AUDIT).protected(),
    Route::get("/nodes/{node}/qemu/{vmid}/snapshot", snapshots::list)
        .params(&[GUEST])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/qemu/{vmid}/snapshot", snapshots::create)
        .params(&[GUEST, SNAPNAME, SNAPSHOT_CREATE])
        .check(SNAPSHOT)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/snapshot/{snapname}", list::snapshot_directory)
        .params(&[GUEST, SNAPNAME])
        .check(Check::All),
    Route::delete("/nodes/{node}/qemu/{vmid}/snapshot/{snapname}", snapshots::delete)
        .params(&[GUEST, SNAPNAME, &[Param::boolean("force").optional()]])
        .check(SNAPSHOT)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config", snapshots::config)
        .params(&[GUEST, SNAPNAME])
        .check(SNAPSHOT_READ)
        .on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config", snapshots::describe)
        .params(&[GUEST, SNAPNAME, DESCRIPTION])
        .check(SNAPSHOT)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback", snapshots::rollback)
        .params(&[GUEST, SNAPNAME, START_AFTER])
        .check(ROLLBACK)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/status", list::status_directory).params(&[GUEST]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/status/current", list::current)
        .params(&[GUEST])
        .check(AUDIT)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/start", power::start)
        .params(&[GUEST, qemu::START, TIMEOUT, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/stop", power::stop)
        .params(&[GUEST, STOP, TIMEOUT, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/shutdown", power::shutdown)
        .params(&[GUEST, SHUTDOWN, TIMEOUT, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/reboot", power::reboot)
        .params(&[GUEST, TIMEOUT])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/reset", power::reset)
        .params(&[GUEST, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/suspend", power::suspend)
        .params(&[GUEST, SUSPEND, SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/status/resume", power::resume)
        .params(&[GUEST, &[Param::boolean("nocheck").optional()], SKIPLOCK])
        .check(POWER)
        .on_node(),
    Route::put("/nodes/{node}/qemu/{vmid}/sendkey", power::sendkey)
        .params(&[GUEST, &[Param::string("key")], SKIPLOCK])
        .check(CONSOLE)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/monitor", power::monitor)
        .params(&[GUEST, &[Param::string("command")]])
        .check(MONITOR)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/vncproxy", console::vnc).params(&[GUEST, VNC]).check(CONSOLE),
    Route::post("/nodes/{node}/qemu/{vmid}/termproxy", console::term).params(&[GUEST, TERM]).check(CONSOLE),
    Route::post("/nodes/{node}/qemu/{vmid}/spiceproxy", console::spice)
        .params(&[GUEST, SPICE])
        .check(CONSOLE)
        .on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/vncwebsocket", console::websocket).params(&[GUEST, WEBSOCKET]).check(CONSOLE),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall", list::firewall_directory).params(&[GUEST]).check(Check::All),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/rules", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/aliases", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/ipset", firewall::nothing).params(&[GUEST]).check(AUDIT),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/refs", firewall::nothing)
        .params(&[GUEST, firewall::REFS])
        .check(AUDIT),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/options", firewall::options).params(&[GUEST]).check(AUDIT).on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/firewall/log", firewall::log)
        .params(&[GUEST, firewall::LOG])
        .check(CONSOLE)
        .on_node()
        .protected(),
];
