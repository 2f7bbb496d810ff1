//! Alerts while Discord has trouble, or somebody took something away.

use std::time::Duration;

use discordsim::{
    chaos::{Fault, Limit, Spoil},
    post::Post,
    world::{Permissions, Whose},
};
use lotse_engine::watch::{AlertId, Failed, NoticeKind, Phase, Told, book};

use crate::{
    alarms::{Watch, becomes, delivery, id, keep, notice, now, off, seen, told},
    site::{SOON, Site},
};

/// Takes a permission of the bot away in the channel of alerts.
fn deny(site: &Site, denied: Permissions) {
    site.discord.change(|world| {
        let own = Whose::Member(world.application);
        world.overwrite(site.alarms, own, Permissions::NONE, denied);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_errors_and_lost_answers_tell_it_once() {
    let site = Site::open().await;
    let watch = Watch::of(&site);
    let wait = Duration::from_millis(300);
    let spoils = [
        Spoil::RateLimited { after: wait, scope: Limit::User },
        Spoil::Html(502),
        Spoil::LostAnswer,
        Spoil::HalfBody,
        Spoil::Latency(wait),
    ];
    for (number, spoil) in (20..).zip(spoils) {
        let alert = off(number);
        keep(&site, &alert).await;
        site.discord.fault(Fault::once("POST /channels", spoil.clone()));
        watch.channel.send(&delivery(&notice(NoticeKind::Raised, &alert))).await.unwrap_or_else(|error| {
            panic!("{spoil:?}: {error}");
        });
    }
    assert_eq!(seen(&site).len(), 5);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_tried_later_and_then_told_once() {
    let site = Site::open().await;
    let watch = Watch::of(&site);
    let alert = off(17);
    keep(&site, &alert).await;
    let delivery = delivery(&notice(NoticeKind::Raised, &alert));
    // What comes through is carried out, but nobody hears of it.
    site.discord.fault(Fault::always("POST /channels", Spoil::LostAnswer));
    let failed = watch.channel.send(&delivery).await;
    assert!(matches!(failed, Err(Failed::Later { .. })), "{failed:?}");
    site.discord.heal();
    let sent = Watch::of(&site).channel.send(&delivery).await.expect("told");
    assert_eq!(seen(&site).len(), 1);
    site.discord.person(site.anna, site.alarms).press(id(&sent), "Acknowledge").unwrap();
    becomes(&site, id(&sent), |post| post.text().contains("anna takes care of it")).await;
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_permission_and_a_deleted_channel_are_said_to_be_so() {
    let site = Site::open().await;
    let watch = Watch::of(&site);
    let alert = off(17);
    keep(&site, &alert).await;
    let delivery = delivery(&notice(NoticeKind::Raised, &alert));
    deny(&site, Permissions::SEND_MESSAGES);
    match watch.channel.send(&delivery).await {
        Err(Failed::Refused { detail }) => assert!(detail.contains("50013"), "{detail}"),
        other => panic!("{other:?}"),
    }
    deny(&site, Permissions::NONE);
    watch.channel.send(&delivery).await.expect("told when it is allowed again");
    assert_eq!(seen(&site).len(), 1);
    site.discord.change(|world| {
        for guild in world.guilds.values_mut() {
            guild.channels.retain(|id, _| *id != site.alarms);
        }
    });
    match watch.channel.send(&crate::alarms::delivery(&notice(NoticeKind::Reminder, &alert))).await {
        Err(Failed::Refused { detail }) => assert!(detail.contains("10003"), "{detail}"),
        other => panic!("{other:?}"),
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_is_said_and_is_in_no_message() {
    let mut site = Site::open().await;
    site.set(|settings| settings.token = "Bot another.secret.token".to_owned().into());
    let alert = off(17);
    keep(&site, &alert).await;
    let failed = Watch::of(&site).channel.send(&delivery(&notice(NoticeKind::Raised, &alert))).await;
    match failed {
        Err(Failed::Refused { detail }) => assert!(!detail.contains("secret"), "{detail}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_somebody_removed_is_posted_anew_when_it_changes() {
    let site = Site::open().await;
    let card = told(&site, &Watch::of(&site), &off(17)).await;
    site.discord.delete(card.id);
    let person = lotse_engine::access::Person::at_terminal("carl");
    book::snooze(&site.store, AlertId(17), &person, lotse_model::Timestamp(now().0 + 600), now()).await.unwrap();
    let anew = |post: &Post| post.id != card.id && post.text().contains("carl snoozed it");
    let anew = site.discord.post_where(site.alarms, SOON, anew).await.expect("a new message");
    site.discord.person(site.anna, site.alarms).press(anew.id, "Acknowledge").unwrap();
    becomes(&site, anew.id, |post| post.text().contains("anna takes care of it")).await;
    assert_eq!(seen(&site).len(), 1);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_is_told_though_the_first_message_may_not_be_read_or_is_gone() {
    let site = Site::open().await;
    let watch = Watch::of(&site);
    for (number, hidden) in [(17, true), (18, false)] {
        let mut alert = off(number);
        let first = told(&site, &watch, &alert).await;
        alert.phase = Phase::Recovered { at: now() };
        alert.told = vec![Told { channel: "discord".to_owned(), at: now(), reference: Some(first.id.to_string()) }];
        if hidden {
            deny(&site, Permissions::READ_MESSAGE_HISTORY);
        } else {
            deny(&site, Permissions::NONE);
            site.discord.delete(first.id);
        }
        let sent = watch.channel.send(&delivery(&notice(NoticeKind::Recovered, &alert))).await.expect("told");
        let end = site.discord.post(id(&sent)).unwrap();
        assert_eq!(end.replies_to, None);
        assert!(end.text().contains("🟢"));
    }
    site.fine();
}
