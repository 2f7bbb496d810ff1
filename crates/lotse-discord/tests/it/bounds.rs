//! What bounds people in Discord: the place, the guild, the time of a token, and what a message may say.

use std::time::Duration;

use discordsim::{post::Post, world::Permissions};
use lotse_discord::Guild;
use lotse_text::{Language, Zone};
use pvesim::chaos::{Fault, Spoil};
use serde_json::json;

use crate::{
    changes::{VERIFIED, agree, card, ended},
    site::{SOON, Site, guest},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_of_a_guild_and_its_administrators_get_nothing_by_that() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    let mut admin = None;
    site.discord.change(|world| {
        let role = world.role(site.guild, "admins", Permissions::ALL);
        admin = Some(world.member(site.guild, "root", &[role]));
    });
    let owner = site.discord.world().guilds.get(&site.guild).expect("a guild").owner;
    for person in [owner, admin.expect("somebody")] {
        let person = site.person(person);
        let list = person.slash("list", &[]).unwrap().message().await.unwrap();
        assert!(list.is_ephemeral() && !list.text().contains("web"), "{}", list.text());
        let stop = person.slash("stop", &[guest("home/100")]).unwrap().message().await.unwrap();
        assert!(stop.is_ephemeral() && stop.buttons().is_empty(), "{}", stop.text());
        assert!(person.complete("info", &[], "vmid", "").unwrap().choices().await.unwrap().is_empty());
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_left_the_category_takes_no_press_its_threads_neither() {
    let site = Site::open().await;
    let plan = card(&site, "stop", &[guest("home/100")]).await;
    let in_thread = site.discord.person(site.anna, site.thread);
    in_thread.slash("list", &[]).unwrap().message().await.unwrap();
    site.discord.change(|world| {
        let guild = world.guilds.get_mut(&site.guild).expect("a guild");
        guild.channels.get_mut(&site.channel).expect("a channel").parent = None;
    });
    let moved = json!({ "id": site.channel, "guild_id": site.guild, "type": 0, "name": "proxmox", "parent_id": null });
    site.discord.dispatch("CHANNEL_UPDATE", &moved);
    let pressed = site.person(site.anna).press(plan.id, "Approve").unwrap();
    let refused = pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    assert!(refused.text().contains("does not answer here"), "{}", refused.text());
    assert!(in_thread.slash("list", &[]).unwrap().message().await.unwrap().text().contains("does not answer here"));
    assert!(in_thread.complete("info", &[], "vmid", "").unwrap().choices().await.unwrap().is_empty());
    assert!(site.is_running(100));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_guilds_have_each_their_language_and_their_time_and_a_person_has_their_own() {
    let options = pvesim::options::Options::scenario("three-nodes").impatient();
    let mut site = Site::closed(options, |options| options).await;
    let mut second = None;
    site.discord.change(|world| {
        let guild = world.guild("東京");
        let role = world.role(guild, "operators", Permissions::NONE);
        let category = world.category(guild, "Server");
        let channel = world.text(guild, Some(category), "proxmox");
        world.join(guild, site.anna, &[role]);
        second = Some((guild, role, category, channel));
    });
    let (guild, role, category, channel) = second.expect("a guild");
    site.all_may(&[role]);
    site.set(|settings| {
        settings.guilds.push(Guild {
            id: guild.0,
            category: category.0,
            alert_channel: None,
            language: Language::Ja,
            zone: Zone::named("Asia/Tokyo").expect("a zone"),
            scope: Vec::new(),
        });
    });
    site.start();
    site.listens().await;
    assert!(site.discord.registered(guild, SOON).await.is_some(), "no commands in the second guild");
    let here = |locale: &str| site.person(site.anna).locale(locale);
    let there = |locale: &str| site.discord.person(site.anna, channel).locale(locale);
    let list = async |person: discordsim::play::presser::Presser| {
        person.slash("list", &[]).unwrap().message().await.unwrap().text()
    };
    assert!(list(here("fr")).await.contains("guests"), "that of the guild");
    assert!(list(there("fr")).await.contains("ゲスト"), "that of the guild");
    assert!(list(there("de")).await.contains("Gäste"), "that of the person");
    let graph = async |person: discordsim::play::presser::Presser| {
        let asked = person.slash("graph", &[guest("home/100")]).unwrap();
        let post = asked.message_where(|post| !post.attachments.is_empty()).await.unwrap();
        post.attachments[0].bytes.clone()
    };
    assert_ne!(graph(here("en-US")).await, graph(there("en-US")).await, "both in the same time zone");
    // A role of one guild is none of the other.
    let stranger = site.discord.person(site.carl, channel).slash("list", &[]);
    assert!(stranger.is_err(), "he is no member there");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_outlasts_the_token_goes_on_in_the_same_message() {
    let site = Site::open().await;
    let plan = card(&site, "shutdown", &[guest("home/100")]).await;
    agree(&site, site.anna, &plan, None).await;
    let runs = |post: &Post| post.id == plan.id && post.text().contains("In progress");
    site.discord.post_where(site.channel, SOON, runs).await.expect("it is not carried out");
    site.discord.advance(Duration::from_mins(16));
    assert!(ended(&site, plan.id).await.contains(VERIFIED));
    assert!(site.discord.post(plan.id).expect("it is there").text().contains(VERIFIED), "another message says it");
    assert!(site.discord.counted("PATCH /channels") > 0);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_whose_message_somebody_removed_is_told_in_a_new_one() {
    let site = Site::open().await;
    let plan = card(&site, "shutdown", &[guest("home/100")]).await;
    agree(&site, site.anna, &plan, None).await;
    let runs = |post: &Post| post.id == plan.id && post.text().contains("In progress");
    site.discord.post_where(site.channel, SOON, runs).await.expect("it is not carried out");
    site.discord.delete(plan.id);
    assert!(ended(&site, plan.id).await.contains(VERIFIED));
    assert!(!site.is_running(100));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_failure_shows_an_address_a_path_or_what_a_library_said() {
    let spoils = [
        Spoil::Reset,
        Spoil::ResetAfter,
        Spoil::HalfBody,
        Spoil::Status { status: 502, reason: Some("proxy at 10.9.8.7 failed".to_owned()) },
        Spoil::Status { status: 595, reason: Some("Connection refused to https://10.9.8.7:8006/".to_owned()) },
    ];
    for spoil in spoils {
        let site = Site::open().await;
        let plan = card(&site, "stop", &[guest("home/100")]).await;
        site.simulator.site().faults.add(Fault::always(spoil.clone()));
        agree(&site, site.anna, &plan, None).await;
        for (words, given) in [
            ("list", vec![]),
            ("nodes", vec![]),
            ("info", vec![guest("home/101")]),
            ("graph", vec![guest("home/101")]),
            ("tasks", vec![]),
            ("snapshot list", vec![guest("home/101")]),
            ("start", vec![guest("home/114")]),
            ("shutdown", vec![guest("home/102")]),
        ] {
            let said = |post: &Post| !post.is_loading() && !post.text().is_empty();
            site.slash(words, &given).any_message_where(said).await.unwrap_or_else(|error| panic!("/{words}: {error}"));
        }
        for post in site.discord.sees(site.anna, site.channel) {
            let shown = post.before.iter().map(|version| serde_json::to_string(&version.embeds).unwrap());
            for text in shown.chain([post.text()]) {
                for leak in
                    ["127.0.0.1", "10.9.8.7", "://", "/nodes/", "api2", "reqwest", "hyper", "os error", "Error {"]
                {
                    assert!(!text.contains(leak), "{leak} after {spoil:?}: {text}");
                }
            }
        }
        site.fine();
    }
}
