//! Tasks: what Proxmox ran, for whom, and how it ended.

use serde::{Deserialize, Serialize};

use crate::{ClusterName, NodeName, Timestamp, Upid};

/// How a task ended. An HTTP 200 says only that it began; the exit status decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum Outcome {
    /// `OK`.
    Ok,
    /// `WARNINGS: n`: it did its work and warned.
    Warnings {
        /// How many warnings its log has.
        count: u32,
    },
    /// Anything else: it failed, with this text.
    Failed {
        /// The error text, as it came.
        message: String,
    },
}

impl Outcome {
    /// Reads the `exitstatus` of a task's status, or `status` of a finished task in a list.
    #[must_use]
    pub fn read(exitstatus: &str) -> Self {
        let text = exitstatus.trim();
        if text == "OK" {
            return Self::Ok;
        }
        match text.strip_prefix("WARNINGS:").and_then(|count| count.trim().parse().ok()) {
            Some(count) => Self::Warnings { count },
            None => Self::Failed { message: text.to_owned() },
        }
    }

    /// Whether the work was done.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Ok | Self::Warnings { .. })
    }
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum TaskState {
    /// It runs.
    Running,
    /// It is over.
    Finished {
        /// When it ended; a task's own status does not say, the lists do.
        ended: Option<Timestamp>,
        /// How it ended.
        outcome: Outcome,
    },
}

/// A task of a node. Its JSON form also spells out what the UPID says, so that no reader has to take it apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Task {
    /// The cluster in which it ran.
    pub cluster: ClusterName,
    /// Its id, which also says node, type, object, user and start.
    pub upid: Upid,
    /// Where it stands.
    pub state: TaskState,
}

/// A task as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    cluster: ClusterName,
    upid: Upid,
    #[serde(skip_deserializing)]
    node: Option<NodeName>,
    #[serde(rename = "type", skip_deserializing)]
    kind: String,
    #[serde(skip_deserializing)]
    id: Option<String>,
    #[serde(skip_deserializing)]
    user: String,
    #[serde(skip_deserializing)]
    started: Timestamp,
    #[serde(flatten)]
    state: TaskState,
}

impl From<Task> for Written {
    fn from(task: Task) -> Self {
        Self {
            node: Some(task.upid.node.clone()),
            kind: task.upid.kind.clone(),
            id: Some(task.upid.id.clone()).filter(|id| !id.is_empty()),
            user: task.upid.user.clone(),
            started: task.upid.started,
            cluster: task.cluster,
            upid: task.upid,
            state: task.state,
        }
    }
}

impl From<Written> for Task {
    fn from(written: Written) -> Self {
        Self { cluster: written.cluster, upid: written.upid, state: written.state }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Task};

    #[test]
    fn a_task_in_json_spells_out_its_upid_and_reads_back() {
        let upid = "UPID:pve1:0004A2F1:0312C9D4:6740B0FF:vzdump::root@pam:";
        let json = format!(r#"{{"cluster":"home","upid":"{upid}","state":"running"}}"#);
        let task: Task = serde_json::from_str(&json).unwrap();
        let written = serde_json::to_value(&task).unwrap();
        assert_eq!(written["node"], "pve1");
        assert_eq!(written["type"], "vzdump");
        assert_eq!(written["id"], serde_json::Value::Null);
        assert_eq!(written["started"], "2024-11-22T16:27:43Z");
        assert_eq!(serde_json::from_value::<Task>(written).unwrap(), task);
    }

    #[test]
    fn only_ok_and_warnings_count_as_done() {
        assert_eq!(Outcome::read("OK"), Outcome::Ok);
        assert_eq!(Outcome::read("WARNINGS: 3"), Outcome::Warnings { count: 3 });
        for failed in ["", "ok", "VM 101 already running", "WARNINGS: many", "unexpected status"] {
            assert!(!Outcome::read(failed).is_done(), "{failed:?}");
        }
    }
}
