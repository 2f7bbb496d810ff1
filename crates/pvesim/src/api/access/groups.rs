//! `/access/groups`.

use serde_json::{Map, Value, json};

use super::format::GROUP_ID;
use crate::access::{Group, Subject};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const GROUP: &[P] = &[P::string("groupid").format(GROUP_ID)];
const COMMENT: &[P] = &[P::string("comment").optional()];
const ALLOCATE: Check = Check::perm("/access/groups", &["Group.Allocate"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/access/groups", list).check(Check::All),
    Route::post("/access/groups", create).params(&[GROUP, COMMENT]).check(ALLOCATE),
    Route::get("/access/groups/{groupid}", read)
        .params(&[GROUP])
        .check(Check::any("/access/groups", &["Sys.Audit", "Group.Allocate"])),
    Route::put("/access/groups/{groupid}", update).params(&[GROUP, COMMENT]).check(ALLOCATE),
    Route::delete("/access/groups/{groupid}", remove).params(&[GROUP]).check(ALLOCATE),
];

fn list(world: &mut World, context: &Context) -> Outcome {
    const SEES: &[&str] = &["User.Modify", "Sys.Audit", "Group.Allocate"];
    let mut entries = Vec::new();
    for (name, group) in &world.access.groups {
        let path = format!("/access/groups/{name}");
        if world.must_any(&context.caller, &path, SEES).is_err() {
            continue;
        }
        let users = group.users.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        let mut entry = Map::from_iter([("groupid".to_owned(), json!(name)), ("users".to_owned(), json!(users))]);
        if let Some(comment) = &group.comment {
            entry.insert("comment".into(), json!(comment));
        }
        entries.push(Value::Object(entry));
    }
    Ok(Answer::Data(entries.into()))
}

fn no_such(group: &str) -> Failure {
    Failure::die(format!("group '{group}' does not exist"))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("groupid");
    let group = world.access.groups.get(name).ok_or_else(|| no_such(name))?;
    let mut entry = Map::from_iter([("members".to_owned(), json!(group.users))]);
    if let Some(comment) = &group.comment {
        entry.insert("comment".into(), json!(comment));
    }
    Ok(Answer::Data(Value::Object(entry)))
}

fn create(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("groupid");
    world.require_quorum()?;
    if world.access.groups.contains_key(name) {
        return Err(Failure::die(format!("create group failed: group '{name}' already exists")));
    }
    let comment = context.text("comment").map(str::to_owned);
    world.access.groups.insert(name.to_owned(), Group { comment, ..Group::default() });
    Ok(Answer::NULL)
}

fn update(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("groupid");
    world.require_quorum()?;
    let group = world
        .access
        .groups
        .get_mut(name)
        .ok_or_else(|| Failure::die(format!("update group failed: group '{name}' does not exist")))?;
    if let Some(comment) = context.text("comment") {
        group.comment = Some(comment.to_owned());
    }
    Ok(Answer::NULL)
}

fn remove(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("groupid");
    world.require_quorum()?;
    if world.access.groups.remove(name).is_none() {
        return Err(Failure::die(format!("delete group failed: group '{name}' does not exist")));
    }
    world.access.acl.forget(&Subject::Group(name.to_owned()));
    Ok(Answer::NULL)
}
