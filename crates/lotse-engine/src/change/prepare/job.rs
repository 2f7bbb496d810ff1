//! Plans to make, change, switch, run and remove backup jobs.

use std::{collections::BTreeSet, sync::Arc};

use lotse_model::{NodeName, NodeState, StorageName, Timestamp, Vmid};
use lotse_pve::{
    CallError,
    ops::backup_changes::{JobGuests, retention},
};
use lotse_text::fold;
use sha2::{Digest, Sha256};

use super::{
    draft::{Draft, count, unseen},
    fill::{MODES, bad},
    general, job_notes,
};
use crate::{
    asking::Asking,
    change::{
        error::ChangeError,
        look::{ClusterLook, Needs, covered, job_facts},
        note::{Note, Weight},
        operation::{JobSettings, Operation},
        plan::{Item, Plan, Subject},
        policy::Marks,
        request::Request,
        steps::job_guests,
        targets,
    },
    command::{CommandError, closest},
    fleet::Cluster,
    inventory::Resources,
    resolve::Directory,
    topics::Ask,
};

pub(super) async fn prepare(
    asking: &Asking<'_>,
    request: &Request,
    named: Option<&str>,
) -> Result<(Plan, Vec<Marks>), ChangeError> {
    let ask = Ask::afresh(asking.ask.deadline);
    let asking = &Asking { ask, ..asking.clone() };
    let cluster = cluster(asking, named, &request.operation).await?;
    let list = cluster.resources(ask).await;
    let needs = Needs::of(&request.operation);
    let look = ClusterLook::read(&cluster, list, &BTreeSet::new(), needs, ask).await;
    let (operation, id) = fill(asking, &request.operation, &look).await?;
    let mut overall = Draft::default();
    general::cluster(&operation, &look, &mut overall);
    let items = match &operation {
        Operation::BackupJobRun { .. } => runs(&operation, &id, &look, &mut overall),
        _ => vec![one(asking, &operation, &id, &look).await?],
    };
    let marks = items.iter().map(|_| Marks::default()).collect();
    Ok((super::plan(&operation, None, items, overall), marks))
}

/// The cluster that is named; of a job that is named without one, the cluster that has it.
async fn cluster(
    asking: &Asking<'_>,
    named: Option<&str>,
    operation: &Operation,
) -> Result<Arc<Cluster>, CommandError> {
    let (None, Some(id)) = (named, id_of(operation)) else { return targets::cluster(asking, named) };
    let clusters = asking.clusters();
    let mut having = Vec::new();
    for cluster in &clusters {
        let jobs = cluster.backup_jobs(asking.ask).await;
        if jobs.value().is_some_and(|jobs| jobs.iter().any(|job| job.id == id)) {
            having.push(Arc::clone(cluster));
        }
    }
    match having.as_slice() {
        [only] => Ok(Arc::clone(only)),
        [] => targets::cluster(asking, None),
        several => {
            let candidate = |cluster: &Arc<Cluster>| crate::command::Candidate {
                reference: format!("{}/{id}", cluster.name()),
                name: None,
                node: None,
            };
            let candidates = several.iter().map(candidate).collect();
            Err(CommandError::Ambiguous { kind: "job", reference: id.to_owned(), candidates })
        }
    }
}

fn id_of(operation: &Operation) -> Option<&str> {
    match operation {
        Operation::BackupJobEdit { id, .. }
        | Operation::BackupJobSwitch { id, .. }
        | Operation::BackupJobRun { id }
        | Operation::BackupJobDelete { id } => Some(id),
        _ => None,
    }
}

/// The operation with everything checked and filled in, and the id of its job.
async fn fill(
    asking: &Asking<'_>,
    operation: &Operation,
    look: &ClusterLook,
) -> Result<(Operation, String), CommandError> {
    if look.jobs.as_ref().is_some_and(|answer| answer.value().is_none()) {
        return Err(CommandError::Unreachable { hidden: look.missing().cloned().collect() });
    }
    match operation {
        Operation::BackupJobCreate { job } => {
            let job = settings(asking, job, look, true)?;
            check_schedule(&job, look, asking.ask).await?;
            let id = new_id(&job, look);
            Ok((Operation::BackupJobCreate { job }, id))
        }
        Operation::BackupJobEdit { id, job } => {
            known(id, look)?;
            let job = settings(asking, job, look, false)?;
            check_schedule(&job, look, asking.ask).await?;
            Ok((Operation::BackupJobEdit { id: id.clone(), job }, id.clone()))
        }
        other => {
            let id = id_of(other).unwrap_or_default();
            known(id, look)?;
            Ok((other.clone(), id.to_owned()))
        }
    }
}

fn known(id: &str, look: &ClusterLook) -> Result<(), CommandError> {
    if look.backup_jobs().iter().any(|job| job.id == id) {
        return Ok(());
    }
    Err(CommandError::NotFound {
        kind: "job",
        reference: id.to_owned(),
        suggestions: closest(id, look.backup_jobs().iter().map(|job| job.id.clone())),
        hidden: look.jobs.iter().flat_map(|answer| answer.missing.clone()).collect(),
    })
}

/// An id that follows from what the job says, so that the same request makes the same plan; free in its cluster.
fn new_id(job: &JobSettings, look: &ClusterLook) -> String {
    let text = serde_json::to_string(job).unwrap_or_default();
    let digest = Sha256::digest(text.as_bytes());
    let short = u32::from_be_bytes([0, 1, 2, 3].map(|at| digest.get(at).copied().unwrap_or_default()));
    let base = format!("backup-{short:08x}");
    let is_free = |id: &String| !look.backup_jobs().iter().any(|job| job.id == *id);
    let others = (2_u32..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone()).chain(others).find(is_free).unwrap_or(base)
}

fn settings(
    asking: &Asking<'_>,
    job: &JobSettings,
    look: &ClusterLook,
    is_new: bool,
) -> Result<JobSettings, CommandError> {
    let mut job = job.clone();
    if let Some(mode) = job.mode.as_deref().filter(|mode| !MODES.contains(mode)) {
        return Err(bad("mode", mode, MODES.iter().map(|mode| (*mode).to_owned()).collect()));
    }
    if let Some(keep) = &job.keep {
        let written = retention(keep);
        let examples = || vec!["3".to_owned(), "keep-last=3".to_owned(), "keep-daily=7,keep-weekly=4".to_owned()];
        job.keep = Some(written.ok_or_else(|| bad("keep", keep, examples()))?);
    }
    if let Some(guests) = &job.guests {
        job.guests = Some(numbers(asking, guests, look)?);
    }
    let takers = takers(look);
    match &job.storage {
        Some(storage) if !takers.is_empty() && !takers.contains(storage) => {
            return Err(bad("storage", storage.as_str(), takers.iter().map(ToString::to_string).collect()));
        }
        None if is_new => match takers.as_slice() {
            [only] => job.storage = Some(only.clone()),
            several => return Err(bad("storage", "", several.iter().map(ToString::to_string).collect())),
        },
        _ => {}
    }
    if is_new {
        job.mode.get_or_insert_with(|| "snapshot".to_owned());
        if job.guests.is_none() {
            return Err(bad("covers", "", vec!["all".to_owned(), "pool:NAME".to_owned(), "100,101".to_owned()]));
        }
        if job.schedule.is_none() {
            return Err(bad("schedule", "", vec!["21:00".to_owned(), "sat 02:00".to_owned()]));
        }
    } else if job == JobSettings::default() {
        return Err(bad("schedule", "", Vec::new()));
    }
    Ok(job)
}

/// The guests as numbers, `all`, or a pool that there is.
fn numbers(asking: &Asking<'_>, typed: &str, look: &ClusterLook) -> Result<String, CommandError> {
    match job_guests(typed) {
        Ok(JobGuests::All) => return Ok("all".to_owned()),
        Ok(JobGuests::Pool(pool)) => {
            let pools = look.resources.value().map(Resources::pools).unwrap_or_default();
            if pools.contains(&pool) || !look.resources.is_whole() {
                return Ok(format!("pool:{pool}"));
            }
            return Err(bad("covers", typed, pools.iter().map(|pool| format!("pool:{pool}")).collect()));
        }
        Ok(JobGuests::Guests(_)) | Err(_) => {}
    }
    let list = crate::inventory::Snapshot::empty(look.cluster.name().clone()).with_resources(look.resources.clone());
    let list = [Arc::new(list)];
    let directory: Directory<'_> = asking.directory(&list);
    let mut guests = Vec::new();
    for reference in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        // A number is taken as it is: a note says when there is no such guest.
        match reference.parse::<Vmid>() {
            Ok(vmid) => guests.push(vmid),
            Err(_) => guests.push(directory.guest(reference)?.id.vmid),
        }
    }
    guests.sort_unstable();
    guests.dedup();
    if guests.is_empty() {
        return Err(bad("covers", typed, vec!["all".to_owned()]));
    }
    Ok(guests.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}

/// The storages of the cluster that take backups.
fn takers(look: &ClusterLook) -> Vec<StorageName> {
    let storages = look.resources.value().map(Resources::storages).unwrap_or_default().iter();
    let fits = storages.filter(|storage| storage.content.iter().any(|kind| kind == "backup"));
    let mut names: Vec<StorageName> = fits.map(|storage| storage.name.clone()).collect();
    names.dedup();
    names
}

/// Asks the server whether it takes the schedule.
async fn check_schedule(job: &JobSettings, look: &ClusterLook, ask: Ask) -> Result<(), CommandError> {
    let Some(schedule) = &job.schedule else { return Ok(()) };
    match look.cluster.pve().next_runs(schedule, 1, ask.deadline).await {
        Err(CallError::Parameters { .. } | CallError::Failed { .. }) => Err(bad(
            "schedule",
            schedule,
            vec!["21:00".to_owned(), "sat 02:00".to_owned(), "mon..fri 22:30".to_owned()],
        )),
        _ => Ok(()),
    }
}

/// The item of a job that is made, changed, switched or removed.
async fn one(asking: &Asking<'_>, operation: &Operation, id: &str, look: &ClusterLook) -> Result<Item, CommandError> {
    let mut draft = Draft::default();
    // Any node that is up answers for the cluster.
    let Some(node) = look.any_node() else {
        return Err(CommandError::Unreachable { hidden: look.missing().cloned().collect() });
    };
    let before = look.backup_jobs().iter().find(|job| job.id == id);
    let next = match schedule_of(operation) {
        Some(schedule) => next_run(schedule, look, asking.ask).await,
        None => None,
    };
    job_notes::draft(operation, id, before, look, next, &mut draft);
    Ok(finished(operation, id, node, look, draft))
}

fn schedule_of(operation: &Operation) -> Option<&str> {
    match operation {
        Operation::BackupJobCreate { job } | Operation::BackupJobEdit { job, .. } => job.schedule.as_deref(),
        _ => None,
    }
}

async fn next_run(schedule: &str, look: &ClusterLook, ask: Ask) -> Option<Timestamp> {
    let runs = look.cluster.pve().next_runs(schedule, 1, ask.deadline).await.ok()?;
    runs.value.first().copied()
}

fn finished(operation: &Operation, id: &str, node: NodeName, look: &ClusterLook, mut draft: Draft) -> Item {
    let facts = job_facts(operation, id, &node, look);
    facts.hidden.iter().for_each(|hidden| draft.note(Note { weight: Weight::Blocks, ..unseen(hidden) }));
    let subject = Subject::Job { id: id.to_owned() };
    super::finished(look.cluster.name().clone(), node, subject, operation.clone(), facts, draft)
}

/// An item for each node that has guests of the job: the server runs a job there, each node its own.
fn runs(operation: &Operation, id: &str, look: &ClusterLook, overall: &mut Draft) -> Vec<Item> {
    let Some(job) = look.backup_jobs().iter().find(|job| job.id == id) else { return Vec::new() };
    if !job.enabled {
        overall.note(Note::info("job-is-off"));
    }
    overall.note(Note::info("job-prunes-nothing"));
    let nodes = look.resources.value().map(Resources::nodes).unwrap_or_default();
    let mut items = Vec::new();
    for node in nodes {
        let guests = covered(job, &node.name, look);
        if guests.is_empty() {
            continue;
        }
        if node.state != NodeState::Online {
            let note = Note::warning("job-node-down").text("node", &node.name);
            overall.note(note.with("count", count(guests.len())));
            continue;
        }
        let mut draft = Draft::default();
        let known = look.guests().iter().filter(|guest| guests.contains(&guest.id.vmid));
        let note = Note::info("job-runs-guests").text("node", &node.name).with("count", count(guests.len()));
        draft.note(note.text("guests", job_notes::called(known)));
        match fold(job.mode.as_str()).as_str() {
            "stop" => draft.note(Note::warning("backup-stops-guest")),
            "suspend" => draft.note(Note::warning("backup-suspends-guest")),
            _ => {}
        }
        items.push(finished(operation, id, node.name.clone(), look, draft));
    }
    if items.is_empty() {
        overall.note(Note::blocks("job-covers-nothing"));
    }
    items
}
