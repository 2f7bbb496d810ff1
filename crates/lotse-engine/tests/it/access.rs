//! The same commands with narrow rules: what is outside of them is nowhere, and whoever no rule names is told nothing.

use std::{collections::BTreeSet, sync::Arc};

use lotse_engine::{
    Asking,
    access::{Access, Doubt, Grants, May, Medium, Person, Place, Rule, identity},
    command::{ArgumentKind, Call, Command, CommandError, Does, Level, Reach, TABLE},
    page::{Page, Reader},
    resolve::Aliases,
    view::{Answer, View},
};
use lotse_model::{Guest, Timestamp};
use lotse_store::{Shared, Sqlite};
use lotse_text::{Language, Zone};
use serde_json::Value;

use super::site::{Site, anew, ask};

/// Somebody in Discord whom one rule names.
fn person() -> Person {
    Person {
        id: "discord-user:1".to_owned(),
        roles: Vec::new(),
        name: "Ann".to_owned(),
        place: Place { medium: Medium::Discord, detail: "7".to_owned() },
    }
}

fn access(level: Level, scope: &[&str]) -> Access {
    Access::new(vec![Rule {
        who: vec!["discord-user:1".parse().unwrap()],
        may: May::Level(level),
        scope: scope.iter().map(|entry| entry.parse().unwrap()).collect(),
    }])
}

async fn run(site: &Site, grants: &Grants, words: &[&str]) -> Result<Answer, CommandError> {
    let aliases =
        Aliases::new([("cellar".to_owned(), "home/db".to_owned()), ("fun".to_owned(), "tag:games".to_owned())]);
    let (thresholds, zone) = (lotse_engine::findings::Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet: &site.fleet,
        only: &[],
        ask: ask(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &person(),
        grants,
        desk: None,
        store: None,
        language: Language::En,
        zone: &zone,
    };
    asking.answer(&Call::parse(words)?).await
}

/// All guests of the demo.
async fn everybody(site: &Site) -> Vec<Guest> {
    let answer = site.fleet.clusters()[0].resources(anew()).await;
    answer.value().expect("the list").guests().to_vec()
}

/// A line for each command that answers, with the options that read more.
fn lines(guest: &str, node: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    let from_here = |command: &&Command| command.reach == Reach::Everywhere;
    for command in TABLE.iter().filter(from_here).filter(|command| matches!(command.does, Does::Answer(_))) {
        let line = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        match command.name {
            "info" => lines.push(line(&["info", guest])),
            "node" => lines.push(line(&["node", node])),
            "freeze" => lines.push(line(&["freeze", "storm"])),
            "monitor-add" => lines.push(line(&["monitor-add", guest])),
            "monitor-remove" => lines.push(line(&["monitor-remove", "m1"])),
            "monitor-ack" => lines.push(line(&["monitor-ack", "a1"])),
            "monitor-snooze" => lines.push(line(&["monitor-snooze", "a1"])),
            "monitor-test" => lines.push(line(&["monitor-test", "--route", guest])),
            "graph" => {
                lines.push(line(&["graph", guest]));
                lines.push(line(&["graph", node]));
            }
            "status" => {
                lines.push(line(&["status"]));
                lines.push(line(&["status", "--overview"]));
            }
            "problems" => lines.push(line(&["problems", "--deep"])),
            "refresh" => {
                for topic in ["all", "tasks", "backups"] {
                    lines.push(line(&["refresh", topic]));
                }
            }
            name if command.arguments.iter().any(|argument| argument.required) => {
                panic!("{name} needs a line here")
            }
            name => lines.push(line(&[name])),
        }
    }
    lines
}

/// A line for each command that answers about a guest.
fn about(guest: &str) -> Vec<Vec<String>> {
    let of_guests = TABLE.iter().filter(|command| {
        let first = command.arguments.first().map(|argument| argument.kind);
        matches!(command.does, Does::Answer(_))
            && matches!(first, Some(ArgumentKind::Guest | ArgumentKind::GuestOrNode))
    });
    of_guests.map(|command| vec![command.name.to_owned(), guest.to_owned()]).collect()
}

/// Every text of a JSON value, its keys included.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        Value::Object(map) => {
            for (key, value) in map {
                into.push(key.clone());
                if let (true, Some(number)) = (key == "vmid", value.as_u64()) {
                    into.push(number.to_string());
                }
                texts(value, into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What an answer tells, in JSON and on a page.
fn told(answer: &Result<Answer, CommandError>) -> Vec<String> {
    let mut all = Vec::new();
    match answer {
        Ok(answer) => {
            texts(&serde_json::to_value(&answer.view).unwrap(), &mut all);
            all.extend(answer.missing.iter().map(|hidden| format!("{hidden:?}")));
            all.extend(answer.sources.iter().map(|source| source.call.clone()));
            let reader = Reader {
                language: Language::En,
                zone: Zone::utc(),
                now: Timestamp(2_000_000_000),
                several_clusters: false,
                storage_limits: (0.8, 0.9),
            };
            all.push(format!("{:?}", Page::of(answer, &reader)));
        }
        Err(error) => all.push(format!("{error:?}")),
    }
    all
}

/// A guest that may not be named, with the forms in which a text would name it: written once, since each text is held against
/// each guest.
struct Outside<'g> {
    guest: &'g Guest,
    name: String,
    number: String,
    /// Parts of a word: a volume, a configuration file.
    volume: String,
    file: String,
    /// Parts of a text.
    path: String,
    phrases: [String; 3],
}

impl<'g> Outside<'g> {
    fn new(guest: &'g Guest) -> Self {
        let number = guest.id.vmid.to_string();
        Self {
            guest,
            name: guest.name.clone().unwrap_or_default(),
            volume: format!("-{number}-"),
            file: format!("{number}.conf"),
            path: format!("/{number}"),
            phrases: [format!("VM {number}"), format!("CT {number}"), format!("{}/{number}", guest.id.cluster)],
            number,
        }
    }
}

/// The hidden guest that a text names. `spoken` are words that stand there for something else: a tag, a node, a key.
fn named<'g>(text: &str, hidden: &[Outside<'g>], spoken: &BTreeSet<String>) -> Option<&'g Guest> {
    // A page says the same words many times.
    let words: BTreeSet<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .map(|word| word.trim_matches(['.', '-', '_']))
        .collect();
    let names = |outside: &&Outside<'g>| {
        let number = outside.number.as_str();
        (words.contains(outside.name.as_str()) && !spoken.contains(&outside.name))
            || words.contains(outside.file.as_str())
            || (words.contains(number) && text.contains(&outside.path))
            || outside.phrases.iter().any(|phrase| text.contains(phrase.as_str()))
            || text == number
            || words.iter().any(|word| word.contains(&outside.volume))
    };
    hidden.iter().find(names).map(|outside| outside.guest)
}

const NARROW: &[&[&str]] =
    &[&["cluster:home tag:games"], &["cluster:home tag:network", "cluster:home tag:home"], &["storage:home/local"]];

#[tokio::test]
async fn no_command_names_a_guest_outside_a_narrow_scope() {
    let site = Site::of("three-nodes").await;
    let all = everybody(&site).await;
    for scope in NARROW {
        let grants = access(Level::Administer, scope).grants(&person());
        let (own, hidden): (Vec<Guest>, Vec<Guest>) = all.iter().cloned().partition(|guest| grants.sees(guest));
        assert!(!hidden.is_empty(), "{scope:?}");
        // What the own guests and the table say with the same words.
        let outside: Vec<Outside<'_>> = hidden.iter().map(Outside::new).collect();
        let mut spoken: BTreeSet<String> = own.iter().flat_map(|guest| guest.tags.clone()).collect();
        spoken.extend(own.iter().filter_map(|guest| guest.pool.as_ref().map(ToString::to_string)));
        let mine = own.first().map_or("home/105".to_owned(), |guest| guest.id.to_string());
        let foreign = hidden[0].id.to_string();
        for line in lines(&mine, "pve1").into_iter().chain(about(&mine)).chain(about(&foreign)) {
            let words: Vec<&str> = line.iter().map(String::as_str).collect();
            let answer = run(&site, &grants, &words).await;
            for text in told(&answer) {
                // What was typed is repeated by the error, and nothing else.
                let typed = words.last().map(|word| format!("reference: \"{word}\"")).unwrap_or_default();
                let text = text.replace(&typed, "");
                let leak = named(&text, &outside, &spoken).map(|guest| guest.id.to_string());
                assert_eq!(leak, None, "{scope:?} {line:?}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn who_may_see_a_part_sees_all_of_it() {
    let site = Site::of("three-nodes").await;
    let all = everybody(&site).await;
    let grants = access(Level::Look, &["cluster:home tag:prod"]).grants(&person());
    let View::List(list) = run(&site, &grants, &["list"]).await.unwrap().view else { panic!("list") };
    let expected: Vec<_> =
        all.iter().filter(|guest| guest.tags.contains(&"prod".to_owned())).map(|one| &one.id).collect();
    assert!(expected.len() > 2);
    assert_eq!(list.guests.iter().map(|guest| &guest.id).collect::<Vec<_>>(), expected);
    for guest in expected {
        let View::Info(info) = run(&site, &grants, &["info", &guest.to_string()]).await.unwrap().view else {
            panic!("info")
        };
        assert!(info.disks.is_some_and(|disks| !disks.is_empty()), "{guest}");
    }
    let View::Tasks(tasks) = run(&site, &grants, &["tasks", "--limit", "500"]).await.unwrap().view else {
        panic!("tasks")
    };
    assert!(tasks.tasks.iter().all(|task| !task.upid.id.is_empty()), "of a guest, each of them");
    let View::Status(status) = run(&site, &grants, &["status"]).await.unwrap().view else { panic!("status") };
    let counts = status.clusters[0].guests.unwrap();
    let counted = counts.vms_running + counts.vms_stopped + counts.containers_running + counts.containers_stopped;
    assert_eq!(counted + counts.templates + counts.unknown, list.guests.len());
}

#[tokio::test]
async fn a_guest_outside_the_scope_is_answered_as_one_that_does_not_exist() {
    let site = Site::of("three-nodes").await;
    let grants = access(Level::Administer, &["cluster:home tag:games"]).grants(&person());
    for typed in ["db", "dbb", "cellarr", "home/db"] {
        for command in ["info", "graph", "snapshots", "backups", "tasks"] {
            match run(&site, &grants, &[command, typed]).await {
                Err(CommandError::NotFound { suggestions, .. }) => {
                    assert!(suggestions.is_empty(), "{command} {typed}: {suggestions:?}");
                }
                other => panic!("{command} {typed}: {other:?}"),
            }
        }
    }
    match run(&site, &grants, &["info", "minecraftt"]).await {
        Err(CommandError::NotFound { suggestions, .. }) => assert_eq!(suggestions, ["minecraft"]),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_task_of_another_guest_is_not_shown_by_its_id() {
    let site = Site::of("three-nodes").await;
    let everything = Grants::everything();
    let View::Tasks(tasks) = run(&site, &everything, &["tasks", "--limit", "500"]).await.unwrap().view else {
        panic!("tasks")
    };
    let games = access(Level::Administer, &["cluster:home tag:games"]).grants(&person());
    let minecraft =
        everybody(&site).await.into_iter().find(|guest| guest.name.as_deref() == Some("minecraft")).unwrap();
    let number = minecraft.id.vmid.to_string();
    let others = tasks.tasks.iter().filter(|task| !task.upid.id.starts_with(&number)).take(5);
    let mut tried = 0;
    for task in others {
        tried += 1;
        match run(&site, &games, &["task", &task.upid.to_string()]).await {
            Err(CommandError::NotFound { kind: "task", .. }) => {}
            other => panic!("{}: {other:?}", task.upid),
        }
    }
    assert!(tried > 0);
}

#[tokio::test]
async fn whoever_no_rule_names_is_refused_every_command_and_told_which_rule_is_missing() {
    let site = Site::of("three-nodes").await;
    site.calls();
    let grants = Access::default().grants(&person());
    for line in lines("web", "pve1") {
        let words: Vec<&str> = line.iter().map(String::as_str).collect();
        match run(&site, &grants, &words).await {
            Err(CommandError::Denied(denied)) => {
                assert_eq!(denied.who, ["discord-user:1"], "{line:?}");
                assert_eq!(denied.scope, None, "{line:?}");
            }
            other => panic!("{line:?}: {other:?}"),
        }
    }
    assert_eq!(site.calls(), 0, "nobody is asked for who may nothing");
}

#[tokio::test]
async fn commands_by_name_are_those_and_no_others() {
    let site = Site::of("three-nodes").await;
    let rule =
        Rule { may: May::commands(["info"]).unwrap(), ..access(Level::Look, &["cluster:home"]).rules[0].clone() };
    let grants = Access::new(vec![rule]).grants(&person());
    assert!(run(&site, &grants, &["info", "web"]).await.is_ok());
    assert!(matches!(run(&site, &grants, &["list"]).await, Err(CommandError::Denied(_))));
    let View::Whoami(whoami) = run(&site, &grants, &["whoami"]).await.unwrap().view else { panic!("whoami") };
    assert_eq!(whoami.commands, ["info", "whoami", "help"]);
    assert_eq!(whoami.may, None);
}

#[tokio::test]
async fn a_silent_node_is_told_of_without_its_name() {
    let site = Site::of("three-nodes").await;
    site.act(&pvesim::chaos::Action::NodeDown { node: "pve2".to_owned() });
    let grants = access(Level::Look, &["cluster:home tag:games"]).grants(&person());
    let answer = run(&site, &grants, &["list"]).await.unwrap();
    assert!(!answer.missing.is_empty());
    assert!(answer.missing.iter().all(|hidden| hidden.node.is_none()), "{:?}", answer.missing);
}

#[tokio::test]
async fn completions_know_what_may_be_seen_and_make_no_call() {
    let site = Site::of("three-nodes").await;
    let all = everybody(&site).await;
    site.calls();
    let grants = access(Level::Operate, &["cluster:home tag:games"]).grants(&person());
    let (aliases, thresholds, zone) = (Aliases::default(), lotse_engine::findings::Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet: &site.fleet,
        only: &[],
        ask: ask(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &person(),
        grants: &grants,
        desk: None,
        store: None,
        language: Language::En,
        zone: &zone,
    };
    let sight = asking.remembered();
    let home = site.fleet.clusters()[0].name();
    let names: Vec<_> = sight.resources(home).unwrap().guests().iter().filter_map(|guest| guest.name.clone()).collect();
    assert_eq!(names, ["minecraft"]);
    assert!(all.len() > 10);
    assert_eq!(site.calls(), 0);
}

#[test]
fn what_is_local_is_not_derived_into_other_front_ends() {
    for command in TABLE {
        assert!(command.reach == Reach::Everywhere || command.level == Level::Administer, "{}", command.name);
    }
}

#[tokio::test]
async fn a_rule_by_number_grants_nothing_to_another_guest_until_a_person_confirms_it() {
    let site = Site::of("three-nodes").await;
    let grants = access(Level::Operate, &["guest:home/105"]).grants(&person());
    let store: Shared = Arc::new(Sqlite::in_memory().await.expect("a store"));
    let (aliases, thresholds, zone) = (Aliases::default(), lotse_engine::findings::Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet: &site.fleet,
        only: &[],
        ask: anew(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &person(),
        grants: &grants,
        desk: None,
        store: None,
        language: Language::En,
        zone: &zone,
    };
    let guest = "home/105".parse().unwrap();
    let own = everybody(&site).await.into_iter().find(|one| one.id == guest).unwrap();
    // The first guest that is seen is the one that was meant.
    assert!(asking.settled(Some(&store), anew(), Doubt::Forbids).await.sees(&own));
    let seen = identity::remembered(&store, &guest).await.unwrap().expect("remembered").identity;
    // From here on the rule was written for another one.
    let by = Person::at_terminal("anna");
    identity::confirm(&store, &guest, "uuid:another", &by, Timestamp(1)).await.unwrap();
    for doubt in [Doubt::Forbids, Doubt::Counts] {
        assert!(asking.settled(Some(&store), anew(), doubt).await.is_nothing(), "{doubt:?}");
    }
    identity::confirm(&store, &guest, &seen, &by, Timestamp(2)).await.unwrap();
    assert!(asking.settled(Some(&store), anew(), Doubt::Forbids).await.sees(&own));
    // When it cannot be read who it is, a look is not forbidden, and a change is.
    site.act(&pvesim::chaos::Action::NodeDown { node: own.node.to_string() });
    assert!(asking.settled(Some(&store), anew(), Doubt::Counts).await.sees(&own));
    assert!(asking.settled(Some(&store), anew(), Doubt::Forbids).await.is_nothing());
}
