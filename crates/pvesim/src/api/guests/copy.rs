//! Clone, template, migrate, delete.

use super::lookup::{guest, skip_lock};
use super::power::worker;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::guest::{Guest, GuestKind};
use crate::world::life::clone::{self, CloneOptions};
use crate::world::life::destroy;
use crate::world::life::migrate::{self, MigrateOptions};
use crate::world::script::Script;

/// `POST …/clone`.
pub fn clone(world: &mut World, context: &Context) -> Outcome {
    let (kind, vmid) = (context.kind(), context.vmid()?);
    let newid = context.text("newid").and_then(|text| text.parse().ok()).unwrap_or(0);
    let source = world.guest_on(&context.node, kind, vmid).ok_or_else(|| unknown_source(context, vmid))?;
    check_clone(world, context, source)?;
    let full = context.flag("full") || !source.is_template();
    if let Some(other) = world.guests.get(&newid).filter(|other| other.node == context.node) {
        return Err(Failure::die(match kind {
            GuestKind::Qemu => format!("unable to create VM {newid}: config file already exists"),
            GuestKind::Lxc => format!("{} {newid} already exists on node '{}'", other.kind.short(), other.node),
        }));
    }
    world.require_quorum()?;
    let options = CloneOptions {
        newid,
        name: context.text(if kind == GuestKind::Qemu { "name" } else { "hostname" }).map(str::to_owned),
        description: context.text("description").map(str::to_owned),
        full,
        snapshot: context.text("snapname").map(str::to_owned),
        storage: context.text("storage").map(str::to_owned),
        format: context.text("format").map(str::to_owned),
        target: context.text("target").map(str::to_owned),
        pool: context.text("pool").map(str::to_owned),
    };
    let script = clone::clone(&context.node, kind, vmid, options);
    worker(world, context, if kind == GuestKind::Qemu { "qmclone" } else { "vzclone" }, script)
}

fn unknown_source(context: &Context, vmid: u32) -> Failure {
    Failure::die(match context.kind() {
        GuestKind::Qemu => format!("unable to find configuration file for VM {vmid} on node '{}'", context.node),
        GuestKind::Lxc => crate::world::life::no_config(&context.node, GuestKind::Lxc, vmid),
    })
}

fn check_clone(world: &World, context: &Context, source: &Guest) -> Result<(), Failure> {
    let full = context.flag("full") || !source.is_template();
    if let Some(pool) = context.text("pool")
        && !world.access.pools.contains_key(pool)
    {
        return Err(Failure::new(403, format!("Permission check failed (pool '{pool}' does not exist)")));
    }
    if let Some(target) = context.text("target")
        && !world.nodes.contains_key(target)
    {
        return Err(Failure::die(format!("no such cluster node '{target}'")));
    }
    if let Some(storage) = context.text("storage") {
        if !full {
            return Err(Failure::die("parameter 'storage' not allowed for linked clones"));
        }
        if !world.storages.contains_key(storage) {
            return Err(Failure::die(format!("storage '{storage}' does not exist")));
        }
        world.must(&context.caller, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
    }
    if let Some(lock) = source.lock() {
        return Err(Failure::die(crate::world::life::locked(source.kind, lock)));
    }
    if source.kind == GuestKind::Lxc
        && source.is_alive()
        && context.text("snapname").is_none()
        && !world.can_snapshot(source)
    {
        return Err(Failure::die("Cannot do full clones on a running container without snapshots"));
    }
    Ok(())
}

/// `POST …/template`.
pub fn template(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let vmid = guest.vmid;
    let short = guest.kind.short();
    if guest.is_template() && !context.has("disk") {
        return Err(Failure::die("you can't convert a template to a template"));
    }
    if !guest.snapshots.is_empty() {
        return Err(Failure::die(format!("unable to create template, because {short} contains snapshots")));
    }
    if let Some(lock) = guest.lock() {
        return Err(Failure::die(crate::world::life::locked(guest.kind, lock)));
    }
    if guest.is_alive() {
        return Err(Failure::die(match guest.kind {
            GuestKind::Qemu => "you can't convert a VM to template if VM is running".to_owned(),
            GuestKind::Lxc => "you can't convert a CT to template if the CT is running".to_owned(),
        }));
    }
    world.require_quorum()?;
    let kind = context.kind();
    let script = clone::template(&context.node, kind, vmid);
    worker(world, context, if kind == GuestKind::Qemu { "qmtemplate" } else { "vztemplate" }, script)
}

/// `DELETE …`.
pub fn delete(world: &mut World, context: &Context) -> Outcome {
    let skip_lock = skip_lock(context)?;
    let (kind, vmid) = (context.kind(), context.vmid()?);
    let guest = guest(world, context)?;
    if guest.config.flag("protection") {
        return Err(Failure::die(format!("can't remove {} {vmid} - protection mode enabled", kind.short())));
    }
    if world.ha.knows(kind, vmid) && !context.flag("purge") {
        return Err(Failure::die(format!(
            "unable to remove {} {vmid} - used in HA resources and purge parameter not set.",
            kind.short()
        )));
    }
    let force = kind == GuestKind::Lxc && context.flag("force");
    if guest.is_alive() && !force {
        return Err(Failure::die(match kind {
            GuestKind::Qemu => format!("VM {vmid} is running - destroy failed"),
            GuestKind::Lxc => format!("unable to destroy CT {vmid} - container is running"),
        }));
    }
    world.require_quorum()?;
    let script = destroy::destroy(&context.node, kind, vmid, context.flag("purge"), force, skip_lock);
    worker(world, context, if kind == GuestKind::Qemu { "qmdestroy" } else { "vzdestroy" }, script)
}

/// `POST …/migrate`.
pub fn migrate(world: &mut World, context: &Context) -> Outcome {
    let (kind, vmid) = (context.kind(), context.vmid()?);
    let target = context.need("target").to_owned();
    if target == context.node {
        return Err(Failure::param("target", "target is local node."));
    }
    if !world.nodes.contains_key(&target) {
        return Err(Failure::die(format!("no such cluster node '{target}'")));
    }
    let guest = guest(world, context)?;
    let managed = world.ha.managing(kind, vmid).is_some();
    if guest.is_alive() && !managed {
        check_running_migration(context, kind)?;
    }
    if managed {
        let sid = crate::world::ha::sid(kind, vmid);
        let line = format!("Requesting HA migration for {} {vmid} to node {target}", kind.short());
        let script = Script::new().then(move |world, run| {
            run.say(line);
            world.ha_move(&sid, &target, false);
            Ok(())
        });
        return worker(world, context, "hamigrate", script);
    }
    let storage = context.text("targetstorage").or_else(|| context.text("target-storage"));
    let options = MigrateOptions {
        target,
        online: context.flag("online"),
        restart: context.flag("restart"),
        storage: storage
            .map(|pair| pair.rsplit(':').next().unwrap_or(pair).to_owned())
            .filter(|storage| storage != "1"),
    };
    let script = migrate::migrate(&context.node, kind, vmid, options);
    worker(world, context, if kind == GuestKind::Qemu { "qmigrate" } else { "vzmigrate" }, script)
}

fn check_running_migration(context: &Context, kind: GuestKind) -> Result<(), Failure> {
    match kind {
        GuestKind::Qemu if !context.flag("online") => Err(Failure::die("can't migrate running VM without --online")),
        GuestKind::Lxc if !context.flag("online") && !context.flag("restart") => {
            Err(Failure::die("can't migrate running container without --online or --restart"))
        }
        GuestKind::Lxc if !context.flag("restart") => {
            Err(Failure::die("lxc live migration is currently not implemented"))
        }
        _ => Ok(()),
    }
}
