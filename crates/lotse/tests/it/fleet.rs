use std::{fs, os::unix::fs::PermissionsExt as _};

use pvesim::{
    chaos::{Action, CertificateChange, Fault, Spoil},
    options::Options,
};

use crate::home::{Believe, Home, Sim};

#[test]
fn a_list_over_https_is_one_call_and_the_same_by_authority_and_by_pin() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let mut refs = Vec::new();
    for believe in [Believe::Pins, Believe::Authority] {
        home.configure(&home.entry("home", sim.cluster(), believe));
        let ran = home.run(&["list", "--json"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        let answer = ran.json();
        assert_eq!(answer["schema"], "lotse/list/1");
        assert_eq!(answer["complete"], true);
        assert_eq!(answer["sources"].as_array().unwrap().len(), 1, "{answer}");
        let guests = answer["data"]["guests"].as_array().unwrap();
        refs.push(guests.iter().map(|guest| guest["ref"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
    }
    assert!(refs[0].contains(&"home/100".to_owned()));
    assert_eq!(refs[0], refs[1]);
    let expected = sim.simulator().world().guests.len();
    assert_eq!(refs[0].len(), expected, "every guest that the server has");
}

#[test]
fn what_is_remembered_of_the_fleet_can_be_read_by_its_owner_only() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    home.run(&["list"]);
    let mode = |name: &str| fs::metadata(home.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(".local/state/lotse/lotse.db"), mode(".local/state/lotse")), (0o600, 0o700));
    assert!(!home.path().join(".cache").exists(), "one place, and no second one");
}

#[test]
fn a_list_from_memory_asks_nobody_says_how_old_it_is_and_never_stands_in_for_a_fresh_one() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    let ran = home.run(&["list", "--cached", "--json"]);
    assert_eq!((ran.code, ran.error()["error"]["code"].as_str()), (5, Some("E-NOTHING-KEPT")), "{ran:?}");
    let fresh = home.run(&["list", "--json"]).json();
    let before = sim.simulator().site().calls.counted().total;
    let cached = home.run(&["list", "--cached", "--json"]).json();
    assert_eq!(sim.simulator().site().calls.counted().total, before, "nobody was asked");
    assert_eq!(cached["sources"], fresh["sources"], "of the same look");
    assert_eq!(cached["data"]["filter"]["cached"], true);
    let names = |answer: &serde_json::Value| -> Vec<serde_json::Value> {
        answer["data"]["guests"].as_array().unwrap().iter().map(|guest| guest["name"].clone()).collect()
    };
    assert_eq!(names(&cached), names(&fresh));
    assert!(cached["data"]["guests"][0]["memory"].is_null(), "no figure of then passes for one of now");
    sim.stop();
    let ran = home.run(&["list", "--deadline", "3s"]);
    assert_eq!(ran.code, 3, "what is remembered is no answer: {ran:?}");
    assert!(ran.err.contains("--cached"), "but it is said that there is something: {ran:?}");
    let ran = home.run(&["list", "--cached"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("From memory") && ran.out.contains("web") && ran.out.contains("As of"), "{ran:?}");
}

#[test]
fn another_configuration_remembers_nothing_of_this_one() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    home.run(&["list"]);
    let other = home.entry("home", sim.cluster(), Believe::Pins).replace("token-id = \"", "token-id = \"other");
    home.configure(&other);
    assert_eq!(home.run(&["list", "--cached"]).code, 5);
}

#[test]
fn a_certificate_that_is_not_the_pinned_one_stops_everything() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.configure(&home.entry("home", sim.cluster(), Believe::Another));
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains(&["AB"; 32].join(":")), "the trusted one: {ran:?}");
    assert!(ran.err.contains(&sim.cluster().fingerprint), "the one that was shown: {ran:?}");
}

#[test]
fn an_unknown_certificate_is_accepted_only_by_its_own_fingerprint() {
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("single").impatient()));
    home.configure(&home.entry("home", sim.cluster(), Believe::System));
    let shown = sim.cluster().fingerprint.clone();
    assert_eq!(home.run(&["list"]).code, 3, "unknown");
    let another = ["CD"; 32].join(":");
    assert_eq!(home.run(&["list", "--accept-fingerprint", &another]).code, 3);
    assert_eq!(home.run(&["list", "--accept-fingerprint", "nonsense"]).code, 2);
    assert_eq!(home.run(&["list"]).code, 3, "still unknown");
    let ran = home.run(&["list", "--accept-fingerprint", &shown]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let pins = fs::read_to_string(home.path().join(".local/state/lotse/pins.toml")).unwrap();
    assert!(pins.contains(&shown), "{pins}");
    assert_eq!(home.run(&["list"]).code, 0, "accepted once, known from then on");
}

#[test]
fn a_changed_certificate_is_shown_with_the_known_one_and_trusted_only_on_purpose() {
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("single").impatient()));
    home.configure(&home.entry("home", sim.cluster(), Believe::System));
    let (url, old) = (sim.cluster().url.clone(), sim.cluster().fingerprint.clone());
    assert_eq!(home.run(&["trust", &url, "--accept-fingerprint", &old]).code, 0);
    assert_eq!(home.run(&["list"]).code, 0);
    let node = sim.cluster().node.clone();
    sim.act(&Action::ChangeCertificate { node, change: CertificateChange::Renewed });
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains(&old) && ran.err.contains("lotse trust https://"), "{ran:?}");
    assert_eq!(home.run(&["trust", &url, "--accept-fingerprint", &old]).code, 3, "it is another one now");
    assert_eq!(home.run(&["trust", &url]).code, 6, "nobody is there to be asked");
    assert_eq!(home.run(&["list"]).code, 3, "nothing was trusted by that");
}

#[test]
fn a_wrong_token_is_denied_and_tried_once() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    home.write(".config/lotse/home.token", "00000000-0000-0000-0000-000000000000");
    let ran = home.run(&["list", "--json"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert_eq!(ran.error()["error"]["code"], "E-UNREACHABLE");
}

#[test]
fn what_does_not_exist_ends_with_5_and_a_suggestion() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    let ran = home.run(&["info", "minecaft"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains("minecraft"), "{ran:?}");
    assert_eq!(home.run(&["list", "--cluster", "hme"]).code, 5);
}

#[test]
fn a_reference_that_names_several_ends_with_2_and_the_candidates() {
    let (home, one, two) = (Home::new(), Sim::three_nodes(), Sim::three_nodes());
    home.know(&[("home", one.cluster()), ("lab", two.cluster())]);
    let ran = home.run(&["info", "web"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("home/100") && ran.err.contains("lab/100"), "{ran:?}");
    assert_eq!(home.run(&["info", "lab/web"]).code, 0);
    assert_eq!(home.run(&["info", "web", "--cluster", "lab"]).code, 0);
}

#[test]
fn a_cluster_that_is_down_is_missing_and_said_and_with_strict_a_failure() {
    let (home, one, two) = (Home::new(), Sim::three_nodes(), Sim::three_nodes());
    home.know(&[("home", one.cluster()), ("lab", two.cluster())]);
    two.stop();
    let ran = home.run(&["list", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let answer = ran.json();
    assert_eq!(answer["complete"], false);
    assert_eq!(answer["missing"][0]["cluster"], "lab", "{answer}");
    assert!(!ran.err.is_empty(), "a line on standard error says so");
    assert_eq!(home.run(&["list", "--strict"]).code, 3);
}

#[test]
fn one_question_is_one_answer_and_a_change_is_not_run() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    let before = sim.simulator().world().tasks.newest_first().count();
    let ran = home.run(&["ask", "Welche VMs laufen?"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("läuft"), "{ran:?}");
    let ran = home.run(&["ask", "starte", "die", "VM", "104"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    let ran = home.run(&["ask", "colourless green ideas"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(sim.simulator().world().tasks.newest_first().count(), before, "nothing was started");
}

#[test]
fn doctor_names_each_missing_privilege_with_the_command_that_grants_it() {
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("single").impatient()));
    let mut cluster = sim.cluster().clone();
    let weak = cluster.tokens.iter().find(|token| token.token_id.starts_with("alice@pve!")).cloned();
    let Some(weak) = weak else { panic!("the scenario has a user with few rights: {:?}", cluster.tokens) };
    (cluster.token_id, cluster.token) = (weak.token_id, weak.token);
    home.know(&[("home", &cluster)]);
    let ran = home.run(&["doctor", "--json"]);
    let report = ran.json();
    let checks = report["checks"].as_array().unwrap();
    let missing: Vec<_> =
        checks.iter().filter(|check| check["check"] == "privilege" && check["state"] == "bad").collect();
    assert!(!missing.is_empty(), "{report}");
    for check in missing {
        let fixes = check["fix"].to_string();
        assert!(
            fixes.contains("pveum role add LotseRead") && fixes.contains("pveum acl modify"),
            "no such role: {check}"
        );
    }
    assert_eq!(ran.code, 4);
}

#[test]
fn doctor_says_what_a_login_that_only_reads_does_not_see() {
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("single").impatient()));
    let mut cluster = sim.cluster().clone();
    let reads = cluster.tokens.iter().find(|token| token.token_id == "bob@pve!ro").cloned().unwrap();
    (cluster.token_id, cluster.token) = (reads.token_id, reads.token);
    home.know(&[("home", &cluster)]);
    let report = home.run(&["doctor", "--json"]).json();
    let notes: Vec<_> = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["check"] == "privilege" && check["state"] == "note")
        .map(|check| check["found"].as_str().unwrap())
        .collect();
    for privilege in ["Sys.Modify", "Datastore.Allocate"] {
        assert!(notes.iter().any(|note| note.contains(privilege)), "{privilege}: {report}");
    }
    assert!(!report.to_string().contains("everything that this version looks at"), "{report}");
}

#[test]
fn a_question_that_fails_fails_in_its_own_language_label_and_all() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    let ran = home.run(&["ask", "starte", "die", "VM", "104"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.err.starts_with("Fehler:") && ran.err.contains("Hinweis:") && !ran.err.contains("Hint:"), "{ran:?}");
}

#[test]
fn an_ambiguous_reference_tells_a_program_its_candidates() {
    let (home, one, two) = (Home::new(), Sim::three_nodes(), Sim::three_nodes());
    home.know(&[("home", one.cluster()), ("lab", two.cluster())]);
    let error = home.run(&["info", "web", "--json"]).error();
    assert_eq!(error["error"]["code"], "E-AMBIGUOUS");
    let candidates = error["error"]["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 2, "{error}");
    assert_eq!((&candidates[0]["reference"], &candidates[0]["name"]), (&"home/100".into(), &"web".into()));
}

#[test]
fn doctor_says_at_which_step_it_fails() {
    let home = Home::new();
    home.write(".config/lotse/t", "secret");
    let pin = ["AB"; 32].join(":");
    home.configure(&format!(
        "[cluster.home]\nnodes = [\"https://127.0.0.1:1\"]\ntoken-id = \"a@pve!b\"\ntoken = {{ file = \"t\" }}\nfingerprint = \"{pin}\"\n"
    ));
    let ran = home.run(&["doctor", "--json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let report = ran.json();
    let state = |step: &str| {
        let found = report["checks"].as_array().unwrap().iter().find(|check| check["check"] == step);
        found.map(|check| check["state"].as_str().unwrap().to_owned())
    };
    assert_eq!(state("reach").as_deref(), Some("bad"), "{report}");
    assert_eq!(state("login").as_deref(), Some("skipped"), "{report}");
}

/// Runs `list` while the fault is in force.
fn listed_under(spoil: Spoil) -> crate::home::Ran {
    let (home, sim) = (Home::new(), Sim::start(Options::scenario("single")));
    home.know(&[("home", sim.cluster())]);
    sim.simulator().site().faults.add(Fault::always(spoil));
    home.run(&["list", "--deadline", "3s"])
}

#[test]
fn a_server_that_says_nothing_costs_no_more_than_the_deadline() {
    let ran = listed_under(Spoil::Latency { millis: 600_000 });
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(ran.out, "", "nothing was seen, so nothing is listed");
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    for spoil in [Spoil::HalfBody, Spoil::Reset] {
        let ran = listed_under(spoil.clone());
        assert_eq!(ran.code, 3, "{spoil:?}: {ran:?}");
        assert_eq!(ran.out, "");
        assert!(!ran.err.contains("panicked"), "{ran:?}");
    }
}

#[test]
fn a_revoked_token_is_denied_and_nothing_stored_stands_in_for_the_answer() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.know(&[("home", sim.cluster())]);
    assert_eq!(home.run(&["list"]).code, 0);
    sim.act(&Action::RevokeToken { token: sim.cluster().token_id.clone() });
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert_eq!(ran.out, "");
}
