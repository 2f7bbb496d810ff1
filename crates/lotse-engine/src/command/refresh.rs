//! `refresh`: fetch a topic again, exactly that one, and say what changed.

use crate::{
    access::redact,
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, backups, tasks},
    fleet::Cluster,
    inventory::{Change, changes},
    topics::{Ask, Topic},
    view::{Answer, RefreshView, RefreshedTopic, TasksView, View},
};
use lotse_model::{GuestKind, Task};
use lotse_pve::ops::{
    backup_jobs::BackupJob,
    cluster::{ClusterStatus, Member},
    ha::{HaService, HaStatus},
};

/// So many tasks are shown after a refresh of them.
const TASKS: usize = 25;

/// The targets, as the seeds name them; `lxc` is another word for containers.
const TARGETS: &[&str] = &["all", "vms", "containers", "lxc", "storage", "cluster", "ha", "tasks", "backups"];

pub(super) const COMMAND: Command = Command {
    name: "refresh",
    arguments: &[Argument::positional("topic", ArgumentKind::Choice(TARGETS))],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let asking = Asking { ask: Ask::afresh(asking.ask.deadline), ..asking.clone() };
    let topics: Vec<Topic> = match call.get("topic") {
        None | Some("all") => {
            vec![Topic::Vms, Topic::Containers, Topic::Storage, Topic::Cluster, Topic::Ha, Topic::Tasks, Topic::Backups]
        }
        Some(word) => word.parse().into_iter().collect(),
    };
    let mut gathered = asking.gathered();
    let mut view = RefreshView { topics: Vec::new(), changes: Vec::new(), shown: None };
    for cluster in asking.clusters() {
        refresh(&asking, &cluster, &topics, &mut view, &mut gathered).await;
    }
    // What was fetched a moment ago is shown as it is.
    let shown = Asking { ask: Ask::by(asking.ask.deadline), ..asking.clone() };
    view.shown = match topics.as_slice() {
        [Topic::Tasks] => {
            let mut list = tasks::read(&shown, &mut gathered).await;
            let more = list.len().saturating_sub(TASKS);
            list.truncate(TASKS);
            Some(Box::new(View::Tasks(TasksView { tasks: list, more })))
        }
        [Topic::Backups] => Some(Box::new(backups::read(&shown, None, false).await?.view)),
        _ => None,
    };
    gathered.answer(View::Refresh(view))
}

/// Fetches each topic of one cluster; topics that stand behind one call are fetched with one call.
async fn refresh(
    asking: &Asking<'_>,
    cluster: &Cluster,
    topics: &[Topic],
    view: &mut RefreshView,
    gathered: &mut Gathered,
) {
    let before = cluster.snapshot();
    let ask = asking.ask;
    let listed = topics.iter().any(|topic| matches!(topic, Topic::Vms | Topic::Containers | Topic::Storage));
    let resources = if listed { Some(cluster.resources(ask).await) } else { None };
    // With the list that was just fetched: a tag that is new or gone counts.
    let sight = asking.sight().await;
    if let Some(answer) = &resources {
        let found = changes(&before, &cluster.snapshot());
        let found = found.into_iter().filter(|change| redact::may_see(change, &sight));
        view.changes.extend(found.filter(|change| topics.iter().any(|topic| belongs(change, *topic))));
        gathered.note(cluster.name(), answer);
    }
    let resources = resources.map(|answer| sight.narrowed(cluster.name(), answer));
    let resources = resources.as_ref().and_then(|answer| Some((answer.value()?, answer.as_of()?)));
    for topic in topics {
        let counted = match topic {
            Topic::Vms | Topic::Containers => resources.map(|(resources, as_of)| {
                let kind = if *topic == Topic::Vms { GuestKind::Vm } else { GuestKind::Container };
                (resources.guests().iter().filter(|guest| guest.kind == kind).count(), as_of)
            }),
            Topic::Storage => resources.map(|(resources, as_of)| (resources.distinct_storages().count(), as_of)),
            Topic::Cluster => {
                let answer = cluster.status(ask).await;
                let may_see = |member: &&Member| sight.node(cluster.name(), &member.node);
                let count = |seen: &ClusterStatus| seen.members.iter().filter(may_see).count();
                gathered.note(cluster.name(), &answer).map(|seen| (count(&seen.value), seen.as_of))
            }
            Topic::Ha => {
                let (answer, manager) = tokio::join!(cluster.ha(ask), cluster.ha_manager(ask));
                gathered.note(cluster.name(), &manager);
                let may_see = |service: &&HaService| sight.service(cluster.name(), &service.sid);
                let count = |seen: &HaStatus| seen.services.iter().filter(may_see).count();
                gathered.note(cluster.name(), &answer).map(|seen| (count(&seen.value), seen.as_of))
            }
            Topic::Tasks => {
                let answer = cluster.tasks(ask).await;
                let count = |seen: &[Task]| seen.iter().filter(|task| sight.task(task)).count();
                gathered.note(cluster.name(), &answer).map(|seen| (count(&seen.value), seen.as_of))
            }
            Topic::Backups => {
                let (answer, uncovered) = tokio::join!(cluster.backup_jobs(ask), cluster.uncovered_guests(ask));
                gathered.note(cluster.name(), &uncovered);
                let concerns = |job: &&BackupJob| redact::concerns(&mut backups::job_row(cluster, job), &sight);
                let count = |seen: &[BackupJob]| seen.iter().filter(concerns).count();
                gathered.note(cluster.name(), &answer).map(|seen| (count(&seen.value), seen.as_of))
            }
            Topic::Nodes | Topic::Pools | Topic::Snapshots => None,
        };
        view.topics.push(RefreshedTopic {
            cluster: cluster.name().clone(),
            topic: topic.name(),
            count: counted.map(|(count, _)| count),
            as_of: counted.map(|(_, as_of)| as_of),
        });
    }
}

/// Which of a list's changes a topic speaks of: one call brings them all.
fn belongs(change: &Change, topic: Topic) -> bool {
    match change {
        Change::StorageAppeared { .. } | Change::StorageGone { .. } | Change::StorageChanged { .. } => {
            topic == Topic::Storage
        }
        Change::GuestAppeared { guest } | Change::GuestGone { guest } => match guest.kind {
            GuestKind::Vm => topic == Topic::Vms,
            GuestKind::Container => topic == Topic::Containers,
        },
        _ => topic != Topic::Storage,
    }
}
