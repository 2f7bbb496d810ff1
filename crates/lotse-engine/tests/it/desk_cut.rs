//! A store that can be cut off at any entry of the journal, stalls there, or takes no line of the audit.

use std::{
    path::Path,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use lotse_model::Timestamp;
use lotse_store::{
    ActionId, ActionRecord, Appended, AuditLine, AuditLog, AuditQuery, Document, DocumentWrite, Documents, Entry,
    History, Journal, NewAction, Sqlite, Store, StoreError, Typed,
};
use tokio::sync::Notify;

/// A store that stops answering at a certain entry of the journal, as if its process had been killed there.
#[derive(Debug)]
pub(crate) struct Cut {
    inner: Sqlite,
    /// How many entries are still written; negative for all.
    left: AtomicI64,
    /// Whether the last one reaches the disk.
    written: std::sync::atomic::AtomicBool,
    fails: std::sync::atomic::AtomicBool,
    /// How long the entry there takes, in milliseconds; then it is written like any other.
    stalls: AtomicI64,
    /// Whether the audit takes no more lines.
    audit_is_full: std::sync::atomic::AtomicBool,
    /// Whether its disk is full.
    full: std::sync::atomic::AtomicBool,
    reached: Notify,
}

impl Cut {
    pub(crate) fn new(inner: Sqlite) -> Self {
        Self {
            inner,
            left: AtomicI64::new(-1),
            written: false.into(),
            fails: false.into(),
            stalls: AtomicI64::new(0),
            audit_is_full: false.into(),
            full: false.into(),
            reached: Notify::new(),
        }
    }

    /// Whether its disk is full: documents can be read, and none written.
    pub(crate) fn fill(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// Stops at the entry after so many, before it is on disk or just after.
    pub(crate) fn stop_after(&self, entries: i64, written: bool) {
        self.written.store(written, Ordering::SeqCst);
        self.left.store(entries, Ordering::SeqCst);
    }

    /// From now on every entry is refused.
    pub(crate) fn fail_after(&self, entries: i64) {
        self.fails.store(true, Ordering::SeqCst);
        self.left.store(entries, Ordering::SeqCst);
    }

    /// The entry after so many takes so long.
    pub(crate) fn stall_after(&self, entries: i64, milliseconds: i64) {
        self.stalls.store(milliseconds, Ordering::SeqCst);
        self.left.store(entries, Ordering::SeqCst);
    }

    /// From now on the audit takes no line.
    pub(crate) fn fill_audit(&self) {
        self.audit_is_full.store(true, Ordering::SeqCst);
    }

    /// Another process opens it.
    pub(crate) fn mend(&self) {
        self.left.store(-1, Ordering::SeqCst);
        self.fails.store(false, Ordering::SeqCst);
    }

    /// When it was reached.
    pub(crate) async fn reached(&self) {
        self.reached.notified().await;
    }
}

#[async_trait]
impl Journal for Cut {
    async fn open_action(&self, action: &NewAction) -> Result<(), StoreError> {
        self.inner.open_action(action).await
    }
    async fn append(
        &self,
        id: ActionId,
        after: usize,
        entries: &[Entry],
        closes: bool,
    ) -> Result<Appended, StoreError> {
        let left = self.left.load(Ordering::SeqCst);
        let stalls = u64::try_from(self.stalls.load(Ordering::SeqCst)).unwrap_or_default();
        if left == 0 && stalls > 0 {
            tokio::time::sleep(Duration::from_millis(stalls)).await;
            self.left.store(-1, Ordering::SeqCst);
        } else if left == 0 {
            if self.fails.load(Ordering::SeqCst) {
                return Err(StoreError::ReadOnly { place: "test".to_owned() });
            }
            if self.written.load(Ordering::SeqCst) {
                self.inner.append(id, after, entries, closes).await?;
            }
            self.reached.notify_one();
            std::future::pending::<()>().await;
        } else if left > 0 {
            self.left.fetch_sub(1, Ordering::SeqCst);
        }
        self.inner.append(id, after, entries, closes).await
    }
    async fn hold(&self, id: ActionId, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        self.inner.hold(id, holder, now, until).await
    }
    async fn release(&self, id: ActionId, holder: &str) -> Result<(), StoreError> {
        self.inner.release(id, holder).await
    }
    async fn action(&self, id: ActionId) -> Result<Option<ActionRecord>, StoreError> {
        Journal::action(&self.inner, id).await
    }
    async fn open_actions(&self) -> Result<Vec<ActionRecord>, StoreError> {
        self.inner.open_actions().await
    }
    async fn actions_of_plan(&self, hash: &str) -> Result<Vec<ActionRecord>, StoreError> {
        self.inner.actions_of_plan(hash).await
    }
    async fn forget_actions(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.inner.forget_actions(before).await
    }
}

#[async_trait]
impl AuditLog for Cut {
    async fn add_line(&self, line: &AuditLine) -> Result<Appended, StoreError> {
        if self.audit_is_full.load(Ordering::SeqCst) {
            return Err(StoreError::Full { place: "test".to_owned() });
        }
        self.inner.add_line(line).await
    }
    async fn last_line(&self) -> Result<Option<AuditLine>, StoreError> {
        self.inner.last_line().await
    }
    async fn lines(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError> {
        self.inner.lines(query).await
    }
}

#[async_trait]
impl Documents for Cut {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Document>, StoreError> {
        self.inner.document(kind, key).await
    }
    async fn documents(&self, kind: &str) -> Result<Vec<Document>, StoreError> {
        self.inner.documents(kind).await
    }
    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        body: &serde_json::Value,
        version: u64,
        at: Timestamp,
    ) -> Result<Appended, StoreError> {
        self.inner.put_document(kind, key, body, version, at).await
    }
    async fn remove_document(&self, kind: &str, key: &str, version: u64) -> Result<Appended, StoreError> {
        self.inner.remove_document(kind, key, version).await
    }
    async fn put_documents(&self, writes: &[DocumentWrite], at: Timestamp) -> Result<Appended, StoreError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(StoreError::ReadOnly { place: "test".to_owned() });
        }
        self.inner.put_documents(writes, at).await
    }
}

#[async_trait]
impl History for Cut {
    async fn add_typed(&self, who: &str, at: Timestamp, text: &str, keep: u64) -> Result<(), StoreError> {
        self.inner.add_typed(who, at, text, keep).await
    }
    async fn typed(&self, who: &str, limit: u64) -> Result<Vec<Typed>, StoreError> {
        self.inner.typed(who, limit).await
    }
    async fn forget_typed(&self, who: &str) -> Result<(), StoreError> {
        self.inner.forget_typed(who).await
    }
}

#[async_trait]
impl Store for Cut {
    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.inner.backup(to).await
    }
    async fn check(&self) -> Result<(), StoreError> {
        self.inner.check().await
    }
    fn place(&self) -> String {
        self.inner.place()
    }
    fn writes(&self) -> u64 {
        self.inner.writes()
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}
