//! Tasks: what Proxmox ran, for whom, and how it ended.

use serde::{Deserialize, Serialize};

use crate::{ClusterName, Timestamp, Upid};

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

/// A task of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The cluster in which it ran.
    pub cluster: ClusterName,
    /// Its id, which also says node, type, object, user and start.
    pub upid: Upid,
    /// Where it stands.
    #[serde(flatten)]
    pub state: TaskState,
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn only_ok_and_warnings_count_as_done() {
        assert_eq!(Outcome::read("OK"), Outcome::Ok);
        assert_eq!(Outcome::read("WARNINGS: 3"), Outcome::Warnings { count: 3 });
        for failed in ["", "ok", "VM 101 already running", "WARNINGS: many", "unexpected status"] {
            assert!(!Outcome::read(failed).is_done(), "{failed:?}");
        }
    }
}
