use crate::home::Home;

fn demo(home: &Home, lines: &[&str]) -> crate::home::Ran {
    home.run_with(&["demo"], &format!("{}\n", lines.join("\n")))
}

#[test]
fn piped_lines_are_answered_one_by_one_and_the_end_of_input_is_no_error() {
    let home = Home::new();
    let ran = demo(&home, &["proxmox", "p3", "proxmox-refresh storage", "info web", "graph web day", "context vms"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for found in ["pve1", "web", "=== PROXMOX VMs ==="] {
        assert!(ran.out.contains(found), "{found}: {}", ran.out);
    }
    assert_eq!(ran.err, "", "answers are complete");
}

#[test]
fn a_question_is_answered_in_its_own_language() {
    let home = Home::new();
    let ran = demo(&home, &["Welche VMs laufen?"]);
    assert!(ran.out.contains("läuft") && ran.out.contains("Stand"), "{}", ran.out);
    let ran = demo(&home, &["どのコンテナが停止していますか"]);
    assert!(ran.out.contains("時点"), "{}", ran.out);
    let ran = demo(&home, &["Is any storage nearly full?"]);
    assert!(ran.out.contains("As of"), "{}", ran.out);
}

#[test]
fn a_code_and_its_name_give_the_same_answer() {
    let home = Home::new();
    let without_time = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.starts_with("As of")).map(str::to_owned).collect()
    };
    let code = demo(&home, &["p5"]);
    let name = demo(&home, &["proxmox-storage"]);
    assert_eq!(without_time(&code.out), without_time(&name.out));
}

#[test]
fn codes_of_the_host_say_that_this_version_does_not_read_it() {
    let home = Home::new();
    for code in ["s1", "docker", "k1", "m4", "n3"] {
        let ran = demo(&home, &[code]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("does not read the host itself yet"), "{code}: {ran:?}");
    }
}

#[test]
fn a_change_is_recognised_and_nothing_happens() {
    let home = Home::new();
    let ran = demo(&home, &["starte die VM 104", "list --state stopped"]);
    assert!(ran.out.contains("Es wurde nichts gesendet"), "{}", ran.out);
    assert!(ran.out.contains("104"), "104 still stands among the stopped: {}", ran.out);
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_what_was_meant() {
    let ran = demo(&Home::new(), &["info minecaft"]);
    assert!(ran.out.contains("minecraft"), "{}", ran.out);
}

#[test]
fn a_question_without_its_object_is_asked_back() {
    let ran = demo(&Home::new(), &["Warum ist die VM langsam?"]);
    assert!(ran.out.contains("von welchem Gast"), "{}", ran.out);
}

#[test]
fn a_farewell_ends_the_chat_before_what_follows() {
    let ran = demo(&Home::new(), &["tschüß", "p3"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out, "");
}

#[test]
fn hostile_and_broken_input_ends_nothing() {
    let home = Home::new();
    let mut command = home.command(&["demo"]);
    let ran = crate::home::Ran::of(command.write_stdin(&b"\xff\xfe\x00\n\x1b]52;c;x\x07\nhelp\n"[..]));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains('\u{1b}'), "{ran:?}");
    assert!(ran.out.contains("problems"), "{ran:?}");
}

#[test]
fn a_simulated_fleet_leaves_nothing_on_disk() {
    let home = Home::new();
    demo(&home, &["list", "p3", "problems"]);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn answers_of_the_chat_can_be_json_lines() {
    let ran = Home::new().run_with(&["demo", "--json"], "p3\nstorage\n");
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["schema"], "lotse/list/1");
    assert_eq!(lines[1]["schema"], "lotse/storage/1");
}
