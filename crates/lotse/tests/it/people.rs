//! Two people at terminals of one machine, on one store.

use std::{
    os::unix::fs::{PermissionsExt as _, chown},
    path::Path,
};

use crate::{
    home::{Believe, Home, Sim},
    terminal::Person,
};

/// The user whom every system has beside the one that tests run as (`nobody`).
const OTHER: u32 = 65534;

/// Gives a folder with all that is in it to a user.
fn give(path: &Path, user: u32) {
    chown(path, Some(user), Some(user)).unwrap();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path(), user);
        }
    }
}

/// Whether this process may become somebody else, and that one may run the program; says so when not.
fn can_be_two() -> bool {
    let program = Path::new(env!("CARGO_BIN_EXE_lotse"));
    let is_open = |path: &Path| std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o001 != 0);
    let reachable = program.ancestors().filter(|path| !path.as_os_str().is_empty()).all(is_open);
    let is_root = std::process::Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
    if !(reachable && is_root) {
        println!("SKIPPED: two people need root, and a program that everybody may run");
    }
    reachable && is_root
}

#[test]
fn a_protected_guest_is_stopped_when_a_second_person_at_another_terminal_agrees() {
    const STOP: &str = "/nodes/pve1/qemu/100/status/stop";
    if !can_be_two() {
        return;
    }
    let (theirs, own, sim) = (Home::new(), Home::new(), Sim::three_nodes());
    let configure = |home: &Home, more: &str| {
        let entry = home.entry("home", sim.cluster(), Believe::Pins);
        let id = &sim.cluster().token_id;
        home.configure(&format!(
            "{entry}write-token-id = \"{id}\"\nwrite-token = {{ file = \"home.token\" }}\n\
             [policy]\nprotected = [\"home/100\"]\n{more}"
        ));
    };
    configure(&theirs, "");
    let store = theirs.path().join(".local/state/lotse/lotse.db");
    // The key of the audit lies beside the store; both are of one house.
    configure(&own, &format!("[store]\npath = {store:?}\n"));
    give(theirs.path(), OTHER);
    let stops = || sim.simulator().site().calls.counted().https("POST", STOP);

    let mut first = Person::being(OTHER, &theirs, &["stop", "web"]);
    first.sees(" > ");
    first.types("yes\r");
    first.sees("second person");
    first.leaves_with(6);
    assert_eq!(stops(), 0, "one person is not two");

    let waiting = own.run(&["pending", "--json"]).json();
    let plan = &waiting["data"]["plans"][0];
    let id = plan["id"].as_str().unwrap_or_else(|| panic!("{waiting}")).to_owned();
    let mut second = Person::at(&own, &["approve", &id]);
    second.sees("web");
    second.sees(" > ");
    second.types("yes\r");
    second.leaves_with(0);
    assert_eq!(stops(), 1);
    let told = own.run(&["audit", "--json"]).json().to_string();
    assert!(told.contains("terminal:nobody") && told.contains("terminal:root"), "both are in the audit: {told}");
}
