//! One cluster: its client, its kept answers, and the snapshot that a poll leaves behind.

use std::sync::{
    Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard,
    atomic::{AtomicBool, Ordering},
};

use lotse_model::{ClusterName, Hidden, HiddenWhy, Seen};
use lotse_pve::{CallError, Deadline, Pve};
use tokio::sync::watch;

use crate::{
    inventory::{AddressBook, Change, Snapshot, baseline, changes},
    memory::{Details, Remembered},
    topics::{Answer, Ask, Kept, Key, Topics},
};

/// One cluster of the fleet.
#[derive(Debug)]
pub struct Cluster {
    pub(super) pve: Pve,
    topics: Topics,
    snapshot: watch::Sender<Arc<Snapshot>>,
    /// With what the next poll is compared.
    before: RwLock<Arc<Snapshot>>,
    pub(super) addresses: RwLock<AddressBook>,
    /// By what it is remembered; not set for a cluster of which nothing is to be.
    origin: OnceLock<String>,
    /// What was remembered of it from before this process.
    remembered: RwLock<Option<Remembered>>,
    /// Whether the login was refused, so that nothing that it saw may be remembered.
    refused: AtomicBool,
}

/// What a poll brought.
#[derive(Debug, Clone)]
pub struct Polled {
    /// The cluster as it is now.
    pub snapshot: Arc<Snapshot>,
    /// What changed since the last time it could be seen; empty on the first time.
    pub changes: Vec<Change>,
}

impl Cluster {
    pub(super) fn new(pve: Pve) -> Self {
        let empty = Arc::new(Snapshot::empty(pve.cluster().clone()));
        Self {
            topics: Topics::new(pve.cluster().clone()),
            snapshot: watch::Sender::new(Arc::clone(&empty)),
            before: RwLock::new(empty),
            addresses: RwLock::default(),
            origin: OnceLock::new(),
            remembered: RwLock::default(),
            refused: AtomicBool::new(false),
            pve,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &ClusterName {
        self.pve.cluster()
    }

    /// Its client, for questions whose answers are not kept.
    #[must_use]
    pub const fn pve(&self) -> &Pve {
        &self.pve
    }

    /// The cluster as it was last seen, without a call.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.borrow())
    }

    /// Lets it be remembered from one process to the next, by its [`origin`](crate::memory::origin). Once said, that stays.
    pub fn known_as(&self, origin: String) {
        // Whoever said it first said the same.
        let _ = self.origin.set(origin);
    }

    /// By what it is remembered; `None` where nothing of it is to be.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.get().map(String::as_str)
    }

    /// Takes what was remembered of it. It answers no question but [`Ask::cached`], and names nothing that was seen since.
    pub fn remember(&self, remembered: Remembered) {
        *self.remembered.write().unwrap_or_else(PoisonError::into_inner) = Some(remembered);
    }

    /// The cluster as it was last seen by this process; where it saw nothing yet, as it is remembered. For names: completions,
    /// choices and words.
    #[must_use]
    pub fn last_known(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot();
        if snapshot.resources.seen.is_some() {
            return snapshot;
        }
        self.remembered().map_or(snapshot, |remembered| remembered.snapshot)
    }

    /// What is known of snapshots, backups and backup jobs by name, without a call.
    #[must_use]
    pub fn known_details(&self) -> Details {
        self.seen_details().over(self.remembered().map(|remembered| remembered.details).unwrap_or_default())
    }

    /// The same, as this process saw it.
    pub(crate) fn seen_details(&self) -> Details {
        Details::of(&self.topics)
    }

    pub(super) fn remembered(&self) -> Option<Remembered> {
        self.remembered.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the login was refused after this process began.
    pub(crate) fn was_refused(&self) -> bool {
        self.refused.load(Ordering::Acquire)
    }

    /// Follows the snapshots: the receiver wakes each time a newer one takes its place.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshot.subscribe()
    }

    /// The addresses of the guests whose details were read.
    pub fn addresses(&self) -> RwLockReadGuard<'_, AddressBook> {
        self.addresses.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept of it, and how old that is.
    #[must_use]
    pub fn kept(&self) -> Vec<Kept> {
        self.topics.list()
    }

    /// Forgets what was read, after something was changed: the next question is answered afresh. The last snapshot stays, for
    /// completions and comparisons.
    pub fn forget_answers(&self) {
        self.topics.clear();
    }

    /// Forgets everything that was read.
    pub fn clear(&self) {
        self.topics.clear();
        let empty = Arc::new(Snapshot::empty(self.name().clone()));
        *self.before.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&empty);
        *self.addresses.write().unwrap_or_else(PoisonError::into_inner) = AddressBook::default();
        *self.remembered.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.snapshot.send_replace(empty);
    }

    /// Looks at the whole cluster with at most four calls, whatever its size, all at the same time. What one of them could
    /// not bring is missing from the snapshot and named there; the others stand.
    ///
    /// What the token may see is no part of a poll: a session asks for its [`permissions`](Self::permissions) when it begins.
    /// Where nobody did, an answer that looks as if something were left out makes the client ask once.
    pub async fn poll(&self, ask: Ask) -> Polled {
        let (resources, status, ha, tasks) =
            tokio::join!(self.resources(ask), self.status(ask), self.ha(ask), self.tasks(ask));
        let snapshot = Snapshot::new(self.name().clone(), resources, status, ha, tasks).after(&self.snapshot());
        let snapshot = Arc::new(snapshot);
        let mut before = self.before.write().unwrap_or_else(PoisonError::into_inner);
        let changes = changes(&before, &snapshot);
        *before = Arc::new(baseline(&before, &snapshot));
        drop(before);
        let exists = snapshot.resources.value();
        if let Some(listed) = exists.filter(|_| snapshot.resources.is_whole()) {
            let mut book = self.addresses.write().unwrap_or_else(PoisonError::into_inner);
            book.keep(|vmid| listed.guest(vmid).is_some());
        }
        self.snapshot.send_replace(Arc::clone(&snapshot));
        Polled { snapshot, changes }
    }

    /// A kept or fresh answer of one call.
    pub(crate) async fn read<T, F>(&self, key: Key, ask: Ask, fetch: impl Fn(Deadline) -> F + Send + Sync) -> Answer<T>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<Seen<T>, CallError>> + Send,
    {
        if ask.cached {
            return self.known(&key).await;
        }
        // Boxed, since the futures of a dozen questions are held at once.
        let answer = Box::pin(self.topics.read(key, ask, fetch)).await;
        if answer.missing.iter().any(is_refusal) {
            self.note_refusal().await;
        }
        answer
    }

    /// The server refused: nothing that was read before is shown any more.
    async fn note_refusal(&self) {
        self.refused.store(true, Ordering::Release);
        self.clear();
        self.pve.forget_permissions().await;
    }

    /// The kept answer of a call, however old, without asking.
    pub(super) async fn recall<T: Send + Sync + 'static>(&self, key: &Key) -> Option<Answer<T>> {
        self.topics.kept(key).await
    }

    /// Puts a newer answer into the snapshot, where `place` says; does nothing when it is the one that is there, or when nobody
    /// was asked for it.
    pub(super) fn note<T>(&self, ask: Ask, answer: &Answer<T>, place: impl Fn(&mut Snapshot) -> &mut Answer<T>) {
        if ask.cached {
            return;
        }
        self.snapshot.send_if_modified(|snapshot| {
            let mut newer = Snapshot::clone(snapshot);
            let known = place(&mut newer);
            let is_same = match (&known.seen, &answer.seen) {
                (Some(old), Some(new)) => Arc::ptr_eq(old, new),
                (None, None) => known.missing == answer.missing,
                _ => false,
            };
            if !is_same {
                *known = answer.clone();
                *snapshot = Arc::new(newer.after(snapshot));
            }
            !is_same
        });
    }
}

/// Whether this says that what was read before may no longer be shown.
fn is_refusal(hidden: &Hidden) -> bool {
    matches!(hidden.why, HiddenWhy::Refused | HiddenWhy::Untrusted)
}
