//! One process watches at a time. Which one stands in a document that every write of the watch is made on top of: a process
//! that was taken for dead and lives has written nothing behind the back of the one that took over.
//!
//! A process of this machine that is gone is known to be gone at once; one elsewhere is waited for until it has given no
//! sign of life for a while. The same document says since when each cluster could be seen, so that a sign of life costs one
//! write.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, Timestamp};
use lotse_store::{Appended, DocumentWrite, Shared, StoreError};
use serde::{Deserialize, Serialize};

use super::book::{Kept, WATCH, busy, kept, put};
use crate::process::process_is_gone;

/// How often a sign of life is given, in seconds. It is the only thing that is written while nothing happens.
pub const BEAT: i64 = 300;
/// After how long without one another process takes over where it cannot know more, in seconds: three are missing.
pub const GONE_AFTER: i64 = 3 * BEAT + 60;
/// The key of the document.
const HOLDER: &str = "holder";
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 20;

/// Which process watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Holder {
    /// Its name ([`this_process`](crate::process::this_process)); empty when nobody watches.
    pub process: String,
    /// Since when.
    pub since: Timestamp,
    /// Its last sign of life.
    pub beat: Timestamp,
    /// When each cluster could last be seen: then or later.
    pub looked: BTreeMap<ClusterName, Timestamp>,
}

impl Holder {
    /// Whether another process may take over at `now`.
    fn is_free(&self, process: &str, now: Timestamp) -> bool {
        self.process.is_empty()
            || self.process == process
            || now.0.saturating_sub(self.beat.0) > GONE_AFTER
            || process_is_gone(&self.process)
    }
}

/// Whether this process watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lease {
    /// It does.
    Ours,
    /// Another one does.
    Theirs(Holder),
}

/// The process that watches, or did last.
pub async fn holder(store: &Shared) -> Result<Option<Holder>, StoreError> {
    Ok(kept(store, WATCH, HOLDER).await?.map(|kept: Kept<Holder>| kept.value))
}

/// Whether a process watches, as far as can be known: one that holds the lease and is not known to be gone.
pub async fn is_watched(store: &Shared, now: Timestamp) -> Result<bool, StoreError> {
    Ok(holder(store).await?.is_some_and(|holder| !holder.is_free("", now)))
}

/// Takes the watch for `process`, if nobody else has it: how it stands then, or who has it. Who is `alone` takes it in any case.
pub(super) async fn take(
    store: &Shared,
    process: &str,
    alone: bool,
    now: Timestamp,
) -> Result<Result<Kept<Holder>, Holder>, StoreError> {
    for _ in 0..TRIES {
        let there: Option<Kept<Holder>> = kept(store, WATCH, HOLDER).await?;
        let (version, looked) = match there {
            Some(there) if there.value.process == process => return Ok(Ok(there)),
            Some(there) if !alone && !there.value.is_free(process, now) => return Ok(Err(there.value)),
            Some(there) => (there.version, there.value.looked),
            None => (0, BTreeMap::new()),
        };
        let value = Holder { process: process.to_owned(), since: now, beat: now, looked };
        let write = put(store, WATCH, HOLDER, &value, version)?;
        if store.put_documents(&[write], now).await? == Appended::Done {
            return Ok(Ok(Kept { version: version.saturating_add(1), value }));
        }
    }
    Err(busy(store))
}

/// Lets go of the watch, so that who waits for it begins at once.
pub(super) async fn release(store: &Shared, process: &str, now: Timestamp) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let there: Option<Kept<Holder>> = kept(store, WATCH, HOLDER).await?;
        let Some(there) = there.filter(|there| there.value.process == process) else { return Ok(()) };
        let value = Holder { process: String::new(), beat: now, ..there.value };
        let write = put(store, WATCH, HOLDER, &value, there.version)?;
        if store.put_documents(&[write], now).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(busy(store))
}

/// The write on which every other one rests: of the same value it writes nothing, and fails when another took over.
pub(super) fn fence(store: &Shared, held: &Kept<Holder>) -> Result<DocumentWrite, StoreError> {
    put(store, WATCH, HOLDER, &held.value, held.version)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::Timestamp;
    use lotse_store::{Appended, Shared, Sqlite};

    use super::{GONE_AFTER, fence, holder, release, take};
    use crate::process::this_process;

    async fn store() -> Shared {
        Arc::new(Sqlite::in_memory().await.expect("a store"))
    }

    #[tokio::test]
    async fn the_second_waits_until_the_first_lets_go() {
        let store = store().await;
        let first = take(&store, "one", false, Timestamp(100)).await.expect("asked").expect("free");
        assert_eq!(
            take(&store, "one", false, Timestamp(110)).await.expect("asked").as_ref(),
            Ok(&first),
            "it has it already"
        );
        let told = take(&store, "two", false, Timestamp(120)).await.expect("asked").expect_err("taken");
        assert_eq!((told.process.as_str(), told.since), ("one", Timestamp(100)));
        release(&store, "two", Timestamp(125)).await.expect("not theirs to give");
        assert!(take(&store, "two", false, Timestamp(126)).await.expect("asked").is_err());
        release(&store, "one", Timestamp(130)).await.expect("released");
        assert!(take(&store, "two", false, Timestamp(131)).await.expect("asked").is_ok());
    }

    #[tokio::test]
    async fn who_gives_no_sign_of_life_is_followed_and_can_write_nothing_more() {
        let store = store().await;
        let old = take(&store, "one", false, Timestamp(100)).await.expect("asked").expect("free");
        assert!(
            take(&store, "two", false, Timestamp(100 + GONE_AFTER)).await.expect("asked").is_err(),
            "it may still live"
        );
        let new = take(&store, "two", false, Timestamp(101 + GONE_AFTER)).await.expect("asked").expect("free");
        let late = [fence(&store, &old).expect("a write")];
        assert_eq!(store.put_documents(&late, Timestamp(2_000)).await, Ok(Appended::Overtaken));
        let own = [fence(&store, &new).expect("a write")];
        assert_eq!(store.put_documents(&own, Timestamp(2_000)).await, Ok(Appended::Done));
        let after = holder(&store).await.expect("read").expect("there");
        assert_eq!(after.beat, new.value.beat, "a fence writes nothing");
    }

    #[tokio::test]
    async fn a_process_of_this_machine_that_ended_is_followed_at_once() {
        let store = store().await;
        let mut parts: Vec<String> = this_process().split(' ').map(str::to_owned).collect();
        if let Some(start) = parts.last_mut() {
            *start = "1".to_owned();
        }
        take(&store, &parts.join(" "), false, Timestamp(100)).await.expect("asked").expect("free");
        assert!(take(&store, "two", false, Timestamp(101)).await.expect("asked").is_ok());
    }

    #[tokio::test]
    async fn who_is_alone_waits_for_nobody_and_the_one_before_can_write_nothing_more() {
        let store = store().await;
        let old = take(&store, "before the power failed", false, Timestamp(100)).await.expect("asked").expect("free");
        assert!(take(&store, "one", false, Timestamp(101)).await.expect("asked").is_err());
        assert!(take(&store, "one", true, Timestamp(101)).await.expect("asked").is_ok());
        let late = [fence(&store, &old).expect("a write")];
        assert_eq!(store.put_documents(&late, Timestamp(102)).await, Ok(Appended::Overtaken));
    }
}
