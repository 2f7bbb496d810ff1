//! A simulator and a fleet that looks at it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use lotse_engine::{
    audit::Audit,
    change::{
        desk::{Desk, DeskSettings, Patience},
        policy::Policy,
    },
    findings::{Depth, Problems, Thresholds},
    fleet::Fleet,
    process::this_process,
    topics::Ask,
};
use lotse_pve::{Credentials, Deadline, EndpointSettings, Hands, Pve, Read, Rest, RestSettings, tls::Trust};
use lotse_store::{Shared, Sqlite};
use pvesim::{announce::ClusterAnnouncement, chaos::Action, options::Options, simulator::Simulator};

use crate::wire::Wire;

/// A simulator with a client of each of its clusters.
pub(crate) struct Site {
    pub(crate) simulator: Simulator,
    pub(crate) fleet: Fleet,
}

/// A deadline that only a hang reaches.
pub(crate) fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

pub(crate) fn ask() -> Ask {
    Ask::by(soon())
}

/// A question that is answered with nothing older than itself.
pub(crate) fn anew() -> Ask {
    Ask::afresh(soon())
}

impl Site {
    /// The scenario, looked at by root's token, without real waiting.
    pub(crate) async fn of(scenario: &str) -> Self {
        Self::with(Options::scenario(scenario).impatient()).await
    }

    /// The same with a cluster whose work is done in a moment.
    pub(crate) async fn hurried(scenario: &str) -> Self {
        Self::with(Options::scenario(scenario).impatient().hurried()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let simulator = Simulator::start(options).await.expect("starts");
        let mut site = Self { simulator, fleet: Fleet::default() };
        site.fleet = site.anew();
        site
    }

    /// A desk on a store of its own, which may change nothing.
    pub(crate) async fn desk(&self) -> Desk {
        let store: Shared = Arc::new(Sqlite::in_memory().await.expect("a store"));
        Desk::new(DeskSettings {
            fleet: self.fleet.clone(),
            hands: BTreeMap::new(),
            audit: Audit::new(Arc::clone(&store), "a key of tests".to_owned().into()),
            store,
            policy: Policy::default(),
            holder: this_process(),
            patience: Patience::default(),
        })
    }

    /// The same clusters, as a process that just started sees them.
    pub(crate) fn anew(&self) -> Fleet {
        let announced = self.simulator.announcement();
        let clusters = if announced.clusters.is_empty() {
            std::slice::from_ref(&announced.first)
        } else {
            announced.clusters.as_slice()
        };
        Fleet::new(clusters.iter().map(|cluster| client(cluster, &cluster.token_id, &cluster.token)))
    }

    /// The same cluster, looked at by another token of the scenario.
    pub(crate) fn seen_by(&self, token_id: &str) -> Fleet {
        let cluster = &self.simulator.announcement().first;
        Fleet::new([client(cluster, token_id, self.secret_of(token_id))])
    }

    /// The same, without a network where nothing is wrong.
    pub(crate) fn quickly_seen_by(&self, token_id: &str) -> Fleet {
        let cluster = &self.simulator.announcement().first;
        let secret = self.secret_of(token_id);
        let site = Arc::clone(self.simulator.site());
        let wire = Wire::new(rest(cluster, token_id, secret), site, token_id, secret);
        Fleet::new([Pve::new(cluster.name.parse().expect("a name"), Arc::new(wire))])
    }

    fn secret_of(&self, token_id: &str) -> &str {
        let cluster = &self.simulator.announcement().first;
        let token = cluster.tokens.iter().find(|token| token.token_id == token_id).expect("a token of the scenario");
        &token.token
    }

    /// The hands of the first cluster: root's token.
    pub(crate) fn hands(&self) -> Hands {
        let cluster = &self.simulator.announcement().first;
        let rest = rest(cluster, &cluster.token_id, &cluster.token);
        Hands::new(cluster.name.parse().expect("a name"), Arc::new(rest))
    }

    pub(crate) fn act(&self, action: &Action) {
        self.simulator.act(action).expect("possible");
    }

    /// How many calls were made to the first cluster since the last time this was asked.
    pub(crate) fn calls(&self) -> u64 {
        self.simulator.site().calls.reset().total
    }

    pub(crate) async fn problems(&self, depth: Depth) -> Problems {
        self.fleet.problems(&[], depth, &Thresholds::default(), anew()).await
    }
}

fn client(cluster: &ClusterAnnouncement, id: &str, secret: &str) -> Pve {
    let read = Arc::new(rest(cluster, id, secret)) as Arc<dyn Read>;
    Pve::new(cluster.name.parse().expect("a name"), read)
}

fn rest(cluster: &ClusterAnnouncement, id: &str, secret: &str) -> Rest {
    let endpoint = |node: &pvesim::announce::NodeAnnouncement| EndpointSettings {
        url: node.url.parse().expect("an address"),
        trust: Trust::Pins([node.fingerprint.parse().expect("a fingerprint")].into()),
        server_name: None,
    };
    let credentials = Credentials::Token { id: id.to_owned(), secret: secret.to_owned().into() };
    let endpoints = cluster.nodes.iter().map(endpoint).collect();
    Rest::new(&RestSettings { endpoints, credentials }).expect("good settings")
}
