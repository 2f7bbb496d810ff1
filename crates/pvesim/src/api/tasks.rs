//! Tasks of nodes and of the cluster.

use serde_json::{Map, Value, json};

use super::context::Context;
use super::format::split_list;
use super::guests::params::shared::NODE_PARAM;
use super::param::Format;
use super::param::Param;
use super::route::{Check, Route};
use super::{Answer, Failure, Outcome};
use crate::world::World;
use crate::world::task::Task;
use crate::world::upid::Upid;

/// How many lines or tasks are given when the caller does not say (`PVE::API2::Tasks`).
const DEFAULT_LIMIT: usize = 50;
/// How many finished tasks of a node the cluster's list holds (`PVE::Cluster::broadcast_tasklist`).
const SHARED_PER_NODE: usize = 25;

const UPID: &[Param] = &[NODE_PARAM, Param::string("upid")];
const LOG: &[Param] = &[
    Param::boolean("download").optional(),
    Param::integer("limit").min(0.0).optional(),
    Param::integer("start").min(0.0).optional(),
];
const LIST: &[Param] = &[
    NODE_PARAM,
    Param::boolean("errors").optional(),
    Param::integer("limit").min(0.0).optional(),
    Param::integer("since").optional(),
    Param::choice("source", &["archive", "active", "all"]).optional(),
    Param::integer("start").min(0.0).optional(),
    Param::string("statusfilter").format(STATUS_LIST).optional(),
    Param::string("typefilter").optional(),
    Param::integer("until").optional(),
    Param::string("userfilter").optional(),
    Param::integer("vmid").min(100.0).max(999_999_999.0).format(super::format::VMID).optional(),
];
const STATUS_LIST: Format = Format::List("pve-task-status-type-list", |value| {
    if matches!(value, "unknown" | "ok" | "warning" | "error") {
        Ok(())
    } else {
        Err(format!("invalid status type '{value}'"))
    }
});

/// The routes.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/tasks", cluster).check(Check::All),
    Route::get("/nodes/{node}/tasks", list).params(&[LIST]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/tasks/{upid}", index).params(&[UPID]).check(Check::All),
    Route::delete("/nodes/{node}/tasks/{upid}", stop).params(&[UPID]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/tasks/{upid}/log", log).params(&[UPID, LOG]).check(Check::All).on_node().protected(),
    Route::get("/nodes/{node}/tasks/{upid}/status", status).params(&[UPID]).check(Check::All).on_node().protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(json!([{"name": "log"}, {"name": "status"}]).into())
}

/// What every form of a task has in common.
fn base(task: &Task) -> Map<String, Value> {
    let upid = &task.upid;
    let mut row = Map::new();
    row.insert("upid".to_owned(), json!(upid.to_string()));
    row.insert("node".to_owned(), json!(upid.node));
    row.insert("starttime".to_owned(), json!(upid.start));
    row.insert("type".to_owned(), json!(upid.kind));
    row.insert("id".to_owned(), json!(upid.id));
    row.insert("user".to_owned(), json!(upid.user));
    row
}

fn with_process(task: &Task) -> Map<String, Value> {
    let mut row = base(task);
    row.insert("pid".to_owned(), json!(task.upid.pid));
    row.insert("pstart".to_owned(), json!(task.upid.pstart));
    row
}

fn cluster(world: &mut World, context: &Context) -> Outcome {
    let all = world.may(&context.caller, "/", "Sys.Audit");
    let mine = context.caller.authid();
    let mut finished: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut rows: Vec<(bool, i64, Value)> = Vec::new();
    for task in world.tasks.newest_first() {
        if !world.nodes.get(&task.upid.node).is_some_and(|node| node.reports) {
            continue;
        }
        match &task.ended {
            None if all || task.upid.user == mine => {
                let mut row = base(task);
                row.insert("pid".to_owned(), json!(task.upid.pid));
                rows.push((true, task.upid.start, Value::Object(row)));
            }
            Some(ended) => {
                let count = finished.entry(task.upid.node.as_str()).or_default();
                *count += 1;
                if *count > SHARED_PER_NODE || !(all || task.upid.user == mine) {
                    continue;
                }
                let mut row = base(task);
                row.insert("endtime".to_owned(), json!(ended.at.seconds()));
                row.insert("status".to_owned(), json!(ended.status));
                let upid = task.upid.to_string();
                row.insert("saved".to_owned(), if world.tasks.is_fresh(&upid) { json!(1) } else { json!("1") });
                rows.push((false, task.upid.start, Value::Object(row)));
            }
            None => {}
        }
    }
    world.tasks.notice();
    rows.sort_by_key(|(running, start, _)| (std::cmp::Reverse(*running), std::cmp::Reverse(*start)));
    Ok(Value::Array(rows.into_iter().map(|(_, _, row)| row).collect()).into())
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let node = &context.node;
    let all = world.may(&context.caller, &format!("/nodes/{node}"), "Sys.Audit");
    let (mine, owner) = (context.caller.authid(), context.caller.userid().to_owned());
    let start = usize_of(context, "start", 0);
    let limit = usize_of(context, "limit", DEFAULT_LIMIT);
    let source = context.text("source").unwrap_or("archive");
    let wanted = |task: &Task| {
        task.upid.node == *node
            && (all || task.upid.user == mine || task.upid.user == owner)
            && matches_source(task, source)
            && matches_filters(task, context)
    };
    let chosen: Vec<&Task> = world.tasks.newest_first().filter(|task| wanted(task)).collect();
    let total = chosen.len();
    let rows: Vec<Value> = chosen
        .into_iter()
        .skip(start)
        .take(if limit == 0 { usize::MAX } else { limit })
        .map(|task| {
            let mut row = with_process(task);
            if let Some(ended) = &task.ended {
                row.insert("endtime".to_owned(), json!(ended.at.seconds()));
                row.insert("status".to_owned(), json!(ended.status));
            } else {
                row.insert("saved".to_owned(), json!("0"));
                row.insert("status".to_owned(), json!("RUNNING"));
            }
            Value::Object(row)
        })
        .collect();
    // A count of nothing is not sent at all.
    world.tasks.notice();
    Ok(if total == 0 { Value::Array(rows).into() } else { Answer::total(Value::Array(rows), total) })
}

fn usize_of(context: &Context, name: &str, default: usize) -> usize {
    context.integer(name).map_or(default, |value| usize::try_from(value).unwrap_or(0))
}

fn matches_source(task: &Task, source: &str) -> bool {
    match source {
        "active" => task.is_running(),
        "all" => true,
        _ => !task.is_running(),
    }
}

fn matches_filters(task: &Task, context: &Context) -> bool {
    let upid = &task.upid;
    let status = task.ended.as_ref().map(|ended| ended.status.as_str());
    let kind = match status {
        None => "unknown",
        Some("OK") => "ok",
        Some(text) if text.starts_with("WARNINGS: ") => "warning",
        Some(_) => "error",
    };
    (!context.flag("errors") || matches!(kind, "error" | "warning"))
        && context.text("typefilter").is_none_or(|wanted| wanted == upid.kind)
        && context.text("userfilter").is_none_or(|part| upid.user.to_lowercase().contains(&part.to_lowercase()))
        && context.text("vmid").is_none_or(|vmid| vmid == upid.id)
        && context.integer("since").is_none_or(|since| upid.start >= since)
        && context.integer("until").is_none_or(|until| upid.start <= until)
        && context.text("statusfilter").is_none_or(|list| split_list(list).any(|wanted| wanted == kind))
}

/// The UPID of a call, if it can be read and, unless its own, may be seen.
fn allowed(world: &World, context: &Context, privilege: &str) -> Result<Upid, Failure> {
    let upid =
        Upid::parse(context.need("upid")).ok_or_else(|| Failure::param("upid", "unable to parse worker upid"))?;
    let own = upid.user == context.caller.authid() || upid.user == context.caller.userid();
    if !own {
        world.must(&context.caller, &format!("/nodes/{}", context.need("node")), &[privilege])?;
    }
    Ok(upid)
}

fn status(world: &mut World, context: &Context) -> Outcome {
    let upid = allowed(world, context, "Sys.Audit")?;
    let task = world
        .tasks
        .get(&upid.to_string())
        .filter(|task| task.upid.node == context.node)
        .ok_or_else(|| Failure::param("upid", "no such task"))?;
    let mut row = with_process(task);
    match &task.ended {
        None => row.insert("status".to_owned(), json!("running")),
        Some(ended) => {
            row.insert("exitstatus".to_owned(), json!(ended.status));
            row.insert("status".to_owned(), json!("stopped"))
        }
    };
    Ok(Value::Object(row).into())
}

fn log(world: &mut World, context: &Context) -> Outcome {
    let upid = allowed(world, context, "Sys.Audit")?;
    let Some(task) = world.tasks.get(&upid.to_string()) else {
        let line = json!({"n": 1, "t": "unable to open file - No such file or directory"});
        return Ok(Answer::total(line, 1));
    };
    let start = usize_of(context, "start", 0);
    let limit = usize_of(context, "limit", DEFAULT_LIMIT);
    let lines = task.lines();
    let total = lines.len().max(1);
    let mut rows: Vec<Value> = lines
        .iter()
        .enumerate()
        .skip(start)
        .take(if limit == 0 { usize::MAX } else { limit })
        .map(|(at, text)| json!({"n": at + 1, "t": text}))
        .collect();
    if lines.is_empty() && start == 0 {
        rows.push(json!({"n": 1, "t": "no content"}));
    }
    Ok(Answer::total(Value::Array(rows), total))
}

fn stop(world: &mut World, context: &Context) -> Outcome {
    let upid = allowed(world, context, "Sys.Modify")?;
    world.interrupt_task(&upid.to_string());
    Ok(Answer::NULL)
}
