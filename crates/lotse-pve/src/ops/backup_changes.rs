//! Changes of backups and backup jobs: bringing a guest back, protecting and removing archives, the jobs themselves.

use std::collections::BTreeMap;

use lotse_model::{GuestKind, NodeName, PoolName, StorageName, Vmid};

use super::{backup_jobs::BackupMode, change::Change, guest_status::GuestPlace};
use crate::{ApiPath, Verb, api_path};

/// How a guest is brought back from a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreOptions {
    /// The backup (a volume id).
    pub archive: String,
    /// Where its disks go; where they were, when not said.
    pub storage: Option<StorageName>,
    /// The pool of a new guest.
    pub pool: Option<PoolName>,
    /// Whether the guest that has the number now is replaced. It must be stopped, and everything since the backup is lost.
    pub over: bool,
    /// Whether it gets new network addresses (MAC): for a second guest beside the first.
    pub unique: bool,
}

/// What a backup job says; what is `None` is not sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobChange {
    /// When it runs, a calendar event.
    pub schedule: Option<String>,
    /// Where the backups go.
    pub storage: Option<StorageName>,
    /// How running guests are treated.
    pub mode: Option<BackupMode>,
    /// Which guests.
    pub guests: Option<JobGuests>,
    /// How many are kept (`keep-last=3`).
    pub keep: Option<String>,
    /// The operator's comment.
    pub comment: Option<String>,
    /// Whether it runs by its schedule.
    pub enabled: Option<bool>,
}

/// Which guests a job is to back up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobGuests {
    /// All.
    All,
    /// Those of a pool.
    Pool(PoolName),
    /// These.
    Guests(Vec<Vmid>),
}

impl JobGuests {
    /// The keys that say it, and those that would contradict it.
    fn keys(&self) -> (&'static str, String, &'static str) {
        match self {
            Self::All => ("all", "1".to_owned(), "vmid,pool"),
            Self::Pool(pool) => ("pool", pool.to_string(), "vmid,all,exclude"),
            Self::Guests(guests) => ("vmid", list(guests), "pool,all,exclude"),
        }
    }
}

impl JobChange {
    fn on(&self, change: Change) -> Change {
        change
            .with_some("schedule", self.schedule.as_ref())
            .with_some("storage", self.storage.as_ref())
            .with_some("mode", self.mode.as_ref())
            .with_some("prune-backups", self.keep.as_ref())
            .with_some("comment", self.comment.as_ref())
            .with_some("enabled", self.enabled.map(u8::from))
    }
}

fn list(guests: &[Vmid]) -> String {
    guests.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn volume_path(node: &NodeName, storage: &StorageName, volume: &str) -> ApiPath {
    api_path!("/nodes/{}/storage/{}/content", node, storage).volume(volume)
}

impl Change {
    /// Brings a guest back from a backup (`POST /nodes/{node}/qemu` with `archive`, `/lxc` with `restore`). `place` says its
    /// node, kind and number, whether it is there or not.
    #[must_use]
    pub fn restore(place: &GuestPlace, options: &RestoreOptions) -> Self {
        let path = api_path!("/nodes/{}/{}", place.node, place.kind.api());
        let is_vm = place.kind == GuestKind::Vm;
        let tasks: &[&str] = if is_vm { &["qmrestore"] } else { &["vzrestore"] };
        let change =
            Self::of_node(Verb::Post, path, &place.node, tasks, place.vmid.to_string()).with("vmid", &place.vmid);
        let change = if is_vm {
            change.with("archive", &options.archive)
        } else {
            change.with("ostemplate", &options.archive).with_flag("restore", true)
        };
        change
            .with_some("storage", options.storage.as_ref())
            .with_some("pool", options.pool.as_ref())
            .with_flag("force", options.over)
            .with_flag("unique", options.unique)
    }

    /// Protects a backup from removal, or no longer (`PUT /nodes/{node}/storage/{storage}/content/{volume}`). It is over when
    /// it is answered.
    #[must_use]
    pub fn protect_backup(node: &NodeName, storage: &StorageName, volume: &str, on: bool) -> Self {
        Self::of_node(Verb::Put, volume_path(node, storage, volume), node, &[], String::new())
            .with("protected", &u8::from(on))
    }

    /// Removes a backup of `guest` (`DELETE` of the same path). The task of a volume that is gone already ends well.
    #[must_use]
    pub fn remove_backup(node: &NodeName, storage: &StorageName, volume: &str, guest: Option<Vmid>) -> Self {
        let id = guest.map_or_else(|| storage.to_string(), |vmid| format!("{vmid}@{storage}"));
        Self::of_node(Verb::Delete, volume_path(node, storage, volume), node, &["imgdel"], id)
    }

    /// Backs several guests of one node up, as a job does (`POST /nodes/{node}/vzdump`). Older backups stay unless
    /// `prune_older`.
    #[must_use]
    pub fn backup_guests(
        node: &NodeName,
        guests: &[Vmid],
        storage: Option<&StorageName>,
        mode: &BackupMode,
        prune_older: bool,
    ) -> Self {
        // A task of several guests has no id (`vzdump` of pve-manager).
        let id = match guests {
            [only] => only.to_string(),
            _ => String::new(),
        };
        Self::of_node(Verb::Post, api_path!("/nodes/{}/vzdump", node), node, &["vzdump"], id)
            .with("vmid", &list(guests))
            .with_some("storage", storage)
            .with("mode", mode)
            .with("remove", &u8::from(prune_older))
    }

    /// Makes a backup job (`POST /cluster/backup`) with this id. `node` is any node that is up.
    #[must_use]
    pub fn create_backup_job(node: &NodeName, id: &str, job: &JobChange) -> Self {
        let change = Self::of_node(Verb::Post, api_path!("/cluster/backup"), node, &[], String::new()).with("id", &id);
        let change = job.on(change);
        match &job.guests {
            Some(guests) => {
                let (key, value, _) = guests.keys();
                change.with(key, &value)
            }
            None => change,
        }
    }

    /// Changes a backup job (`PUT /cluster/backup/{id}`); what is not said stays.
    #[must_use]
    pub fn edit_backup_job(node: &NodeName, id: &str, job: &JobChange) -> Self {
        let change = job.on(Self::of_node(Verb::Put, api_path!("/cluster/backup/{}", id), node, &[], String::new()));
        match &job.guests {
            Some(guests) => {
                let (key, value, others) = guests.keys();
                change.with(key, &value).with("delete", &others)
            }
            None => change,
        }
    }

    /// Removes a backup job (`DELETE /cluster/backup/{id}`). The backups stay.
    #[must_use]
    pub fn remove_backup_job(node: &NodeName, id: &str) -> Self {
        Self::of_node(Verb::Delete, api_path!("/cluster/backup/{}", id), node, &[], String::new())
    }
}

/// Words of a retention setting as the schema has them (`prune-backups`): `keep-last=3,keep-daily=7`; with a bare number
/// meaning `keep-last`. `None` when a part is no such word.
#[must_use]
pub fn retention(text: &str) -> Option<String> {
    let text = text.trim();
    if text.parse::<u32>().is_ok_and(|number| number > 0) {
        return Some(format!("keep-last={text}"));
    }
    let mut parts = BTreeMap::new();
    for part in text.split(',').map(str::trim) {
        let (key, value) = part.split_once('=')?;
        let number: u32 = value.parse().ok()?;
        let known = ["keep-last", "keep-hourly", "keep-daily", "keep-weekly", "keep-monthly", "keep-yearly"]
            .contains(&key)
            || (key == "keep-all" && number <= 1);
        if !known || parts.insert(key, number).is_some() {
            return None;
        }
    }
    let excluded = parts.len() > 1 && parts.contains_key("keep-all");
    (!excluded).then(|| parts.iter().map(|(key, number)| format!("{key}={number}")).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Vmid};

    use super::{BackupMode, Change, GuestPlace, JobChange, JobGuests, RestoreOptions, retention};

    fn vmid(number: u32) -> Vmid {
        Vmid::new(number).unwrap()
    }

    #[test]
    fn a_guest_of_each_kind_is_brought_back_in_its_own_words() {
        let mut options = RestoreOptions {
            archive: "backup:backup/vzdump-qemu-100-x.vma.zst".into(),
            storage: None,
            pool: None,
            over: true,
            unique: false,
        };
        let vm = GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, vmid(100));
        assert_eq!(
            Change::restore(&vm, &options).to_string(),
            "POST /nodes/pve/qemu vmid=100 archive=backup:backup/vzdump-qemu-100-x.vma.zst force=1"
        );
        (options.over, options.unique, options.storage) = (false, true, Some("fast".parse().unwrap()));
        let container = GuestPlace::new("pve".parse().unwrap(), GuestKind::Container, vmid(301));
        assert_eq!(
            Change::restore(&container, &options).to_string(),
            "POST /nodes/pve/lxc vmid=301 ostemplate=backup:backup/vzdump-qemu-100-x.vma.zst restore=1 storage=fast unique=1"
        );
    }

    #[test]
    fn a_volume_stays_one_segment_of_the_path() {
        let (node, storage) = ("pve".parse().unwrap(), "backup".parse().unwrap());
        let change = Change::protect_backup(&node, &storage, "backup:backup/a.zst", true);
        assert_eq!(
            change.path().encoded(),
            "/nodes/pve/storage/backup/content/backup:backup%2Fa.zst",
            "a slash would name another call"
        );
        assert_eq!(change.params()[0], ("protected".into(), "1".to_owned()));
        let removal = Change::remove_backup(&node, &storage, "backup:backup/a.zst", Some(vmid(100)));
        assert_eq!((removal.tasks(), removal.task_id()), (["imgdel"].as_slice(), "100@backup"));
    }

    #[test]
    fn a_job_that_gets_other_guests_loses_those_it_had() {
        let (node, mut job) = ("pve".parse().unwrap(), JobChange::default());
        job.guests = Some(JobGuests::Guests(vec![vmid(100), vmid(101)]));
        assert_eq!(
            Change::edit_backup_job(&node, "nightly", &job).to_string(),
            "PUT /cluster/backup/nightly vmid=100,101 delete=pool,all,exclude"
        );
        (job.guests, job.enabled) = (Some(JobGuests::All), Some(false));
        assert_eq!(
            Change::create_backup_job(&node, "nightly", &job).to_string(),
            "POST /cluster/backup id=nightly enabled=0 all=1"
        );
    }

    #[test]
    fn a_run_of_a_job_prunes_nothing_unless_it_is_told_to() {
        let node = "pve".parse().unwrap();
        let change = Change::backup_guests(&node, &[vmid(100), vmid(101)], None, &BackupMode::Snapshot, false);
        assert_eq!(change.to_string(), "POST /nodes/pve/vzdump vmid=100,101 mode=snapshot remove=0");
        assert_eq!(change.task_id(), "", "of several guests the task has no id");
    }

    #[test]
    fn retention_is_taken_in_the_words_of_the_schema_only() {
        assert_eq!(retention("3").as_deref(), Some("keep-last=3"));
        assert_eq!(retention("keep-weekly=4, keep-last=2").as_deref(), Some("keep-last=2,keep-weekly=4"));
        for bad in ["", "0", "keep=3", "keep-last", "keep-all=1,keep-last=2", "keep-last=x"] {
            assert_eq!(retention(bad), None, "{bad}");
        }
    }
}
