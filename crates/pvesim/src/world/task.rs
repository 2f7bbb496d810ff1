//! Tasks: the running and the finished workers of all nodes.

use std::collections::{HashMap, HashSet};

use super::World;
use super::moment::Moment;
use super::script::{Run, Script};
use super::upid::Upid;

/// How many finished tasks a node's index keeps before the oldest are dropped (`/var/log/pve/tasks` keeps far more,
/// for months; a simulator that runs for days must not grow without bound).
const KEPT: usize = 5000;
/// Time from the call to the worker's first step, in milliseconds.
const FORK: i64 = 20;

/// One task.
#[derive(Debug)]
pub struct Task {
    /// Its id.
    pub upid: Upid,
    /// When it began.
    pub began: Moment,
    /// Output lines so far, without the closing `TASK OK` or `TASK ERROR`.
    pub log: Vec<String>,
    /// End and exit status, once it ended.
    pub ended: Option<Ended>,
    script: Script,
    holds: Option<u32>,
    warnings: u32,
}

/// The end of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// `OK`, `WARNINGS: n` or the error's text.
    pub status: String,
}

/// All tasks by id, and in order of their beginning.
#[derive(Debug, Default)]
pub struct Tasks {
    by_id: HashMap<String, Task>,
    order: Vec<String>,
    /// Ended tasks that no worker and no list has taken notice of yet, see [`Tasks::is_fresh`].
    fresh: HashSet<String>,
}

impl Task {
    /// The lines of the log as the API shows them, the closing line included.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.log.clone();
        if let Some(ended) = &self.ended {
            lines.push(match ended.status.as_str() {
                "OK" => "TASK OK".to_owned(),
                warnings if warnings.starts_with("WARNINGS: ") => format!("TASK {warnings}"),
                error => format!("TASK ERROR: {error}"),
            });
        }
        lines
    }

    /// Whether it still runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.ended.is_none()
    }
}

impl Tasks {
    /// A task by its id.
    #[must_use]
    pub fn get(&self, upid: &str) -> Option<&Task> {
        self.by_id.get(upid)
    }

    /// Every task, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Task> {
        self.order.iter().rev().filter_map(|upid| self.by_id.get(upid))
    }

    /// Whether a task's end was not noticed yet. The first list after it says `"saved": 1`, later ones `"saved": "1"`: the
    /// real server keeps the number in memory and reads it back from a file as text.
    #[must_use]
    pub fn is_fresh(&self, upid: &str) -> bool {
        self.fresh.contains(upid)
    }

    /// Takes notice of every end.
    pub fn notice(&mut self) {
        self.fresh.clear();
    }

    /// Enters a task of the past, for scenarios. It must have ended.
    pub fn remember(&mut self, upid: Upid, log: Vec<String>, ended: Ended) {
        let began = Moment::from_seconds(upid.start);
        let task = Task { began, log, ended: Some(ended), script: Script::new(), holds: None, warnings: 0, upid };
        let key = task.upid.to_string();
        let at = self.order.partition_point(|other| self.by_id.get(other).is_some_and(|task| task.began <= began));
        self.order.insert(at, key.clone());
        self.by_id.insert(key, task);
    }

    fn insert(&mut self, task: Task) {
        let key = task.upid.to_string();
        self.order.push(key.clone());
        self.by_id.insert(key, task);
        if self.order.len() > 2 * KEPT {
            let (kept, by_id) = (&mut self.order, &mut self.by_id);
            let surplus = kept.len() - KEPT;
            let mut passed = 0;
            kept.retain(|upid| {
                passed += 1;
                let keep = passed > surplus || by_id.get(upid).is_some_and(Task::is_running);
                if !keep {
                    by_id.remove(upid);
                }
                keep
            });
        }
    }
}

impl World {
    /// Starts a worker on a node; returns its UPID, which is what a call answers.
    ///
    /// `user` is the authentication id of the caller ([`crate::api::Caller::authid`]).
    pub fn start_task(&mut self, node: &str, kind: &str, id: &str, user: &str, script: Script) -> String {
        let now = self.now;
        // A worker is dated by its node's own clock.
        let start = self.by_the_clock_of(node, now).seconds();
        let boot = self.nodes.get(node).map_or(now, |node| node.booted);
        let pid = self.next_pid(node);
        let upid = Upid {
            node: node.to_owned(),
            pid,
            pstart: u64::try_from(now.millis_since(boot) / 10).unwrap_or(0),
            start,
            kind: kind.to_owned(),
            id: id.to_owned(),
            user: user.to_owned(),
        };
        let key = upid.to_string();
        self.tasks.notice();
        self.tasks.insert(Task { upid, began: now, log: Vec::new(), ended: None, script, holds: None, warnings: 0 });
        self.log_line(node, "pvedaemon", user, format!("starting task {key}"));
        self.schedule_step(&key, FORK);
        key
    }

    /// A moment as a node's own clock shows it, which may be wrong.
    #[must_use]
    pub fn by_the_clock_of(&self, node: &str, at: Moment) -> Moment {
        at.plus_seconds(self.machines.get(node).map_or(0, |machine| machine.clock_offset))
    }

    /// Ends a running task from outside, as `DELETE /nodes/{node}/tasks/{upid}` does.
    pub fn interrupt_task(&mut self, upid: &str) {
        if self.tasks.by_id.get(upid).is_some_and(Task::is_running) {
            self.end_task(upid, "received interrupt");
        }
    }

    /// Ends every running task of a node without a word, as when the node loses power.
    pub fn lose_tasks(&mut self, node: &str) {
        let lost: Vec<String> = self
            .tasks
            .by_id
            .values()
            .filter(|task| task.is_running() && task.upid.node == node)
            .map(|task| task.upid.to_string())
            .collect();
        for upid in lost {
            self.end_task(&upid, "unexpected status");
        }
    }

    fn schedule_step(&mut self, upid: &str, at_least: i64) {
        let Some(task) = self.tasks.by_id.get(upid) else { return };
        let delay =
            task.script.steps.front().map_or(0, |step| if step.paced { self.paced(step.delay) } else { step.delay });
        let key = upid.to_owned();
        let at = self.now.plus_millis(delay.max(at_least));
        self.agenda.enter(at, Box::new(move |world| world.run_step(&key)));
    }

    fn run_step(&mut self, upid: &str) {
        let Some(task) = self.tasks.by_id.get_mut(upid) else { return };
        if task.ended.is_some() {
            return;
        }
        let Some(step) = task.script.steps.pop_front() else {
            let status = if task.warnings > 0 { format!("WARNINGS: {}", task.warnings) } else { "OK".to_owned() };
            self.end_task(upid, &status);
            return;
        };
        let mut run = Run::new(upid.to_owned(), task.holds);
        let result = (step.work)(self, &mut run);
        if let Some(task) = self.tasks.by_id.get_mut(upid) {
            task.log.append(&mut run.lines);
            task.warnings += run.warnings;
            task.holds = run.holds;
            let rest = std::mem::take(&mut task.script);
            task.script = run.next.chain(rest);
        }
        match result {
            Ok(()) => self.schedule_step(upid, 0),
            Err(error) => self.end_task(upid, error.trim_end()),
        }
    }

    fn end_task(&mut self, upid: &str, status: &str) {
        let node = self.tasks.by_id.get(upid).map(|task| task.upid.node.clone()).unwrap_or_default();
        let now = self.by_the_clock_of(&node, self.now);
        let Some(task) = self.tasks.by_id.get_mut(upid) else { return };
        if task.ended.is_some() {
            return;
        }
        let mut lines = status.lines();
        let first = lines.next().unwrap_or_default();
        task.ended = Some(Ended { at: now, status: first.to_owned() });
        let script = std::mem::take(&mut task.script);
        let (node, user, line) = (task.upid.node.clone(), task.upid.user.clone(), format!("end task {upid} {first}"));
        if let Some(vmid) = task.holds.take() {
            self.locks.release(vmid, upid);
        }
        self.tasks.fresh.insert(upid.to_owned());
        self.log_line(&node, "pvedaemon", &user, line);
        for cleanup in script.cleanup {
            cleanup(self);
        }
    }
}
