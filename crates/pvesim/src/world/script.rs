//! What a task's worker does: steps with time between them.

use std::collections::VecDeque;

use super::World;

/// One step of a worker; an error ends the task with that text.
pub type Work = Box<dyn FnOnce(&mut World, &mut Run) -> Result<(), String> + Send>;

/// The steps of a worker.
#[derive(Default)]
pub struct Script {
    pub(super) steps: VecDeque<Step>,
    pub(super) cleanup: Vec<Cleanup>,
}

/// What is undone however the task ends: an error, an interrupt, success.
pub type Cleanup = Box<dyn FnOnce(&mut World) + Send>;

pub(super) struct Step {
    /// Time before the step in milliseconds, at a pace of 1.
    pub(super) delay: i64,
    /// Whether the scenario's pace applies (time-outs are never shortened).
    pub(super) paced: bool,
    pub(super) work: Work,
}

/// The running worker, as one of its steps sees it.
pub struct Run {
    /// The task's id.
    pub upid: String,
    /// Whether the worker has the guest's configuration lock, and of which guest.
    pub holds: Option<u32>,
    pub(super) lines: Vec<String>,
    pub(super) next: Script,
    pub(super) warnings: u32,
}

impl Script {
    /// No steps yet: a task that ends with OK at once.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A step right after the one before.
    #[must_use]
    pub fn then(self, work: impl FnOnce(&mut World, &mut Run) -> Result<(), String> + Send + 'static) -> Self {
        self.after(0, work)
    }

    /// A step this many milliseconds after the one before, stretched or shortened by the scenario's pace.
    #[must_use]
    pub fn after(
        mut self,
        millis: i64,
        work: impl FnOnce(&mut World, &mut Run) -> Result<(), String> + Send + 'static,
    ) -> Self {
        self.steps.push_back(Step { delay: millis, paced: true, work: Box::new(work) });
        self
    }

    /// A step exactly this many milliseconds after the one before, whatever the pace: time-outs.
    #[must_use]
    pub fn after_exactly(
        mut self,
        millis: i64,
        work: impl FnOnce(&mut World, &mut Run) -> Result<(), String> + Send + 'static,
    ) -> Self {
        self.steps.push_back(Step { delay: millis, paced: false, work: Box::new(work) });
        self
    }

    /// Writes a line to the task's log right after the step before.
    #[must_use]
    pub fn say(self, line: impl Into<String>) -> Self {
        let line = line.into();
        self.then(move |_, run| {
            run.say(line);
            Ok(())
        })
    }

    /// Only time.
    #[must_use]
    pub fn pause(self, millis: i64) -> Self {
        self.after(millis, |_, _| Ok(()))
    }

    /// Runs however the task ends.
    #[must_use]
    pub fn finally(mut self, cleanup: impl FnOnce(&mut World) + Send + 'static) -> Self {
        self.cleanup.push(Box::new(cleanup));
        self
    }

    /// All steps of another script behind these.
    #[must_use]
    pub fn chain(mut self, other: Self) -> Self {
        self.steps.extend(other.steps);
        self.cleanup.extend(other.cleanup);
        self
    }

    /// Takes the configuration lock of a guest first: waits up to ten seconds for it, as the real workers do, and keeps
    /// it until the task ends.
    #[must_use]
    pub fn locking(self, vmid: u32) -> Self {
        self.then(move |world, run| world.acquire_in_task(run, vmid, 0))
    }
}

impl Run {
    pub(super) fn new(upid: String, holds: Option<u32>) -> Self {
        Self { upid, holds, lines: Vec::new(), next: Script::new(), warnings: 0 }
    }

    /// Writes a line to the task's log.
    pub fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Writes a warning: the task then ends with `WARNINGS: n`.
    pub fn warn(&mut self, line: impl AsRef<str>) {
        self.warnings += 1;
        self.lines.push(format!("WARN: {}", line.as_ref()));
    }

    /// Puts further steps between this one and what follows.
    pub fn next(&mut self, script: Script) {
        let so_far = std::mem::take(&mut self.next);
        self.next = so_far.chain(script);
    }
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Script").field("steps", &self.steps.len()).finish_non_exhaustive()
    }
}
