//! Changes are sent once, followed to their end, and looked for when their answer is lost.

use std::time::Duration;

use lotse_model::{GuestKind, Outcome, Vmid};
use lotse_pve::{
    CallError, Caller, Carried, Deadline, Sent,
    ops::{
        change::Change,
        follow::{End, TaskEvent},
        guest_changes::ConfigChange,
        guest_status::GuestPlace,
        power::Power,
        reconcile::Reconciled,
        settle::{Settled, Wanted},
    },
};
use serde_json::{Value, json};

use crate::ops_wire::{Answer, Wire, changed, denied, looked_at, not_found, soon};

const START: &str = "POST /nodes/pve/qemu/100/status/start";
const TASKS: &str = "GET /nodes/pve/tasks";

/// A task of the bot that starts guest 100, begun at the wire's time.
fn upid() -> String {
    let now = lotse_pve::clock::now().0;
    format!("UPID:pve:00005A69:0009EB22:{now:08X}:qmstart:100:lotse@pve!bot:")
}

fn start() -> Change {
    Change::power(&vm(), Power::Start).unwrap()
}

fn vm() -> GuestPlace {
    GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap())
}

fn status(upid: &str) -> String {
    format!("GET /nodes/pve/tasks/{upid}/status")
}

fn log(upid: &str) -> String {
    format!("GET /nodes/pve/tasks/{upid}/log")
}

fn lines(texts: &[&str]) -> Value {
    texts.iter().enumerate().map(|(index, text)| json!({ "n": index + 1, "t": text })).collect()
}

fn lost() -> CallError {
    let source = CallError::TimedOut { call: START.to_owned(), endpoint: "script".to_owned(), after: Duration::ZERO };
    CallError::Uncertain { call: START.to_owned(), endpoint: "script".to_owned(), source: Box::new(source) }
}

fn long() -> Deadline {
    Deadline::after(Duration::from_mins(10))
}

#[tokio::test(start_paused = true)]
async fn a_task_is_followed_to_its_end_and_each_line_is_told_once() {
    let upid = upid();
    let wire = Wire::token()
        .on(START, json!(upid))
        .on(&status(&upid), json!({ "status": "running" }))
        .on(&status(&upid), json!({ "status": "running" }))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "OK" }))
        .on(&log(&upid), lines(&["no content"]))
        .on(&log(&upid), lines(&["starting", "50% done"]))
        .on(&log(&upid), json!([{ "n": 3, "t": "100% done" }, { "n": 4, "t": "TASK OK" }]));
    let (hands, wire) = changed(wire);
    let mut told = Vec::new();
    let carried = hands.carry_out(&start(), &mut |event| told.push(event), long()).await.unwrap();
    let Carried::Task(followed) = carried else { panic!("{carried:?}") };
    assert_eq!(followed.end, End::Finished(Outcome::Ok));
    let texts = |event: &TaskEvent| match event {
        TaskEvent::Line(line) => line.text.clone(),
        TaskEvent::Progress(share) => format!("({:.0})", share.percent()),
        TaskEvent::Trouble(error) => format!("{error:?}"),
    };
    assert_eq!(
        told.iter().map(texts).collect::<Vec<_>>(),
        ["starting", "50% done", "(50)", "100% done", "(100)", "TASK OK"]
    );
    assert_eq!(followed.tail.len(), 4);
    assert_eq!(wire.count(START), 1);
    assert!(
        wire.calls().contains(&format!("{} start=2 limit=500", log(&upid))),
        "the log is read on from where it was"
    );
}

#[tokio::test(start_paused = true)]
async fn accepted_is_not_done_the_exit_status_decides() {
    let upid = upid();
    let wire = Wire::token()
        .on(START, json!(upid))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "VM 100 already running" }))
        .on(&log(&upid), lines(&["TASK ERROR: VM 100 already running"]));
    let (hands, _) = changed(wire);
    let Carried::Task(followed) = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap() else {
        panic!("a task")
    };
    assert_eq!(followed.end, End::Finished(Outcome::Failed { message: "VM 100 already running".into() }));
    assert_eq!(followed.tail[0].text, "TASK ERROR: VM 100 already running");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_outlasts_the_deadline_is_still_running_and_nothing_else() {
    let upid = upid();
    let wire = Wire::token()
        .on(START, json!(upid))
        .on(&status(&upid), json!({ "status": "running" }))
        .on(&log(&upid), lines(&["working"]));
    let (hands, wire) = changed(wire);
    let before = tokio::time::Instant::now();
    let deadline = Deadline::after(Duration::from_mins(2));
    let Carried::Task(followed) = hands.carry_out(&start(), &mut |_| {}, deadline).await.unwrap() else {
        panic!("a task")
    };
    assert_eq!(followed.end, End::StillRunning);
    assert!(before.elapsed() <= Duration::from_mins(2));
    let looks = wire.count(&status(&upid));
    assert!((30..60).contains(&looks), "pauses grow to three seconds: {looks} looks in two minutes");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_silent_for_a_while_does_not_end_a_task() {
    let upid = upid();
    let down =
        || CallError::NodeDown { call: String::new(), node: Some("pve".into()), message: "No route to host".into() };
    let wire = Wire::token()
        .then(&status(&upid), Answer::Error(down()))
        .then(&status(&upid), Answer::Error(down()))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "WARNINGS: 2" }))
        .on(&log(&upid), lines(&["TASK WARNINGS: 2"]));
    let (pve, _) = looked_at(wire);
    let mut troubles = 0;
    let mut watch = |event| troubles += usize::from(matches!(event, TaskEvent::Trouble(_)));
    let followed = pve.follow(&upid.parse().unwrap(), &mut watch, long()).await.unwrap();
    assert_eq!(followed.end, End::Finished(Outcome::Warnings { count: 2 }));
    assert_eq!(troubles, 2);
}

#[tokio::test(start_paused = true)]
async fn what_was_never_seen_again_is_unseen_and_not_failed() {
    let upid = upid();
    let down =
        CallError::NodeDown { call: String::new(), node: Some("pve".into()), message: "No route to host".into() };
    let (pve, _) = looked_at(Wire::token().then(&status(&upid), Answer::Error(down.clone())));
    let followed = pve.follow(&upid.parse().unwrap(), &mut |_| {}, soon()).await.unwrap();
    assert_eq!(followed.end, End::Unseen(down));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_nobody_knows_is_an_error_at_once() {
    let upid = upid();
    let (pve, wire) = looked_at(Wire::token());
    assert!(matches!(pve.follow(&upid.parse().unwrap(), &mut |_| {}, long()).await, Err(CallError::NotFound { .. })));
    assert_eq!(wire.count(&status(&upid)), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_for_and_never_sent_again() {
    let upid = upid();
    let wire = Wire::token()
        .then(START, Answer::Error(lost()))
        .on(TASKS, json!([]))
        .on(TASKS, json!([{ "upid": upid, "status": "RUNNING" }]))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "OK" }))
        .on(&log(&upid), lines(&["TASK OK"]))
        .on("GET /access/permissions", json!({}));
    let (hands, wire) = changed(wire);
    let Carried::Task(followed) = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap() else {
        panic!("found")
    };
    assert_eq!((followed.upid.to_string(), followed.end), (upid, End::Finished(Outcome::Ok)));
    assert_eq!((wire.count(START), wire.count(TASKS)), (1, 2), "sent once; looked for until it showed");
}

#[tokio::test(start_paused = true)]
async fn a_change_that_left_no_task_has_not_begun() {
    let wire = Wire::token().then(START, Answer::Error(lost())).on(
        TASKS,
        json!([{ "upid": "UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:100:root@pam:", "status": "OK", "endtime": 9 }]),
    );
    let (hands, wire) = changed(wire);
    let carried = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap();
    assert!(matches!(carried, Carried::Lost { found: Some(Reconciled::NotBegun), .. }), "{carried:?}");
    assert_eq!(wire.count(START), 1);
}

#[tokio::test(start_paused = true)]
async fn when_the_task_list_is_out_of_reach_too_nobody_knows() {
    let wire = Wire::token().then(START, Answer::Error(lost())).then(TASKS, Answer::Error(not_found("x")));
    let (hands, wire) = changed(wire);
    let carried = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap();
    assert!(matches!(carried, Carried::Lost { found: None, .. }), "{carried:?}");
    assert_eq!(wire.count(START), 1);
}

#[tokio::test(start_paused = true)]
async fn the_nodes_clock_decides_what_began_after_the_change() {
    let now = lotse_pve::clock::now().0;
    // The node's clock is an hour behind ours, so its task begins an hour "before" it was sent.
    let upid = format!("UPID:pve:00005A69:0009EB22:{:08X}:qmstart:100:lotse@pve!bot:", now - 3600);
    let time = crate::ops_wire::NOW.0 - 3600;
    let wire = Wire::token()
        .on("GET /nodes/pve/time", json!({ "time": time, "localtime": time, "timezone": "UTC" }))
        .on(TASKS, json!([{ "upid": upid, "status": "RUNNING" }]));
    let (pve, _) = looked_at(wire);
    let found = pve.reconcile(&start(), lotse_model::Timestamp(now), soon()).await.unwrap();
    assert_eq!(found, Reconciled::Began(upid.parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_refused_change_is_refused_and_nothing_is_looked_for() {
    let (hands, wire) = changed(Wire::token().then(START, Answer::Error(denied("/vms/100", "VM.PowerMgmt"))));
    let error = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap_err();
    assert!(matches!(error, CallError::Permission { .. }));
    assert_eq!(wire.calls(), [START]);
}

#[tokio::test(start_paused = true)]
async fn a_synchronous_change_is_done_when_it_is_answered() {
    let set = [("memory".to_owned(), "2048".to_owned())].into();
    let change = Change::configure(&vm(), &ConfigChange { set, ..ConfigChange::default() });
    let (hands, wire) = changed(Wire::token().on("PUT /nodes/pve/qemu/100/config", Value::Null));
    assert_eq!(hands.carry_out(&change, &mut |_| {}, long()).await.unwrap(), Carried::Done { answer: None });
    assert_eq!(wire.calls(), ["PUT /nodes/pve/qemu/100/config memory=2048"]);
    assert_eq!(hands.send(&change, long()).await.unwrap(), Sent::Done { answer: None });
}

#[tokio::test(start_paused = true)]
async fn pvesh_waits_for_the_task_and_its_log_is_told_meanwhile() {
    let upid = upid().replace("lotse@pve!bot", "root@pam");
    let wire = Wire::new(Caller::Root)
        .in_foreground()
        // The session breaks off in the middle of the task, which goes on.
        .then(START, Answer::Silence)
        .on(TASKS, json!([{ "upid": upid, "status": "RUNNING" }]))
        .on(&status(&upid), json!({ "status": "running" }))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "OK" }))
        .on(&log(&upid), lines(&["10% of it", "TASK OK"]));
    let (hands, wire) = changed(wire);
    let mut lines = 0;
    let mut watch = |event| lines += usize::from(matches!(event, TaskEvent::Line(_)));
    let Carried::Task(followed) = hands.carry_out(&start(), &mut watch, long()).await.unwrap() else {
        panic!("a task")
    };
    assert_eq!((followed.end, lines), (End::Finished(Outcome::Ok), 2));
    assert_eq!(wire.count(START), 1);
}

#[tokio::test(start_paused = true)]
async fn pvesh_that_returns_at_once_leaves_a_task_whose_status_decides() {
    let upid = upid().replace("lotse@pve!bot", "root@pam");
    let wire = Wire::new(Caller::Root)
        .in_foreground()
        .on(START, json!(upid))
        .on(&status(&upid), json!({ "status": "stopped", "exitstatus": "VM 100 already running" }))
        .on(&log(&upid), lines(&["TASK ERROR: VM 100 already running"]));
    let (hands, _) = changed(wire);
    let Carried::Task(followed) = hands.carry_out(&start(), &mut |_| {}, long()).await.unwrap() else {
        panic!("a task")
    };
    assert!(matches!(followed.end, End::Finished(Outcome::Failed { .. })));
}

const CURRENT: &str = "GET /nodes/pve/qemu/100/status/current";

fn state(status: &str, ha: &str) -> Value {
    json!({ "vmid": 100, "status": status, "qmpstatus": status, "ha": { "managed": 1, "state": ha } })
}

#[tokio::test(start_paused = true)]
async fn a_guest_under_ha_follows_later_than_its_task() {
    let wire = Wire::token()
        .on(CURRENT, state("stopped", "stopped"))
        .on(CURRENT, state("stopped", "started"))
        .on(CURRENT, state("stopped", "started"))
        .on(CURRENT, state("running", "started"));
    let (pve, wire) = looked_at(wire);
    let settled = pve.settle(&vm(), &Wanted::Running, long()).await;
    assert!(matches!(settled, Settled::Reached(Some(_))), "{settled:?}");
    assert_eq!(wire.count(CURRENT), 4);
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_does_not_follow_is_inconclusive_and_one_in_error_is_given_up() {
    let (pve, _) = looked_at(Wire::token().on(CURRENT, state("stopped", "started")));
    let settled = pve.settle(&vm(), &Wanted::Running, Deadline::after(Duration::from_secs(30))).await;
    assert!(matches!(settled, Settled::NotYet(Some(_))), "{settled:?}");
    let (pve, wire) = looked_at(Wire::token().on(CURRENT, state("stopped", "error")));
    assert!(matches!(pve.settle(&vm(), &Wanted::Running, long()).await, Settled::GaveUp(_)));
    assert_eq!(wire.count(CURRENT), 1);
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_ha_moved_is_found_on_its_new_node() {
    let gone = not_found("Configuration file 'nodes/pve/qemu-server/100.conf' does not exist");
    let wire = Wire::token()
        .then(CURRENT, Answer::Error(gone))
        .on("GET /cluster/resources", json!([{ "type": "qemu", "vmid": 100, "node": "pve2", "status": "running" }]))
        .on("GET /nodes/pve2/qemu/100/status/current", state("running", "started"));
    let (pve, _) = looked_at(wire);
    let settled = pve.settle(&vm(), &Wanted::On("pve2".parse().unwrap()), long()).await;
    assert!(matches!(settled, Settled::Reached(Some(_))), "{settled:?}");
}

#[tokio::test(start_paused = true)]
async fn a_destroyed_guest_is_gone_although_the_list_lags() {
    let gone = not_found("Configuration file 'nodes/pve/qemu-server/100.conf' does not exist");
    let wire = Wire::token()
        .then(CURRENT, Answer::Error(gone))
        .on("GET /cluster/resources", json!([{ "type": "qemu", "vmid": 100, "node": "pve", "status": "running" }]));
    let (pve, _) = looked_at(wire);
    assert_eq!(pve.settle(&vm(), &Wanted::Gone, long()).await, Settled::Reached(None));
}

#[tokio::test(start_paused = true)]
async fn a_guest_that_cannot_be_read_back_is_unseen() {
    let (pve, _) = looked_at(Wire::token().then(CURRENT, Answer::Error(denied("/vms/100", "VM.Audit"))));
    assert!(matches!(pve.settle(&vm(), &Wanted::Running, soon()).await, Settled::Unseen(CallError::Permission { .. })));
}
