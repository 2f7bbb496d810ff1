//! From a call to its guest.

use crate::api::{Context, Failure};
use crate::world::World;
use crate::world::guest::{Guest, GuestKind};
use crate::world::life::no_config;

impl Context {
    /// The kind of guest that the route is about.
    #[must_use]
    pub fn kind(&self) -> GuestKind {
        if self.route.starts_with("/nodes/{node}/lxc") { GuestKind::Lxc } else { GuestKind::Qemu }
    }
}

/// The guest of a call, or 500 with the real server's text.
pub fn guest<'a>(world: &'a World, context: &Context) -> Result<&'a Guest, Failure> {
    let vmid = context.vmid()?;
    world
        .guest_on(&context.node, context.kind(), vmid)
        .ok_or_else(|| Failure::die(no_config(&context.node, context.kind(), vmid)))
}

/// The same, to be changed. Without quorum nothing below `/etc/pve` can be.
pub fn guest_mut<'a>(world: &'a mut World, context: &Context) -> Result<&'a mut Guest, Failure> {
    let vmid = guest(world, context)?.vmid;
    world.require_quorum()?;
    world.guests.get_mut(&vmid).ok_or_else(|| Failure::die(no_config(&context.node, context.kind(), vmid)))
}

/// `skiplock` is for root's own eyes: 400 for everybody else, tokens of root included.
pub fn skip_lock(context: &Context) -> Result<bool, Failure> {
    if !context.flag("skiplock") {
        return Ok(false);
    }
    if context.caller.is_root() {
        return Ok(true);
    }
    Err(Failure::param("skiplock", "Only root may use this option."))
}

/// Refuses a change based on an old state.
pub fn check_digest(context: &Context, guest: &Guest) -> Result<(), Failure> {
    match context.text("digest") {
        Some(digest) if !digest.is_empty() && digest != guest.digest() => {
            Err(Failure::die("checksum mismatch (file change by other user?)"))
        }
        _ => Ok(()),
    }
}
