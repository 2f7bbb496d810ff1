use lotse_model::{FindingId, Subject, Timestamp};
use lotse_text::{Language, Zone, keys, width};
use uuid::Uuid;

use super::{body, headline, summary};
use crate::{
    page::Reader,
    watch::{
        Alert, AlertId, Cause, Notice, NoticeKind, Phase, Reason, State, Thing, sample,
        terms::{explanation, reason, state},
    },
};

const LANGUAGES: [Language; 3] = [Language::En, Language::De, Language::Ja];
const NOW: i64 = 1_800_000_000;
const STATES: [State; 22] = [
    State::Ok,
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
const CAUSES: [Cause; 9] = [
    Cause::Lotse,
    Cause::Task,
    Cause::Removed,
    Cause::Backup,
    Cause::Migration,
    Cause::Ha,
    Cause::NodeReboot,
    Cause::Rollback,
    Cause::Creation,
];

fn reader(language: Language) -> Reader {
    Reader { language, zone: Zone::default(), now: Timestamp(NOW), several_clusters: false, storage_limits: (0.8, 0.9) }
}

fn because(cause: Cause) -> Reason {
    Reason {
        cause,
        user: "anna@pam".to_owned(),
        task: Some("qmshutdown".to_owned()),
        upid: None,
        began: Timestamp(NOW - 1_900),
        ended: Some(Timestamp(NOW - 1_860)),
    }
}

fn notice(kind: NoticeKind, alert: Alert) -> Notice {
    let at = Timestamp(NOW);
    Notice { id: Uuid::nil(), channel: "ops".to_owned(), kind, alert: Some(alert), at, held_until: None }
}

fn off() -> Alert {
    Alert { since: Timestamp(NOW - 720), ..sample::guest_off(17, "home/100", &[]) }
}

fn over(alert: Alert) -> Alert {
    Alert { phase: Phase::Recovered { at: Timestamp(NOW) }, ..alert }
}

#[test]
fn a_crash_reads_as_an_operator_would_say_it() {
    let say = |language| headline(&notice(NoticeKind::Raised, off()), &reader(language));
    assert_eq!(say(Language::En), "home/100 web is off (pve1): shut down from inside, or crashed");
    assert_eq!(say(Language::De), "home/100 web ist aus (pve1): von innen ausgeschaltet oder abgestürzt");
    assert_eq!(say(Language::Ja), "home/100 web（pve1）が停止しました：内部からのシャットダウン、またはクラッシュ");
}

#[test]
fn its_end_says_how_long_it_was() {
    let say = |language| headline(&notice(NoticeKind::Recovered, over(off())), &reader(language));
    assert_eq!(say(Language::En), "home/100 web is running again (pve1), after 12m");
    assert_eq!(say(Language::De), "home/100 web läuft wieder (pve1), nach 12 Min.");
    assert_eq!(say(Language::Ja), "home/100 web（pve1）が復旧しました（12分後）");
}

#[test]
fn every_state_and_cause_has_words_in_every_language() {
    for language in LANGUAGES {
        for kind in STATES {
            assert!(state(kind, language).chars().count() > 1, "{kind:?} in {language:?}");
            let name = serde_json::to_value(kind).expect("plain");
            for part in ["state", "explain"] {
                let key = format!("watch-{part}-{}", name.as_str().expect("a word"));
                assert!(keys(language).iter().any(|(known, _)| *known == key), "{key} in {language:?}");
            }
            assert!(explanation(kind, language).chars().count() > 8, "{kind:?} in {language:?}");
        }
        for cause in CAUSES {
            let text = reason(&because(cause), language);
            assert!(!text.contains('{') && text.chars().count() > 4, "{cause:?}: {text}");
        }
    }
}

#[test]
fn every_headline_is_one_short_line() {
    let cluster: lotse_model::ClusterName = "home".parse().expect("valid");
    let things = [
        Thing::Guest { guest: "home/100".parse().expect("valid") },
        Thing::Node { cluster: cluster.clone(), node: "pve1".parse().expect("valid") },
        Thing::Cluster { cluster: cluster.clone() },
        Thing::Storage { cluster: cluster.clone(), storage: "local".parse().expect("valid"), node: None },
        Thing::Finding { id: FindingId("storage-full".into()), subject: Subject::Cluster { cluster } },
    ];
    for (language, thing) in LANGUAGES.iter().flat_map(|language| things.iter().map(move |thing| (*language, thing))) {
        for state in STATES {
            for reason in [None, Some(because(Cause::Task))] {
                let alert = Alert { thing: thing.clone(), state, reason, ..off() };
                for kind in [NoticeKind::Raised, NoticeKind::Changed, NoticeKind::Reminder, NoticeKind::Escalated] {
                    let line = headline(&notice(kind, alert.clone()), &reader(language));
                    assert!(!line.contains('\n') && !line.contains('{') && !line.contains("  "), "{line}");
                    assert!(width(&line) <= 130, "{} columns: {line}", width(&line));
                }
            }
        }
    }
}

#[test]
fn what_a_guest_is_called_cannot_break_out_of_its_line() {
    let mut alert = off();
    alert.members[0].name = Some("web\u{1b}[31m\n@everyone\u{202e}".to_owned());
    for language in LANGUAGES {
        let notice = notice(NoticeKind::Raised, alert.clone());
        let lines = [vec![headline(&notice, &reader(language))], body(&notice, &reader(language))].concat();
        for line in lines {
            assert!(!line.contains(['\n', '\u{1b}', '\u{202e}']), "{line:?}");
        }
    }
}

#[test]
fn the_text_of_a_node_names_its_guests_and_counts_the_rest() {
    let members: Vec<_> = (100..120).map(|vmid| sample::member(&format!("home/{vmid}"), "pve1", &[])).collect();
    let alert = Alert { since: Timestamp(NOW - 60), ..sample::node_down(3, "pve1", members) };
    let notice = notice(NoticeKind::Raised, alert);
    let line = headline(&notice, &reader(Language::De));
    assert_eq!(line, "Knoten home/pve1 ist offline, mit 20 überwachten Gästen");
    let lines = body(&notice, &reader(Language::De));
    let named = lines.iter().find(|line| line.contains("home/100")).expect("named");
    assert!(named.contains("(20)") && named.ends_with("und 8 weitere"), "{named}");
    assert!(lines.iter().any(|line| line.contains("a3")), "{lines:?}");
}

#[test]
fn a_reason_is_told_with_its_times() {
    let alert = Alert { state: State::OffOnPurpose, reason: Some(because(Cause::Lotse)), ..off() };
    let notice = notice(NoticeKind::Raised, alert);
    assert_eq!(
        headline(&notice, &reader(Language::De)),
        "home/100 web ist noch immer aus (pve1): anna@pam über Lotse (qmshutdown)"
    );
    let lines = body(&notice, &reader(Language::En)).join("\n");
    assert!(lines.contains("Reason: anna@pam through Lotse (qmshutdown) · from "), "{lines}");
}

#[test]
fn a_summary_says_each_alert_once_and_what_is_over_as_one_event() {
    let second = Alert { id: AlertId(18), ..sample::guest_off(18, "home/101", &[]) };
    let notices = [
        notice(NoticeKind::Raised, off()),
        notice(NoticeKind::Raised, second.clone()),
        notice(NoticeKind::Recovered, over(off())),
        notice(NoticeKind::Reminder, second),
    ];
    let summary = summary(&notices, &reader(Language::De));
    assert_eq!(summary.headline, "2 Meldungen, 1 noch offen");
    assert_eq!(summary.lines.len(), 2);
    assert_eq!(
        summary.lines[0],
        "a17 · 15.01.2027 07:48 · Vorbei nach 12 Min.: home/100 web ist aus (pve1): von innen ausgeschaltet oder abgestürzt"
    );
    assert!(summary.lines[1].starts_with("a18 · ") && summary.lines[1].contains("home/101"), "{summary:?}");
}
