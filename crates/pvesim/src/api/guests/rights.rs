//! Which privilege changes which option (`PVE::API2::Qemu::check_vm_modify_config_perm` and its counterpart for
//! containers).

use crate::api::{Context, Failure};
use crate::world::World;
use crate::world::config::is_drive;
use crate::world::guest::GuestKind;

/// Options that only root itself may set.
const ROOT_ONLY: &[&str] = &["args", "lock", "hookscript"];

/// Refuses a change of options for which the caller lacks a privilege.
pub fn check<'a>(
    world: &World,
    context: &Context,
    kind: GuestKind,
    set: impl Iterator<Item = (&'a str, &'a str)>,
    delete: &'a [String],
) -> Result<(), Failure> {
    let path = format!("/vms/{}", context.vmid()?);
    for (name, value) in set.chain(delete.iter().map(|name| (name.as_str(), ""))) {
        if ROOT_ONLY.contains(&name) && !context.caller.is_root() {
            return Err(Failure::die(format!("only root can set '{name}' config")));
        }
        if name.starts_with("hostpci") && !value.contains("mapping=") && !context.caller.is_root() && !value.is_empty()
        {
            return Err(Failure::die(format!("only root can set '{name}' config for non-mapped devices")));
        }
        match needed(kind, name, value) {
            Needed::One(privilege) => world.must(&context.caller, &path, &[privilege])?,
            Needed::Power => world.must_any(&context.caller, &path, &["VM.Config.Disk", "VM.PowerMgmt"])?,
        }
    }
    Ok(())
}

enum Needed {
    One(&'static str),
    Power,
}

fn needed(kind: GuestKind, name: &str, value: &str) -> Needed {
    if name == "vmstate" {
        return Needed::Power;
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    Needed::One(match (kind, stem) {
        (GuestKind::Qemu, "ide" | "sata" | "scsi") if value.contains("media=cdrom") || value.starts_with("none") => {
            "VM.Config.CDROM"
        }
        (_, "cdrom") => "VM.Config.CDROM",
        (_, "unused") => "VM.Config.Disk",
        _ if is_drive(name) => "VM.Config.Disk",
        (_, "cores" | "cpu" | "cpulimit" | "cpuunits" | "numa" | "smp" | "sockets" | "vcpus" | "affinity") => {
            "VM.Config.CPU"
        }
        (_, "memory" | "balloon" | "shares" | "swap" | "hugepages" | "keephugepages") => "VM.Config.Memory",
        (_, "net" | "nameserver" | "searchdomain" | "hostname") => "VM.Config.Network",
        (GuestKind::Qemu, "ciuser" | "cipassword" | "citype" | "ciupgrade" | "cicustom" | "ipconfig" | "sshkeys") => {
            "VM.Config.Cloudinit"
        }
        (
            GuestKind::Qemu,
            "acpi" | "arch" | "audio" | "bios" | "hotplug" | "kvm" | "machine" | "scsihw" | "serial" | "smbios"
            | "tablet" | "vga" | "watchdog" | "hostpci" | "usb" | "parallel" | "rng" | "ivshmem" | "virtiofs"
            | "amd-sev",
        ) => "VM.Config.HWType",
        _ => "VM.Config.Options",
    })
}
