//! Waiting until a guest is as it was asked to be.
//!
//! The task of a guest that HA manages is over at once ("Requesting HA stop for VM 101"): the state follows ten to thirty
//! seconds later, maybe on another node. So the state is read back, from `status/current`, until it is as wanted.

use std::time::Duration;

use lotse_model::{GuestState, NodeName};
use tokio::time::sleep;

use super::{
    guest_status::{GuestPlace, GuestStatus},
    ha::HaState,
};
use crate::{CallError, Deadline, Pve};

/// The first and the longest pause between two looks.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(3));

/// How long one look may take.
const LOOK: Duration = Duration::from_secs(15);

/// How a guest is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Running, and not paused.
    Running,
    /// Running, with an uptime of less than this many seconds: it was started anew.
    RunningSince(u64),
    /// Running, and not as this process: it was started anew.
    AnotherProcess(u32),
    /// Off, hibernated included.
    Stopped,
    /// Standing still with its memory kept.
    Paused,
    /// Off with its memory on disk.
    Hibernated,
    /// On this node, in whatever state.
    On(NodeName),
    /// Not there any more.
    Gone,
}

impl Wanted {
    /// Whether a guest that is there is as wanted.
    #[must_use]
    pub fn is_met(&self, status: &GuestStatus) -> bool {
        let state = &status.guest.state;
        match self {
            Self::Running => *state == GuestState::Running,
            Self::RunningSince(seconds) => {
                *state == GuestState::Running && status.guest.uptime.is_some_and(|uptime| uptime.0 < *seconds)
            }
            Self::AnotherProcess(before) => {
                *state == GuestState::Running && status.pid.is_some_and(|pid| pid != *before)
            }
            Self::Stopped => matches!(state, GuestState::Stopped | GuestState::Suspended),
            Self::Paused => *state == GuestState::Paused,
            Self::Hibernated => *state == GuestState::Suspended,
            Self::On(node) => status.guest.node == *node && status.guest.lock.as_deref() != Some("migrate"),
            Self::Gone => false,
        }
    }
}

/// Whether a guest became as wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// It is, as was read back; the status is `None` of a guest that is gone.
    Reached(Option<Box<GuestStatus>>),
    /// It is not yet, and the deadline passed: inconclusive.
    NotYet(Option<Box<GuestStatus>>),
    /// HA gave up on it (state `error`): it will not become so by waiting.
    GaveUp(Box<GuestStatus>),
    /// It could not be read back: inconclusive.
    Unseen(CallError),
}

/// What one look brought.
enum Look {
    There(Box<GuestStatus>),
    NotThere,
    Trouble(CallError),
}

impl Pve {
    /// Reads a guest back until it is as `wanted`, or until `deadline`. A guest that has moved is looked for in the cluster.
    pub async fn settle(&self, place: &GuestPlace, wanted: &Wanted, deadline: Deadline) -> Settled {
        let mut place = place.clone();
        let mut pause = PAUSES.0;
        loop {
            let look = self.look_at(&mut place, deadline).await;
            match &look {
                Look::There(status) if wanted.is_met(status) => return Settled::Reached(Some(status.clone())),
                Look::There(status) if status.ha == Some(HaState::Error) => return Settled::GaveUp(status.clone()),
                Look::NotThere if *wanted == Wanted::Gone => return Settled::Reached(None),
                Look::There(_) | Look::NotThere | Look::Trouble(_) => {}
            }
            if deadline.remaining() <= pause {
                return match look {
                    Look::There(status) => Settled::NotYet(Some(status)),
                    Look::NotThere => Settled::NotYet(None),
                    Look::Trouble(error) => Settled::Unseen(error),
                };
            }
            sleep(pause).await;
            pause = (pause * 3 / 2).min(PAUSES.1);
        }
    }

    /// One look, which follows the guest to another node when it is not where it was.
    async fn look_at(&self, place: &mut GuestPlace, deadline: Deadline) -> Look {
        match self.guest_status(place, deadline.within(LOOK)).await {
            Ok(seen) => return Look::There(Box::new(seen.value)),
            Err(CallError::NotFound { .. }) => {}
            // A migrated guest's old node may be down by now; the cluster knows the new one.
            Err(error @ CallError::NodeDown { .. }) => match self.find_guest(place, deadline).await {
                Ok(Some(found)) if found != *place => *place = found,
                _ => return Look::Trouble(error),
            },
            Err(error) => return Look::Trouble(error),
        }
        match self.find_guest(place, deadline).await {
            Ok(None) => Look::NotThere,
            // The cluster's list lags: it may still name a guest that is gone, where it was.
            Ok(Some(found)) if found == *place => Look::NotThere,
            Ok(Some(found)) => {
                *place = found;
                match self.guest_status(place, deadline.within(LOOK)).await {
                    Ok(seen) => Look::There(Box::new(seen.value)),
                    Err(CallError::NotFound { .. }) => Look::NotThere,
                    Err(error) => Look::Trouble(error),
                }
            }
            Err(error) => Look::Trouble(error),
        }
    }

    /// Where the cluster's list has the guest.
    async fn find_guest(&self, place: &GuestPlace, deadline: Deadline) -> Result<Option<GuestPlace>, CallError> {
        let resources = self.resources(deadline.within(LOOK)).await?.value;
        Ok(resources.guests.iter().find(|guest| guest.id.vmid == place.vmid).map(GuestPlace::from))
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Vmid};
    use serde_json::{Value, json};

    use super::{GuestPlace, GuestStatus, Wanted};
    use crate::ops::row::Row;

    fn met(wanted: &Wanted, status: &Value) -> bool {
        let place = GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap());
        let status = GuestStatus::read(Row::of(status).unwrap(), &"home".parse().unwrap(), &place).unwrap();
        wanted.is_met(&status)
    }

    #[test]
    fn a_paused_vm_is_not_running_and_a_hibernated_one_is_off() {
        let paused = json!({ "vmid": 100, "status": "running", "qmpstatus": "paused" });
        assert!(!met(&Wanted::Running, &paused) && met(&Wanted::Paused, &paused) && !met(&Wanted::Stopped, &paused));
        let hibernated = json!({ "vmid": 100, "status": "stopped", "lock": "suspended" });
        assert!(met(&Wanted::Stopped, &hibernated) && met(&Wanted::Hibernated, &hibernated));
    }

    #[test]
    fn a_reboot_shows_in_the_uptime() {
        let old = json!({ "vmid": 100, "status": "running", "uptime": 5000 });
        let new = json!({ "vmid": 100, "status": "running", "uptime": 3 });
        assert!(!met(&Wanted::RunningSince(60), &old) && met(&Wanted::RunningSince(60), &new));
    }

    #[test]
    fn a_guest_has_moved_when_it_is_there_and_no_longer_locked() {
        let node = "pve".parse().unwrap();
        assert!(met(&Wanted::On(node), &json!({ "vmid": 100, "status": "running" })));
        let node = "pve".parse().unwrap();
        assert!(!met(&Wanted::On(node), &json!({ "vmid": 100, "status": "running", "lock": "migrate" })));
        let other = "pve2".parse().unwrap();
        assert!(!met(&Wanted::On(other), &json!({ "vmid": 100, "status": "running" })));
    }
}
