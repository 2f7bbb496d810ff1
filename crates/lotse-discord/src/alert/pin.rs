//! What tells the guest of an alert from another one that gets its number.

use lotse_engine::watch::{Alert, Thing, book};

use super::telling::Pinned;
use crate::house::House;

/// The guest of an alert with what tells it from others, as the watch knows it; `None` where the alert is about no guest.
pub(super) async fn pinned(house: &House, alert: &Alert) -> Option<Pinned> {
    let Thing::Guest { guest } = &alert.thing else { return None };
    let standing = book::standing(&house.store, &alert.thing).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what tells a guest from others cannot be read");
        None
    });
    // It is of the guest that the alert was raised for as long as it knows of the alert.
    let standing = standing.filter(|standing| standing.alert() == Some(alert.id));
    Some(Pinned { guest: guest.clone(), identity: standing.and_then(|standing| standing.identity) })
}
