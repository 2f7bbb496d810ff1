//! `doctor` about what Lotse itself rests on.

use crate::home::{Believe, Home, Sim};

/// A cluster that may be changed by a script, with words and rules for the guest `wiki` by its number.
fn by_number(home: &Home, sim: &Sim) {
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    let id = &sim.cluster().token_id;
    home.configure(&format!(
        "{entry}write-token-id = \"{id}\"\nwrite-token = {{ file = \"home.token\" }}\n\
         [policy]\nyes = [\"reversible\", \"disruptive\", \"destructive\"]\n\
         [alias]\n\"マイクラ\" = \"home/114\"\n\
         [[access]]\nwho = \"discord-user:11\"\nmay = \"operate\"\nscope = [\"guest:home/114\"]\n"
    ));
}

/// The checks of the numbers: what was found, and what mends it.
fn numbers(home: &Home) -> Vec<(String, String, String)> {
    let told = home.run(&["doctor", "--json"]).json();
    let checks = told["checks"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let of = checks.iter().filter(|check| check["check"] == "numbers");
    of.map(|check| (text(&check["state"]), text(&check["found"]), text(&check["fix"][0]))).collect()
}

#[test]
fn doctor_names_every_number_that_means_nobody_any_more_and_what_to_do() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    by_number(&home, &sim);
    assert!(numbers(&home).is_empty(), "there is no store, so nothing was seen yet");
    assert_eq!(home.run(&["info", "マイクラ"]).code, 0);
    assert_eq!(home.run(&["monitor-add", "wiki"]).code, 0);
    let good = numbers(&home);
    assert!(good.len() == 1 && good[0].0 == "good", "{good:?}");

    let plan = home.run(&["delete", "wiki", "--plan", "--json"]).json();
    let hash = plan["data"]["hash"].as_str().unwrap();
    assert_eq!(home.run(&["delete", "wiki", "--approve", hash]).code, 0);
    let gone = numbers(&home);
    assert_eq!(gone.len(), 2, "{gone:?}");
    assert!(gone.iter().all(|(state, found, _)| state == "note" && found.contains("home/114 is gone")), "{gone:?}");
    assert!(gone[0].1.contains("マイクラ") && gone[0].1.contains("discord-user:11"), "{gone:?}");
    assert!(gone[0].2.contains("guest-confirm home/114") && gone[1].2.contains("monitor-remove m1"), "{gone:?}");

    let template = sim.cluster().template_vmid.unwrap().to_string();
    let made = home.run(&["create", &template, "--new-id", "114", "--name", "newcomer", "--yes"]);
    assert_eq!(made.code, 0, "{made:?}");
    let another = numbers(&home);
    assert!(another.len() == 2 && another.iter().all(|(_, found, _)| found.contains("newcomer")), "{another:?}");
    assert!(another[1].2.contains("monitor-add home/114"), "{another:?}");

    assert_eq!(home.run(&["guest-confirm", "マイクラ"]).code, 0);
    assert_eq!(home.run(&["monitor-add", "home/114"]).code, 0);
    let good = numbers(&home);
    assert!(good.len() == 1 && good[0].0 == "good", "{good:?}");
    sim.stop();
    let unseen = numbers(&home);
    assert!(unseen.iter().all(|(state, ..)| state == "skipped") && unseen.len() == 2, "nobody could look: {unseen:?}");
}

#[test]
fn status_says_that_it_could_not_look_what_is_frozen() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    by_number(&home, &sim);
    let before = home.run(&["status", "--json"]).json();
    assert!(before["data"]["unread"].is_null(), "where nothing was ever written nothing is frozen: {before}");
    home.write(".local/state/lotse/lotse.db", "this is no store");
    let status = home.run(&["status", "--json"]).json();
    assert_eq!(status["data"]["unread"], "E-STORE-CORRUPT", "{status}");
    for (language, words) in [("en", "Could not look"), ("de", "ließ sich nicht nachsehen"), ("ja", "確認できません")]
    {
        let shown = home.run(&["status", "--lang", language]);
        assert!(shown.code == 0 && shown.out.contains(words), "{shown:?}");
    }
}
