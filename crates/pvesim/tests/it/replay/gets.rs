//! One recorded GET of every readable path.

use serde::Deserialize;
use serde_json::Value;

use super::Score;
use super::normal::normal;
use super::shape::compare;
use super::stage::Stage;
use crate::client::{Request, once};

#[derive(Debug, Deserialize)]
struct Get {
    schema_path: String,
    path: String,
    status: u16,
    reason: String,
    body: Value,
}

/// A little of what had happened on the recorded server: tasks, a node with notes.
async fn happen(stage: &Stage) {
    let calls = [
        ("POST", "/nodes/pve/qemu/101/status/start", &[][..]),
        ("POST", "/nodes/pve/qemu/101/status/stop", &[]),
        ("PUT", "/nodes/pve/config", &[("description", "my node")]),
    ];
    for (method, path, form) in calls {
        let request =
            Request::new(method, format!("/api2/json{path}")).header("Authorization", Stage::root_token()).form(form);
        let answer = once(&stage.simulator.announcement().first, &request).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.reason);
        stage.finish_all();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_recorded_get_of_a_served_path_answers_as_recorded() {
    let Some(path) = reference_data::find("pve/gets.jsonl") else { return };
    let stage = Stage::set("single", None).await;
    super::prepare::prepare("gets", &mut stage.simulator.world());
    happen(&stage).await;
    // The status daemon reports every ten seconds: what was recorded is what it had seen by then.
    stage.simulator.advance(std::time::Duration::from_secs(20));
    let mut score = Score::default();
    let mut unserved = 0;
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let get: Get = serde_json::from_str(line).unwrap();
        let request =
            Request::new("GET", format!("/api2/json{}", get.path)).header("Authorization", Stage::root_token());
        let answer = once(&stage.simulator.announcement().first, &request).await;
        if answer.status == 501 && get.status != 501 {
            unserved += 1;
            continue;
        }
        let mut found = Vec::new();
        if (answer.status, normal(&answer.reason)) == (get.status, normal(&get.reason)) {
            // Long answers were cut when they were recorded.
            if get.body.get("_cut").is_none() {
                compare("", &get.body, &answer.json(), &mut found);
            }
        } else {
            found.push(format!("{} {} instead of {} {}", answer.status, answer.reason, get.status, get.reason));
        }
        let area = get.schema_path.split('/').nth(1).unwrap_or_default();
        score.count(&format!("gets/{area}"), &get.path, &found);
    }
    println!("not served: {unserved}");
    score.judge("gets");
}
