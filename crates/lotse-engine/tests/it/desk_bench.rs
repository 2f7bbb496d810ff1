//! A desk on a simulated cluster, with people.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use lotse_engine::{
    Asking,
    access::{Grants, Medium, Person, Place},
    audit::Audit,
    change::{
        consent::Demand,
        desk::{Desk, DeskSettings, Patience, Told},
        error::ChangeError,
        event::{Consent, Outcome, StepEnd},
        operation::Operation,
        policy::Policy,
        request::{Request, Targets},
        risk::Risk,
        state::{Action, Progress, Proposed, Stage},
    },
    findings::Thresholds,
    process::this_process,
    resolve::Aliases,
};
use lotse_model::ClusterName;
use lotse_pve::{Credentials, EndpointSettings, Hands, Rest, RestSettings, tls::Trust};
use lotse_store::{ActionId, AuditQuery, Shared, Sqlite};
use lotse_text::{Language, Zone};
use pvesim::{
    announce::TokenLogin,
    chaos::{Fault, Spoil},
};

use super::{
    desk_cut::Cut,
    site::{Site, anew},
};

/// A cluster, a store, and what a desk is made with.
pub(crate) struct Bench {
    pub(crate) site: Site,
    pub(crate) store: Arc<Cut>,
    pub(crate) hands: BTreeMap<ClusterName, Hands>,
    pub(crate) policy: Policy,
    pub(crate) patience: Patience,
}

impl Bench {
    pub(crate) async fn of(scenario: &str) -> Self {
        let site = Site::hurried(scenario).await;
        let cluster = site.simulator.announcement().first.clone();
        let hands = hands(&site, &TokenLogin { token_id: cluster.token_id, token: cluster.token });
        let store = Arc::new(Cut::new(Sqlite::in_memory().await.expect("a store")));
        let yes = BTreeSet::from([Risk::Reversible, Risk::Disruptive, Risk::Destructive]);
        let patience = Patience {
            unseen: Duration::from_secs(2),
            // HA takes its time, and a busy machine more.
            settles: Duration::from_mins(1),
            looks: Duration::from_secs(10),
            ..Patience::default()
        };
        Self { site, store, hands, policy: Policy { yes, ..Policy::default() }, patience }
    }

    /// A desk as a process that just started has it.
    pub(crate) fn desk(&self) -> Desk {
        let store: Shared = Arc::clone(&self.store) as Shared;
        Desk::new(DeskSettings {
            fleet: self.site.fleet.clone(),
            hands: self.hands.clone(),
            audit: self.audit(),
            store,
            policy: self.policy.clone(),
            holder: this_process(),
            patience: self.patience,
        })
    }

    pub(crate) fn audit(&self) -> Audit {
        Audit::new(Arc::clone(&self.store) as Shared, "a key for tests".to_owned().into())
    }

    pub(crate) async fn ask<T>(&self, person: &Person, ask: impl AsyncFnOnce(&Asking<'_>) -> T) -> T {
        let (aliases, thresholds, zone) = (Aliases::default(), Thresholds::default(), Zone::utc());
        let asking = Asking {
            fleet: &self.site.fleet,
            only: &[],
            ask: anew(),
            aliases: &aliases,
            thresholds: &thresholds,
            person,
            grants: &Grants::everything(),
            desk: None,
            store: None,
            language: Language::En,
            zone: &zone,
        };
        ask(&asking).await
    }

    pub(crate) async fn propose(&self, desk: &Desk, request: &Request) -> Result<Proposed, ChangeError> {
        self.ask(&anna(), async |asking| desk.propose(asking, request).await).await
    }

    pub(crate) async fn agree(
        &self,
        desk: &Desk,
        by: &Person,
        id: ActionId,
        consent: Consent,
    ) -> Result<Action, ChangeError> {
        self.ask(by, async |asking| desk.agree(asking, id, consent).await).await
    }

    pub(crate) async fn carry_out(&self, desk: &Desk, id: ActionId) -> Result<Action, ChangeError> {
        self.ask(&anna(), async |asking| desk.carry_out(asking, id, &mut |_: Told| ()).await).await
    }

    /// Proposed and approved as it wants to be.
    pub(crate) async fn approved(&self, desk: &Desk, request: &Request) -> ActionId {
        let action = self.propose(desk, request).await.expect("a plan").action;
        let consent = match action.demand() {
            Demand::Nothing => Consent::NotNeeded,
            Demand::Confirm => Consent::Confirmed,
            Demand::Type(phrase) => Consent::Typed(phrase),
        };
        self.agree(desk, &anna(), action.id, consent).await.expect("agreed");
        action.id
    }

    /// From the request to the end.
    pub(crate) async fn run(&self, request: &Request) -> Action {
        let desk = self.desk();
        let id = self.approved(&desk, request).await;
        self.carry_out(&desk, id).await.expect("carried out")
    }

    pub(crate) fn fault(&self, fault: Fault) {
        self.site.simulator.site().faults.add(fault);
    }

    /// How many calls that change something reached the server.
    pub(crate) fn writes(&self) -> u64 {
        let counted = self.site.simulator.site().calls.counted();
        counted.https.iter().filter(|(call, _)| !call.starts_with("GET ")).map(|(_, count)| count).sum()
    }

    /// What the audit says happened, in order.
    pub(crate) async fn audited(&self) -> Vec<String> {
        let lines = self.audit().query(&AuditQuery::default()).await.expect("the audit");
        let what =
            |body: String| body.split("\"what\":\"").nth(1).and_then(|rest| rest.split('"').next().map(str::to_owned));
        lines.into_iter().filter_map(|line| what(line.record.expect("readable").body())).collect()
    }
}

/// Hands with a token of the scenario.
pub(crate) fn hands(site: &Site, token: &TokenLogin) -> BTreeMap<ClusterName, Hands> {
    let cluster = &site.simulator.announcement().first;
    let endpoint = |node: &pvesim::announce::NodeAnnouncement| EndpointSettings {
        url: node.url.parse().expect("an address"),
        trust: Trust::Pins([node.fingerprint.parse().expect("a fingerprint")].into()),
        server_name: None,
    };
    let credentials = Credentials::Token { id: token.token_id.clone(), secret: token.token.clone().into() };
    let endpoints = cluster.nodes.iter().map(endpoint).collect();
    let rest = Rest::new(&RestSettings { endpoints, credentials }).expect("good settings");
    let name: ClusterName = cluster.name.parse().expect("a name");
    BTreeMap::from([(name.clone(), Hands::new(name, Arc::new(rest)))])
}

pub(crate) fn anna() -> Person {
    Person::at_terminal("anna")
}

pub(crate) fn bert() -> Person {
    let place = Place { medium: Medium::Discord, detail: "1".to_owned() };
    Person { id: "discord-user:7".to_owned(), roles: Vec::new(), name: "Bert".to_owned(), place }
}

pub(crate) fn request(operation: Operation, guests: &[&str]) -> Request {
    Request {
        words: format!("{} {}", operation.command(), guests.join(",")),
        operation,
        targets: Targets::Guests(guests.iter().map(|guest| (*guest).to_owned()).collect()),
        keep_going: false,
        parallel: None,
    }
}

/// A fault that hits the next call that changes something.
pub(crate) fn next_post(spoil: Spoil) -> Fault {
    Fault { method: Some("POST".to_owned()), times: Some(1), ..Fault::always(spoil) }
}

pub(crate) fn items(action: &Action) -> &[Progress] {
    match &action.stage {
        Stage::Finished(items) => items,
        other => panic!("not finished: {other:?}"),
    }
}

pub(crate) fn outcomes(action: &Action) -> Vec<Outcome> {
    items(action).iter().map(|item| item.settled.as_ref().expect("settled").0).collect()
}

/// The codes of what is said about an item.
pub(crate) fn says(action: &Action, item: usize) -> Vec<String> {
    items(action)[item].settled.as_ref().expect("settled").1.iter().map(|note| note.code.to_string()).collect()
}

pub(crate) fn ends(action: &Action, item: usize) -> &[StepEnd] {
    &items(action)[item].ended
}
