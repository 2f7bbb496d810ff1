//! The recorded exchanges of a real server, played on the scenarios that mirror it.
//!
//! Compared are status, reason phrase, the two `Connection` headers, and the shape of the body; of tasks the exit status,
//! too; of commands exit code, standard error and the shape of the last line. `PVESIM_REPLAY_REPORT=FILE` writes every
//! difference to a file.

mod command;
mod excluded;
mod gets;
mod normal;
mod prepare;
mod recording;
mod shape;
mod stage;

use std::collections::BTreeMap;

use serde_json::Value;

use self::normal::normal;
use self::recording::Exchange;
use self::shape::compare;
use self::stage::Stage;
use crate::client::Answer;

/// What came of a replay.
#[derive(Debug, Default)]
struct Score {
    by_category: BTreeMap<String, (usize, usize)>,
    failed: Vec<(String, String)>,
    good: Vec<String>,
}

impl Score {
    fn count(&mut self, category: &str, name: &str, differences: &[String]) {
        let (good, all) = self.by_category.entry(category.to_owned()).or_default();
        *all += 1;
        if differences.is_empty() {
            *good += 1;
            self.good.push(format!("{category}: {name}"));
        } else {
            self.failed.push((format!("{category}: {name}"), differences.join("\n    ")));
        }
    }

    fn report(&self, title: &str) {
        let (good, all) = self.by_category.values().fold((0, 0), |sum, (good, all)| (sum.0 + good, sum.1 + all));
        println!("{title}: {good} of {all}");
        for (category, (good, all)) in &self.by_category {
            println!("  {category:14} {good:4} of {all:4}");
        }
        if let Some(path) = std::env::var_os("PVESIM_REPLAY_REPORT") {
            let mut text = String::new();
            for (name, what) in &self.failed {
                text.extend([name.as_str(), "\n    ", what, "\n"]);
            }
            let mut path = path;
            path.push(format!(".{title}"));
            std::fs::write(path, text).unwrap();
        }
    }

    /// Fails on every difference that no reason excuses, and on every excuse that is no longer needed.
    fn judge(&self, title: &str) {
        self.report(title);
        let unexcused: Vec<String> = self
            .failed
            .iter()
            .filter(|(name, _)| excluded::reason(name).is_none())
            .map(|(name, what)| format!("{name}\n    {what}"))
            .collect();
        let idle: Vec<&String> = self.good.iter().filter(|name| excluded::reason(name).is_some()).collect();
        assert!(idle.is_empty(), "these are excused and need no excuse: {idle:?}");
        assert!(unexcused.is_empty(), "{} exchanges differ:\n{}", unexcused.len(), unexcused.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recorded_single_node_answers_as_recorded() {
    let Some(path) = reference_data::find("pve/recordings.jsonl") else { return };
    let exchanges = recording::read(&path, "single");
    let begins = exchanges.iter().find_map(|exchange| exchange.upid().filter(|_| exchange.category == "power"));
    let mut stage = Stage::set("single", begins.map(Exchange::start)).await;
    let mut score = Score::default();
    for category in prepare::ORDER {
        let mine: Vec<&Exchange> = exchanges.iter().filter(|exchange| stage_of(exchange) == category).collect();
        prepare::prepare(category, &mut stage.simulator.world());
        if *category == *"pvesh" {
            // Its lists are what the status daemon, which reports every ten seconds, had seen by then.
            stage.simulator.advance(std::time::Duration::from_secs(20));
        }
        stage.open_doors();
        for exchange in mine {
            play(&mut stage, exchange, &mut score).await;
        }
    }
    score.judge("single");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recorded_cluster_answers_as_recorded() {
    let Some(path) = reference_data::find("pve/recordings.jsonl") else { return };
    let mut stage = Stage::set("single-cluster", Some(0x6B02_81FB)).await;
    let mut score = Score::default();
    for exchange in recording::read(&path, "cluster") {
        if exchange.n == FIRST_OF_HA {
            manage(&stage).await;
        }
        play(&mut stage, &exchange, &mut score).await;
    }
    score.judge("cluster");
}

/// The first exchange with a high-availability manager that runs.
const FIRST_OF_HA: u64 = 946;

/// Puts VM 101 under high availability and lets the managers do their work.
async fn manage(stage: &Stage) {
    let cluster = stage.simulator.announcement().first.clone();
    let cookie = format!("PVEAuthCookie={}", stage::percent(&stage.ticket("root@pam")));
    let csrf = {
        let world = stage.simulator.world();
        world.access.signer.csrf("root@pam", world.now.seconds())
    };
    let form = [("sid", "vm:101"), ("state", "started"), ("comment", "db ha")];
    let request = crate::client::Request::new("POST", "/api2/json/cluster/ha/resources")
        .header("Cookie", cookie)
        .header("CSRFPreventionToken", csrf)
        .form(&form);
    let answer = crate::client::once(&cluster, &request).await;
    println!("vm:101 is managed: {} {}", answer.status, answer.reason);
    for _ in 0..9 {
        stage.pass(10_000);
    }
}

/// The container category was recorded in two parts, an hour apart.
fn stage_of(exchange: &Exchange) -> &str {
    match exchange.category.as_str() {
        "lxc" if exchange.n >= 721 => "lxc2",
        other => other,
    }
}

async fn play(stage: &mut Stage, exchange: &Exchange, score: &mut Score) {
    let name = format!("{} {}", exchange.n, exchange.name);
    if exchange.kind == "cli" {
        // Only the API's own command line is simulated; `qm`, `pct`, `pvesm` are other programs.
        if matches!(exchange.argv.first().map(String::as_str), Some("pvesh" | "pveum")) {
            let differences = command::play(stage, exchange).await;
            score.count(&exchange.category, &name, &differences);
        }
        return;
    }
    align(stage, exchange);
    let answer = stage.play(exchange).await;
    learn(stage, exchange, &answer);
    score.count(&exchange.category, &name, &differences(stage, exchange, &answer));
    stage.open_doors();
}

/// Brings the clock to where the recording was, and a task to its end where it had ended.
fn align(stage: &mut Stage, exchange: &Exchange) {
    if !runs_beside(exchange.n) {
        stage.finish_all();
    }
    prepare::meanwhile(exchange.n, &mut stage.simulator.world());
    if let Some(upid) = exchange.upid() {
        stage.skip_to(Exchange::start(upid));
    }
    // A number that was just refused is taken again after a moment only.
    if exchange.name == "missing iso" {
        stage.pass(5000);
    }
    let ended = exchange.name.ends_with("— task status") || exchange.name.ends_with("— task log");
    if let Some(recorded) = exchange.path.split('/').find(|part| part.starts_with("UPID:")) {
        stage.recognise(recorded);
        let ours = stage.here(recorded);
        if ended {
            stage.finish(&ours);
        }
    }
    if exchange.name.contains("another process holds the lock file") && exchange.method == "PUT"
        || exchange.name == "start while another process holds the lock file (10 s)"
    {
        stage.simulator.world().locks.hold(103, "another process");
    }
    match exchange.name.as_str() {
        "HA status after hastop" => stage.pass(20_000),
        "VM status 25 s after hastart" => stage.pass(25_000),
        _ => {}
    }
    if exchange.name == "start, lock released in time" {
        stage.simulator.world().locks.release(103, "another process");
    }
    stage.pass(100);
}

/// Exchanges that look at a task while it runs, or do something beside it.
fn runs_beside(n: u64) -> bool {
    matches!(n, 287..=296 | 304..=307 | 775..=777 | 952..=968)
}

/// Remembers what has another name here.
fn learn(stage: &mut Stage, exchange: &Exchange, answer: &Answer) {
    let ours = answer.json();
    if let (Some(recorded), Some(own)) = (exchange.upid(), ours.get("data").and_then(Value::as_str)) {
        stage.learn(recorded, own);
        stage.learn_archive(recorded, own);
    }
    let pid = |body: &Value| body.get("data").and_then(|data| data.get("pid")).and_then(Value::as_i64);
    if exchange.path.ends_with("/agent/exec")
        && let (Some(recorded), Some(own)) = (pid(&exchange.body), pid(&ours))
    {
        stage.learn(&format!("pid={recorded}"), &format!("pid={own}"));
    }
    let ticket =
        |body: &Value| body.get("data").and_then(|data| data.get("ticket")).and_then(Value::as_str).map(str::to_owned);
    if exchange.name.contains("first step")
        && let (Some(recorded), Some(own)) = (ticket(&exchange.body), ticket(&ours))
    {
        stage.learn(&recorded.replace('"', "\\\""), &own.replace('"', "\\\""));
        stage.learn(&recorded, &own);
    }
}

fn differences(stage: &Stage, exchange: &Exchange, answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    let reason = normal(&stage.here(&exchange.reason));
    if (answer.status, normal(&answer.reason)) != (exchange.status, reason) {
        found.push(format!("{} {} instead of {} {}", answer.status, answer.reason, exchange.status, exchange.reason));
        return found;
    }
    if answer.all("Connection") != exchange.connection_headers {
        found.push(format!("Connection {:?} instead of {:?}", answer.all("Connection"), exchange.connection_headers));
    }
    if exchange.body_is_json {
        let ours = answer.json();
        compare("", &exchange.body, &ours, &mut found);
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(normal);
        let recorded = text(exchange.body.get("message")).map(|text| stage.here(&text));
        if recorded != text(ours.get("message")) {
            found.push(format!("message {:?} instead of {recorded:?}", text(ours.get("message"))));
        }
        if exchange.body.get("errors") != ours.get("errors") {
            found.push(format!("errors {:?} instead of {:?}", ours.get("errors"), exchange.body.get("errors")));
        }
        let status = |value: &Value| {
            value.get("data").and_then(|data| data.get("exitstatus")).and_then(Value::as_str).map(normal)
        };
        let recorded = status(&exchange.body).map(|text| stage.here(&text));
        if recorded != status(&ours) {
            found.push(format!("exitstatus {:?} instead of {recorded:?}", status(&ours)));
        }
    }
    found
}
