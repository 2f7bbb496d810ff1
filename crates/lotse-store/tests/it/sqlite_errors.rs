//! A file that cannot be used: each a clear error, and nothing in it is changed.

use std::{path::Path, process::Command, sync::Arc, time::Duration};

use lotse_model::Timestamp;
use lotse_store::{ActionId, Journal as _, Shared, Sqlite, Store as _, StoreError};
use serde_json::json;

use crate::promises::{entry, new_action};

/// Opening the file is this error, and leaves every byte of it.
async fn refused(path: &Path) -> StoreError {
    let before = std::fs::read(path).expect("read");
    let error = Sqlite::open_waiting(path, Duration::from_millis(100)).await.expect_err("refused");
    assert_eq!(std::fs::read(path).expect("read"), before, "something was overwritten: {error}");
    error
}

#[tokio::test]
async fn what_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    for garbage in ["x".to_owned(), "my diary ".repeat(1000), "SQLite format 4\0 of the future".to_owned()] {
        std::fs::write(&path, garbage).expect("written");
        let error = refused(&path).await;
        assert!(matches!(&error, StoreError::Corrupt { path: named, .. } if *named == path), "{error:?}");
    }
}

#[tokio::test]
async fn a_database_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("places.sqlite");
    let sql = "CREATE TABLE bookmarks (x); PRAGMA user_version = 1;";
    assert!(Command::new("sqlite3").arg(&path).arg(sql).status().expect("sqlite3").success());
    let error = refused(&path).await;
    assert!(matches!(&error, StoreError::Corrupt { detail, .. } if detail.contains("another program")), "{error:?}");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    Sqlite::open(&path).await.expect("made").close().await;
    assert!(Command::new("sqlite3").arg(&path).arg("PRAGMA user_version = 99").status().expect("sqlite3").success());
    let error = refused(&path).await;
    assert!(matches!(error, StoreError::Newer { found: 99, known: 1, .. }), "{error:?}");
}

#[tokio::test]
async fn a_damaged_page_is_told_and_not_taken_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let store = Sqlite::open(&path).await.expect("made");
    let ids: Vec<ActionId> = (0..300).map(|at| new_action(at, "abc")).map(|new| new.id).collect();
    for (id, at) in ids.iter().zip(0..) {
        store.open_action(&lotse_store::NewAction { id: *id, ..new_action(at, "abc") }).await.expect("written");
    }
    store.close().await;
    // Every page but the first ones, which hold the schema, is torn.
    let mut bytes = std::fs::read(&path).expect("read");
    for byte in bytes.iter_mut().skip(24 * 4096) {
        *byte = 0xa5;
    }
    std::fs::write(&path, bytes).expect("written");
    let store = Sqlite::open(&path).await.expect("the head is whole");
    assert!(matches!(store.check().await, Err(StoreError::Corrupt { .. })));
    assert!(matches!(store.open_actions().await, Err(StoreError::Corrupt { .. })));
}

#[tokio::test]
async fn a_row_that_is_not_ours_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let store = Sqlite::open(&path).await.expect("made");
    let sql = "INSERT INTO action (id, at, hash, body) VALUES ('not-an-id', 1, 'x', '{}')";
    assert!(Command::new("sqlite3").arg(&path).arg(sql).status().expect("sqlite3").success());
    let error = store.open_actions().await.expect_err("not ours");
    assert!(matches!(&error, StoreError::Row { what, .. } if what == "action not-an-id"), "{error:?}");
}

#[tokio::test]
async fn who_waits_too_long_for_another_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let store = Sqlite::open_waiting(&path, Duration::from_millis(50)).await.expect("made");
    // Another process holds the lock until its input ends.
    let mut other = Command::new("sqlite3")
        .arg(&path)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("sqlite3");
    {
        use std::io::{BufRead as _, Write as _};
        let input = other.stdin.as_mut().expect("piped");
        input.write_all(b"BEGIN IMMEDIATE;\nSELECT 'held';\n").expect("written");
        input.flush().expect("flushed");
        let mut line = String::new();
        std::io::BufReader::new(other.stdout.as_mut().expect("piped")).read_line(&mut line).expect("read");
        assert_eq!(line.trim(), "held");
    }
    let new = new_action(1, "abc");
    assert_eq!(store.open_action(&new).await, Err(StoreError::Locked { place: path.display().to_string() }));
    assert_eq!(store.action(new.id).await, Ok(None), "reading goes on, and nothing was written");
    drop(other.stdin.take());
    other.wait().expect("ended");
    assert_eq!(store.open_action(&new).await, Ok(()));
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = Sqlite::open(folder.path()).await.expect_err("a folder");
    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").expect("written");
    let error = Sqlite::open(&file.join("store.db")).await.expect_err("a file in the place of the folder");
    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
}

/// A file system of its own in memory; `None` where this user may not mount one.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).output();
        let mounted = mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder));
        if mounted.is_none() {
            eprintln!("skipped: this user may not mount a file system");
        }
        mounted
    }

    fn again(&self, options: &str) {
        let done = Command::new("mount").args(["-o", options]).arg(self.0.path()).status();
        assert!(done.expect("mount").success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Lazily: the store's connections close a moment after it was dropped.
        let _gone = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_what_was_promised_is_there() {
    let Some(disk) = Mounted::new("size=1m") else { return };
    let path = disk.0.path().join("store.db");
    let store: Shared = Arc::new(Sqlite::open(&path).await.expect("made"));
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    let mut written = Vec::new();
    let error = loop {
        let big = entry(i64::try_from(written.len()).expect("few"), &"x".repeat(20_000));
        match store.append(new.id, written.len(), std::slice::from_ref(&big), false).await {
            Ok(_) => written.push(big),
            Err(error) => break error,
        }
        assert!(written.len() < 1000, "the disk never fills");
    };
    assert_eq!(error, StoreError::Full { place: path.display().to_string() });
    assert_eq!(store.action(new.id).await.expect("read").expect("there").entries, written);
    let copied = store.backup(&disk.0.path().join("copy.db")).await;
    assert!(matches!(copied, Err(StoreError::Full { .. })), "{copied:?}");
    disk.again("remount,size=16m");
    assert_eq!(store.put_document("a", "b", &json!(1), 0, Timestamp(1)).await, Ok(lotse_store::Appended::Done));
    store.check().await.expect("whole");
    store.close().await;
}

#[tokio::test]
async fn no_room_for_a_new_store_is_a_full_disk() {
    let Some(disk) = Mounted::new("size=16k") else { return };
    let error = Sqlite::open(&disk.0.path().join("store.db")).await.expect_err("no room");
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
}

#[tokio::test]
async fn a_read_only_disk_is_told_at_the_first_write() {
    let Some(disk) = Mounted::new("size=4m") else { return };
    let path = disk.0.path().join("store.db");
    let new = new_action(1, "abc");
    {
        let store = Sqlite::open(&path).await.expect("made");
        store.open_action(&new).await.expect("written");
        store.close().await;
    }
    disk.again("remount,ro");
    match Sqlite::open(&path).await {
        Ok(store) => {
            let error = store.open_action(&new_action(2, "abc")).await.expect_err("read-only");
            assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        }
        // The log's index cannot even be made.
        Err(error) => assert!(matches!(error, StoreError::ReadOnly { .. } | StoreError::Open { .. }), "{error:?}"),
    }
    let missing = disk.0.path().join("other.db");
    let error = Sqlite::open(&missing).await.expect_err("cannot be made");
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}
