//! The buttons of alerts: what they do, for whom, and to which guest.

use discordsim::post::Post;
use lotse_engine::{
    access::Person,
    change::{policy::PolicyRule, risk::Risk},
    watch::{AlertId, Phase, book},
};
use lotse_text::Zone;

use crate::{
    alarms::{ALL, BUILD, Watch, becomes, labels, now, off, seen, told},
    site::{SOON, Site},
};

async fn phase(site: &Site, number: u64) -> Phase {
    book::alert(&site.store, AlertId(number)).await.unwrap().expect("an alert").phase
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledging_and_snoozing_count_for_those_who_may_and_survive_a_restart() {
    let mut site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    let ben = site.discord.person(site.ben, site.alarms).press(card.id, "Acknowledge").unwrap();
    let refused = ben.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    assert_eq!(refused.only_for, Some(site.ben));
    assert!(matches!(phase(&site, 17).await, Phase::Alerting));
    site.kill().await;
    site.start();
    assert!(site.discord.connected(SOON).await);
    let anna = site.discord.person(site.anna, site.alarms);
    anna.press(card.id, "Snooze 1 h").unwrap().acknowledged().await.expect("answered");
    let snoozed = becomes(&site, card.id, |post| post.text().contains("anna snoozed it")).await;
    assert_eq!(labels(&snoozed), ["Acknowledge", "Start"]);
    let Phase::Snoozed { by, until, .. } = phase(&site, 17).await else { panic!("not snoozed") };
    assert_eq!(by.id, format!("discord-user:{}", site.anna));
    assert!((3_500..=3_600).contains(&(until.0 - now().0)), "{until:?}");
    // A client that has not heard of it yet.
    let stale = anna.press_stale(card.id, &card.button("Snooze until tomorrow 8").unwrap().custom_id).unwrap();
    stale.any_message_where(Post::is_ephemeral).await.expect("it says so");
    anna.press(card.id, "Acknowledge").unwrap().acknowledged().await.expect("answered");
    let mine = becomes(&site, card.id, |post| post.text().contains("anna takes care of it")).await;
    assert_eq!(labels(&mine), ["Start"]);
    let lines = site.audited().await;
    assert!(lines.iter().filter(|line| line.contains("a17") || line.contains("17")).count() >= 2, "{lines:?}");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn until_tomorrow_is_eight_in_the_zone_of_the_guild() {
    let mut site = Site::open().await;
    site.stop().await.unwrap();
    site.set(|settings| settings.guilds[0].zone = Zone::named("Asia/Tokyo").unwrap());
    site.start();
    assert!(site.discord.connected(SOON).await);
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    site.discord.person(site.anna, site.alarms).press(card.id, "Snooze until tomorrow 8").unwrap();
    becomes(&site, card.id, |post| post.text().contains("anna snoozed it")).await;
    let Phase::Snoozed { until, .. } = phase(&site, 17).await else { panic!("not snoozed") };
    // Eight in Tokyo is eleven in the evening of the day before, UTC. The length is handed on in seconds.
    let off_by = (until.0 - 23 * 3600).rem_euclid(86_400);
    assert!(off_by <= 5 || off_by >= 86_395, "{until:?}");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_that_was_taken_away_a_moment_ago_counts_at_the_press() {
    let site = Site::open().await;
    site.rule("operate", &["cluster:home tag:dev"]);
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    if let Some(guest) = site.simulator.world().guests.get_mut(&BUILD) {
        guest.config.set("tags", "prod");
    }
    for button in ["Acknowledge", "Snooze 1 h", "Start"] {
        let pressed = site.discord.person(site.anna, site.alarms).press(card.id, button).unwrap();
        pressed.any_message_where(Post::is_ephemeral).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    }
    assert!(matches!(phase(&site, 17).await, Phase::Alerting));
    assert!(!site.is_running(BUILD));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn start_switches_the_guest_on_once() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    let before = site.simulator.world().tasks.newest_first().count();
    let anna = site.discord.person(site.anna, site.alarms);
    let start = card.button("Start").expect("a button").custom_id;
    let clicks = [anna.press_stale(card.id, &start).unwrap(), anna.press_stale(card.id, &start).unwrap()];
    for click in &clicks {
        click.acknowledged().await.expect("answered");
    }
    let done = |post: &Post| post.text().contains("Done, and checked");
    let ended = site.hasten(site.discord.post_where(site.alarms, SOON, done)).await;
    ended.unwrap_or_else(|| panic!("no end: {:?}", seen(&site).iter().map(Post::text).collect::<Vec<_>>()));
    assert!(site.is_running(BUILD));
    assert_eq!(site.simulator.world().tasks.newest_first().count() - before, 1, "it was sent more than once");
    let asked = becomes(&site, card.id, |post| post.text().contains("Start asked for by anna")).await;
    assert_eq!(labels(&asked), ALL[..3]);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn start_goes_the_way_of_its_command_where_the_policy_wants_a_yes() {
    let mut site = Site::open().await;
    site.stop().await.unwrap();
    site.policy.rules.push(PolicyRule {
        cluster: None,
        tag: Some("dev".to_owned()),
        commands: vec!["start".to_owned()],
        risk: Some(Risk::Disruptive),
        second_person: None,
    });
    site.start();
    assert!(site.discord.connected(SOON).await);
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    let anna = site.discord.person(site.anna, site.alarms);
    let pressed = anna.press(card.id, "Start").unwrap();
    let plan = pressed.any_message_where(|post| post.button("Approve").is_some()).await.expect("a plan");
    assert!(!site.is_running(BUILD));
    // It is hers to approve, and may be approved here though no command is answered here.
    let carl = site.discord.person(site.carl, site.alarms).press(plan.id, "Approve").unwrap();
    carl.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    anna.press(plan.id, "Approve").unwrap().acknowledged().await.expect("answered");
    let done = |post: &Post| post.text().contains("Done, and checked");
    site.hasten(site.discord.post_where(site.alarms, SOON, done)).await.expect("it is started");
    assert!(site.is_running(BUILD));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_card_never_starts_another_guest_that_has_the_number() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    if let Some(guest) = site.simulator.world().guests.get_mut(&BUILD) {
        guest.config.set("smbios1", "uuid=00000000-1111-2222-3333-444444444444");
    }
    let anna = site.discord.person(site.anna, site.alarms);
    let pressed = anna.press(card.id, "Start").unwrap();
    let refused = pressed.any_message_where(|post| post.text().contains("another guest")).await.expect("a refusal");
    assert_eq!(refused.only_for, Some(site.anna));
    // One that is gone is not started either.
    site.simulator.world().guests.remove(&BUILD);
    let pressed = anna.press_stale(card.id, &card.button("Start").unwrap().custom_id).unwrap();
    pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    assert!(!site.is_running(BUILD));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_that_was_only_renamed_is_started() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    if let Some(guest) = site.simulator.world().guests.get_mut(&BUILD) {
        guest.config.set("name", "builder");
    }
    site.discord.person(site.anna, site.alarms).press(card.id, "Start").unwrap();
    let done = |post: &Post| post.text().contains("Done, and checked");
    site.hasten(site.discord.post_where(site.alarms, SOON, done)).await.expect("it is started");
    assert!(site.is_running(BUILD));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_at_the_terminal_is_shown_by_the_card() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    book::acknowledge(&site.store, AlertId(17), &Person::at_terminal("carl"), now()).await.unwrap();
    let shown = becomes(&site, card.id, |post| post.text().contains("carl takes care of it")).await;
    assert_eq!(labels(&shown), ["Start"]);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_channel_of_alerts_answers_its_buttons_and_no_commands() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    let slash = site.discord.person(site.anna, site.alarms).slash("list", &[]).unwrap();
    let refused = slash.any_message_where(Post::is_ephemeral).await.expect("turned away");
    assert!(refused.text().contains("does not answer here"), "{}", refused.text());
    site.discord.person(site.anna, site.alarms).press(card.id, "Acknowledge").unwrap();
    becomes(&site, card.id, |post| post.text().contains("anna takes care of it")).await;
    // A button of this card, as if it stood elsewhere.
    let stolen = site.discord.person(site.anna, site.channel);
    let pressed = stolen.press_stale(card.id, &card.button("Start").unwrap().custom_id).unwrap();
    pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    assert!(!site.is_running(BUILD));
    site.fine();
}
