//! Every slash command is answered, within the limits of Discord.

use discordsim::check::command::LOCALES;
use lotse_discord::Replies;
use pvesim::chaos::{Fault, Spoil};
use serde_json::{Value, json};

use crate::site::{Site, guest};

/// Every command that can be sent: its words, with values for what it requires.
fn all(commands: &[Value]) -> Vec<(String, Vec<(String, Value)>)> {
    let mut found = Vec::new();
    for command in commands {
        walk(command, "", &mut found);
    }
    found
}

fn walk(thing: &Value, before: &str, found: &mut Vec<(String, Vec<(String, Value)>)>) {
    let words = format!("{before} {}", thing["name"].as_str().unwrap()).trim().to_owned();
    let options = thing["options"].as_array().cloned().unwrap_or_default();
    if options.iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        for option in &options {
            walk(option, &words, found);
        }
        return;
    }
    let required = options.iter().filter(|option| option["required"] == true);
    let given = required.map(|option| (option["name"].as_str().unwrap().to_owned(), value(option))).collect();
    found.push((words, given));
}

/// Something that fits an option.
fn value(option: &Value) -> Value {
    if let Some(first) = option["choices"].as_array().and_then(|choices| choices.first()) {
        return first["value"].clone();
    }
    match (option["type"].as_u64(), option["name"].as_str().unwrap()) {
        (Some(4), _) => json!(9123),
        (Some(5), _) => json!(true),
        (Some(10), _) => json!(1.0),
        (_, "vmid") => json!("home/101"),
        (_, "template_id") => json!("home/9000"),
        (_, "node" | "target") => json!("pve2"),
        (_, "storage") => json!("local"),
        (_, "schedule") => json!("daily"),
        _ => json!("before-nginx"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_is_answered_within_the_limits() {
    let site = Site::open().await;
    let commands = site.discord.commands(site.guild);
    assert!(commands.len() <= 100);
    let all = all(&commands);
    assert!(all.len() > 25, "only {} commands", all.len());
    for (words, given) in &all {
        let given: Vec<(&str, Value)> = given.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let pressed = site.slash(words, &given);
        let post = pressed.any_message_where(|_| true).await;
        let post = post.unwrap_or_else(|error| panic!("/{words} {given:?}: {error}"));
        assert!(!post.text().is_empty(), "/{words} shows nothing");
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_described_in_three_languages_and_only_for_guilds() {
    let site = Site::open().await;
    for command in site.discord.commands(site.guild) {
        let name = command["name"].as_str().unwrap();
        let local = &command["description_localizations"];
        assert!(local["de"].is_string() && local["ja"].is_string(), "{name}: {local}");
        assert!(local.as_object().unwrap().keys().all(|key| LOCALES.contains(&key.as_str())));
        assert_eq!(command["contexts"], json!([0]), "{name} is for guilds only");
    }
    assert_eq!(site.discord.counted("PUT /applications"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_registered_again_only_when_they_changed() {
    let mut site = Site::open().await;
    site.stop().await.unwrap();
    let before = site.discord.counted("GET /applications/{application_id}/guilds");
    site.start();
    site.listens().await;
    site.ask("list", &[]).await;
    // By then it has compared: it asks before it answers anybody, or at the same time.
    tokio::time::timeout(crate::site::SOON, async {
        while site.discord.counted("GET /applications/{application_id}/guilds") == before {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the registered commands are not read");
    assert_eq!(site.discord.counted("PUT /applications"), 1);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_and_a_guest_are_answered_in_the_language_of_the_person() {
    let site = Site::open().await;
    for (locale, word) in [("en-US", "running"), ("de", "läuft"), ("ja", "稼働")] {
        let person = site.person(site.anna).locale(locale);
        let list = person.slash("list", &[]).unwrap().message().await.unwrap();
        assert!(list.text().contains("web"), "{locale}: {}", list.text());
        let info = person.slash("info", &[guest("home/100")]).unwrap().message().await.unwrap();
        assert!(info.text().contains(word), "{locale}: {}", info.text());
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_graph_is_a_picture() {
    let site = Site::open().await;
    let post =
        site.slash("graph", &[guest("home/100")]).message_where(|post| !post.attachments.is_empty()).await.unwrap();
    assert!(post.attachments[0].bytes.starts_with(b"\x89PNG"), "no PNG");
    assert!(post.embeds.iter().any(|embed| embed["image"]["url"].is_string()), "it does not stand in the embed");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completion_finds_guests_by_number_and_name() {
    let site = Site::open().await;
    // The names are there as soon as the fleet was looked at.
    site.ask("list", &[]).await;
    for typed in ["100", "we", "home/web"] {
        let choices = site.person(site.anna).complete("info", &[], "vmid", typed).unwrap().choices().await.unwrap();
        assert!(
            choices.iter().any(|(name, value)| name.contains("web") && value == "home/100"),
            "{typed}: {choices:?}"
        );
    }
    let many = site.person(site.anna).complete("info", &[], "vmid", "").unwrap().choices().await.unwrap();
    assert!((1..=25).contains(&many.len()));
    let templates = site.person(site.anna).complete("create", &[], "template_id", "").unwrap().choices().await.unwrap();
    assert!(
        !templates.is_empty() && templates.iter().all(|(_, value)| value == "home/9000" || value == "home/9001"),
        "{templates:?}"
    );
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_names_are_completed_from_memory_while_no_cluster_answers() {
    let mut site = Site::open().await;
    site.ask("list", &[]).await;
    site.stop().await.unwrap();
    site.simulator.site().faults.add(Fault::always(Spoil::Latency { millis: 600_000 }));
    site.start();
    site.listens().await;
    let choices = site.person(site.anna).complete("info", &[], "vmid", "we").unwrap().choices().await.unwrap();
    assert!(choices.iter().any(|(_, value)| value == "home/100"), "{choices:?}");
    let nodes = site.person(site.anna).complete("node", &[], "node", "pv").unwrap().choices().await.unwrap();
    assert!(!nodes.is_empty());
    let ben = site.person(site.ben).complete("info", &[], "vmid", "we").unwrap().choices().await.unwrap();
    assert!(ben.is_empty(), "memory is no way around the rules: {ben:?}");
    site.simulator.site().faults.clear();
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_may_be_for_the_person_alone() {
    let mut site = Site::closed(pvesim::options::Options::scenario("three-nodes").impatient(), |options| options).await;
    site.set(|settings| settings.replies = Replies::Private);
    site.start();
    site.listens().await;
    assert!(site.ask("list", &[]).await.is_ephemeral());
    assert!(site.discord.sees(site.carl, site.channel).is_empty());
    site.fine();
}
