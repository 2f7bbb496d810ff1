//! Packages of a node: updates, versions, repositories.

use serde_json::{Value, json};

use super::{AUDIT, MODIFY, ON_NODE, machine};
use crate::api::access::directory;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::package::Repository;
use crate::world::script::Script;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/apt", index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/apt/update", updates).params(&[ON_NODE]).check(MODIFY).on_node().protected(),
    Route::post("/nodes/{node}/apt/update", refresh)
        .params(&[ON_NODE, &[P::boolean("notify").optional(), P::boolean("quiet").optional()]])
        .check(MODIFY)
        .on_node(),
    Route::get("/nodes/{node}/apt/versions", versions).params(&[ON_NODE]).check(AUDIT).on_node(),
    Route::get("/nodes/{node}/apt/repositories", repositories).params(&[ON_NODE]).check(AUDIT).on_node(),
    Route::get("/nodes/{node}/apt/changelog", changelog)
        .params(&[ON_NODE, &[P::string("name").pattern(is_package), P::string("version").optional()]])
        .check(MODIFY)
        .on_node(),
];

/// The pattern of a package's name.
fn is_package(value: &str) -> bool {
    let follows = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-+.:".contains(&byte);
    value.len() >= 2
        && value.bytes().next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
        && value.bytes().all(follows)
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("id", &["changelog", "repositories", "update", "versions"]))
}

fn updates(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let entry = |update: &crate::world::package::Update| {
        json!({
            "Package": update.package, "Title": update.title, "Description": update.title, "Version": update.version,
            "OldVersion": update.old_version, "Origin": update.origin, "Section": update.section,
            "Priority": update.priority, "Arch": "amd64",
        })
    };
    Ok(Answer::Data(machine.updates.iter().map(entry).collect()))
}

/// Looks for updates; finds those that the node already has.
fn refresh(world: &mut World, context: &Context) -> Outcome {
    let waiting = machine(world, &context.node).updates.len();
    let script = Script::new().say("starting apt-get update").after(1800, move |_, run| {
        run.say("Hit:1 http://deb.debian.org/debian InRelease");
        run.say("Reading package lists...");
        if waiting > 0 {
            run.say(format!("{waiting} packages can be upgraded"));
        }
        Ok(())
    });
    Ok(Answer::Data(json!(world.start_task(&context.node, "aptupdate", "", &context.caller.authid(), script))))
}

/// The packages that `pveversion -v` names, with versions that fit the release.
fn installed(world: &World, node: &str) -> Vec<(&'static str, String)> {
    let machine = machine(world, node);
    let version = world.version.full.clone();
    let manager = machine.pve_version.unwrap_or(version);
    let list: &[(&str, &str)] = if world.version.is_nine() {
        &[
            ("proxmox-ve", "9.1.0"),
            ("corosync", "3.1.9-pve2"),
            ("libpve-access-control", "9.0.4"),
            ("libpve-storage-perl", "9.1.0"),
            ("lxc-pve", "6.0.5-3"),
            ("pve-container", "6.0.18"),
            ("pve-cluster", "9.0.7"),
            ("pve-ha-manager", "5.0.8"),
            ("pve-qemu-kvm", "10.1.2-4"),
            ("qemu-server", "9.1.1"),
            ("zfsutils-linux", "2.3.4-pve1"),
        ]
    } else {
        &[
            ("proxmox-ve", "8.4.0"),
            ("corosync", "3.1.9-pve1"),
            ("libpve-access-control", "8.2.3"),
            ("libpve-storage-perl", "8.3.8"),
            ("lxc-pve", "6.0.0-1"),
            ("pve-container", "5.3.5"),
            ("pve-cluster", "8.1.2"),
            ("pve-ha-manager", "4.0.7"),
            ("pve-qemu-kvm", "9.2.0-7"),
            ("qemu-server", "8.4.10"),
            ("zfsutils-linux", "2.2.8-pve1"),
        ]
    };
    let mut packages: Vec<_> = list.iter().map(|(name, version)| (*name, (*version).to_owned())).collect();
    packages.insert(1, ("pve-manager", manager));
    for (name, version) in &mut packages {
        if let Some(own) = machine.packages.iter().find(|own| own.package == *name) {
            version.clone_from(&own.version);
        }
    }
    packages
}

fn versions(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let mut entries: Vec<Value> = Vec::new();
    for (name, version) in installed(world, &context.node) {
        let newer = machine.updates.iter().find(|update| update.package == name);
        let shown = newer.map_or(&version, |update| &update.version);
        let mut entry = json!({
            "Package": name, "Title": name, "Description": name, "Version": shown, "OldVersion": version,
            "CurrentState": "Installed", "Arch": "amd64", "Origin": "Proxmox", "Section": "admin",
            "Priority": "optional",
        });
        let absent = machine.packages.iter().any(|own| own.package == name && !own.installed);
        if let Some(entry) = entry.as_object_mut() {
            if absent {
                entry.insert("CurrentState".into(), json!("NotInstalled"));
                entry.shift_remove("OldVersion");
            }
            match name {
                _ if absent => {}
                "proxmox-ve" => {
                    entry.insert("RunningKernel".into(), json!(machine.kernel));
                }
                "pve-manager" => {
                    entry.insert("ManagerVersion".into(), json!(version));
                }
                _ => {}
            }
        }
        entries.push(entry);
    }
    Ok(Answer::Data(entries.into()))
}

fn repositories(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let mut files: Vec<(String, Vec<&Repository>)> = Vec::new();
    for repository in &machine.repositories {
        match files.iter_mut().find(|(path, _)| *path == repository.path) {
            Some((_, list)) => list.push(repository),
            None => files.push((repository.path.clone(), vec![repository])),
        }
    }
    let file = |(path, list): (String, Vec<&Repository>)| {
        let kind = if path.ends_with(".sources") { "sources" } else { "list" };
        let entry = |repository: &&Repository| {
            json!({
                "Types": ["deb"], "URIs": [repository.uri], "Suites": [repository.suite],
                "Components": repository.components, "Enabled": u8::from(repository.enabled), "FileType": kind,
            })
        };
        json!({"path": path, "file-type": kind, "repositories": list.iter().map(entry).collect::<Vec<_>>(), "digest": []})
    };
    Ok(Answer::Data(json!({
        "files": files.into_iter().map(file).collect::<Vec<_>>(), "errors": [], "infos": [], "standard-repos": [],
        "digest": "0".repeat(64),
    })))
}

fn changelog(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("name");
    let machine = machine(world, &context.node);
    let update = machine.updates.iter().find(|update| update.package == name);
    let update = update.ok_or_else(|| Failure::die(format!("Unable to find changelog of package '{name}'")))?;
    Ok(Answer::Data(json!(format!("{name} ({}) stable; urgency=medium\n\n  * update\n", update.version))))
}
