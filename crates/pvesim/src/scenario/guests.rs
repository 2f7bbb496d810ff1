//! Guests of a scenario: configuration, disks, snapshots, running life.

use super::file_guest::{Change, Guest as GuestFile, Kind, Nature as NatureFile, Snapshot as SnapshotFile};
use super::history;
use crate::world::World;
use crate::world::config::{Config, is_drive, size_bytes, volume_of};
use crate::world::guest::{Guest, GuestKind, Nature, Pending, Snapshot};
use crate::world::moment::Moment;
use crate::world::power::{Phase, Power};
use crate::world::rng;
use crate::world::volume::{Content, Volume};

/// Adds a guest with its disks and its past.
pub fn add(world: &mut World, file: &GuestFile) -> Result<(), String> {
    let node = file.node.clone().unwrap_or_else(|| world.first_node().to_owned());
    if !world.nodes.contains_key(&node) {
        return Err(format!("guest {} is on the unknown node '{node}'", file.vmid));
    }
    if world.guests.contains_key(&file.vmid) {
        return Err(format!("guest {} is there twice", file.vmid));
    }
    let kind = if file.kind == Kind::Qemu { GuestKind::Qemu } else { GuestKind::Lxc };
    let born = world.now.plus_seconds(-file.age.0);
    let mut config = Config::from_pairs(file.config.iter().map(|(key, value)| (key.clone(), text(value))));
    complete(world, &mut config, kind, file.vmid, born);
    disks(world, &config, file.vmid, &node, kind, born, file)?;
    let mut guest = Guest::new(file.vmid, kind, &node, config, born);
    guest.nature = nature(world.seed, file.vmid, kind, &file.nature, &guest.config);
    for (key, value) in &file.pending {
        guest.pending.insert(key.clone(), Pending::Set(text(value)));
    }
    snapshots(world, &mut guest, &file.snapshots)?;
    guest.power = life(world, file, &node, kind, born);
    world.guests.insert(file.vmid, guest);
    Ok(())
}

fn text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Boolean(on) => i32::from(*on).to_string(),
        other => other.to_string(),
    }
}

/// Adds what every real configuration has: identities, addresses, the moment of creation.
fn complete(world: &mut World, config: &mut Config, kind: GuestKind, vmid: u32, born: Moment) {
    let seed = rng::mix(world.seed ^ u64::from(vmid) << 8);
    let mut rng = rng::Rng::new(seed);
    let keys: Vec<(String, String)> = config
        .iter()
        .filter(|(key, _)| key.starts_with("net") && key.len() > 3)
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    for (key, value) in keys {
        if value.contains(':') {
            continue;
        }
        let mac = mac(&mut rng);
        let value = match kind {
            GuestKind::Qemu => match value.split_once(',') {
                Some((model, rest)) => format!("{model}={mac},{rest}"),
                None => format!("{value}={mac}"),
            },
            GuestKind::Lxc => format!("{value},hwaddr={mac},type=veth"),
        };
        config.set(key, value);
    }
    if kind == GuestKind::Qemu {
        if !config.has("smbios1") {
            config.set("smbios1", format!("uuid={}", rng.uuid()));
        }
        if !config.has("vmgenid") {
            config.set("vmgenid", rng.uuid());
        }
        if !config.has("meta") {
            config.set("meta", format!("creation-qemu=9.2.0,ctime={}", born.seconds()));
        }
    } else if !config.has("arch") {
        config.set("arch", "amd64");
    }
}

/// An address from the range that Proxmox uses for guests.
pub fn mac(rng: &mut rng::Rng) -> String {
    let digits = rng.hex(6).to_ascii_uppercase();
    let part = |at: usize| digits.get(at..at + 2).unwrap_or("00").to_owned();
    format!("BC:24:11:{}:{}:{}", part(0), part(2), part(4))
}

fn disks(
    world: &mut World,
    config: &Config,
    vmid: u32,
    node: &str,
    kind: GuestKind,
    born: Moment,
    file: &GuestFile,
) -> Result<(), String> {
    let drives: Vec<(String, String)> = config
        .iter()
        .filter(|(key, _)| is_drive(key) || key.starts_with("unused"))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    for (key, value) in drives {
        let volid = volume_of(&value);
        if volid == "none" || value.contains("media=cdrom") || volid.starts_with('/') {
            continue;
        }
        let storage = volid.split(':').next().unwrap_or_default();
        let Some(definition) = world.storages.get(storage) else {
            return Err(format!("{key} of guest {vmid} lies on the unknown storage '{storage}'"));
        };
        let size = config.part(&key, None, "size").and_then(size_bytes).unwrap_or(1 << 30);
        let share =
            file.nature.disk.unwrap_or_else(|| 0.4_f64.mul_add(rng::unit(world.seed, u64::from(vmid) + 77), 0.2));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "disk sizes"
        )]
        let used = (size as f64 * share) as u64;
        let linked = volid.split_once("/vm-").map(|(base, _)| base.to_owned()).filter(|base| base.contains("base-"));
        let content = if kind == GuestKind::Qemu { Content::Images } else { Content::Rootdir };
        let place = (!definition.shared).then(|| node.to_owned());
        let format = format_of(volid, &definition.kind, kind);
        world.volumes.put(Volume {
            used: if linked.is_some() { used / 6 } else { used },
            vmid: Some(vmid),
            parent: linked,
            ..Volume::new(volid, place, content, format, size, born)
        });
    }
    Ok(())
}

/// Format of a disk, from its name or its storage's type.
fn format_of(volid: &str, storage: &str, kind: GuestKind) -> &'static str {
    match volid.rsplit('.').next() {
        Some("qcow2") => "qcow2",
        Some("vmdk") => "vmdk",
        _ if storage == "zfspool" && kind == GuestKind::Lxc => "subvol",
        _ => "raw",
    }
}

fn nature(seed: u64, vmid: u32, kind: GuestKind, file: &NatureFile, config: &Config) -> Nature {
    let draw = |salt: u64, from: f64, to: f64| (to - from).mul_add(rng::unit(seed ^ salt << 32, u64::from(vmid)), from);
    let usual = Nature::default();
    Nature {
        obeys: !file.deaf,
        agent: file
            .agent
            .unwrap_or(kind == GuestKind::Qemu && config.get("agent").is_some_and(|agent| !agent.starts_with('0'))),
        boot_seconds: draw(1, 3.0, 7.0),
        cpu: file.cpu.unwrap_or_else(|| draw(2, 0.01, 0.12)),
        memory: file.memory.unwrap_or_else(|| draw(3, 0.25, 0.7)),
        disk: file.disk.unwrap_or_else(|| draw(4, 0.2, 0.6)),
        disk_growth: file.disk_growth.unwrap_or(0.0),
        net_in: file.net_in.unwrap_or_else(|| draw(5, 200.0, 9000.0)),
        net_out: file.net_out.unwrap_or_else(|| draw(6, 200.0, 6000.0)),
        disk_read: draw(7, 100.0, 4000.0),
        disk_write: draw(8, 900.0, 9000.0),
        os: file.os.clone().unwrap_or(usual.os),
        addresses: file.addresses.clone(),
    }
}

fn snapshots(world: &mut World, guest: &mut Guest, files: &[SnapshotFile]) -> Result<(), String> {
    let mut before: Option<String> = None;
    for file in files {
        let parent = match &file.parent {
            Some(parent) => Some(parent.clone()).filter(|parent| !parent.is_empty()),
            None => before.clone(),
        };
        let taken = world.now.plus_seconds(-file.age.0);
        let vmstate = match &file.memory_on {
            None => None,
            Some(storage) => {
                let definition =
                    world.storages.get(storage).ok_or_else(|| format!("no storage '{storage}' for a snapshot"))?;
                let name = format!("vm-{}-state-{}", guest.vmid, file.name);
                let volid = if definition.is_file_based() {
                    format!("{storage}:{}/{name}.raw", guest.vmid)
                } else {
                    format!("{storage}:{name}")
                };
                let size = guest.max_memory() / 2;
                let place = (!definition.shared).then(|| guest.node.clone());
                world.volumes.put(Volume {
                    vmid: Some(guest.vmid),
                    ..Volume::new(&volid, place, Content::Images, "raw", size, taken)
                });
                Some(volid)
            }
        };
        let mut config = guest.config.clone();
        let unused: Vec<String> =
            config.iter().map(|(key, _)| key).filter(|key| key.starts_with("unused")).map(str::to_owned).collect();
        for key in ["parent", "lock", "description"].into_iter().chain(unused.iter().map(String::as_str)) {
            config.remove(key);
        }
        guest.snapshots.insert(
            file.name.clone(),
            Snapshot {
                parent,
                description: file.description.clone(),
                taken,
                vmstate,
                state: file.state.clone(),
                config,
            },
        );
        if file.state.is_none() {
            before = Some(file.name.clone());
        }
    }
    if let (Some(last), false) = (before, guest.config.has("parent")) {
        guest.config.set("parent", last);
    }
    Ok(())
}

fn life(world: &mut World, file: &GuestFile, node: &str, kind: GuestKind, born: Moment) -> Power {
    let mut power = Power::stopped(born);
    let prefix = if kind == GuestKind::Qemu { "qm" } else { "vz" };
    let mut events = file.history.clone();
    events.sort_by_key(|event| std::cmp::Reverse(event.ago));
    for event in events {
        let at = world.now.plus_seconds(-event.ago.0);
        let verb = match event.what {
            Change::Start => "start",
            Change::Stop => "stop",
            Change::Shutdown => "shutdown",
        };
        let user = event.user.as_deref().unwrap_or("root@pam");
        history::remember(
            world,
            &history::Past {
                node,
                kind: &format!("{prefix}{verb}"),
                id: &file.vmid.to_string(),
                user,
                at,
                seconds: if event.what == Change::Shutdown { 9 } else { 2 },
                status: "OK",
                log: Vec::new(),
            },
        );
        match event.what {
            Change::Start => power.start(at, Phase::Running, world.next_pid(node)),
            Change::Stop | Change::Shutdown => power.stop(at.plus_seconds(2)),
        }
    }
    if let Some(uptime) = file.uptime {
        if power.is_alive() {
            power.stop(world.now.plus_seconds(-uptime.0 - 30));
        }
        let pid = world.next_pid(node);
        power.start(world.now.plus_seconds(-uptime.0), Phase::Running, pid);
        if file.paused {
            power.enter(world.now.plus_seconds(-uptime.0 / 2), Phase::Paused);
        }
    }
    power
}
