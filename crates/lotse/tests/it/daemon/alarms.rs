//! Incidents as a real process tells them: once each, with their end, whatever becomes of the process meanwhile.

use std::{sync::Arc, time::Duration};

use lotse_engine::{
    access::Person,
    watch::book::{self, NewEntry},
};
use lotse_store::{Shared, Sqlite};
use pvesim::chaos::Action;
use rustix::process::Signal;

use super::{
    process::{Daemon, configured, until},
    receiver::Receiver,
};
use crate::home::{Home, Sim};

/// The least interval.
const WATCH: &str = "[watch]\ninterval = \"5s\"\nremind = false\nflapping = { changes = 100 }\n";

/// Has this watched, as `monitor-add` does.
pub(super) fn watched(home: &Home, scopes: &[&str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store: Shared = Arc::new(Sqlite::open(&home.path().join(".local/state/lotse/lotse.db")).await.unwrap());
        for scope in scopes {
            let new = NewEntry {
                scope: scope.parse().unwrap(),
                identity: None,
                expected_off: false,
                findings: None,
                severity: None,
                by: Person::at_terminal("anna"),
            };
            book::add(&store, new, lotse_engine::fleet::now()).await.unwrap();
        }
        store.close().await;
    });
}

/// Whether a guest runs, or crashes without a task. Not one that the HA manager would start again by itself.
fn runs(sim: &Sim, vmid: u32, on: bool) {
    let mut world = sim.simulator().world();
    if on {
        assert!(world.switch_on(vmid), "{vmid} starts");
    } else {
        world.power_off(vmid);
    }
}

fn looks(daemon: &mut Daemon) -> f64 {
    daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}").unwrap_or_default()
}

/// Waits until so many looks more could look.
fn looked(daemon: &mut Daemon, more: f64) {
    let wanted = looks(daemon) + more;
    until("looks", || looks(daemon) >= wanted);
}

#[test]
fn an_incident_is_one_message_and_its_end_another() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    watched(&home, &["guest:home/101"]);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 2.0);
    assert_eq!(receiver.asked(), 0, "nothing is told of what is well: {:?}", receiver.told());
    runs(&sim, 101, false);
    until("the alert", || receiver.count("raised") == 1);
    assert_eq!(daemon.metric("lotse_alerts_open{severity=\"error\"}"), Some(1.0));
    looked(&mut daemon, 2.0);
    runs(&sim, 101, true);
    until("its end", || receiver.count("recovered") == 1);
    looked(&mut daemon, 2.0);
    assert_eq!(receiver.told().into_values().collect::<Vec<_>>(), [["raised", "recovered"]]);
    assert_eq!(receiver.things().into_values().next().unwrap()["vmid"], 101);
    assert_eq!(daemon.metric("lotse_sends_total{channel=\"hook\"}"), Some(2.0));
    assert_eq!(daemon.metric("lotse_channel_up{channel=\"hook\"}"), Some(1.0));
    assert_eq!(daemon.metric("lotse_alerts_open{severity=\"error\"}"), Some(0.0));
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn a_channel_that_is_away_is_said_and_gets_what_it_missed_also_from_the_next_start() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    watched(&home, &["guest:home/101"]);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 1.0);
    receiver.is_away(true);
    runs(&sim, 101, false);
    until("an attempt", || receiver.asked() > 0);
    until("it is said", || daemon.metric("lotse_channel_up{channel=\"hook\"}") == Some(0.0));
    assert_eq!(daemon.metric("lotse_notices_waiting{channel=\"hook\"}"), Some(1.0));
    let health = daemon.health();
    assert_eq!(
        (health["status"].as_str(), health["channels"]["hook"]["state"].as_str()),
        (Some("degraded"), Some("later"))
    );
    assert_eq!(daemon.stop().0, Some(0));
    receiver.is_away(false);
    let mut next = Daemon::start(&home);
    until("the alert", || receiver.count("raised") == 1);
    until("nothing waits", || next.metric("lotse_notices_waiting{channel=\"hook\"}").is_none());
    assert_eq!(next.health()["status"], "ok");
    assert_eq!(next.stop().0, Some(0));
    assert_eq!(receiver.count("raised"), 1);
}

#[test]
fn told_twice_to_end_it_ends_at_once_and_what_was_being_sent_is_told_by_the_next() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    watched(&home, &["guest:home/101"]);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 1.0);
    receiver.hangs(true);
    runs(&sim, 101, false);
    until("an attempt", || receiver.asked() > 0);
    daemon.signal(Signal::TERM);
    daemon.says("ending");
    daemon.signal(Signal::TERM);
    daemon.says("told twice to end");
    let (code, log) = daemon.ended();
    assert_eq!(code, Some(1), "{log:#?}");
    // Whether the first attempt was taken after all is nobody's matter: the next one has the same id.
    receiver.hangs(false);
    let mut next = Daemon::start(&home);
    looked(&mut next, 1.0);
    until("nothing waits", || next.metric("lotse_notices_waiting{channel=\"hook\"}").is_none());
    assert_eq!(next.stop().0, Some(0));
    assert_eq!(receiver.told().into_values().collect::<Vec<_>>(), [["raised"]]);
}

#[test]
fn a_channel_that_a_reload_brings_is_told_from_then_on() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, WATCH);
    watched(&home, &["guest:home/101"]);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 1.0);
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    daemon.signal(Signal::HUP);
    let told = daemon.says("the configuration was read again");
    assert_eq!(told["changed"], "channel watch", "the default route names every channel: {told}");
    runs(&sim, 101, false);
    until("the alert", || receiver.count("raised") == 1);
    assert_eq!(daemon.stop().0, Some(0));
}

/// A number that looks random, so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    /// Below `bound`.
    fn next(&mut self, bound: u64) -> u64 {
        // A linear congruential generator (Knuth, MMIX); its upper bits are good enough here.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[test]
fn twenty_kills_at_any_moment_lose_no_incident_and_tell_none_twice() {
    const KILLS: u32 = 20;
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    watched(&home, &["guest:home/101", "guest:home/102", "storage:home/local-lvm"]);
    let mut chance = Chance(20);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 1.0);
    let mut incidents = 0;
    let kill = |daemon: Daemon, chance: &mut Chance| {
        // From a start that is not over to the middle of the second look after it.
        std::thread::sleep(Duration::from_millis(chance.next(7000)));
        daemon.kill();
        Daemon::start(&home)
    };
    for round in 0..KILLS / 2 {
        let vmid = 101 + round % 2;
        runs(&sim, vmid, false);
        daemon = kill(daemon, &mut chance);
        incidents += 1;
        until("the alert", || receiver.count("raised") == incidents);
        runs(&sim, vmid, true);
        daemon = kill(daemon, &mut chance);
        until("its end", || receiver.count("recovered") == incidents);
    }
    looked(&mut daemon, 2.0);
    assert_eq!(daemon.stop().0, Some(0));
    let told = receiver.told();
    assert_eq!(told.len(), incidents, "{told:?}");
    for (number, kinds) in &told {
        assert_eq!(kinds, &["raised", "recovered"], "alert {number} of {told:?}");
    }
}

#[test]
fn a_node_that_goes_while_nobody_serves_is_told_by_the_next_start() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("{WATCH}{}", receiver.channel(&home)));
    watched(&home, &["cluster:home"]);
    let mut daemon = Daemon::start(&home);
    looked(&mut daemon, 2.0);
    let before = receiver.told().len();
    assert_eq!(daemon.stop().0, Some(0));
    sim.act(&Action::NodeDown { node: "pve2".to_owned() });
    let next = Daemon::start(&home);
    until("the alert of the node", || {
        receiver.things().values().any(|thing| thing["kind"] == "node" && thing["node"] == "pve2")
    });
    assert_eq!(receiver.told().len(), before + 1, "its guests are in the alert of the node: {:?}", receiver.things());
    assert_eq!(next.stop().0, Some(0));
}
