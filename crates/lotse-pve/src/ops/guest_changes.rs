//! Changes of a guest that are not about its power: copies, configuration, disks, snapshots, backups, its node, its end.

use std::{collections::BTreeMap, fmt, str::FromStr};

use lotse_model::{Bytes, GuestKind, NodeName, PoolName, Seconds, StorageName, Vmid};

use super::{backup_jobs::BackupMode, change::Change, guest_status::GuestPlace, property::Properties};
use crate::{Verb, api_path};

/// The name of a snapshot to be made: a letter, then letters, digits, `-` and `_`, 2 to 40 characters (format `pve-configid`),
/// and not `current` or `pending`, which the server reserves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotName(String);

/// A text that names no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid snapshot name: {0:?}")]
pub struct SnapshotNameError(pub String);

impl SnapshotName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SnapshotName {
    type Err = SnapshotNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = (2..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && !["current", "pending"].contains(&text);
        if valid { Ok(Self(text.to_owned())) } else { Err(SnapshotNameError(text.to_owned())) }
    }
}

impl fmt::Display for SnapshotName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How a guest is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneOptions {
    /// The number of the copy.
    pub new_id: Vmid,
    /// Its name (a container's host name).
    pub name: Option<String>,
    /// Its notes.
    pub description: Option<String>,
    /// Whether everything is copied. Otherwise a copy of a template shares what does not change; other guests are copied in
    /// full whatever is said here.
    pub full: bool,
    /// The storage of a full copy.
    pub storage: Option<StorageName>,
    /// The node of the copy; only where all storages are shared.
    pub target: Option<NodeName>,
    /// The pool of the copy.
    pub pool: Option<PoolName>,
    /// The snapshot to be copied.
    pub snapshot: Option<String>,
}

impl CloneOptions {
    /// A copy with the number `new_id` and nothing else said.
    #[must_use]
    pub const fn new(new_id: Vmid) -> Self {
        Self {
            new_id,
            name: None,
            description: None,
            full: false,
            storage: None,
            target: None,
            pool: None,
            snapshot: None,
        }
    }
}

/// What changes in a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigChange {
    /// Keys with their new value, in the form of the configuration.
    pub set: BTreeMap<String, String>,
    /// Keys that go.
    pub delete: Vec<String>,
    /// The digest of the configuration that was looked at: refuses the change when it is another one by now.
    pub digest: Option<String>,
}

/// How large a disk becomes. It can only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSize {
    /// By so much.
    Grow(Bytes),
    /// To so much.
    To(Bytes),
}

impl fmt::Display for NewSize {
    /// The form of the schema: `+10G`, `32G`, in the largest unit that divides it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, bytes) = match self {
            Self::Grow(bytes) => ("+", bytes.0),
            Self::To(bytes) => ("", bytes.0),
        };
        let unit = [(40, "T"), (30, "G"), (20, "M"), (10, "K")];
        let fits = unit.into_iter().find(|(shift, _)| bytes > 0 && bytes.trailing_zeros() >= *shift);
        match fits {
            Some((shift, unit)) => write!(f, "{sign}{}{unit}", bytes >> shift),
            None => write!(f, "{sign}{bytes}"),
        }
    }
}

/// How a backup is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupOptions {
    /// Where it goes.
    pub storage: StorageName,
    /// How the running guest is treated.
    pub mode: BackupMode,
    /// How it is compressed (`zstd`, `gzip`, `lzo`, `0` for not); the server's setting where none is said.
    pub compress: Option<String>,
    /// Notes on it. Variables such as `{{guestname}}` are filled in by the server.
    pub notes: Option<String>,
    /// Whether it is protected from removal.
    pub protected: bool,
    /// Whether older backups of the guest are removed by the storage's retention afterwards. The server's default is yes,
    /// which nobody expects of an extra backup; here it is always said.
    pub prune_older: bool,
    /// How many are kept when older ones are removed, in place of the storage's setting.
    pub keep: Option<Properties>,
}

/// How a guest moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrateOptions {
    /// To which node.
    pub target: NodeName,
    /// Whether it runs: a VM then keeps running (live), a container is stopped and started again.
    pub running: bool,
    /// Whether local disks of a running VM are copied.
    pub with_local_disks: bool,
    /// The storage on the other node; the same name where none is said.
    pub target_storage: Option<StorageName>,
    /// How long a container's shutdown may take.
    pub patience: Option<Seconds>,
}

impl Change {
    /// Copies a guest (`POST …/clone`). Its task runs on the guest's node, under the guest's number.
    #[must_use]
    pub fn clone_guest(place: &GuestPlace, options: &CloneOptions) -> Self {
        let is_vm = place.kind == GuestKind::Vm;
        Self::of_guest(Verb::Post, place, &["clone"], if is_vm { &["qmclone"] } else { &["vzclone"] })
            .with("newid", &options.new_id)
            .with_some(if is_vm { "name" } else { "hostname" }, options.name.as_ref())
            .with_some("description", options.description.as_ref())
            .with_flag("full", options.full)
            .with_some("storage", options.storage.as_ref())
            .with_some("target", options.target.as_ref())
            .with_some("pool", options.pool.as_ref())
            .with_some("snapname", options.snapshot.as_ref())
    }

    /// Changes a guest's configuration (`PUT …/config`). It is over when it is answered; a running guest may take some of it
    /// over only at its next start ([`Pve::pending`](crate::Pve::pending)).
    #[must_use]
    pub fn configure(place: &GuestPlace, change: &ConfigChange) -> Self {
        let base = Self::of_guest(Verb::Put, place, &["config"], &[]);
        let set = change.set.iter().fold(base, |so_far, (key, value)| so_far.with_key(key.clone(), value.clone()));
        let delete = (!change.delete.is_empty()).then(|| change.delete.join(","));
        set.with_some("delete", delete).with_some("digest", change.digest.as_ref())
    }

    /// Lets a disk grow (`PUT …/resize`).
    #[must_use]
    pub fn resize(place: &GuestPlace, disk: &str, size: NewSize, digest: Option<&str>) -> Self {
        Self::of_guest(Verb::Put, place, &["resize"], &["resize"])
            .with("disk", &disk)
            .with("size", &size)
            .with_some("digest", digest)
    }

    /// Destroys a guest with its disks (`DELETE …`). It must be stopped.
    #[must_use]
    pub fn destroy(place: &GuestPlace, from_jobs: bool, unreferenced_disks: bool) -> Self {
        let tasks: &[&str] = if place.kind == GuestKind::Vm { &["qmdestroy"] } else { &["vzdestroy"] };
        // Off is said too: the default has been on and off over the versions.
        Self::of_guest(Verb::Delete, place, &[], tasks)
            .with_flag("purge", from_jobs)
            .with("destroy-unreferenced-disks", &u8::from(unreferenced_disks))
    }

    /// Takes a snapshot (`POST …/snapshot`), with the memory of a running VM when `memory` is set.
    #[must_use]
    pub fn snapshot(place: &GuestPlace, name: &SnapshotName, description: Option<&str>, memory: bool) -> Self {
        let is_vm = place.kind == GuestKind::Vm;
        Self::of_guest(Verb::Post, place, &["snapshot"], if is_vm { &["qmsnapshot"] } else { &["vzsnapshot"] })
            .with("snapname", name)
            .with_some("description", description)
            .with_flag("vmstate", memory && is_vm)
    }

    /// Goes back to a snapshot (`POST …/snapshot/{name}/rollback`). A guest that runs is stopped by one without memory, and
    /// started again when `start` is set.
    #[must_use]
    pub fn rollback(place: &GuestPlace, snapshot: &str, start: bool) -> Self {
        let is_vm = place.kind == GuestKind::Vm;
        let tasks: &[&str] = if is_vm { &["qmrollback"] } else { &["vzrollback"] };
        Self::of_guest(Verb::Post, place, &["snapshot", snapshot, "rollback"], tasks).with_flag("start", start)
    }

    /// Removes a snapshot (`DELETE …/snapshot/{name}`).
    #[must_use]
    pub fn remove_snapshot(place: &GuestPlace, snapshot: &str) -> Self {
        let is_vm = place.kind == GuestKind::Vm;
        let tasks: &[&str] = if is_vm { &["qmdelsnapshot"] } else { &["vzdelsnapshot"] };
        Self::of_guest(Verb::Delete, place, &["snapshot", snapshot], tasks)
    }

    /// Backs a guest up (`POST /nodes/{node}/vzdump`).
    #[must_use]
    pub fn backup(place: &GuestPlace, options: &BackupOptions) -> Self {
        let path = api_path!("/nodes/{}/vzdump", place.node);
        Self::of_node(Verb::Post, path, &place.node, &["vzdump"], place.vmid.to_string())
            .with("vmid", &place.vmid)
            .with("storage", &options.storage)
            .with("mode", &options.mode)
            .with("remove", &u8::from(options.prune_older))
            .with_some("compress", options.compress.as_ref())
            .with_some("notes-template", options.notes.as_deref().map(escaped_notes))
            .with_flag("protected", options.protected)
            .with_some("prune-backups", options.keep.as_ref().filter(|_| options.prune_older))
    }

    /// Moves a guest to another node (`POST …/migrate`).
    #[must_use]
    pub fn migrate(place: &GuestPlace, options: &MigrateOptions) -> Self {
        match place.kind {
            GuestKind::Vm => Self::of_guest(Verb::Post, place, &["migrate"], &["qmigrate", "hamigrate"])
                .with("target", &options.target)
                .with_flag("online", options.running)
                .with_flag("with-local-disks", options.with_local_disks)
                .with_some("targetstorage", options.target_storage.as_ref()),
            GuestKind::Container => Self::of_guest(Verb::Post, place, &["migrate"], &["vzmigrate", "hamigrate"])
                .with("target", &options.target)
                .with_flag("restart", options.running)
                .with_some("timeout", options.patience.filter(|_| options.running).map(|patience| patience.0))
                .with_some("target-storage", options.target_storage.as_ref()),
        }
    }

    /// Breaks a task off (`DELETE /nodes/{node}/tasks/{upid}`). It ends with `received interrupt`.
    #[must_use]
    pub fn stop_task(upid: &lotse_model::Upid) -> Self {
        let path = api_path!("/nodes/{}/tasks/{}", upid.node, upid);
        Self::of_node(Verb::Delete, path, &upid.node, &[], String::new())
    }
}

/// Notes are one line on the way: line breaks are written `\n`, and a backslash `\\` (schema of `notes-template`).
fn escaped_notes(notes: &str) -> String {
    notes.replace('\\', "\\\\").replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, GuestKind, Vmid};

    use super::{
        BackupMode, BackupOptions, Change, CloneOptions, ConfigChange, GuestPlace, MigrateOptions, NewSize,
        SnapshotName,
    };

    fn vm() -> GuestPlace {
        GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap())
    }

    fn container() -> GuestPlace {
        GuestPlace::new("pve".parse().unwrap(), GuestKind::Container, Vmid::new(200).unwrap())
    }

    #[test]
    fn a_snapshot_name_keeps_to_the_servers_rule() {
        for good in ["ab", "before-update", "A_1", &"x".repeat(40)] {
            assert!(good.parse::<SnapshotName>().is_ok(), "{good}");
        }
        for bad in ["", "a", "1st", "-x", "a b", "a.b", "current", "pending", "ä1", &"x".repeat(41), "a/../b"] {
            assert!(bad.parse::<SnapshotName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes_are_written_in_the_largest_unit_that_divides_them() {
        assert_eq!(NewSize::Grow(Bytes::from_gib(10)).to_string(), "+10G");
        assert_eq!(NewSize::To(Bytes::from_gib(2048)).to_string(), "2T");
        assert_eq!(NewSize::To(Bytes(528 << 10)).to_string(), "528K");
        assert_eq!(NewSize::Grow(Bytes(1_000_001)).to_string(), "+1000001");
        assert_eq!(NewSize::Grow(Bytes(0)).to_string(), "+0");
    }

    #[test]
    fn an_extra_backup_says_that_it_prunes_nothing() {
        let options = BackupOptions {
            storage: "backup".parse().unwrap(),
            mode: BackupMode::Snapshot,
            compress: Some("zstd".into()),
            notes: Some("before\nthe \\ update".into()),
            protected: true,
            prune_older: false,
            keep: None,
        };
        assert_eq!(
            Change::backup(&vm(), &options).to_string(),
            "POST /nodes/pve/vzdump vmid=100 storage=backup mode=snapshot remove=0 compress=zstd \
             notes-template=before\\nthe \\\\ update protected=1"
        );
    }

    #[test]
    fn a_guest_of_each_kind_is_copied_and_moved_in_its_own_words() {
        let mut copy = CloneOptions::new(Vmid::new(555).unwrap());
        copy.name = Some("copy".into());
        copy.full = true;
        assert_eq!(
            Change::clone_guest(&vm(), &copy).to_string(),
            "POST /nodes/pve/qemu/100/clone newid=555 name=copy full=1"
        );
        assert_eq!(
            Change::clone_guest(&container(), &copy).to_string(),
            "POST /nodes/pve/lxc/200/clone newid=555 hostname=copy full=1"
        );
        let to = MigrateOptions {
            target: "pve2".parse().unwrap(),
            running: true,
            with_local_disks: true,
            target_storage: None,
            patience: None,
        };
        assert_eq!(
            Change::migrate(&vm(), &to).to_string(),
            "POST /nodes/pve/qemu/100/migrate target=pve2 online=1 with-local-disks=1"
        );
        assert_eq!(
            Change::migrate(&container(), &to).to_string(),
            "POST /nodes/pve/lxc/200/migrate target=pve2 restart=1"
        );
    }

    #[test]
    fn a_configuration_changes_only_what_is_named() {
        let change = ConfigChange {
            set: [("memory".to_owned(), "2048".to_owned()), ("cores".to_owned(), "2".to_owned())].into(),
            delete: vec!["lock".into(), "tags".into()],
            digest: Some("0f".into()),
        };
        let change = Change::configure(&vm(), &change);
        assert_eq!(change.to_string(), "PUT /nodes/pve/qemu/100/config cores=2 memory=2048 delete=lock,tags digest=0f");
        assert!(change.tasks().is_empty(), "it is over when it is answered");
    }

    #[test]
    fn a_password_is_sent_and_never_shown() {
        let set = [("cipassword".to_owned(), "hunter2".to_owned())].into();
        let change = Change::configure(&vm(), &ConfigChange { set, ..ConfigChange::default() });
        assert!(!format!("{change} {change:?}").contains("hunter2"));
        assert_eq!(change.params()[0].1, "hunter2");
    }

    #[test]
    fn a_snapshot_with_memory_is_for_vms_only() {
        let name: SnapshotName = "before".parse().unwrap();
        assert!(Change::snapshot(&vm(), &name, None, true).to_string().ends_with("snapname=before vmstate=1"));
        assert!(
            Change::snapshot(&container(), &name, Some("x"), true)
                .to_string()
                .ends_with("snapname=before description=x")
        );
        assert_eq!(
            Change::rollback(&vm(), "s1", true).to_string(),
            "POST /nodes/pve/qemu/100/snapshot/s1/rollback start=1"
        );
        assert_eq!(Change::remove_snapshot(&vm(), "s1").to_string(), "DELETE /nodes/pve/qemu/100/snapshot/s1");
        assert_eq!(
            Change::destroy(&vm(), true, false).to_string(),
            "DELETE /nodes/pve/qemu/100 purge=1 destroy-unreferenced-disks=0"
        );
    }
}
