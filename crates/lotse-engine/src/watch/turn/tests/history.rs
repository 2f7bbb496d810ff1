//! Random histories against what is so: each real incident told once and its end once, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use lotse_model::{GuestState, HiddenWhy, NodeState, Timestamp};
use proptest::prelude::*;

use super::bench::{Bench, GRACE, INTERVAL};
use crate::{
    access::Person,
    watch::{Flapping, NoticeKind, Phase, State, Thing},
};

const GUESTS: [u32; 3] = [100, 101, 102];

/// Something that happens.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Crash(u32),
    Stop(u32),
    Start(u32),
    Backup(u32),
    NodeDown,
    NodeUp,
    ApiGone,
    ApiBack,
    TasksHidden(bool),
    ListWhole(bool),
    Rename(u32),
    Acknowledge,
    Restart,
    Pass(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let guest = || prop::sample::select(GUESTS.to_vec());
    prop_oneof![
        3 => guest().prop_map(Deed::Crash),
        3 => guest().prop_map(Deed::Stop),
        5 => guest().prop_map(Deed::Start),
        1 => guest().prop_map(Deed::Backup),
        1 => Just(Deed::NodeDown),
        2 => Just(Deed::NodeUp),
        1 => Just(Deed::ApiGone),
        2 => Just(Deed::ApiBack),
        1 => any::<bool>().prop_map(Deed::TasksHidden),
        1 => any::<bool>().prop_map(Deed::ListWhole),
        1 => guest().prop_map(Deed::Rename),
        2 => Just(Deed::Acknowledge),
        1 => Just(Deed::Restart),
        8 => (1_i64..4_000).prop_map(Deed::Pass),
    ]
}

fn is_on(bench: &Bench, vmid: u32) -> bool {
    bench.guest(vmid).is_some_and(|guest| guest.state == GuestState::Running)
}

fn is_up(bench: &Bench) -> bool {
    bench.nodes["pve1"].0 == NodeState::Online
}

fn happen(bench: &mut Bench, deed: Deed) {
    match deed {
        Deed::Crash(vmid) if is_on(bench, vmid) => bench.crash(vmid),
        Deed::Stop(vmid) if is_on(bench, vmid) => bench.stop(vmid),
        Deed::Start(vmid) if !is_on(bench, vmid) && is_up(bench) => bench.start(vmid),
        Deed::Backup(vmid) if is_up(bench) => {
            bench.logs.insert(vmid.to_string(), vec!["INFO: starting new backup job: vzdump --mode snapshot".into()]);
            bench.task("vzdump", &vmid.to_string(), "root@pam", 40);
        }
        Deed::NodeDown if is_up(bench) => bench.node_down("pve1"),
        Deed::NodeUp if !is_up(bench) => bench.node_up("pve1"),
        Deed::ApiGone => bench.blind = Some(HiddenWhy::Unreachable),
        Deed::ApiBack => bench.blind = None,
        Deed::TasksHidden(hidden) => bench.tasks_readable = !hidden,
        Deed::ListWhole(whole) => bench.whole = whole,
        Deed::Rename(vmid) => {
            let name = format!("name-{}", bench.now);
            bench.change(vmid, |guest| guest.name = Some(name));
        }
        Deed::Acknowledge => {
            let at = Timestamp(bench.now);
            if let Some(alert) = bench.book.alerts.values_mut().next() {
                alert.phase = Phase::Acknowledged { by: Person::at_terminal("anna"), at };
            }
        }
        // What need not last is lost, and when the cluster was seen is known as of a few minutes ago.
        Deed::Restart => {
            bench.book.still.clear();
            bench.book.looked = bench.book.looked.map(|at| Timestamp(at.0 - 300));
        }
        Deed::Pass(_)
        | Deed::Crash(_)
        | Deed::Stop(_)
        | Deed::Start(_)
        | Deed::Backup(_)
        | Deed::NodeDown
        | Deed::NodeUp => {}
    }
}

/// Every told state is so at that moment, whatever the list said before.
fn is_true(bench: &Bench, thing: &Thing, state: State) -> bool {
    match (thing, state) {
        (Thing::Guest { guest }, State::Off | State::OffOnPurpose | State::OffUnexplained) => {
            is_up(bench) && bench.blind.is_none() && !is_on(bench, guest.vmid.get())
        }
        (Thing::Guest { .. }, State::Restarted) => bench.tasks_readable,
        (Thing::Node { .. }, State::Restarted) => is_up(bench) && bench.tasks_readable,
        (Thing::Node { .. }, State::NodeOffline) => !is_up(bench),
        (Thing::Cluster { .. }, State::Unreachable) => bench.blind.is_some(),
        _ => false,
    }
}

struct Run {
    bench: Bench,
    open: BTreeMap<u64, Thing>,
    over: BTreeSet<u64>,
    checked: usize,
}

impl Run {
    fn new(flapping: Flapping) -> Self {
        let mut bench = Bench::new(&GUESTS);
        bench.settings.flapping = flapping;
        Self { bench, open: BTreeMap::new(), over: BTreeSet::new(), checked: 0 }
    }

    fn look(&mut self) -> Result<(), TestCaseError> {
        self.bench.look();
        self.check()
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        let bench = &self.bench;
        let news = bench.heard.get(self.checked..).unwrap_or_default();
        for heard in news {
            let alert = &heard.alert;
            match heard.kind {
                Some(NoticeKind::Raised) => {
                    prop_assert!(is_true(bench, &alert.thing, alert.state), "not so: {alert:?}");
                    prop_assert!(!self.open.values().any(|thing| *thing == alert.thing), "twice at once: {alert:?}");
                    prop_assert!(self.open.insert(alert.id.0, alert.thing.clone()).is_none(), "a number twice");
                    prop_assert!(!self.over.contains(&alert.id.0), "a number twice");
                }
                Some(NoticeKind::Recovered) => {
                    prop_assert!(self.open.remove(&alert.id.0).is_some(), "an end without a beginning: {alert:?}");
                    prop_assert!(self.over.insert(alert.id.0), "ended twice: {alert:?}");
                    if let Thing::Guest { guest } = &alert.thing {
                        prop_assert!(is_on(bench, guest.vmid.get()), "it does not run: {alert:?}");
                    }
                }
                Some(NoticeKind::Changed) => {
                    prop_assert!(self.open.contains_key(&alert.id.0), "changed and not open: {alert:?}");
                }
                other => prop_assert!(false, "{other:?}: {alert:?}"),
            }
        }
        self.checked = bench.heard.len();
        Ok(())
    }
}

const NEVER: Flapping =
    Flapping { changes: u32::MAX, within: std::time::Duration::from_secs(1), calm: std::time::Duration::from_secs(1) };

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_each_incident_is_told_once_and_nothing_else(
        deeds in prop::collection::vec((deed(), 0_i64..50, 0_i64..12), 1..60),
    ) {
        let mut run = Run::new(NEVER);
        for (deed, after, lag) in deeds {
            run.bench.lag = lag;
            match deed {
                Deed::Pass(seconds) => {
                    let until = run.bench.now + seconds;
                    while run.bench.now < until {
                        run.look()?;
                    }
                }
                deed => {
                    run.bench.pass(after);
                    happen(&mut run.bench, deed);
                    if run.bench.now % 3 == 0 {
                        run.look()?;
                    }
                }
            }
        }
        // Then nothing more happens, and everybody can look: what is bad is told, what is well is over.
        run.bench.lag = 0;
        run.bench.blind = None;
        run.bench.tasks_readable = true;
        run.bench.whole = true;
        if !is_up(&run.bench) {
            happen(&mut run.bench, Deed::NodeUp);
        }
        let until = run.bench.now + 5 * GRACE;
        while run.bench.now < until {
            run.look()?;
        }
        for vmid in GUESTS {
            let told = run.bench.open_of(vmid).map(|alert| alert.state);
            prop_assert_eq!(is_on(&run.bench, vmid), told.is_none(), "{} is told as {:?}", vmid, told);
        }
        let others = run.bench.book.alerts.values().filter(|alert| !matches!(alert.thing, Thing::Guest { .. })).count();
        prop_assert_eq!(others, 0);
        // And then nothing is told or written any more.
        let heard = run.bench.heard.len();
        for _ in 0..10 {
            run.look()?;
            prop_assert!(run.bench.last.standings.is_empty(), "{:?}", run.bench.last.standings);
        }
        prop_assert_eq!(run.bench.heard.len(), heard);
    }

    #[test]
    fn a_crash_is_told_at_the_next_look_whatever_users_did_before(
        deeds in prop::collection::vec((prop_oneof![
            Just(Deed::Stop(100)), Just(Deed::Start(100)), Just(Deed::Backup(100)), Just(Deed::Rename(100)),
            (1_i64..2_000).prop_map(Deed::Pass),
        ], 1_i64..50), 0..25),
        readable in any::<bool>(),
    ) {
        let mut run = Run::new(NEVER);
        run.bench.tasks_readable = readable;
        for (deed, after) in deeds {
            match deed {
                Deed::Pass(seconds) => {
                    let until = run.bench.now + seconds;
                    while run.bench.now < until {
                        run.look()?;
                    }
                }
                deed => {
                    run.bench.pass(after);
                    happen(&mut run.bench, deed);
                }
            }
        }
        if !is_on(&run.bench, 100) {
            run.bench.pass(2);
            run.bench.start(100);
        }
        run.bench.pass(2);
        run.bench.crash(100);
        let crashed = run.bench.now;
        run.look()?;
        prop_assert!(run.bench.open_of(100).is_some(), "told within an interval and the second look");
        prop_assert!(run.bench.now - crashed <= INTERVAL + 5);
    }

    #[test]
    fn a_reason_delays_and_never_cancels(
        before in 1_i64..5_000,
        noise in prop::collection::vec(prop_oneof![
            Just("vzdump"), Just("qmigrate"), Just("qmshutdown"), Just("vncproxy"), Just("qmsnapshot"),
        ], 0..12),
    ) {
        let mut run = Run::new(NEVER);
        while run.bench.now < super::bench::START + before {
            run.look()?;
        }
        run.bench.stop(100);
        let stopped = run.bench.now;
        for kind in noise {
            run.look()?;
            run.bench.task(kind, "100", "root@pam", 5);
        }
        while run.bench.now < stopped + 5 * GRACE {
            run.look()?;
            if run.bench.now < stopped + GRACE {
                prop_assert!(run.bench.open_of(100).is_none(), "explained, and told before the grace was over");
            }
        }
        let alert = run.bench.open_of(100).expect("told in the end");
        prop_assert!(alert.reason.is_some());
    }

    #[test]
    fn however_it_goes_to_and_fro_the_notices_are_few(
        gaps in prop::collection::vec((1_usize..4, 1_usize..4), 1..60),
    ) {
        let flapping = super::bench::settings().flapping;
        let mut run = Run::new(flapping);
        let began = run.bench.now;
        for (off, on) in gaps {
            run.bench.crash(100);
            for _ in 0..off {
                run.bench.look();
            }
            run.bench.task("qmstart", "100", "watchdog@pve", 1);
            run.bench.comes_on(100);
            for _ in 0..on {
                run.bench.look();
            }
        }
        let told = i64::try_from(run.bench.heard.len()).expect("few");
        let windows = (run.bench.now - began) / i64::try_from(flapping.within.as_secs()).expect("short") + 1;
        let most = i64::from(flapping.changes) + 2;
        prop_assert!(told <= windows * most, "{told} notices in {windows} windows");
    }
}
