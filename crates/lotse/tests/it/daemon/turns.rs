//! One daemon for one store.

use rustix::process::Signal;

use super::process::{Daemon, configured, until};
use crate::home::{Home, Ran, Sim};

#[test]
fn without_discord_it_looks_answers_and_ends_in_good_order() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"5s\"");
    let mut daemon = Daemon::start(&home);
    daemon.says("serving");
    until("a good look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(1.0));
    let (status, text) = daemon.get("/metrics");
    assert_eq!(status, 200);
    for name in [
        "lotse_calls_total{cluster=\"home\"}",
        "lotse_good_look_age_seconds{cluster=\"home\"}",
        "lotse_alerts_open{severity=\"critical\"} 0.0",
        "lotse_part_up{part=\"watch\"} 1.0",
        "lotse_store_readable 1.0",
        "process_resident_memory_bytes",
        "# EOF",
    ] {
        assert!(text.lines().any(|line| line.starts_with(name)), "{name}\n{text}");
    }
    assert!(!text.contains("part=\"discord\""), "what is not configured is not missed:\n{text}");
    let health = daemon.health();
    assert_eq!((health["status"].as_str(), health["looks_go_on"].as_bool()), (Some("ok"), Some(true)), "{health}");
    assert_eq!(daemon.get("/elsewhere").0, 404);
    let (code, log) = daemon.stop();
    assert_eq!(code, Some(0), "{log:#?}");
    assert!(log.iter().all(serde_json::Value::is_object), "each line is JSON where nobody sees it: {log:#?}");
}

#[test]
fn a_second_one_says_so_waits_and_takes_over_when_the_first_is_gone() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "");
    let mut first = Daemon::start(&home);
    first.says("metrics and health are answered");
    let mut second = Daemon::start(&home);
    let told = second.says("another daemon serves with this store");
    assert_eq!(told["process"].as_u64(), Some(u64::from(first.number())), "{told}");
    assert!(!second.said("metrics and health are answered"));
    first.kill();
    second.says("this one takes over");
    assert_eq!(second.health()["status"], "ok");
    assert_eq!(second.stop().0, Some(0));
}

#[test]
fn one_that_shall_not_wait_ends_and_says_why() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "");
    let mut first = Daemon::start(&home);
    first.says("metrics and health are answered");
    let ran = Ran::of(&mut home.command(&["serve", "--no-wait", "--json"]));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.error()["error"]["code"], "E-SERVE-TWICE", "{ran:?}");
    assert_eq!(first.stop().0, Some(0), "the first is not troubled");
}

#[test]
fn one_that_waits_ends_when_it_is_told_to() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "");
    let mut first = Daemon::start(&home);
    first.says("metrics and health are answered");
    let mut second = Daemon::start(&home);
    second.says("another daemon serves with this store");
    second.signal(Signal::INT);
    assert_eq!(second.ended().0, Some(0));
    assert_eq!(first.stop().0, Some(0));
}

#[test]
fn a_store_that_cannot_be_used_ends_it_at_the_start() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "");
    home.write(".local/state/lotse/lotse.db", "this is no store");
    let ran = home.run(&["serve", "--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.error()["error"]["code"], "E-STORE-CORRUPT", "{ran:?}");
}

#[test]
fn with_no_cluster_there_is_nothing_to_serve() {
    let home = Home::new();
    home.configure("language = \"en\"\n");
    let ran = home.run(&["serve", "--json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(ran.error()["error"]["code"], "E-NO-FLEET", "{ran:?}");
}
