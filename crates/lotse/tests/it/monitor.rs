//! What is watched, from the command line and in words: the program as a person or a script meets it.

use std::sync::Arc;

use lotse_engine::watch::{Alert, AlertId, Member, Phase, State, Thing};
use lotse_model::{GuestRef, Severity, Timestamp};
use lotse_store::{Shared, Sqlite};

use crate::home::{Believe, Home, Sim};

/// The store of the home.
const STORE: &str = ".local/state/lotse/lotse.db";

/// A cluster, and a channel with a route that leads to it.
fn watched(home: &Home, sim: &Sim) {
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    home.configure(&format!(
        "{entry}\n[channel.phone]\nkind = \"ntfy\"\nserver = \"http://127.0.0.1:9\"\ntopic = \"lotse\"\n\n\
         [channel.mail]\nkind = \"email\"\nserver = \"mail.example.org\"\nfrom = \"lotse@example.org\"\n\
         to = \"anna@example.org\"\nscope = \"node:home/pve3\"\n\n\
         [[route]]\nscope = \"guest:home/100\"\nchannels = [\"phone\", \"mail\"]\n"
    ));
}

/// An open alert of a guest, as the process that watches would have written it.
fn raise(home: &Home, number: u64, guest: &str, name: &str) {
    let guest: GuestRef = guest.parse().unwrap();
    let member = Member { guest: guest.clone(), name: Some(name.to_owned()), node: None, tags: Vec::new(), pool: None };
    let alert = Alert {
        id: AlertId(number),
        thing: Thing::Guest { guest },
        state: State::Off,
        reason: None,
        severity: Severity::Error,
        members: vec![member],
        nodes: Vec::new(),
        entries: vec!["m1".to_owned()],
        since: Timestamp(1_700_000_000),
        raised: Timestamp(1_700_000_010),
        phase: Phase::Alerting,
        reminded: Timestamp(1_700_000_010),
        escalated: 0,
        told: Vec::new(),
        finding: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store: Shared = Arc::new(Sqlite::open(&home.path().join(STORE)).await.unwrap());
        let body = serde_json::to_value(&alert).unwrap();
        store.put_document("alert", &number.to_string(), &body, 0, Timestamp(1_700_000_010)).await.unwrap();
        store.close().await;
    });
}

#[test]
fn what_is_watched_is_added_listed_and_removed_and_each_mistake_has_its_exit_code() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    watched(&home, &sim);
    let empty = home.run(&["monitor-list"]);
    assert_eq!(empty.code, 0, "{empty:?}");
    assert!(empty.out.contains("Nothing is watched"), "{empty:?}");
    let added = home.run(&["monitor-add", "web", "--severity", "critical"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.out.contains("m1"), "{added:?}");
    let again = home.run(&["monitor-add", "100", "--json"]);
    assert_eq!(again.json()["schema"], "lotse/monitor-add/1");
    assert_eq!(again.json()["data"]["added"][0]["did"], "already", "{again:?}");
    assert_eq!(home.run(&["monitor-add", "cluster:home", "tag:web"]).code, 0);
    let listed = home.run(&["monitor-list", "--json"]).json();
    let entries = listed["data"]["entries"].as_array().unwrap();
    let scopes: Vec<_> = entries.iter().map(|entry| entry["scope"].as_str().unwrap()).collect();
    assert_eq!(scopes, ["cluster:home guest:100", "cluster:home tag:web"], "two words are one selection");
    assert_eq!((&entries[0]["severity"], &listed["data"]["channels"]), (&"critical".into(), &true.into()));

    assert_eq!(home.run(&["monitor-add", "nobody"]).code, 5);
    assert_eq!(home.run(&["monitor-add", "colour:red"]).code, 2);
    let missing = home.run(&["monitor-remove", "db", "--json"]);
    assert_eq!((missing.code, missing.error()["error"]["code"].as_str()), (5, Some("E-NOT-FOUND")), "{missing:?}");
    assert_eq!(home.run(&["monitor-remove", "web"]).code, 0);
    assert_eq!(home.run(&["monitor-remove", "web"]).code, 5);
    assert_eq!(home.run(&["monitor-ack", "a7"]).code, 5);
    let audit = home.run(&["audit", "--json"]).json();
    let lines = audit["data"]["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 3, "two were added and one removed: {audit}");
}

#[test]
fn an_alert_is_ordered_in_words_and_in_commands_and_status_says_that_nobody_watches() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    watched(&home, &sim);
    let chat = home.run_with(&["chat"], "überwache web\nwatch db\n");
    assert_eq!(chat.code, 0, "{chat:?}");
    assert!(chat.out.contains("wird jetzt überwacht") && chat.out.contains("is watched now"), "{chat:?}");
    raise(&home, 17, "home/100", "web");
    let listed = home.run(&["monitor-list"]);
    assert!(listed.out.contains("a17") && listed.out.contains("nobody yet"), "{listed:?}");
    let acknowledged = home.run_with(&["chat"], "quittiere Alarm 17\n");
    assert!(acknowledged.out.contains("a17"), "{acknowledged:?}");
    let snoozed = home.run(&["monitor-snooze", "web", "--for", "2h", "--json"]);
    assert_eq!(snoozed.json()["data"]["did"], "snoozed", "{snoozed:?}");
    let status = home.run(&["status", "--json"]);
    let watch = &status.json()["data"]["watch"];
    assert_eq!((&watch["running"], &watch["alerts"], &watch["unattended"]), (&false.into(), &1.into(), &0.into()));
    let status = home.run(&["status"]);
    assert!(status.out.contains("nobody watches"), "{status:?}");
}

#[test]
fn where_an_alert_would_go_is_shown_with_what_stands_in_the_way() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    watched(&home, &sim);
    let routed = home.run(&["monitor-test", "--route", "web", "--json"]);
    assert_eq!(routed.code, 0, "{routed:?}");
    let row = &routed.json()["data"]["routes"][0];
    assert_eq!((&row["channels"][0], &row["outside"][0]), (&"phone".into(), &"mail".into()), "{row}");
    let page = home.run(&["monitor-test", "--route", "web"]);
    assert!(page.out.contains("route 1") && page.out.contains("phone"), "{page:?}");
    let wrong = home.run(&["monitor-test", "fone"]);
    assert_eq!(wrong.code, 5, "{wrong:?}");
    assert!(wrong.err.contains("`phone`"), "{wrong:?}");
    assert_eq!(home.run(&["monitor-test"]).code, 2);
}
