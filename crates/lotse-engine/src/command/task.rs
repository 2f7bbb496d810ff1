//! `task`: one task with its log.

use lotse_model::{Seen, Task, TaskState, Upid};
use lotse_pve::{CallError, Deadline, ops::logs::LogPage};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, tasks},
    fleet::Cluster,
    view::{Answer, TaskView, View},
};

/// So many lines of the log are shown: the end tells how it went.
const LINES: u64 = 50;

pub(super) const COMMAND: Command = Command {
    name: "task",
    arguments: &[Argument::positional("task", ArgumentKind::Task), Argument::option("limit", ArgumentKind::Number)],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let mut view = TaskView { task: None, log: Vec::new(), earlier_lines: 0 };
    let Some(task) = find(asking, call.get("task"), &mut gathered).await? else {
        return gathered.answer(View::Task(view));
    };
    if let Some(cluster) = asking.fleet.cluster(&task.cluster) {
        let limit = call.number("limit").unwrap_or(LINES);
        let answer = end_of_log(cluster, &task.upid, limit, asking.ask.deadline).await;
        let what = format!("/nodes/{}/tasks/{}/log", task.upid.node, task.upid);
        let answer = answer.map_err(|error| lotse_model::Hidden {
            cluster: task.cluster.clone(),
            node: Some(task.upid.node.clone()),
            what: what.clone(),
            why: error.hidden_why(),
        });
        if let Some(page) = gathered.note_fresh(&task.cluster, &what, answer) {
            view.earlier_lines = page.lines.first().map_or(0, |line| line.number.saturating_sub(1));
            view.log = page.lines.into_iter().map(|line| line.text).collect();
        }
    }
    view.task = Some(task);
    gathered.answer(View::Task(view))
}

/// The last lines of a log. The first page says how many there are; a second one is read only where they do not fit.
async fn end_of_log(
    cluster: &Cluster,
    upid: &Upid,
    limit: u64,
    deadline: Deadline,
) -> Result<Seen<LogPage>, CallError> {
    let page = cluster.pve().task_log(upid, 0, limit, deadline).await?;
    match page.value.total {
        Some(total) if total > limit => cluster.pve().task_log(upid, total - limit, limit, deadline).await,
        _ => Ok(page),
    }
}

/// The task that is meant: by its UPID; `last` for the newest, `failed` for the newest that failed; without a word the
/// newest that failed, else the newest.
async fn find(asking: &Asking<'_>, typed: Option<&str>, gathered: &mut Gathered) -> Result<Option<Task>, CommandError> {
    let tasks = tasks::read(asking, gathered).await;
    let failed = |task: &&Task| matches!(&task.state, TaskState::Finished { outcome, .. } if !outcome.is_done());
    let newest_failed = tasks.iter().find(failed);
    let task = match typed {
        None => newest_failed.or(tasks.first()),
        Some("last") => tasks.first(),
        Some("failed") => newest_failed,
        Some(typed) => {
            let upid: Upid = typed.parse().map_err(|_| CommandError::BadValue {
                argument: "task",
                value: typed.to_owned(),
                suggestions: vec!["last".to_owned(), "failed".to_owned(), "UPID:…".to_owned()],
            })?;
            return match tasks.iter().find(|task| task.upid == upid) {
                Some(task) => Ok(Some(task.clone())),
                None => older(asking, &upid, gathered).await.map(Some),
            };
        }
    };
    Ok(task.cloned())
}

/// A task that no longer stands in the cluster's short list is asked for at its node, in each cluster that has one.
async fn older(asking: &Asking<'_>, upid: &Upid, gathered: &mut Gathered) -> Result<Task, CommandError> {
    let sight = asking.sight().await;
    for cluster in asking.clusters() {
        let one = Task { cluster: cluster.name().clone(), upid: upid.clone(), state: TaskState::Running };
        if !sight.task(&one) {
            continue;
        }
        let known = cluster.resources(asking.ask).await;
        if known.value().is_none_or(|resources| resources.node(&upid.node).is_none()) {
            continue;
        }
        if let Ok(seen) = cluster.pve().task_status(upid, asking.ask.deadline).await {
            let what = format!("/nodes/{}/tasks/{upid}/status", upid.node);
            return match gathered.note_fresh(cluster.name(), &what, Ok(seen)) {
                Some(task) => Ok(task),
                None => continue,
            };
        }
    }
    Err(CommandError::NotFound {
        kind: "task",
        reference: upid.to_string(),
        suggestions: Vec::new(),
        hidden: gathered.missing().to_vec(),
    })
}
