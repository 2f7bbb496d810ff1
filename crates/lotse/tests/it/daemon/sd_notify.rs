//! What a service manager is told, by its own protocol (sd_notify(3)), and what it may expect.

use std::{os::unix::net::UnixDatagram, time::Duration};

use rustix::process::Signal;

use super::process::{Daemon, configured};
use crate::home::{Home, Sim};

/// The manager's end: a datagram socket.
struct Manager {
    socket: UnixDatagram,
    path: String,
}

impl Manager {
    fn new(home: &Home) -> Self {
        let path = home.path().join("notify.socket");
        let socket = UnixDatagram::bind(&path).unwrap();
        socket.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        Self { socket, path: path.to_str().unwrap().to_owned() }
    }

    fn next(&self) -> String {
        let mut buffer = [0; 4096];
        let length = self.socket.recv(&mut buffer).unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    }

    /// The next message that says this.
    fn hears(&self, words: &str) -> String {
        loop {
            let told = self.next();
            if told.lines().any(|line| line.starts_with(words)) {
                return told;
            }
        }
    }
}

#[test]
fn it_says_when_it_is_ready_alive_reloading_and_ending() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "[watch]\ninterval = \"5s\"");
    let manager = Manager::new(&home);
    let mut daemon = Daemon::start_with(&home, &[], &[("NOTIFY_SOCKET", &manager.path), ("WATCHDOG_USEC", "1000000")]);
    let ready = manager.hears("READY=1");
    assert!(ready.contains("STATUS=serving one cluster"), "{ready}");
    manager.hears("WATCHDOG=1");
    manager.hears("WATCHDOG=1");
    daemon.signal(Signal::HUP);
    let reloading = manager.hears("RELOADING=1");
    assert!(reloading.contains("MONOTONIC_USEC="), "Type=notify-reload tells reloads apart by it: {reloading}");
    manager.hears("READY=1");
    daemon.says("the configuration was read again");
    let good = std::fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    home.configure("nonsense = 1\n");
    daemon.signal(Signal::HUP);
    let status = loop {
        let told = manager.hears("STATUS=");
        if told.contains("config.toml:1:1") {
            break told;
        }
    };
    assert!(!status.contains(&good), "{status}");
    daemon.signal(Signal::TERM);
    manager.hears("STOPPING=1");
    assert_eq!(daemon.ended().0, Some(0));
}

#[test]
fn one_that_waits_for_its_turn_is_ready_and_alive() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    configured(&home, &sim, "");
    let mut first = Daemon::start(&home);
    first.says("metrics and health are answered");
    let manager = Manager::new(&home);
    let second = Daemon::start_with(&home, &[], &[("NOTIFY_SOCKET", &manager.path)]);
    let ready = manager.hears("READY=1");
    assert!(ready.contains("STATUS=another daemon"), "{ready}");
    manager.hears("WATCHDOG=1");
    second.signal(Signal::HUP);
    manager.hears("RELOADING=1");
    manager.hears("READY=1");
    assert_eq!(second.stop().0, Some(0));
    assert_eq!(first.stop().0, Some(0));
}
