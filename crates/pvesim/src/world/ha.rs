//! High availability: resources, groups, rules, and a manager that follows requests slowly.
//!
//! Two loops turn every ten seconds: the master (CRM) takes requests over and decides, the local managers (LRM) carry
//! out. So a request is seen in the state after ten to thirty seconds, which is what a client has to cope with.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::World;
use super::guest::GuestKind;
use super::moment::Moment;
use super::power::Phase;

/// How often both managers look, in seconds, at a pace of 1.
const ROUND: i64 = 10;

/// Rounds without contact until a node is fenced (the watchdog's minute).
const FENCE_SECONDS: i64 = 60;

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
    pub target: Option<String>,
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
            target: None,
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

    /// Asks the manager to move a guest.
    pub fn ha_move(&mut self, sid: &str, target: &str) -> bool {
        let Some(resource) = self.ha.resources.get_mut(sid) else { return false };
        resource.target = Some(target.to_owned());
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

    fn ha_round(&mut self) {
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

    /// One decision on one resource; each takes a round, so chains of them take several.
    fn ha_step(&mut self, sid: &str) {
        let Some(mut resource) = self.ha.resources.get(sid).cloned() else { return };
        let Some(vmid) = vmid_of(sid) else { return };
        let Some((node, alive)) = self.guests.get(&vmid).map(|guest| (guest.node.clone(), guest.is_alive())) else {
            return;
        };
        if let Some(since) = self.ha.lost.get(&node).copied() {
            self.ha_recover(vmid, &mut resource, since);
        } else if self.is_online(&node) {
            resource.node.clone_from(&node);
            let state = resource.state.clone();
            let next = match (state.as_deref(), resource.request.as_str()) {
                (Some("error"), "disabled") => Some("stopped".to_owned()),
                (_, "ignored") | (Some("error"), _) => state,
                // What is new is taken over as it is asked for.
                (None, request) => Some(if request == "started" { "starting" } else { "request_stop" }.to_owned()),
                (Some("migrate"), _) => Some(if alive { "started" } else { "stopped" }.to_owned()),
                (Some("starting"), "started") if alive => Some("started".to_owned()),
                (Some("starting" | "started" | "stopped" | "recovery"), "started") => {
                    if !alive {
                        self.ha_power(vmid, true);
                    }
                    Some(if alive { "started" } else { "starting" }.to_owned())
                }
                (Some("request_stop"), "started") => Some("starting".to_owned()),
                (Some(_), _) if alive => {
                    if state.as_deref() == Some("request_stop") {
                        self.ha_power(vmid, false);
                    }
                    Some("request_stop".to_owned())
                }
                (Some(_), "disabled") => Some("disabled".to_owned()),
                (Some(_), _) => Some("stopped".to_owned()),
            };
            resource.state = next;
            if let Some(target) = resource.target.take()
                && target != node
                && self.is_online(&target)
                && self.carry_guest(vmid, &target).is_ok()
            {
                resource.node = target;
                resource.state = Some("migrate".to_owned());
            }
        }
        self.ha.resources.insert(sid.to_owned(), resource);
    }

    /// A resource whose node is away: first the node is fenced, then another one takes the guest over.
    fn ha_recover(&mut self, vmid: u32, resource: &mut Resource, since: Moment) {
        if self.now.millis_since(since) < FENCE_SECONDS * 1000 {
            resource.state = Some("fence".to_owned());
            return;
        }
        let home = resource.node.clone();
        let target = self.nodes.values().find(|node| node.online && node.name != home).map(|node| node.name.clone());
        resource.state = Some("recovery".to_owned());
        if let Some(target) = target
            && let Some(guest) = self.guests.get_mut(&vmid)
        {
            guest.power.stop(self.now);
            guest.node.clone_from(&target);
            resource.node = target;
        }
    }

    fn ha_power(&mut self, vmid: u32, on: bool) {
        let now = self.now;
        let Some(node) = self.guests.get(&vmid).map(|guest| guest.node.clone()) else { return };
        let pid = self.next_pid(&node);
        if let Some(guest) = self.guests.get_mut(&vmid) {
            if on {
                guest.power.start(now, Phase::Running, pid);
            } else {
                guest.power.stop(now);
            }
        }
    }
}
