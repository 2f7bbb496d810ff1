//! Without quorum `/etc/pve` is read-only.

use super::World;
use crate::failure::Failure;

/// What a write to `/etc/pve` says when the cluster has no quorum.
pub const NO_QUORUM: &str = "cluster not ready - no quorum?";

/// The user in whose name the nodes themselves act.
pub const SYSTEM_USER: &str = "root@pam";

impl World {
    /// Refuses a change of the cluster's configuration when there is no quorum.
    pub fn require_quorum(&self) -> Result<(), Failure> {
        if self.quorate { Ok(()) } else { Err(Failure::die(NO_QUORUM)) }
    }

    /// Whether a member takes part just now.
    #[must_use]
    pub fn is_online(&self, node: &str) -> bool {
        self.nodes.get(node).is_some_and(|node| node.online)
    }
}
