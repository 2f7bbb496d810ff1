//! What is watched and how the watch does, as it is drawn in a narrow terminal and in a usual one, in three languages.

use lotse_engine::{
    access::Person,
    page::{Page, Reader},
    view::{AlertRow, Answer, EntryRow, GuestLabel, MonitorListView, StateCount, StatusView, View, WatchStatus},
    watch::{Alert, AlertId, Member, Phase, State, Thing, Trouble},
};
use lotse_model::{GuestRef, Severity, Timestamp};
use lotse_text::{Language, Zone, width};

const NOW: Timestamp = Timestamp(1_800_000_060);

fn guest(text: &str) -> GuestRef {
    text.parse().unwrap()
}

fn alert(number: u64, thing: Thing, state: State, phase: Phase) -> AlertRow {
    let member = Member {
        guest: guest("home/100"),
        name: Some("web".to_owned()),
        node: Some("pve1".parse().unwrap()),
        tags: Vec::new(),
        pool: None,
    };
    AlertRow::of(&Alert {
        id: AlertId(number),
        thing,
        state,
        reason: None,
        severity: Severity::Error,
        members: vec![member],
        nodes: Vec::new(),
        entries: vec!["m1".to_owned()],
        since: Timestamp(NOW.0 - 720),
        raised: Timestamp(NOW.0 - 700),
        phase,
        reminded: Timestamp(NOW.0 - 700),
        escalated: 0,
        told: Vec::new(),
        finding: None,
    })
}

fn entry(id: &str, scope: &str, label: Option<GuestLabel>, states: &[(Option<State>, usize)]) -> EntryRow {
    EntryRow {
        id: id.to_owned(),
        scope: scope.parse().unwrap(),
        guest: label,
        covers: states.iter().map(|(_, things)| things).sum(),
        states: states.iter().map(|(state, things)| StateCount { state: *state, things: *things }).collect(),
        since: Some(Timestamp(NOW.0 - 720)),
        expected_off: true,
        findings: Some(Severity::Warning),
        severity: None,
        by: "anna".to_owned(),
        at: Timestamp(NOW.0 - 90_000),
        alerts: vec![17],
    }
}

fn list() -> View {
    let web = Thing::Guest { guest: guest("home/100") };
    let storage = Thing::Storage { cluster: "home".parse().unwrap(), storage: "nfs".parse().unwrap(), node: None };
    let mut shared = alert(18, storage, State::Unavailable, Phase::Alerting);
    shared.nodes = vec!["pve1".parse().unwrap(), "pve2".parse().unwrap()];
    shared.members.clear();
    let by = Person::at_terminal("anna");
    let label = GuestLabel { id: guest("home/100"), name: Some("web".to_owned()) };
    View::MonitorList(MonitorListView {
        entries: vec![
            entry("m1", "cluster:home guest:100", Some(label), &[(Some(State::Off), 1)]),
            entry("m2", "cluster:home tag:prod", None, &[(Some(State::Ok), 11), (Some(State::Off), 1)]),
        ],
        alerts: vec![shared, alert(17, web, State::Off, Phase::Acknowledged { by, at: Timestamp(NOW.0 - 600) })],
        channels: Some(true),
    })
}

fn status() -> View {
    let detail = "refused: 401 Unauthorized [E-NOTIFY-REFUSED]".to_owned();
    let since = Timestamp(NOW.0 - 300);
    let watch = WatchStatus {
        running: true,
        since: Some(Timestamp(NOW.0 - 90_000)),
        beat: Some(Timestamp(NOW.0 - 60)),
        looked: [("home".parse().unwrap(), Timestamp(NOW.0 - 60))].into(),
        alerts: 2,
        unattended: 1,
        waiting: Some(3),
        oldest: Some(since),
        channels: [("mail".to_owned(), Trouble { since, detail, refused: true, tried: since })].into(),
    };
    View::Status(StatusView {
        frozen: None,
        watch: Some(watch),
        clusters: Vec::new(),
        problems: None,
        checks_not_run: None,
        unread: None,
    })
}

fn drawn(view: View, language: Language, columns: usize) -> String {
    let reader = Reader { language, zone: Zone::utc(), now: NOW, several_clusters: false, storage_limits: (0.8, 0.9) };
    let answer = Answer { view, missing: Vec::new(), sources: Vec::new(), narrowed: None };
    let text = super::terminal(&Page::of(&answer, &reader), columns);
    let text = anstream::adapter::strip_str(&text).to_string();
    for line in text.lines() {
        assert!(width(line) <= columns, "{} columns of {columns}: {line}", width(line));
    }
    text
}

#[test]
fn what_is_watched_fits_a_telephone_and_a_terminal_in_every_language() {
    for (language, tag) in [(Language::En, "en"), (Language::De, "de"), (Language::Ja, "ja")] {
        for columns in [40, 80] {
            insta::assert_snapshot!(format!("monitor_list_{tag}_{columns}"), drawn(list(), language, columns));
            insta::assert_snapshot!(format!("monitor_status_{tag}_{columns}"), drawn(status(), language, columns));
        }
    }
}
