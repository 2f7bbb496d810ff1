//! What a caller must hold to see the whole of an answer: one table.
//!
//! Proxmox has three ways of not showing something. It *refuses* (403, which is plain), it *leaves out* rows (200, and the
//! list is shorter or empty), or it *blanks* them (a node without its figures). The second and third look like "there is
//! none" unless one knows what the caller may see. This table knows it; [`Permissions`] says what the caller holds.
//!
//! Sources: the `permissions` of each method in the official API schemas of 8.4 and 9.1; for what those leave to code,
//! what a real 8.4 server answered to an auditor, to an operator of a pool and to a user without any ACL entry, and
//! `PVE::Storage::check_volume_access` of pve-storage 8.3 for volumes.

use std::borrow::Cow;

use lotse_model::{HiddenWhy, NodeName, StorageName, Vmid};

use super::{permissions::Permissions, version::Release};

/// What a caller who lacks the privilege gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// 403 with a text.
    Refused,
    /// 200 without the rows in question.
    LeftOut,
    /// 200 with rows that lack their figures.
    Blanked,
}

/// Something that can be looked at only with a privilege.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the call of its row in `Sight::need`")]
pub enum Sight {
    Guests,
    NodeFigures(NodeName),
    Storages,
    Pools,
    ClusterTasks,
    NodeTasks(NodeName),
    ReplicationJobs,
    ClusterStatus,
    ClusterOptions,
    HaState,
    BackupJobs,
    UncoveredGuests,
    Backups(StorageName),
    GuestVolumes(StorageName),
    Content(StorageName),
    NodeStatus(NodeName),
    Journal(NodeName),
    Disks(NodeName),
    DiskHealth(NodeName),
    DiskPools(NodeName),
    Ceph,
    Services(NodeName),
    Updates(NodeName),
    PackageVersions(NodeName),
    Time(NodeName),
    Guest(Vmid),
    GuestAgent(Vmid),
}

/// What is needed to see something: any one of `any_of` on `path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The call, with names in braces where they do not matter (`/nodes/{node}/syslog`).
    pub call: &'static str,
    /// The privileges any of which would do.
    pub any_of: &'static [&'static str],
    /// The ACL path on which it is needed.
    pub path: Cow<'static, str>,
    /// Whether it must hold on everything below that path too, since the list is of what lies below.
    pub below: bool,
    /// What one gets without it.
    pub without: Without,
}

const AUDIT: &[&str] = &["Sys.Audit"];
const STORE: &[&str] = &["Datastore.Audit", "Datastore.AllocateSpace"];
const GUEST: &[&str] = &["VM.Audit"];

impl Sight {
    /// What it needs on a server of version `release`; of the newest known one when that is not known.
    #[must_use]
    pub fn need(&self, release: Option<Release>) -> Need {
        use Without::{Blanked, LeftOut, Refused};
        let root = |call, any_of, without| need(call, any_of, "/", false, without);
        let node =
            |call, any_of, node: &NodeName, without| need(call, any_of, format!("/nodes/{node}"), false, without);
        let store =
            |call, any_of, name: &StorageName, without| need(call, any_of, format!("/storage/{name}"), false, without);
        match self {
            Self::Guests => need("/cluster/resources", GUEST, "/vms", true, LeftOut),
            Self::NodeFigures(name) => node("/cluster/resources", AUDIT, name, Blanked),
            Self::Storages => need("/cluster/resources", STORE, "/storage", true, LeftOut),
            Self::Pools => need("/pools", &["Pool.Audit"], "/pool", true, LeftOut),
            Self::ClusterTasks => root("/cluster/tasks", AUDIT, LeftOut),
            Self::NodeTasks(name) => node("/nodes/{node}/tasks", AUDIT, name, LeftOut),
            Self::ReplicationJobs => need("/cluster/replication", GUEST, "/vms", true, LeftOut),
            Self::ClusterStatus => root("/cluster/status", AUDIT, Refused),
            // Without Sys.Audit it answers with what anyone may know (registered tags, console), which is enough here.
            Self::ClusterOptions => root("/cluster/options", AUDIT, LeftOut),
            Self::HaState => root("/cluster/ha/status/current", AUDIT, Refused),
            Self::BackupJobs => root("/cluster/backup", AUDIT, Refused),
            Self::UncoveredGuests => root("/cluster/backup-info/not-backed-up", AUDIT, Refused),
            // The other way, `Datastore.AllocateSpace` here and `VM.Backup` on each guest, is tried by `is_open`.
            // That of guests' volumes is `Datastore.Audit` here and `VM.Config.Disk` on each guest.
            Self::Backups(name) | Self::GuestVolumes(name) => {
                store("/nodes/{node}/storage/{storage}/content", &["Datastore.Allocate"], name, LeftOut)
            }
            Self::Content(name) => store("/nodes/{node}/storage/{storage}/content", STORE, name, Refused),
            Self::NodeStatus(name) => node("/nodes/{node}/status", AUDIT, name, Refused),
            Self::Journal(name) => node("/nodes/{node}/syslog", &["Sys.Syslog"], name, Refused),
            Self::Disks(name) => node("/nodes/{node}/disks/list", AUDIT, name, Refused),
            Self::DiskHealth(_) => root("/nodes/{node}/disks/smart", AUDIT, Refused),
            Self::DiskPools(_) => root("/nodes/{node}/disks/zfs", AUDIT, Refused),
            Self::Ceph => root("/cluster/ceph/status", &["Sys.Audit", "Datastore.Audit"], Refused),
            Self::Services(name) => node("/nodes/{node}/services", AUDIT, name, Refused),
            // A right to change things; a role that may only look has none, and what is pending stays unknown.
            Self::Updates(name) => node("/nodes/{node}/apt/update", &["Sys.Modify"], name, Refused),
            Self::PackageVersions(name) => node("/nodes/{node}/apt/versions", AUDIT, name, Refused),
            Self::Time(name) => node("/nodes/{node}/time", AUDIT, name, Refused),
            Self::Guest(vmid) => {
                need("/nodes/{node}/qemu/{vmid}/config", GUEST, format!("/vms/{vmid}"), false, Refused)
            }
            Self::GuestAgent(vmid) => need(
                "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces",
                agent_privileges(release),
                format!("/vms/{vmid}"),
                false,
                Refused,
            ),
        }
    }

    /// The node it is about, when it is about one.
    #[must_use]
    pub const fn node(&self) -> Option<&NodeName> {
        match self {
            Self::NodeFigures(node)
            | Self::NodeTasks(node)
            | Self::NodeStatus(node)
            | Self::Journal(node)
            | Self::Disks(node)
            | Self::DiskHealth(node)
            | Self::DiskPools(node)
            | Self::Services(node)
            | Self::Updates(node)
            | Self::PackageVersions(node)
            | Self::Time(node) => Some(node),
            _ => None,
        }
    }

    /// Whether a caller with `permissions` sees all of it.
    #[must_use]
    pub fn is_open(&self, permissions: &Permissions, release: Option<Release>) -> bool {
        let need = self.need(release);
        let holds = |privilege: &&str| {
            if need.below {
                permissions.allows_below(&need.path, privilege)
            } else {
                permissions.allows(&need.path, privilege)
            }
        };
        let other_way = match self {
            Self::Backups(_) => {
                permissions.allows(&need.path, "Datastore.AllocateSpace")
                    && permissions.allows_below("/vms", "VM.Backup")
            }
            Self::GuestVolumes(_) => {
                permissions.allows(&need.path, "Datastore.Audit") && permissions.allows_below("/vms", "VM.Config.Disk")
            }
            // A privilege on the root is enough for a node's disks ("or" in the schema).
            Self::Disks(_) => permissions.allows("/", "Sys.Audit"),
            _ => false,
        };
        other_way || need.any_of.iter().any(holds)
    }

    /// Why it cannot be seen.
    #[must_use]
    pub fn why(&self, release: Option<Release>) -> HiddenWhy {
        let need = self.need(release);
        HiddenWhy::Privilege {
            needs: need.any_of.iter().map(|&privilege| privilege.to_owned()).collect(),
            path: need.path.into_owned(),
        }
    }
}

/// What reading a VM's addresses through its agent needs: until 8.x a privilege that also allows running programs in the
/// guest, since 9 one for reading alone.
fn agent_privileges(release: Option<Release>) -> &'static [&'static str] {
    match release {
        Some(Release { major: ..=8, .. }) => &["VM.Monitor"],
        _ => &["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"],
    }
}

fn need(
    call: &'static str,
    any_of: &'static [&'static str],
    path: impl Into<Cow<'static, str>>,
    below: bool,
    without: Without,
) -> Need {
    Need { call, any_of, path: path.into(), below, without }
}

#[cfg(test)]
mod tests {
    use lotse_model::{HiddenWhy, Vmid};
    use serde_json::json;

    use super::{Permissions, Release, Sight};

    fn permissions(value: &serde_json::Value) -> Permissions {
        Permissions::read(value).unwrap()
    }

    #[test]
    fn an_auditor_sees_everything_but_backups_volumes_and_updates() {
        let audit = json!({ "VM.Audit": 1, "Sys.Audit": 1, "Datastore.Audit": 1, "Pool.Audit": 1 });
        let auditor =
            permissions(&json!({ "/": audit, "/vms": audit, "/storage": audit, "/nodes": audit, "/pool": audit }));
        let node = "pve".parse().unwrap();
        let storage: lotse_model::StorageName = "local".parse().unwrap();
        for open in [Sight::Guests, Sight::Storages, Sight::ClusterTasks, Sight::HaState, Sight::NodeFigures(node)] {
            assert!(open.is_open(&auditor, None), "{open:?}");
        }
        for shut in [
            Sight::Backups(storage.clone()),
            Sight::GuestVolumes(storage),
            Sight::Updates("pve".parse().unwrap()),
            Sight::Journal("pve".parse().unwrap()),
        ] {
            assert!(!shut.is_open(&auditor, None), "{shut:?}");
        }
    }

    #[test]
    fn backups_are_seen_with_allocate_or_with_space_and_backup() {
        let sight = Sight::Backups("bak".parse().unwrap());
        assert!(sight.is_open(&permissions(&json!({ "/storage/bak": { "Datastore.Allocate": 0 } })), None));
        let space = json!({ "/storage": { "Datastore.AllocateSpace": 1 }, "/vms": { "VM.Backup": 1 } });
        assert!(sight.is_open(&permissions(&space), None));
        assert!(!sight.is_open(&permissions(&json!({ "/storage": { "Datastore.AllocateSpace": 1 } })), None));
    }

    #[test]
    fn the_agent_needs_another_privilege_since_9() {
        let sight = Sight::GuestAgent(Vmid::new(100).unwrap());
        let needs = |release| match sight.why(Release::read(release)) {
            HiddenWhy::Privilege { needs, path } => (needs.join("|"), path),
            other => panic!("{other:?}"),
        };
        assert_eq!(needs("8.4.21"), ("VM.Monitor".into(), "/vms/100".into()));
        assert_eq!(needs("9.1.2"), ("VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted".into(), "/vms/100".into()));
    }
}
