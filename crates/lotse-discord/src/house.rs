//! What the bot is given of the rest of the house.

use std::sync::Arc;

use lotse_engine::{
    access::{Grants, Person},
    change::desk::Desk,
    findings::Thresholds,
    fleet::Fleet,
    resolve::Aliases,
};
use lotse_store::Shared;

/// What the rules grant to a person at this moment.
pub type GrantsOf = Arc<dyn Fn(&Person) -> Grants + Send + Sync>;

/// What the bot is given of the rest of the house.
#[derive(Clone)]
pub struct House {
    /// All clusters.
    pub fleet: Fleet,
    /// The words of the fleet.
    pub aliases: Aliases,
    /// From when on something is a problem.
    pub thresholds: Thresholds,
    /// What the rules grant to a person at this moment.
    pub grants: GrantsOf,
    /// Where changes are made; `None` where nothing may be changed.
    pub desk: Option<Desk>,
    /// Where cards are remembered across restarts.
    pub store: Shared,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("clusters", &self.fleet.clusters().len()).finish_non_exhaustive()
    }
}
