//! What the bot is given of the rest of the house.

use lotse_engine::{access::Access, change::desk::Desk, findings::Thresholds, fleet::Fleet, resolve::Aliases};
use lotse_store::Shared;

/// What the bot is given of the rest of the house.
#[derive(Clone)]
pub struct House {
    /// All clusters.
    pub fleet: Fleet,
    /// The words of the fleet.
    pub aliases: Aliases,
    /// From when on something is a problem.
    pub thresholds: Thresholds,
    /// Who may see and do what.
    pub access: Access,
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
