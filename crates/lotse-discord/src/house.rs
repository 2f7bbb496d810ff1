//! What the bot is given of the rest of the house.

use std::sync::Arc;

use lotse_engine::{access::Access, change::desk::Desk, findings::Thresholds, fleet::Fleet, resolve::Aliases};
use lotse_store::Shared;
use tokio::sync::watch;

/// What the operator decides, and may decide anew while the bot runs. Whoever began something goes on with the rules from then.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The words of the fleet.
    pub aliases: Aliases,
    /// From when on something is a problem.
    pub thresholds: Thresholds,
    /// Who may see and do what.
    pub access: Access,
}

/// What the bot is given of the rest of the house.
#[derive(Clone)]
pub struct House {
    /// All clusters.
    pub fleet: Fleet,
    /// Whether somebody else looks at the fleet again and again, and remembers it: then the bot need not.
    pub is_looked_at: bool,
    /// What the operator decided; a newer value counts from the next thing that a person does.
    pub rules: watch::Receiver<Arc<Rules>>,
    /// Where changes are made; `None` where nothing may be changed.
    pub desk: Option<Desk>,
    /// Where cards are remembered across restarts.
    pub store: Shared,
}

impl House {
    /// What the operator decided, as of now.
    pub(crate) fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.borrow())
    }
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("clusters", &self.fleet.clusters().len()).finish_non_exhaustive()
    }
}
