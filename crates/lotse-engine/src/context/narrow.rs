//! The document's material without what may not be seen.

use std::sync::Arc;

use lotse_model::Seen;
use lotse_pve::ops::backup_jobs::BackupSelection;

use super::Material;
use crate::access::Sight;

impl Material {
    /// Leaves what may be seen. What belongs to the whole cluster is then like what was not read.
    pub(crate) fn narrow(&mut self, sight: &Sight) {
        let Some(cluster) = self.cluster.clone().filter(|cluster| !sight.cluster(cluster)) else { return };
        self.version = None;
        self.ceph = None;
        let list = sight.resources(&cluster).cloned();
        self.resources = self.resources.take().and_then(|seen| list.map(|list| other(&seen, list)));
        self.status = self.status.take().map(|seen| {
            let mut status = seen.value.clone();
            status.name = None;
            status.quorate = None;
            status.members.retain(|member| sight.node(&cluster, &member.node));
            other(&seen, status)
        });
        self.ha = self.ha.take().map(|seen| {
            let mut status = seen.value.clone();
            status.quorate = None;
            status.master = status.master.filter(|master| sight.node(&cluster, &master.node));
            status.managers.retain(|manager| sight.node(&cluster, &manager.node));
            status.services.retain(|service| sight.service(&cluster, &service.sid));
            other(&seen, status)
        });
        self.tasks = self.tasks.take().map(|seen| {
            let tasks = seen.value.iter().filter(|task| sight.task(task)).cloned().collect();
            other(&seen, tasks)
        });
        self.jobs = self.jobs.take().map(|seen| {
            let jobs = seen.value.iter().filter(|job| match &job.selection {
                BackupSelection::All { .. } => true,
                BackupSelection::Guests(guests) => {
                    guests.iter().any(|vmid| sight.guest(&lotse_model::GuestRef::new(cluster.clone(), *vmid)))
                }
                BackupSelection::Pool { pool, .. } => sight.pool(&cluster, pool),
                BackupSelection::Nothing => false,
            });
            other(&seen, jobs.cloned().collect())
        });
        self.zfs.retain(|(node, _)| sight.node(&cluster, node));
    }
}

/// Another value, read at the same time.
fn other<T>(seen: &Seen<T>, value: T) -> Arc<Seen<T>> {
    Arc::new(Seen { value, hidden: seen.hidden.clone(), as_of: seen.as_of })
}
