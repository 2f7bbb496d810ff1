//! The configuration read again while the daemon runs.

use rustix::process::Signal;

use super::process::{Daemon, configured, until};
use crate::home::{Home, Sim};

#[test]
fn what_changed_counts_at_once_and_what_wants_a_restart_is_named() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"1h\"");
    let mut daemon = Daemon::start(&home);
    daemon.says("metrics and health are answered");
    until("the first look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(1.0));
    // At an interval of an hour there is no second look, unless the new one counts.
    configured(
        &home,
        &sim,
        "[watch]\ninterval = \"5s\"\n[alias]\nshop = \"home/100\"\n[audit]\nkey = { env = \"KEY\" }",
    );
    daemon.signal(Signal::HUP);
    let told = daemon.says("the configuration was read again");
    assert_eq!(told["changed"], "alias watch", "{told}");
    assert_eq!(told["after_restart"], "audit", "{told}");
    until("a second look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(2.0));
    assert_eq!(daemon.metric("lotse_restart_wanted"), Some(1.0));
    assert_eq!(daemon.metric("lotse_reloads_total{result=\"taken\"}"), Some(1.0));
    assert_eq!(daemon.health()["restart_wanted"][0], "audit");
    configured(&home, &sim, "[watch]\ninterval = \"5s\"\n[alias]\nshop = \"home/100\"");
    daemon.signal(Signal::HUP);
    daemon.says_times("the configuration was read again", 2);
    assert_eq!(daemon.metric("lotse_restart_wanted"), Some(0.0), "taken back before it counted");
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn a_wrong_file_changes_nothing_and_is_said_with_its_place_until_it_is_mended() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"5s\"");
    let mut daemon = Daemon::start(&home);
    daemon.says("metrics and health are answered");
    let good = std::fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    let line = good.lines().position(|line| line.starts_with("interval")).unwrap() + 1;
    home.configure(&good.replace("interval = \"5s\"", "intervall = \"5s\""));
    daemon.signal(Signal::HUP);
    let told = daemon.says("the configuration is wrong; the one in force stays");
    assert_eq!(told["level"], "ERROR");
    let place = daemon.says("intervall");
    assert_eq!(
        (place["code"].as_str(), place["line"].as_u64()),
        (Some("E-CONFIG-UNKNOWN-KEY"), Some(line as u64)),
        "{place}"
    );
    assert_eq!(daemon.metric("lotse_configuration_refused"), Some(1.0));
    assert_eq!(daemon.metric("lotse_reloads_total{result=\"refused\"}"), Some(1.0));
    let health = daemon.health();
    assert_eq!(health["configuration_refused"], "E-CONFIG-UNKNOWN-KEY");
    assert_eq!(health["status"], "degraded", "it is said, and looks go on: {health}");
    let looks = daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}");
    until("another look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") > looks);
    home.configure(&good);
    daemon.signal(Signal::HUP);
    daemon.says("the configuration was read again");
    assert_eq!(daemon.metric("lotse_configuration_refused"), Some(0.0));
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn a_part_is_begun_and_ended_by_a_reload() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"5s\"");
    let mut daemon = Daemon::start(&home);
    until("the watch", || daemon.metric("lotse_part_up{part=\"watch\"}") == Some(1.0));
    configured(&home, &sim, "sweep = false\n[watch]\non = false");
    let text = std::fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    home.configure(&format!("sweep = false\n{}", text.replace("sweep = false\n", "")));
    daemon.signal(Signal::HUP);
    daemon.says("the configuration was read again");
    assert_eq!(daemon.metric("lotse_part_up{part=\"watch\"}"), None, "it is not wanted, so it is not missing");
    assert_eq!(daemon.metric("lotse_part_up{part=\"sweep\"}"), None);
    assert_eq!(daemon.metric("lotse_looks_go_on"), None);
    assert_eq!(daemon.health()["status"], "ok");
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn a_token_that_was_rotated_in_its_file_counts_after_a_reload() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"5s\"");
    let mut daemon = Daemon::start(&home);
    let good = |daemon: &mut Daemon| daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}");
    until("a look", || good(&mut daemon) >= Some(1.0));
    home.write(".config/lotse/home.token", "00000000-0000-0000-0000-000000000000");
    daemon.signal(Signal::HUP);
    let told = daemon.says("the configuration was read again");
    assert_eq!((&told["changed"], &told["secrets"]), (&"".into(), &"cluster.home".into()), "{told}");
    let failed = "lotse_looks_total{cluster=\"home\",result=\"failed\"}";
    until("a look that is refused", || daemon.metric(failed) >= Some(1.0));
    // One that cannot be read leaves the one in force.
    home.write(".config/lotse/home.token", "");
    daemon.signal(Signal::HUP);
    let wrong = daemon.says("a secret cannot be read again; the one in force stays");
    assert_eq!((&wrong["level"], &wrong["cluster"]), (&"ERROR".into(), &"home".into()), "{wrong}");
    home.write(".config/lotse/home.token", &sim.cluster().token);
    daemon.signal(Signal::HUP);
    assert_eq!(daemon.says_times("the configuration was read again", 3)["secrets"], "cluster.home");
    let before = good(&mut daemon);
    until("a look with the new token", || good(&mut daemon) > before);
    assert_eq!(daemon.stop().0, Some(0));
}
