//! `/access/roles`.

use serde_json::{Map, Value, json};

use super::format::{PRIV_LIST_8, PRIV_LIST_9, ROLE_ID};
use crate::access::{Privileges, role};
use crate::api::format::split_list;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const ROLE: &[P] = &[P::string("roleid").format(ROLE_ID)];
const PRIVILEGES: &[P] = &[
    P::string("privs").optional().format(PRIV_LIST_8).releases(Releases::EIGHT),
    P::string("privs").optional().format(PRIV_LIST_9).releases(Releases::NINE),
];
const MODIFY: Check = Check::perm("/access", &["Sys.Modify"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/roles", list).check(Check::All),
    Route::post("/access/roles", create).params(&[ROLE, PRIVILEGES]).check(MODIFY),
    Route::get("/access/roles/{roleid}", read).params(&[ROLE]).check(Check::All),
    Route::put("/access/roles/{roleid}", update)
        .params(&[ROLE, PRIVILEGES, &[P::boolean("append").optional()]])
        .check(MODIFY),
    Route::delete("/access/roles/{roleid}", remove).params(&[ROLE]).check(MODIFY),
];

fn list(world: &mut World, _: &Context) -> Outcome {
    let entry = |(name, role): (&String, &role::Role)| {
        let special = u8::from(role.special);
        json!({"roleid": name, "privs": role.privileges.list(), "special": special})
    };
    Ok(Answer::Data(world.access.roles.iter().map(entry).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("roleid");
    let role = world.access.roles.get(name).ok_or_else(|| Failure::die(format!("role '{name}' does not exist")))?;
    let names = role.privileges.names().map(|name| (name.to_owned(), json!(1)));
    Ok(Answer::Data(Value::Object(names.collect::<Map<_, _>>())))
}

fn given(context: &Context) -> Privileges {
    split_list(context.need("privs")).filter_map(Privileges::one).fold(Privileges::NONE, Privileges::or)
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("roleid");
    world.require_quorum()?;
    if world.access.roles.contains_key(name) {
        return Err(Failure::die(format!("create role failed: role '{name}' already exists")));
    }
    if name.to_ascii_lowercase().starts_with("pve") {
        let text = "can't use role ID starting with the (case-insensitive) 'PVE' namespace";
        return Err(Failure::param("roleid", text));
    }
    world.access.roles.insert(name.to_owned(), role::custom(given(context)));
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("roleid");
    world.require_quorum()?;
    let role = world
        .access
        .roles
        .get_mut(name)
        .ok_or_else(|| Failure::die(format!("modify role failed: role '{name}' does not exist")))?;
    if role.special {
        return Err(Failure::die(format!("modify role failed: auto-generated role '{name}' cannot be modified")));
    }
    let given = given(context);
    role.privileges = if context.flag("append") { role.privileges.or(given) } else { given };
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("roleid");
    world.require_quorum()?;
    match world.access.roles.get(name) {
        None => return Err(Failure::die(format!("delete role failed: role '{name}' does not exist"))),
        Some(role) if role.special => {
            return Err(Failure::die(format!("delete role failed: auto-generated role '{name}' cannot be deleted")));
        }
        Some(_) => {}
    }
    world.access.roles.remove(name);
    world.access.acl.forget_role(name);
    Ok(Answer::NULL)
}
