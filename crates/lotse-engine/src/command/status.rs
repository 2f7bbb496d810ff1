//! `status`: the state of the clusters and their nodes.

use futures_util::future::join_all;
use lotse_model::{Guest, GuestKind, GuestState};
use lotse_store::StoreError;

use crate::{
    access::{Sight, redact},
    asking::{Asking, Gathered},
    command::{Argument, Call, Command, CommandError, Does, Level, Reach, freeze, monitor},
    findings::CHECKS,
    fleet::{self, Cluster},
    topics,
    view::{Answer, ClusterRow, Counts, FreezeRow, StatusView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "status",
    arguments: &[Argument::flag("overview")],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let clusters = asking.clusters();
    let seen = join_all(clusters.iter().map(|cluster| look(cluster, asking))).await;
    let sight = asking.sight().await;
    let rows = clusters.iter().zip(seen).map(|(cluster, seen)| row(cluster, seen, &sight, &mut gathered)).collect();
    let (problems, checks_not_run) = if call.is_on("overview") {
        let found = asking.fleet.poll_problems(asking.only, asking.thresholds, asking.ask).await;
        let mut findings = found.findings;
        redact::findings(&mut findings, &sight);
        (Some(findings), Some(CHECKS.len() - found.ran.len()))
    } else {
        (None, None)
    };
    let (frozen, watch) = (frozen(asking).await, monitor::health(asking, &sight).await);
    // That it cannot be read stops no look at the rest, and is no "nothing is frozen".
    let unread = frozen.as_ref().err().map(CommandError::code).or(watch.as_ref().err().map(StoreError::code));
    gathered.answer(View::Status(StatusView {
        unread: unread.map(str::to_owned),
        frozen: frozen.unwrap_or_default(),
        watch: watch.unwrap_or_default(),
        clusters: rows,
        problems,
        checks_not_run,
    }))
}

/// What stops changes; `None` without a store.
async fn frozen(asking: &Asking<'_>) -> Result<Option<Vec<FreezeRow>>, CommandError> {
    let Some(store) = asking.store() else { return Ok(None) };
    let read = freeze::in_force(asking, store, fleet::now()).await;
    read.map(Some).inspect_err(|error| tracing::warn!(code = error.code(), %error, "it cannot be read what is frozen"))
}

/// What a row rests on: the list, the quorum, the version.
struct Looked {
    resources: topics::Answer<crate::inventory::Resources>,
    status: topics::Answer<lotse_pve::ops::cluster::ClusterStatus>,
    version: topics::Answer<lotse_pve::ops::version::Version>,
}

async fn look(cluster: &Cluster, asking: &Asking<'_>) -> Looked {
    let (resources, status, version) =
        tokio::join!(cluster.resources(asking.ask), cluster.status(asking.ask), cluster.version(asking.ask));
    Looked { resources, status, version }
}

fn row(cluster: &Cluster, looked: Looked, sight: &Sight, gathered: &mut Gathered) -> ClusterRow {
    gathered.note(cluster.name(), &looked.resources);
    gathered.miss_silent_nodes(cluster.name(), looked.resources.value());
    let seen = sight.narrowed(cluster.name(), looked.resources);
    let status = gathered.note(cluster.name(), &looked.status);
    let version = gathered.note(cluster.name(), &looked.version);
    let status = status.as_deref().map(|seen| &seen.value);
    let resources = seen.value();
    let unreachable = match (&resources, &status) {
        (None, None) => seen.missing.first().map(|hidden| hidden.why.clone()),
        _ => None,
    };
    ClusterRow {
        cluster: cluster.name().clone(),
        corosync_name: status.and_then(|status| status.name.clone()),
        version: version.map(|seen| seen.value.text.clone()),
        quorate: status.and_then(|status| status.quorate),
        nodes: resources.map(|seen| seen.nodes().to_vec()).unwrap_or_default(),
        guests: resources.map(|seen| count(seen.guests())),
        unreachable,
    }
}

/// How many guests are in which state. A template never runs and is counted as itself.
pub(crate) fn count(guests: &[Guest]) -> Counts {
    let mut counts = Counts::default();
    for guest in guests {
        let place = match (guest.template, &guest.state, guest.kind) {
            (true, ..) => &mut counts.templates,
            (_, GuestState::Unknown, _) => &mut counts.unknown,
            (_, _, GuestKind::Vm) if guest.is_running() => &mut counts.vms_running,
            (_, _, GuestKind::Vm) => &mut counts.vms_stopped,
            (_, _, GuestKind::Container) if guest.is_running() => &mut counts.containers_running,
            (_, _, GuestKind::Container) => &mut counts.containers_stopped,
        };
        *place += 1;
    }
    counts
}
