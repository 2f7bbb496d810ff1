//! What the calls on guests promise, tried on the scenario `single` with a clock that stands still.

use std::time::Duration;

use serde_json::{Value, json};

use crate::api::{Answer, Call, Caller, Failure, Method, handle};
use crate::scenario::still_world;
use crate::world::World;

/// A world, and who calls.
struct Bench {
    world: World,
    caller: Caller,
}

impl Bench {
    fn new() -> Self {
        let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
        Self { world: still_world("single", 1).unwrap(), caller }
    }

    fn by(mut self, userid: &str) -> Self {
        self.caller = Caller::User { userid: userid.to_owned(), via_ticket: true };
        self
    }

    fn call(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Answer {
        let call = params
            .iter()
            .fold(Call::new(method, format!("/nodes/pve{path}"), self.caller.clone()), |call, (name, value)| {
                call.with(name, value)
            });
        handle(&mut self.world, &call)
    }

    fn data(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Value {
        match self.call(method, path, params) {
            Answer::Data(data) | Answer::With { data, .. } => data,
            other => panic!("{path}: {other:?}"),
        }
    }

    fn get(&mut self, path: &str) -> Value {
        self.data(Method::Get, path, &[])
    }

    fn refusal(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> Failure {
        match self.call(method, path, params) {
            Answer::Error(failure) => failure,
            other => panic!("{path}: {other:?}"),
        }
    }

    fn skip(&mut self, seconds: u64) {
        self.world.skip(Duration::from_secs(seconds));
    }

    /// Starts a task and lets it run to its end; its exit status and log.
    fn task(&mut self, method: Method, path: &str, params: &[(&str, &str)]) -> (String, Vec<String>) {
        let upid = self.data(method, path, params).as_str().unwrap().to_owned();
        self.skip(120);
        let task = self.world.tasks.get(&upid).unwrap();
        (task.ended.clone().unwrap().status, task.lines())
    }

    fn post(&mut self, path: &str, params: &[(&str, &str)]) -> String {
        self.task(Method::Post, path, params).0
    }

    fn status(&mut self, vmid: u32) -> String {
        let kind = if vmid == 200 { "lxc" } else { "qemu" };
        self.get(&format!("/{kind}/{vmid}/status/current"))["status"].as_str().unwrap().to_owned()
    }

    fn reported(&mut self, vmid: u32) -> Value {
        let guest = self.world.guests.get(&vmid).unwrap();
        Value::Object(super::rows::resource(&self.world, guest, None))
    }
}

#[test]
fn a_vm_is_started_by_its_task_and_not_by_the_call() {
    let mut bench = Bench::new();
    let upid = bench.data(Method::Post, "/qemu/101/status/start", &[]);
    assert_eq!(bench.status(101), "stopped");
    assert_eq!(bench.get(&format!("/tasks/{}/status", upid.as_str().unwrap()))["status"], "running");
    bench.skip(3);
    assert_eq!(bench.status(101), "running");
    assert_eq!(bench.get(&format!("/tasks/{}/status", upid.as_str().unwrap()))["exitstatus"], "OK");
}

#[test]
fn the_resources_of_the_cluster_follow_ten_seconds_later() {
    let mut bench = Bench::new();
    // Right behind a report, so that the next one is almost ten seconds away.
    while bench.world.reported("pve") != bench.world.now {
        bench.world.skip(Duration::from_millis(1));
    }
    bench.data(Method::Post, "/qemu/100/status/stop", &[]);
    bench.skip(3);
    assert_eq!(bench.status(100), "stopped");
    assert_eq!(bench.reported(100)["status"], "running");
    bench.skip(10);
    assert_eq!(bench.reported(100)["status"], "stopped");
}

#[test]
fn what_a_vm_refuses_its_task_refuses() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/100/status/start", &[]), "VM 100 already running");
    assert_eq!(bench.post("/qemu/104/status/start", &[]), "VM is locked (backup)");
    assert_eq!(bench.post("/qemu/9000/status/start", &[]), "you can't start a vm if it's a template");
    assert_eq!(
        bench.post("/qemu/999/status/start", &[]),
        "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist"
    );
    assert_eq!(bench.post("/qemu/101/status/stop", &[]), "OK");
}

#[test]
fn what_a_container_refuses_the_call_refuses() {
    let mut bench = Bench::new();
    assert_eq!(bench.refusal(Method::Post, "/lxc/200/status/start", &[]).reason, "CT 200 already running");
    assert_eq!(bench.post("/lxc/200/status/stop", &[]), "OK");
    assert_eq!(bench.refusal(Method::Post, "/lxc/200/status/shutdown", &[]).reason, "CT 200 not running");
}

#[test]
fn a_guest_that_does_not_obey_outlives_its_shutdown_unless_forced() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    assert_eq!(bench.post("/qemu/102/status/shutdown", &[("timeout", "6")]), "VM quit/powerdown failed - got timeout");
    assert_eq!(bench.status(102), "running");
    let (status, log) = bench.task(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "3"), ("forceStop", "1")]);
    assert_eq!(status, "OK");
    assert!(log.contains(&"VM still running - terminating now with SIGTERM".to_owned()), "{log:?}");
    assert_eq!(bench.status(102), "stopped");
}

#[test]
fn a_stop_waits_for_the_shutdown_before_it() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    bench.data(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "6")]);
    bench.skip(1);
    let (status, log) = bench.task(Method::Post, "/qemu/102/status/stop", &[]);
    assert_eq!(status, "OK");
    assert_eq!(log, ["trying to acquire lock...", " OK", "TASK OK"]);
}

#[test]
fn a_held_lock_delays_a_change_and_then_refuses_it() {
    let mut bench = Bench::new();
    bench.world.locks.hold(103, "somebody");
    let mut call = Call::new(Method::Put, "/nodes/pve/qemu/103/config", bench.caller.clone()).with("description", "x");
    assert!(matches!(handle(&mut bench.world, &call), Answer::Retry { .. }));
    call.waited = Duration::from_secs(10);
    let Answer::Error(failure) = handle(&mut bench.world, &call) else { panic!("not refused") };
    assert_eq!(failure.reason, "can't lock file '/var/lock/qemu-server/lock-103.conf' - got timeout");
    assert_eq!(bench.post("/qemu/103/status/stop", &[]), failure.reason);
}

#[test]
fn an_interrupted_task_lets_go_of_its_lock() {
    let mut bench = Bench::new();
    bench.post("/qemu/102/status/start", &[]);
    let upid = bench.data(Method::Post, "/qemu/102/status/shutdown", &[("timeout", "60")]);
    bench.skip(2);
    let path = format!("/tasks/{}", upid.as_str().unwrap());
    assert_eq!(bench.data(Method::Delete, &path, &[]), Value::Null);
    assert_eq!(bench.get(&format!("{path}/status"))["exitstatus"], "received interrupt");
    assert!(!bench.world.locks.is_held(102));
}

#[test]
fn a_running_vm_keeps_what_it_cannot_take_for_its_next_start() {
    let mut bench = Bench::new();
    bench.data(Method::Put, "/qemu/100/config", &[("cores", "3"), ("name", "web02")]);
    assert_eq!(bench.get("/qemu/100/config")["cores"], 3);
    let current = bench.data(Method::Get, "/qemu/100/config", &[("current", "1")]);
    assert_eq!((&current["cores"], &current["name"]), (&json!(1), &json!("web02")));
    let pending = bench.get("/qemu/100/pending");
    let cores = pending.as_array().unwrap().iter().find(|row| row["key"] == "cores").unwrap().clone();
    assert_eq!((&cores["value"], &cores["pending"]), (&json!(1), &json!(3)));
    bench.post("/qemu/100/status/stop", &[]);
    assert_eq!(bench.data(Method::Get, "/qemu/100/config", &[("current", "1")])["cores"], 3);
}

#[test]
fn a_change_based_on_an_old_state_is_refused() {
    let mut bench = Bench::new();
    let digest = bench.get("/qemu/101/config")["digest"].as_str().unwrap().to_owned();
    bench.data(Method::Put, "/qemu/101/config", &[("tags", "Zeta,alpha;alpha"), ("digest", &digest)]);
    assert_eq!(bench.get("/qemu/101/config")["tags"], "alpha;zeta");
    let failure = bench.refusal(Method::Put, "/qemu/101/config", &[("cores", "1"), ("digest", &digest)]);
    assert_eq!(failure.reason, "checksum mismatch (file change by other user?)");
}

#[test]
fn a_lock_is_removed_by_root_itself_only() {
    let params = [("delete", "lock"), ("skiplock", "1")];
    let mut bench = Bench::new();
    assert_eq!(bench.refusal(Method::Put, "/qemu/104/config", &[("delete", "lock")]).reason, "VM is locked (backup)");
    let mut alice = Bench::new().by("alice@pve");
    assert_eq!(alice.refusal(Method::Put, "/qemu/104/config", &params).errors[0].1, "Only root may use this option.");
    bench.caller = Caller::Token { userid: "root@pam".to_owned(), tokenid: "full".to_owned() };
    assert_eq!(bench.refusal(Method::Put, "/qemu/104/config", &params).status, 400);
    let mut root = Bench::new();
    root.data(Method::Put, "/qemu/104/config", &params);
    assert_eq!(root.world.guests[&104].lock(), None);
}

#[test]
fn rolling_back_without_memory_leaves_a_running_guest_stopped() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "plain")]), "OK");
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "ram"), ("vmstate", "1")]), "OK");
    assert!(bench.world.volumes.get("local:100/vm-100-state-ram.raw", "pve").is_some());
    assert_eq!(bench.post("/qemu/100/snapshot/ram/rollback", &[]), "OK");
    assert_eq!(bench.status(100), "running");
    assert_eq!(bench.post("/qemu/100/snapshot/plain/rollback", &[]), "OK");
    assert_eq!(bench.status(100), "stopped");
    let snapshots = bench.get("/qemu/100/snapshot");
    let current = snapshots.as_array().unwrap().last().unwrap();
    assert_eq!((&current["name"], &current["parent"]), (&json!("current"), &json!("plain")));
}

#[test]
fn a_deleted_snapshot_hands_its_children_to_its_parent() {
    let mut bench = Bench::new();
    for name in ["s2", "s3"] {
        assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", name)]), "OK");
    }
    assert_eq!(bench.task(Method::Delete, "/qemu/100/snapshot/s2", &[]).0, "OK");
    assert_eq!(bench.world.guests[&100].snapshots["s3"].parent.as_deref(), Some("snap1"));
    assert_eq!(bench.post("/qemu/100/snapshot", &[("snapname", "s3")]), "snapshot name 's3' already used");
    assert_eq!(bench.post("/lxc/200/snapshot", &[("snapname", "s1")]), "snapshot feature is not available");
}

#[test]
fn a_linked_clone_keeps_its_template_from_being_deleted() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/9000/clone", &[("newid", "310"), ("name", "linked")]), "OK");
    let config = bench.get("/qemu/310/config");
    assert_eq!(config["scsi0"], "fast:9000/base-9000-disk-0.qcow2/310/vm-310-disk-0.qcow2,size=1G");
    assert_ne!(config["net0"], bench.get("/qemu/9000/config")["net0"]);
    assert_eq!(
        bench.task(Method::Delete, "/qemu/9000", &[]).0,
        "base volume 'fast:9000/base-9000-disk-0.qcow2' is still in use by linked cloned"
    );
    assert_eq!(bench.task(Method::Delete, "/qemu/310", &[]).0, "OK");
    assert_eq!(bench.task(Method::Delete, "/qemu/9000", &[]).0, "OK");
    assert!(!bench.world.guests.contains_key(&9000));
}

#[test]
fn a_full_clone_has_disks_of_its_own_and_can_be_grown_but_not_shrunk() {
    let mut bench = Bench::new();
    let params = [("newid", "311"), ("full", "1"), ("storage", "local"), ("pool", "lab")];
    assert_eq!(bench.post("/qemu/9000/clone", &params), "OK");
    assert_eq!(bench.get("/qemu/311/config")["scsi0"], "local:311/vm-311-disk-0.qcow2,size=1G");
    assert!(bench.world.access.pools["lab"].vms.contains(&311));
    let resize = |bench: &mut Bench, size: &str| {
        bench.task(Method::Put, "/qemu/311/resize", &[("disk", "scsi0"), ("size", size)]).0
    };
    assert_eq!(resize(&mut bench, "+1G"), "OK");
    assert_eq!(bench.get("/qemu/311/status/current")["maxdisk"], json!(2_u64 << 30));
    assert_eq!(resize(&mut bench, "1G"), "shrinking disks is not supported");
    assert_eq!(bench.refusal(Method::Put, "/qemu/311/resize", &[("disk", "scsi0"), ("size", "big")]).status, 400);
}

#[test]
fn a_created_vm_has_what_was_asked_for_and_no_system_in_it() {
    let mut bench = Bench::new();
    let params = [
        ("vmid", "320"),
        ("name", "fresh"),
        ("memory", "96"),
        ("scsi0", "fast:1,format=qcow2"),
        ("net0", "virtio,bridge=vmbr0"),
        ("start", "1"),
    ];
    assert_eq!(bench.post("/qemu", &params), "OK");
    let config = bench.get("/qemu/320/config");
    assert_eq!(config["scsi0"], "fast:320/vm-320-disk-0.qcow2,size=1G");
    assert_eq!(config["boot"], "order=scsi0;net0");
    assert_eq!(bench.status(320), "running");
    assert_eq!(
        bench.refusal(Method::Post, "/qemu", &[("vmid", "320")]).reason,
        "unable to create VM 320 - VM 320 already exists on node 'pve'"
    );
    let off = bench.task(Method::Post, "/qemu", &[("vmid", "321"), ("scsi0", "off:1")]).0;
    assert_eq!(off, "unable to create VM 321 - storage 'off' is disabled");
    assert!(!bench.world.guests.contains_key(&321));
}

#[test]
fn a_container_is_made_of_a_template() {
    let mut bench = Bench::new();
    let template = "isos:vztmpl/debian-12-standard_12.5-1_amd64.tar.gz";
    assert_eq!(
        bench.post("/lxc", &[("vmid", "210"), ("ostemplate", template), ("rootfs", "fast:1"), ("memory", "64")]),
        "OK"
    );
    let config = bench.get("/lxc/210/config");
    assert_eq!((&config["rootfs"], &config["memory"]), (&json!("fast:210/vm-210-disk-0.raw,size=1G"), &json!(64)));
    let missing =
        bench.post("/lxc", &[("vmid", "211"), ("ostemplate", "isos:vztmpl/none.tar.gz"), ("rootfs", "fast:1")]);
    assert!(missing.starts_with("unable to create CT 211"), "{missing}");
    assert!(!bench.world.guests.contains_key(&211));
}

#[test]
fn rights_are_asked_before_the_guest_is_looked_for() {
    let mut nobody = Bench::new().by("nobody@pve");
    let failure = nobody.refusal(Method::Get, "/qemu/999/status/current", &[]);
    assert_eq!((failure.status, failure.reason.as_str()), (403, "Permission check failed (/vms/999, VM.Audit)"));
    assert_eq!(nobody.get("/qemu"), json!([]));
    let mut auditor = Bench::new().by("bob@pve");
    assert_eq!(auditor.refusal(Method::Post, "/qemu", &[("vmid", "777")]).reason, "Permission check failed");
    assert_eq!(auditor.refusal(Method::Post, "/qemu/100/agent/ping", &[]).status, 403);
    assert_eq!(auditor.get("/qemu/101/config")["name"], "db01");
}

#[test]
fn an_agent_answers_only_where_one_runs() {
    let mut bench = Bench::new();
    let addresses = bench.get("/qemu/100/agent/network-get-interfaces")["result"][1]["ip-addresses"].clone();
    assert_eq!(addresses[0]["ip-address"], "10.77.0.5");
    assert_eq!(bench.refusal(Method::Get, "/qemu/101/agent/get-time", &[]).reason, "No QEMU guest agent configured");
    assert_eq!(bench.refusal(Method::Get, "/qemu/300/agent/get-time", &[]).reason, "VM 300 is not running");
    let pid = bench.data(Method::Post, "/qemu/100/agent/exec", &[("command", "/bin/echo"), ("command", "hi")])["pid"]
        .to_string();
    let ran = bench.data(Method::Get, "/qemu/100/agent/exec-status", &[("pid", &pid)]);
    assert_eq!((&ran["exitcode"], &ran["out-data"]), (&json!(0), &json!("hi\n")));
    assert_eq!(bench.refusal(Method::Post, "/qemu/100/agent/exec", &[("command", "/bin/none")]).status, 596);
}

#[test]
fn a_hibernated_vm_goes_on_where_it_was() {
    let mut bench = Bench::new();
    assert_eq!(bench.post("/qemu/103/status/suspend", &[("todisk", "1")]), "OK");
    let row = bench.get("/qemu/103/status/current");
    assert_eq!((&row["status"], &row["lock"]), (&json!("stopped"), &json!("suspended")));
    let (status, log) = bench.task(Method::Post, "/qemu/103/status/start", &[]);
    assert_eq!((status.as_str(), log[0].as_str()), ("OK", "Resuming suspended VM"));
    assert_eq!(bench.world.guests[&103].lock(), None);
    assert!(bench.world.guests[&103].config.get("vmstate").is_none());
}

#[test]
fn lists_come_in_another_order_each_time() {
    let mut bench = Bench::new();
    let order = |bench: &mut Bench| -> Vec<u64> {
        bench.get("/qemu").as_array().unwrap().iter().map(|row| row["vmid"].as_u64().unwrap()).collect()
    };
    let orders: std::collections::HashSet<Vec<u64>> = (0..8).map(|_| order(&mut bench)).collect();
    assert!(orders.len() > 1, "always the same order");
}

/// The demo's cluster, as its administrator.
fn demo() -> Bench {
    let caller = Caller::User { userid: "root@pam".to_owned(), via_ticket: true };
    Bench { world: still_world("three-nodes", 1).unwrap(), caller }
}

fn on(bench: &mut Bench, method: Method, path: &str, params: &[(&str, &str)]) -> Answer {
    let call =
        params.iter().fold(Call::new(method, path, bench.caller.clone()), |call, (name, value)| call.with(name, value));
    handle(&mut bench.world, &call)
}

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
