//! Memory and store of a watch over a simulated month: 2,500 guests on ten nodes, a look every five minutes, incidents every
//! day, nodes that fall. Prints resident memory (`VmRSS`, `proc_pid_status(5)`) and the size of the store on days 1, 10, 20 and 30.
//!
//! `cargo bench -p lotse-engine --bench watch_month`; `LOTSE_EVERY` seconds between two looks, `LOTSE_GUESTS` guests,
//! `LOTSE_DAYS` days. The cluster is painted: it keeps nothing of its past but what its lists show, so what grows is the watch.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot go on ends, and says what it measured"
)]

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use lotse_engine::{
    access::Person,
    fleet::Fleet,
    watch::{
        Channel, Failed, Flapping, Message, Place, Sent, Settings, Watch, WatchSettings,
        book::{self, NewEntry},
    },
};
use lotse_model::Timestamp;
use lotse_pve::{ApiPath, CallError, Caller, Deadline, EndpointHealth, Params, Pve, Read, Reply};
use lotse_store::{Shared, Sqlite};
use serde_json::{Value, json};

/// When the month begins, in seconds of the epoch.
const BEGIN: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const NODES: u32 = 10;
/// `/cluster/tasks` shows at most so many finished tasks of a node.
const LISTED: usize = 25;

fn number(name: &str, usual: i64) -> i64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A small generator (SplitMix64, Steele and others 2014).
#[derive(Debug)]
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

/// A cluster that is painted from a few numbers.
#[derive(Debug)]
struct Painted {
    now: i64,
    /// Since when each guest runs; `None` while it is off.
    guests: Vec<Option<i64>>,
    /// Until when a node is away.
    away: BTreeMap<u32, i64>,
    /// When a guest that is off comes back.
    returns: BTreeMap<usize, i64>,
    tasks: BTreeMap<u32, VecDeque<Value>>,
    serial: u32,
    incidents: u64,
    dice: Dice,
}

impl Painted {
    fn new(guests: usize) -> Self {
        Self {
            now: BEGIN,
            guests: vec![Some(BEGIN - 10 * DAY); guests],
            away: BTreeMap::new(),
            returns: BTreeMap::new(),
            tasks: BTreeMap::new(),
            serial: 0,
            incidents: 0,
            dice: Dice(7),
        }
    }

    fn node(guest: usize) -> u32 {
        u32::try_from(guest).expect("few") % NODES
    }

    fn task(&mut self, kind: &str, guest: usize) {
        self.serial += 1;
        let (node, vmid, at) = (Self::node(guest), 100 + guest, self.now - 5);
        let upid = format!("UPID:pve{node}:{:08X}:00000001:{at:08X}:{kind}:{vmid}:anna@pam:", self.serial);
        let row = json!({
            "upid": upid, "node": format!("pve{node}"), "starttime": at, "endtime": at + 1, "type": kind,
            "id": vmid.to_string(), "user": "anna@pam", "status": "OK", "saved": "1",
        });
        let listed = self.tasks.entry(node).or_default();
        listed.push_front(row);
        listed.truncate(LISTED);
    }

    /// What happens in a while: some thirty incidents of guests a day, restarts, orders of users, a node that falls every other day.
    fn pass(&mut self, seconds: i64) {
        self.now += seconds;
        let now = self.now;
        let back: Vec<_> = self.returns.iter().filter(|(_, at)| **at <= now).map(|(guest, _)| *guest).collect();
        for guest in back {
            self.returns.remove(&guest);
            self.guests[guest] = Some(now - 30);
            self.task("qmstart", guest);
        }
        self.away.retain(|_, until| *until > now);
        let chance = |dice: &mut Dice, a_day: u64| dice.roll(86_400) < a_day * seconds.unsigned_abs();
        let guest = usize::try_from(self.dice.roll(self.guests.len() as u64)).expect("few");
        if chance(&mut self.dice, 30) && self.guests[guest].is_some() {
            if self.dice.roll(3) == 0 {
                self.task("qmstop", guest);
            }
            self.guests[guest] = None;
            let minutes = 5 + self.dice.roll(90);
            self.returns.insert(guest, now + i64::try_from(minutes * 60).expect("short"));
            self.incidents += 1;
        }
        if chance(&mut self.dice, 10) {
            let other = usize::try_from(self.dice.roll(self.guests.len() as u64)).expect("few");
            self.task("vzdump", other);
        }
        if chance(&mut self.dice, 5) {
            let other = usize::try_from(self.dice.roll(self.guests.len() as u64)).expect("few");
            if self.guests[other].is_some() {
                self.guests[other] = Some(now - 20);
                self.incidents += 1;
            }
        }
        if self.dice.roll(2 * 86_400) < seconds.unsigned_abs() {
            let node = u32::try_from(self.dice.roll(u64::from(NODES))).expect("few");
            self.away.insert(node, now + 1_800);
            self.incidents += 1;
        }
    }

    fn guest(&self, guest: usize) -> Value {
        let (node, since) = (Self::node(guest), self.guests[guest]);
        let mut row = json!({
            "id": format!("qemu/{}", 100 + guest), "type": "qemu", "vmid": 100 + guest, "node": format!("pve{node}"),
            "name": format!("guest-{guest}"), "tags": "prod;web", "template": 0, "maxcpu": 2, "maxmem": 4_294_967_296_u64,
            "maxdisk": 34_359_738_368_u64, "status": if since.is_some() { "running" } else { "stopped" },
        });
        if self.away.contains_key(&node) {
            row["status"] = json!("unknown");
        } else if let Some(since) = since {
            row["uptime"] = json!(self.now - since);
            row["cpu"] = json!(0.04);
            row["mem"] = json!(1_073_741_824);
        }
        row
    }

    fn resources(&self) -> Value {
        let nodes = (0..NODES).map(|node| {
            let mut row = json!({ "id": format!("node/pve{node}"), "type": "node", "node": format!("pve{node}") });
            if self.away.contains_key(&node) {
                row["status"] = json!("offline");
            } else {
                row["status"] = json!("online");
                row["uptime"] = json!(self.now - BEGIN + 30 * DAY);
            }
            row
        });
        (0..self.guests.len()).map(|guest| self.guest(guest)).chain(nodes).collect()
    }

    fn answer(&self, path: &str) -> Value {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["cluster", "resources"] => self.resources(),
            ["cluster", "status"] => {
                let nodes = (0..NODES).map(|node| {
                    json!({ "type": "node", "id": format!("node/pve{node}"), "name": format!("pve{node}"), "nodeid": node + 1,
                            "online": u8::from(!self.away.contains_key(&node)) })
                });
                let own = json!({ "type": "cluster", "id": "cluster", "name": "home", "nodes": NODES, "quorate": 1, "version": 3 });
                std::iter::once(own).chain(nodes).collect()
            }
            ["cluster", "tasks"] => self.tasks.values().flatten().cloned().collect(),
            ["nodes", node, "tasks"] => {
                let node = node.trim_start_matches("pve").parse().unwrap_or_default();
                self.tasks.get(&node).into_iter().flatten().cloned().collect()
            }
            ["nodes", _, "qemu", vmid, "status", "current"] => {
                let guest = vmid.parse::<usize>().expect("a number") - 100;
                let mut row = self.guest(guest);
                row["qmpstatus"] = row["status"].clone();
                row
            }
            ["nodes", _, "qemu", vmid, "config"] => json!({
                "name": format!("guest-{vmid}"), "smbios1": format!("uuid=00000000-0000-4000-8000-{vmid:0>12}"), "digest": "0",
            }),
            _ => json!([]),
        }
    }
}

/// The way to it.
#[derive(Debug, Clone)]
struct Way(Arc<Mutex<Painted>>);

impl Way {
    fn lock(&self) -> MutexGuard<'_, Painted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Read for Way {
    async fn get(&self, path: &ApiPath, _: &Params, _: Deadline) -> Result<Reply, CallError> {
        let painted = self.lock();
        Ok(Reply {
            data: painted.answer(path.encoded()),
            total: None,
            as_of: Timestamp(painted.now),
            endpoint: "painted".to_owned(),
            took: Duration::ZERO,
            bytes: 0,
            warnings: Vec::new(),
        })
    }

    fn caller(&self) -> Caller {
        Caller::Root
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        Vec::new()
    }
}

/// A channel that counts.
#[derive(Debug, Default)]
struct Counter(AtomicUsize);

#[async_trait]
impl Channel for Counter {
    fn name(&self) -> &'static str {
        "post"
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        self.0.fetch_add(message.notices.len(), Ordering::Relaxed);
        Ok(Sent::default())
    }
}

fn settings(every: i64) -> Settings {
    Settings {
        interval: Duration::from_secs(every.unsigned_abs()),
        confirm: Duration::ZERO,
        flapping: Flapping::default(),
        places: vec![Place { name: "post".to_owned(), scope: vec!["cluster:*".parse().expect("a scope")] }],
        default_route: vec!["post".to_owned()],
        ..Settings::default()
    }
}

/// Resident memory of this process in kB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The files of the store, in kB.
fn stored(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum::<u64>() / 1_024
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (every, days) = (number("LOTSE_EVERY", 300), number("LOTSE_DAYS", 30));
    let guests = usize::try_from(number("LOTSE_GUESTS", 2_500)).expect("some");
    let way = Way(Arc::new(Mutex::new(Painted::new(guests))));
    let folder = tempfile::tempdir().expect("a folder");
    let store: Shared = Arc::new(Sqlite::open(&folder.path().join("lotse.db")).await.expect("a store"));
    let by = Person::at_terminal("anna");
    let scope = "cluster:home".parse().expect("a scope");
    let new = NewEntry { scope, identity: None, expected_off: false, findings: None, severity: None, by };
    book::add(&store, new, Timestamp(BEGIN)).await.expect("added");
    let post = Arc::new(Counter::default());
    let fleet = Fleet::new([Pve::new("home".parse().expect("a name"), Arc::new(way.clone()))]);
    let channels = vec![Arc::clone(&post) as Arc<dyn Channel>];
    let watch = Watch::new(WatchSettings::new(fleet, Arc::clone(&store), settings(every), channels));
    println!("{guests} guests, a look every {every} s");
    println!("day  resident kB  store kB  incidents  notices  documents");
    for look in 0..=days * DAY / every {
        let now = BEGIN + look * every;
        if look > 0 {
            way.lock().pass(every);
        }
        watch.look(Timestamp(now)).await.expect("looked");
        watch.deliver(Timestamp(now)).await.expect("delivered");
        let day = (now - BEGIN) / DAY;
        if (now - BEGIN) % DAY < every && (day == 1 || day % 10 == 0) {
            let mut documents = 0;
            for kind in ["watched", "alert", "notice"] {
                documents += store.documents(kind).await.expect("read").len();
            }
            let (incidents, notices) = (way.lock().incidents, post.0.load(Ordering::Relaxed));
            let (memory, size) = (resident(), stored(folder.path()));
            println!("{day:>3} {memory:>12} {size:>9} {incidents:>10} {notices:>8} {documents:>10}");
        }
    }
    store.close().await;
}
