//! A simulated week of a small cluster, with and without a process that is killed at a random moment of each hour: every real
//! incident is told once, in time, and ends once; nothing else is told.

use std::{collections::BTreeMap, time::Duration};

use lotse_engine::watch::{NoticeKind, State};
use lotse_pve::ops::{
    change::Change,
    guest_changes::{BackupOptions, ConfigChange, MigrateOptions},
    power::Power,
};
use pvesim::{
    chaos::{Action, Fault, Reach, Spoil},
    options::Options,
    world::guest::Guest,
};

use crate::watch_bench::{Bench, Line};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The interval, and five seconds.
const TOLD: i64 = MINUTE + 5;
/// How old a list of Proxmox may be: its nodes report every ten seconds.
const LAG: i64 = 10;
/// How long an explained guest may stay off.
const GRACE: i64 = 30 * MINUTE;

/// Something that happens.
#[derive(Debug, Clone)]
enum Act {
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
    Rename(u32, &'static str),
    /// Switched off through Lotse.
    ThroughLotse(u32),
    Destroy(u32),
    /// A new guest with the number of one that was destroyed.
    Recreate(u32),
    Chaos(Action),
    Reach(Reach),
    ReachOf(&'static str, Reach),
    Spoil(Spoil),
    Mend,
    Away(bool),
}

/// What must be told, and when.
#[derive(Debug, Clone)]
struct Expected {
    from: i64,
    to: i64,
    kind: NoticeKind,
    thing: String,
    state: State,
    user: Option<&'static str>,
}

#[derive(Debug, Default)]
struct Script {
    acts: Vec<(i64, Act)>,
    expected: Vec<Expected>,
}

impl Script {
    fn act(&mut self, at: i64, act: Act) {
        self.acts.push((at, act));
    }

    fn expect(&mut self, from: i64, within: i64, kind: NoticeKind, thing: &str, state: State) -> &mut Expected {
        let thing = thing.to_owned();
        self.expected.push(Expected { from, to: from + within, kind, thing, state, user: None });
        self.expected.last_mut().expect("just added")
    }

    /// It is so from `at` on, and over at `end`.
    fn incident(&mut self, at: i64, end: i64, thing: &str, state: State) {
        self.expect(at, LAG + TOLD, NoticeKind::Raised, thing, state);
        self.expect(end, LAG + TOLD, NoticeKind::Recovered, thing, state);
    }
}

/// The time of a day of the week, from 0.
const fn at(day: i64, hour: i64, minute: i64) -> i64 {
    day * DAY + hour * HOUR + minute * MINUTE + 17
}

fn guest(vmid: u32) -> String {
    format!("guest:home/{vmid}")
}

fn week(off_at_first: &[u32]) -> Script {
    let mut script = Script::default();
    let s = &mut script;
    for vmid in off_at_first {
        // They were switched off by users before anybody watched, and their tasks are still listed.
        s.expect(0, 1, NoticeKind::Raised, &guest(*vmid), State::OffOnPurpose);
    }
    // Monday: guests that end by themselves, and people who switch them off.
    s.act(at(0, 1, 10), Act::Dies(101));
    s.act(at(0, 1, 35), Act::Start(101));
    s.incident(at(0, 1, 10), at(0, 1, 35), &guest(101), State::Off);
    s.act(at(0, 3, 0), Act::Shutdown(102));
    s.act(at(0, 3, 20), Act::Start(102));
    s.act(at(0, 5, 0), Act::Stop(102));
    s.act(at(0, 6, 0), Act::Start(102));
    s.expect(at(0, 5, 0) + GRACE, LAG + TOLD, NoticeKind::Raised, &guest(102), State::OffOnPurpose).user =
        Some("root@pam!sim");
    s.expect(at(0, 6, 0), LAG + TOLD, NoticeKind::Recovered, &guest(102), State::OffOnPurpose);
    s.act(at(0, 8, 0), Act::BackupStopped(102));
    s.act(at(0, 9, 0), Act::Reboot(101));
    s.act(at(0, 10, 0), Act::Jumps(105));
    s.expect(at(0, 10, 0), LAG + TOLD, NoticeKind::Raised, &guest(105), State::Restarted);
    s.expect(at(0, 10, 0), 31 * MINUTE, NoticeKind::Recovered, &guest(105), State::Restarted);
    s.act(at(0, 12, 0), Act::Pause(106));
    s.act(at(0, 12, 10), Act::Resume(106));
    // Tuesday: moves, names, and a node that falls.
    s.act(at(1, 1, 0), Act::Migrate(105, "pve2"));
    s.act(at(1, 2, 0), Act::Rename(106, "home-assistant"));
    s.act(at(1, 3, 0), Act::Dies(106));
    s.act(at(1, 3, 15), Act::Rises(106));
    s.incident(at(1, 3, 0), at(1, 3, 15), &guest(106), State::Off);
    s.act(at(1, 6, 0), Act::Chaos(Action::NodeDown { node: "pve3".to_owned() }));
    s.act(at(1, 6, 30), Act::Chaos(Action::NodeUp { node: "pve3".to_owned() }));
    s.incident(at(1, 6, 0), at(1, 6, 30), "node:home/pve3", State::NodeOffline);
    // Wednesday: the way to the cluster, not the cluster.
    s.act(at(2, 1, 0), Act::Reach(Reach::Refused));
    s.act(at(2, 1, 15), Act::Reach(Reach::Up));
    s.expect(at(2, 1, 0), 3 * MINUTE + 5, NoticeKind::Raised, "cluster:home", State::Unreachable);
    s.expect(at(2, 1, 15), TOLD, NoticeKind::Recovered, "cluster:home", State::Unreachable);
    s.act(at(2, 3, 0), Act::ReachOf("pve1", Reach::Refused));
    s.act(at(2, 3, 30), Act::ReachOf("pve1", Reach::Up));
    s.act(at(2, 5, 0), Act::Spoil(Spoil::Status { status: 502, reason: None }));
    s.act(at(2, 5, 2), Act::Mend);
    s.act(at(2, 6, 0), Act::Spoil(Spoil::Status { status: 502, reason: None }));
    s.act(at(2, 6, 10), Act::Mend);
    s.expect(at(2, 6, 0), 3 * MINUTE + 5, NoticeKind::Raised, "cluster:home", State::Failing);
    s.expect(at(2, 6, 10), TOLD, NoticeKind::Recovered, "cluster:home", State::Failing);
    s.act(at(2, 8, 0), Act::Spoil(Spoil::Hang));
    s.act(at(2, 8, 1), Act::Mend);
    s.act(at(2, 10, 0), Act::Chaos(Action::Quorum { quorate: false }));
    s.act(at(2, 10, 10), Act::Chaos(Action::Quorum { quorate: true }));
    s.incident(at(2, 10, 0), at(2, 10, 10), "cluster:home", State::NoQuorum);
    let nfs = |available| Action::Storage { storage: "tank".to_owned(), node: Some("pve1".to_owned()), available };
    s.act(at(2, 12, 0), Act::Chaos(nfs(false)));
    s.act(at(2, 12, 20), Act::Chaos(nfs(true)));
    s.incident(at(2, 12, 0), at(2, 12, 20), "storage:home/tank@pve1", State::Unavailable);
    // Thursday: off through Lotse, briefly and for too long, and a channel that is away.
    s.act(at(3, 1, 0), Act::ThroughLotse(111));
    s.act(at(3, 1, 20), Act::Start(111));
    s.act(at(3, 3, 0), Act::ThroughLotse(111));
    s.act(at(3, 4, 0), Act::Start(111));
    s.expect(at(3, 3, 0) + GRACE, LAG + TOLD, NoticeKind::Raised, &guest(111), State::OffOnPurpose).user = Some("ben");
    s.expect(at(3, 4, 0), LAG + TOLD, NoticeKind::Recovered, &guest(111), State::OffOnPurpose);
    s.act(at(3, 6, 0), Act::Away(true));
    s.act(at(3, 6, 10), Act::Dies(113));
    s.act(at(3, 6, 30), Act::Rises(113));
    s.incident(at(3, 6, 10), at(3, 6, 30), &guest(113), State::Off);
    s.act(at(3, 8, 0), Act::Away(false));
    // Friday: gone for good, and another one in its place.
    s.act(at(4, 1, 0), Act::Stop(115));
    s.act(at(4, 1, 5), Act::Destroy(115));
    s.expect(at(4, 1, 5) + GRACE, LAG + TOLD, NoticeKind::Raised, &guest(115), State::Gone).user = Some("root@pam!sim");
    s.act(at(4, 5, 0), Act::Recreate(115));
    // It is not the one that was missed; it is in the selection all the same, and watched from then on.
    s.expect(at(4, 5, 0), LAG + TOLD, NoticeKind::Changed, &guest(115), State::Replaced);
    s.expect(at(4, 5, 0), LAG + TOLD + MINUTE, NoticeKind::Recovered, &guest(115), State::Replaced);
    // The weekend: it is quiet, but for one.
    s.act(at(6, 3, 0), Act::Dies(112));
    s.act(at(6, 3, 40), Act::Start(112));
    s.incident(at(6, 3, 0), at(6, 3, 40), &guest(112), State::Off);
    script.acts.sort_by_key(|(at, _)| *at);
    script
}

/// The moments at which the watch looks: every minute where something happens, and every twenty where nothing does;
/// every minute of the week with `LOTSE_WEEK=full`.
fn looks(script: &Script, end: i64) -> Vec<i64> {
    let near = |minute: i64| script.acts.iter().any(|(at, _)| minute >= at - 3 * MINUTE && minute <= at + 40 * MINUTE);
    let every = std::env::var("LOTSE_WEEK").is_ok_and(|value| value == "full");
    (0..=end / MINUTE)
        .filter(|minute| every || minute % 20 == 0 || near(minute * MINUTE))
        .map(|minute| minute * MINUTE)
        .collect()
}

async fn perform(bench: &Bench, act: &Act) {
    let power = |vmid: u32, power| Change::power(&bench.place(vmid), power);
    match act {
        Act::Dies(vmid) => bench.dies(*vmid),
        Act::Rises(vmid) => bench.rises(*vmid),
        Act::Jumps(vmid) => {
            bench.dies(*vmid);
            bench.rises(*vmid);
        }
        Act::Start(vmid) => drop(bench.user(power(*vmid, Power::Start)).await),
        Act::Shutdown(vmid) => drop(bench.user(power(*vmid, Power::Shutdown { patience: None, force: false })).await),
        Act::Stop(vmid) => drop(bench.user(power(*vmid, Power::Stop { overrule_shutdown: false })).await),
        Act::Reboot(vmid) => drop(bench.user(power(*vmid, Power::Reboot { patience: None })).await),
        Act::Pause(vmid) => drop(bench.user(power(*vmid, Power::Pause)).await),
        Act::Resume(vmid) => drop(bench.user(power(*vmid, Power::Resume)).await),
        Act::BackupStopped(vmid) => drop(bench.user(Some(Change::backup(&bench.place(*vmid), &stopped()))).await),
        Act::Migrate(vmid, node) => {
            let options = MigrateOptions {
                target: node.parse().expect("a node"),
                running: true,
                with_local_disks: true,
                target_storage: None,
                patience: None,
            };
            bench.user(Some(Change::migrate(&bench.place(*vmid), &options))).await;
        }
        Act::Rename(vmid, name) => {
            let set = BTreeMap::from([("name".to_owned(), (*name).to_owned())]);
            let change = ConfigChange { set, ..ConfigChange::default() };
            bench.user(Some(Change::configure(&bench.place(*vmid), &change))).await;
        }
        Act::ThroughLotse(vmid) => {
            let upid = bench.user(power(*vmid, Power::Shutdown { patience: None, force: false })).await;
            bench.through_lotse(*vmid, upid.expect("a task")).await;
        }
        Act::Destroy(vmid) => drop(bench.user(Some(Change::destroy(&bench.place(*vmid), false, false))).await),
        Act::Recreate(vmid) => {
            let mut world = bench.site.simulator.world();
            let (now, like) = (world.now, world.guests.get(&101).expect("a guest").clone());
            let mut other = Guest::new(*vmid, like.kind, &like.node, like.config.clone(), now);
            other.config.set("smbios1", "uuid=11111111-2222-4333-8444-555555555555");
            world.guests.insert(*vmid, other);
            world.switch_on(*vmid);
        }
        Act::Chaos(action) => bench.site.act(action),
        Act::Reach(reach) => {
            for node in ["pve1", "pve2", "pve3"] {
                bench.site.act(&Action::Reach { node: node.to_owned(), reach: *reach });
            }
        }
        Act::ReachOf(node, reach) => bench.site.act(&Action::Reach { node: (*node).to_owned(), reach: *reach }),
        Act::Spoil(spoil) => bench.site.simulator.site().faults.add(Fault::always(spoil.clone())),
        Act::Mend => bench.site.simulator.site().faults.clear(),
        Act::Away(away) => bench.post.be_away(*away),
    }
}

fn stopped() -> BackupOptions {
    BackupOptions {
        storage: "nas".parse().expect("a storage"),
        mode: lotse_pve::ops::backup_jobs::BackupMode::Stop,
        compress: None,
        notes: None,
        protected: false,
        prune_older: false,
        keep: None,
    }
}

/// A small generator (SplitMix64, Steele and others 2014): the same seed, the same crashes.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}

/// Lives through a script; with a seed it is killed once in each hour. What was told, by when it was decided.
async fn live(
    script: impl Fn(&[u32]) -> Script,
    entries: &[&str],
    end: i64,
    crashes: Option<u64>,
) -> (Script, Vec<Line>, u32) {
    let mut bench = Bench::of(Options::scenario("three-nodes"), entries).await;
    let off: Vec<u32> = {
        let world = bench.site.simulator.world();
        world
            .guests
            .values()
            .filter(|guest| !guest.is_alive() && !guest.is_template())
            .map(|guest| guest.vmid)
            .collect()
    };
    let script = script(&off);
    let mut acts = script.acts.clone().into_iter().peekable();
    let mut dice = Dice(crashes.unwrap_or_default());
    // After how many steps at most a process is killed; where a look has fewer it is killed between two looks.
    let steps = std::env::var("LOTSE_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(80);
    let (mut killed, mut fatal) = (-1, 0);
    for look in looks(&script, end) {
        while let Some((at, act)) = acts.next_if(|(at, _)| *at <= look) {
            bench.pass(at - bench.elapsed());
            perform(&bench, &act).await;
        }
        bench.pass(look - bench.elapsed());
        // A hang costs real time: nobody waits for it longer than it takes to tell it from an answer.
        let hangs = bench.site.simulator.site().faults.list().iter().any(|fault| fault.spoil == Spoil::Hang);
        if hangs != (bench.patience < Duration::from_secs(10)) {
            bench.patience = Duration::from_secs(if hangs { 1 } else { 10 });
            bench.restart().await;
        }
        let hour = look / HOUR;
        if crashes.is_some() && hour > killed && (dice.roll(2) == 0 || look % HOUR >= 40 * MINUTE) {
            killed = hour;
            fatal += u32::from(bench.crash(dice.roll(steps)).await);
        }
        bench.look().await;
    }
    let mut lines = bench.post.lines();
    for line in &mut lines {
        line.at -= bench.began;
    }
    let (messages, twice) = bench.post.counts();
    println!("{messages} messages, killed {fatal} times, {twice} messages sent again under their name");
    (script, lines, fatal)
}

/// Every line was expected, and everything that was expected was told.
fn check(script: &Script, lines: &[Line], how: &str) {
    let mut missing = script.expected.clone();
    let mut strange = Vec::new();
    for line in lines {
        let found = missing.iter().position(|one| {
            one.kind == line.kind
                && one.thing == line.thing
                && one.state == line.state
                && (one.from..=one.to).contains(&line.at)
                && one.user.is_none_or(|user| line.user.as_deref() == Some(user))
        });
        match found {
            Some(index) => drop(missing.remove(index)),
            None => strange.push(line),
        }
    }
    let when = |at: i64| format!("{}d {:02}:{:02}:{:02}", at / DAY, at % DAY / HOUR, at % HOUR / MINUTE, at % MINUTE);
    for line in &strange {
        println!("{how}: told and not expected: {} {line:?}", when(line.at));
    }
    for one in &missing {
        println!("{how}: expected and not told: {} .. {} {one:?}", when(one.from), when(one.to));
    }
    assert!(strange.is_empty() && missing.is_empty(), "{how}: {} strange, {} missing", strange.len(), missing.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_week_every_incident_is_told_once_and_nothing_else() {
    let (script, lines, _) = live(week, &["cluster:home"], 7 * DAY, None).await;
    check(&script, &lines, "without a crash");
}

/// The same script, and so the same list of messages: what is expected names every one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_killed_in_each_hour_of_the_week_tells_the_same() {
    let seed = std::env::var("LOTSE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_122);
    println!("LOTSE_SEED={seed}");
    let (script, lines, killed) = live(week, &["cluster:home"], 7 * DAY, Some(seed)).await;
    check(&script, &lines, "with crashes");
    assert!(killed > 0, "it was killed in the middle of looks");
}
