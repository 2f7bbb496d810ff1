//! Backup jobs (`/etc/pve/jobs.cfg`).

use indexmap::IndexMap;

use super::World;
use super::calendar::Calendar;
use super::dump::Dump;
use super::guest::Guest;
use super::prune::Retention;

/// A backup job: its properties as they stand in the file.
#[derive(Debug, Clone, Default)]
pub struct BackupJob {
    /// `schedule`, `storage`, `mode`, `vmid`, `all`, `exclude`, `pool`, `enabled`, `prune-backups`, `comment`, …
    pub properties: IndexMap<String, String>,
}

impl BackupJob {
    /// A property.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(String::as_str)
    }

    /// Whether it runs at its times.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.get("enabled") != Some("0")
    }

    /// Whether it is about a guest.
    #[must_use]
    pub fn includes(&self, guest: &Guest, pool: Option<&str>) -> bool {
        let listed = |name: &str| {
            self.get(name)
                .is_some_and(|list| list.split([',', ' ', ';']).any(|part| part.trim() == guest.vmid.to_string()))
        };
        if self.get("node").is_some_and(|node| node != guest.node) {
            return false;
        }
        if self.get("all") == Some("1") {
            return !listed("exclude");
        }
        match self.get("pool") {
            Some(wanted) => pool == Some(wanted) && !listed("exclude"),
            None => listed("vmid"),
        }
    }
}

impl World {
    /// Enters the next run of a job into the agenda. A job that was changed or removed in between runs no more by the old
    /// entry: it only runs when its schedule still says so.
    pub fn schedule_backup(&mut self, id: &str) {
        let node = self.first_node().to_owned();
        let zone = self.zone(&node);
        let Some(schedule) = self.backup_jobs.get(id).and_then(|job| job.get("schedule")).map(str::to_owned) else {
            return;
        };
        let Some(next) = Calendar::parse(&schedule).ok().and_then(|calendar| calendar.next_after(self.now, &zone))
        else {
            return;
        };
        let id = id.to_owned();
        self.agenda.enter(
            next,
            Box::new(move |world| {
                let unchanged = world.backup_jobs.get(&id).and_then(|job| job.get("schedule")) == Some(&schedule);
                if unchanged {
                    world.run_backup(&id);
                    world.schedule_backup(&id);
                }
            }),
        );
    }

    /// Runs a job now: one task on each node that has guests of it. A job that is switched off does nothing.
    pub fn run_backup(&mut self, id: &str) {
        let Some(job) = self.backup_jobs.get(id).filter(|job| job.is_enabled()).cloned() else { return };
        let nodes: Vec<String> = self.nodes.values().filter(|node| node.online).map(|node| node.name.clone()).collect();
        for node in nodes {
            let included = |guest: &&Guest| guest.node == node && job.includes(guest, self.access.pool_of(guest.vmid));
            let vmids: Vec<u32> = self.guests.values().filter(included).map(|guest| guest.vmid).collect();
            if vmids.is_empty() {
                continue;
            }
            let storage = job.get("storage").unwrap_or("local").to_owned();
            let configured = self.storages.get(&storage).map_or("keep-all=1", Self::storage_retention).to_owned();
            let retention_text = job.get("prune-backups").map_or(configured, str::to_owned);
            let dump = Dump {
                node: node.clone(),
                mode: job.get("mode").unwrap_or("snapshot").to_owned(),
                compress: job.get("compress").unwrap_or("0").to_owned(),
                retention: (job.get("remove") != Some("0")).then(|| Retention::parse(&retention_text)),
                retention_text,
                notes: job.get("notes-template").map(str::to_owned),
                protected: job.get("protected") == Some("1"),
                command: format!(
                    "vzdump --storage {storage} --quiet 1 --mode {}",
                    job.get("mode").unwrap_or("snapshot")
                ),
                vmids,
                storage,
            };
            self.start_task(&node, "vzdump", "", super::quorum::SYSTEM_USER, dump.script());
        }
    }

    /// The guests that no job includes, by number. Templates count as well; a switched-off job still includes its guests.
    #[must_use]
    pub fn guests_without_job(&self) -> Vec<u32> {
        let covered = |guest: &Guest| {
            let pool = self.access.pool_of(guest.vmid);
            self.backup_jobs.values().any(|job| job.includes(guest, pool))
        };
        self.guests.values().filter(|guest| !covered(guest)).map(|guest| guest.vmid).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::Config;
    use super::super::guest::GuestKind;
    use super::super::moment::Moment;
    use super::*;

    fn guest(vmid: u32) -> Guest {
        Guest::new(vmid, GuestKind::Qemu, "a", Config::default(), Moment::default())
    }

    fn job(pairs: &[(&str, &str)]) -> BackupJob {
        BackupJob { properties: pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn a_job_is_about_those_it_names_all_but_some_or_a_pool() {
        assert!(job(&[("vmid", "100,101")]).includes(&guest(101), None));
        assert!(!job(&[("vmid", "1010")]).includes(&guest(101), None));
        let all = job(&[("all", "1"), ("exclude", "104")]);
        assert!(all.includes(&guest(100), None) && !all.includes(&guest(104), None));
        let pool = job(&[("pool", "lab")]);
        assert!(pool.includes(&guest(102), Some("lab")) && !pool.includes(&guest(100), None));
        assert!(!job(&[("all", "1"), ("node", "b")]).includes(&guest(100), None));
    }
}
