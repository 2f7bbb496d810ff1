//! The routes of the guest agent.
//!
//! On 8.x every one of them needs `VM.Monitor`; 9.x has a privilege for each kind of use.

use super::agent;
use super::list;
use super::params::shared::GUEST;
use crate::api::param::Param;
use crate::api::route::{Check, Route};
use crate::world::version::Releases;

const MONITOR: Check = Check::perm("/vms/{vmid}", &["VM.Monitor"]);
const ALL: &str = "VM.GuestAgent.Unrestricted";
const AUDIT: Check =
    Check::ByRelease { eight: &MONITOR, nine: &Check::any("/vms/{vmid}", &["VM.GuestAgent.Audit", ALL]) };
const FILE_READ: Check =
    Check::ByRelease { eight: &MONITOR, nine: &Check::any("/vms/{vmid}", &["VM.GuestAgent.FileRead", ALL]) };
const FILE_WRITE: Check =
    Check::ByRelease { eight: &MONITOR, nine: &Check::any("/vms/{vmid}", &["VM.GuestAgent.FileWrite", ALL]) };
const FILE_SYSTEM: Check =
    Check::ByRelease { eight: &MONITOR, nine: &Check::any("/vms/{vmid}", &["VM.GuestAgent.FileSystemMgmt", ALL]) };
const FREEZE_STATUS: Check = Check::ByRelease {
    eight: &MONITOR,
    nine: &Check::any("/vms/{vmid}", &["VM.GuestAgent.Audit", "VM.GuestAgent.FileSystemMgmt", ALL]),
};
const POWER: Check = Check::ByRelease { eight: &MONITOR, nine: &Check::any("/vms/{vmid}", &["VM.PowerMgmt", ALL]) };
const EVERYTHING: Check = Check::ByRelease { eight: &MONITOR, nine: &Check::perm("/vms/{vmid}", &[ALL]) };

const EXEC: &[Param] = &[Param::array("command"), Param::string("input-data").max_length(65_536).optional()];
const PID: &[Param] = &[Param::integer("pid")];
const READ: &[Param] = &[
    Param::string("file"),
    Param::integer("count").min(1.0).max(16_777_216.0).optional().releases(Releases::NINE),
    Param::boolean("decode").optional().releases(Releases::NINE),
    Param::integer("offset").min(0.0).optional().releases(Releases::NINE),
];
const WRITE: &[Param] =
    &[Param::string("content").max_length(61_440), Param::boolean("encode").optional(), Param::string("file")];
const PASSWORD: &[Param] = &[
    Param::boolean("crypted").optional(),
    Param::string("password").min_length(5).max_length(1024),
    Param::string("username"),
];
const COMMAND: &[Param] = &[Param::choice("command", agent::COMMANDS)];

/// A reading command.
const fn ask(path: &'static str, check: Check) -> Route {
    Route::get(path, agent::command).params(&[GUEST]).check(check).on_node().protected()
}

/// A command that acts, or is at least posted.
const fn tell(path: &'static str, check: Check) -> Route {
    Route::post(path, agent::command).params(&[GUEST]).check(check).on_node()
}

/// The routes.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/qemu/{vmid}/agent", list::agent_directory).params(&[GUEST]).check(Check::All).on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/agent", agent::command)
        .params(&[GUEST, COMMAND])
        .check(EVERYTHING)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/agent/exec", agent::exec).params(&[GUEST, EXEC]).check(EVERYTHING).on_node(),
    Route::get("/nodes/{node}/qemu/{vmid}/agent/exec-status", agent::exec_status)
        .params(&[GUEST, PID])
        .check(EVERYTHING)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/qemu/{vmid}/agent/file-read", agent::file_read)
        .params(&[GUEST, READ])
        .check(FILE_READ)
        .on_node()
        .protected(),
    Route::post("/nodes/{node}/qemu/{vmid}/agent/file-write", agent::file_write)
        .params(&[GUEST, WRITE])
        .check(FILE_WRITE)
        .on_node(),
    Route::post("/nodes/{node}/qemu/{vmid}/agent/set-user-password", agent::set_password)
        .params(&[GUEST, PASSWORD])
        .check(EVERYTHING)
        .on_node(),
    tell("/nodes/{node}/qemu/{vmid}/agent/fsfreeze-freeze", FILE_SYSTEM),
    tell("/nodes/{node}/qemu/{vmid}/agent/fsfreeze-status", FREEZE_STATUS),
    tell("/nodes/{node}/qemu/{vmid}/agent/fsfreeze-thaw", FILE_SYSTEM),
    tell("/nodes/{node}/qemu/{vmid}/agent/fstrim", FILE_SYSTEM),
    tell("/nodes/{node}/qemu/{vmid}/agent/ping", AUDIT),
    tell("/nodes/{node}/qemu/{vmid}/agent/shutdown", POWER),
    tell("/nodes/{node}/qemu/{vmid}/agent/suspend-disk", POWER),
    tell("/nodes/{node}/qemu/{vmid}/agent/suspend-hybrid", POWER),
    tell("/nodes/{node}/qemu/{vmid}/agent/suspend-ram", POWER),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-fsinfo", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-host-name", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-memory-block-info", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-memory-blocks", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-osinfo", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-time", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-timezone", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-users", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/get-vcpus", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/info", AUDIT),
    ask("/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces", AUDIT),
];
