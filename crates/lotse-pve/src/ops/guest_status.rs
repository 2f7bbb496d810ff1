//! Guests of one node (`/nodes/{node}/qemu`, `/nodes/{node}/lxc`) and one guest as it is this moment (`status/current`).
//!
//! `status/current` is live; `/cluster/resources` lags by up to ten seconds and more. Actions are read back here.

use lotse_model::{Bytes, Guest, GuestKind, NodeName, Use, Vmid};
use serde::Serialize;

use super::{
    figures,
    ha::{HaState, managed},
    row::{Malformed, Row},
    sight::Sight,
};
use crate::{ApiPath, Deadline, Params, Pve, api_path, pve::Answer};

/// Where a guest is and what it is: enough to call its part of the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct GuestPlace {
    /// The node it is on.
    pub node: NodeName,
    /// VM or container.
    pub kind: GuestKind,
    /// Its number.
    pub vmid: Vmid,
}

impl GuestPlace {
    /// The guest `vmid` of `kind` on `node`.
    #[must_use]
    pub const fn new(node: NodeName, kind: GuestKind, vmid: Vmid) -> Self {
        Self { node, kind, vmid }
    }

    /// `/nodes/{node}/qemu/{vmid}` or `/nodes/{node}/lxc/{vmid}`, to which more is added.
    pub(crate) fn path(&self) -> ApiPath {
        api_path!("/nodes/{}/{}/{}", self.node, self.kind.api(), self.vmid)
    }
}

impl From<&Guest> for GuestPlace {
    fn from(guest: &Guest) -> Self {
        Self::new(guest.node.clone(), guest.kind, guest.id.vmid)
    }
}

/// A guest as it is this moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuestStatus {
    /// What lists show of it too, by the same rules.
    pub guest: Guest,
    /// QEMU's own word for its state (`running`, `paused`, `prelaunch`, `shutdown`, `io-error`); VMs only.
    pub qemu_state: Option<String>,
    /// Its process on the node.
    pub pid: Option<u32>,
    /// Whether the guest agent is set up in a VM's configuration; says nothing about whether it answers.
    pub agent: bool,
    /// Memory of a VM as its balloon driver sees it from inside: used of what it has now. `None` when it does not report.
    pub memory_inside: Option<Use>,
    /// Memory that a VM takes from its node, overhead included (since 9).
    pub memory_host: Option<Bytes>,
    /// Swap of a container: used of what is assigned.
    pub swap: Option<Use>,
    /// The machine type that runs; VMs only.
    pub machine: Option<String>,
    /// The version of QEMU that runs.
    pub qemu_version: Option<String>,
    /// What HA does with it; `None` when HA does not manage it.
    pub ha: Option<HaState>,
}

impl GuestStatus {
    pub(crate) fn read(
        row: Row<'_>,
        cluster: &lotse_model::ClusterName,
        place: &GuestPlace,
    ) -> Result<Self, Malformed> {
        let guest = figures::guest(row, cluster, place.kind, place.node.clone())?;
        let ha = managed(row);
        Ok(Self {
            guest: Guest { ha: ha.as_ref().map(ToString::to_string), ..guest },
            qemu_state: row.word("qmpstatus"),
            pid: row.small("pid"),
            agent: row.is("agent"),
            memory_inside: row.object("ballooninfo").and_then(inside),
            memory_host: row.bytes("memhost"),
            swap: figures::used_of(row, "swap", "maxswap"),
            machine: row.word("running-machine"),
            qemu_version: row.word("running-qemu"),
            ha,
        })
    }

    /// Whether HA manages it: then its tasks end at once, and its state follows later.
    #[must_use]
    pub const fn is_managed(&self) -> bool {
        self.ha.is_some()
    }
}

/// What the balloon driver reports: total and free memory as the guest's kernel counts them.
fn inside(balloon: Row<'_>) -> Option<Use> {
    let total = balloon.bytes("total_mem").filter(|total| total.0 > 0)?;
    let free = balloon.bytes("free_mem")?;
    Some(Use::new(Bytes(total.0.saturating_sub(free.0)), total))
}

impl Pve {
    /// The guests of one kind on `node` (`GET /nodes/{node}/qemu` or `/lxc`), sorted. Those without `VM.Audit` are left out.
    pub async fn guests_of_node(&self, node: &NodeName, kind: GuestKind, deadline: Deadline) -> Answer<Vec<Guest>> {
        let path = api_path!("/nodes/{}/{}", node, kind.api());
        let read = |row: Row<'_>| figures::guest(row, self.cluster(), kind, node.clone());
        let mut seen = self.list(&path, &Params::new(), deadline, read).await?;
        seen.value.sort_by_key(|guest| guest.id.vmid);
        self.admit(&mut seen, &path, Some(node), &[Sight::Guests], deadline).await;
        Ok(seen)
    }

    /// A guest as it is this moment (`GET …/status/current`). Needs `VM.Audit` on it.
    pub async fn guest_status(&self, place: &GuestPlace, deadline: Deadline) -> Answer<GuestStatus> {
        let path = place.path().segment("status").segment("current");
        self.one(&path, &Params::new(), deadline, |row| {
            // Asked for by number, so an answer that leaves the number out is still this guest's.
            GuestStatus::read(row, self.cluster(), place)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, GuestKind, GuestState, Use, Vmid};
    use serde_json::{Value, json};

    use super::{GuestPlace, GuestStatus, Row};
    use crate::ops::ha::HaState;

    fn status(value: &Value) -> GuestStatus {
        let place = GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap());
        GuestStatus::read(Row::of(value).unwrap(), &"home".parse().unwrap(), &place).unwrap()
    }

    #[test]
    fn a_paused_vm_is_paused_although_it_is_called_running() {
        let paused =
            status(&json!({ "vmid": 100, "status": "running", "qmpstatus": "paused", "ha": { "managed": 0 } }));
        assert_eq!((paused.guest.state, paused.ha, paused.guest.ha), (GuestState::Paused, None, None));
    }

    #[test]
    fn memory_from_inside_is_total_less_free() {
        let seen = status(&json!({
            "vmid": 100, "status": "running", "mem": 50, "maxmem": 100, "memhost": "130",
            "ballooninfo": { "actual": 100, "total_mem": 90, "free_mem": "40" }, "ha": { "managed": "1", "state": "started" },
        }));
        assert_eq!(seen.memory_inside, Some(Use::new(Bytes(50), Bytes(90))));
        assert_eq!(seen.guest.memory, Some(Use::new(Bytes(50), Bytes(100))));
        assert_eq!((seen.memory_host, seen.ha), (Some(Bytes(130)), Some(HaState::Started)));
        let silent = status(&json!({ "vmid": 100, "ballooninfo": { "actual": 100, "max_mem": 100 } }));
        assert_eq!(silent.memory_inside, None);
    }
}
