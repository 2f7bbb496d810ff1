//! The running life of a guest, kept as the history of its changes.
//!
//! What pvestatd last reported, how long a guest runs, what its graphs show: all of it is read from this history at
//! some moment, so no clock has to tick for it.

use super::moment::Moment;

/// What a guest's process is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// No process.
    Stopped,
    /// Runs.
    Running,
    /// The process is there, the guest does not run on.
    Paused,
    /// Started for a backup, waiting to go on.
    Prelaunch,
    /// Stopped by a failed write to its disk.
    IoError,
}

impl Phase {
    /// Whether there is a process.
    #[must_use]
    pub const fn is_alive(self) -> bool {
        !matches!(self, Self::Stopped)
    }

    /// The word of QEMU for it (`qmpstatus`).
    #[must_use]
    pub const fn qmp(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Prelaunch => "prelaunch",
            Self::IoError => "io-error",
        }
    }
}

/// Longest history kept; the oldest changes are dropped.
const KEPT: usize = 256;

/// The history of one guest.
#[derive(Clone, Debug)]
pub struct Power {
    changes: Vec<Change>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    at: Moment,
    phase: Phase,
    /// Beginning of the process, when there is one.
    started: Option<Moment>,
    /// Process id.
    pid: u32,
}

impl Power {
    /// A guest that never ran, known from this moment on.
    #[must_use]
    pub fn stopped(since: Moment) -> Self {
        Self { changes: vec![Change { at: since, phase: Phase::Stopped, started: None, pid: 0 }] }
    }

    /// A guest that has been running since.
    #[must_use]
    pub fn running(since: Moment, pid: u32) -> Self {
        Self { changes: vec![Change { at: since, phase: Phase::Running, started: Some(since), pid }] }
    }

    /// What it does now.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.changes.last().map_or(Phase::Stopped, |change| change.phase)
    }

    /// Whether there is a process now.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.phase().is_alive()
    }

    /// The process id, when there is a process.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.changes.last().filter(|change| change.phase.is_alive()).map(|change| change.pid)
    }

    /// What it did at a moment; `None` before it existed.
    #[must_use]
    pub fn phase_at(&self, at: Moment) -> Option<Phase> {
        self.change_at(at).map(|change| change.phase)
    }

    /// When the process of a moment had started.
    #[must_use]
    pub fn started_at(&self, at: Moment) -> Option<Moment> {
        self.change_at(at).and_then(|change| change.started)
    }

    /// Seconds of running before a moment; 0 when stopped.
    #[must_use]
    pub fn uptime_at(&self, at: Moment) -> f64 {
        self.started_at(at).map_or(0.0, |started| at.seconds_since(started))
    }

    /// Since when the guest is known.
    #[must_use]
    pub fn known_since(&self) -> Moment {
        self.changes.first().map_or(Moment::default(), |change| change.at)
    }

    /// The moment of the last change.
    #[must_use]
    pub fn changed(&self) -> Moment {
        self.changes.last().map_or(Moment::default(), |change| change.at)
    }

    /// A process starts.
    pub fn start(&mut self, at: Moment, phase: Phase, pid: u32) {
        self.push(Change { at, phase, started: Some(at), pid });
    }

    /// The process ends.
    pub fn stop(&mut self, at: Moment) {
        self.push(Change { at, phase: Phase::Stopped, started: None, pid: 0 });
    }

    /// The same process does something else.
    pub fn enter(&mut self, at: Moment, phase: Phase) {
        if let Some(last) = self.changes.last().copied() {
            self.push(Change { at, phase, ..last });
        }
    }

    fn push(&mut self, change: Change) {
        if self.changes.len() >= KEPT {
            self.changes.drain(..KEPT / 4);
        }
        self.changes.push(change);
    }

    fn change_at(&self, at: Moment) -> Option<&Change> {
        self.changes.iter().rev().find(|change| change.at <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_stays_as_it_was() {
        let t = Moment::from_seconds;
        let mut power = Power::stopped(t(100));
        power.start(t(200), Phase::Running, 7);
        power.enter(t(210), Phase::Paused);
        power.stop(t(220));
        assert_eq!(power.phase_at(t(99)), None);
        assert_eq!(power.phase_at(t(150)), Some(Phase::Stopped));
        assert_eq!(power.phase_at(t(205)), Some(Phase::Running));
        assert!((power.uptime_at(t(215)) - 15.0).abs() < 1e-9);
        assert_eq!(power.phase(), Phase::Stopped);
        assert_eq!(power.pid(), None);
    }
}
