//! `backups`: jobs, archives, and guests that no job covers.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use lotse_model::{Guest, StorageName, Vmid};
use lotse_pve::ops::{
    backup_jobs::{BackupJob, BackupSelection, UncoveredGuest},
    content::Volume,
};

use crate::{
    access::redact,
    asking::{Asking, Gathered},
    command::{
        Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, criteria, snapshots::label, tasks,
    },
    findings::backup_places,
    fleet::Cluster,
    inventory::Resources,
    topics,
    view::{Answer, ArchiveRow, BackupJobRow, BackupsView, GuestLabel, Selection, View},
};

/// So many backup tasks are shown beside the archives.
const TASKS: usize = 10;

pub(super) const COMMAND: Command = Command {
    name: "backups",
    arguments: &[
        Argument::positional("guest", ArgumentKind::Guest),
        Argument::flag("missing"),
        Argument::option("where", ArgumentKind::Criteria(criteria::OF_AGES)),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

/// The archives of each storage that was read.
pub(super) type Archives = Vec<(StorageName, topics::Answer<Vec<Volume>>)>;

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    read(asking, call.get("guest"), call.is_on("missing")).await
}

/// What is saved, and what is not.
pub(super) async fn read(asking: &Asking<'_>, typed: Option<&str>, only_missing: bool) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let found = asking.look(&mut gathered).await;
    let one = typed.map(|typed| asking.directory(&found).guest(typed)).transpose()?;
    let mut view = BackupsView {
        guest: one.map(label),
        jobs: None,
        not_backed_up: None,
        archives: None,
        tasks: Vec::new(),
        only_missing,
    };
    let sight = asking.sight().await;
    let clusters: Vec<_> = asking
        .clusters()
        .into_iter()
        .filter(|known| one.is_none_or(|guest| guest.id.cluster == *known.name()))
        .collect();
    for cluster in &clusters {
        let resources = found.iter().find(|one| one.cluster() == cluster.name()).and_then(|one| one.resources.value());
        look(asking, cluster, resources, one, &mut view, &mut gathered).await;
    }
    // The server lists everybody's; of each guest only the newest archive is left, so they are told apart before that shows.
    if let Some(guests) = &mut view.not_backed_up {
        guests.retain(|guest| sight.guest(&guest.id));
    }
    if let Some(archives) = &mut view.archives {
        archives.retain(|archive| sight.guest(&archive.guest.id));
    }
    if let Some(jobs) = &mut view.jobs {
        jobs.retain_mut(|job| redact::concerns(job, &sight));
    }
    if !only_missing {
        let mut ran = tasks::read(asking, &mut gathered).await;
        // The run of a job names no guest; it is shown of a guest that a job covers.
        let covered = match one {
            Some(guest) => is_covered(asking, guest).await,
            None => true,
        };
        ran.retain(|task| {
            let about = one.is_none_or(|guest| {
                guest.id.cluster == task.cluster
                    && ((task.upid.id.is_empty() && covered) || tasks::is_about(task, &guest.id.vmid.to_string()))
            });
            task.upid.kind == "vzdump" && about
        });
        ran.truncate(TASKS);
        view.tasks = ran;
    }
    if let Some(archives) = &mut view.archives {
        archives.sort_by_key(|archive| std::cmp::Reverse(archive.at));
    }
    gathered.answer(View::Backups(view))
}

async fn look(
    asking: &Asking<'_>,
    cluster: &Cluster,
    resources: Option<&Resources>,
    one: Option<&Guest>,
    view: &mut BackupsView,
    gathered: &mut Gathered,
) {
    let ask = asking.ask;
    if one.is_none() {
        let (jobs, uncovered) = tokio::join!(cluster.backup_jobs(ask), cluster.uncovered_guests(ask));
        if let Some(jobs) = gathered.note(cluster.name(), &jobs) {
            view.jobs.get_or_insert_default().extend(jobs.value.iter().map(|job| job_row(cluster, job)));
        }
        if let Some(guests) = gathered.note(cluster.name(), &uncovered) {
            let rows = guests.value.iter().map(|guest| uncovered_label(cluster, guest));
            view.not_backed_up.get_or_insert_default().extend(rows);
        }
    }
    if view.only_missing {
        return;
    }
    let Some(resources) = resources else { return };
    for (storage, answer) in archives(asking, cluster, resources).await {
        let Some(seen) = gathered.note(cluster.name(), &answer) else { continue };
        // A list with something hidden may be empty for that reason; an empty one that is whole is none.
        if seen.value.is_empty() && !answer.missing.is_empty() {
            continue;
        }
        let rows = rows(cluster, resources, &storage, &seen.value, one);
        view.archives.get_or_insert_default().extend(rows);
    }
}

/// Whether a job covers the guest; without a look at the jobs, nothing is said.
async fn is_covered(asking: &Asking<'_>, guest: &Guest) -> bool {
    let Some(cluster) = asking.fleet.cluster(&guest.id.cluster) else { return false };
    let jobs = cluster.backup_jobs(asking.ask).await;
    jobs.value().is_some_and(|jobs| {
        jobs.iter().any(|job| job.enabled && job.covers(guest.id.vmid, &guest.node, guest.pool.as_ref()))
    })
}

pub(super) fn job_row(cluster: &Cluster, job: &BackupJob) -> BackupJobRow {
    let numbers = |guests: &[Vmid]| guests.iter().map(ToString::to_string).collect::<Vec<_>>();
    let selection = match &job.selection {
        BackupSelection::All { except } => Selection { everything: true, guests: numbers(except) },
        BackupSelection::Guests(guests) => Selection { everything: false, guests: numbers(guests) },
        BackupSelection::Pool { pool, .. } => Selection { everything: false, guests: vec![format!("pool:{pool}")] },
        BackupSelection::Nothing => Selection::default(),
    };
    BackupJobRow {
        cluster: cluster.name().clone(),
        id: job.id.clone(),
        enabled: job.enabled,
        schedule: job.schedule.clone(),
        next_run: job.next_run,
        storage: job.storage.as_ref().map(ToString::to_string),
        selection,
        mode: Some(job.mode.as_str().to_owned()),
        comment: job.comment.clone(),
    }
}

fn uncovered_label(cluster: &Cluster, guest: &UncoveredGuest) -> GuestLabel {
    GuestLabel { id: lotse_model::GuestRef::new(cluster.name().clone(), guest.vmid), name: guest.name.clone() }
}

/// The archives of the storages on which backups may lie.
async fn archives(asking: &Asking<'_>, cluster: &Cluster, resources: &Resources) -> Archives {
    let reads = backup_places(resources).into_iter().map(|(node, storage)| async move {
        let answer = cluster.archives(&node, &storage, asking.ask).await;
        (storage, answer)
    });
    join_all(reads).await
}

/// The archives of every storage of the cluster, of all guests.
pub(super) async fn archives_of(asking: &Asking<'_>, cluster: &Cluster) -> Archives {
    let answer = cluster.resources(asking.ask).await;
    match answer.value() {
        Some(resources) => archives(asking, cluster, resources).await,
        None => Vec::new(),
    }
}

/// Asked about one guest, all its archives; else the newest of each.
fn rows(
    cluster: &Cluster,
    resources: &Resources,
    storage: &StorageName,
    volumes: &[Volume],
    one: Option<&Guest>,
) -> Vec<ArchiveRow> {
    let mut newest: BTreeMap<Vmid, ArchiveRow> = BTreeMap::new();
    let mut all = Vec::new();
    for volume in volumes {
        let (Some(vmid), Some(at)) = (volume.vmid, volume.created) else { continue };
        let row = ArchiveRow {
            guest: GuestLabel {
                id: lotse_model::GuestRef::new(cluster.name().clone(), vmid),
                name: resources.guest(vmid).and_then(|guest| guest.name.clone()),
            },
            at,
            size: volume.size,
            storage: storage.to_string(),
            volume: volume.id.clone(),
            protected: volume.protected,
            notes: volume.notes.clone(),
        };
        match one {
            Some(guest) if guest.id.vmid == vmid => all.push(row),
            None if newest.get(&vmid).is_none_or(|known| known.at < at) => {
                newest.insert(vmid, row);
            }
            _ => {}
        }
    }
    if one.is_some() { all } else { newest.into_values().collect() }
}
