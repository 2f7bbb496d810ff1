//! Nodes that go and come back.

use super::World;
use super::journal::Line;
use super::moment::Moment;

impl World {
    /// A node loses power (or is cut off and dies): its guests and tasks end, the others note that it is away.
    pub fn node_goes(&mut self, name: &str) {
        let now = self.now;
        let Some(node) = self.nodes.get_mut(name).filter(|node| node.online) else { return };
        node.online = false;
        self.lose_tasks(name);
        for guest in self.guests.values_mut().filter(|guest| guest.node == name && guest.is_alive()) {
            guest.power.stop(now);
        }
        self.ha_wake();
        self.count_votes();
    }

    /// A node boots: it is a member again, and starts its guests that are set to start at boot.
    pub fn node_comes(&mut self, name: &str) {
        let now = self.now;
        let Some(node) = self.nodes.get_mut(name).filter(|node| !node.online) else { return };
        node.online = true;
        node.reachable = true;
        node.reports = true;
        node.booted = now;
        node.last_pid = 1100;
        self.ha.lost.remove(name);
        self.count_votes();
        self.system_line(name, now, "kernel", 6, "Linux version booting");
        self.ha.leaving.remove(name);
        self.start_at_boot(name);
    }

    /// Quorum is more than half of the votes.
    fn count_votes(&mut self) {
        if self.cluster.is_none() {
            return;
        }
        let online = self.nodes.values().filter(|node| node.online).count();
        self.quorate = online * 2 > self.nodes.len();
    }

    /// What a scenario leaves to be set in motion: the journals of the past, the schedules of the backup jobs.
    pub fn settle_in(&mut self) {
        let began = self.began;
        let machines: Vec<_> =
            self.machines.iter().map(|(node, machine)| (node.clone(), machine.journal.clone())).collect();
        for (node, lines) in machines {
            if let Some(booted) = self.nodes.get(&node).map(|node| node.booted) {
                self.system_line(
                    &node,
                    booted,
                    "systemd",
                    6,
                    "Startup finished, reached target multi-user.target - Multi-User System.",
                );
            }
            for line in lines {
                let at = began.plus_seconds(-line.minutes_ago * 60);
                self.system_line(&node, at, &line.tag, line.priority, line.text);
            }
        }
        if self.ha.active {
            // Managers that are at work were at work just now, and know the members that were there.
            let round = began.seconds() - began.seconds().rem_euclid(10);
            self.ha.last_round = Moment::from_seconds(round);
            self.ha.seen = self.nodes.values().filter(|node| node.online).map(|node| node.name.clone()).collect();
        }
        let told: Vec<_> = self
            .tasks
            .newest_first()
            .map(|task| (task.upid.clone(), task.ended.clone().map(|end| (end.at, end.status))))
            .collect();
        for (upid, end) in told {
            let mut tell = |at, text| {
                let (node, user) = (upid.node.clone(), Some(upid.user.clone()));
                let line =
                    Line { uid: 0, node, user, priority: 6, at, pid: upid.pid, tag: "pvedaemon".to_owned(), text };
                self.journal.write(line);
            };
            tell(Moment::from_seconds(upid.start), format!("starting task {upid}"));
            if let Some((at, status)) = end {
                tell(at, format!("end task {upid} {status}"));
            }
        }
        let jobs: Vec<String> = self.backup_jobs.keys().cloned().collect();
        for id in jobs {
            self.schedule_backup(&id);
        }
    }
}
