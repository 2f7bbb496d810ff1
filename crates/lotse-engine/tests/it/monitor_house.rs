//! A simulated cluster with a desk, and somebody who speaks to the watch of it.

use lotse_engine::{
    Asking,
    access::{Grant, Grants, May, Medium, Person, Place},
    audit::AuditEntry,
    change::desk::Desk,
    command::{Call, CommandError, Level},
    findings::Thresholds,
    fleet::Fleet,
    resolve::Aliases,
    view::{Answer, MonitorAddView, MonitorListView, MonitorOrderView, View},
    watch::{Alert, AlertId, Member, Phase, Place as Channel, Route, Settings, State, Thing},
};
use lotse_model::{Severity, Timestamp};
use lotse_text::{Language, Zone};

use super::site::{Site, ask};

/// A site with a store, and somebody who asks.
pub(crate) struct House {
    pub(crate) site: Site,
    pub(crate) desk: Desk,
}

impl House {
    pub(crate) async fn new() -> Self {
        let site = Site::of("three-nodes").await;
        let desk = site.desk().await;
        desk.replace_watch(channels());
        Self { site, desk }
    }

    pub(crate) async fn run(&self, grants: &Grants, words: &[&str]) -> Result<Answer, CommandError> {
        run(&self.site.fleet, &self.desk, grants, words).await
    }

    pub(crate) async fn ok(&self, words: &[&str]) -> View {
        self.run(&Grants::everything(), words).await.unwrap_or_else(|error| panic!("{words:?}: {error:?}")).view
    }

    pub(crate) async fn add(&self, words: &[&str]) -> MonitorAddView {
        let words: Vec<&str> = ["monitor-add"].into_iter().chain(words.iter().copied()).collect();
        let View::MonitorAdd(view) = self.ok(&words).await else { panic!("{words:?}") };
        view
    }

    pub(crate) async fn list(&self, grants: &Grants) -> MonitorListView {
        match self.run(grants, &["monitor-list"]).await.expect("answered").view {
            View::MonitorList(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn order(&self, words: &[&str]) -> MonitorOrderView {
        let View::MonitorOrder(view) = self.ok(words).await else { panic!("{words:?}") };
        *view
    }

    /// Keeps an open alert.
    pub(crate) async fn raise(&self, number: u64, thing: Thing, members: Vec<Member>) {
        let alert = Alert {
            id: AlertId(number),
            thing,
            state: State::Off,
            reason: None,
            severity: Severity::Error,
            members,
            nodes: Vec::new(),
            entries: vec!["m1".to_owned()],
            since: Timestamp(1_000),
            raised: Timestamp(1_010),
            phase: Phase::Alerting,
            reminded: Timestamp(1_010),
            escalated: 0,
            told: Vec::new(),
            finding: None,
        };
        let body = serde_json::to_value(&alert).expect("JSON");
        let key = number.to_string();
        self.desk.store().put_document("alert", &key, &body, 0, Timestamp(1_010)).await.expect("written");
    }

    pub(crate) async fn raise_guest(&self, number: u64, reference: &str, name: &str, tags: &[&str]) {
        let member = member(reference, name, tags);
        self.raise(number, Thing::Guest { guest: member.guest.clone() }, vec![member]).await;
    }

    pub(crate) async fn audited(&self) -> Vec<(String, String)> {
        let View::Audit(view) = self.ok(&["audit"]).await else { panic!("audit") };
        let said = view.lines.into_iter().filter_map(|line| match line.entry? {
            AuditEntry::Watch { command, subject, .. } => Some((command, subject)),
            _ => None,
        });
        said.collect()
    }
}

pub(crate) async fn run(fleet: &Fleet, desk: &Desk, grants: &Grants, words: &[&str]) -> Result<Answer, CommandError> {
    let aliases = Aliases::new([("shop".to_owned(), "home/web".to_owned())]);
    let (thresholds, zone) = (Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet,
        only: &[],
        ask: ask(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &anna(),
        grants,
        desk: Some(desk),
        store: None,
        language: Language::En,
        zone: &zone,
    };
    asking.answer(&Call::parse(words)?).await
}

pub(crate) fn channels() -> Settings {
    let place = |name: &str, scope: &str| Channel { name: name.to_owned(), scope: vec![scope.parse().expect("valid")] };
    let route = Route {
        scope: vec!["cluster:home tag:web".parse().expect("valid")],
        severity: Severity::Error,
        hours: Vec::new(),
        channels: vec!["team".to_owned(), "phone".to_owned()],
        escalation: None,
        goes_on: false,
    };
    Settings {
        places: vec![place("mail", "cluster:*"), place("team", "cluster:home"), place("phone", "cluster:home tag:db")],
        routes: vec![route],
        default_route: vec!["mail".to_owned()],
        ..Settings::default()
    }
}

pub(crate) fn anna() -> Person {
    Person {
        id: "discord-user:1".to_owned(),
        roles: Vec::new(),
        name: "Anna".to_owned(),
        place: Place { medium: Medium::Terminal, detail: String::new() },
    }
}

pub(crate) fn member(reference: &str, name: &str, tags: &[&str]) -> Member {
    Member {
        guest: reference.parse().expect("a guest"),
        name: Some(name.to_owned()),
        node: Some("pve1".parse().expect("a node")),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        pool: None,
    }
}

pub(crate) fn grants(level: Level, scope: &str) -> Grants {
    let scope = vec![scope.parse().expect("a scope")];
    Grants::of(vec!["discord-user:1".to_owned()], vec![Grant { may: May::Level(level), scope }])
}

/// A guest of the demo by its name.
pub(crate) async fn guest(house: &House, name: &str) -> lotse_model::Guest {
    let answer = house.site.fleet.clusters()[0].resources(ask()).await;
    let list = answer.value().expect("the list");
    list.guests().iter().find(|guest| guest.name.as_deref() == Some(name)).expect("in the demo").clone()
}
