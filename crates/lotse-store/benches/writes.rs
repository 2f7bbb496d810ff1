//! What a write costs that must be on disk, and one that says what is there already.

#![expect(clippy::unwrap_used, reason = "a bench stops where it fails")]

use divan::Bencher;
use lotse_model::Timestamp;
use lotse_store::{ActionId, Documents as _, Entry, Journal as _, NewAction, Sqlite};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

/// A store in a file, with one change and one document.
struct Bench {
    runtime: Runtime,
    store: Sqlite,
    id: ActionId,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let id = ActionId::new();
        let store = runtime.block_on(async {
            let store = Sqlite::open(&folder.path().join("store.db")).await.unwrap();
            let new = NewAction { id, at: Timestamp(1), hash: "abc".to_owned(), body: json!({"items": [1, 2, 3]}) };
            store.open_action(&new).await.unwrap();
            store.put_document("monitor", "home/100", &json!({"state": "running"}), 0, Timestamp(1)).await.unwrap();
            store
        });
        Self { runtime, store, id, _folder: folder }
    }
}

#[divan::bench]
fn an_entry_of_the_journal(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut known = 0;
    let entry = [Entry { at: Timestamp(2), event: json!({"event": "sending", "item": 0, "step": 0}) }];
    bencher.bench_local(|| {
        bench.runtime.block_on(bench.store.append(bench.id, known, &entry, false)).unwrap();
        known += 1;
    });
}

#[divan::bench]
fn a_document_that_changed(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let mut version = 1;
    bencher.bench_local(|| {
        let body = json!({"state": "running", "seen": version});
        let put = bench.store.put_document("monitor", "home/100", &body, version, Timestamp(2));
        bench.runtime.block_on(put).unwrap();
        version += 1;
    });
}

#[divan::bench]
fn a_document_that_says_the_same(bencher: Bencher<'_, '_>) {
    let bench = Bench::new();
    let body = json!({"state": "running"});
    bencher.bench_local(|| {
        let put = bench.store.put_document("monitor", "home/100", &body, 1, Timestamp(2));
        bench.runtime.block_on(put).unwrap()
    });
}

#[divan::bench]
fn opening_a_store_that_is_there(bencher: Bencher<'_, '_>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let open = || runtime.block_on(Sqlite::open(&path)).unwrap();
    drop(open());
    bencher.bench_local(open);
}
