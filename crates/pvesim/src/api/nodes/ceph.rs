//! `/nodes/{node}/ceph`: the cluster's Ceph as one of its nodes sees it.

use serde_json::{Value, json};

use super::ON_NODE;
use crate::api::access::directory;
use crate::api::cluster::ceph::{installed, status_of};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::ceph::{CephPool, Osd};

const SEES: Check = Check::any("/", &["Sys.Audit", "Datastore.Audit"]);
const POOL: &[P] = &[P::string("name")];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/ceph", index).params(&[ON_NODE]).check(SEES),
    Route::get("/nodes/{node}/ceph/cfg", cfg).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/ceph/status", status).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/osd", osds).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/mon", mons).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/mgr", mgrs).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/mds", nothing).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/fs", nothing).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/pool", pools).params(&[ON_NODE]).check(SEES).on_node().protected(),
    Route::get("/nodes/{node}/ceph/pool/{name}", pool_index).params(&[ON_NODE, POOL]).check(SEES),
    Route::get("/nodes/{node}/ceph/pool/{name}/status", pool)
        .params(&[ON_NODE, POOL, &[P::boolean("verbose").optional()]])
        .check(SEES)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/ceph/rules", rules).params(&[ON_NODE]).check(SEES).on_node().protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory(
        "name",
        &[
            "cmd-safety",
            "cfg",
            "crush",
            "fs",
            "init",
            "log",
            "mds",
            "mgr",
            "mon",
            "osd",
            "pool",
            "restart",
            "rules",
            "start",
            "status",
            "stop",
        ],
    ))
}

fn cfg(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["raw", "db", "value"]))
}

fn pool_index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["status"]))
}

fn status(world: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(status_of(world)?))
}

fn nothing(world: &mut World, _: &Context) -> Outcome {
    installed(world)?;
    Ok(Answer::Data(json!([])))
}

#[expect(clippy::cast_precision_loss, reason = "percentages need no exact bytes")]
fn percent(used: u64, size: u64) -> f64 {
    if size == 0 { 0.0 } else { used as f64 * 100.0 / size as f64 }
}

/// A tree: the root, its hosts, their disks.
fn osds(world: &mut World, _: &Context) -> Outcome {
    let ceph = installed(world)?;
    let leaf = |osd: &&Osd| {
        let up = osd.up && world.is_online(&osd.node);
        json!({
            "id": osd.id.to_string(), "name": format!("osd.{}", osd.id), "type": "osd", "leaf": 1, "host": osd.node,
            "device_class": osd.class, "osdtype": "bluestore", "status": if up { "up" } else { "down" },
            "in": u8::from(osd.inside), "reweight": 1, "crush_weight": 1.0, "total_space": osd.size.0,
            "bytes_used": osd.used.0, "percent_used": percent(osd.used.0, osd.size.0), "pgs": 97,
            "commit_latency_ms": 1, "apply_latency_ms": 1, "ceph_version_short": ceph.version,
            "version": ceph.version, "blfsdev": 0, "dbdev": 0, "waldev": 0,
        })
    };
    let mut names: Vec<&String> = ceph.osds.iter().map(|osd| &osd.node).collect();
    names.sort();
    names.dedup();
    let hosts: Vec<Value> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let disks: Vec<Value> = ceph.osds.iter().filter(|osd| osd.node == *name).map(|osd| leaf(&osd)).collect();
            json!({
                "id": format!("-{}", at + 3), "name": name, "type": "host", "leaf": 0, "version": ceph.version,
                "children": disks,
            })
        })
        .collect();
    let root = json!({"id": "-1", "name": "default", "type": "root", "leaf": 0, "children": hosts});
    Ok(Answer::Data(json!({"flags": ceph.flags.join(","), "root": {"leaf": 0, "children": [root]}})))
}

fn mons(world: &mut World, _: &Context) -> Outcome {
    let ceph = installed(world)?;
    let entry = |(rank, name): (usize, &String)| {
        let address = world.nodes.get(name).map_or("", |node| node.address.as_str());
        let up = world.is_online(name);
        json!({
            "name": name, "host": name, "addr": format!("{address}:6789/0"), "rank": rank, "quorum": u8::from(up),
            "state": if up { "running" } else { "unknown" }, "service": 1, "direxists": 1,
            "ceph_version_short": ceph.version, "ceph_version": format!("ceph version {} squid (stable)", ceph.version),
        })
    };
    Ok(Answer::Data(ceph.monitors.iter().enumerate().map(entry).collect()))
}

fn mgrs(world: &mut World, _: &Context) -> Outcome {
    let ceph = installed(world)?;
    let mut active_found = false;
    let mut entries = Vec::new();
    for name in ceph.monitors.iter().filter(|name| world.is_online(name)) {
        let state = if active_found { "standby" } else { "active" };
        active_found = true;
        let address = world.nodes.get(name).map_or("", |node| node.address.as_str());
        entries.push(json!({
            "name": name, "host": name, "addr": address, "state": state, "service": 1, "direxists": 1,
            "ceph_version_short": ceph.version,
        }));
    }
    Ok(Answer::Data(entries.into()))
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
fn pool_record(number: usize, pool: &CephPool, total: u64) -> Value {
    let bytes = pool.stored.0 * u64::from(pool.size);
    json!({
        "pool": number + 1, "pool_name": pool.name, "type": "replicated", "size": pool.size, "min_size": pool.min_size,
        "pg_num": pool.pg_num, "pg_autoscale_mode": "on", "crush_rule": 0, "crush_rule_name": "replicated_rule",
        "bytes_used": bytes, "percent_used": if total == 0 { 0.0 } else { bytes as f64 / total as f64 },
        "application_metadata": {pool.application.clone(): {}},
    })
}

fn pools(world: &mut World, _: &Context) -> Outcome {
    let ceph = installed(world)?;
    let (total, _) = ceph.bytes();
    Ok(Answer::Data(ceph.pools.iter().enumerate().map(|(number, pool)| pool_record(number, pool, total)).collect()))
}

fn pool(world: &mut World, context: &Context) -> Outcome {
    let ceph = installed(world)?;
    let name = context.need("name");
    let found = ceph.pools.iter().position(|pool| pool.name == name);
    let missing = || Failure::die(format!("mon_cmd failed -  error: unrecognized pool '{name}'"));
    let number = found.ok_or_else(missing)?;
    let pool = ceph.pools.get(number).ok_or_else(missing)?;
    Ok(Answer::Data(json!({
        "id": number + 1, "name": pool.name, "size": pool.size, "min_size": pool.min_size, "pg_num": pool.pg_num,
        "pgp_num": pool.pg_num, "pg_autoscale_mode": "on", "crush_rule": "replicated_rule",
        "application": pool.application, "application_list": [pool.application], "fast_read": 0,
        "hashpspool": 1, "nodeep-scrub": 0, "nodelete": 0, "nopgchange": 0, "noscrub": 0, "nosizechange": 0,
        "use_gmt_hitset": 1, "write_fadvise_dontneed": 0,
    })))
}

fn rules(world: &mut World, _: &Context) -> Outcome {
    installed(world)?;
    Ok(directory("name", &["replicated_rule"]))
}
