//! `tasks`: what ran, for whom, and how it ended.

use futures_util::future::join_all;
use lotse_model::{GuestRef, NodeName, Task, TaskState, Timestamp};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
    fleet,
    view::{Answer, TasksView, View},
};

/// So many rows are shown when none are asked for.
const ROWS: usize = 25;

pub(super) const COMMAND: Command = Command {
    name: "tasks",
    arguments: &[
        Argument::positional("guest", ArgumentKind::Guest),
        Argument::option("node", ArgumentKind::Node),
        Argument::option("timeframe", ArgumentKind::Choice(super::graph::TIMEFRAMES)),
        Argument::flag("failed"),
        Argument::option("limit", ArgumentKind::Number),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let wanted = Wanted::read(asking, call, &mut gathered).await?;
    let mut tasks = read(asking, &mut gathered).await;
    tasks.retain(|task| wanted.fits(task));
    let limit = call.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(ROWS);
    let more = tasks.len().saturating_sub(limit);
    tasks.truncate(limit);
    gathered.answer(View::Tasks(TasksView { tasks, more }))
}

/// The newest tasks of all clusters that are asked, as far as they may be seen, newest first.
pub(super) async fn read(asking: &Asking<'_>, gathered: &mut Gathered) -> Vec<Task> {
    let clusters = asking.clusters();
    let answers = join_all(clusters.iter().map(|cluster| async {
        // Which nodes report: the tasks of the others are not in the list.
        let (tasks, resources) = tokio::join!(cluster.tasks(asking.ask), cluster.resources(asking.ask));
        (tasks, resources)
    }))
    .await;
    let sight = asking.sight().await;
    let mut tasks: Vec<Task> = clusters
        .iter()
        .zip(answers)
        .filter_map(|(cluster, (answer, resources))| {
            gathered.miss_silent_nodes(cluster.name(), resources.value());
            gathered.note(cluster.name(), &answer)
        })
        .flat_map(|seen| seen.value.iter().filter(|task| sight.task(task)).cloned().collect::<Vec<_>>())
        .collect();
    tasks.sort_by(|a, b| b.upid.started.cmp(&a.upid.started).then_with(|| a.upid.cmp(&b.upid)));
    tasks
}

/// Which tasks are asked for.
struct Wanted {
    guest: Option<GuestOf>,
    node: Option<(lotse_model::ClusterName, NodeName)>,
    since: Option<Timestamp>,
    failed: bool,
}

/// Whose tasks: a guest that is there, or the number of one that is gone, in whichever cluster.
enum GuestOf {
    There(GuestRef),
    Gone(String),
}

impl Wanted {
    async fn read(asking: &Asking<'_>, call: &Call, gathered: &mut Gathered) -> Result<Self, CommandError> {
        let mut wanted = Self { guest: None, node: None, since: None, failed: call.is_on("failed") };
        if let Some(span) = call.get("timeframe").and_then(super::graph::span) {
            wanted.since = Some(Timestamp(fleet::now().0.saturating_sub(span)));
        }
        if call.get("guest").is_none() && call.get("node").is_none() {
            return Ok(wanted);
        }
        let snapshots = asking.look(gathered).await;
        let directory = asking.directory(&snapshots);
        if let Some(typed) = call.get("guest") {
            wanted.guest = Some(match directory.guest(typed) {
                Ok(guest) => GuestOf::There(guest.id.clone()),
                // "Who deleted 118?" asks for a guest that is no longer there.
                Err(CommandError::NotFound { .. }) if is_number(typed) => GuestOf::Gone(typed.to_owned()),
                Err(error) => return Err(error),
            });
        }
        if let Some(typed) = call.get("node") {
            let (cluster, node) = directory.node(typed)?;
            wanted.node = Some((cluster.clone(), node));
        }
        Ok(wanted)
    }

    fn fits(&self, task: &Task) -> bool {
        let failed = |task: &Task| matches!(&task.state, TaskState::Finished { outcome, .. } if !outcome.is_done());
        let guest = match &self.guest {
            None => true,
            Some(GuestOf::There(guest)) => task.cluster == guest.cluster && is_about(task, &guest.vmid.to_string()),
            Some(GuestOf::Gone(number)) => is_about(task, number.rsplit('/').next().unwrap_or(number)),
        };
        let node = |(cluster, node): &(lotse_model::ClusterName, NodeName)| {
            task.cluster == *cluster && task.upid.node == *node
        };
        guest
            && self.node.as_ref().is_none_or(node)
            && self.since.is_none_or(|since| task.upid.started >= since)
            && (!self.failed || failed(task))
    }
}

fn is_number(typed: &str) -> bool {
    typed.rsplit('/').next().is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A task's object is the guest's number, alone or before an `@` (`300@backup`).
pub(super) fn is_about(task: &Task, vmid: &str) -> bool {
    task.upid.id == vmid || task.upid.id.split('@').next() == Some(vmid)
}
