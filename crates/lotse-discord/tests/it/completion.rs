//! Completion: what people may choose from while they type, in three languages, within the limits, and nothing for those who may not.

use discordsim::check::command::LOCALES;
use lotse_engine::{
    access::{Entry as Scope, Person},
    watch::{
        Alert, Member, Place, Thing,
        book::{self, NewEntry},
    },
};
use lotse_model::Severity;
use serde_json::{Value, json};

use crate::{
    alarms::{keep, now, off, write},
    site::{Site, guest},
};

/// What somebody is offered: names with values.
async fn offered(
    site: &Site,
    who: discordsim::snowflake::Snowflake,
    words: &str,
    option: &str,
    typed: &str,
) -> Vec<(String, String)> {
    given(site, who, words, &[], option, typed).await
}

async fn given(
    site: &Site,
    who: discordsim::snowflake::Snowflake,
    words: &str,
    given: &[(&str, Value)],
    option: &str,
    typed: &str,
) -> Vec<(String, String)> {
    let choices =
        site.person(who).complete(words, given, option, typed).expect("offered").choices().await.expect("answered");
    assert!(choices.len() <= 25, "{} choices", choices.len());
    let text = |value: Value| value.as_str().expect("a text").to_owned();
    let choices: Vec<_> = choices.into_iter().map(|(name, value)| (name, text(value))).collect();
    for (name, value) in &choices {
        assert!((1..=100).contains(&name.encode_utf16().count()) && value.encode_utf16().count() <= 100, "{name}");
    }
    choices
}

async fn watched(site: &Site, scope: &str) -> String {
    let new = NewEntry {
        scope: scope.parse::<Scope>().expect("a scope"),
        identity: None,
        expected_off: false,
        findings: None,
        severity: None,
        by: Person::at_terminal("carl"),
    };
    book::add(&site.store, new, now()).await.expect("added").id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_watched_is_completed_by_number_and_name_for_those_who_see_it() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    let added = site.ask("monitor add", &[("watched", json!("home/100"))]).await;
    assert!(!added.is_ephemeral(), "{}", added.text());
    let prod = watched(&site, "cluster:home tag:prod").await;
    let all = offered(&site, site.anna, "monitor remove", "entry", "").await;
    assert_eq!(all.len(), 2, "{all:?}");
    let named = offered(&site, site.anna, "monitor remove", "entry", "we").await;
    assert!(matches!(named.as_slice(), [(name, value)] if *value == "m1" && name.contains("web")), "{named:?}");
    let tagged = offered(&site, site.anna, "monitor remove", "entry", "PROD").await;
    assert!(tagged.iter().any(|(_, value)| *value == prod), "{tagged:?}");
    assert!(offered(&site, site.ben, "monitor remove", "entry", "").await.is_empty());
    // Whoever may not take anything out is offered nothing to take out.
    site.rule("operate", &["cluster:home"]);
    assert!(offered(&site, site.anna, "monitor remove", "entry", "").await.is_empty());
    // Whoever sees some guests is offered no entry of another one.
    site.rule("administer", &["guest:home/101"]);
    let narrow = offered(&site, site.anna, "monitor remove", "entry", "").await;
    assert!(narrow.iter().all(|(name, _)| !name.contains("web")), "{narrow:?}");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_alerts_are_completed_for_those_who_see_what_they_are_about() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    keep(&site, &off(17)).await;
    for number in 100..140_u64 {
        let member = Member { name: Some("店".repeat(200)), ..off(1).members[0].clone() };
        let alert = Alert { members: vec![member], ..off(number) };
        write(&site, "alert", &number.to_string(), serde_json::to_value(&alert).unwrap()).await;
    }
    for command in ["monitor ack", "monitor snooze"] {
        let found = offered(&site, site.anna, command, "alert", "a17").await;
        assert!(found.iter().any(|(name, value)| value == "a17" && name.contains("build")), "/{command}: {found:?}");
        assert_eq!(offered(&site, site.anna, command, "alert", "").await.len(), 25);
        assert!(offered(&site, site.ben, command, "alert", "").await.is_empty());
    }
    site.rule("operate", &["guest:home/100"]);
    assert!(offered(&site, site.anna, "monitor ack", "alert", "").await.is_empty());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_be_watched_is_guests_and_selections() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    for (typed, value) in [
        ("web", "home/100"),
        ("tag:pro", "tag:prod"),
        ("node:pve2", "node:pve2"),
        ("storage:", "storage:local"),
        ("cluster:", "cluster:home"),
    ] {
        let found = offered(&site, site.anna, "monitor add", "watched", typed).await;
        assert!(found.iter().any(|(_, own)| own == value), "{typed}: {found:?}");
        // What is offered is taken.
        let added = site.ask("monitor add", &[("watched", json!(value))]).await;
        assert!(!added.text().contains("error"), "{value}: {}", added.text());
    }
    assert!(offered(&site, site.ben, "monitor add", "watched", "").await.is_empty());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn channels_are_completed_for_those_who_may_test_them() {
    let mut site = Site::closed(pvesim::options::Options::scenario("three-nodes").impatient(), |options| options).await;
    site.told_at = ["night-shift", "mail"].map(|name| Place { name: name.to_owned(), scope: Vec::new() }).to_vec();
    site.start();
    site.listens().await;
    let all = offered(&site, site.anna, "monitor test", "channel", "").await;
    assert_eq!(all.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["mail", "night-shift"]);
    assert_eq!(offered(&site, site.anna, "monitor test", "channel", "NIGHT").await.len(), 1);
    assert!(offered(&site, site.ben, "monitor test", "channel", "").await.is_empty());
    site.rule("operate", &["cluster:home"]);
    assert!(offered(&site, site.anna, "monitor test", "channel", "").await.is_empty());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snapshots_storages_tags_and_commands_are_completed_and_the_ceiling_of_discord_counts() {
    let mut site = Site::open().await;
    site.ask("list", &[]).await;
    let snapshots = given(&site, site.anna, "snapshot rollback", &[guest("home/101")], "name", "pg").await;
    assert_eq!(snapshots.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["pg15", "pg16"]);
    assert!(given(&site, site.ben, "snapshot rollback", &[guest("home/101")], "name", "").await.is_empty());
    let storages = given(&site, site.anna, "backup now", &[guest("home/101")], "storage", "loc").await;
    assert!(storages.iter().any(|(_, value)| value == "local"), "{storages:?}");
    site.rule("administer", &["guest:home/100"]);
    assert!(given(&site, site.anna, "snapshot rollback", &[guest("home/101")], "name", "").await.is_empty());
    site.stop().await.unwrap();
    site.set(|settings| settings.max = lotse_engine::command::Level::Operate);
    site.start();
    site.listens().await;
    site.ask("list", &[]).await;
    assert!(offered(&site, site.anna, "delete", "vmid", "").await.is_empty(), "what Discord may not do is not offered");
    let refused = site.ask("delete", &[guest("home/100")]).await;
    assert!(refused.is_ephemeral() && refused.buttons().is_empty(), "{}", refused.text());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_monitor_is_described_in_three_languages_within_the_limits() {
    for localise_names in [false, true] {
        let options = pvesim::options::Options::scenario("three-nodes").impatient();
        let mut site = Site::closed(options, |options| options).await;
        site.set(|settings| settings.localise_names = localise_names);
        site.start();
        site.listens().await;
        let commands = site.discord.commands(site.guild);
        let monitor = commands.iter().find(|command| command["name"] == "monitor").expect("a command");
        let subs: Vec<_> = monitor["options"].as_array().unwrap().iter().map(|sub| sub["name"].clone()).collect();
        for sub in ["add", "remove", "list", "ack", "snooze", "test"] {
            assert!(subs.contains(&json!(sub)), "{sub} is not in {subs:?}");
        }
        described(monitor, localise_names);
        site.fine();
    }
}

/// Every description and choice is in three languages, each within what Discord takes.
fn described(named: &Value, localise_names: bool) {
    for locale in ["de", "ja"] {
        assert!(LOCALES.contains(&locale));
        let local = named["description_localizations"][locale].as_str().unwrap_or_else(|| panic!("{named}"));
        assert!((1..=100).contains(&local.chars().count()) && local != named["description"], "{local}");
        if localise_names && named["type"].as_u64().is_none_or(|kind| kind <= 2) {
            let name = named["name_localizations"][locale].as_str().unwrap_or_else(|| panic!("no name: {named}"));
            assert!((1..=32).contains(&name.chars().count()) && name.to_lowercase() == name, "{name}");
        }
        for choice in named["choices"].as_array().into_iter().flatten() {
            let name = choice["name_localizations"][locale].as_str().unwrap_or_else(|| panic!("{choice}"));
            assert!((1..=100).contains(&name.chars().count()), "{name}");
        }
    }
    let options = named["options"].as_array().cloned().unwrap_or_default();
    assert!(options.len() <= 25);
    for option in &options {
        described(option, localise_names);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_fell_is_completed_by_its_name() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    let alert = Alert {
        thing: Thing::Node { cluster: "home".parse().unwrap(), node: "pve3".parse().unwrap() },
        severity: Severity::Critical,
        members: Vec::new(),
        ..off(18)
    };
    write(&site, "alert", "18", serde_json::to_value(&alert).unwrap()).await;
    let found = offered(&site, site.anna, "monitor ack", "alert", "pve3").await;
    assert!(found.iter().any(|(_, value)| value == "a18"), "{found:?}");
    site.fine();
}
