//! Stopping all changes for a while: of every process on a store, in a cluster or everywhere.

use lotse_model::{ClusterName, Timestamp};
use lotse_store::{Appended, Document, Shared, StoreError};
use serde::{Deserialize, Serialize};

use crate::access::Person;

/// The kind of its documents.
const KIND: &str = "freeze";
/// The key of what holds everywhere. No cluster can be called so.
pub const EVERYWHERE: &str = "*";
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 100;

/// Changes are stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Freeze {
    /// Why.
    pub reason: String,
    /// Who stopped them.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// Until when; until somebody thaws them when nothing is said.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

impl Freeze {
    /// Whether it still holds.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether it ends before `other` does: who says it in place of that one lets changes go on sooner.
    #[must_use]
    pub fn ends_before(&self, other: &Self) -> bool {
        self.until.is_some_and(|until| other.until.is_none_or(|other| until < other))
    }
}

/// A freeze with where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The cluster; `None` for all.
    pub cluster: Option<ClusterName>,
    /// Why, by whom, until when.
    pub freeze: Freeze,
}

/// What stops changes in `cluster` at `now`: what holds there, else what holds everywhere. Pure.
#[must_use]
pub fn holding<'a>(all: &'a [Frozen], cluster: &ClusterName, now: Timestamp) -> Option<&'a Frozen> {
    let here = |scope: Option<&ClusterName>| {
        all.iter().find(|frozen| frozen.cluster.as_ref() == scope && frozen.freeze.holds(now))
    };
    here(Some(cluster)).or_else(|| here(None))
}

/// Stops changes in a cluster, or everywhere. Takes the place of what was said there before, also when that would hold longer:
/// for whoever may thaw.
pub async fn freeze(store: &Shared, cluster: Option<&ClusterName>, freeze: &Freeze) -> Result<(), StoreError> {
    put(store, cluster, freeze, false).await.map(|_| ())
}

/// The same for whoever may not thaw: what holds there and would hold longer stays, and is returned. Nobody lets changes go on
/// sooner by freezing them once more.
pub async fn freeze_no_shorter(
    store: &Shared,
    cluster: Option<&ClusterName>,
    freeze: &Freeze,
) -> Result<Option<Freeze>, StoreError> {
    put(store, cluster, freeze, true).await
}

async fn put(
    store: &Shared,
    cluster: Option<&ClusterName>,
    freeze: &Freeze,
    keeps_longer: bool,
) -> Result<Option<Freeze>, StoreError> {
    let key = key(cluster);
    let body = serde_json::to_value(freeze).map_err(|error| row(store, key, &error))?;
    for _ in 0..TRIES {
        let document = store.document(KIND, key).await?;
        let version = document.as_ref().map_or(0, |document| document.version);
        if keeps_longer && let Some(document) = document {
            let there = read(store, document)?.freeze;
            if there.holds(freeze.at) && freeze.ends_before(&there) {
                return Ok(Some(there));
            }
        }
        if store.put_document(KIND, key, &body, version, freeze.at).await? == Appended::Done {
            return Ok(None);
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// Lets changes go on in a cluster, or where they were stopped everywhere; what had stopped them, `None` when nothing did. One for
/// a cluster does not lift what holds everywhere.
pub async fn thaw(store: &Shared, cluster: Option<&ClusterName>, now: Timestamp) -> Result<Option<Freeze>, StoreError> {
    let key = key(cluster);
    for _ in 0..TRIES {
        let Some(document) = store.document(KIND, key).await? else { return Ok(None) };
        let version = document.version;
        let frozen = read(store, document)?;
        if store.remove_document(KIND, key, version).await? == Appended::Done {
            return Ok(Some(frozen.freeze).filter(|freeze| freeze.holds(now)));
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// What stops changes in `cluster` at `now`. Read from the store each time: another process may have said it.
pub async fn in_force(store: &Shared, cluster: &ClusterName, now: Timestamp) -> Result<Option<Frozen>, StoreError> {
    Ok(holding(&all(store, now).await?, cluster, now).cloned())
}

/// Everything that holds at `now`, what holds everywhere first.
pub async fn all(store: &Shared, now: Timestamp) -> Result<Vec<Frozen>, StoreError> {
    let mut all = Vec::new();
    for document in store.documents(KIND).await? {
        all.push(read(store, document)?);
    }
    all.retain(|frozen| frozen.freeze.holds(now));
    all.sort_by(|one, other| one.cluster.cmp(&other.cluster));
    Ok(all)
}

fn key(cluster: Option<&ClusterName>) -> &str {
    cluster.map_or(EVERYWHERE, ClusterName::as_str)
}

/// A freeze that cannot be read is an error, never none: changes do not go on because of it.
fn read(store: &Shared, document: Document) -> Result<Frozen, StoreError> {
    let cluster = match document.key.as_str() {
        EVERYWHERE => None,
        name => Some(ClusterName::new(name).map_err(|error| row(store, name, &error))?),
    };
    let freeze = serde_json::from_value(document.body).map_err(|error| row(store, &document.key, &error))?;
    Ok(Frozen { cluster, freeze })
}

fn row(store: &Shared, key: &str, error: &dyn std::error::Error) -> StoreError {
    StoreError::Row { place: store.place(), what: format!("document {KIND}/{key}"), detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::{ClusterName, Timestamp};
    use lotse_store::{Shared, Sqlite};
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Freeze, Frozen, all, freeze, freeze_no_shorter, holding, in_force, thaw};
    use crate::access::Person;

    fn cluster(name: &str) -> ClusterName {
        name.parse().expect("a cluster")
    }

    fn until(reason: &str, until: Option<i64>) -> Freeze {
        let until = until.map(Timestamp);
        Freeze { reason: reason.to_owned(), by: Person::at_terminal("anna"), at: Timestamp(1), until }
    }

    async fn store() -> Shared {
        Arc::new(Sqlite::in_memory().await.expect("a store"))
    }

    async fn reason(store: &Shared, name: &str, now: i64) -> Option<String> {
        in_force(store, &cluster(name), Timestamp(now)).await.expect("read").map(|frozen| frozen.freeze.reason)
    }

    #[tokio::test]
    async fn what_is_frozen_in_a_cluster_goes_on_elsewhere() {
        let store = store().await;
        freeze(&store, Some(&cluster("home")), &until("move", None)).await.expect("frozen");
        assert_eq!(reason(&store, "home", 5).await.as_deref(), Some("move"));
        assert_eq!(reason(&store, "lab", 5).await, None);
    }

    #[tokio::test]
    async fn what_is_frozen_everywhere_is_not_lifted_for_one_cluster() {
        let store = store().await;
        freeze(&store, None, &until("storm", None)).await.expect("frozen");
        freeze(&store, Some(&cluster("home")), &until("move", None)).await.expect("frozen");
        assert_eq!(reason(&store, "home", 5).await.as_deref(), Some("move"));
        let lifted = thaw(&store, Some(&cluster("home")), Timestamp(6)).await.expect("thawed");
        assert_eq!(lifted.map(|freeze| freeze.reason).as_deref(), Some("move"));
        assert_eq!(reason(&store, "home", 7).await.as_deref(), Some("storm"));
        thaw(&store, None, Timestamp(8)).await.expect("thawed");
        assert_eq!(reason(&store, "home", 9).await, None);
        assert_eq!(thaw(&store, None, Timestamp(10)).await, Ok(None), "nothing was frozen");
    }

    #[tokio::test]
    async fn a_freeze_ends_by_itself_and_can_be_said_anew() {
        let store = store().await;
        freeze(&store, None, &until("lunch", Some(100))).await.expect("frozen");
        assert_eq!(reason(&store, "home", 99).await.as_deref(), Some("lunch"));
        assert_eq!(reason(&store, "home", 100).await, None);
        assert!(all(&store, Timestamp(100)).await.expect("read").is_empty());
        freeze(&store, None, &until("dinner", Some(300))).await.expect("frozen anew");
        assert_eq!(reason(&store, "home", 200).await.as_deref(), Some("dinner"));
    }

    #[tokio::test]
    async fn whoever_may_not_thaw_ends_no_freeze_by_a_shorter_one() {
        let store = store().await;
        let sooner = until("lunch", Some(100));
        assert_eq!(freeze_no_shorter(&store, None, &sooner).await, Ok(None), "nothing held");
        assert_eq!(freeze_no_shorter(&store, None, &until("dinner", Some(300))).await, Ok(None), "it holds longer");
        let stays = freeze_no_shorter(&store, None, &sooner).await.expect("read");
        assert_eq!(stays.map(|freeze| freeze.reason).as_deref(), Some("dinner"));
        assert_eq!(reason(&store, "home", 200).await.as_deref(), Some("dinner"));
        let later = Freeze { at: Timestamp(300), ..until("night", Some(400)) };
        assert_eq!(freeze_no_shorter(&store, None, &later).await, Ok(None), "what is over holds nobody back");
        freeze(&store, None, &until("storm", None)).await.expect("frozen");
        assert!(freeze_no_shorter(&store, None, &until("x", Some(9999))).await.expect("read").is_some());
        freeze(&store, None, &sooner).await.expect("by whoever may thaw");
        assert_eq!(reason(&store, "home", 200).await, None);
    }

    #[tokio::test]
    async fn a_freeze_that_cannot_be_read_is_never_none() {
        let store = store().await;
        store.put_document("freeze", "*", &json!({"why": 7}), 0, Timestamp(1)).await.expect("written");
        assert!(in_force(&store, &cluster("home"), Timestamp(5)).await.is_err());
    }

    proptest! {
        #[test]
        fn one_holds_exactly_as_long_as_it_says(end in proptest::option::of(-50..50_i64), now in -60..60_i64, here: bool) {
            let frozen = Frozen { cluster: here.then(|| cluster("home")), freeze: until("x", end) };
            let holds = holding(std::slice::from_ref(&frozen), &cluster("home"), Timestamp(now)).is_some();
            prop_assert_eq!(holds, end.is_none_or(|end| now < end));
            let elsewhere = holding(std::slice::from_ref(&frozen), &cluster("lab"), Timestamp(now)).is_some();
            prop_assert_eq!(elsewhere, holds && !here);
        }
    }
}
