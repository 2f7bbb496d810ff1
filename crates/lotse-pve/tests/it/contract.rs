//! What every way in promises, on the simulated single node that mirrors a recorded one.

use lotse_pve::{CallError, Params, Reply, Verb, Write, api_path};
use serde_json::{Value, json};

use crate::{
    simulated::{Simulated, WAYS, Way},
    wire::soon,
};

fn params(pairs: &[(&'static str, &str)]) -> Params {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect()
}

async fn get(wire: &dyn Write, path: &lotse_pve::ApiPath, sent: &[(&'static str, &str)]) -> Result<Value, CallError> {
    wire.get(path, &params(sent), soon()).await.map(|reply| reply.data)
}

/// The first VM of this state that is no template.
async fn a_vm(wire: &dyn Write, status: &str) -> u64 {
    let rows = get(wire, &api_path!("/cluster/resources"), &[("type", "vm")]).await.unwrap();
    let is_it = |row: &&Value| {
        row["type"] == "qemu" && row["status"] == status && row["template"] == 0 && row["lock"].is_null()
    };
    rows.as_array().unwrap().iter().find(is_it).unwrap()["vmid"].as_u64().unwrap()
}

/// Waits for a task and returns its exit status.
async fn exit_status(wire: &dyn Write, node: &str, upid: &str) -> String {
    for _ in 0..600 {
        let status = get(wire, &api_path!("/nodes/{}/tasks/{}/status", node, upid), &[]).await.unwrap();
        if status["status"] == "stopped" {
            return status["exitstatus"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the task does not end");
}

/// Runs `check` over every way in that this machine has.
async fn on_every_way<F: Future<Output = ()>>(
    scenario: &str,
    check: impl Fn(std::sync::Arc<dyn Write>, String, Way) -> F,
) {
    for way in WAYS {
        let mut simulated = Simulated::start(scenario).await;
        let node = simulated.cluster().node.clone();
        if let Some(wire) = simulated.enter(way) {
            check(wire, node, way).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_is_the_same_on_every_way() {
    let mut answers = Vec::new();
    for way in WAYS {
        let mut simulated = Simulated::start("single").await;
        let Some(wire) = simulated.enter(way) else { continue };
        let version = get(&*wire, &api_path!("/version"), &[]).await.unwrap();
        assert!(version["version"].is_string(), "{way:?}");
        let all = get(&*wire, &api_path!("/cluster/resources"), &[]).await.unwrap();
        let guests = get(&*wire, &api_path!("/cluster/resources"), &[("type", "vm")]).await.unwrap();
        let ids = |rows: &Value| {
            let mut ids: Vec<_> =
                rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        };
        assert!(ids(&guests).len() < ids(&all).len() && !ids(&guests).is_empty());
        let next = get(&*wire, &api_path!("/cluster/nextid"), &[]).await.unwrap();
        answers.push((way, version, ids(&all), ids(&guests), next));
    }
    let (_, version, all, guests, next) = &answers[0];
    for (way, other_version, other_all, other_guests, other_next) in &answers[1..] {
        assert_eq!((version, all, guests, next), (other_version, other_all, other_guests, other_next), "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_error_is_the_same_error_on_every_way() {
    on_every_way("single", |wire, node, way| async move {
        let vm = a_vm(&*wire, "running").await;
        let guest = |rest: &'static str| api_path!("/nodes/{}/qemu/{}", node, vm).segment(rest);
        let status_of = |node: &str| api_path!("/nodes/{}/status", node);
        for (path, sent, code) in [
            (api_path!("/nodes/{}/qemu/{}/status/current", node, 999), vec![], "E-PVE-NOT-FOUND"),
            (status_of("nope"), vec![], "E-PVE-NOT-FOUND"),
            (api_path!("/nodes/{}/storage/{}/content", node, "nope"), vec![], "E-PVE-NOT-FOUND"),
            (api_path!("/nope"), vec![], "E-PVE-NO-SUCH-CALL"),
            (guest("nope"), vec![], "E-PVE-NO-SUCH-CALL"),
            (guest("rrddata"), vec![("timeframe", "century")], "E-PVE-PARAMETERS"),
            (guest("rrddata"), vec![], "E-PVE-PARAMETERS"),
            (api_path!("/nodes/{}/qemu/{}/status/current", node, "abc"), vec![], "E-PVE-PARAMETERS"),
            (api_path!("/version"), vec![("bogus", "1")], "E-PVE-PARAMETERS"),
        ] {
            let error = get(&*wire, &path, &sent).await.unwrap_err();
            assert_eq!(error.code(), code, "{way:?} {path}: {error}");
            if let CallError::Parameters { errors, .. } = error {
                assert_eq!(errors.len(), 1, "{way:?} {path} {errors:?}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_says_nothing_and_shows_when_read_back_whatever_characters_it_has() {
    on_every_way("single", |wire, node, way| async move {
        let vm = a_vm(&*wire, "stopped").await;
        let config = api_path!("/nodes/{}/qemu/{}/config", node, vm);
        for text in ["plain", "-x --y", "it's $HOME `id` \"q\" \\ 100% &a=b;c", "zwei\nZeilen ü ノード"] {
            let sent = params(&[("description", text)]);
            let Reply { data, .. } = wire.send(Verb::Put, &config, &sent, soon()).await.unwrap();
            assert_eq!(data, Value::Null, "{way:?} {text:?}");
            let read = get(&*wire, &config, &[]).await.unwrap();
            assert_eq!(read["description"].as_str().map(str::trim_end), Some(text), "{way:?}");
        }
        let refused = wire.send(Verb::Put, &config, &params(&[("memory", "lots")]), soon()).await.unwrap_err();
        let CallError::Parameters { errors, .. } = refused else { panic!("{way:?} {refused:?}") };
        assert!(errors["memory"].contains("memory.current"), "{way:?} {errors:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_fails_late_fails_in_its_status_on_every_way() {
    on_every_way("single", |wire, node, way| async move {
        let vm = a_vm(&*wire, "running").await;
        let start = api_path!("/nodes/{}/qemu/{}/status/start", node, vm);
        let reply = wire.send(Verb::Post, &start, &Params::new(), soon()).await.unwrap();
        let upid = reply.data.as_str().unwrap();
        assert!(upid.starts_with("UPID:"), "{way:?}");
        assert_eq!(exit_status(&*wire, &node, upid).await, format!("VM {vm} already running"), "{way:?}");
        if wire.waits_for_tasks() {
            assert_eq!(reply.warnings, [format!("VM {vm} already running")]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_prints_while_it_runs_still_answers_with_its_id() {
    on_every_way("single", |wire, node, way| async move {
        let vm = a_vm(&*wire, "running").await;
        let snapshots = api_path!("/nodes/{}/qemu/{}/snapshot", node, vm);
        let sent = params(&[("snapname", "contract"), ("description", "a 'b'\nc"), ("vmstate", "0")]);
        let upid = wire.send(Verb::Post, &snapshots, &sent, soon()).await.unwrap().data;
        assert_eq!(exit_status(&*wire, &node, upid.as_str().unwrap()).await, "OK", "{way:?}");
        let names =
            |rows: &Value| -> Vec<Value> { rows.as_array().unwrap().iter().map(|row| row["name"].clone()).collect() };
        assert!(names(&get(&*wire, &snapshots, &[]).await.unwrap()).contains(&json!("contract")));
        let upid =
            wire.send(Verb::Delete, &snapshots.clone().segment("contract"), &Params::new(), soon()).await.unwrap();
        assert_eq!(exit_status(&*wire, &node, upid.data.as_str().unwrap()).await, "OK", "{way:?}");
        assert!(!names(&get(&*wire, &snapshots, &[]).await.unwrap()).contains(&json!("contract")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volume_with_a_slash_in_its_name_is_one_thing_on_every_way() {
    on_every_way("single", |wire, node, way| async move {
        let storages = get(&*wire, &api_path!("/nodes/{}/storage", node), &[("enabled", "1")]).await.unwrap();
        let mut read = 0;
        for storage in storages.as_array().unwrap() {
            let storage = storage["storage"].as_str().unwrap();
            let content = api_path!("/nodes/{}/storage/{}/content", node, storage);
            let volumes = get(&*wire, &content, &[("content", "images")]).await.unwrap_or_default();
            if let Some(volume) = volumes.as_array().and_then(|volumes| volumes.first()) {
                let volid = volume["volid"].as_str().unwrap();
                let one = get(&*wire, &content.volume(volid), &[]).await;
                assert!(volid.contains('/') && one.is_ok_and(|one| one["size"].is_number()), "{way:?} {volid}");
                read += 1;
            }
        }
        assert!(read > 0, "{way:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_is_offline_is_named_on_every_way() {
    on_every_way("single-cluster", |wire, _, way| async move {
        let nodes = get(&*wire, &api_path!("/nodes"), &[]).await.unwrap();
        let offline = nodes.as_array().unwrap().iter().find(|node| node["status"] == "offline").unwrap();
        let offline = offline["node"].as_str().unwrap();
        let error = get(&*wire, &api_path!("/nodes/{}/status", offline), &[]).await.unwrap_err();
        let CallError::NodeDown { node, .. } = error else { panic!("{way:?} {error:?}") };
        assert_eq!(node.as_deref(), Some(offline), "{way:?}");
    })
    .await;
}
