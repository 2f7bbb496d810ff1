//! From a scenario file to a world.

use super::file::{Scenario, Storage as StorageFile, Volume as VolumeFile};
use super::{accounts, guests, history};
use indexmap::IndexMap;

use crate::world::World;
use crate::world::backup::BackupJob;
use crate::world::clock::Clock;
use crate::world::ha::{self, Resource};
use crate::world::node::Node;
use crate::world::replication::{ReplicationFacts, ReplicationJob};
use crate::world::rng;
use crate::world::storage::Storage;
use crate::world::version::Version;
use crate::world::volume::{Content, Volume};

/// The world of a scenario; the error says which facts contradict each other.
pub fn world(scenario: &Scenario, seed: u64, clock: Clock) -> Result<World, String> {
    let mut world = World::new(seed, Version::parse(&scenario.pve_version), clock);
    world.cluster.clone_from(&scenario.cluster);
    world.pace = scenario.pace;
    world.quorate = !scenario.no_quorum;
    world.options.clone_from(&scenario.options);
    if scenario.nodes.is_empty() {
        return Err("it has no node".to_owned());
    }
    nodes(&mut world, scenario);
    for storage in &scenario.storages {
        world.storages.insert(storage.id.clone(), definition(storage));
    }
    for volume in &scenario.volumes {
        let volume = volume_of(&world, volume)?;
        world.volumes.put(volume);
    }
    for guest in &scenario.guests {
        guests::add(&mut world, guest)?;
    }
    accounts::add(&mut world, scenario)?;
    services(&mut world, scenario)?;
    for task in &scenario.tasks {
        history::task(&mut world, task);
    }
    for backups in &scenario.backups {
        history::backups(&mut world, backups)?;
    }
    world.settle_in();
    Ok(world)
}

fn nodes(world: &mut World, scenario: &Scenario) {
    for (index, file) in scenario.nodes.iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let node = Node {
            name: file.name.clone(),
            nodeid: if scenario.cluster.is_some() { number } else { 0 },
            address: file.address.clone(),
            online: !file.offline,
            reachable: !file.unreachable,
            reports: !file.silent,
            booted: world.now.plus_seconds(-file.uptime.0),
            cores: file.cores,
            memory: file.memory.0,
            root_size: file.root_size.0,
            root_used: file.root_used.0,
            root_reserved: file.root_reserved.0,
            last_pid: 1200 + u32::try_from(rng::mix(world.seed ^ rng::hash(&file.name)) % 900).unwrap_or(0),
            fingerprint: None,
        };
        world.nodes.insert(file.name.clone(), node);
        world.machines.insert(file.name.clone(), file.machine.clone());
    }
}

fn definition(file: &StorageFile) -> Storage {
    let plain = Storage::new(&file.id, &file.kind);
    Storage {
        content: file.content.split(',').map(str::to_owned).collect(),
        options: file.options.clone(),
        nodes: file.nodes.clone(),
        disabled: file.disabled,
        shared: file.shared.unwrap_or(plain.shared),
        total: file.total.map_or(0, |total| total.0),
        other: file.other.0,
        #[expect(clippy::cast_precision_loss, reason = "growth a day is far below 2^52")]
        growth: file.growth.0 as f64,
        on_root: file.total.is_none(),
        gone: file.gone,
        gone_on: file.gone_on.iter().cloned().collect(),
        ..plain
    }
}

fn volume_of(world: &World, file: &VolumeFile) -> Result<Volume, String> {
    let storage = file.volid.split(':').next().unwrap_or_default();
    let definition =
        world.storages.get(storage).ok_or_else(|| format!("volume '{}' lies on no storage", file.volid))?;
    let content = Content::parse(&file.content).ok_or_else(|| format!("'{}' is no content type", file.content))?;
    let node = file.node.clone().unwrap_or_else(|| world.first_node().to_owned());
    let created = world.now.plus_seconds(-file.age.0);
    Ok(Volume {
        used: file.used.map_or(file.size.0, |used| used.0),
        vmid: file.vmid,
        notes: file.notes.clone(),
        protected: file.protected,
        ..Volume::new(&file.volid, (!definition.shared).then_some(node), content, &file.format, file.size.0, created)
    })
}

/// Backup jobs, replication, high availability, Ceph.
fn services(world: &mut World, scenario: &Scenario) -> Result<(), String> {
    for (id, properties) in &scenario.backup_jobs {
        world.backup_jobs.insert(id.clone(), BackupJob { properties: properties.clone() });
    }
    for facts in &scenario.replications {
        let job = replication(world, facts)?;
        world.replications.insert(facts.id.clone(), job);
    }
    world.ha.groups.clone_from(&scenario.ha.groups);
    world.ha.rules.clone_from(&scenario.ha.rules);
    for (sid, file) in &scenario.ha.resources {
        let guest = ha::vmid_of(sid)
            .and_then(|vmid| world.guests.get(&vmid))
            .ok_or_else(|| format!("the HA resource '{sid}' is no guest"))?;
        let resource = Resource {
            state: Some(file.state.clone().unwrap_or_else(|| file.request.clone())),
            group: file.group.clone(),
            comment: file.comment.clone(),
            ..Resource::new(&file.request, &guest.node)
        };
        world.ha.resources.insert(sid.clone(), resource);
    }
    if !scenario.ha.resources.is_empty() {
        world.ha.active = true;
        world.ha.master = world.nodes.values().find(|node| node.online).map(|node| node.name.clone());
        world.ha_wake();
    }
    world.ceph.clone_from(&scenario.ceph);
    Ok(())
}

fn replication(world: &World, facts: &ReplicationFacts) -> Result<ReplicationJob, String> {
    let (guest, number) = facts
        .id
        .split_once('-')
        .and_then(|(guest, number)| Some((guest.parse::<u32>().ok()?, number.parse::<u32>().ok()?)))
        .filter(|(guest, _)| world.guests.contains_key(guest))
        .ok_or_else(|| format!("the replication '{}' is of no guest", facts.id))?;
    let mut properties = IndexMap::new();
    for (name, value) in [("schedule", &facts.schedule), ("comment", &facts.comment)] {
        if let Some(value) = value {
            properties.insert(name.to_owned(), value.clone());
        }
    }
    let last_sync = world.now.plus_seconds(-facts.synced_minutes_ago * 60);
    Ok(ReplicationJob {
        guest,
        number,
        target: facts.target.clone(),
        properties,
        last_sync,
        last_try: if facts.fail_count > 0 { world.now.plus_seconds(-240) } else { last_sync },
        fail_count: facts.fail_count,
        error: facts.error.clone(),
        duration: 3.7,
    })
}
