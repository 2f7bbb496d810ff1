//! Parts beside each other: what one of them lacks troubles no other, and they share one look at the fleet.

use rustix::process::Signal;

use super::process::{Daemon, configured, until};
use crate::{
    discord::Local,
    home::{Home, Sim},
};

/// A watch at the least interval, and a bot.
fn bot(local: &Local) -> String {
    format!("[watch]\ninterval = \"5s\"\n{}gateway-url = \"{}\"", local.entry(), local.discord().gateway_url())
}

/// How often the list of everything was asked for.
fn lists(sim: &Sim) -> f64 {
    let asked = sim.simulator().site().calls.counted().https("GET", "/cluster/resources");
    f64::from(u32::try_from(asked).unwrap())
}

/// How many looks could look.
fn looks(daemon: &mut Daemon) -> f64 {
    daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}").unwrap_or_default()
}

#[test]
fn a_refused_token_takes_nothing_with_it_and_a_reload_tries_the_mended_one_at_once() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let local = Local::open(&home, |_| ());
    configured(&home, &sim, &bot(&local));
    let right = std::fs::read_to_string(home.path().join(".config/lotse/discord.token")).unwrap();
    home.write(".config/lotse/discord.token", "wrong");
    let mut daemon = Daemon::start(&home);
    let told = daemon.says("a part does not work");
    assert_eq!((told["part"].as_str(), told["code"].as_str()), (Some("discord"), Some("E-DISCORD-TOKEN")), "{told}");
    assert!(told["detail"].as_str().unwrap().contains("Reset Token"), "what mends it: {told}");
    let health = daemon.health();
    assert_eq!(health["parts"]["discord"]["code"], "E-DISCORD-TOKEN", "{health}");
    assert_eq!(health["status"], "degraded", "{health}");
    assert_eq!(daemon.metric("lotse_part_up{part=\"discord\"}"), Some(0.0));
    let before = looks(&mut daemon);
    until("looks go on", || looks(&mut daemon) > before);
    home.write(".config/lotse/discord.token", &right);
    daemon.signal(Signal::HUP);
    daemon.says("the gateway is connected");
    assert_eq!(daemon.metric("lotse_part_up{part=\"discord\"}"), Some(1.0));
    assert_eq!(daemon.health()["status"], "ok");
    let (code, log) = daemon.stop();
    assert_eq!(code, Some(0), "{log:#?}");
    assert!(!log.iter().any(|line| line.to_string().contains(right.trim())), "no token in the log: {log:#?}");
}

#[test]
fn watch_bot_and_sweep_share_one_look() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let local = Local::open(&home, |_| ());
    configured(&home, &sim, &bot(&local));
    let mut daemon = Daemon::start(&home);
    daemon.says("the gateway is connected");
    until("some looks", || looks(&mut daemon) >= 3.0);
    let asked = lists(&sim);
    let looked = looks(&mut daemon);
    // One look may be under way.
    assert!(asked <= looked + 1.0, "{asked} lists for {looked} looks");
    assert_eq!(daemon.stop().0, Some(0));
}
