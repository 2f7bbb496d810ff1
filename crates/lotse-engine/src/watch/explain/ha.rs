//! What the HA manager is about with a guest.

use lotse_model::Vmid;
use lotse_pve::ops::ha::HaState;

use super::{About, Past};
use crate::watch::{Cause, Reason};

impl Past<'_> {
    /// Whether the HA manager gave a guest up: an operator must look at it.
    #[must_use]
    pub fn is_given_up(&self, vmid: Vmid) -> bool {
        self.ha.and_then(|ha| ha.service(vmid)).is_some_and(|service| service.state == HaState::Error)
    }

    /// What the HA manager is about to do with a guest.
    pub(super) fn ha_moves(&self, vmid: Vmid) -> Option<&HaState> {
        let state = &self.ha?.service(vmid)?.state;
        matches!(
            state,
            HaState::Migrate
                | HaState::Relocate
                | HaState::Recovery
                | HaState::Fence
                | HaState::Freeze
                | HaState::Starting
                | HaState::Stopping
                | HaState::RequestStop
                | HaState::Queued
        )
        .then_some(state)
    }

    pub(super) fn by_ha(&self, about: &About<'_>) -> Option<Reason> {
        let reason = |state: &HaState, ended| Reason {
            cause: Cause::Ha,
            user: String::new(),
            task: Some(state.to_string()),
            upid: None,
            began: about.now,
            ended,
        };
        if let Some(state) = self.ha_moves(about.vmid) {
            return Some(reason(state, None));
        }
        let service = self.ha?.service(about.vmid)?;
        let off = |state: &HaState| matches!(state, HaState::Stopped | HaState::Disabled);
        let wanted = service.requested.as_ref().is_some_and(off) && off(&service.state);
        wanted.then(|| reason(&service.state, Some(about.now)))
    }
}
