//! Guests in a cluster: moved, managed, without quorum.

use serde_json::Value;

use super::{Bench, demo, on};
use crate::api::{Answer, Caller, Failure, Method};
use crate::scenario::still_world;

fn ended(bench: &mut Bench, answer: Answer) -> String {
    let Answer::Data(Value::String(upid)) = answer else { panic!("{answer:?}") };
    bench.skip(600);
    bench.world.tasks.get(&upid).unwrap().ended.clone().unwrap().status
}

#[test]
fn a_guest_on_shared_storage_moves_while_it_runs_and_a_local_one_takes_its_disks_along() {
    let mut bench = demo();
    bench.world.ha.resources.clear();
    let params = [("target", "pve1"), ("online", "1")];
    let answer = on(&mut bench, Method::Post, "/nodes/pve2/qemu/103/migrate", &params);
    assert_eq!(ended(&mut bench, answer), "OK");
    let guest = &bench.world.guests[&103];
    assert_eq!((guest.node.as_str(), guest.is_alive()), ("pve1", true));
    let refused = on(&mut bench, Method::Post, "/nodes/pve1/qemu/102/migrate", &[("target", "pve3")]);
    assert_eq!(refused, Answer::Error(Failure::die("can't migrate running VM without --online")));
    let answer = on(&mut bench, Method::Post, "/nodes/pve1/qemu/102/migrate", &[("target", "pve3"), ("online", "1")]);
    assert_eq!(ended(&mut bench, answer), "OK");
    assert!(bench.world.volumes.get("tank:vm-102-disk-0", "pve3").is_some());
    assert!(bench.world.volumes.get("tank:vm-102-disk-0", "pve1").is_none());
}

#[test]
fn a_managed_guest_is_asked_for_and_follows_later() {
    let mut bench = demo();
    let answer = on(&mut bench, Method::Post, "/nodes/pve1/qemu/100/status/stop", &[]);
    let Answer::Data(Value::String(upid)) = answer else { panic!("{answer:?}") };
    assert!(upid.contains(":hastop:100:"), "{upid}");
    bench.skip(1);
    assert_eq!(bench.world.tasks.get(&upid).unwrap().lines()[0], "Requesting HA stop for VM 100");
    assert!(bench.world.guests[&100].is_alive());
    bench.skip(40);
    assert!(!bench.world.guests[&100].is_alive());
}

#[test]
fn without_quorum_nothing_is_changed_and_everything_is_still_read() {
    let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
    let mut bench = Bench { world: still_world("broken", 1).unwrap(), caller };
    assert!(matches!(on(&mut bench, Method::Get, "/nodes/alpha/qemu/100/config", &[]), Answer::Data(_)));
    let Answer::Error(failure) = on(&mut bench, Method::Put, "/nodes/alpha/qemu/100/config", &[("name", "x")]) else {
        panic!("was changed")
    };
    assert_eq!(failure.status, 500);
    assert!(matches!(
        on(&mut bench, Method::Get, "/nodes/beta/qemu", &[]),
        Answer::Error(Failure { status: 595, body: false, .. })
    ));
}
