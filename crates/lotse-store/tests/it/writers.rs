//! Any order of two who write at the same time: exactly one wins, and the journal is what the winners wrote.

use lotse_model::Timestamp;
use lotse_store::{Appended, Documents as _, Journal as _, Sqlite, Store as _};
use proptest::prelude::*;
use serde_json::json;

use crate::promises::{entry, new_action};

/// What a writer believes and does: how many entries it writes, and how far off its knowledge is.
#[derive(Debug, Clone, Copy)]
struct Write {
    entries: usize,
    behind: usize,
    second: bool,
}

fn writes() -> impl Strategy<Value = Vec<Write>> {
    let one = (0..3_usize, 0..3_usize, any::<bool>());
    proptest::collection::vec(one.prop_map(|(entries, behind, second)| Write { entries, behind, second }), 1..12)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

async fn two_handles() -> (Sqlite, Sqlite, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let first = Sqlite::open(&path).await.expect("opened");
    let second = Sqlite::open(&path).await.expect("opened twice");
    (first, second, folder)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The same sequence on a list in memory says what must be there.
    #[test]
    fn the_journal_is_what_was_answered_with_done(writes in writes()) {
        run(async {
            let (first, second, _folder) = two_handles().await;
            let new = new_action(1, "abc");
            first.open_action(&new).await.expect("written");
            let mut model = Vec::new();
            for (write, number) in writes.into_iter().zip(0_i64..) {
                let store = if write.second { &second } else { &first };
                let entries: Vec<_> = (0..write.entries).map(|_| entry(number, "x")).collect();
                let Some(after) = model.len().checked_sub(write.behind) else { continue };
                let done = store.append(new.id, after, &entries, false).await.expect("no error");
                prop_assert_eq!(done == Appended::Done, write.behind == 0);
                if done == Appended::Done {
                    model.extend(entries);
                }
                for handle in [&first, &second] {
                    prop_assert_eq!(&handle.action(new.id).await.expect("read").expect("there").entries, &model);
                }
            }
            Ok(())
        })?;
    }

    /// Everybody writes at once behind the same entry, on two handles.
    #[test]
    fn of_many_who_write_behind_the_same_entry_one_wins(before in 0..3_usize, writers in 2..8_usize) {
        run(async {
            let (first, second, _folder) = two_handles().await;
            let new = new_action(1, "abc");
            first.open_action(&new).await.expect("written");
            let known: Vec<_> = (0..before).map(|_| entry(0, "known")).collect();
            first.append(new.id, 0, &known, false).await.expect("written");
            let one = |number: usize| {
                let store = if number.is_multiple_of(2) { &first } else { &second };
                async move { store.append(new.id, before, &[entry(1, &number.to_string())], false).await.expect("no error") }
            };
            let all = futures_util::future::join_all((0..writers).map(one)).await;
            let won: Vec<_> = all.iter().zip(0..).filter(|(done, _)| **done == Appended::Done).map(|(_, n)| n).collect();
            prop_assert_eq!(won.len(), 1);
            let entries = second.action(new.id).await.expect("read").expect("there").entries;
            prop_assert_eq!(entries.len(), before + 1);
            prop_assert_eq!(&entries[before], &entry(1, &format!("{}", won[0])));
            first.close().await;
            Ok(())
        })?;
    }

    #[test]
    fn of_many_who_write_a_document_or_take_a_hold_one_wins(writers in 2..8_usize) {
        run(async {
            let (first, second, _folder) = two_handles().await;
            let new = new_action(1, "abc");
            first.open_action(&new).await.expect("written");
            first.put_document("a", "b", &json!("before"), 0, Timestamp(1)).await.expect("written");
            let one = |number: usize| {
                let store = if number.is_multiple_of(2) { &first } else { &second };
                async move {
                    let put = store.put_document("a", "b", &json!(number), 1, Timestamp(2)).await.expect("no error");
                    let held = store.hold(new.id, &number.to_string(), Timestamp(1), Timestamp(9)).await.expect("no error");
                    (put == Appended::Done, held)
                }
            };
            let all = futures_util::future::join_all((0..writers).map(one)).await;
            prop_assert_eq!(all.iter().filter(|(put, _)| *put).count(), 1);
            prop_assert_eq!(all.iter().filter(|(_, held)| *held).count(), 1);
            prop_assert_eq!(first.document("a", "b").await.expect("read").expect("there").version, 2);
            Ok(())
        })?;
    }
}
