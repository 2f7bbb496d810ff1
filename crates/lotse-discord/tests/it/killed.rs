//! A bot that is killed between showing something and noting it, or between any two of several messages: the next one finds what
//! stands there, and nothing is shown twice or looks alive that is dead.

use std::time::Duration;

use discordsim::{
    chaos::{Fault, Spoil},
    play::pressed::Pressed,
    post::Post,
    snowflake::Snowflake,
};
use pvesim::chaos::{Fault as Trouble, Spoil as Slow};

use crate::site::{SOON, Site, guest};

/// A further answer to an interaction is added.
const ADDED: &str = "POST /webhooks";
/// A further answer is changed, and not the first one.
const FURTHER_CHANGED: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";
/// The first answer is changed.
const FIRST_CHANGED: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";

fn can_be_pressed(post: &Post) -> bool {
    post.buttons().iter().any(|button| !button.disabled)
}

fn waits(post: &Post) -> bool {
    post.text().contains("expires")
}

/// What everybody sees in the channel, without what is still thinking.
fn shown(site: &Site) -> Vec<Post> {
    site.discord.sees(site.anna, site.channel).into_iter().filter(|post| !post.is_loading()).collect()
}

/// Nobody is answered at once, so that everything is put off and then put in its place.
async fn slow() -> Site {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    site.simulator.site().faults.add(Trouble::always(Slow::Latency { millis: 400 }));
    site
}

/// A plan for so many guests that it is told in several messages.
fn long_plan(site: &Site) -> Pressed {
    let guests: Vec<String> = {
        let mut world = site.simulator.world();
        let like = world.guests.get(&115).cloned().expect("a container that runs");
        for vmid in 200..245 {
            let mut another = like.clone();
            another.vmid = vmid;
            another.config.set("hostname", format!("shop-{vmid}"));
            world.guests.insert(vmid, another);
        }
        (200..245).map(|vmid| vmid.to_string()).collect()
    };
    site.slash("stop", &[guest(&guests.join(","))])
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waited = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, waited).await.unwrap_or_else(|_| panic!("{what}"));
}

async fn killed(site: &mut Site) {
    site.kill().await;
    site.discord.heal();
    site.simulator.site().faults.clear();
    site.start();
    site.listens().await;
}

/// Waits until a plan can be pressed, presses cancel, and waits until it shows that.
async fn cancelled(site: &Site) -> Snowflake {
    let alive = |post: &Post| waits(post) && can_be_pressed(post);
    let card = site.discord.post_where(site.channel, SOON, alive).await;
    let card = card.unwrap_or_else(|| panic!("no plan: {:?}", shown(site).iter().map(Post::text).collect::<Vec<_>>()));
    let pressed = site.person(site.anna).press(card.id, "Cancel").expect("alive");
    pressed.acknowledged().await.expect("answered");
    let dead = |post: &Post| post.id == card.id && !can_be_pressed(post);
    site.discord.post_where(site.channel, SOON, dead).await.expect("it still looks alive");
    card.id
}

fn one_plan(site: &Site) {
    let plans = shown(site).iter().filter(|post| waits(post) || can_be_pressed(post)).count();
    assert_eq!(plans, 0, "another card of the plan is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_of_several_sheets_is_told_in_several_messages_and_the_last_has_the_buttons() {
    let site = Site::open().await;
    let card = long_plan(&site).any_message_where(can_be_pressed).await.expect("a plan");
    let all = shown(&site);
    assert!(all.len() > 1, "one message is enough: {}", card.text());
    assert_eq!(all.last().map(|post| post.id), Some(card.id));
    assert!(all.iter().rev().skip(1).all(|post| post.buttons().is_empty() && !post.text().is_empty()));
    cancelled(&site).await;
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_of_several_sheets_is_whole_wherever_its_bot_was_killed() {
    // Before its last sheet, when that stands there and nobody knows, and when it is known and has no buttons yet.
    for fault in [
        Fault::always(ADDED, Spoil::Hang),
        Fault::once(ADDED, Spoil::Mute),
        Fault::always(FURTHER_CHANGED, Spoil::Hang),
    ] {
        let mut site = slow().await;
        let (on, spoil) = (fault.on.clone(), fault.spoil.clone());
        site.discord.fault(fault);
        long_plan(&site).acknowledged().await.expect("answered");
        until("nothing is hit by the trouble", || site.discord.counted(&on) > 0).await;
        until("the first sheet is not shown", || !shown(&site).is_empty()).await;
        if spoil == Spoil::Mute {
            until("the last sheet is not shown", || shown(&site).iter().any(waits)).await;
        }
        assert!(!shown(&site).iter().any(can_be_pressed), "it has buttons before it is known which message it is");
        let before = shown(&site).iter().filter(|post| waits(post)).count();
        killed(&mut site).await;
        let card = cancelled(&site).await;
        let after = shown(&site).len();
        one_plan(&site);
        assert!(before == 0 || after > 0, "{card}");
        assert!(site.is_running(100), "{on} {spoil:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_showing_nobody_heard_of_is_not_shown_twice() {
    let site = slow().await;
    site.discord.fault(Fault::once(ADDED, Spoil::LostAnswer));
    long_plan(&site).any_message_where(can_be_pressed).await.expect("a plan");
    assert_eq!(shown(&site).iter().filter(|post| waits(post)).count(), 1);
    cancelled(&site).await;
    one_plan(&site);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_whose_bot_was_killed_has_no_button_that_looks_alive_and_does_nothing() {
    // When its message stands there and nobody knows, and when it is known and has no buttons yet.
    for fault in [Fault::once(FIRST_CHANGED, Spoil::Mute), Fault::always(FIRST_CHANGED, Spoil::Hang).after(1)] {
        let mut site = slow().await;
        site.discord.fault(fault.clone());
        site.slash("info", &[guest("home/100")]).acknowledged().await.expect("answered");
        let hits = 1 + usize::try_from(fault.spared).unwrap();
        until("the panel is not shown", || site.discord.counted(FIRST_CHANGED) >= hits).await;
        until("the panel is not shown", || shown(&site).iter().any(|post| post.text().contains("web"))).await;
        killed(&mut site).await;
        let panel = shown(&site).into_iter().find(|post| post.text().contains("web")).expect("the panel");
        for button in panel.buttons().into_iter().filter(|button| !button.disabled) {
            let pressed = site.person(site.anna).press(panel.id, &button.custom_id).expect("alive");
            pressed.any_message_where(waits).await.expect("a plan");
        }
        // Whoever asks again gets one that is alive.
        let has_stop = |post: &Post| post.button("Stop").is_some();
        site.slash("info", &[guest("home/100")]).any_message_where(has_stop).await.expect("a panel");
        assert!(site.is_running(100));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_whose_bot_was_killed_while_it_is_used_up_asks_for_nothing_twice() {
    let mut site = Site::open().await;
    let has_start = |post: &Post| post.button("Start").is_some();
    let panel = site.slash("info", &[guest("home/114")]).any_message_where(has_start).await.expect("a panel");
    let start = panel.button("Start").expect("a button").custom_id;
    let before = site.simulator.world().tasks.newest_first().count();
    site.discord.fault(Fault::always("POST /interactions", Spoil::Hang));
    site.person(site.anna).press_stale(panel.id, &start).expect("sent");
    until("nothing answers the press", || site.discord.counted("POST /interactions") > 1).await;
    killed(&mut site).await;
    let spent = |post: &Post| post.id == panel.id && post.buttons().is_empty();
    site.discord.post_where(site.channel, SOON, spent).await.expect("the panel still looks alive");
    let again = site.person(site.anna).press_stale(panel.id, &start).expect("sent");
    again.any_message_where(Post::is_ephemeral).await.expect("it says that it is dead");
    assert_eq!(site.simulator.world().tasks.newest_first().count(), before);
    assert!(!site.is_running(114));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_has_to_approve_is_found_again_by_its_message_and_never_done_twice() {
    let mut site = slow().await;
    let before = site.simulator.world().tasks.newest_first().count();
    site.discord.fault(Fault::once(FIRST_CHANGED, Spoil::Mute));
    site.slash("start", &[guest("home/114")]).acknowledged().await.expect("answered");
    let runs = |post: &Post| post.text().contains("In progress");
    let progress = site.discord.post_where(site.channel, SOON, runs).await.expect("its progress is not shown");
    killed(&mut site).await;
    let known = async {
        loop {
            let cards = site.store.documents("discord-card").await.expect("read");
            if cards.iter().any(|card| card.body["message"] == progress.id.0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, known).await.expect("nobody knows its message: it stays in progress for ever");
    assert!(site.simulator.world().tasks.newest_first().count() - before <= 1, "it was sent more than once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_runs_while_its_bot_is_killed_is_followed_to_its_end_in_its_message() {
    let mut site = Site::open().await;
    let before = site.simulator.world().tasks.newest_first().count();
    let started = site.slash("start", &[guest("home/114")]);
    let runs = |post: &Post| post.text().contains("In progress");
    let progress = started.any_message_where(runs).await.expect("its progress is not shown");
    until("nothing is sent", || site.simulator.world().tasks.newest_first().count() > before).await;
    killed(&mut site).await;
    let done = |post: &Post| post.id == progress.id && post.text().contains("Done, and checked");
    let end = site.hasten(site.discord.post_where(site.channel, SOON, done)).await;
    end.unwrap_or_else(|| panic!("no end: {:?}", shown(&site).iter().map(Post::text).collect::<Vec<_>>()));
    assert!(site.is_running(114));
    assert_eq!(site.simulator.world().tasks.newest_first().count() - before, 1, "it was sent more than once");
}
