//! The promises in a file and in memory, and what only a file promises.

use std::{os::unix::fs::PermissionsExt as _, path::Path, process::Command, sync::Arc};

use lotse_model::Timestamp;
use lotse_store::{Appended, AuditLine, Documents as _, Journal as _, Shared, Sqlite, Store as _, StoreError};
use serde_json::json;
use tempfile::TempDir;

use crate::promises::{entry, guest, new_action};

async fn file() -> (Shared, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("store.db")).await.expect("opened");
    (Arc::new(store), folder)
}

mod in_a_file {
    crate::every_promise! { super::file }
}

mod in_memory {
    use std::sync::Arc;

    use lotse_store::{Shared, Sqlite};

    async fn memory() -> (Shared, ()) {
        (Arc::new(Sqlite::in_memory().await.expect("made")), ())
    }

    crate::every_promise! { memory }
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("there").permissions().mode() & 0o777
}

#[tokio::test]
async fn nobody_else_can_read_the_file_its_log_and_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state/lotse/store.db");
    let store = Sqlite::open(&path).await.expect("opened");
    store.put_document("a", "b", &json!(1), 0, Timestamp(1)).await.expect("written");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_file_name("store.db-wal")), 0o600);
    assert_eq!(mode(&path.with_file_name("store.db-shm")), 0o600);
    assert_eq!(mode(path.parent().expect("a folder")), 0o700);
    assert_eq!(mode(&folder.path().join("state")), 0o700);
    let copy = folder.path().join("copy.db");
    store.backup(&copy).await.expect("copied");
    assert_eq!(mode(&copy), 0o600);
}

#[tokio::test]
async fn a_store_that_was_dropped_without_a_word_has_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let new = new_action(1, "abc");
    {
        let store = Sqlite::open(&path).await.expect("opened");
        store.open_action(&new).await.expect("written");
        store.append(new.id, 0, &[entry(2, "begun")], false).await.expect("written");
        drop(store);
    }
    let store = Sqlite::open(&path).await.expect("opened again");
    let read = store.action(new.id).await.expect("read").expect("there");
    assert_eq!(read.entries, [entry(2, "begun")]);
}

#[tokio::test]
async fn what_one_handle_writes_the_other_reads() {
    let (first, folder) = file().await;
    let second = Sqlite::open(&folder.path().join("store.db")).await.expect("opened twice");
    first.put_document("freeze", "*", &json!({"reason": "move"}), 0, Timestamp(1)).await.expect("written");
    let read = second.document("freeze", "*").await.expect("read").expect("there");
    assert_eq!(read.body, json!({"reason": "move"}));
}

#[tokio::test]
async fn the_same_body_is_not_written_again() {
    let (store, folder) = file().await;
    store.put_document("inventory", "home", &json!({"guests": [1, 2, 3]}), 0, Timestamp(1)).await.expect("written");
    let log = || std::fs::read(folder.path().join("store.db-wal")).expect("the log");
    let before = log();
    for at in 2..50 {
        let again = store.put_document("inventory", "home", &json!({"guests": [1, 2, 3]}), 1, Timestamp(at)).await;
        assert_eq!(again, Ok(Appended::Done));
    }
    assert_eq!(log(), before);
}

/// What the `sqlite3` program answers; `Err` with its words when it refuses.
fn shell(path: &Path, sql: &str) -> Result<String, String> {
    let done = Command::new("sqlite3").arg(path).arg(sql).output().expect("sqlite3 of the system is needed");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").trim_end().to_owned();
    if done.status.success() { Ok(text(done.stdout)) } else { Err(text(done.stderr)) }
}

#[tokio::test]
async fn a_person_reads_it_with_sqlite3() {
    let (store, folder) = file().await;
    let path = folder.path().join("store.db");
    let new = new_action(1_700_000_000, "abc");
    store.open_action(&new).await.expect("written");
    store.append(new.id, 0, &[entry(1_700_000_060, "begun")], false).await.expect("written");
    let read = shell(
        &path,
        "SELECT datetime(e.at, 'unixepoch'), e.event ->> 'event', a.body ->> '$.plan.risk' \
         FROM entry e JOIN action a ON a.id = e.action",
    );
    assert_eq!(read.as_deref(), Ok("2023-11-14 22:14:20|begun|disruptive"));
    assert_eq!(shell(&path, "PRAGMA integrity_check").as_deref(), Ok("ok"));
}

#[tokio::test]
async fn the_file_itself_refuses_that_a_line_of_the_audit_is_changed() {
    let (store, folder) = file().await;
    let path = folder.path().join("store.db");
    for number in 1..=3 {
        let line = AuditLine {
            number,
            at: Timestamp(1),
            who: "anna".to_owned(),
            guests: vec![guest("home/100")],
            body: "{}".to_owned(),
            link: "00".to_owned(),
        };
        store.add_line(&line).await.expect("added");
    }
    let refused = |sql: &str, why: &str| {
        let words = shell(&path, sql).expect_err(sql);
        assert!(words.contains(why), "{sql}: {words}");
    };
    refused("UPDATE audit SET who = 'ben' WHERE number = 2", "is never changed");
    refused("DELETE FROM audit WHERE number = 3", "is never removed");
    refused("DELETE FROM audit_guest", "is never removed");
    refused("UPDATE audit_guest SET vmid = 101", "is never changed");
    refused("INSERT INTO audit VALUES (7, 1, 'x', '{}', '')", "behind the last one");
    refused("INSERT OR REPLACE INTO audit VALUES (3, 1, 'x', '{}', '')", "behind the last one");
    refused("INSERT INTO audit_guest VALUES ('home', 101, 1, 9)", "added with it");
    assert_eq!(store.lines(&lotse_store::AuditQuery::default()).await.expect("read").len(), 3);
}

#[tokio::test]
async fn a_copy_made_while_others_write_is_whole() {
    let (store, folder) = file().await;
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 0..200 {
                let new = new_action(number, "abc");
                store.open_action(&new).await.expect("written");
                store.append(new.id, 0, &[entry(1, "one"), entry(2, "two")], true).await.expect("written");
            }
        })
    };
    for number in 0..5 {
        let path = folder.path().join(format!("copy-{number}.db"));
        store.backup(&path).await.expect("copied while writing");
        let copy: Shared = Arc::new(Sqlite::open(&path).await.expect("a store"));
        copy.check().await.expect("whole");
        for action in copy.actions_of_plan("abc").await.expect("read") {
            assert_eq!(action.entries.len(), if action.closed { 2 } else { 0 }, "all or none");
        }
    }
    writing.await.expect("no panic");
}

#[tokio::test]
async fn a_copy_never_takes_the_place_of_a_file() {
    let (store, folder) = file().await;
    let path = folder.path().join("precious.txt");
    std::fs::write(&path, "precious").expect("written");
    assert_eq!(store.backup(&path).await, Err(StoreError::Exists { path: path.clone() }));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "precious");
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).expect("linked");
    assert_eq!(store.backup(&link).await, Err(StoreError::Exists { path: link }));
    let nowhere = folder.path().join("no/such/folder.db");
    assert!(matches!(store.backup(&nowhere).await, Err(StoreError::Open { .. })));
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("read")
        .filter_map(|file| file.expect("read").file_name().into_string().ok())
        .filter(|name| name.starts_with(".lotse-copy"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
