//! The truth table in full, with what is told in every cell in three languages, and what holds in all of them.

use std::fmt::Write as _;

use lotse_model::{HiddenWhy, StorageState, Timestamp};
use lotse_text::{Language, Zone};
use uuid::Uuid;

use super::{Api, Cell, GuestSeen, NodeSeen, TasksSay, api, cluster, guest, node, storage};
use crate::{
    page::Reader,
    watch::{Alert, Cause, Notice, NoticeKind, Reason, State, Thing, sample, severity::severity, terms, words},
};

const APIS: [Api; 5] = [Api::Answers, Api::Unreachable, Api::Refused, Api::Untrusted, Api::Failing];
const NODES: [NodeSeen; 5] = [NodeSeen::Up, NodeSeen::Down, NodeSeen::Silent, NodeSeen::Missing, NodeSeen::Unknown];
const GUESTS: [GuestSeen; 8] = [
    GuestSeen::Running,
    GuestSeen::Restarted,
    GuestSeen::Stopped,
    GuestSeen::Paused,
    GuestSeen::Suspended,
    GuestSeen::Unknown,
    GuestSeen::Missing,
    GuestSeen::Another,
];
const TASKS: [TasksSay; 3] = [TasksSay::Unreadable, TasksSay::Nothing, TasksSay::Explained];

fn cells() -> impl Iterator<Item = Cell> {
    APIS.into_iter().flat_map(|api| {
        NODES.into_iter().flat_map(move |node| {
            GUESTS.into_iter().flat_map(move |guest| {
                [true, false]
                    .into_iter()
                    .flat_map(move |whole| TASKS.into_iter().map(move |tasks| Cell { api, node, guest, whole, tasks }))
            })
        })
    })
}

fn reader(language: Language) -> Reader {
    Reader {
        language,
        zone: Zone::default(),
        now: Timestamp(1_800_000_000),
        several_clusters: false,
        storage_limits: (0.8, 0.9),
    }
}

/// What is told of a state; nothing of one that nobody is told of.
fn told(state: State, explained: bool, language: Language) -> String {
    let cluster = "home".parse().expect("valid");
    let mut alert = sample::guest_off(1, "home/100", &[]);
    alert.thing = match state {
        State::Ok | State::Unknown => return format!("– ({})", terms::state(state, language)),
        State::NodeOffline | State::NodeSilent | State::NodeGone => {
            Thing::Node { cluster, node: "pve1".parse().expect("valid") }
        }
        State::Unreachable | State::Refused | State::Untrusted | State::Failing | State::OutOfSight => {
            Thing::Cluster { cluster }
        }
        _ => alert.thing,
    };
    let by_task = explained && matches!(alert.thing, Thing::Guest { .. });
    let cause = if state == State::Gone || state == State::Replaced { Cause::Removed } else { Cause::Task };
    let reason = by_task.then(|| Reason {
        cause,
        user: "anna@pam".to_owned(),
        task: Some("qmstop".to_owned()),
        upid: None,
        began: Timestamp(1_799_998_000),
        ended: Some(Timestamp(1_799_998_010)),
    });
    let alert = Alert { state, reason, severity: severity(&alert.thing, state, None), ..alert };
    let (id, channel, at) = (Uuid::nil(), "ops".to_owned(), Timestamp(1_800_000_000));
    let notice = Notice { id, channel, kind: NoticeKind::Raised, alert: Some(alert), at, held_until: None };
    words::headline(&notice, &reader(language))
}

#[test]
fn every_cell_has_its_state_and_its_words() {
    let mut table = String::new();
    let mut above = String::new();
    for cell in cells() {
        let head = if cell.api == Api::Answers {
            format!("node {:?}, guest {:?}", cell.node, cell.guest)
        } else {
            format!("the cluster is {:?}, whatever else was known", cell.api)
        };
        if above == head && cell.api != Api::Answers {
            continue;
        }
        if above != head {
            let _ = writeln!(table, "\n{head}");
            above = head;
        }
        let state = guest(cell);
        let whole = if cell.whole { "whole" } else { "not whole" };
        let explained = cell.tasks == TasksSay::Explained;
        let [en, de, ja] = [Language::En, Language::De, Language::Ja].map(|language| told(state, explained, language));
        let _ = writeln!(table, "  list {whole}, tasks {:?} → {state:?} | {en} | {de} | {ja}", cell.tasks);
    }
    insta::assert_snapshot!("truth_table", table);
}

#[test]
fn nothing_is_well_where_nobody_could_look() {
    for cell in cells().filter(|cell| guest(*cell) == State::Ok) {
        assert_eq!((cell.api, cell.node), (Api::Answers, NodeSeen::Up), "{cell:?}");
        assert!(matches!(cell.guest, GuestSeen::Running | GuestSeen::Restarted), "{cell:?}");
    }
}

#[test]
fn nothing_is_gone_where_the_list_is_not_whole() {
    for cell in cells().filter(|cell| matches!(guest(*cell), State::Gone | State::NodeGone)) {
        assert!(cell.whole && cell.api == Api::Answers, "{cell:?}");
    }
}

#[test]
fn nothing_crashed_restarted_or_was_wanted_where_the_tasks_could_not_be_read() {
    for cell in cells().filter(|cell| cell.tasks == TasksSay::Unreadable) {
        let state = guest(cell);
        assert!(!matches!(state, State::Off | State::OffOnPurpose | State::Restarted), "{cell:?}: {state:?}");
    }
}

#[test]
fn what_a_task_explains_is_never_said_to_be_a_crash_and_the_other_way_round() {
    for cell in cells() {
        match (guest(cell), cell.tasks) {
            (State::Off | State::Restarted, tasks) => assert_eq!(tasks, TasksSay::Nothing, "{cell:?}"),
            (State::OffOnPurpose, tasks) => assert_eq!(tasks, TasksSay::Explained, "{cell:?}"),
            (State::OffUnexplained, tasks) => assert_eq!(tasks, TasksSay::Unreadable, "{cell:?}"),
            _ => {}
        }
    }
}

#[test]
fn a_guest_is_off_only_where_its_node_is_up_and_shows_it() {
    for cell in cells() {
        if matches!(guest(cell), State::Off | State::OffOnPurpose | State::OffUnexplained) {
            assert_eq!((cell.api, cell.node, cell.guest), (Api::Answers, NodeSeen::Up, GuestSeen::Stopped), "{cell:?}");
        }
    }
}

#[test]
fn a_word_that_is_not_known_is_neither_good_nor_bad() {
    for cell in cells().filter(|cell| cell.api == Api::Answers) {
        if cell.guest == GuestSeen::Unknown && cell.node == NodeSeen::Up || cell.node == NodeSeen::Unknown {
            let certain = matches!(cell.guest, GuestSeen::Missing | GuestSeen::Another);
            assert!(certain || guest(cell) == State::Unknown, "{cell:?}");
        }
    }
}

#[test]
fn nodes_clusters_and_storages_are_judged_by_the_same_rules() {
    assert_eq!(node(NodeSeen::Missing, false), State::Unknown);
    assert_eq!(node(NodeSeen::Missing, true), State::NodeGone);
    assert_eq!(node(NodeSeen::Unknown, true), State::Unknown);
    assert_eq!(cluster(Api::Answers, None, true), State::Ok, "a node that stands alone needs no quorum");
    assert_eq!(cluster(Api::Answers, None, false), State::Unknown);
    assert_eq!(cluster(Api::Answers, Some(false), false), State::NoQuorum);
    assert_eq!(cluster(Api::Failing, Some(true), false), State::Failing);
    assert_eq!(storage(&[]), State::Unknown);
    assert_eq!(storage(&[StorageState::Unknown, StorageState::Available]), State::Ok);
    assert_eq!(storage(&[StorageState::Available, StorageState::Unavailable]), State::Unavailable);
    assert_eq!(storage(&[StorageState::Other("hovering".into())]), State::Unknown);
}

#[test]
fn why_a_list_is_missing_tells_how_the_cluster_answers() {
    assert_eq!(api(&HiddenWhy::Unreachable), Api::Unreachable);
    assert_eq!(api(&HiddenWhy::Refused), Api::Refused);
    assert_eq!(api(&HiddenWhy::Untrusted), Api::Untrusted);
    for why in [HiddenWhy::TimedOut, HiddenWhy::Broken, HiddenWhy::Failed { message: "x".into() }] {
        assert_eq!(api(&why), Api::Failing);
    }
}
