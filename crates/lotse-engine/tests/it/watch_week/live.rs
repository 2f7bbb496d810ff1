//! Living through a story, with a process that is killed or without.

use std::{collections::BTreeMap, time::Duration};

use lotse_pve::ops::{
    backup_jobs::BackupMode,
    change::Change,
    guest_changes::{BackupOptions, ConfigChange, MigrateOptions},
    power::Power,
};
use pvesim::{
    access::acl::Subject,
    chaos::{Action, Fault, Spoil},
    options::Options,
    world::{guest::Guest, ha},
};

use super::script::{Act, DAY, HOUR, MINUTE, Script};
use crate::watch_bench::{Bench, Line};

/// The token that looks: it may look at everything, and change nothing.
const TOKEN: &str = "monitor@pve!look";

/// The moments at which the watch looks: every minute where something happens, and every twenty where nothing does; every minute
/// of all with `LOTSE_WEEK=full`.
fn looks(script: &Script, end: i64) -> Vec<i64> {
    let near = |minute: i64| script.acts.iter().any(|(at, _)| minute >= at - 2 * MINUTE && minute <= at + 5 * MINUTE);
    let due = |minute: i64| script.expected.iter().any(|one| minute >= one.from - MINUTE && minute <= one.to + MINUTE);
    let every = std::env::var("LOTSE_WEEK").is_ok_and(|value| value == "full");
    (0..=end / MINUTE)
        .filter(|minute| every || minute % 20 == 0 || near(minute * MINUTE) || due(minute * MINUTE))
        .map(|minute| minute * MINUTE)
        .collect()
}

async fn perform(bench: &mut Bench, act: &Act) {
    let power = |bench: &Bench, vmid: u32, power| Change::power(&bench.place(vmid), power);
    let change = match act {
        Act::Start(vmid) => power(bench, *vmid, Power::Start),
        Act::Shutdown(vmid) => power(bench, *vmid, Power::Shutdown { patience: None, force: false }),
        Act::Stop(vmid) => power(bench, *vmid, Power::Stop { overrule_shutdown: false }),
        Act::Reboot(vmid) => power(bench, *vmid, Power::Reboot { patience: None }),
        Act::Pause(vmid) => power(bench, *vmid, Power::Pause),
        Act::Resume(vmid) => power(bench, *vmid, Power::Resume),
        Act::BackupStopped(vmid) => Some(Change::backup(&bench.place(*vmid), &stopped())),
        Act::Migrate(vmid, node) => {
            let place = bench.place(*vmid);
            let running = bench.site.simulator.world().guests.get(vmid).is_some_and(Guest::is_alive);
            let options = MigrateOptions {
                target: node.parse().expect("a node"),
                running,
                with_local_disks: running,
                target_storage: None,
                patience: None,
            };
            Some(Change::migrate(&place, &options))
        }
        Act::Rename(vmid, name) => Some(set(bench, *vmid, "name", name)),
        Act::Tag(vmid, tags) => Some(set(bench, *vmid, "tags", tags)),
        Act::Destroy(vmid) => Some(Change::destroy(&bench.place(*vmid), false, false)),
        _ => return happen(bench, act).await,
    };
    bench.user(change).await;
}

fn set(bench: &Bench, vmid: u32, key: &str, value: &str) -> Change {
    let set = BTreeMap::from([(key.to_owned(), value.to_owned())]);
    Change::configure(&bench.place(vmid), &ConfigChange { set, ..ConfigChange::default() })
}

/// What no user of Proxmox does.
async fn happen(bench: &mut Bench, act: &Act) {
    match act {
        Act::Dies(vmid) => bench.dies(*vmid),
        Act::Rises(vmid) => bench.rises(*vmid),
        Act::Jumps(vmid) => {
            bench.dies(*vmid);
            bench.rises(*vmid);
        }
        Act::Relocate(vmid, target) => {
            let mut world = bench.site.simulator.world();
            let kind = world.guests.get(vmid).expect("a guest").kind;
            assert!(world.ha_move(&ha::sid(kind, *vmid), target, true), "{vmid} is managed");
        }
        Act::ThroughLotse(vmid) => {
            let down = Change::power(&bench.place(*vmid), Power::Shutdown { patience: None, force: false });
            let upid = bench.user(down).await;
            bench.through_lotse(*vmid, upid.expect("a task")).await;
        }
        Act::Recreate(vmid) => {
            let mut world = bench.site.simulator.world();
            let (now, like) = (world.now, world.guests.get(&101).expect("a guest").clone());
            let mut other = Guest::new(*vmid, like.kind, &like.node, like.config.clone(), now);
            other.config.set("smbios1", "uuid=11111111-2222-4333-8444-555555555555");
            // It has nothing by which a selection could mean it.
            other.config.remove("tags");
            world.guests.insert(*vmid, other);
            world.switch_on(*vmid);
        }
        Act::Leaves { node, back } => bench.site.simulator.world().node_leaves(node, *back),
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
        Act::Refused(revoked) => {
            let mut world = bench.site.simulator.world();
            let user = world.access.users.get_mut("monitor@pve").expect("a user");
            user.tokens.get_mut("look").expect("a token").revoked = *revoked;
        }
        Act::Roles(roles) => {
            let mut world = bench.site.simulator.world();
            let who = Subject::User("monitor@pve".to_owned());
            world.access.acl.forget(&who);
            for role in *roles {
                world.access.acl.grant("/", who.clone(), role, true);
            }
        }
        Act::Acknowledge(vmid) => bench.acknowledge(*vmid).await,
        Act::Watch(scope) => bench.watch(scope).await,
        Act::Unwatch(scope) => bench.unwatch(scope).await,
        other => panic!("{other:?} is a user's"),
    }
}

fn stopped() -> BackupOptions {
    BackupOptions {
        storage: "nas".parse().expect("a storage"),
        mode: BackupMode::Stop,
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

/// When the process is killed: at a random moment of each hour, in the middle of a look.
struct Killer {
    dice: Dice,
    /// The last hour in which it was.
    hour: i64,
    /// How often it was.
    times: u32,
}

impl Killer {
    /// Perhaps kills it in the look that is due; surely in the last one of an hour.
    async fn strike(&mut self, bench: &mut Bench, look: i64, is_last: bool, is_busy: bool) {
        if look / HOUR == self.hour || !is_last && self.dice.roll(4) != 0 {
            return;
        }
        // What it does in a look that has something to tell takes many steps, and each of them may be the last one.
        let steps = if is_busy { 80 } else { bench.steps.max(2) };
        let step = if is_last { 1 } else { self.dice.roll(steps) };
        if bench.crash(step).await {
            (self.hour, self.times) = (look / HOUR, self.times + 1);
        }
    }
}

/// What came of a story.
pub(super) struct Lived {
    pub(super) script: Script,
    pub(super) lines: Vec<Line>,
    /// How often the process was killed in the middle of a look.
    pub(super) killed: u32,
}

/// Lives through a story; with a seed it is killed once in each hour. What was told, by when it was decided. `numbered`: the
/// guests that entries name by their number.
pub(super) async fn live(
    story: impl Fn(&[u32]) -> Script,
    entries: &[&str],
    numbered: &[u32],
    end: i64,
    crashes: Option<u64>,
) -> Lived {
    let mut bench = Bench::quick(Options::scenario("three-nodes"), entries, TOKEN).await;
    for vmid in numbered {
        bench.watch_by_number(*vmid).await;
    }
    let off: Vec<u32> = {
        let world = bench.site.simulator.world();
        let is_off = |guest: &&Guest| !guest.is_alive() && !guest.is_template();
        world.guests.values().filter(is_off).map(|guest| guest.vmid).collect()
    };
    let script = story(&off);
    let mut acts = script.acts.clone().into_iter().peekable();
    let mut killer = Killer { dice: Dice(crashes.unwrap_or_default()), hour: -1, times: 0 };
    let looks = looks(&script, end);
    for (index, look) in looks.iter().copied().enumerate() {
        let mut is_busy = false;
        while let Some((at, act)) = acts.next_if(|(at, _)| *at <= look) {
            bench.pass(at - bench.elapsed());
            perform(&mut bench, &act).await;
            is_busy = true;
        }
        bench.pass(look - bench.elapsed());
        // A hang costs real time: nobody waits for it longer than it takes to tell it from an answer.
        let hangs = bench.site.simulator.site().faults.list().iter().any(|fault| fault.spoil == Spoil::Hang);
        if hangs != (bench.patience < Duration::from_secs(10)) {
            bench.patience = Duration::from_secs(if hangs { 1 } else { 10 });
            bench.restart().await;
        }
        if crashes.is_some() {
            let is_last = looks.get(index + 1).is_none_or(|next| next / HOUR > look / HOUR);
            killer.strike(&mut bench, look, is_last, is_busy).await;
        }
        bench.look().await;
    }
    let mut lines = bench.post.lines();
    for line in &mut lines {
        line.at -= bench.began;
    }
    let (messages, twice) = bench.post.counts();
    println!(
        "{} looks, {messages} messages, killed {} times, {twice} messages sent again under their name",
        looks.len(),
        killer.times
    );
    Lived { script, lines, killed: killer.times }
}

impl Lived {
    /// Every line was expected, and everything that was expected was told.
    pub(super) fn check(&self, how: &str) {
        let mut missing = self.script.expected.clone();
        let mut strange = Vec::new();
        for line in &self.lines {
            let found = missing.iter().position(|one| {
                one.kind == line.kind
                    && one.thing == line.thing
                    && one.state == line.state
                    && (one.from..=one.to).contains(&line.at)
                    && one.user.is_none_or(|user| line.user.as_deref() == Some(user))
                    && line.members >= one.members
            });
            match found {
                Some(index) => drop(missing.remove(index)),
                None => strange.push(line),
            }
        }
        let when =
            |at: i64| format!("{}d {:02}:{:02}:{:02}", at / DAY, at % DAY / HOUR, at % HOUR / MINUTE, at % MINUTE);
        for line in &strange {
            println!("{how}: told and not expected: {} {line:?}", when(line.at));
        }
        for one in &missing {
            println!("{how}: expected and not told: {} .. {} {one:?}", when(one.from), when(one.to));
        }
        assert!(
            strange.is_empty() && missing.is_empty(),
            "{how}: {} strange, {} missing",
            strange.len(),
            missing.len()
        );
    }
}
