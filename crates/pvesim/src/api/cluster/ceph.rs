//! `/cluster/ceph` and what the nodes share with it.

use serde_json::{Map, Value, json};

use super::AUDIT;
use crate::api::access::directory;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::ceph::Ceph;

const FLAGS: &[&str] = &[
    "nobackfill",
    "nodeep-scrub",
    "nodown",
    "noin",
    "noout",
    "norebalance",
    "norecover",
    "noscrub",
    "notieragent",
    "noup",
    "pause",
];
const SEES: Check = Check::any("/", &["Sys.Audit", "Datastore.Audit"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/ceph", index).check(Check::All),
    Route::get("/cluster/ceph/metadata", metadata)
        .params(&[&[P::choice("scope", &["all", "versions"]).optional()]])
        .check(SEES)
        .protected(),
    Route::get("/cluster/ceph/status", status).check(SEES).protected(),
    Route::get("/cluster/ceph/flags", flags).check(AUDIT).protected(),
    Route::get("/cluster/ceph/flags/{flag}", flag).params(&[&[P::choice("flag", FLAGS)]]).check(AUDIT).protected(),
];

/// Ceph, or the failure of a node that has none.
pub(in crate::api) fn installed(world: &World) -> Result<&Ceph, Failure> {
    world.ceph.as_ref().ok_or_else(|| Failure::die("binary not installed: /usr/bin/ceph-mon"))
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["metadata", "status", "flags"]))
}

fn away(world: &World) -> Vec<String> {
    world.nodes.values().filter(|node| !node.online).map(|node| node.name.clone()).collect()
}

fn status(world: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(status_of(world)?))
}

/// What `ceph status` says.
#[expect(clippy::cast_precision_loss, reason = "shares need no exact bytes")]
pub(in crate::api) fn status_of(world: &World) -> Result<Value, Failure> {
    let ceph = installed(world)?;
    let away = away(world);
    let checks = ceph.health(&away);
    let up = |node: &String| !away.contains(node);
    let quorum: Vec<&String> = ceph.monitors.iter().filter(|node| up(node)).collect();
    if quorum.len() * 2 <= ceph.monitors.len() {
        return Err(Failure::die("got timeout"));
    }
    let shown: Map<String, Value> = checks
        .iter()
        .map(|check| {
            let body = json!({
                "severity": check.severity, "muted": false, "summary": {"count": 1, "message": check.summary},
                "detail": [{"message": check.summary}],
            });
            (check.code.clone(), body)
        })
        .collect();
    let (total, used) = ceph.bytes();
    let groups: u32 = ceph.pools.iter().map(|pool| pool.pg_num).sum();
    let osds_up = ceph.osds.iter().filter(|osd| osd.up && up(&osd.node)).count();
    let osds_in = ceph.osds.iter().filter(|osd| osd.inside).count();
    let data: u64 = ceph.pools.iter().map(|pool| pool.stored.0).sum();
    let degraded = ceph.osds.len() - osds_up;
    let mut states = vec![json!({"state_name": "active+clean", "count": groups})];
    if degraded > 0 {
        let hurt = groups / 3;
        states = vec![
            json!({"state_name": "active+clean", "count": groups - hurt}),
            json!({"state_name": "active+undersized+degraded", "count": hurt}),
        ];
    }
    let mut pgmap = json!({
        "num_pgs": groups, "num_pools": ceph.pools.len(), "num_objects": data >> 22, "data_bytes": data,
        "bytes_used": used, "bytes_total": total, "bytes_avail": total.saturating_sub(used), "pgs_by_state": states,
        "read_bytes_sec": 1_843_200, "write_bytes_sec": 2_621_440, "read_op_per_sec": 112, "write_op_per_sec": 205,
    });
    if let (true, Some(pgmap)) = (degraded > 0, pgmap.as_object_mut()) {
        pgmap.insert("degraded_objects".into(), json!((data >> 22) / 3));
        pgmap.insert("degraded_total".into(), json!(data >> 22));
        pgmap.insert("degraded_ratio".into(), json!(degraded as f64 / ceph.osds.len().max(1) as f64));
    }
    let mons: Vec<Value> = ceph
        .monitors
        .iter()
        .enumerate()
        .map(|(rank, node)| {
            let address = world.nodes.get(node).map_or("", |node| node.address.as_str());
            json!({"rank": rank, "name": node, "addr": format!("{address}:6789/0"), "public_addr": format!("{address}:6789/0")})
        })
        .collect();
    Ok(json!({
        "fsid": ceph.fsid,
        "health": {"status": Ceph::overall(&checks), "checks": shown, "mutes": []},
        "election_epoch": 42,
        "quorum": (0..quorum.len()).collect::<Vec<_>>(),
        "quorum_names": quorum,
        "quorum_age": 86_400,
        "monmap": {"epoch": 3, "num_mons": ceph.monitors.len(), "min_mon_release_name": "squid", "mons": mons},
        "osdmap": {
            "epoch": 1204, "num_osds": ceph.osds.len(), "num_up_osds": osds_up, "num_in_osds": osds_in,
            "num_remapped_pgs": 0, "osd_up_since": world.began.seconds() - 86_400,
            "osd_in_since": world.began.seconds() - 864_000,
        },
        "pgmap": pgmap,
        "fsmap": {"epoch": 1, "by_rank": [], "up:standby": 0},
        "mgrmap": {
            "available": true, "active_name": quorum.first(), "num_standbys": quorum.len().saturating_sub(1),
            "modules": ["iostat", "nfs"], "services": {},
        },
        "servicemap": {"epoch": 1, "modified": "0.000000", "services": {}},
        "progress_events": {},
    }))
}

fn metadata(world: &mut World, context: &Context) -> Outcome {
    let ceph = installed(world)?;
    let parts = json!(ceph.version.split('.').collect::<Vec<_>>());
    let versions: Map<String, Value> = world
        .nodes
        .keys()
        .map(|node| (node.clone(), json!({"version": {"parts": parts, "str": ceph.version}})))
        .collect();
    if context.text("scope") == Some("versions") {
        return Ok(Answer::Data(json!({"node": versions})));
    }
    let full = format!("ceph version {} (squid) squid (stable)", ceph.version);
    let daemon = |name: String, node: &str| {
        (
            name.clone(),
            json!({"name": name, "hostname": node, "ceph_version": full, "ceph_version_short": ceph.version}),
        )
    };
    let mons: Map<String, Value> = ceph.monitors.iter().map(|node| daemon(format!("{node}@{node}"), node)).collect();
    let osds: Vec<Value> = ceph
        .osds
        .iter()
        .map(|osd| {
            json!({"id": osd.id, "hostname": osd.node, "ceph_version": full, "ceph_version_short": ceph.version, "device_class": osd.class})
        })
        .collect();
    Ok(Answer::Data(json!({"mon": mons, "mgr": mons, "mds": {}, "osd": osds, "node": versions})))
}

fn flags(world: &mut World, _: &Context) -> Outcome {
    let ceph = installed(world)?;
    let entry = |name: &&str| {
        let set = ceph.flags.iter().any(|flag| flag == name);
        json!({"name": name, "value": u8::from(set), "description": ""})
    };
    Ok(Answer::Data(FLAGS.iter().map(entry).collect()))
}

fn flag(world: &mut World, context: &Context) -> Outcome {
    let ceph = installed(world)?;
    let set = ceph.flags.iter().any(|flag| flag == context.need("flag"));
    Ok(Answer::Data(json!(u8::from(set))))
}
