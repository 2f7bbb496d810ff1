//! ZFS pools of a node, and what a scan for storages finds.

use serde_json::{Map, Value, json};

use super::{ON_NODE, machine};
use crate::api::cluster::AUDIT as CLUSTER_AUDIT;
use crate::api::format::STORAGE_ID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;
use crate::world::zfs::Zpool;

const ALLOCATE: Check = Check::perm("/storage", &["Datastore.Allocate"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/disks/zfs", list).params(&[ON_NODE]).check(CLUSTER_AUDIT).on_node().protected(),
    Route::get("/nodes/{node}/disks/zfs/{name}", read)
        .params(&[ON_NODE, &[P::string("name").format(STORAGE_ID)]])
        .check(CLUSTER_AUDIT)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/scan", index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/scan/zfs", scan).params(&[ON_NODE]).check(ALLOCATE).on_node().protected(),
    Route::get("/nodes/{node}/scan/lvm", groups).params(&[ON_NODE]).check(ALLOCATE).on_node().protected(),
    Route::get("/nodes/{node}/scan/lvmthin", thin_pools)
        .params(&[ON_NODE, &[P::string("vg").max_length(100).pattern(is_group)]])
        .check(ALLOCATE)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/scan/glusterfs", unresolved)
        .params(&[ON_NODE, &[P::string("server")]])
        .check(ALLOCATE)
        .on_node()
        .protected()
        .releases(Releases::EIGHT),
    Route::get("/nodes/{node}/scan/nfs", unresolved)
        .params(&[ON_NODE, &[P::string("server")]])
        .check(ALLOCATE)
        .on_node()
        .protected(),
];

/// The pattern of a volume group's name.
fn is_group(value: &str) -> bool {
    let follows = |byte: u8| byte.is_ascii_alphanumeric() || b".+_-".contains(&byte);
    value.len() >= 2 && !value.starts_with('-') && value.bytes().all(follows)
}

fn pools(world: &World, node: &str) -> Result<Vec<Zpool>, Failure> {
    machine(world, node).zfs.ok_or_else(|| Failure::die("zfsutils-linux not installed"))
}

/// Used bytes of a pool: what the storage on it knows, else the scenario's figure.
fn used(world: &World, node: &str, pool: &Zpool) -> u64 {
    let storage = world.storages.values().find(|storage| {
        let root = storage.options.get("pool").map_or("", |name| name.split('/').next().unwrap_or_default());
        storage.kind == "zfspool" && storage.is_on(node) && root == pool.name
    });
    storage.map_or(pool.used.0, |storage| world.storage_space(storage, node, world.now).used)
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let entry = |pool: &Zpool| {
        let used = used(world, &context.node, pool).min(pool.size.0);
        json!({
            "name": pool.name, "health": pool.health, "size": pool.size.0, "alloc": used, "free": pool.size.0 - used,
            "frag": pool.fragmentation, "dedup": pool.dedup,
        })
    };
    Ok(Answer::Data(pools(world, &context.node)?.iter().map(entry).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("name");
    let pools = pools(world, &context.node)?;
    let pool = pools.iter().find(|pool| pool.name == name);
    let pool =
        pool.ok_or_else(|| Failure::die(format!("command '/sbin/zpool status -P {name}' failed: exit code 1")))?;
    let leaf = |device: &crate::world::zfs::Device| {
        json!({
            "name": device.name, "state": device.state, "read": device.read, "write": device.write,
            "cksum": device.cksum, "msg": device.msg, "leaf": 1,
        })
    };
    let devices: Vec<Value> = pool.devices.iter().map(leaf).collect();
    let group = |name: &str, children: Vec<Value>| {
        json!({
            "name": name, "state": pool.health, "read": 0, "write": 0, "cksum": 0, "msg": "", "leaf": 0,
            "children": children,
        })
    };
    let below = if pool.layout.is_empty() { devices } else { vec![group(&pool.layout, devices)] };
    let mut data = Map::from_iter([
        ("name".to_owned(), json!(pool.name)),
        ("state".to_owned(), json!(pool.health)),
        ("errors".to_owned(), json!(pool.errors)),
        ("children".to_owned(), json!([group(&pool.name, below)])),
        ("leaf".to_owned(), json!(0)),
    ]);
    for (key, value) in [("scan", &pool.scan), ("status", &pool.status), ("action", &pool.action)] {
        if let Some(value) = value {
            data.insert(key.into(), json!(value));
        }
    }
    Ok(Answer::Data(Value::Object(data)))
}

fn index(world: &mut World, _: &Context) -> Outcome {
    let mut names = vec!["cifs", "iscsi", "lvm", "nfs", "pbs", "zfs"];
    if !world.version.is_nine() {
        names.insert(1, "glusterfs");
    }
    Ok(crate::api::access::directory("method", &names))
}

fn scan(world: &mut World, context: &Context) -> Outcome {
    let Some(pools) = machine(world, &context.node).zfs else {
        let command = "zfs list -t filesystem -Hp -o name,avail,used";
        return Err(Failure::die(format!(
            "command '{command}' failed: open3: exec of {command} failed: No such file or directory at \
             /usr/share/perl5/PVE/Tools.pm line 527."
        )));
    };
    Ok(Answer::Data(pools.iter().map(|pool| json!({"pool": pool.name})).collect()))
}

fn groups(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    Ok(Answer::Data(machine.volume_groups.iter().map(|group| json!({"vg": group.name})).collect()))
}

fn thin_pools(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let pools = machine.thin_pools.iter().filter(|pool| pool.volume_group == context.need("vg"));
    Ok(Answer::Data(pools.map(|pool| json!({"lv": pool.name})).collect()))
}

/// The simulated network knows no file servers.
fn unresolved(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("unable to resolve address for server '{}'", context.need("server"))))
}
