//! What a client sees while an action runs: the live status, the task, and the list that lags behind.

use std::time::Duration;

use pvesim::announce::ClusterAnnouncement;
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use serde_json::Value;

use crate::client::{Request, once};

/// Longest lag of `/cluster/resources`: a round of pvestatd (10 s) and the age of what it had read.
const LAG: usize = 25;

async fn data(cluster: &ClusterAnnouncement, path: &str) -> Value {
    let answer = once(cluster, &Request::new("GET", format!("/api2/json{path}")).token(cluster)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.reason);
    answer.json()["data"].clone()
}

#[tokio::test]
async fn a_stopped_guest_is_listed_as_running_for_a_while() {
    let options = Options { still: true, ..Options::default().impatient() };
    let simulator = Simulator::start(options).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    let stop = Request::new("POST", "/api2/json/nodes/pve/qemu/100/status/stop").token(&cluster).form(&[]);
    let upid = once(&cluster, &stop).await.json()["data"].as_str().unwrap().to_owned();
    let task = data(&cluster, &format!("/nodes/pve/tasks/{upid}/status")).await;
    assert_eq!((&task["status"], task.get("exitstatus")), (&Value::from("running"), None));

    let (mut live, mut ended, mut listed) = (None, None, None);
    for half_second in 0..2 * LAG {
        let seconds = half_second / 2;
        if live.is_none() && data(&cluster, "/nodes/pve/qemu/100/status/current").await["status"] == "stopped" {
            live = Some(seconds);
        }
        let task = data(&cluster, &format!("/nodes/pve/tasks/{upid}/status")).await;
        if ended.is_none() && task["status"] == "stopped" {
            assert_eq!(task["exitstatus"], "OK");
            ended = Some(seconds);
        }
        let resources = data(&cluster, "/cluster/resources?type=vm").await;
        let mine = resources.as_array().unwrap().iter().find(|guest| guest["vmid"] == 100).unwrap();
        if listed.is_none() && mine["status"] == "stopped" {
            listed = Some(seconds);
        }
        simulator.advance(Duration::from_millis(500));
    }
    let (live, ended, listed) = (live.unwrap(), ended.unwrap(), listed.expect("the list follows in the end"));
    assert!(live <= 3 && ended <= 4, "stopped after {live} s, task ended after {ended} s");
    assert!(listed >= live, "the list knew it at {listed} s, before the guest itself at {live} s");
}
