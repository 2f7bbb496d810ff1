use crate::home::{Home, Ran, Sim};

#[test]
fn help_is_no_error_and_speaks_the_language_of_the_locale() {
    let home = Home::new();
    for (locale, heading) in [("C.UTF-8", "Usage:"), ("de_DE.UTF-8", "Aufruf:"), ("ja_JP.UTF-8", "使い方:")] {
        let ran = Ran::of(home.command(&["--help"]).env("LANG", locale));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains(heading), "{locale}: {}", ran.out);
        assert_eq!(ran.err, "");
    }
}

#[test]
fn a_typing_error_ends_with_2_and_says_what_was_meant() {
    let home = Home::new();
    let ran = home.run(&["lst"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`list`"), "{ran:?}");
    assert_eq!(ran.out, "");
    let ran = home.run(&["list", "--lang", "de", "--kind", "docker"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("vm, ct") && ran.err.contains("Fehler:"), "{ran:?}");
}

#[test]
fn with_json_an_error_is_one_object_on_standard_error() {
    let ran = Home::new().run(&["list", "--json", "--knd", "vm"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out, "");
    let error = ran.error();
    assert_eq!(error["error"]["code"], "E-ARGUMENT-UNKNOWN");
    assert!(error["error"]["hint"].as_str().unwrap().contains("--kind"), "{error}");
}

#[test]
fn without_a_fleet_the_three_ways_to_one_are_named() {
    let ran = Home::new().run(&["list"]);
    assert_eq!(ran.code, 2);
    for way in ["lotse demo", "lotse chat", "lotse init"] {
        assert!(ran.err.contains(way), "{ran:?}");
    }
}

#[test]
fn completion_scripts_exist_for_three_shells() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let ran = home.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("LOTSE_COMPLETE") && ran.out.contains("lotse"), "{shell}: {}", ran.out);
    }
    assert_eq!(home.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn names_are_completed_from_memory_without_asking_anybody() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    assert_eq!(home.run(&["list"]).code, 0);
    assert_eq!(home.run(&["snapshots", "web"]).code, 0);
    assert_eq!(home.run(&["backups"]).code, 0);
    let snapshots = home.run(&["snapshots", "web", "--json"]).json();
    let snapshot = snapshots["data"]["snapshots"][0]["name"].as_str().unwrap().to_owned();
    let backups = home.run(&["backups", "--json"]).json();
    let job = backups["data"]["jobs"][0]["id"].as_str().unwrap().to_owned();
    sim.stop();
    let complete = |words: &[&str]| {
        let arguments: Vec<&str> = ["--", "lotse"].into_iter().chain(words.iter().copied()).collect();
        let ran = Ran::of(home.command(&arguments).env("LOTSE_COMPLETE", "fish"));
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out
    };
    assert!(complete(&["info", "we"]).contains("web"));
    assert!(complete(&["node", "pv"]).contains("pve1"));
    assert!(complete(&["sta"]).contains("status"));
    assert!(complete(&["snapshot-rollback", "web", ""]).contains(&snapshot), "what the guest has");
    assert!(!complete(&["snapshot-rollback", "wiki", ""]).contains(&snapshot), "and not what another one has");
    assert!(complete(&["backup-job-run", ""]).contains(&job));
    assert!(complete(&["stop", "tag:net"]).contains("tag:network"), "a selection, where several may be meant");
    assert!(complete(&["stop", "node:"]).contains("node:pve2"));
    home.write("empty.toml", "");
    assert!(!complete(&["--config", "empty.toml", "info", "we"]).contains("web"), "of another configuration");
    assert!(!complete(&["info", "zz"]).contains("web"));
}

#[test]
fn man_pages_are_written_for_every_command() {
    let home = Home::new();
    let ran = home.run(&["man", "--out", "pages"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let pages = home.path().join("pages");
    for page in ["lotse.1", "lotse-list.1", "lotse-chat.1", "lotse-doctor.1"] {
        assert!(pages.join(page).is_file(), "{page}");
    }
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let home = Home::new();
    let script = format!("{} --help | head -n 1", env!("CARGO_BIN_EXE_lotse"));
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn understand_answers_each_line_with_exactly_one_json_line() {
    let home = Home::new();
    let phrases = "Welche VMs laufen?\n\nstop web\n\u{1b}[2J\n仮想マシン\n";
    let ran = home.run_with(&["understand"], phrases);
    assert_eq!(ran.code, 0, "{ran:?}");
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), phrases.lines().count());
    for line in &lines {
        for key in ["text", "intent", "slots", "resolved", "confidence", "candidates", "why"] {
            assert!(line.get(key).is_some(), "{key}: {line}");
        }
        assert!(line["intent"].is_string(), "{line}");
    }
    assert_eq!(lines[0]["intent"], "list_vms");
    assert_eq!(lines[4]["intent"], "list_vms");
}

#[test]
fn understand_reads_an_inventory_and_says_when_it_cannot() {
    let home = Home::new();
    let inventory = r#"{ "guests": [{ "id": 100, "name": "web", "kind": "vm", "cluster": "home", "node": "pve1", "running": true }] }"#;
    home.write("inventory.json", inventory);
    let ran = home.run_with(&["understand", "--inventory", "inventory.json"], "info web\n");
    let line: serde_json::Value = serde_json::from_str(ran.out.trim()).unwrap();
    assert_eq!(line["resolved"]["guest"][0], "home/100", "{line}");
    let ran = home.run(&["understand", "--inventory", "missing.json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn a_password_on_the_command_line_is_refused_with_the_reason_and_not_repeated() {
    let ran = Home::new().run(&["chat", "root@192.0.2.1", "--password", "hunter2"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("list of processes"), "{ran:?}");
    assert!(!ran.err.contains("hunter2"), "{ran:?}");
}

#[test]
fn a_variable_that_is_set_to_nothing_is_not_set() {
    let home = Home::new();
    for name in ["LOTSE_LANG", "LOTSE_CONFIG", "LOTSE_CLUSTER", "LOTSE_DEADLINE", "LOTSE_LOG", "LOTSE_COMPLETE"] {
        let ran = Ran::of(home.command(&["help"]).env(name, ""));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {ran:?}");
    }
}

#[test]
fn a_shortcut_of_the_chat_is_answered_with_its_command() {
    let home = Home::new();
    for shortcut in ["p3", "proxmox-vms"] {
        let ran = home.run(&[shortcut]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("`lotse list --kind vm`"), "{ran:?}");
    }
}

#[test]
fn a_deadline_of_nothing_is_answered_with_the_form() {
    let ran = Home::new().run(&["list", "--deadline", "0s"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`20s`"), "{ran:?}");
}
