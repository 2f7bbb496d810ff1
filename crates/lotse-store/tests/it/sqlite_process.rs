//! Real processes on one file, killed in the middle.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use lotse_store::{ActionId, Journal as _, NewAction, Sqlite, Store as _};

use crate::promises::{entry, new_action};

const FILE: &str = "LOTSE_STORE_TEST_FILE";
const ACTION: &str = "LOTSE_STORE_TEST_ACTION";

/// Another process that writes entries and prints the number of each one that it was promised, until it is killed.
fn writer(path: &Path, id: ActionId) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "sqlite_process::the_other_process", "--ignored", "--nocapture"])
        .env(FILE, path)
        .env(ACTION, id.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    (child, output)
}

/// The numbers that the other process was promised, the first `count` of them.
fn promised(output: &mut BufReader<ChildStdout>, count: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut line = String::new();
    while numbers.len() < count {
        line.clear();
        assert!(output.read_line(&mut line).expect("read") > 0, "the other process ended by itself");
        numbers.extend(line.trim().strip_prefix("promised ").and_then(|number| number.parse::<usize>().ok()));
    }
    numbers
}

#[tokio::test]
#[ignore = "the other process of the tests below"]
async fn the_other_process() {
    let (Some(path), Ok(id)) = (std::env::var_os(FILE).map(PathBuf::from), std::env::var(ACTION)) else { return };
    let id: ActionId = id.parse().expect("an id");
    let store = Sqlite::open(&path).await.expect("opened");
    loop {
        let known = store.action(id).await.expect("read").expect("there").entries.len();
        let next = entry(i64::try_from(known).expect("few"), &std::process::id().to_string());
        if store.append(id, known, &[next], false).await.expect("written") == lotse_store::Appended::Done {
            println!("promised {known}");
        }
    }
}

#[tokio::test]
async fn what_was_promised_to_a_killed_process_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let new = new_action(1, "abc");
    Sqlite::open(&path).await.expect("made").open_action(&new).await.expect("written");
    let mut least = 0;
    for round in 1..=3_usize {
        let (mut child, mut output) = writer(&path, new.id);
        let numbers = promised(&mut output, 20 * round);
        child.kill().expect("killed");
        child.wait().expect("ended");
        least = least.max(numbers.last().map_or(0, |last| last + 1));
        let store = Sqlite::open(&path).await.expect("opened after the kill");
        store.check().await.expect("whole");
        let entries = store.action(new.id).await.expect("read").expect("there").entries;
        assert!(entries.len() >= least, "{} of {least}", entries.len());
        assert!(entries.iter().zip(0_i64..).all(|(entry, at)| entry.at.0 == at), "one behind the other");
        store.close().await;
    }
}

#[tokio::test]
async fn two_processes_never_write_the_same_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let new: NewAction = new_action(1, "abc");
    let store = Sqlite::open(&path).await.expect("made");
    store.open_action(&new).await.expect("written");
    let (mut first, mut first_output) = writer(&path, new.id);
    let (mut second, mut second_output) = writer(&path, new.id);
    let mut all = promised(&mut first_output, 25);
    all.extend(promised(&mut second_output, 25));
    for child in [&mut first, &mut second] {
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "a number was promised twice");
    let entries = store.action(new.id).await.expect("read").expect("there").entries;
    let both: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.event["event"].to_string()).collect();
    assert_eq!(both.len(), 2, "both processes wrote");
}
