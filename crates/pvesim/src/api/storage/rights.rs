//! Who may see, use and remove a volume: it depends on what it is and on its owner.

use crate::api::{Caller, Context, Failure};
use crate::world::World;
use crate::world::storage_name::Parsed;
use crate::world::volume::Content;

/// Refuses unless the caller may read a volume.
pub(in crate::api) fn read(world: &World, context: &Context, storage: &str, volume: &Parsed) -> Result<(), Failure> {
    may_read(world, &context.caller, storage, volume)
}

/// Refuses unless a caller may read a volume.
pub(in crate::api) fn may_read(world: &World, caller: &Caller, storage: &str, volume: &Parsed) -> Result<(), Failure> {
    let path = format!("/storage/{storage}");
    if world.must(caller, &path, &["Datastore.Allocate"]).is_ok() {
        return Ok(());
    }
    match (volume.content, volume.vmid) {
        (Content::Iso | Content::Vztmpl | Content::Import, _) => {
            world.must_any(caller, &path, &["Datastore.AllocateSpace", "Datastore.Audit"])
        }
        (Content::Backup, Some(owner)) => {
            world.must(caller, &path, &["Datastore.AllocateSpace"])?;
            world.must(caller, &format!("/vms/{owner}"), &["VM.Backup"])
        }
        (Content::Images | Content::Rootdir, Some(owner)) => {
            world.must(caller, &path, &["Datastore.Audit"])?;
            world.must(caller, &format!("/vms/{owner}"), &["VM.Config.Disk"])
        }
        _ => Err(Failure::die(format!("missing privileges to access {storage}"))),
    }
}

/// Refuses unless the caller may remove a volume.
pub(super) fn remove(world: &World, context: &Context, storage: &str, volume: &Parsed) -> Result<(), Failure> {
    let path = format!("/storage/{storage}");
    if let (Content::Backup, Some(owner)) = (volume.content, volume.vmid) {
        let own = world.must(&context.caller, &path, &["Datastore.AllocateSpace"]).is_ok()
            && world.must(&context.caller, &format!("/vms/{owner}"), &["VM.Backup"]).is_ok();
        if own {
            return Ok(());
        }
    }
    world.must(&context.caller, &path, &["Datastore.Allocate"])
}
