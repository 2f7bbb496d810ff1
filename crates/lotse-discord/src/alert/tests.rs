//! What the messages of alerts promise, whatever they tell of.

use lotse_engine::{
    access::Person,
    page::Reader,
    watch::{Alert, AlertId, Cause, Member, Notice, NoticeKind, Phase, Reason, State, Thing},
};
use lotse_model::{Severity, Timestamp};
use lotse_text::{Language, Zone, width};
use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{
    card, summary,
    telling::{First, Pinned, Telling},
};
use crate::{
    answer::message::{self, Message},
    change::meaning::{About, Act, Card},
};

const STATES: [State; 21] = [
    State::OffOnPurpose,
    State::Off,
    State::OffUnexplained,
    State::Restarted,
    State::Paused,
    State::Suspended,
    State::Gone,
    State::Replaced,
    State::NodeOffline,
    State::NodeSilent,
    State::NodeGone,
    State::Unreachable,
    State::Refused,
    State::Untrusted,
    State::Failing,
    State::NoQuorum,
    State::OutOfSight,
    State::Unavailable,
    State::Problem,
    State::Flapping,
    State::Unknown,
];

fn reader(language: Language) -> Reader {
    Reader { language, zone: Zone::utc(), now: Timestamp(2_000), several_clusters: false, storage_limits: (0.85, 0.95) }
}

fn alert(state: State, names: &[String], phase: Phase) -> Alert {
    let members = names.iter().zip(100_u32..).map(|(name, number)| Member {
        guest: format!("home/{number}").parse().unwrap(),
        name: Some(name.clone()),
        node: Some("pve1".parse().unwrap()),
        tags: Vec::new(),
        pool: None,
    });
    let thing = match names.len() {
        1 => Thing::Guest { guest: "home/100".parse().unwrap() },
        _ => Thing::Node { cluster: "home".parse().unwrap(), node: "pve1".parse().unwrap() },
    };
    let reason = Reason {
        cause: Cause::Task,
        user: names.concat(),
        task: Some("qmstop".to_owned()),
        upid: None,
        began: Timestamp(900),
        ended: None,
    };
    Alert {
        id: AlertId(17),
        thing,
        state,
        reason: Some(reason),
        severity: Severity::Error,
        finding: None,
        members: members.collect(),
        nodes: Vec::new(),
        entries: Vec::new(),
        since: Timestamp(1_000),
        raised: Timestamp(1_000),
        phase,
        reminded: Timestamp(1_000),
        escalated: 0,
        told: Vec::new(),
    }
}

fn phases(by: &str) -> [Phase; 4] {
    let by = Person::at_terminal(by);
    [
        Phase::Alerting,
        Phase::Acknowledged { by: by.clone(), at: Timestamp(1_500) },
        Phase::Snoozed { by, at: Timestamp(1_500), until: Timestamp(5_000) },
        Phase::Recovered { at: Timestamp(1_900) },
    ]
}

/// The card of an alert with every button it may have.
fn told(alert: &Alert) -> (Card, Telling) {
    let telling = Telling {
        place: "discord".to_owned(),
        alert: alert.id,
        kind: NoticeKind::Reminder,
        notice: Uuid::nil(),
        tried: Timestamp(1_000),
        first: Some(First { message: 5, own: true }),
        told: alert.members.iter().map(|member| member.guest.clone()).collect(),
        guest: matches!(alert.thing, Thing::Guest { .. })
            .then(|| Pinned { guest: "home/100".parse().unwrap(), identity: Some("uuid:1".to_owned()) }),
        started: None,
        shown: String::new(),
    };
    let mut card = Card {
        guild: 10,
        channel: 30,
        message: Some(40),
        asked: 0,
        language: "de".to_owned(),
        until: Timestamp(i64::MAX),
        about: About::Alert(Box::new(telling.clone())),
        since: Timestamp(1_000),
        wrong_codes: 0,
        buttons: std::collections::BTreeMap::new(),
    };
    for act in [Act::Acknowledge, Act::SnoozeHour, Act::SnoozeMorning, Act::Do { command: "start".to_owned() }] {
        card.button(act);
    }
    (card, telling)
}

fn shown(alert: &Alert, language: Language) -> Message {
    let (card, telling) = told(alert);
    card::open(alert, &card, &telling, &reader(language))
}

fn description(message: &Message) -> String {
    message.embeds.iter().map(|embed| embed.description.clone()).collect()
}

/// The lines of code in a text.
fn code(text: &str) -> Vec<String> {
    text.split("```").skip(1).step_by(2).flat_map(str::lines).map(str::to_owned).collect()
}

#[test]
fn every_state_has_its_word_beside_its_sign_in_every_language() {
    for language in Language::ALL {
        for state in STATES {
            let alert = alert(state, &["web".to_owned()], Phase::Alerting);
            let title = shown(&alert, language).embeds[0].title.clone();
            let (sign, words) = title.split_once(' ').expect("a sign and words");
            assert!(!sign.is_ascii(), "{title}");
            let word = serde_json::to_value(state).unwrap();
            assert!(words.chars().any(char::is_alphabetic), "{title}");
            // One word may be the same in English; a name with hyphens is no word for people.
            assert!(!word.as_str().unwrap().contains('-') || !words.contains(word.as_str().unwrap()), "{title}");
        }
    }
}

#[test]
fn the_buttons_follow_the_phase() {
    let labels = |phase: Phase| -> Vec<String> {
        let alert = alert(State::Off, &["web".to_owned()], phase);
        shown(&alert, Language::En).buttons.into_iter().map(|button| button.label).collect()
    };
    let [alerting, acknowledged, snoozed, over] = phases("anna");
    assert_eq!(labels(alerting), ["Acknowledge", "Snooze 1 h", "Snooze until tomorrow 8", "Start"]);
    assert_eq!(labels(acknowledged), ["Start"]);
    assert_eq!(labels(snoozed), ["Acknowledge", "Start"]);
    assert!(labels(over).is_empty());
}

#[test]
fn only_a_guest_that_is_off_is_offered_to_be_started() {
    for state in STATES {
        let alert = alert(state, &["web".to_owned()], Phase::Alerting);
        let offered = shown(&alert, Language::En).buttons.iter().any(|button| button.label == "Start");
        assert_eq!(offered, card::is_off(state), "{state:?}");
    }
    let node = alert(State::NodeOffline, &["web".to_owned(), "db".to_owned()], Phase::Alerting);
    assert!(shown(&node, Language::En).buttons.iter().all(|button| button.label != "Start"));
}

#[test]
fn what_is_over_is_not_said_to_be_so_still() {
    let [_, _, _, over] = phases("anna");
    let title = shown(&alert(State::Off, &["web".to_owned()], over), Language::En).embeds[0].title.clone();
    assert_eq!(title, "🟢 100 web: over");
}

#[test]
fn what_changes_about_an_alert_changes_its_stamp() {
    let [alerting, acknowledged, snoozed, over] =
        phases("anna").map(|phase| card::stamp(&alert(State::Off, &["web".to_owned()], phase), None));
    let stamps = std::collections::BTreeSet::from([&alerting, &acknowledged, &snoozed, &over]);
    assert_eq!(stamps.len(), 4);
    let started = card::stamp(&alert(State::Off, &["web".to_owned()], Phase::Alerting), Some("anna"));
    assert_ne!(started, alerting);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_told_is_within_the_limits_and_formats_nothing(
        names in proptest::collection::vec("\\PC{0,60}|(@everyone|<@1>|`{1,3}|\\*\\*| ){1,9}", 1..40),
        state in 0..STATES.len(),
        phase in 0..4_usize,
        language in 0..3_usize,
    ) {
        let phase = phases(&names[0])[phase].clone();
        let alert = alert(STATES[state], &names, phase);
        let language = Language::ALL[language];
        for message in [shown(&alert, language), card::recovered(&alert, &reader(language))] {
            message::tests::check(&message.json());
            message::tests::check(&message.edit());
            let text = description(&message);
            prop_assert_eq!(text.matches("```").count() % 2, 0, "{}", text);
            prop_assert!(code(&text).iter().all(|row| width(row) <= 38), "{}", text);
        }
    }

    #[test]
    fn any_number_of_alerts_is_one_message_within_the_limits(
        names in proptest::collection::vec("\\PC{0,80}", 1..120),
        over in proptest::collection::vec(any::<bool>(), 120),
    ) {
        let mut notices = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let phase = phases("anna")[if over[number] { 3 } else { 0 }].clone();
            let mut alert = alert(State::Off, std::slice::from_ref(name), phase);
            alert.id = AlertId(number as u64);
            let kind = if over[number] { NoticeKind::Recovered } else { NoticeKind::Raised };
            notices.push(Notice {
                id: Uuid::now_v7(),
                channel: "discord".to_owned(),
                kind,
                alert: Some(alert),
                at: Timestamp(1_000),
                held_until: None,
            });
        }
        for language in Language::ALL {
            let message = summary::message(&notices, &reader(language));
            message::tests::check(&message.json());
            let open = over.iter().take(names.len()).filter(|over| !**over).count();
            let title: Value = message.json()["embeds"][0]["title"].clone();
            prop_assert!(open == 0 || title.as_str().unwrap().contains(&open.to_string()), "{}", title);
        }
    }
}

/// Writes cards to a file, for reading them as an operator would: `LOTSE_CARDS=FILE cargo nextest run … --run-ignored only`.
#[test]
#[ignore = "for the eye"]
fn cards_to_look_at() {
    let Some(file) = std::env::var_os("LOTSE_CARDS") else { return };
    let mut text = String::new();
    for language in Language::ALL {
        for state in STATES {
            for phase in phases("anna").into_iter().take(if state == State::Off { 4 } else { 1 }) {
                let names: Vec<String> = match state {
                    State::NodeOffline | State::NodeSilent => vec!["web".to_owned(), "db".to_owned()],
                    _ => vec!["web".to_owned()],
                };
                let mut alert = alert(state, &names, phase);
                if let Some(reason) = &mut alert.reason {
                    reason.user = "root@pam".to_owned();
                }
                for message in [shown(&alert, language), card::recovered(&alert, &reader(language))] {
                    let embed = &message.embeds[0];
                    let labels: Vec<_> = message.buttons.iter().map(|button| button.label.as_str()).collect();
                    let card = format!("{}\n{}\n{} {labels:?}\n\n", embed.title, embed.description, embed.footer);
                    text.push_str(&card);
                    if state != State::Off {
                        break;
                    }
                }
            }
        }
    }
    std::fs::write(file, text).unwrap();
}
