//! Alerts in a channel: told once, with buttons that count, and a card that follows its alert.

use std::{sync::Arc, time::Duration};

use discordsim::{post::Post, snowflake::Snowflake};
use lotse_discord::{AlertPlace, alerts};
use lotse_engine::{
    access::Person,
    watch::{
        Alert, AlertId, Cause, Channel, Member, Message, Notice, NoticeKind, Phase, Reason, Sent, Stage, Standing,
        State, Thing, Told, book,
    },
};
use lotse_model::{GuestRef, Severity, Timestamp};
use lotse_text::{Language, Zone};
use serde_json::Value;
use uuid::Uuid;

use crate::site::{SOON, Site};

/// A stopped machine of the scenario.
pub(crate) const BUILD: u32 = 120;

/// What the watch keeps and tells, without a watch.
pub(crate) struct Watch {
    pub(crate) channel: Arc<dyn Channel>,
}

impl Watch {
    /// A channel like that of a new process.
    pub(crate) fn of(site: &Site) -> Self {
        Self::speaking(site, Language::En)
    }

    pub(crate) fn speaking(site: &Site, language: Language) -> Self {
        let place = AlertPlace {
            name: "discord".to_owned(),
            channel: site.alarms.0,
            guild: site.guild.0,
            language,
            zone: Zone::utc(),
        };
        Self { channel: alerts(&site.settings, place, site.house()).expect("good settings") }
    }

    /// Tells one thing.
    pub(crate) async fn tell(&self, notice: &Notice) -> Sent {
        self.channel.send(&delivery(notice)).await.expect("told")
    }
}

pub(crate) fn delivery(notice: &Notice) -> Message {
    Message { id: notice.id, notices: vec![notice.clone()] }
}

pub(crate) fn notice(kind: NoticeKind, alert: &Alert) -> Notice {
    let (id, channel) = (Uuid::now_v7(), "discord".to_owned());
    Notice { id, channel, kind, alert: Some(alert.clone()), at: now(), held_until: None }
}

pub(crate) fn now() -> Timestamp {
    lotse_engine::fleet::now()
}

/// An alert of the machine that is off.
pub(crate) fn off(number: u64) -> Alert {
    let guest: GuestRef = format!("home/{BUILD}").parse().unwrap();
    let member = Member {
        guest: guest.clone(),
        name: Some("build".to_owned()),
        node: Some("pve2".parse().unwrap()),
        tags: vec!["dev".to_owned()],
        pool: None,
    };
    Alert {
        id: AlertId(number),
        thing: Thing::Guest { guest },
        state: State::OffOnPurpose,
        reason: Some(Reason {
            cause: Cause::Task,
            user: "root@pam".to_owned(),
            task: Some("qmshutdown".to_owned()),
            upid: None,
            began: Timestamp(now().0 - 120),
            ended: Some(Timestamp(now().0 - 110)),
        }),
        severity: Severity::Error,
        finding: None,
        members: vec![member],
        nodes: Vec::new(),
        entries: vec!["m1".to_owned()],
        since: Timestamp(now().0 - 110),
        raised: now(),
        phase: Phase::Alerting,
        reminded: now(),
        escalated: 0,
        told: Vec::new(),
    }
}

/// What the watch keeps of an alert, with the guest as it is in the simulated cluster.
pub(crate) async fn keep(site: &Site, alert: &Alert) {
    write(site, "alert", &alert.id.0.to_string(), serde_json::to_value(alert).unwrap()).await;
    let identity = site.simulator.world().guests.get(&BUILD).and_then(|guest| {
        let smbios = guest.config.get("smbios1")?;
        Some(format!("uuid:{}", smbios.split(',').find_map(|part| part.strip_prefix("uuid="))?))
    });
    assert!(identity.is_some(), "the machine has no identity");
    let standing = Standing {
        identity,
        stage: Stage::Alerting { alert: alert.id, better: None },
        ..Standing::new(alert.thing.clone(), alert.state, alert.since)
    };
    write(site, "watched", &alert.thing.key(), serde_json::to_value(standing).unwrap()).await;
}

pub(crate) async fn write(site: &Site, kind: &str, key: &str, body: Value) {
    let version = site.store.document(kind, key).await.unwrap().map_or(0, |document| document.version);
    site.store.put_document(kind, key, &body, version, now()).await.expect("written");
}

/// An alert that is kept and told, with its message.
pub(crate) async fn told(site: &Site, watch: &Watch, alert: &Alert) -> Post {
    keep(site, alert).await;
    let sent = watch.tell(&notice(NoticeKind::Raised, alert)).await;
    site.discord.post(id(&sent)).expect("it is there")
}

pub(crate) fn id(sent: &Sent) -> Snowflake {
    Snowflake(sent.reference.as_deref().expect("a message").parse().unwrap())
}

/// What everybody sees in the channel.
pub(crate) fn seen(site: &Site) -> Vec<Post> {
    site.discord.sees(site.anna, site.alarms)
}

/// Waits until a message is like this.
pub(crate) async fn becomes(site: &Site, message: Snowflake, like: impl Fn(&Post) -> bool) -> Post {
    let here = |post: &Post| post.id == message && like(post);
    let found = site.discord.post_where(site.alarms, SOON, here).await;
    found.unwrap_or_else(|| panic!("it stays: {}", site.discord.post(message).unwrap().text()))
}

pub(crate) fn labels(post: &Post) -> Vec<String> {
    post.buttons().into_iter().filter(|button| !button.disabled).map(|button| button.label).collect()
}

pub(crate) const ALL: [&str; 4] = ["Acknowledge", "Snooze 1 h", "Snooze until tomorrow 8", "Start"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_is_one_card_that_a_phone_shows_and_nobody_is_rung_by_a_name() {
    let site = Site::open().await;
    let mut alert = off(17);
    alert.members[0].name = Some("@everyone **web** <@1>".to_owned());
    alert.reason.as_mut().unwrap().user = "[x](http://evil.example)@pam".to_owned();
    let card = told(&site, &Watch::of(&site), &alert).await;
    let text = card.text();
    assert!(text.contains("🔴") && text.contains("home/120") && text.contains("pve2"), "{text}");
    assert!(text.contains(&format!("<t:{}:R>", alert.since.0)) && text.contains("qmshutdown"), "{text}");
    assert!(text.contains("\\[x\\]\\(http") && text.contains("\\*\\*web\\*\\* \\<@1>"), "{text}");
    assert!(text.contains("a17"));
    assert_eq!(labels(&card), ALL);
    assert_eq!(seen(&site).len(), 1);
    for language in [Language::De, Language::Ja] {
        let alert = off(18);
        let shown = told(&site, &Watch::speaking(&site, language), &alert).await.text();
        for key in ["watch-state-", "watch-cause-", "severity-", "discord-alert"] {
            assert!(!shown.contains(key), "{shown}");
        }
        assert!(!shown.contains("off-on-purpose") && shown.contains("root\\@pam"), "{shown}");
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_and_the_end_answer_the_first_message_and_all_cards_follow() {
    let site = Site::open().await;
    let watch = Watch::of(&site);
    let mut alert = off(17);
    let first = told(&site, &watch, &alert).await;
    let told = Told { channel: "discord".to_owned(), at: now(), reference: Some(first.id.to_string()) };
    alert.told.push(told);
    keep(&site, &alert).await;
    let again = site.discord.post(id(&watch.tell(&notice(NoticeKind::Reminder, &alert)).await)).unwrap();
    assert_eq!(again.replies_to, Some(first.id));
    assert!(again.text().contains("Still so"), "{}", again.text());
    assert_eq!(labels(&again), ALL);
    becomes(&site, first.id, |post| post.buttons().is_empty()).await;
    let old = site.discord.person(site.anna, site.alarms);
    let dead = old.press_stale(first.id, &first.button("Acknowledge").unwrap().custom_id).unwrap();
    dead.any_message_where(Post::is_ephemeral).await.expect("it says that it is dead");
    site.discord.person(site.anna, site.alarms).press(again.id, "Acknowledge").unwrap();
    for message in [first.id, again.id] {
        becomes(&site, message, |post| post.text().contains("anna takes care of it")).await;
    }
    alert.phase = Phase::Recovered { at: now() };
    keep(&site, &alert).await;
    let end = site.discord.post(id(&watch.tell(&notice(NoticeKind::Recovered, &alert)).await)).unwrap();
    assert_eq!(end.replies_to, Some(first.id));
    assert!(end.buttons().is_empty() && end.text().contains("🟢"), "{}", end.text());
    for message in [first.id, again.id] {
        becomes(&site, message, |post| post.text().contains("🟢") && post.buttons().is_empty()).await;
    }
    let gone = async {
        while site.store.document("discord-card", "alert-discord-17").await.unwrap().is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, gone).await.expect("the card is forgotten when it is over");
    let everybodys = seen(&site).into_iter().filter(|post| !post.is_ephemeral()).count();
    assert_eq!(everybodys, 3, "nothing else was told");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_alerts_are_one_message_within_the_limits() {
    let site = Site::open().await;
    let mut notices = Vec::new();
    for number in 0..300 {
        let mut alert = off(number);
        alert.members[0].name = Some(format!("guest-{number}-{}", "x".repeat(40)));
        notices.push(notice(NoticeKind::Raised, &alert));
        if number % 3 == 0 {
            alert.phase = Phase::Recovered { at: now() };
            notices.push(notice(NoticeKind::Recovered, &alert));
        }
    }
    let sent = Watch::of(&site).channel.send(&Message { id: Uuid::now_v7(), notices }).await.expect("told");
    let text = site.discord.post(id(&sent)).unwrap().text();
    assert!(text.contains("300 alerts meanwhile, 200 still open"), "{text}");
    assert!(text.contains("🟢") && text.contains("🔴") && text.contains("more"), "{text}");
    assert_eq!(seen(&site).len(), 1);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guests_of_a_fallen_node_are_told_in_a_block_as_wide_as_a_phone() {
    let site = Site::open().await;
    let members = (0..40).map(|number| Member {
        guest: format!("home/{}", 100 + number).parse().unwrap(),
        name: Some("店舗サーバー".repeat(8)),
        node: Some("pve1".parse().unwrap()),
        tags: Vec::new(),
        pool: None,
    });
    let alert = Alert {
        thing: Thing::Node { cluster: "home".parse().unwrap(), node: "pve1".parse().unwrap() },
        state: State::NodeOffline,
        reason: None,
        severity: Severity::Critical,
        members: members.collect(),
        ..off(17)
    };
    for (number, language) in (17..).zip(Language::ALL) {
        let alert = Alert { id: AlertId(number), ..alert.clone() };
        write(&site, "alert", &number.to_string(), serde_json::to_value(&alert).unwrap()).await;
        let sent = Watch::speaking(&site, language).tell(&notice(NoticeKind::Raised, &alert)).await;
        let card = site.discord.post(id(&sent)).unwrap();
        assert_eq!(labels(&card).len(), 3, "nobody starts a node: {:?}", labels(&card));
        let text = card.text();
        let block = text.split("```").nth(1).expect("a block");
        assert!(block.lines().all(|line| lotse_text::width(line) <= 38), "{block}");
        assert!(block.contains("28"), "it says how many more: {block}");
        for embed in &card.embeds {
            let fields = embed["fields"].as_array().cloned().unwrap_or_default();
            assert!(
                fields.iter().filter(|field| field["inline"] == true).count() <= 2,
                "more than two beside each other"
            );
        }
        // A button's words fit beside their neighbours on a phone.
        assert!(labels(&card).iter().all(|label| lotse_text::width(label) <= 24), "{:?}", labels(&card));
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_never_shows_guests_that_were_not_told_in_its_channel() {
    let site = Site::open().await;
    let member = |number: u32, name: &str| Member {
        guest: format!("home/{number}").parse().unwrap(),
        name: Some(name.to_owned()),
        ..off(17).members[0].clone()
    };
    let whole = Alert {
        thing: Thing::Node { cluster: "home".parse().unwrap(), node: "pve1".parse().unwrap() },
        state: State::NodeOffline,
        members: vec![member(100, "web"), member(101, "payroll")],
        ..off(17)
    };
    write(&site, "alert", "17", serde_json::to_value(&whole).unwrap()).await;
    // The outbox tells this channel of one of the two.
    let narrowed = Alert { members: vec![member(100, "web")], ..whole };
    let sent = Watch::of(&site).tell(&notice(NoticeKind::Raised, &narrowed)).await;
    book::acknowledge(&site.store, AlertId(17), &Person::at_terminal("carl"), now()).await.unwrap();
    let shown = becomes(&site, id(&sent), |post| post.text().contains("carl takes care of it")).await;
    assert!(shown.text().contains("100 web") && !shown.text().contains("payroll"), "{}", shown.text());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_shows_that_the_channel_works() {
    let site = Site::open().await;
    let test = Notice { alert: None, ..notice(NoticeKind::Test, &off(1)) };
    let sent = Watch::of(&site).tell(&test).await;
    assert!(site.discord.post(id(&sent)).unwrap().text().contains("Test alert"));
    site.fine();
}
