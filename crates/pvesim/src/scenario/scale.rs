//! The generated scenario: any number of clusters, nodes and guests.

use crate::access::Pool;
use crate::world::World;
use crate::world::clock::Clock;
use crate::world::config::Config;
use crate::world::guest::{Guest, GuestKind, Nature};
use crate::world::node::Node;
use crate::world::power::{Phase, Power};
use crate::world::rng::{self, Rng};
use crate::world::storage::Storage;
use crate::world::version::Version;
use crate::world::volume::{Content, Volume};

use super::guests::mac;

/// How large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Clusters.
    pub clusters: usize,
    /// Nodes of each.
    pub nodes: usize,
    /// Guests of each.
    pub guests: usize,
}

/// Words that guests' names are made of.
const ROLES: &[&str] = &[
    "web", "db", "mail", "cache", "proxy", "ci", "build", "git", "wiki", "dns", "ldap", "queue", "metrics", "app",
    "erp",
];
const STAGES: &[&str] = &["prod", "stage", "test", "dev"];

/// The worlds, one per cluster.
pub fn worlds(size: Size, seed: u64, clock: &dyn Fn() -> Clock) -> Vec<World> {
    (0..size.clusters.max(1)).map(|index| cluster(size, index, rng::mix(seed ^ index as u64), clock())).collect()
}

fn cluster(size: Size, index: usize, seed: u64, clock: Clock) -> World {
    let mut world = World::new(seed, Version::parse(if index % 3 == 2 { "9.1.6" } else { "8.4.14" }), clock);
    let mut rng = Rng::new(seed ^ 0x5CA1_E000);
    world.cluster = Some(format!("cluster{:02}", index + 1));
    world.pace = 0.5;
    for number in 1..=size.nodes.max(1) {
        let node = node(&world, index, number, &mut rng);
        world.nodes.insert(node.name.clone(), node);
    }
    for storage in storages() {
        world.storages.insert(storage.id.clone(), storage);
    }
    let names: Vec<String> = world.nodes.keys().cloned().collect();
    for number in 0..size.guests {
        let Some(node) = names.get(number % names.len()) else { continue };
        guest(&mut world, node, number, &mut rng);
    }
    for (at, stage) in STAGES.iter().enumerate() {
        let vms = world.guests.keys().copied().filter(|vmid| *vmid as usize % STAGES.len() == at).collect();
        world.access.pools.insert((*stage).to_owned(), Pool { comment: None, vms, ..Pool::default() });
    }
    world
}

fn node(world: &World, cluster: usize, number: usize, rng: &mut Rng) -> Node {
    let days = i64::try_from(3 + rng.below(200)).unwrap_or(3);
    Node {
        name: format!("c{:02}n{number:02}", cluster + 1),
        nodeid: u32::try_from(number).unwrap_or(u32::MAX),
        address: format!("10.{}.{}.{}", 10 + cluster % 200, number / 250, number % 250 + 1),
        online: true,
        reachable: true,
        reports: true,
        booted: world.now.plus_seconds(-days * 86_400),
        cores: 64,
        memory: 512 << 30,
        root_size: 100 << 30,
        root_used: (20 + rng.below(40)) << 30,
        root_reserved: 0,
        last_pid: 2000,
        fingerprint: None,
    }
}

fn storages() -> Vec<Storage> {
    let storage = |id: &str, kind: &str, content: &str, total: u64| Storage {
        content: content.split(',').map(str::to_owned).collect(),
        options: match kind {
            "dir" => [("path".to_owned(), "/var/lib/vz".to_owned())].into_iter().collect(),
            "rbd" => [("pool".to_owned(), "vms".to_owned()), ("krbd".to_owned(), "0".to_owned())].into_iter().collect(),
            _ => [("server".to_owned(), "192.0.2.200".to_owned()), ("datastore".to_owned(), "main".to_owned())]
                .into_iter()
                .collect(),
        },
        total,
        other: total / 5,
        on_root: false,
        ..Storage::new(id, kind)
    };
    vec![
        storage("local", "dir", "iso,vztmpl,backup", 100 << 30),
        storage("ceph", "rbd", "images,rootdir", 400 << 40),
        storage("pbs", "pbs", "backup", 200 << 40),
    ]
}

fn guest(world: &mut World, node: &str, number: usize, rng: &mut Rng) {
    let vmid = 100 + u32::try_from(number).unwrap_or(0);
    let kind = if rng.below(4) == 0 { GuestKind::Lxc } else { GuestKind::Qemu };
    let role = usize::try_from(rng.below(ROLES.len() as u64)).ok().and_then(|at| ROLES.get(at)).unwrap_or(&"vm");
    let stage = STAGES.get(vmid as usize % STAGES.len()).unwrap_or(&"prod");
    let name = format!("{role}-{stage}-{vmid}");
    let disk = 8_u64 << rng.below(4);
    let memory = 512_u64 << rng.below(5);
    let volid = format!("ceph:vm-{vmid}-disk-0");
    let cores = (1 + rng.below(8)).to_string();
    let mut pairs: Vec<(&str, String)> = vec![("cores", cores), ("memory", memory.to_string())];
    match kind {
        GuestKind::Qemu => pairs.extend([
            ("name", name),
            ("ostype", "l26".to_owned()),
            ("scsi0", format!("{volid},size={disk}G")),
            ("boot", "order=scsi0".to_owned()),
            ("net0", format!("virtio={},bridge=vmbr0", mac(rng))),
            ("agent", "1".to_owned()),
        ]),
        GuestKind::Lxc => pairs.extend([
            ("hostname", name),
            ("ostype", "debian".to_owned()),
            ("arch", "amd64".to_owned()),
            ("swap", "512".to_owned()),
            ("rootfs", format!("{volid},size={disk}G")),
            ("net0", format!("name=eth0,bridge=vmbr0,hwaddr={},ip=dhcp,type=veth", mac(rng))),
        ]),
    }
    pairs.push(("tags", format!("{role};{stage}")));
    let age = i64::try_from(1 + rng.below(300)).unwrap_or(1) * 86_400;
    let born = world.now.plus_seconds(-age);
    let mut guest = Guest::new(vmid, kind, node, Config::from_pairs(pairs), born);
    guest.nature = Nature {
        agent: kind == GuestKind::Qemu,
        cpu: 0.01 + rng.unit() * 0.12,
        memory: 0.2 + rng.unit() * 0.6,
        disk: 0.15 + rng.unit() * 0.6,
        net_in: rng.unit() * 20_000.0,
        net_out: rng.unit() * 20_000.0,
        ..Nature::default()
    };
    if rng.below(10) > 0 {
        let uptime = i64::try_from(rng.below(u64::try_from(age).unwrap_or(1))).unwrap_or(60);
        let pid = world.next_pid(node);
        guest.power = Power::stopped(born);
        guest.power.start(world.now.plus_seconds(-uptime), Phase::Running, pid);
    }
    let content = if kind == GuestKind::Qemu { Content::Images } else { Content::Rootdir };
    world.volumes.put(Volume {
        used: disk << 28,
        vmid: Some(vmid),
        ..Volume::new(volid, None, content, "raw", disk << 30, born)
    });
    world.guests.insert(vmid, guest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::moment::Moment;

    #[test]
    fn the_same_seed_makes_the_same_clusters_and_another_seed_others() {
        let size = Size { clusters: 2, nodes: 3, guests: 40 };
        let names = |seed| -> Vec<String> {
            worlds(size, seed, &|| Clock::still(Moment::from_seconds(1_795_000_000)))
                .iter()
                .flat_map(|world| world.guests.values().map(Guest::name).collect::<Vec<_>>())
                .collect()
        };
        assert_eq!(names(1), names(1));
        assert_ne!(names(1), names(2));
        assert_eq!(names(1).len(), 80);
    }
}
