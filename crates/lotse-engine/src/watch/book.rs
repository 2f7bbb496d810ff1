//! What lasts of the watch, in documents: who is watched, what is wrong, what is still to be told. Any process may read and
//! write here: each write is made on top of what was read, and tried anew when somebody else wrote first.
//!
//! | kind | key | what |
//! |---|---|---|
//! | `monitor` | `m1` | an [`Entry`] |
//! | `watched` | the thing | how it stands |
//! | `alert` | its number | an [`Alert`] |
//! | `notice` | its id | a [`Notice`] of the outbox |
//! | `watch` | `entries`, `alerts` | how many numbers were given away: none is used twice |
//! | `watch` | `holder`, `looked` | which process watches, and since when it could look |
//!
//! What cannot be read is an error and never nothing: an entry that is damaged does not end a watch in silence.

use lotse_model::{Severity, Timestamp};
use lotse_store::{Appended, Document, DocumentWrite, Shared, StoreError};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Alert, AlertId, Entry, Identity, Notice, NoticeKind, Phase, Standing, Thing};
use crate::access::{Entry as Scope, Person};

/// The kind of the entries of the monitor.
pub(super) const ENTRY: &str = "monitor";
/// The kind of how things stand.
pub(super) const STANDING: &str = "watched";
/// The kind of alerts.
pub(super) const ALERT: &str = "alert";
/// The kind of what is to be told.
pub(super) const NOTICE: &str = "notice";
/// The kind of what the watch itself must know.
pub(super) const WATCH: &str = "watch";
/// The number of the last entry.
const ENTRIES: &str = "entries";
/// The number of the last alert.
pub(super) const ALERTS: &str = "alerts";
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 100;

/// What a person asks to be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What.
    pub scope: Scope,
    /// For one guest: which.
    pub identity: Option<Identity>,
    /// Whether being off is as it should be.
    pub expected_off: bool,
    /// Findings from this severity on are conditions, too.
    pub findings: Option<Severity>,
    /// How much it matters; `None` for the usual.
    pub severity: Option<Severity>,
    /// Who asks.
    pub by: Person,
}

/// What became of an order about an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ordered {
    /// It is so now.
    Done(Alert),
    /// It was so already, by the person that the alert names.
    Already(Alert),
    /// The alert is over.
    Over(Alert),
    /// There is no alert of this number.
    Unknown,
}

/// A value with the version of its document, on which a change of it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept<T> {
    pub(super) version: u64,
    pub(super) value: T,
}

/// Adds an entry. One of the same scope is replaced and keeps its name: so a person also confirms that the guest which has a
/// number now is the one that is meant.
pub async fn add(store: &Shared, new: NewEntry, now: Timestamp) -> Result<Entry, StoreError> {
    let NewEntry { scope, identity, expected_off, findings, severity, by } = new;
    let mut entry = Entry { id: String::new(), scope, identity, expected_off, findings, severity, by, at: now };
    for _ in 0..TRIES {
        let there = all::<Entry>(store, ENTRY).await?.into_iter().find(|one| one.value.scope == entry.scope);
        let mut writes = Vec::new();
        let version = if let Some(there) = there {
            entry.id = there.value.id;
            there.version
        } else {
            let (number, write) = next(store, ENTRIES).await?;
            entry.id = format!("m{number}");
            writes.push(write);
            0
        };
        writes.push(put(store, ENTRY, &entry.id, &entry, version)?);
        if store.put_documents(&writes, now).await? == Appended::Done {
            return Ok(entry);
        }
    }
    Err(busy(store))
}

/// Removes an entry; `None` when there is none of this name. What only it watched is no longer watched from the next look on.
pub async fn remove(store: &Shared, id: &str) -> Result<Option<Entry>, StoreError> {
    for _ in 0..TRIES {
        let Some(document) = store.document(ENTRY, id).await? else { return Ok(None) };
        let version = document.version;
        let entry = read(store, document)?;
        if store.remove_document(ENTRY, id, version).await? == Appended::Done {
            return Ok(Some(entry));
        }
    }
    Err(busy(store))
}

/// The entries, in the order of their numbers.
pub async fn entries(store: &Shared) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> = values(store, ENTRY).await?;
    entries.sort_by_cached_key(|entry| {
        (entry.id.get(1..).and_then(|number| number.parse::<u64>().ok()), entry.id.clone())
    });
    Ok(entries)
}

/// The alerts: those that are open first, of both the newest first.
pub async fn alerts(store: &Shared) -> Result<Vec<Alert>, StoreError> {
    let mut alerts: Vec<Alert> = values(store, ALERT).await?;
    alerts.sort_by_key(|alert| (!alert.is_open(), std::cmp::Reverse(alert.id)));
    Ok(alerts)
}

/// One alert.
pub async fn alert(store: &Shared, id: AlertId) -> Result<Option<Alert>, StoreError> {
    store.document(ALERT, &id.0.to_string()).await?.map(|document| read(store, document)).transpose()
}

/// How one thing stood at the last look; `None` for what is not watched, or was never seen.
pub async fn standing(store: &Shared, thing: &Thing) -> Result<Option<Standing>, StoreError> {
    Ok(kept(store, STANDING, &thing.key()).await?.map(|kept| kept.value))
}

/// Says that somebody takes care of it: it is not told again before its end.
pub async fn acknowledge(store: &Shared, id: AlertId, by: &Person, now: Timestamp) -> Result<Ordered, StoreError> {
    order(store, id, now, |alert| {
        let is_new = !matches!(alert.phase, Phase::Acknowledged { .. });
        if is_new {
            alert.phase = Phase::Acknowledged { by: by.clone(), at: now };
        }
        is_new
    })
    .await
}

/// Says that it is not told again before `until`, unless it ends.
pub async fn snooze(
    store: &Shared,
    id: AlertId,
    by: &Person,
    until: Timestamp,
    now: Timestamp,
) -> Result<Ordered, StoreError> {
    order(store, id, now, |alert| match alert.phase {
        Phase::Snoozed { until: there, .. } if there == until => false,
        _ => {
            alert.phase = Phase::Snoozed { by: by.clone(), at: now, until };
            true
        }
    })
    .await
}

/// How the watched things stand, by their names.
pub async fn standings(store: &Shared) -> Result<Vec<Standing>, StoreError> {
    values(store, STANDING).await
}

/// What is still to be told, in the order in which it was written.
pub async fn waiting(store: &Shared) -> Result<Vec<Notice>, StoreError> {
    values(store, NOTICE).await
}

/// Writes a notice for a channel by which a person sees whether it works.
pub async fn test(store: &Shared, channel: &str, now: Timestamp) -> Result<Notice, StoreError> {
    let (id, channel) = (Uuid::now_v7(), channel.to_owned());
    let notice = Notice { id, channel, kind: NoticeKind::Test, alert: None, at: now, held_until: None };
    let write = put(store, NOTICE, &id.to_string(), &notice, 0)?;
    match store.put_documents(&[write], now).await? {
        Appended::Done => Ok(notice),
        Appended::Overtaken => Err(busy(store)),
    }
}

/// Changes an open alert on top of what is there; `change` says whether it changed anything.
async fn order(
    store: &Shared,
    id: AlertId,
    now: Timestamp,
    change: impl Fn(&mut Alert) -> bool + Send,
) -> Result<Ordered, StoreError> {
    let key = id.0.to_string();
    for _ in 0..TRIES {
        let Some(document) = store.document(ALERT, &key).await? else { return Ok(Ordered::Unknown) };
        let version = document.version;
        let mut alert: Alert = read(store, document)?;
        if !alert.is_open() {
            return Ok(Ordered::Over(alert));
        }
        if !change(&mut alert) {
            return Ok(Ordered::Already(alert));
        }
        let body = body(store, ALERT, &key, &alert)?;
        if store.put_document(ALERT, &key, &body, version, now).await? == Appended::Done {
            return Ok(Ordered::Done(alert));
        }
    }
    Err(busy(store))
}

/// The number behind the last one that was given away, with the write by which it is.
async fn next(store: &Shared, counter: &str) -> Result<(u64, DocumentWrite), StoreError> {
    let last: Kept<u64> = kept(store, WATCH, counter).await?.unwrap_or(Kept { version: 0, value: 0 });
    let number = last.value.saturating_add(1);
    Ok((number, put(store, WATCH, counter, &number, last.version)?))
}

/// One document as what it means, with its version.
pub(super) async fn kept<T: DeserializeOwned>(
    store: &Shared,
    kind: &str,
    key: &str,
) -> Result<Option<Kept<T>>, StoreError> {
    let Some(document) = store.document(kind, key).await? else { return Ok(None) };
    let version = document.version;
    Ok(Some(Kept { version, value: read(store, document)? }))
}

/// All documents of a kind as what they mean, by their keys.
pub(super) async fn all<T: DeserializeOwned>(store: &Shared, kind: &str) -> Result<Vec<Kept<T>>, StoreError> {
    let documents = store.documents(kind).await?;
    documents
        .into_iter()
        .map(|document| Ok(Kept { version: document.version, value: read(store, document)? }))
        .collect()
}

async fn values<T: DeserializeOwned>(store: &Shared, kind: &str) -> Result<Vec<T>, StoreError> {
    Ok(all(store, kind).await?.into_iter().map(|kept| kept.value).collect())
}

/// The write of a value on top of a version.
pub(super) fn put(
    store: &Shared,
    kind: &str,
    key: &str,
    value: &impl Serialize,
    version: u64,
) -> Result<DocumentWrite, StoreError> {
    let body = body(store, kind, key, value)?;
    Ok(DocumentWrite::Put { kind: kind.to_owned(), key: key.to_owned(), body, version })
}

fn body(store: &Shared, kind: &str, key: &str, value: &impl Serialize) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value).map_err(|error| row(store, kind, key, &error))
}

fn read<T: DeserializeOwned>(store: &Shared, document: Document) -> Result<T, StoreError> {
    serde_json::from_value(document.body).map_err(|error| row(store, &document.kind, &document.key, &error))
}

fn row(store: &Shared, kind: &str, key: &str, error: &dyn std::error::Error) -> StoreError {
    StoreError::Row { place: store.place(), what: format!("document {kind}/{key}"), detail: error.to_string() }
}

/// Somebody else was always faster.
pub(super) fn busy(store: &Shared) -> StoreError {
    StoreError::Locked { place: store.place() }
}

#[cfg(test)]
mod tests;
