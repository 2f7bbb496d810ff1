//! What the built-in scenarios promise to hold.

use std::time::Duration;

use super::{load, names, parse, still_world};
use crate::options::Options;
use crate::world::World;
use crate::world::guest::GuestKind;
use crate::world::power::Phase;

fn demo() -> World {
    still_world("three-nodes", 1).unwrap()
}

#[test]
fn every_built_in_scenario_makes_a_world_whose_guests_lie_where_they_say() {
    for name in names() {
        let options = Options { nodes: Some(3), guests: Some(20), still: true, ..Options::scenario(name) };
        let worlds = load(&options).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (world, _) in worlds {
            assert!(!world.guests.is_empty(), "{name} has no guests");
            for guest in world.guests.values() {
                assert!(world.nodes.contains_key(&guest.node), "{name}: {} is nowhere", guest.vmid);
                for (key, value) in guest.config.drives().filter(|(_, value)| !value.contains("media=cdrom")) {
                    let volid = crate::world::config::volume_of(value);
                    assert!(
                        world.volumes.get(volid, &guest.node).is_some(),
                        "{name}: {key} of {}: no {volid}",
                        guest.vmid
                    );
                    let storage = volid.split(':').next().unwrap();
                    assert!(world.storages[storage].is_on(&guest.node), "{name}: {key} of {} out of reach", guest.vmid);
                }
            }
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_world_and_time_goes_on_alike() {
    let figures = |seed| {
        let mut world = still_world("three-nodes", seed).unwrap();
        world.now = crate::world::moment::Moment::from_seconds(1_795_000_000);
        world.guests.values().map(|guest| format!("{} {:?}", guest.vmid, guest.nature)).collect::<Vec<_>>()
    };
    assert_eq!(figures(4), figures(4));
    assert_ne!(figures(4), figures(5));
}

#[test]
fn the_demo_has_a_web_with_an_ordinary_past() {
    let world = demo();
    let web = world.guests.values().find(|guest| guest.name() == "web").unwrap();
    assert_eq!((web.vmid, web.kind, web.power.phase()), (100, GuestKind::Qemu, Phase::Running));
    let month = world.guest_rrddata(web, "month", false);
    let gaps = month.iter().filter(|row| row.get("cpu").is_none()).count();
    assert!(gaps < month.len() / 2, "{gaps} of {} rows without figures", month.len());
    assert_eq!(web.snapshots.keys().collect::<Vec<_>>(), ["before-nginx"]);
    let tasks = world.tasks.newest_first().filter(|task| task.upid.id == "100").count();
    assert!(tasks >= 5, "only {tasks} tasks about it");
    assert!(world.ha.managing(GuestKind::Qemu, 100).is_some());
}

#[test]
fn a_filling_disk_is_as_full_as_the_scenario_says_when_it_starts() {
    let mut world = demo();
    let full = |world: &World| world.disk_share(&world.guests[&101], world.now);
    assert!((full(&world) - 0.71).abs() < 1e-9, "{}", full(&world));
    world.skip(Duration::from_hours(240));
    assert!((full(&world) - 0.73).abs() < 1e-9, "{} ten days later", full(&world));
}

#[test]
fn the_graph_of_a_filling_disk_rises_to_what_it_is_now() {
    let mut world = demo();
    let mut gitea = world.guests[&112].clone();
    gitea.nature.disk = 0.5;
    gitea.nature.disk_growth = 0.002;
    world.guests.insert(112, gitea.clone());
    let month: Vec<u64> =
        world.guest_rrddata(&gitea, "month", false).iter().filter_map(|row| row["disk"].as_u64()).collect();
    assert!(month.len() > 60 && month.is_sorted() && month.first() < month.last(), "{month:?}");
    assert!(*month.last().unwrap() <= world.guest_disk(&gitea, world.now));
}

#[test]
fn the_demo_has_the_problems_that_it_is_there_to_show() {
    let world = demo();
    let nas = &world.storages["nas"];
    let full = world.storage_space(nas, "pve1", world.now).fraction();
    assert!((0.9..0.99).contains(&full), "the NAS is {full} full");
    assert_eq!(world.guests_without_job(), [115]);
    let idle: Vec<u32> = world
        .guests
        .values()
        .filter(|guest| guest.config.flag("onboot") && !guest.is_alive() && !guest.is_template())
        .map(|guest| guest.vmid)
        .collect();
    assert_eq!(idle, [104], "set to start at boot, but stopped");
    assert_eq!(world.guests[&121].lock(), Some("backup"));
    let oldest =
        world.guests.values().flat_map(|guest| guest.snapshots.values()).map(|snapshot| snapshot.taken).min().unwrap();
    assert!(world.now.seconds() - oldest.seconds() > 180 * 86_400, "no old snapshot");
    assert!(world.replications.values().any(|job| job.fail_count > 0));
    let failed: Vec<&str> = world
        .tasks
        .newest_first()
        .filter(|task| task.ended.as_ref().is_some_and(|ended| ended.status != "OK"))
        .map(|task| task.upid.kind.as_str())
        .collect();
    assert!(failed.contains(&"vzdump") && failed.contains(&"qmigrate"), "{failed:?}");
    assert!(world.machines.values().any(|machine| machine.certificate.days_left < 14));
    assert!(world.machines.values().any(|machine| !machine.updates.is_empty()));
}

#[test]
fn archives_of_the_demo_are_younger_than_their_guests_and_not_more_than_are_kept() {
    let world = demo();
    for guest in world.guests.values() {
        let archives: Vec<_> = world
            .volumes
            .iter()
            .filter(|volume| volume.vmid == Some(guest.vmid) && volume.archived.is_some())
            .collect();
        assert!(archives.len() <= 7, "{} has {} archives", guest.vmid, archives.len());
        assert!(
            archives.iter().all(|archive| archive.created > guest.power.known_since() && archive.created < world.now)
        );
    }
    let ages =
        |vmid| world.volumes.iter().filter(|volume| volume.vmid == Some(vmid) && volume.archived.is_some()).count();
    assert_eq!((ages(100), ages(115)), (7, 0));
}

#[test]
fn a_world_that_was_left_alone_is_up_to_date_at_once() {
    let mut world = demo();
    let full = |world: &World| world.storage_space(&world.storages["nas"], "pve1", world.now).fraction();
    let before = full(&world);
    world.skip(Duration::from_hours(120));
    let usage = world.guest_usage(&world.guests[&100], world.now);
    assert!(usage.uptime > 28 * 86_400 && usage.cpu > 0.0, "{usage:?}");
    assert!(full(&world) > before + 0.004, "the NAS did not fill up: {} after {before}", full(&world));
}

#[test]
fn single_cluster_is_single_with_two_members_that_do_not_answer() {
    let world = still_world("single-cluster", 1).unwrap();
    assert_eq!(world.cluster.as_deref(), Some("testcluster"));
    let states: Vec<(&str, bool, bool)> =
        world.nodes.values().map(|node| (node.name.as_str(), node.online, node.reachable)).collect();
    assert_eq!(states, [("pve", true, true), ("pve2", false, true), ("pve3", true, false)]);
    assert!(world.guests.contains_key(&100) && world.guests.contains_key(&410));
}

#[test]
fn an_unknown_scenario_is_named_in_its_error() {
    let error = load(&Options::scenario("four-nodes")).unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), ("scenario-unknown", "there is no scenario 'four-nodes'"));
}

#[test]
fn a_wrong_key_is_an_error_that_points_at_its_line() {
    let error = parse("x", "pve-version = \"8.4\"\ncolour = 1\n").unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn facts_that_contradict_each_other_are_told() {
    let broken = |text: &str| {
        let scenario = parse("x", text).unwrap();
        let clock = crate::world::clock::Clock::still(crate::world::moment::Moment::from_seconds(1_795_000_000));
        super::build::world(&scenario, 1, clock).unwrap_err()
    };
    assert_eq!(broken("pve-version = \"8.4\""), "it has no node");
    let node = "pve-version = \"8.4\"\n[[node]]\nname = \"a\"\naddress = \"192.0.2.1\"\ncores = 1\nmemory = \"1G\"\nuptime = \"1h\"\n\
                root-size = \"8G\"\nroot-used = \"1G\"\n";
    let guest = "[[guest]]\nvmid = 100\nkind = \"qemu\"\nconfig = { scsi0 = \"nowhere:vm-100-disk-0,size=1G\" }\n";
    assert_eq!(broken(&format!("{node}{guest}")), "scsi0 of guest 100 lies on the unknown storage 'nowhere'");
}
