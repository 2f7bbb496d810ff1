//! What happens in a simulated time, and what must be told of it.

use lotse_engine::watch::{NoticeKind, State};
use pvesim::chaos::{Action, Reach, Spoil};

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// The interval, and five seconds.
pub(super) const TOLD: i64 = MINUTE + 5;
/// How old a list of Proxmox may be: its nodes report every ten seconds.
pub(super) const LAG: i64 = 10;
/// How long an explained guest may stay off.
pub(super) const GRACE: i64 = 30 * MINUTE;
/// Until a cluster that cannot be seen is told: three looks, and five seconds.
pub(super) const BLIND: i64 = 3 * MINUTE + 5;

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Off, without a task.
    Dies(u32),
    /// On, without a task.
    Rises(u32),
    /// Off and on at once, without a task.
    Jumps(u32),
    Start(u32),
    Shutdown(u32),
    Stop(u32),
    Reboot(u32),
    Pause(u32),
    Resume(u32),
    BackupStopped(u32),
    Migrate(u32, &'static str),
    /// The HA manager switches it off, moves it and starts it again.
    Relocate(u32, &'static str),
    Rename(u32, &'static str),
    /// Its tags are these from now on.
    Tag(u32, &'static str),
    /// Switched off through Lotse.
    ThroughLotse(u32),
    Destroy(u32),
    /// A new guest with a number that is free, or was that of one that was destroyed.
    Recreate(u32),
    /// A node is told to reboot, or to shut down for good.
    Leaves {
        node: &'static str,
        back: bool,
    },
    Chaos(Action),
    Reach(Reach),
    ReachOf(&'static str, Reach),
    Spoil(Spoil),
    Mend,
    /// The channel is away, or there again.
    Away(bool),
    /// The token's secret is refused, or taken again.
    Refused(bool),
    /// The roles that the token has on `/` from now on.
    Roles(&'static [&'static str]),
    /// Somebody acknowledges the open alert of a guest.
    Acknowledge(u32),
    Watch(&'static str),
    Unwatch(&'static str),
}

/// What must be told, and when.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) kind: NoticeKind,
    pub(super) thing: String,
    pub(super) state: State,
    pub(super) user: Option<&'static str>,
    /// How many watched guests fall with it at least.
    pub(super) members: usize,
}

impl Expected {
    /// A user did it, and is named.
    pub(super) const fn by(&mut self, user: &'static str) -> &mut Self {
        self.user = Some(user);
        self
    }

    /// So many guests fall with it at least.
    pub(super) const fn with(&mut self, members: usize) -> &mut Self {
        self.members = members;
        self
    }
}

/// A story: what happens when, and what is told of it.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) acts: Vec<(i64, Act)>,
    pub(super) expected: Vec<Expected>,
}

impl Script {
    pub(super) fn act(&mut self, at: i64, act: Act) {
        self.acts.push((at, act));
    }

    pub(super) fn expect(
        &mut self,
        from: i64,
        within: i64,
        kind: NoticeKind,
        thing: &str,
        state: State,
    ) -> &mut Expected {
        let thing = thing.to_owned();
        self.expected.push(Expected { from, to: from + within, kind, thing, state, user: None, members: 0 });
        self.expected.last_mut().expect("just added")
    }

    pub(super) fn raised(&mut self, at: i64, thing: &str, state: State) -> &mut Expected {
        self.expect(at, LAG + TOLD, NoticeKind::Raised, thing, state)
    }

    pub(super) fn changed(&mut self, at: i64, thing: &str, state: State) -> &mut Expected {
        self.expect(at, LAG + TOLD, NoticeKind::Changed, thing, state)
    }

    pub(super) fn recovered(&mut self, at: i64, thing: &str, state: State) -> &mut Expected {
        self.expect(at, LAG + TOLD, NoticeKind::Recovered, thing, state)
    }

    /// It is so from `at` on, and over at `end`.
    pub(super) fn incident(&mut self, at: i64, end: i64, thing: &str, state: State) {
        self.raised(at, thing, state);
        self.recovered(end, thing, state);
    }

    /// In order, as it happens.
    pub(super) fn sorted(mut self) -> Self {
        self.acts.sort_by_key(|(at, _)| *at);
        self
    }
}

/// The time of a day of the week, from 0.
pub(super) const fn at(day: i64, hour: i64, minute: i64) -> i64 {
    day * DAY + hour * HOUR + minute * MINUTE + 17
}

pub(super) fn guest(vmid: u32) -> String {
    format!("guest:home/{vmid}")
}
