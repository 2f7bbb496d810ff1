//! A store whose writes take their time, as on a disk that is busy with something else.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use discordsim::post::Post;
use lotse_model::Timestamp;
use lotse_store::{
    ActionId, ActionRecord, Appended, AuditLine, AuditLog, AuditQuery, Document, DocumentWrite, Documents, Entry,
    History, Journal, NewAction, Shared, Store, StoreError, Typed,
};
use serde_json::{Value, json};

use crate::site::{Site, guest};

/// How long a write takes: longer than a first answer may.
const WRITE: Duration = Duration::from_secs(4);

#[derive(Debug)]
struct Slow(Shared);

async fn wait() {
    tokio::time::sleep(WRITE).await;
}

#[async_trait]
impl Journal for Slow {
    async fn open_action(&self, action: &NewAction) -> Result<(), StoreError> {
        wait().await;
        self.0.open_action(action).await
    }
    async fn append(
        &self,
        id: ActionId,
        after: usize,
        entries: &[Entry],
        closes: bool,
    ) -> Result<Appended, StoreError> {
        wait().await;
        self.0.append(id, after, entries, closes).await
    }
    async fn hold(&self, id: ActionId, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        self.0.hold(id, holder, now, until).await
    }
    async fn release(&self, id: ActionId, holder: &str) -> Result<(), StoreError> {
        self.0.release(id, holder).await
    }
    async fn action(&self, id: ActionId) -> Result<Option<ActionRecord>, StoreError> {
        self.0.action(id).await
    }
    async fn open_actions(&self) -> Result<Vec<ActionRecord>, StoreError> {
        self.0.open_actions().await
    }
    async fn actions_of_plan(&self, hash: &str) -> Result<Vec<ActionRecord>, StoreError> {
        self.0.actions_of_plan(hash).await
    }
    async fn forget_actions(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.0.forget_actions(before).await
    }
}

#[async_trait]
impl AuditLog for Slow {
    async fn add_line(&self, line: &AuditLine) -> Result<Appended, StoreError> {
        wait().await;
        self.0.add_line(line).await
    }
    async fn last_line(&self) -> Result<Option<AuditLine>, StoreError> {
        self.0.last_line().await
    }
    async fn lines(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError> {
        self.0.lines(query).await
    }
}

#[async_trait]
impl Documents for Slow {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Document>, StoreError> {
        self.0.document(kind, key).await
    }
    async fn documents(&self, kind: &str) -> Result<Vec<Document>, StoreError> {
        self.0.documents(kind).await
    }
    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        body: &Value,
        version: u64,
        at: Timestamp,
    ) -> Result<Appended, StoreError> {
        wait().await;
        self.0.put_document(kind, key, body, version, at).await
    }
    async fn remove_document(&self, kind: &str, key: &str, version: u64) -> Result<Appended, StoreError> {
        wait().await;
        self.0.remove_document(kind, key, version).await
    }
    async fn put_documents(&self, writes: &[DocumentWrite], at: Timestamp) -> Result<Appended, StoreError> {
        wait().await;
        self.0.put_documents(writes, at).await
    }
}

#[async_trait]
impl History for Slow {
    async fn add_typed(&self, who: &str, at: Timestamp, text: &str, keep: u64) -> Result<(), StoreError> {
        self.0.add_typed(who, at, text, keep).await
    }
    async fn typed(&self, who: &str, limit: u64) -> Result<Vec<Typed>, StoreError> {
        self.0.typed(who, limit).await
    }
    async fn forget_typed(&self, who: &str) -> Result<(), StoreError> {
        self.0.forget_typed(who).await
    }
}

#[async_trait]
impl Store for Slow {
    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.0.backup(to).await
    }
    async fn check(&self) -> Result<(), StoreError> {
        self.0.check().await
    }
    fn place(&self) -> String {
        self.0.place()
    }
    fn writes(&self) -> u64 {
        self.0.writes()
    }
    async fn close(&self) {
        self.0.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_slow_delays_no_first_answer() {
    let mut site = Site::open().await;
    let can_be_pressed = |post: &Post| post.buttons().iter().any(|button| !button.disabled);
    // From before the disk got busy: a plan, a destructive one, and a panel.
    let plan = site.slash("stop", &[guest("home/101")]).any_message_where(can_be_pressed).await.expect("a plan");
    let delete = site.slash("delete", &[guest("home/120")]).any_message_where(can_be_pressed).await.expect("a plan");
    let panel = site.slash("info", &[guest("home/114")]).any_message_where(can_be_pressed).await.expect("a panel");
    site.stop().await.unwrap();
    site.store = std::sync::Arc::new(Slow(std::sync::Arc::clone(&site.store)));
    site.start();
    site.listens().await;
    let (anna, ben, carl) = (site.person(site.anna), site.person(site.ben), site.person(site.carl));
    let press = |post: &Post, label: &str| post.button(label).expect("a button").custom_id;
    let all = [
        ben.slash("stop", &[guest("home/100")]).unwrap(),
        ben.slash("list", &[]).unwrap(),
        ben.complete("info", &[], "vmid", "").unwrap(),
        anna.complete("info", &[], "vmid", "").unwrap(),
        carl.press_stale(plan.id, &press(&plan, "Approve")).unwrap(),
        anna.press_stale(panel.id, &press(&panel, "Start")).unwrap(),
        anna.press_stale(plan.id, &press(&plan, "Cancel")).unwrap(),
        anna.press_stale(delete.id, &press(&delete, "Type to confirm")).unwrap(),
        anna.press_stale(plan.id, "0123456789abcdef0123456789abcdef").unwrap(),
        anna.slash("snapshot create", &[guest("home/100"), ("name", json!("tonight"))]).unwrap(),
        anna.slash("shutdown", &[guest("home/102")]).unwrap(),
    ];
    for pressed in &all {
        let name = pressed.interaction().map(|one| one.name).unwrap_or_default();
        pressed.acknowledged().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for refused in [&all[0], &all[1], &all[4], &all[8]] {
        refused.any_message_where(Post::is_ephemeral).await.expect("it does not say why not");
    }
    site.fine();
}
