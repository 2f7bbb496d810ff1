//! A bot that is killed between showing a message and what belongs to it: every message is alive or visibly dead afterwards.

use discordsim::{
    chaos::{Fault, Spoil},
    post::Post,
    snowflake::Snowflake,
};
use lotse_discord::Replies;

use crate::site::{SOON, Site, guest};

/// An ordinary message is changed.
const CHANGES_A_MESSAGE: &str = "PATCH /channels/{channel_id}/messages";
fn is_waiting(post: &Post) -> bool {
    post.text().contains("expires") && !post.is_ephemeral()
}

fn can_be_pressed(post: &Post) -> bool {
    post.buttons().iter().any(|button| !button.disabled)
}

/// Kills the bot before a message gets its buttons, and starts it again: the same message has them then, and they count.
async fn killed_before_it_is_armed(site: &mut Site, bare: &Post) -> Post {
    // Until then it may not be noted which message it is: then it stays without buttons, which is as well.
    let is_arming = async {
        let its = format!("/messages/{}", bare.id);
        while !site.discord.requests().iter().any(|one| one.method == "PATCH" && one.path.contains(&its)) {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, is_arming).await.expect("nobody gives it buttons");
    assert!(!can_be_pressed(bare), "it has its buttons before it is known which message it is: {:?}", bare.buttons());
    site.kill().await;
    site.discord.heal();
    site.start();
    site.listens().await;
    let armed = |post: &Post| post.id == bare.id && can_be_pressed(post);
    let shown = site.discord.post_where(site.channel, SOON, armed).await;
    shown.unwrap_or_else(|| panic!("it stays without buttons: {:?}", site.discord.post(bare.id)))
}

/// Presses cancel, and waits until the card shows it.
async fn cancel(site: &Site, card: &Post) {
    let pressed = site.person(site.anna).press(card.id, "Cancel").expect("alive");
    pressed.acknowledged().await.expect("answered");
    let dead = |post: &Post| post.id == card.id && !can_be_pressed(post);
    site.discord.post_where(site.channel, SOON, dead).await.expect("it still looks alive");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_is_shown_anew_gets_its_buttons_after_a_kill() {
    let mut site = Site::open().await;
    let card = site.slash("stop", &[guest("home/100")]).any_message_where(can_be_pressed).await.expect("a plan");
    if let Some(web) = site.simulator.world().guests.get_mut(&100) {
        web.config.set("name", "web-2");
    }
    site.discord.fault(Fault::always(CHANGES_A_MESSAGE, Spoil::Hang));
    let anna = site.person(site.anna);
    anna.press(card.id, "Approve").expect("alive").acknowledged().await.expect("answered");
    let first: Snowflake = card.id;
    let anew = |post: &Post| post.id != first && is_waiting(post);
    let bare = site.discord.post_where(site.channel, SOON, anew).await.expect("the plan anew");
    let armed = killed_before_it_is_armed(&mut site, &bare).await;
    assert!(!can_be_pressed(&site.discord.post(first).expect("the old card")), "the old card still looks alive");
    cancel(&site, &armed).await;
    assert!(site.is_running(100));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_used_panel_that_one_person_alone_sees_has_no_buttons_either() {
    let options = pvesim::options::Options::scenario("three-nodes").impatient();
    let mut site = Site::closed(options, |options| options).await;
    site.set(|settings| settings.replies = Replies::Private);
    site.start();
    site.listens().await;
    let has_stop = |post: &Post| post.button("Stop").is_some();
    let panel = site.slash("info", &[guest("home/100")]).any_message_where(has_stop).await.expect("a panel");
    assert!(panel.is_ephemeral());
    let pressed = site.person(site.anna).press(panel.id, "Stop").expect("alive");
    pressed.acknowledged().await.expect("answered");
    let spent = |post: &Post| post.id == panel.id && post.buttons().is_empty();
    site.discord.post_where(site.channel, SOON, spent).await.expect("the panel still looks alive");
    let card = pressed.any_message_where(|post| post.id != panel.id && can_be_pressed(post)).await.expect("its plan");
    cancel(&site, &card).await;
    assert!(site.is_running(100));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_that_never_reach_the_desk_stand_in_the_audit_and_nobody_fills_it() {
    let site = Site::open().await;
    let panel = site.slash("info", &[guest("home/100")]).any_message_where(can_be_pressed).await.expect("a panel");
    let stop = panel.button("Stop").expect("a button").custom_id;
    let outside = site.discord.person(site.anna, site.elsewhere);
    outside.slash("list", &[]).unwrap().message().await.unwrap();
    let carl = site.person(site.carl);
    carl.press_stale(panel.id, &stop).unwrap().any_message_where(Post::is_ephemeral).await.unwrap();
    let ben = site.person(site.ben);
    ben.slash("stop", &[guest("home/100")]).unwrap().any_message_where(Post::is_ephemeral).await.unwrap();
    for _ in 0..30 {
        let dead = ben.press_stale(panel.id, "0123456789abcdef0123456789abcdef").unwrap();
        dead.any_message_where(Post::is_ephemeral).await.unwrap();
    }
    let who = |person: Snowflake| format!("discord-user:{person}");
    let all_noted = async {
        loop {
            let refused = site.refused().await;
            let has = |person: Snowflake, why: &str| refused.contains(&(who(person), why.to_owned()));
            if has(site.anna, "E-DISCORD-PLACE")
                && has(site.carl, "E-CHANGE-NOT-YOURS")
                && has(site.ben, "E-DENIED")
                && has(site.ben, "E-DISCORD-DEAD-BUTTON")
            {
                return refused;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let refused = tokio::time::timeout(SOON, all_noted).await.expect("a refusal is not in the audit");
    let of_ben = refused.iter().filter(|(by, _)| *by == who(site.ben)).count();
    assert!(of_ben < 20, "{of_ben} lines of one person");
    let verdict = site.audit().verify(None).await.unwrap();
    assert!(!matches!(verdict, lotse_engine::audit::Verdict::Broken(_)), "{verdict:?}");
}
