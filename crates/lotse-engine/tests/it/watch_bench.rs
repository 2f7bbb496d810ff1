//! A watch on a simulated cluster: both clocks stand still until the test moves them, the store is a file, and the process can
//! be killed at any moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::poll_fn,
    path::{Path, PathBuf},
    pin::pin,
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use lotse_engine::{
    access::Person,
    audit::{Audit, AuditChange, AuditEntry, AuditItem},
    change::{event::Outcome, operation::Operation, plan::Subject, risk::Risk},
    watch::{
        Channel, Failed, Flapping, Identity, Message, NoticeKind, Place, Sent, Settings, State, Thing, Watch,
        WatchSettings,
        book::{self, NewEntry},
    },
};
use lotse_model::{GuestKind, GuestRef, NodeName, Timestamp, Upid, Vmid};
use lotse_pve::ops::{change::Change, guest_status::GuestPlace};
use lotse_store::{ActionId, Shared, Sqlite, Store as _};
use pvesim::options::Options;

use crate::site::{Site, soon};

/// What was told, as far as it can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// When the look was that decided it, in seconds since the beginning.
    pub(crate) at: i64,
    pub(crate) kind: NoticeKind,
    pub(crate) thing: String,
    pub(crate) state: State,
    /// Who did it, where that explains it.
    pub(crate) user: Option<String>,
    pub(crate) members: usize,
}

/// A channel that keeps what it is sent. Like a wire with names it takes a message once, however often it is sent.
#[derive(Debug, Default)]
pub(crate) struct Post {
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    names: BTreeSet<uuid::Uuid>,
    lines: Vec<(Timestamp, Line)>,
    messages: usize,
    twice: usize,
    away: bool,
}

#[async_trait]
impl Channel for Post {
    fn name(&self) -> &'static str {
        "post"
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        // Somebody may be killed while it is under way.
        tokio::task::yield_now().await;
        let took = {
            let mut taken = self.taken.lock().expect("not poisoned");
            if taken.away {
                return Err(Failed::Later { after: None, detail: "away".to_owned() });
            }
            if taken.names.insert(message.id) {
                taken.messages += 1;
                for notice in &message.notices {
                    let alert = notice.alert.as_ref().expect("no tests here");
                    let line = Line {
                        at: notice.at.0,
                        kind: notice.kind,
                        thing: name(&alert.thing),
                        state: alert.state,
                        user: alert.reason.as_ref().map(|reason| reason.user.clone()),
                        members: alert.members.len(),
                    };
                    taken.lines.push((notice.at, line));
                }
            } else {
                taken.twice += 1;
            }
            Sent { reference: Some(message.id.to_string()), ..Sent::default() }
        };
        tokio::task::yield_now().await;
        Ok(took)
    }
}

impl Post {
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.taken.lock().expect("not poisoned").lines.iter().map(|(_, line)| line.clone()).collect()
    }

    pub(crate) fn be_away(&self, away: bool) {
        self.taken.lock().expect("not poisoned").away = away;
    }

    /// Messages, and how many were sent twice.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let taken = self.taken.lock().expect("not poisoned");
        (taken.messages, taken.twice)
    }
}

fn name(thing: &Thing) -> String {
    thing.key()
}

/// The cluster, its watch, and what it told.
pub(crate) struct Bench {
    pub(crate) site: Site,
    pub(crate) post: Arc<Post>,
    pub(crate) settings: Settings,
    pub(crate) patience: Duration,
    pub(crate) began: i64,
    /// How many steps the last look took: a step lasts until the process waits for something.
    pub(crate) steps: u64,
    /// The token that looks; `None` for root's, over HTTPS.
    token: Option<&'static str>,
    path: PathBuf,
    _folder: tempfile::TempDir,
    process: Option<Process>,
}

/// A process: what of it ends when it is killed.
struct Process {
    watch: Arc<Watch>,
    store: Arc<Sqlite>,
}

impl Bench {
    pub(crate) async fn of(options: Options, entries: &[&str]) -> Self {
        Self::begun(options, entries, None, &std::env::temp_dir()).await
    }

    /// One that looks with a token that may only look, over a network only where something is wrong on it, and whose store is in
    /// memory as far as the system can do that: it is a file all the same, which outlives a process that is killed.
    pub(crate) async fn quick(options: Options, entries: &[&str], token: &'static str) -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        Self::begun(options, entries, Some(token), &folder).await
    }

    async fn begun(options: Options, entries: &[&str], token: Option<&'static str>, folder: &Path) -> Self {
        let site = Site::with(Options { still: true, ..options.impatient() }).await;
        let folder = tempfile::tempdir_in(folder).expect("a folder");
        let began = site.simulator.world().now.seconds();
        let path = folder.path().join("lotse.db");
        let mut bench = Self {
            site,
            post: Arc::default(),
            settings: settings(),
            patience: Duration::from_secs(10),
            began,
            steps: 0,
            token,
            path,
            _folder: folder,
            process: None,
        };
        bench.start().await;
        for entry in entries {
            bench.watch(entry).await;
        }
        bench
    }

    /// Adds an entry.
    pub(crate) async fn watch(&self, scope: &str) {
        let scope = scope.parse().expect("a scope");
        let by = Person::at_terminal("anna");
        let new = NewEntry { scope, identity: None, expected_off: false, findings: None, severity: None, by };
        book::add(&self.store(), new, self.now()).await.expect("added");
    }

    pub(crate) fn store(&self) -> Shared {
        Arc::clone(&self.process().store) as Shared
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.site.simulator.world().now.seconds())
    }

    /// Seconds since the beginning.
    pub(crate) fn elapsed(&self) -> i64 {
        self.now().0 - self.began
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.site.simulator.advance(Duration::from_secs(seconds.try_into().expect("ahead")));
    }

    /// Adds an entry for the machine that has this number now, and no other.
    pub(crate) async fn watch_by_number(&self, vmid: u32) {
        let guest: GuestRef = format!("home/{vmid}").parse().expect("a guest");
        let (name, identity) = {
            let world = self.site.simulator.world();
            let machine = world.guests.get(&vmid).expect("a guest");
            let uuid = machine.config.part("smbios1", None, "uuid").expect("a machine").to_ascii_lowercase();
            (machine.name().clone(), format!("uuid:{uuid}"))
        };
        let identity = Identity { guest: guest.clone(), name: Some(name), identity: Some(identity) };
        let scope = format!("guest:{guest}").parse().expect("a scope");
        let by = Person::at_terminal("anna");
        let new = NewEntry { scope, identity: Some(identity), expected_off: false, findings: None, severity: None, by };
        book::add(&self.store(), new, self.now()).await.expect("added");
    }

    /// Removes the entry with this scope.
    pub(crate) async fn unwatch(&self, scope: &str) {
        let entries = book::entries(&self.store()).await.expect("read");
        let scope: lotse_engine::access::Entry = scope.parse().expect("a scope");
        let entry = entries.iter().find(|entry| entry.scope == scope).expect("an entry");
        book::remove(&self.store(), &entry.id).await.expect("removed");
    }

    /// Somebody acknowledges the open alert of a guest.
    pub(crate) async fn acknowledge(&self, vmid: u32) {
        let key = format!("guest:home/{vmid}");
        let alerts = book::alerts(&self.store()).await.expect("read");
        let open = alerts.iter().find(|alert| alert.is_open() && alert.thing.key() == key).expect("an open alert");
        let by = Person::at_terminal("anna");
        book::acknowledge(&self.store(), open.id, &by, self.now()).await.expect("acknowledged");
    }

    /// One look and one delivery; nothing of it may fail.
    pub(crate) async fn look(&mut self) {
        let now = self.now();
        let watch = Arc::clone(&self.process().watch);
        let work = async move {
            watch.look(now).await.expect("looked");
            watch.deliver(now).await.expect("delivered");
        };
        let (mut work, mut steps) = (pin!(work), 0);
        poll_fn(|context| {
            steps += 1;
            work.as_mut().poll(context)
        })
        .await;
        self.steps = steps;
    }

    /// Begins a look, is killed after so many steps, and starts anew. A step lasts until the process waits for
    /// something. Whether it was killed before the end.
    pub(crate) async fn crash(&mut self, steps: u64) -> bool {
        let now = self.now();
        let process = self.process.take().expect("it runs");
        let cut = {
            let watch = Arc::clone(&process.watch);
            let work = async move {
                let _ = watch.look(now).await;
                let _ = watch.deliver(now).await;
            };
            let mut work = pin!(work);
            let mut left = steps;
            poll_fn(|context| {
                if left == 0 {
                    return Poll::Ready(true);
                }
                left -= 1;
                work.as_mut().poll(context).map(|()| false)
            })
            .await
        };
        drop(process.watch);
        // What was under way in the database ends with the process, one way or the other.
        process.store.close().await;
        self.start().await;
        cut
    }

    async fn start(&mut self) {
        let store = Arc::new(Sqlite::open(&self.path).await.expect("a store"));
        let fleet = self.token.map_or_else(|| self.site.anew(), |token| self.site.quickly_seen_by(token));
        let with = WatchSettings::new(
            fleet,
            Arc::clone(&store) as Shared,
            self.settings.clone(),
            vec![Arc::clone(&self.post) as Arc<dyn Channel>],
        );
        let watch = Arc::new(Watch::new(WatchSettings { patience: self.patience, ..with }));
        self.process = Some(Process { watch, store });
    }

    /// The same process with other settings.
    pub(crate) async fn restart(&mut self) {
        if let Some(process) = self.process.take() {
            drop(process.watch);
            process.store.close().await;
        }
        self.start().await;
    }

    fn process(&self) -> &Process {
        self.process.as_ref().expect("it runs")
    }

    /// Where a guest is now.
    pub(crate) fn place(&self, vmid: u32) -> GuestPlace {
        let world = self.site.simulator.world();
        let guest = world.guests.get(&vmid).expect("a guest");
        let kind = match guest.kind {
            pvesim::world::guest::GuestKind::Qemu => GuestKind::Vm,
            pvesim::world::guest::GuestKind::Lxc => GuestKind::Container,
        };
        let node: NodeName = guest.node.parse().expect("a node");
        GuestPlace { node, kind, vmid: Vmid::new(vmid).expect("a number") }
    }

    /// A user of Proxmox changes something, past Lotse: the task, where there is one.
    pub(crate) async fn user(&self, change: Option<Change>) -> Option<Upid> {
        let change = change.expect("it can be done");
        match self.site.hands().send(&change, soon()).await.expect("accepted") {
            lotse_pve::Sent::Task { upid, .. } => Some(upid),
            lotse_pve::Sent::Done { .. } => None,
        }
    }

    /// The audit says that a task was a change through Lotse.
    pub(crate) async fn through_lotse(&self, vmid: u32, upid: Upid) {
        let audit = Audit::new(self.store(), "a key for tests".to_owned().into());
        let place = self.place(vmid);
        let guest = format!("home/{vmid}").parse().expect("a guest");
        let subject = Subject::Guest { guest, kind: place.kind, name: None, identity: None };
        let change = AuditChange {
            action: ActionId::new(),
            hash: "abc".to_owned(),
            command: "shutdown".to_owned(),
            risk: Risk::Disruptive,
        };
        let operation = Operation::Stop;
        let done = Box::new(AuditItem { subject, operation, before: BTreeMap::new() });
        let entry = AuditEntry::Settled {
            change,
            item: 0,
            done,
            after: BTreeMap::new(),
            tasks: vec![upid],
            outcome: Outcome::Verified,
            notes: Vec::new(),
            failure: None,
        };
        audit.add(self.now(), &Person::at_terminal("ben"), entry).await.expect("audited");
    }

    /// The guest ends without a task: switched off from inside, or its process died.
    pub(crate) fn dies(&self, vmid: u32) {
        let mut world = self.site.simulator.world();
        let now = world.now;
        world.guests.get_mut(&vmid).expect("a guest").power.stop(now);
    }

    /// The guest starts without a task.
    pub(crate) fn rises(&self, vmid: u32) {
        assert!(self.site.simulator.world().switch_on(vmid), "{vmid} starts");
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        interval: Duration::from_mins(1),
        confirm: Duration::ZERO,
        grace: Duration::from_mins(30),
        remind: None,
        flapping: Flapping { changes: 6, within: Duration::from_hours(1), calm: Duration::from_mins(30) },
        blind_after: 3,
        quiet: Vec::new(),
        maintenance: Vec::new(),
        zone: TimeZone::UTC,
        places: vec![Place { name: "post".to_owned(), scope: vec!["cluster:*".parse().expect("a scope")] }],
        routes: Vec::new(),
        default_route: vec!["post".to_owned()],
    }
}
