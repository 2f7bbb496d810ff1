//! Which message tells of which alert, and what its buttons do: a card for each alert in each channel, in the store.
//!
//! The outbox writes it when something is told, the bot when the alert changed. Each writes on top of what it read.

use lotse_engine::watch::AlertId;
use lotse_store::{Appended, Document, Shared, StoreError};

use super::telling::Telling;
use crate::{
    change::meaning::{About, Card, KIND},
    clock::now,
};

/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 20;

/// A card that tells of an alert, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    /// Its name in the store.
    pub(crate) key: String,
    /// The card.
    pub(crate) card: Card,
    /// What it tells.
    pub(crate) telling: Telling,
    version: u64,
}

/// The name of the card of an alert in a channel.
pub(crate) fn key(place: &str, alert: AlertId) -> String {
    format!("alert-{place}-{}", alert.0)
}

/// One card.
pub(crate) async fn get(store: &Shared, key: &str) -> Result<Option<Kept>, StoreError> {
    Ok(store.document(KIND, key).await?.and_then(read))
}

/// All cards that tell of alerts. One that cannot be read is none: its buttons are dead.
pub(crate) async fn all(store: &Shared) -> Result<Vec<Kept>, StoreError> {
    Ok(store.documents(KIND).await?.into_iter().filter_map(read).collect())
}

/// Writes a card in the place of whatever there was.
pub(crate) async fn put(store: &Shared, key: &str, card: &Card) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let version = store.document(KIND, key).await?.map_or(0, |document| document.version);
        if write(store, key, card, version).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// Changes a card on top of what is there. `change` is asked again when somebody else was faster; it changes nothing by returning
/// `None`. What it returned, with the card as it is then; `None` where there is no such card.
pub(crate) async fn change<T>(
    store: &Shared,
    key: &str,
    change: impl Fn(&mut Card, &mut Telling) -> Option<T> + Send,
) -> Result<Option<(T, Kept)>, StoreError> {
    for _ in 0..TRIES {
        let Some(mut kept) = get(store, key).await? else { return Ok(None) };
        let Some(result) = change(&mut kept.card, &mut kept.telling) else { return Ok(None) };
        kept.card.about = About::Alert(Box::new(kept.telling.clone()));
        if write(store, key, &kept.card, kept.version).await? == Appended::Done {
            return Ok(Some((result, kept)));
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// Forgets a card as it was read. One that was written since stays.
pub(crate) async fn remove(store: &Shared, kept: &Kept) -> Result<bool, StoreError> {
    Ok(store.remove_document(KIND, &kept.key, kept.version).await? == Appended::Done)
}

async fn write(store: &Shared, key: &str, card: &Card, version: u64) -> Result<Appended, StoreError> {
    let body = serde_json::to_value(card).map_err(|error| StoreError::Row {
        place: store.place(),
        what: format!("document {KIND}/{key}"),
        detail: error.to_string(),
    })?;
    store.put_document(KIND, key, &body, version, now()).await
}

fn read(document: Document) -> Option<Kept> {
    let (key, version) = (document.key, document.version);
    match serde_json::from_value::<Card>(document.body) {
        Ok(card) => match card.about.clone() {
            About::Alert(telling) => Some(Kept { key, telling: *telling, card, version }),
            _ => None,
        },
        Err(error) => {
            tracing::warn!(key, %error, "a card cannot be read");
            None
        }
    }
}
