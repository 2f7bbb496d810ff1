//! What was tried to be told in a channel, written down before it is sent: whoever tries it again looks first whether it is there.
//!
//! One document for each channel. What was told and settled is forgotten with the next thing that is told.

use lotse_engine::watch::Message as Delivery;
use lotse_model::Timestamp;
use lotse_store::{Appended, Shared, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::now;

/// The kind of the documents.
const KIND: &str = "discord-attempt";
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 20;

/// Something that may have been told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Attempt {
    /// The delivery.
    pub(super) delivery: Uuid,
    /// The notices in it.
    pub(super) notices: Vec<Uuid>,
    /// Since when it is tried.
    pub(super) tried: Timestamp,
}

impl Attempt {
    /// Whether all of it is in a delivery: the same, or a summary that it became a part of.
    fn is_in(&self, delivery: &Delivery) -> bool {
        self.notices.iter().all(|own| delivery.notices.iter().any(|notice| notice.id == *own))
    }
}

/// What of a delivery was tried before. That it is tried now is written down; until when that is not so, it is told without.
pub(super) async fn begin(store: &Shared, place: &str, delivery: &Delivery) -> Result<Vec<Attempt>, StoreError> {
    for _ in 0..TRIES {
        let there = store.document(KIND, place).await?;
        let version = there.as_ref().map_or(0, |there| there.version);
        let known: Vec<Attempt> = there.map(|there| read(place, there.body)).unwrap_or_default();
        let before: Vec<Attempt> = known.into_iter().filter(|attempt| attempt.is_in(delivery)).collect();
        if before.iter().any(|attempt| attempt.delivery == delivery.id) {
            return Ok(before);
        }
        let this = Attempt {
            delivery: delivery.id,
            notices: delivery.notices.iter().map(|notice| notice.id).collect(),
            tried: now(),
        };
        let all: Vec<&Attempt> = before.iter().chain([&this]).collect();
        let body = serde_json::to_value(all).map_err(|error| StoreError::Row {
            place: store.place(),
            what: format!("document {KIND}/{place}"),
            detail: error.to_string(),
        })?;
        if store.put_document(KIND, place, &body, version, now()).await? == Appended::Done {
            return Ok(before);
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

fn read(place: &str, body: serde_json::Value) -> Vec<Attempt> {
    serde_json::from_value(body).unwrap_or_else(|error| {
        tracing::warn!(place, %error, "what was tried to be told cannot be read");
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_engine::watch::{Message, Notice, NoticeKind};
    use lotse_model::Timestamp;
    use lotse_store::{Shared, Sqlite};
    use uuid::Uuid;

    use super::begin;

    fn notice() -> Notice {
        Notice {
            id: Uuid::now_v7(),
            channel: "discord".to_owned(),
            kind: NoticeKind::Test,
            alert: None,
            at: Timestamp(1),
            held_until: None,
        }
    }

    #[tokio::test]
    async fn what_was_tried_is_known_alone_and_as_a_part_until_something_else_is_told() {
        let store: Shared = Arc::new(Sqlite::in_memory().await.unwrap());
        let (one, two, three) = (notice(), notice(), notice());
        let alone = Message { id: one.id, notices: vec![one.clone()] };
        let ids = |attempts: Vec<super::Attempt>| attempts.into_iter().map(|one| one.delivery).collect::<Vec<_>>();
        assert!(begin(&store, "a", &alone).await.unwrap().is_empty());
        assert!(begin(&store, "b", &alone).await.unwrap().is_empty(), "each channel has its own");
        assert_eq!(ids(begin(&store, "a", &alone).await.unwrap()), [one.id]);
        let summary = Message { id: Uuid::now_v7(), notices: vec![one.clone(), two] };
        assert_eq!(ids(begin(&store, "a", &summary).await.unwrap()), [one.id]);
        assert_eq!(ids(begin(&store, "a", &summary).await.unwrap()), [one.id, summary.id]);
        let next = Message { id: three.id, notices: vec![three] };
        assert!(begin(&store, "a", &next).await.unwrap().is_empty());
        assert!(begin(&store, "a", &alone).await.unwrap().is_empty());
    }
}
