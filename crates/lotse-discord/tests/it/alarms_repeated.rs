//! Something is told once, though whoever told it ended before it heard of that, and Discord has forgotten its name.

use std::{sync::Arc, time::Duration};

use discordsim::{
    chaos::{Fault, Spoil},
    post::Post,
    world::{Permissions, Whose},
};
use lotse_engine::{
    access::Person,
    watch::{Alert, Channel, Failed, Message, Notice, NoticeKind, Phase},
};
use lotse_text::Language;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    alarms::{Watch, becomes, delivery, id, keep, notice, now, off, seen, write},
    site::{SOON, Site},
};

/// Everything that can be told of one alert, with what has no button.
fn kinds() -> Vec<Notice> {
    let by = Person::at_terminal("carl");
    let acknowledged = Alert { phase: Phase::Acknowledged { by, at: now() }, ..off(17) };
    let over = Alert { phase: Phase::Recovered { at: now() }, ..off(17) };
    vec![
        notice(NoticeKind::Raised, &off(17)),
        notice(NoticeKind::Reminder, &acknowledged),
        notice(NoticeKind::Escalated, &off(17)),
        notice(NoticeKind::Recovered, &over),
        Notice { alert: None, ..notice(NoticeKind::Test, &off(17)) },
    ]
}

fn summary(numbers: &[u64]) -> Message {
    let notices = numbers.iter().map(|number| notice(NoticeKind::Raised, &off(*number)));
    Message { id: Uuid::now_v7(), notices: notices.collect() }
}

/// Tells something and is killed when it stands in the channel, before it hears of that.
async fn tell_and_die(site: &Site, delivery: &Message) -> Post {
    let before = seen(site).len();
    site.discord.fault(Fault::once("POST /channels", Spoil::Mute));
    let channel: Arc<dyn Channel> = Watch::of(site).channel;
    let told = delivery.clone();
    let telling = tokio::spawn(async move { channel.send(&told).await });
    let stands = async {
        while seen(site).len() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, stands).await.expect("it is not told");
    telling.abort();
    assert!(telling.await.is_err(), "it heard of it");
    seen(site).pop().expect("the message")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_told_is_told_once_though_its_teller_was_killed_and_discord_has_forgotten() {
    for told in kinds() {
        let site = Site::open().await;
        if let Some(alert) = &told.alert {
            keep(&site, alert).await;
        }
        let delivery = delivery(&told);
        let post = tell_and_die(&site, &delivery).await;
        // Far longer than Discord remembers a nonce.
        site.discord.advance(Duration::from_mins(30));
        for _ in 0..2 {
            let sent = Watch::of(&site).channel.send(&delivery).await.expect("told");
            assert_eq!(id(&sent), post.id, "{:?} is told twice", told.kind);
        }
        assert_eq!(seen(&site).len(), 1, "{:?}", told.kind);
        site.fine();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_whose_teller_was_killed_has_living_buttons() {
    let site = Site::open().await;
    let alert = off(17);
    keep(&site, &alert).await;
    let delivery = delivery(&notice(NoticeKind::Raised, &alert));
    let card = tell_and_die(&site, &delivery).await;
    site.discord.advance(Duration::from_mins(30));
    Watch::of(&site).channel.send(&delivery).await.expect("told");
    site.discord.person(site.anna, site.alarms).press(card.id, "Acknowledge").unwrap();
    let shown = becomes(&site, card.id, |post| post.text().contains("anna takes care of it")).await;
    assert!(shown.text().contains("a17"), "{}", shown.text());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_summary_is_told_once_and_of_what_was_told_alone_it_tells_no_more() {
    let site = Site::open().await;
    let whole = summary(&[1, 2, 3]);
    let post = tell_and_die(&site, &whole).await;
    site.discord.advance(Duration::from_mins(30));
    let sent = Watch::of(&site).channel.send(&whole).await.expect("told");
    assert_eq!((id(&sent), seen(&site).len()), (post.id, 1));
    // What was told alone before Discord was away for an hour is part of a summary then.
    let alone = notice(NoticeKind::Raised, &off(17));
    tell_and_die(&site, &delivery(&alone)).await;
    site.discord.advance(Duration::from_hours(1));
    let later = summary(&[18, 19]);
    let notices = [vec![alone], later.notices].concat();
    let sent = Watch::of(&site).channel.send(&Message { id: later.id, notices }).await.expect("told");
    let text = site.discord.post(id(&sent)).unwrap().text();
    assert!(text.contains("a18") && text.contains("a19") && !text.contains("a17"), "{text}");
    assert_eq!(seen(&site).len(), 3);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_channel_cannot_be_looked_at_nothing_is_told_twice() {
    let site = Site::open().await;
    let delivery = delivery(&Notice { alert: None, ..notice(NoticeKind::Test, &off(1)) });
    let post = tell_and_die(&site, &delivery).await;
    site.discord.advance(Duration::from_mins(30));
    site.discord.fault(Fault::always("GET /channels", Spoil::Html(502)));
    let failed = Watch::of(&site).channel.send(&delivery).await;
    assert!(matches!(failed, Err(Failed::Later { .. })), "{failed:?}");
    site.discord.heal();
    let sent = Watch::of(&site).channel.send(&delivery).await.expect("told");
    assert_eq!((id(&sent), seen(&site).len()), (post.id, 1));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_looked_at_is_rather_told_twice_than_never() {
    let site = Site::open().await;
    let delivery = delivery(&Notice { alert: None, ..notice(NoticeKind::Test, &off(1)) });
    tell_and_die(&site, &delivery).await;
    site.discord.advance(Duration::from_mins(30));
    site.discord.change(|world| {
        let own = Whose::Member(world.application);
        world.overwrite(site.alarms, own, Permissions::NONE, Permissions::READ_MESSAGE_HISTORY);
    });
    Watch::of(&site).channel.send(&delivery).await.expect("told");
    assert_eq!(seen(&site).len(), 2);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_says_which_alert_it_is_in_its_last_line() {
    let site = Site::open().await;
    for language in Language::ALL {
        keep(&site, &off(17)).await;
        let sent = Watch::speaking(&site, language).tell(&notice(NoticeKind::Raised, &off(17))).await;
        let post = site.discord.post(id(&sent)).unwrap();
        let footer = post.embeds[0]["footer"]["text"].as_str().expect("a footer");
        let (number, mark) = footer.split_once(" · ").expect("two parts");
        assert_eq!((number, mark.len()), ("a17", 8), "{footer}");
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_delivered_again_after_a_crash_is_the_same_message_with_living_buttons() {
    let site = Site::open().await;
    let alert = off(17);
    keep(&site, &alert).await;
    let notice = notice(NoticeKind::Raised, &alert);
    let first = Watch::of(&site).tell(&notice).await;
    // The outbox heard nothing of it.
    assert_eq!(Watch::of(&site).tell(&notice).await, first);
    // Nor did the store: a crash between Discord's answer and its note.
    forget_message(&site).await;
    assert_eq!(Watch::of(&site).tell(&notice).await, first);
    // Long after, when Discord knows no nonce any more.
    site.discord.advance(Duration::from_mins(30));
    forget_message(&site).await;
    assert_eq!(Watch::of(&site).tell(&notice).await, first);
    assert_eq!(seen(&site).len(), 1);
    site.discord.person(site.anna, site.alarms).press(id(&first), "Acknowledge").unwrap();
    becomes(&site, id(&first), |post| post.text().contains("anna takes care of it")).await;
    site.fine();
}

/// Takes away what the store knows of the message, as if it had never heard of it.
async fn forget_message(site: &Site) {
    let key = "alert-discord-17";
    let mut body = site.store.document("discord-card", key).await.unwrap().expect("a card").body;
    body["message"] = Value::Null;
    body["about"]["first"] = Value::Null;
    write(site, "discord-card", key, body).await;
}
