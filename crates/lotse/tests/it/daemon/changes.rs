//! A change that is under way when the daemon ends.

use std::process::Stdio;

use pvesim::options::Options;

use super::process::{Daemon, configured, until};
use crate::home::{Home, Sim};

/// The call that asks `web` to switch itself off.
const SHUTDOWN: &str = "/nodes/pve1/qemu/100/status/shutdown";

fn posted(sim: &Sim) -> u64 {
    sim.simulator().site().calls.counted().https("POST", SHUTDOWN)
}

#[test]
fn a_change_in_the_middle_of_which_the_daemon_ends_is_finished_by_the_next_and_sent_once() {
    // Here a shutdown takes its seconds, so that there is a middle.
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("three-nodes")));
    configured(&home, &sim, "[policy]\nyes = [\"disruptive\"]");
    let mut person = std::process::Command::new(env!("CARGO_BIN_EXE_lotse"))
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .args(["shutdown", "web", "--yes"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("the call is sent", || posted(&sim) == 1);
    person.kill().unwrap();
    person.wait().unwrap();
    // The first daemon takes it up and is told to end before the guest is off.
    let mut first = Daemon::start(&home);
    first.says("taken up");
    let (code, log) = first.stop();
    assert_eq!(code, Some(0), "{log:#?}");
    let was_over = log.iter().any(|line| line["message"] == "a change that was left in the middle is over");
    assert!(!was_over, "the simulated shutdown is longer than that: {log:#?}");
    let mut second = Daemon::start(&home);
    second.says("taken up");
    let told = second.says("a change that was left in the middle is over");
    assert_eq!(told["ended"], "verified", "{told}");
    assert_eq!(posted(&sim), 1, "sent once");
    assert_eq!(second.stop().0, Some(0));
    let mut third = Daemon::start(&home);
    third.says("metrics and health are answered");
    assert!(!third.said("taken up"), "finished once");
    assert_eq!(third.stop().0, Some(0));
}
