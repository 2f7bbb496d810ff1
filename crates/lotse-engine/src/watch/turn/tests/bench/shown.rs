//! What the cluster for tests shows of itself: its lists, and its guests as they are this moment.

use std::sync::Arc;

use lotse_model::{
    CpuUse, Guest, GuestRef, GuestState, Hidden, HiddenWhy, Node, NodeState, Seconds, Seen, Share, Task, Timestamp,
    Vmid,
};
use lotse_pve::ops::{cluster::ClusterStatus, guest_status::GuestStatus};

use super::Bench;
use crate::{
    inventory::{Resources, Snapshot, sample},
    topics::{Answer, Key},
    watch::{Doubts, Live, Second, explain::OWN_LISTED},
};

impl Bench {
    pub(super) fn second(&self, doubts: &Doubts) -> Second {
        let live = |vmid: Vmid| {
            let guest = self.at(vmid.get(), self.now);
            match guest {
                None => Live::Absent,
                Some(guest) if !self.live || self.nodes[guest.node.as_str()].0 != NodeState::Online => Live::Unseen,
                Some(guest) => {
                    Live::Seen { status: Box::new(status(self.with_uptime(guest, self.now))), at: Timestamp(self.now) }
                }
            }
        };
        let guests = doubts.guests.iter().map(|place| (GuestRef::new(sample::cluster(), place.vmid), live(place.vmid)));
        let own = self.tasks.len().saturating_sub(OWN_LISTED);
        let logs = doubts.logs.iter().filter_map(|upid| Some((upid.clone(), self.logs.get(&upid.id)?.clone())));
        Second {
            again: Some(Arc::new(self.snapshot())),
            guests: guests.collect(),
            tasks: doubts.tasks.keys().map(|node| (node.clone(), self.task_list(own))).collect(),
            logs: logs.collect(),
        }
    }

    fn with_uptime(&self, guest: Guest, now: i64) -> Guest {
        let runs = matches!(guest.state, GuestState::Running | GuestState::Paused);
        let boot = self.boots.get(&guest.id.vmid.get()).copied().unwrap_or(now);
        let uptime = runs.then(|| Seconds(u64::try_from(now - boot).unwrap_or(0)));
        Guest { uptime, ..guest }
    }

    fn listed(&self, vmid: u32) -> Option<Guest> {
        // Configurations show at once; what a guest does shows when its node's daemon says so.
        let now = self.at(vmid, self.now)?;
        let lagging = self.at(vmid, self.now - self.lag).unwrap_or_else(|| now.clone());
        let is_seen = self.nodes[now.node.as_str()].0 == NodeState::Online && !self.unreported.contains(&vmid);
        // The list knows no pause.
        let state = match lagging.state.clone() {
            _ if !is_seen => GuestState::Unknown,
            GuestState::Paused => GuestState::Running,
            state => state,
        };
        let share = if lagging.state == GuestState::Paused { 0.0 } else { 0.1 };
        let cpu = (state == GuestState::Running).then(|| CpuUse { share: Share::new(share), cores: 2.0 });
        Some(self.with_uptime(Guest { state, cpu, ..now }, self.now))
    }

    fn task_list(&self, without: usize) -> Answer<Vec<Task>> {
        if self.tasks_readable {
            answer(self.tasks[without..].to_vec(), Key::Tasks, self.now)
        } else {
            let why = HiddenWhy::Privilege { needs: vec!["Sys.Audit".to_owned()], path: "/".to_owned() };
            let mut list = answer(Vec::new(), Key::Tasks, self.now);
            list.missing.push(hidden(&Key::Tasks, why));
            list
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        if let Some(why) = &self.blind {
            let nothing = |key: Key| hidden(&key, why.clone());
            return Snapshot::new(
                sample::cluster(),
                Answer::nothing(nothing(Key::Resources)),
                Answer::nothing(nothing(Key::Status)),
                Answer::nothing(nothing(Key::HaCurrent)),
                Answer::nothing(nothing(Key::Tasks)),
            );
        }
        let shown = self.guests.keys().filter(|vmid| !self.hidden.contains(vmid));
        let guests = shown.filter_map(|vmid| self.listed(*vmid)).collect();
        let nodes = self.nodes.iter().map(|(name, (state, boot))| Node {
            state: state.clone(),
            uptime: (*state == NodeState::Online).then(|| Seconds(u64::try_from(self.now - boot).unwrap_or(0))),
            ..sample::node(name)
        });
        let resources = Resources::new(guests, nodes.collect(), self.storages.clone(), Vec::new());
        let mut resources = answer(resources, Key::Resources, self.now);
        if !self.whole {
            let why = HiddenWhy::Privilege { needs: vec!["VM.Audit".to_owned()], path: "/vms".to_owned() };
            resources.missing.push(hidden(&Key::Resources, why));
        }
        let status =
            ClusterStatus { name: Some("home".to_owned()), quorate: Some(self.quorate), ..ClusterStatus::default() };
        Snapshot::new(
            sample::cluster(),
            resources,
            answer(status, Key::Status, self.now),
            answer(self.ha.clone(), Key::HaCurrent, self.now),
            self.task_list(self.unlisted),
        )
    }
}

fn status(guest: Guest) -> GuestStatus {
    GuestStatus {
        guest,
        qemu_state: None,
        pid: None,
        agent: false,
        memory_inside: None,
        memory_host: None,
        swap: None,
        machine: None,
        qemu_version: None,
        ha: None,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it reads shorter where it is called")]
fn answer<T>(value: T, key: Key, now: i64) -> Answer<T> {
    Answer::read(Arc::new(Seen::whole(value, Timestamp(now))), key.to_string())
}

fn hidden(key: &Key, why: HiddenWhy) -> Hidden {
    Hidden { cluster: sample::cluster(), node: None, what: key.to_string(), why }
}
