//! Replication of guests between nodes: the jobs (`/cluster/replication`) and how they did (`/nodes/{node}/replication`).

use lotse_model::{NodeName, Seconds, Timestamp, Vmid};
use serde::Serialize;

use super::{
    row::{Malformed, Row},
    sight::Sight,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A replication job.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplicationJob {
    /// Its id: the guest's number and its own (`101-0`).
    pub id: String,
    /// The guest.
    pub guest: Vmid,
    /// The node to which it is replicated.
    pub target: Option<NodeName>,
    /// The node from which, as last seen.
    pub source: Option<NodeName>,
    /// When it runs, as a calendar event; `*/15` where none is set (the default of the schema).
    pub schedule: String,
    /// Its limit in MB/s.
    pub rate: Option<f64>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether it is being removed.
    pub removing: bool,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl ReplicationJob {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let id = row.need_text("id")?;
        let by_id = id.split_once('-').and_then(|(vmid, _)| vmid.parse().ok());
        let guest = row.name("guest").or(by_id).ok_or_else(|| Malformed::at("guest", row.get("guest")))?;
        Ok(Self {
            id,
            guest,
            target: row.name("target"),
            source: row.name("source"),
            schedule: row.word("schedule").unwrap_or_else(|| "*/15".to_owned()),
            rate: row.real("rate"),
            disabled: row.is("disable"),
            removing: row.word("remove_job").is_some(),
            comment: row.word("comment"),
        })
    }
}

/// How a replication job did, as the node of the guest knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplicationState {
    /// The job.
    pub job: ReplicationJob,
    /// When the last success began; `None` when there was none.
    pub last_sync: Option<Timestamp>,
    /// When the last attempt began.
    pub last_try: Option<Timestamp>,
    /// When the next is due.
    pub next_sync: Option<Timestamp>,
    /// How long the last one took, in seconds.
    pub duration: Option<f64>,
    /// How many failed since the last success.
    pub failures: u32,
    /// The error of the last one, when it failed.
    pub error: Option<String>,
    /// Whether it runs now.
    pub running: bool,
}

impl ReplicationState {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            job: ReplicationJob::read(row)?,
            last_sync: row.time("last_sync"),
            last_try: row.time("last_try"),
            next_sync: row.time("next_sync"),
            duration: row.real("duration"),
            failures: row.small("fail_count").unwrap_or(0),
            error: row.word("error").map(|text| text.trim_end().to_owned()),
            running: row.whole("pid").is_some(),
        })
    }

    /// How long the copy lies behind at `now`; `None` when there is no copy yet.
    #[must_use]
    pub fn behind(&self, now: Timestamp) -> Option<Seconds> {
        self.last_sync.map(|sync| sync.age(now))
    }
}

impl Pve {
    /// The replication jobs (`GET /cluster/replication`). Those of guests without `VM.Audit` are left out.
    pub async fn replication_jobs(&self, deadline: Deadline) -> Answer<Vec<ReplicationJob>> {
        let path = api_path!("/cluster/replication");
        let mut seen = self.list(&path, &Params::new(), deadline, ReplicationJob::read).await?;
        seen.value.sort_by(|a, b| a.id.cmp(&b.id));
        self.admit(&mut seen, &path, None, &[Sight::ReplicationJobs], deadline).await;
        Ok(seen)
    }

    /// How the replication jobs of the guests on `node` did (`GET /nodes/{node}/replication`).
    pub async fn replication_states(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<ReplicationState>> {
        let path = api_path!("/nodes/{}/replication", node);
        let mut seen = self.list(&path, &Params::new(), deadline, ReplicationState::read).await?;
        seen.value.sort_by(|a, b| a.job.id.cmp(&b.job.id));
        self.admit(&mut seen, &path, Some(node), &[Sight::ReplicationJobs], deadline).await;
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Seconds, Timestamp};
    use serde_json::json;

    use super::{ReplicationState, Row};

    #[test]
    fn a_failing_job_says_how_often_and_since_when() {
        let value = json!({
            "id": "101-0", "guest": "101", "type": "local", "target": "pve2", "source": "pve", "last_sync": 1000,
            "last_try": "1600", "next_sync": 1900, "duration": 2.5, "fail_count": 3, "error": "no tunnel\n",
        });
        let state = ReplicationState::read(Row::of(&value).unwrap()).unwrap();
        assert_eq!((state.failures, state.error.as_deref()), (3, Some("no tunnel")));
        assert_eq!(state.behind(Timestamp(1700)), Some(Seconds(700)));
        assert_eq!(state.job.schedule, "*/15");
        let never = json!({ "id": "101-0", "last_sync": 0 });
        assert_eq!(ReplicationState::read(Row::of(&never).unwrap()).unwrap().behind(Timestamp(9)), None);
        assert!(ReplicationState::read(Row::of(&json!({ "id": "x" })).unwrap()).is_err());
    }
}
