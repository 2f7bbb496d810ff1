//! Tasks: of the cluster (`/cluster/tasks`), of a node (`/nodes/{node}/tasks`), one of them (`…/status`, `…/log`).

use lotse_model::{ClusterName, NodeName, Outcome, Seen, Task, TaskState, Timestamp, Upid, Vmid};

use super::{
    logs::LogPage,
    row::{Malformed, Row},
    rows::unreadable,
    sight::Sight,
};
use crate::{
    Caller, Deadline, Params, Pve, api_path,
    pve::{Answer, unlike},
};

/// A row of a list. Finished tasks have their outcome in `status`; running ones say `RUNNING`, or nothing at all in
/// `/cluster/tasks`.
pub(crate) fn listed(row: Row<'_>, cluster: &ClusterName) -> Result<Task, Malformed> {
    let ended = row.time("endtime");
    let state = match row.word("status") {
        None if ended.is_none() => TaskState::Running,
        Some(status) if status == "RUNNING" && ended.is_none() => TaskState::Running,
        // It ended, and its worker left no word: it died.
        status => {
            TaskState::Finished { ended, outcome: Outcome::read(status.as_deref().unwrap_or("unexpected status")) }
        }
    };
    Ok(Task { cluster: cluster.clone(), upid: row.need("upid")?, state })
}

/// A task's own status. `exitstatus` exists only when it has stopped; when its end is not said.
pub(crate) fn status(row: Row<'_>) -> Result<TaskState, Malformed> {
    match (row.need_text("status")?.as_str(), row.word("exitstatus")) {
        ("running", _) => Ok(TaskState::Running),
        (_, exit) => Ok(TaskState::Finished {
            ended: None,
            outcome: Outcome::read(exit.as_deref().unwrap_or("unexpected status")),
        }),
    }
}

/// Which tasks of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskQuery {
    /// How many to leave out at the newest end.
    pub start: Option<u64>,
    /// How many at most; the server's default is 50.
    pub limit: Option<u64>,
    /// Running ones too; without it finished ones only.
    pub running: bool,
    /// Only failed ones.
    pub errors: bool,
    /// Only of this type (`qmstart`, `vzdump`).
    pub kind: Option<String>,
    /// Only of this guest.
    pub vmid: Option<Vmid>,
    /// Only of users whose name contains this.
    pub user: Option<String>,
    /// Only those that started then or later.
    pub since: Option<Timestamp>,
    /// Only those that started before.
    pub until: Option<Timestamp>,
}

impl TaskQuery {
    pub(crate) fn params(&self) -> Params {
        let entries: [(&'static str, Option<String>); 9] = [
            ("start", self.start.map(|start| start.to_string())),
            ("limit", self.limit.map(|limit| limit.to_string())),
            ("source", self.running.then(|| "all".to_owned())),
            ("errors", self.errors.then(|| "1".to_owned())),
            ("typefilter", self.kind.clone()),
            ("vmid", self.vmid.map(|vmid| vmid.to_string())),
            ("userfilter", self.user.clone()),
            ("since", self.since.map(|since| since.0.to_string())),
            ("until", self.until.map(|until| until.0.to_string())),
        ];
        entries.into_iter().filter_map(|(key, value)| Some((key.into(), value?))).collect()
    }
}

impl Pve {
    /// The latest tasks of all nodes (`GET /cluster/tasks`), newest first: the running ones, and at most 25 finished ones a
    /// node. Without `Sys.Audit` on `/` only the caller's own are shown.
    ///
    /// One call. When someone else's task is among them nothing is left out; the caller's permissions are asked for only
    /// otherwise.
    pub async fn cluster_tasks(&self, deadline: Deadline) -> Answer<Vec<Task>> {
        let path = api_path!("/cluster/tasks");
        let mut seen = self.list(&path, &Params::new(), deadline, |row| listed(row, self.cluster())).await?;
        newest_first(&mut seen.value);
        if !self.sees_others(&seen.value) {
            self.admit_in_poll(&mut seen, &path, &[Sight::ClusterTasks], true, deadline).await;
        }
        Ok(seen)
    }

    /// The tasks of `node` (`GET /nodes/{node}/tasks`), newest first. Without `Sys.Audit` on the node only the caller's own
    /// are shown.
    pub async fn node_tasks(&self, node: &NodeName, query: &TaskQuery, deadline: Deadline) -> Answer<Vec<Task>> {
        let path = api_path!("/nodes/{}/tasks", node);
        let mut seen = self.list(&path, &query.params(), deadline, |row| listed(row, self.cluster())).await?;
        newest_first(&mut seen.value);
        if !self.sees_others(&seen.value) {
            self.admit(&mut seen, &path, Some(node), &[Sight::NodeTasks(node.clone())], deadline).await;
        }
        Ok(seen)
    }

    /// Where a task stands (`GET /nodes/{node}/tasks/{upid}/status`). Someone else's needs `Sys.Audit` on the node.
    pub async fn task_status(&self, upid: &Upid, deadline: Deadline) -> Answer<Task> {
        let path = api_path!("/nodes/{}/tasks/{}/status", upid.node, upid);
        let seen = self.one(&path, &Params::new(), deadline, status).await?;
        Ok(seen.map(|state| Task { cluster: self.cluster().clone(), upid: upid.clone(), state }))
    }

    /// A page of a task's log (`GET /nodes/{node}/tasks/{upid}/log`): `limit` lines from line `start` (counted from 0), all of
    /// them when `limit` is 0. Of a task that nobody knows it is one line that says so.
    pub async fn task_log(&self, upid: &Upid, start: u64, limit: u64, deadline: Deadline) -> Answer<LogPage> {
        let path = api_path!("/nodes/{}/tasks/{}/log", upid.node, upid);
        let params: Params = vec![("start".into(), start.to_string()), ("limit".into(), limit.to_string())];
        let reply = self.get(&path, &params, deadline).await?;
        let (page, bad) = LogPage::read(&reply).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, Some(&upid.node), why)).into_iter().collect();
        Ok(Seen { value: page, hidden, as_of: reply.as_of })
    }

    /// Whether someone else's task is among `tasks`, which only a caller who sees all of them is shown.
    fn sees_others(&self, tasks: &[Task]) -> bool {
        match self.caller() {
            Caller::Root => true,
            // A token is shown its user's tasks and those of its sister tokens too.
            Caller::Token(own) | Caller::User(own) => {
                let user = |name: &str| name.split_once('!').map_or(name, |(user, _)| user).to_owned();
                tasks.iter().any(|task| user(&task.upid.user) != user(&own))
            }
        }
    }
}

fn newest_first(tasks: &mut [Task]) {
    tasks.sort_by(|a, b| {
        let key = |task: &Task| (task.upid.started, task.upid.pstart, task.upid.pid);
        key(b).cmp(&key(a)).then_with(|| a.upid.cmp(&b.upid))
    });
}

#[cfg(test)]
mod tests {
    use lotse_model::{Outcome, TaskState};
    use serde_json::{Value, json};

    use super::{Row, listed, status};

    const UPID: &str = "UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:103:root@pam:";

    fn state(value: Value) -> TaskState {
        let mut value = value;
        value["upid"] = json!(UPID);
        listed(Row::of(&value).unwrap(), &"home".parse().unwrap()).unwrap().state
    }

    #[test]
    fn a_running_task_says_so_or_says_nothing() {
        assert_eq!(state(json!({ "status": "RUNNING" })), TaskState::Running);
        assert_eq!(state(json!({ "starttime": 1 })), TaskState::Running);
    }

    #[test]
    fn a_finished_task_is_done_only_with_ok_or_warnings() {
        let outcome = |value| match state(value) {
            TaskState::Finished { outcome, ended } => (outcome, ended.is_some()),
            TaskState::Running => panic!("finished"),
        };
        assert_eq!(outcome(json!({ "status": "OK", "endtime": 5 })), (Outcome::Ok, true));
        assert_eq!(
            outcome(json!({ "status": "VM 103 already running", "endtime": "5" })).0,
            Outcome::Failed { message: "VM 103 already running".into() }
        );
        assert!(!outcome(json!({ "endtime": 5 })).0.is_done(), "no word is no success");
    }

    #[test]
    fn a_status_decides_by_its_exit_status() {
        let read = |value: &Value| status(Row::of(value).unwrap());
        assert_eq!(read(&json!({ "status": "running" })), Ok(TaskState::Running));
        assert_eq!(
            read(&json!({ "status": "stopped", "exitstatus": "OK" })),
            Ok(TaskState::Finished { ended: None, outcome: Outcome::Ok })
        );
        assert!(matches!(
            read(&json!({ "status": "stopped" })),
            Ok(TaskState::Finished { outcome: Outcome::Failed { .. }, .. })
        ));
        assert!(read(&json!({})).is_err());
    }

    #[test]
    fn a_row_without_a_upid_is_malformed() {
        assert!(listed(Row::of(&json!({ "upid": "x" })).unwrap(), &"home".parse().unwrap()).is_err());
    }
}
