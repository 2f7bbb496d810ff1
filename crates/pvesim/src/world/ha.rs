//! High availability: resources, groups, rules, and a manager that follows requests slowly.
//!
//! Two loops turn every ten seconds: the master (CRM) takes requests over and decides, the local managers (LRM) carry
//! out. So a request is seen in the state after ten to thirty seconds, which is what a client has to cope with.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::World;
use super::guest::GuestKind;
use super::moment::Moment;
use super::script::Script;

/// How often both managers look, in seconds, at a pace of 1.
const ROUND: i64 = 10;

/// What the managers were told and know.
#[derive(Debug, Clone, Default)]
pub struct Ha {
    /// Resources by id (`vm:101`).
    pub resources: BTreeMap<String, Resource>,
    /// Groups by name (8.x).
    pub groups: BTreeMap<String, IndexMap<String, String>>,
    /// Rules by name (9.x).
    pub rules: IndexMap<String, IndexMap<String, String>>,
    /// Whether the manager has ever been at work; until then there is only the line on quorum.
    pub active: bool,
    /// The node whose manager is master.
    pub master: Option<String>,
    /// Since when a node has been away, for those that are.
    pub lost: BTreeMap<String, Moment>,
    /// Nodes that the manager has seen as members; one that was away from the start is none of its business.
    pub seen: std::collections::BTreeSet<String>,
    /// Nodes that go down on purpose, and whether they come back: their managers stop what they have, and of one that comes back
    /// nothing is taken over (`freeze`).
    pub leaving: BTreeMap<String, bool>,
    /// How resources are treated while the managers are disarmed (9.x): `freeze` or `ignore`; `None`: armed.
    pub disarmed: Option<String>,
    /// When the last round was.
    pub last_round: Moment,
    rounds: bool,
}

/// A managed guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What is asked for: `started`, `stopped`, `disabled`, `ignored`.
    pub request: String,
    /// What the manager has come to; `None`: it has not seen the resource yet (`queued`).
    pub state: Option<String>,
    /// Where the manager keeps it.
    pub node: String,
    /// Group.
    pub group: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// How often a failed start is tried again on the same node.
    pub max_restart: u32,
    /// How often on another.
    pub max_relocate: u32,
    /// Whether it goes back to its preferred node (9.x).
    pub failback: bool,
    /// Where it is asked to go.
    pub motion: Option<Motion>,
    /// Whether it is to be stopped without being asked: `stop`, and not `shutdown`.
    pub hard: bool,
    /// The task of the local manager that works on it.
    pub job: Option<String>,
    /// How often in a row it could not be started.
    pub failed: u32,
}

/// A request to move a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motion {
    /// To this node.
    pub target: String,
    /// Whether it is stopped, moved and started (`relocate`) in place of moved while it runs (`migrate`). Containers always
    /// are.
    pub stops: bool,
}

impl Resource {
    /// A resource that the manager has not seen yet.
    #[must_use]
    pub fn new(request: &str, node: &str) -> Self {
        Self {
            request: request.to_owned(),
            state: None,
            node: node.to_owned(),
            group: None,
            comment: None,
            max_restart: 1,
            max_relocate: 1,
            failback: true,
            motion: None,
            hard: false,
            job: None,
            failed: 0,
        }
    }

    /// The state as the interface shows it.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.request == "ignored" { "ignored" } else { self.state.as_deref().unwrap_or("queued") }
    }
}

/// The id of a guest's resource.
#[must_use]
pub fn sid(kind: GuestKind, vmid: u32) -> String {
    let kind = match kind {
        GuestKind::Qemu => "vm",
        GuestKind::Lxc => "ct",
    };
    format!("{kind}:{vmid}")
}

/// The number in a resource's id.
#[must_use]
pub fn vmid_of(sid: &str) -> Option<u32> {
    sid.split_once(':').and_then(|(_, vmid)| vmid.parse().ok())
}

impl Ha {
    /// The resource of a guest, if it is managed (and not told to be left alone).
    #[must_use]
    pub fn managing(&self, kind: GuestKind, vmid: u32) -> Option<&Resource> {
        self.resources.get(&sid(kind, vmid)).filter(|resource| resource.request != "ignored")
    }

    /// Whether there is a resource of a guest at all.
    #[must_use]
    pub fn knows(&self, kind: GuestKind, vmid: u32) -> bool {
        self.resources.contains_key(&sid(kind, vmid))
    }

    /// Forgets the resource of a removed guest.
    pub fn forget(&mut self, kind: GuestKind, vmid: u32) {
        self.resources.remove(&sid(kind, vmid));
    }
}

impl World {
    /// Asks the manager for another state (`started`, `stopped`), as starting or stopping a managed guest does. The state
    /// follows with one of the next rounds. `false` when the guest is not managed.
    pub fn ha_request(&mut self, kind: GuestKind, vmid: u32, state: &str) -> bool {
        let Some(resource) = self.ha.resources.get_mut(&sid(kind, vmid)) else { return false };
        state.clone_into(&mut resource.request);
        self.ha_wake();
        true
    }

    /// What a task does that hands a request to the manager: it is over at once, the state follows.
    #[must_use]
    pub fn ha_order(&self, verb: &'static str, kind: GuestKind, vmid: u32, state: &'static str) -> Script {
        let word = if verb == "start" { "start" } else { "stop" };
        Script::new().then(move |world, run| {
            run.say(format!("Requesting HA {word} for {} {vmid}", kind.short()));
            world.ha_request(kind, vmid, state);
            if let Some(resource) = world.ha.resources.get_mut(&sid(kind, vmid)) {
                resource.hard = verb == "stop";
            }
            Ok(())
        })
    }

    /// Asks the manager to move a guest; `stops`: it is switched off for it.
    pub fn ha_move(&mut self, sid: &str, target: &str, stops: bool) -> bool {
        let Some(resource) = self.ha.resources.get_mut(sid) else { return false };
        resource.motion = Some(Motion { target: target.to_owned(), stops });
        self.ha_wake();
        true
    }

    /// Makes sure that the rounds are turning: called whenever the manager has something to do.
    pub fn ha_wake(&mut self) {
        // On a stand-alone node the manager has nothing to manage with: a request stays queued.
        // Managers that were ever at work go on looking when there is nothing left to manage, and stay heard of.
        let has_work = self.ha.active || !self.ha.resources.is_empty();
        if self.ha.rounds || !has_work || self.cluster.is_none() {
            return;
        }
        self.ha.rounds = true;
        // The loops tick on their own, not when somebody asks.
        let round = self.paced(ROUND * 1000).max(1);
        let wait = round - self.now.millis().rem_euclid(round);
        self.after(wait, Self::ha_round);
    }

    pub(super) fn ha_round(&mut self) {
        self.ha.rounds = false;
        self.ha.last_round = self.now;
        if !self.quorate {
            self.ha_wake();
            return;
        }
        self.ha.active = true;
        let master = self.ha.master.clone().filter(|node| self.is_online(node));
        self.ha.master = master.or_else(|| self.nodes.values().find(|node| node.online).map(|node| node.name.clone()));
        self.ha_note_lost();
        if self.ha.disarmed.is_some() {
            self.ha_wake();
            return;
        }
        let sids: Vec<String> = self.ha.resources.keys().cloned().collect();
        for sid in sids {
            self.ha_step(&sid);
        }
        self.ha_wake();
    }

    fn ha_note_lost(&mut self) {
        let now = self.now;
        for node in self.nodes.values() {
            if node.online {
                self.ha.lost.remove(&node.name);
                self.ha.seen.insert(node.name.clone());
            } else if self.ha.seen.contains(&node.name) {
                self.ha.lost.entry(node.name.clone()).or_insert(now);
            }
        }
    }
}
