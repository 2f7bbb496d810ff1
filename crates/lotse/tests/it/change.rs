//! Changes: asked about at the controlling terminal and nowhere else, carried out once, and finished by whoever comes next.

use std::{fs, process::Stdio, time::Duration};

use lotse_engine::{
    access::Person as Somebody,
    change::freeze::{Freeze, freeze},
};
use lotse_model::Timestamp;
use lotse_store::{Shared, Sqlite};
use pvesim::options::Options;

use crate::{
    home::{Believe, Home, Ran, Sim},
    terminal::Person,
};

/// The call that switches `web` off.
const STOP: &str = "/nodes/pve1/qemu/100/status/stop";

/// The store of the home.
const STORE: &str = ".local/state/lotse/lotse.db";

/// A cluster that may be changed, with more of a configuration.
fn changeable(home: &Home, sim: &Sim, more: &str) {
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    let id = &sim.cluster().token_id;
    home.configure(&format!("{entry}write-token-id = \"{id}\"\nwrite-token = {{ file = \"home.token\" }}\n{more}\n"));
}

/// How often a call was sent.
fn posted(sim: &Sim, path: &str) -> u64 {
    sim.simulator().site().calls.counted().https("POST", path)
}

/// Whether any call was sent that could change something.
fn changed(sim: &Sim) -> bool {
    let counted = sim.simulator().site().calls.counted();
    counted.https.keys().any(|call| ["POST ", "PUT ", "DELETE "].iter().any(|method| call.starts_with(method)))
}

/// Waits until something is so, for as long as a busy machine may need.
fn until(mut so: impl FnMut() -> bool) {
    for _ in 0..3000 {
        if so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it is still not so");
}

#[test]
fn a_change_is_confirmed_at_the_terminal_carried_out_once_and_read_back() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    let mut person = Person::at(&home, &["stop", "web"]);
    person.sees("web");
    person.sees(" > ");
    assert!(!changed(&sim), "nothing before the word");
    person.types("yes\r");
    person.leaves_with(0);
    assert_eq!(posted(&sim, STOP), 1);
    // The cluster's list lags behind; `info` reads the guest itself.
    let info = home.run(&["info", "web", "--json"]).json();
    assert_eq!(info["data"]["guest"]["state"], "stopped", "{info}");
}

#[test]
fn anything_but_the_word_for_yes_is_a_no() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    for answer in ["\r", "ja\r", "yes, do it\r", "\x04", "\x03"] {
        let mut person = Person::at(&home, &["stop", "web"]);
        person.sees(" > ");
        person.types(answer);
        person.leaves_with(6);
    }
    assert!(!changed(&sim));
}

#[test]
fn a_guest_is_removed_only_by_its_name_typed_to_the_letter() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    for wrong in ["wik\r", "yes\r", "Wiki\r"] {
        let mut person = Person::at(&home, &["delete", "wiki"]);
        person.sees(" > ");
        person.types(wrong);
        person.leaves_with(6);
    }
    assert!(!changed(&sim));
    let mut person = Person::at(&home, &["delete", "wiki"]);
    person.sees("wiki");
    person.sees(" > ");
    person.types("wiki\r");
    person.leaves_with(0);
    assert!(!sim.simulator().world().guests.contains_key(&114), "gone");
}

#[test]
fn what_is_typed_before_the_question_and_what_is_pasted_is_no_answer() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    let mut person = Person::at(&home, &["stop", "web"]);
    person.types("yes\ryes\ryes\r");
    person.sees(" > ");
    person.types("\x1b[200~yes\x1b[201~\r");
    person.sees("Pasted");
    person.sees(" > ");
    person.types("no\r");
    person.leaves_with(6);
    assert!(!changed(&sim));
}

#[test]
fn without_a_terminal_the_plan_is_shown_and_nothing_is_sent() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    for (arguments, input) in
        [(vec!["stop", "web"], "yes\n"), (vec!["start", "wiki"], ""), (vec!["delete", "wiki"], "wiki\n")]
    {
        let ran = home.run_with(&arguments, input);
        assert_eq!(ran.code, 6, "{arguments:?}: {ran:?}");
        assert!(ran.out.contains(arguments[1]), "the plan: {ran:?}");
        assert!(ran.err.contains("--approve"), "{ran:?}");
    }
    assert!(!changed(&sim));
}

#[test]
fn a_chat_without_a_terminal_answers_a_change_with_its_plan_and_goes_on() {
    let ran = Home::new().run_with(&["demo"], "stop web\nstarte die VM 104\nlist --state running\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("Nothing was sent") && ran.out.contains("Es wurde nichts gesendet"), "{ran:?}");
    assert!(ran.out.contains("As of"), "the last line was answered, too: {ran:?}");
}

/// The hash in the plan of a command.
fn hash(home: &Home, arguments: &[&str]) -> String {
    let all: Vec<&str> = arguments.iter().copied().chain(["--plan", "--json"]).collect();
    let ran = home.run(&all);
    assert_eq!(ran.code, 0, "{ran:?}");
    let plan = ran.json();
    assert_eq!(plan["schema"], "lotse/plan/1");
    plan["data"]["hash"].as_str().unwrap().to_owned()
}

#[test]
fn a_script_changes_what_the_operator_allowed_and_nothing_else() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    let plan = hash(&home, &["stop", "web"]);
    assert_eq!(home.run(&["stop", "web", "--yes"]).code, 6, "the operator allowed nothing");
    assert_eq!(home.run(&["stop", "web", "--approve", &plan]).code, 6, "nor that");
    changeable(&home, &sim, "[policy]\nyes = [\"disruptive\"]");
    assert_eq!(home.run(&["stop", "web", "--approve", "0000"]).code, 6, "another plan");
    assert_eq!(home.run(&["start", "wiki", "--yes"]).code, 6, "another class");
    assert!(!changed(&sim));
    let ran = home.run(&["stop", "web", "--yes", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["schema"], "lotse/outcome/1");
    assert_eq!(ran.json()["data"]["outcome"], "verified", "{ran:?}");
    assert_eq!(posted(&sim, STOP), 1);
}

#[test]
fn a_destructive_change_of_a_script_wants_the_hash_of_the_plan_that_was_shown() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "[policy]\nyes = [\"reversible\", \"disruptive\", \"destructive\"]");
    assert_eq!(home.run(&["delete", "wiki", "--yes"]).code, 6, "never bare");
    assert!(!changed(&sim));
    let plan = hash(&home, &["delete", "wiki"]);
    let ran = home.run(&["delete", "wiki", "--approve", &plan]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!sim.simulator().world().guests.contains_key(&114), "gone");
}

#[test]
fn a_cluster_without_a_write_token_shows_plans_and_carries_none_out() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    let ran = home.run(&["stop", "web", "--plan"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("web"), "{ran:?}");
    let mut person = Person::at(&home, &["stop", "web"]);
    person.sees("read-only");
    person.leaves_with(6);
    assert!(!changed(&sim));
}

#[test]
fn a_freeze_of_any_process_stops_every_change() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    assert_eq!(home.run(&["freeze", "moving house"]).code, 0, "an operator's own word");
    assert_eq!(home.run(&["thaw"]).code, 0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store: Shared = std::sync::Arc::new(Sqlite::open(&home.path().join(STORE)).await.unwrap());
        let by = Somebody::at_terminal("anna");
        let frozen = Freeze { reason: "moving house".to_owned(), by, at: Timestamp(1), until: None };
        freeze(&store, None, &frozen).await.unwrap();
        store.close().await;
    });
    let mut person = Person::at(&home, &["stop", "web"]);
    person.sees("moving house");
    person.leaves_with(6);
    assert!(!changed(&sim));
}

#[test]
fn a_protected_guest_waits_for_a_second_person_who_is_another_one() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "[policy]\nprotected = [\"home/100\"]");
    let mut person = Person::at(&home, &["stop", "web"]);
    person.sees(" > ");
    person.types("yes\r");
    person.sees("second person");
    person.leaves_with(6);
    let waiting = home.run(&["pending", "--json"]).json();
    let id = waiting["data"]["plans"][0]["id"].as_str().unwrap().to_owned();
    let mut person = Person::at(&home, &["approve", &id]);
    person.sees("second person");
    person.leaves_with(6);
    assert!(!changed(&sim), "one person is not two");
    assert_eq!(home.run(&["decline", &id]).code, 0);
    assert!(home.run(&["pending"]).out.contains("Nothing waits"));
    assert_eq!(home.run(&["approve", "0199"]).code, 5, "no such change");
}

#[test]
fn a_broken_store_stops_every_change_and_no_question() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "[policy]\nyes = [\"disruptive\"]");
    home.write(STORE, "this is no store");
    let ran = home.run(&["list", "--json"]);
    assert_eq!((ran.code, ran.json()["complete"].as_bool()), (0, Some(true)), "{ran:?}");
    let ran = home.run(&["stop", "web", "--yes", "--json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.error()["error"]["code"], "E-STORE-CORRUPT");
    assert!(!changed(&sim));
    assert_eq!(fs::read_to_string(home.path().join(STORE)).unwrap(), "this is no store", "nothing was overwritten");
}

#[test]
fn a_change_whose_process_is_killed_is_finished_by_the_next_and_sent_once() {
    const SHUTDOWN: &str = "/nodes/pve1/qemu/100/status/shutdown";
    // Here a shutdown takes its seconds, so that there is a middle.
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("three-nodes")));
    changeable(&home, &sim, "[policy]\nyes = [\"disruptive\"]");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_lotse"))
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .args(["shutdown", "web", "--yes"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until(|| posted(&sim, SHUTDOWN) == 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = Ran::of(home.command(&["list"]).timeout(Duration::from_mins(5)));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("left in the middle"), "{ran:?}");
    assert_eq!(posted(&sim, SHUTDOWN), 1, "sent once");
    let again = home.run(&["list"]);
    assert!(!again.err.contains("left in the middle"), "finished once: {again:?}");
}

#[test]
fn the_store_is_copied_while_it_is_there_and_never_over_something() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    assert_eq!(home.run(&["backup", "copy.db"]).code, 5, "there is none yet");
    home.run(&["stop", "web", "--plan"]);
    assert_eq!(home.run(&["backup", "copy.db"]).code, 0);
    let head = fs::read(home.path().join("copy.db")).unwrap();
    assert!(head.starts_with(b"SQLite format 3"));
    assert_eq!(home.run(&["backup", "copy.db"]).code, 1, "it is there already");
}

#[test]
fn whoever_presses_control_c_during_a_task_stops_watching_and_not_the_task() {
    const SHUTDOWN: &str = "/nodes/pve1/qemu/100/status/shutdown";
    // Here a shutdown takes its seconds.
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("three-nodes")));
    changeable(&home, &sim, "");
    let mut person = Person::at(&home, &["shutdown", "web"]);
    person.sees(" > ");
    person.types("yes\r");
    until(|| posted(&sim, SHUTDOWN) == 1);
    person.types("\x03");
    person.sees("goes on without you");
    person.leaves_with(7);
    let ran = Ran::of(home.command(&["list"]).timeout(Duration::from_mins(5)));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("left in the middle"), "the next start finishes it: {ran:?}");
    assert_eq!(posted(&sim, SHUTDOWN), 1, "sent once");
    let info = home.run(&["info", "web", "--json"]).json();
    assert_eq!(info["data"]["guest"]["state"], "stopped", "{info}");
}

#[test]
fn a_word_for_a_guest_by_its_number_dangles_after_a_delete_until_a_person_confirms_it() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let more =
        "[policy]\nyes = [\"reversible\", \"disruptive\", \"destructive\"]\n[alias]\n\"マイクラ\" = \"home/114\"";
    changeable(&home, &sim, more);
    let ran = home.run(&["ask", "starte マイクラ"]);
    assert_eq!(ran.code, 6, "understood as a change of this guest: {ran:?}");
    assert!(ran.out.contains("wiki"), "{ran:?}");
    assert_eq!(home.run(&["info", "マイクラ"]).code, 0);
    let plan = hash(&home, &["delete", "wiki"]);
    assert_eq!(home.run(&["delete", "wiki", "--approve", &plan]).code, 0);
    let template = sim.cluster().template_vmid.unwrap().to_string();
    let ran = home.run(&["create", &template, "--new-id", "114", "--name", "newcomer", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for arguments in [vec!["info", "マイクラ"], vec!["stop", "マイクラ", "--yes"], vec!["ask", "starte マイクラ"]]
    {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 5, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("guest-confirm") || ran.out.contains("guest-confirm"), "{arguments:?}: {ran:?}");
        assert!(!ran.out.contains("newcomer"), "{arguments:?}: {ran:?}");
    }
    assert_eq!(home.run(&["info", "newcomer"]).code, 0, "by its own name it is there");
    let ran = home.run(&["guest-confirm", "マイクラ"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let info = home.run(&["info", "マイクラ", "--json"]);
    assert_eq!(info.json()["data"]["guest"]["name"], "newcomer", "{info:?}");
}

#[test]
fn status_shows_what_is_frozen_and_nothing_when_nothing_is() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    changeable(&home, &sim, "");
    assert!(home.run(&["status", "--json"]).json()["data"]["frozen"].is_null(), "there is no store yet");
    assert_eq!(home.run(&["freeze", "moving house", "--for", "2h"]).code, 0);
    let status = home.run(&["status", "--json"]).json();
    assert_eq!(status["data"]["frozen"][0]["reason"], "moving house", "{status}");
    assert!(status["data"]["frozen"][0]["until"].is_string() && status["data"]["frozen"][0]["by"].is_string());
    let shown = home.run(&["status"]);
    assert!(shown.out.contains("frozen") && shown.out.contains("moving house"), "{shown:?}");
    assert_eq!(home.run(&["thaw"]).code, 0);
    assert_eq!(home.run(&["status", "--json"]).json()["data"]["frozen"], serde_json::json!([]));
}
