//! The simulated cluster: everything that is, and how it moves through time.
//!
//! A discrete-event simulation. [`World::advance`] runs the events that are due, in order; between events nothing
//! changes. Figures that move all the time (load, memory, counters, graphs) are not stored but computed: pure functions
//! of seed, history and moment, see [`load`]. So a world that nobody looks at costs nothing, and one that was left alone
//! for a week is up to date in an instant.
//!
//! Who is who: [`guest`], [`node`], [`storage`], [`volume`] hold the state, [`task`] and [`script`] the workers,
//! [`agenda`] what is to come, [`lock`] the configuration locks.

pub mod agenda;
pub mod agent;
pub mod backup;
pub mod bytes;
pub mod calendar;
pub mod ceph;
pub mod clock;
pub mod config;
pub mod departure;
pub mod disk;
pub mod dump;
pub mod guest;
pub mod ha;
pub mod ha_work;
pub mod included;
pub mod journal;
pub mod life;
pub mod load;
pub mod lock;
pub mod machine;
pub mod moment;
pub mod node;
pub mod outage;
pub mod package;
pub mod power;
pub mod prune;
pub mod quorum;
pub mod replication;
pub mod rng;
pub mod rrd;
pub mod script;
pub mod storage;
pub mod storage_kind;
pub mod storage_name;
pub mod switch;
pub mod task;
pub mod upid;
pub mod usage;
pub mod version;
pub mod volume;
pub mod zfs;

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::access::{Access, Series};
use crate::failure::Failure;
use agenda::{Agenda, Effect};
use backup::BackupJob;
use ceph::Ceph;
use clock::Clock;
use guest::Guest;
use ha::Ha;
use journal::Journal;
use lock::Locks;
use machine::Machine;
use moment::Moment;
use node::Node;
use replication::ReplicationJob;
use rng::Rng;
use storage::Storage;
use task::Tasks;
use version::Version;
use volume::Volumes;

/// One cluster, or one stand-alone node.
#[derive(Debug)]
pub struct World {
    /// The moment up to which everything has happened.
    pub now: Moment,
    /// Where the present comes from.
    pub clock: Clock,
    /// Randomness of decisions; figures use [`rng::unit`] with [`World::seed`].
    pub rng: Rng,
    /// The seed of everything.
    pub seed: u64,
    /// Release that is played.
    pub version: Version,
    /// Name of the cluster; `None` on a stand-alone node.
    pub cluster: Option<String>,
    /// Nodes by name, in the order of their ids.
    pub nodes: IndexMap<String, Node>,
    /// Whether the cluster has quorum; without it `/etc/pve` is read-only.
    pub quorate: bool,
    /// Guests by number.
    pub guests: BTreeMap<u32, Guest>,
    /// Storage definitions by id, in the order of the file.
    pub storages: IndexMap<String, Storage>,
    /// Everything that lies on them.
    pub volumes: Volumes,
    /// Tasks of all nodes.
    pub tasks: Tasks,
    /// Configuration locks.
    pub locks: Locks,
    /// Users, tokens, roles, ACL, pools.
    pub access: Access,
    /// `datacenter.cfg`.
    pub options: IndexMap<String, String>,
    /// How long work takes, HA's rounds among it: 1 is natural, 0.1 ten times as fast.
    pub pace: f64,
    /// What guest agents did.
    pub agent: agent::Agents,
    /// Numbers of guests just removed whose files are not gone yet, with the end of that.
    pub reserved: BTreeMap<u32, Moment>,
    /// When the world began: what drifts (a filling disk) drifts from here.
    pub began: Moment,
    /// What is built into, installed and configured on each node; a node without an entry is as [`Machine::default`] says.
    pub machines: IndexMap<String, Machine>,
    /// High availability.
    pub ha: Ha,
    /// Backup jobs by id.
    pub backup_jobs: IndexMap<String, BackupJob>,
    /// Replication jobs by id.
    pub replications: IndexMap<String, ReplicationJob>,
    /// Ceph, where it is installed.
    pub ceph: Option<Ceph>,
    /// Cluster log and system journals.
    pub journal: Journal,
    /// Events to come.
    pub(crate) agenda: Agenda,
}

impl World {
    /// An empty world: no nodes, no guests, only `root@pam`.
    #[must_use]
    pub fn new(seed: u64, version: Version, clock: Clock) -> Self {
        let began = clock.present();
        let mut rng = Rng::new(seed);
        let mut key = [0_u8; 32];
        for chunk in key.chunks_mut(8) {
            let bytes = rng.next().to_be_bytes();
            chunk.copy_from_slice(bytes.get(..chunk.len()).unwrap_or(&bytes));
        }
        Self {
            now: clock.present(),
            clock,
            rng,
            seed,
            access: Access::new(Series::of(&version.full), key),
            version,
            cluster: None,
            nodes: IndexMap::new(),
            quorate: true,
            guests: BTreeMap::new(),
            storages: IndexMap::new(),
            volumes: Volumes::default(),
            tasks: Tasks::default(),
            locks: Locks::default(),
            options: IndexMap::new(),
            pace: 1.0,
            agent: agent::Agents::default(),
            reserved: BTreeMap::new(),
            began,
            machines: IndexMap::new(),
            ha: Ha::default(),
            backup_jobs: IndexMap::new(),
            replications: IndexMap::new(),
            ceph: None,
            journal: Journal::default(),
            agenda: Agenda::default(),
        }
    }

    /// Runs everything that is due up to a moment, in order. A moment in the past changes nothing.
    pub fn advance(&mut self, to: Moment) {
        self.volumes.settle(self.now);
        while let Some((at, effect)) = self.agenda.take_due(to) {
            self.now = self.now.max(at);
            effect(self);
        }
        self.now = self.now.max(to);
    }

    /// Brings the world to the present of its clock.
    pub fn advance_to_present(&mut self) {
        self.advance(self.clock.present());
    }

    /// Moves the clock forward, without any waiting, and lets everything happen that is due by then.
    pub fn skip(&mut self, time: std::time::Duration) {
        self.clock.skip(time);
        self.advance_to_present();
    }

    /// Enters something that happens this many milliseconds from now, whatever the pace.
    pub fn after(&mut self, millis: i64, effect: impl FnOnce(&mut Self) + Send + 'static) {
        let effect: Effect = Box::new(effect);
        self.agenda.enter(self.now.plus_millis(millis), effect);
    }

    /// Milliseconds of work at this world's pace.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "work takes minutes, not millennia"
    )]
    pub fn paced(&self, millis: i64) -> i64 {
        (millis as f64 * self.pace) as i64
    }

    /// The first node: where calls arrive that name none.
    #[must_use]
    pub fn first_node(&self) -> &str {
        self.nodes.keys().next().map_or("localhost", String::as_str)
    }

    /// The node that takes a call: the named one, else the first.
    #[must_use]
    pub fn via(&self, name: &str) -> String {
        if self.nodes.contains_key(name) { name.to_owned() } else { self.first_node().to_owned() }
    }

    /// The node that has to answer a call for `/nodes/{name}` which `via` took, or why it cannot.
    pub fn answering_node(&self, via: &str, name: &str) -> Result<String, Failure> {
        if name == "localhost" || name == via {
            return Ok(via.to_owned());
        }
        let Some(node) = self.nodes.get(name) else {
            // Any name is looked up as a host; those of members are found whatever their case.
            if self.nodes.keys().any(|known| known.eq_ignore_ascii_case(name)) {
                return Err(Failure::proxy(595, "No route to host"));
            }
            return Err(Failure::die(format!(
                "hostname lookup '{name}' failed - failed to get address info for: {name}: Name or service not known"
            )));
        };
        if !node.online {
            return Err(Failure::proxy(595, "No route to host"));
        }
        if !node.reachable {
            return Err(Failure::proxy(595, "Connection refused"));
        }
        Ok(node.name.clone())
    }

    /// A process id for a new process on a node.
    pub fn next_pid(&mut self, node: &str) -> u32 {
        let step = 1 + u32::try_from(self.rng.below(30)).unwrap_or(0);
        match self.nodes.get_mut(node) {
            Some(node) => {
                node.last_pid = if node.last_pid > 4_000_000 { 1000 } else { node.last_pid + step };
                node.last_pid
            }
            None => 1000 + step,
        }
    }
}
