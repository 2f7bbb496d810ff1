//! The subscription of a node: `/nodes/{node}/subscription`.

use lotse_model::{NodeName, Timestamp};
use serde::Serialize;

use super::{
    row::{Malformed, Row},
    words::words,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// Where a subscription stands.
    SubscriptionState {
        /// Valid.
        Active = "active",
        /// There is none.
        NotFound = "notfound",
        /// Set and not checked yet.
        New = "new",
        /// Not valid.
        Invalid = "invalid",
        /// Over.
        Expired = "expired",
        /// Suspended.
        Suspended = "suspended",
    }
}

/// The subscription of a node. Its key and server id are left out on purpose: they are secrets of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subscription {
    /// Where it stands.
    pub state: SubscriptionState,
    /// Its level (`c` community, `b` basic, `s` standard, `p` premium).
    pub level: Option<String>,
    /// Its product.
    pub product: Option<String>,
    /// When it is due, as the shop writes it.
    pub due: Option<String>,
    /// When it was last checked.
    pub checked: Option<Timestamp>,
    /// The sockets of the node.
    pub sockets: Option<u32>,
}

impl Subscription {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            state: SubscriptionState::read(&row.need_text("status")?.to_ascii_lowercase()),
            level: row.word("level"),
            product: row.word("productname"),
            due: row.word("nextduedate"),
            checked: row.time("checktime"),
            sockets: row.small("sockets"),
        })
    }
}

impl Pve {
    /// The subscription of `node` (`GET /nodes/{node}/subscription`). Anyone may see whether there is one.
    pub async fn subscription(&self, node: &NodeName, deadline: Deadline) -> Answer<Subscription> {
        self.one(&api_path!("/nodes/{}/subscription", node), &Params::new(), deadline, Subscription::read).await
    }
}
