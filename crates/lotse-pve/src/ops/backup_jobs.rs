//! Backup jobs (`/cluster/backup`) and guests in none of them (`/cluster/backup-info/not-backed-up`).

use lotse_model::{GuestKind, NodeName, PoolName, StorageName, Timestamp, Vmid};
use serde::Serialize;

use super::{
    cluster::properties,
    property::Properties,
    row::{Malformed, Row},
    words::words,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// How a backup treats a running guest.
    BackupMode {
        /// It keeps running.
        Snapshot = "snapshot",
        /// It stands still for a moment.
        Suspend = "suspend",
        /// It is shut down and started again.
        Stop = "stop",
    }
}

/// Which guests a job backs up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackupSelection {
    /// All but these.
    All {
        /// Those left out, sorted.
        except: Vec<Vmid>,
    },
    /// These, sorted.
    Guests(Vec<Vmid>),
    /// Those of a pool, but these.
    Pool {
        /// The pool.
        pool: PoolName,
        /// Those left out, sorted.
        except: Vec<Vmid>,
    },
    /// None: the job says nothing about guests.
    Nothing,
}

/// A backup job.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BackupJob {
    /// Its id.
    pub id: String,
    /// Whether it runs at all; it does unless it was switched off.
    pub enabled: bool,
    /// When it runs, as a calendar event.
    pub schedule: Option<String>,
    /// When it runs next.
    pub next_run: Option<Timestamp>,
    /// Where the backups go; `None` for the default storage or a folder.
    pub storage: Option<StorageName>,
    /// How it treats running guests.
    pub mode: BackupMode,
    /// Which guests.
    pub selection: BackupSelection,
    /// The only node whose guests it backs up.
    pub node: Option<NodeName>,
    /// How many backups it keeps (`keep-last=3,keep-daily=7`), where it says so; else the storage does.
    pub keep: Option<Properties>,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl BackupJob {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let numbers = |key: &str| -> Vec<Vmid> {
            let mut numbers: Vec<_> = row.words(key).iter().filter_map(|text| text.parse().ok()).collect();
            numbers.sort_unstable();
            numbers
        };
        let selection = match (row.is("all"), row.name("pool"), row.word("vmid")) {
            (true, _, _) => BackupSelection::All { except: numbers("exclude") },
            (false, Some(pool), _) => BackupSelection::Pool { pool, except: numbers("exclude") },
            (false, None, Some(_)) => BackupSelection::Guests(numbers("vmid")),
            (false, None, None) => BackupSelection::Nothing,
        };
        // Jobs of before 7.1 have days of the week and a time instead of a calendar event.
        let old = || match (row.word("dow"), row.word("starttime")) {
            (Some(days), Some(time)) => Some(format!("{days} {time}")),
            (None, time) => time,
            (days, None) => days,
        };
        Ok(Self {
            id: row.need_text("id")?,
            enabled: row.flag("enabled").unwrap_or(true),
            schedule: row.word("schedule").or_else(old),
            next_run: row.time("next-run"),
            storage: row.name("storage"),
            mode: BackupMode::read(row.word("mode").as_deref().unwrap_or("snapshot")),
            selection,
            node: row.name("node"),
            keep: properties(row, "prune-backups").map(Properties::sorted),
            comment: row.word("comment"),
        })
    }

    /// Whether it backs up `vmid`, which is on `node` and in `pool`, when it runs.
    #[must_use]
    pub fn covers(&self, vmid: Vmid, node: &NodeName, pool: Option<&PoolName>) -> bool {
        let here = self.node.as_ref().is_none_or(|only| only == node);
        self.enabled
            && here
            && match &self.selection {
                BackupSelection::All { except } => !except.contains(&vmid),
                BackupSelection::Guests(guests) => guests.contains(&vmid),
                BackupSelection::Pool { pool: of, except } => {
                    // A pool holds those of the pools within it.
                    let within = |pool: &PoolName| {
                        pool == of || pool.as_str().strip_prefix(of.as_str()).is_some_and(|rest| rest.starts_with('/'))
                    };
                    pool.is_some_and(within) && !except.contains(&vmid)
                }
                BackupSelection::Nothing => false,
            }
    }
}

/// A guest that no backup job covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UncoveredGuest {
    /// Its number.
    pub vmid: Vmid,
    /// VM or container.
    pub kind: Option<GuestKind>,
    /// Its name.
    pub name: Option<String>,
}

impl UncoveredGuest {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self { vmid: row.need("vmid")?, kind: kind(row), name: row.word("name") })
    }
}

/// The kind of guest under `type`.
pub(crate) fn kind(row: Row<'_>) -> Option<GuestKind> {
    match row.word("type")?.as_str() {
        "qemu" => Some(GuestKind::Vm),
        "lxc" => Some(GuestKind::Container),
        _ => None,
    }
}

impl Pve {
    /// The backup jobs (`GET /cluster/backup`). Needs `Sys.Audit` on `/`.
    pub async fn backup_jobs(&self, deadline: Deadline) -> Answer<Vec<BackupJob>> {
        let mut seen = self.list(&api_path!("/cluster/backup"), &Params::new(), deadline, BackupJob::read).await?;
        seen.value.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(seen)
    }

    /// When a calendar event comes next (`GET /cluster/jobs/schedule-analyze`), `times` times, by the cluster's own rule and
    /// zone. Refused when the text is no calendar event.
    pub async fn next_runs(&self, schedule: &str, times: u32, deadline: Deadline) -> Answer<Vec<Timestamp>> {
        let path = api_path!("/cluster/jobs/schedule-analyze");
        let params = vec![("schedule".into(), schedule.to_owned()), ("iterations".into(), times.to_string())];
        let read = |row: Row<'_>| row.time("timestamp").ok_or_else(|| Malformed::at("timestamp", row.get("timestamp")));
        self.list(&path, &params, deadline, read).await
    }

    /// The guests that no job covers (`GET /cluster/backup-info/not-backed-up`). Needs `Sys.Audit` on `/`. The server counts
    /// a job that is switched off as covering.
    pub async fn uncovered_guests(&self, deadline: Deadline) -> Answer<Vec<UncoveredGuest>> {
        let path = api_path!("/cluster/backup-info/not-backed-up");
        let mut seen = self.list(&path, &Params::new(), deadline, UncoveredGuest::read).await?;
        seen.value.sort_by_key(|guest| guest.vmid);
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Vmid;
    use serde_json::{Value, json};

    use super::{BackupJob, BackupMode, BackupSelection, Row};

    fn job(value: &Value) -> BackupJob {
        BackupJob::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn the_jobs_of_a_real_server_say_what_they_cover() {
        let nightly = job(&json!({
            "storage": "backup", "comment": "nightly", "mode": "snapshot", "next-run": 1_795_401_000, "id": "job-nightly",
            "vmid": "101,100", "enabled": 1, "prune-backups": { "keep-last": "2" }, "schedule": "02:30", "type": "vzdump",
        }));
        let vmid = |number| Vmid::new(number).unwrap();
        let node = "pve".parse().unwrap();
        assert_eq!(nightly.selection, BackupSelection::Guests(vec![vmid(100), vmid(101)]));
        assert_eq!(nightly.keep.as_ref().unwrap().parse::<u32>("keep-last"), Some(2));
        assert!(nightly.covers(vmid(100), &node, None) && !nightly.covers(vmid(102), &node, None));

        let kept = |keep: &str| job(&json!({ "id": "x", "all": 1, "prune-backups": keep })).keep;
        assert_eq!(kept("keep-weekly=4,keep-daily=7"), kept("keep-daily=7,keep-weekly=4"), "the order means nothing");

        let all = job(&json!({ "id": "x", "all": "1", "exclude": "104", "node": "pve2" }));
        assert_eq!((all.enabled, &all.mode), (true, &BackupMode::Snapshot));
        assert!(!all.covers(vmid(100), &node, None), "only on pve2");
        assert!(all.covers(vmid(100), &"pve2".parse().unwrap(), None));
        assert!(!all.covers(vmid(104), &"pve2".parse().unwrap(), None));
    }

    #[test]
    fn a_pool_covers_the_pools_within_and_a_job_that_is_off_covers_nothing() {
        let pool = job(&json!({ "id": "p", "pool": "prod", "mode": "hover" }));
        let (vmid, node) = (Vmid::new(100).unwrap(), "pve".parse().unwrap());
        let named = |name: &str| Some(name.parse().unwrap());
        assert!(pool.covers(vmid, &node, named("prod").as_ref()));
        assert!(pool.covers(vmid, &node, named("prod/db").as_ref()));
        assert!(!pool.covers(vmid, &node, named("production").as_ref()));
        assert!(!pool.covers(vmid, &node, None));
        let off = job(&json!({ "id": "p", "all": 1, "enabled": 0 }));
        assert!(!off.covers(vmid, &node, None));
        assert_eq!(pool.mode, BackupMode::Other("hover".into()));
    }
}
