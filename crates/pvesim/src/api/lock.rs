//! A synchronous change of a guest whose configuration somebody holds: it waits, and then gives up.

use super::{Answer, Context, Outcome};
use crate::failure::Failure;
use crate::world::World;
use crate::world::lock::PATIENCE;

impl World {
    /// For a synchronous change: `Some` is what the handler has to return now.
    #[must_use]
    pub fn wait_for_lock(&self, context: &Context, vmid: u32) -> Option<Outcome> {
        if !self.locks.is_held(vmid) {
            return None;
        }
        let waited = i64::try_from(context.waited.as_millis()).unwrap_or(i64::MAX);
        if waited >= PATIENCE {
            return Some(Err(Failure::die(self.lock_timeout(vmid))));
        }
        Some(Ok(Answer::Retry { after: std::time::Duration::from_millis(100) }))
    }
}
