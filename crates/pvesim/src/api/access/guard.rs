//! Checks of `/access` that name a user or a path in the call's own parameters.

use crate::api::format::split_list;
use crate::api::route::Check;
use crate::api::{Caller, Failure, check};
use crate::world::World;

/// How a check asks for a parameter.
type Given<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The caller is the user of the call.
pub const SELF: Check = Check::Special(is_self);
/// May make or remove users of the realm.
pub const ALLOCATE_USER: Check = Check::Special(allocate_user);
/// May change the user, or look at it.
pub const SEE_USER: Check = Check::Special(see_user);
/// May change the user.
pub const MODIFY_USER: Check = Check::Special(modify_user);
/// May put a new user into these groups.
pub const CREATE_USER: Check = Check::Special(create_user);
/// May change the user and put it into these groups.
pub const UPDATE_USER: Check = Check::Special(update_user);
/// May grant on the path of the call.
pub const GRANT: Check = Check::Special(grant);

fn is_self(_: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    let same = given("userid").is_some_and(|userid| userid == caller.authid());
    if same { Ok(()) } else { Err(check::plain()) }
}

fn allocate_user(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    let userid = given("userid").unwrap_or_default();
    let realm = userid.rsplit_once('@').map_or("", |(_, realm)| realm);
    world.must(caller, &format!("/access/realm/{realm}"), &["Realm.AllocateUser"])
}

fn see_user(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    user_group(world, caller, given, &["User.Modify", "Sys.Audit"], true, false)
}

fn modify_user(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    user_group(world, caller, given, &["User.Modify"], true, false)
}

fn create_user(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    user_group(world, caller, given, &["User.Modify"], false, true)
}

fn update_user(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    user_group(world, caller, given, &["User.Modify"], true, true)
}

/// The privileges on all groups are enough; without them they are needed on one group of an existing user, and on each
/// group that the call names.
fn user_group(
    world: &World,
    caller: &Caller,
    given: Given<'_>,
    privileges: &[&str],
    existing: bool,
    names_groups: bool,
) -> Result<(), Failure> {
    let userid = given("userid").unwrap_or_default();
    if existing && !world.access.users.contains_key(&userid) {
        return Err(Failure::die(format!("no such user ('{userid}')")));
    }
    if world.must_any(caller, "/access/groups", privileges).is_ok() {
        return Ok(());
    }
    let on_group = |group: &str| world.must_any(caller, &format!("/access/groups/{group}"), privileges);
    if names_groups {
        let groups = given("groups").unwrap_or_default();
        if split_list(&groups).next().is_none() {
            return Err(Failure::permission("/access/groups", &privileges.join("|")));
        }
        split_list(&groups).try_for_each(on_group)?;
    }
    if existing && !world.access.groups_of(&userid).any(|group| on_group(group).is_ok()) {
        return Err(check::plain());
    }
    Ok(())
}

fn grant(world: &World, caller: &Caller, given: Given<'_>) -> Result<(), Failure> {
    let path = given("path").unwrap_or_default();
    let mut enough = vec!["Permissions.Modify"];
    for (below, privilege) in
        [("/storage/", "Datastore.Allocate"), ("/vms/", "VM.Allocate"), ("/pool/", "Pool.Allocate")]
    {
        if path.len() > below.len() && path.starts_with(below) {
            enough.push(privilege);
        }
    }
    world.must_any(caller, &path, &enough)
}
