//! `lotse sim` as a process of its own.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::home::Home;

/// Starts the simulator and waits for its announcement.
fn announced(home: &Home, arguments: &[&str]) -> (Child, Value) {
    let path = home.path().join("announcement.json");
    let mut all = vec!["sim", "--announce", "announcement.json"];
    all.extend(arguments);
    let child = Command::new(env!("CARGO_BIN_EXE_lotse"))
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .current_dir(home.path())
        .args(all)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (child, read(&path))
}

fn read(path: &Path) -> Value {
    for _ in 0..1500 {
        // The file is renamed into place, so whoever sees it sees all of it.
        if let Ok(text) = std::fs::read_to_string(path) {
            return serde_json::from_str(&text).unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no announcement at {}", path.display());
}

/// Ends the process as a system does, and returns its exit code.
fn ended(mut child: Child) -> Option<i32> {
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    child.wait().unwrap().code()
}

const ALWAYS: [&str; 10] =
    ["host", "port", "url", "node", "fingerprint", "ca", "user", "password", "token_id", "token"];

const OVER_SSH: [&str; 5] = ["ssh_host", "ssh_port", "ssh_user", "ssh_password", "ssh_host_key"];

#[test]
fn the_announcement_tells_how_to_get_in_and_the_end_is_no_error() {
    let home = Home::new();
    let (child, told) = announced(&home, &["--scenario", "single"]);
    for key in ALWAYS {
        assert!(!told[key].is_null(), "{key}: {told}");
    }
    for key in OVER_SSH {
        assert!(told.get(key).is_some_and(Value::is_null), "{key} is null without SSH: {told}");
    }
    assert_eq!(ended(child), Some(0));
}

#[test]
fn with_ssh_its_fields_are_told_and_several_clusters_have_an_entry_each() {
    let home = Home::new();
    let arguments =
        ["--scenario", "scale", "--clusters", "2", "--nodes", "2", "--guests", "5", "--ssh-listen", "127.0.0.1:0"];
    let (child, told) = announced(&home, &arguments);
    for key in ALWAYS.into_iter().chain(OVER_SSH) {
        assert!(!told[key].is_null(), "{key}: {told}");
    }
    assert_eq!(told["clusters"].as_array().map(Vec::len), Some(2), "{told}");
    assert_eq!(ended(child), Some(0));
}

#[test]
fn the_same_seed_shows_the_demo_what_the_simulator_serves() {
    let home = Home::new();
    let arguments = ["--scenario", "three-nodes", "--seed", "7"];
    let (child, told) = announced(&home, &arguments);
    let cluster = serde_json::from_value(told).unwrap();
    home.know(&[("home", &cluster)]);
    let served = home.run(&["list", "--json"]).json();
    let shown = home.run_with(&["demo", "--json", "--scenario", "three-nodes", "--seed", "7"], "list\n").json();
    let facts = |answer: &Value| -> Vec<Value> {
        let guests = answer["data"]["guests"].as_array().unwrap();
        guests
            .iter()
            .map(|guest| {
                serde_json::json!([
                    guest["ref"],
                    guest["name"],
                    guest["node"],
                    guest["state"],
                    guest["memory"]["total"]
                ])
            })
            .collect()
    };
    assert_eq!(facts(&served), facts(&shown));
    assert_eq!(ended(child), Some(0));
}

#[test]
fn a_scenario_that_does_not_exist_is_an_error_of_use() {
    let ran = Home::new().run(&["sim", "--scenario", "no-such-scenario"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("no-such-scenario"), "{ran:?}");
}
