//! Into the store and back.

use std::sync::Arc;

use lotse_model::{ClusterName, Timestamp};
use lotse_store::{Shared, StoreError};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    details::{Details, Remembered},
    due::{Due, Mark, due},
    list::List,
};
use crate::fleet::{Cluster, Fleet};

/// The lists; the key of all three is `cluster/origin`.
const LIST: &str = "inventory";
/// When each list was last seen to be so: the small part of it, which is written while nothing changes.
const MARK: &str = "inventory-mark";
/// Snapshots, backups and backup jobs.
const DETAILS: &str = "inventory-details";

/// What nobody saw for so long is forgotten, in seconds: the cluster is gone, or is reached in another way now.
const FORGOTTEN: i64 = 30 * 24 * 60 * 60;

/// What the store remembers of a cluster; `None` when that is nothing, or too old.
///
/// # Errors
///
/// [`StoreError`]. What is there and cannot be read is nothing: it is only remembered, and the next look writes it anew.
pub async fn read(
    store: &Shared,
    cluster: &ClusterName,
    origin: &str,
    now: Timestamp,
) -> Result<Option<Remembered>, StoreError> {
    let key = key(cluster, origin);
    let (Some(mark), _) = document::<Mark>(store, MARK, &key).await? else { return Ok(None) };
    if is_forgotten(&mark, now) {
        return Ok(None);
    }
    let (Some(list), _) = document::<List>(store, LIST, &key).await? else { return Ok(None) };
    let details = document::<Details>(store, DETAILS, &key).await?.0.unwrap_or_default();
    let snapshot = Arc::new(list.snapshot(cluster, mark.as_of));
    Ok(Some(Remembered { snapshot, details }))
}

/// Gives every cluster of the fleet what is remembered of it, and forgets what nobody saw for a month.
///
/// # Errors
///
/// [`StoreError`].
pub async fn recall(store: &Shared, fleet: &Fleet, now: Timestamp) -> Result<(), StoreError> {
    for cluster in fleet.clusters() {
        let Some(origin) = cluster.origin() else { continue };
        if let Some(remembered) = read(store, cluster.name(), origin, now).await? {
            cluster.remember(remembered);
        }
    }
    Ok(())
}

/// Remembers what is known of the fleet by now, where that is worth a write. What a login that was refused had seen is forgotten.
///
/// # Errors
///
/// [`StoreError`].
pub async fn keep(store: &Shared, fleet: &Fleet, now: Timestamp) -> Result<(), StoreError> {
    let mut has_written = false;
    for cluster in fleet.clusters() {
        let Some(origin) = cluster.origin() else { continue };
        let key = key(cluster.name(), origin);
        if cluster.was_refused() {
            forget(store, &key).await?;
            continue;
        }
        has_written |= keep_list(store, cluster, &key, now).await?;
        keep_details(store, cluster, &key, now).await?;
    }
    if has_written { forget_old(store, now).await } else { Ok(()) }
}

async fn keep_list(store: &Shared, cluster: &Cluster, key: &str, now: Timestamp) -> Result<bool, StoreError> {
    let snapshot = cluster.snapshot();
    let Some(seen) = snapshot.resources.seen.as_deref() else { return Ok(false) };
    let Some(list) = List::of(seen) else { return Ok(false) };
    let mark = list.mark(seen.as_of);
    let (known, version) = document::<Mark>(store, MARK, key).await?;
    let due = due(known.as_ref(), &mark);
    if due == Due::Nothing {
        return Ok(false);
    }
    if due == Due::List {
        let version = store.document(LIST, key).await?.map_or(0, |document| document.version);
        put(store, LIST, key, &list, version, now).await?;
    }
    put(store, MARK, key, &mark, version, now).await?;
    Ok(due == Due::List)
}

async fn keep_details(store: &Shared, cluster: &Cluster, key: &str, now: Timestamp) -> Result<(), StoreError> {
    let seen = cluster.seen_details();
    if seen.is_empty() {
        return Ok(());
    }
    let (known, version) = document::<Details>(store, DETAILS, key).await?;
    let mut all = seen.over(known.clone().unwrap_or_default());
    let snapshot = cluster.snapshot();
    if let Some(list) = snapshot.resources.value().filter(|_| snapshot.resources.is_whole()) {
        all.keep(list);
    }
    if known.as_ref() != Some(&all) {
        put(store, DETAILS, key, &all, version, now).await?;
    }
    Ok(())
}

async fn forget_old(store: &Shared, now: Timestamp) -> Result<(), StoreError> {
    for document in store.documents(MARK).await? {
        let is_old = serde_json::from_value::<Mark>(document.body).is_ok_and(|mark| is_forgotten(&mark, now));
        if is_old {
            forget(store, &document.key).await?;
        }
    }
    Ok(())
}

async fn forget(store: &Shared, key: &str) -> Result<(), StoreError> {
    for kind in [MARK, LIST, DETAILS] {
        if let Some(document) = store.document(kind, key).await? {
            // Whoever wrote meanwhile saw it anew.
            store.remove_document(kind, key, document.version).await?;
        }
    }
    Ok(())
}

fn is_forgotten(mark: &Mark, now: Timestamp) -> bool {
    now.0.saturating_sub(mark.as_of.0) > FORGOTTEN
}

fn key(cluster: &ClusterName, origin: &str) -> String {
    format!("{cluster}/{origin}")
}

/// A document, and the version on top of which another one is written. One that cannot be read is one to be written over.
async fn document<T: DeserializeOwned>(store: &Shared, kind: &str, key: &str) -> Result<(Option<T>, u64), StoreError> {
    let Some(document) = store.document(kind, key).await? else { return Ok((None, 0)) };
    let read = serde_json::from_value(document.body);
    Ok((read.inspect_err(|error| tracing::debug!(kind, key, %error, "is written anew")).ok(), document.version))
}

/// Writes a document. Whoever wrote at the same moment saw the same.
async fn put(
    store: &Shared,
    kind: &str,
    key: &str,
    value: &(impl Serialize + Sync),
    version: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    match serde_json::to_value(value) {
        Ok(body) => store.put_document(kind, key, &body, version, now).await.map(drop),
        Err(error) => {
            tracing::debug!(kind, key, %error, "is not remembered");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
