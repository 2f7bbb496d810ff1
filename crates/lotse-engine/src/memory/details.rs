//! Which snapshots and backups guests have, and which backup jobs there are, as far as somebody looked.

use std::{collections::BTreeMap, sync::Arc};

use lotse_model::{GuestKind, Timestamp, Vmid};
use lotse_pve::ops::{backup_jobs::BackupJob, content::Volume, snapshots::Snapshots};
use serde::{Deserialize, Serialize};

use crate::{
    inventory::{Resources, Snapshot},
    topics::{Key, Topics},
};

/// So many of a guest are remembered, the newest.
const MOST: usize = 50;

/// Something with a name, and what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What can be typed: a snapshot's name, a volume id, a job's id.
    pub name: String,
    /// When it was made, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What somebody wrote about it, or when it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// What is known of a cluster beside its list. What is not in it was not looked at: nobody says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    snapshots: BTreeMap<Vmid, Vec<Named>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    backups: BTreeMap<Vmid, Vec<Named>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jobs: Option<Vec<Named>>,
}

/// What is remembered of one cluster.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// Its list as it was, with the time of that.
    pub snapshot: Arc<Snapshot>,
    /// What is known beside it.
    pub details: Details,
}

impl Details {
    /// What the kept answers of a cluster tell.
    pub(crate) fn of(topics: &Topics) -> Self {
        let mut details = Self::default();
        topics.each(|key, seen: &Snapshots| {
            if let Key::Snapshots(place) = key {
                let list = seen.list.iter().map(|one| Named { name: one.name.clone(), at: one.taken, said: None });
                details.snapshots.insert(place.vmid, newest(list.collect()));
            }
        });
        let mut backups: BTreeMap<Vmid, Vec<Named>> = BTreeMap::new();
        topics.each(|_, seen: &Vec<Volume>| {
            for volume in seen {
                let Some(vmid) = volume.vmid else { continue };
                let said = volume.guest_kind.map(GuestKind::api).map(str::to_owned);
                let of_guest = backups.entry(vmid).or_default();
                // A shared storage shows the same ones from every node.
                if !of_guest.iter().any(|known| known.name == volume.id) {
                    of_guest.push(Named { name: volume.id.clone(), at: volume.created, said });
                }
            }
        });
        details.backups = backups.into_iter().map(|(vmid, list)| (vmid, newest(list))).collect();
        topics.each(|_, seen: &Vec<BackupJob>| {
            let said = |job: &BackupJob| job.comment.clone().or_else(|| job.schedule.clone());
            let list = seen.iter().map(|job| Named { name: job.id.clone(), at: None, said: said(job) });
            details.jobs = Some(list.collect());
        });
        details
    }

    /// This, and where it knows nothing what `older` knew.
    #[must_use]
    pub(crate) fn over(mut self, older: Self) -> Self {
        for (vmid, list) in older.snapshots {
            self.snapshots.entry(vmid).or_insert(list);
        }
        for (vmid, list) in older.backups {
            self.backups.entry(vmid).or_insert(list);
        }
        self.jobs = self.jobs.or(older.jobs);
        self
    }

    /// Forgets the snapshots of guests that are no more. Their backups may outlive them.
    pub(crate) fn keep(&mut self, list: &Resources) {
        self.snapshots.retain(|vmid, _| list.guest(*vmid).is_some());
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The snapshots of a guest, newest first.
    #[must_use]
    pub fn snapshots(&self, vmid: Vmid) -> &[Named] {
        self.snapshots.get(&vmid).map(Vec::as_slice).unwrap_or_default()
    }

    /// The backups of a guest, newest first.
    #[must_use]
    pub fn backups(&self, vmid: Vmid) -> &[Named] {
        self.backups.get(&vmid).map(Vec::as_slice).unwrap_or_default()
    }

    /// The backup jobs of the cluster.
    #[must_use]
    pub fn jobs(&self) -> &[Named] {
        self.jobs.as_deref().unwrap_or_default()
    }
}

fn newest(mut list: Vec<Named>) -> Vec<Named> {
    list.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.name.cmp(&b.name)));
    list.truncate(MOST);
    list
}

#[cfg(test)]
mod tests {
    use lotse_model::{Timestamp, Vmid};

    use super::{Details, Named, newest};
    use crate::inventory::{Resources, sample::guest};

    fn named(name: &str, at: i64) -> Named {
        Named { name: name.to_owned(), at: Some(Timestamp(at)), said: None }
    }

    fn vmid(number: u32) -> Vmid {
        Vmid::new(number).unwrap()
    }

    #[test]
    fn what_was_looked_at_anew_counts_and_the_rest_stays() {
        let older = Details {
            snapshots: [(vmid(100), vec![named("old", 1)]), (vmid(101), vec![named("kept", 1)])].into(),
            jobs: Some(vec![named("job", 1)]),
            ..Details::default()
        };
        let newer = Details { snapshots: [(vmid(100), Vec::new())].into(), ..Details::default() };
        let mut both = newer.over(older);
        assert_eq!(both.snapshots(vmid(100)), [], "they are gone");
        assert_eq!(both.snapshots(vmid(101)).len(), 1);
        assert_eq!(both.jobs().len(), 1);
        both.keep(&Resources::new(vec![guest(100)], Vec::new(), Vec::new(), Vec::new()));
        assert_eq!(both.snapshots(vmid(101)), [], "the guest is gone");
    }

    #[test]
    fn details_come_back_as_they_were_written() {
        let details = Details {
            snapshots: [(vmid(100), vec![named("one", 5)])].into(),
            backups: [(vmid(100), vec![named("local:backup/x", 6)])].into(),
            jobs: None,
        };
        let text = serde_json::to_string(&details).unwrap();
        assert_eq!(serde_json::from_str::<Details>(&text).unwrap(), details, "{text}");
    }

    #[test]
    fn only_the_newest_are_remembered() {
        let list = newest((0..80).map(|at| named(&format!("s{at}"), at)).collect());
        assert_eq!((list.len(), list[0].name.as_str()), (50, "s79"));
    }
}
