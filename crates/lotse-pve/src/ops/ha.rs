//! High availability as it is now: `/cluster/ha/status/current` and `status/manager_status`.

use std::collections::BTreeMap;

use lotse_model::{GuestKind, NodeName, Seen, Timestamp, Vmid};
use serde::Serialize;
use serde_json::Value;

use super::{
    row::{Malformed, Row},
    rows::{Rows, unreadable},
    words::words,
};
use crate::{
    Deadline, Params, Pve, api_path,
    pve::{Answer, unlike},
};

/// What the HA stack says of itself and of the guests it manages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HaStatus {
    /// Whether the cluster is quorate, as the HA stack sees it.
    pub quorate: Option<bool>,
    /// The node that decides; `None` as long as HA manages nothing (a fresh installation).
    pub master: Option<HaNode>,
    /// The local resource managers, one a node, sorted.
    pub managers: Vec<HaNode>,
    /// The guests (or other services) it manages, sorted by id.
    pub services: Vec<HaService>,
    /// Since 9: whether fencing is armed (`armed`, `standby`, `disarming`, `disarmed`).
    pub armed: Option<String>,
}

/// A node's part in HA.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaNode {
    /// The node.
    pub node: NodeName,
    /// The state in words, without the node and the time (`active`, `idle`, `maintenance mode`,
    /// `unable to read lrm status`, `old timestamp - dead?`).
    pub state: String,
    /// When the node last said so.
    pub at: Option<Timestamp>,
}

impl HaNode {
    /// Whether the node's manager works: it is active, idle or on maintenance.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        ["active", "idle", "maintenance", "wait"].iter().any(|word| self.state.starts_with(word))
    }
}

words! {
    /// What HA does with a service now.
    HaState {
        /// It runs, and is restarted when it does not.
        Started = "started",
        /// It is off and stays off.
        Stopped = "stopped",
        /// HA leaves it alone, and it is off.
        Disabled = "disabled",
        /// HA leaves it alone.
        Ignored = "ignored",
        /// HA gave up: an operator must look at it.
        Error = "error",
        /// Its node is being fenced.
        Fence = "fence",
        /// It is being recovered on another node.
        Recovery = "recovery",
        /// Its node is shutting down; nothing is done meanwhile.
        Freeze = "freeze",
        /// It is being migrated.
        Migrate = "migrate",
        /// It is being stopped here to be started elsewhere.
        Relocate = "relocate",
        /// It was just added.
        Queued = "queued",
        /// It is being started.
        Starting = "starting",
        /// It is being stopped.
        Stopping = "stopping",
        /// It is being stopped (request).
        RequestStop = "request_stop",
    }
}

/// A service that HA manages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaService {
    /// Its id, `vm:101` or `ct:200`.
    pub sid: String,
    /// The guest it is.
    pub guest: Option<(GuestKind, Vmid)>,
    /// The node it is on.
    pub node: Option<NodeName>,
    /// What HA does with it now.
    pub state: HaState,
    /// What the cluster resource manager has decided.
    pub decided: Option<HaState>,
    /// What was asked for.
    pub requested: Option<HaState>,
    /// How often it is restarted on one node.
    pub max_restart: Option<u32>,
    /// To how many nodes it is relocated.
    pub max_relocate: Option<u32>,
    /// Since 9: whether it goes back to the preferred node.
    pub failback: Option<bool>,
    /// The operator's comment.
    pub comment: Option<String>,
}

enum Entry {
    Quorum(Option<bool>),
    Master(HaNode),
    Manager(HaNode),
    Service(HaService),
    Fencing(Option<String>),
    Unknown,
}

impl HaStatus {
    pub(crate) fn read(value: &Value) -> Result<(Self, Vec<Malformed>), Malformed> {
        let rows = Rows::read(value, |row| {
            Ok(match row.need_text("type")?.as_str() {
                "quorum" => Entry::Quorum(row.flag("quorate")),
                "master" => Entry::Master(ha_node(row)?),
                "lrm" => Entry::Manager(ha_node(row)?),
                "service" => Entry::Service(service(row)?),
                "fencing" => Entry::Fencing(row.word("armed-state")),
                _ => Entry::Unknown,
            })
        })?;
        let mut status = Self::default();
        for entry in rows.good {
            match entry {
                Entry::Quorum(quorate) => status.quorate = quorate,
                Entry::Master(node) => status.master = Some(node),
                Entry::Manager(node) => status.managers.push(node),
                Entry::Service(service) => status.services.push(service),
                Entry::Fencing(armed) => status.armed = armed,
                Entry::Unknown => {}
            }
        }
        status.managers.sort_unstable_by(|a, b| a.node.cmp(&b.node));
        status.services.sort_unstable_by(|a, b| a.sid.cmp(&b.sid));
        Ok((status, rows.bad))
    }

    /// The service of a guest, when HA manages it.
    #[must_use]
    pub fn service(&self, vmid: Vmid) -> Option<&HaService> {
        self.services.iter().find(|service| service.guest.is_some_and(|(_, id)| id == vmid))
    }
}

fn ha_node(row: Row<'_>) -> Result<HaNode, Malformed> {
    let status = row.text("status").unwrap_or_default();
    // `pve (active, Sun Nov 22 05:49:12 2026)`, `pve3 (unable to read lrm status)`.
    let inside = status.split_once('(').map_or(status.as_str(), |(_, rest)| rest.trim_end_matches(')'));
    let state = inside.split_once(", ").map_or(inside, |(state, _)| state);
    Ok(HaNode { node: row.need("node")?, state: state.trim().to_owned(), at: row.time("timestamp") })
}

fn service(row: Row<'_>) -> Result<HaService, Malformed> {
    let sid = row
        .word("sid")
        .or_else(|| row.word("id").and_then(|id| id.strip_prefix("service:").map(str::to_owned)))
        .ok_or_else(|| Malformed::at("sid", None))?;
    let state = |key| row.word(key).map(|word| HaState::read(&word));
    Ok(HaService {
        guest: guest_of(&sid),
        sid,
        node: row.name("node"),
        state: state("state").unwrap_or_else(|| HaState::Other(String::new())),
        decided: state("crm_state"),
        requested: state("request_state"),
        max_restart: row.small("max_restart"),
        max_relocate: row.small("max_relocate"),
        failback: row.flag("failback"),
        comment: row.word("comment"),
    })
}

/// The guest behind a service id (`vm:101`, `ct:200`).
pub(crate) fn guest_of(sid: &str) -> Option<(GuestKind, Vmid)> {
    let (kind, vmid) = sid.split_once(':')?;
    let kind = match kind {
        "vm" => GuestKind::Vm,
        "ct" => GuestKind::Container,
        _ => return None,
    };
    Some((kind, vmid.parse().ok()?))
}

/// What the manager itself has on record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HaManagerStatus {
    /// The node that decides.
    pub master: Option<NodeName>,
    /// When it last wrote its record.
    pub at: Option<Timestamp>,
    /// What it takes each node for (`online`, `unknown`, `fence`, `gone`, `maintenance`).
    pub nodes: BTreeMap<NodeName, String>,
    /// The state of each service with its node.
    pub services: BTreeMap<String, (HaState, Option<NodeName>)>,
    /// The mode of each local manager (`active`, `maintenance`, `restart`, `shutdown`, `unknown`).
    pub modes: BTreeMap<NodeName, String>,
}

impl HaManagerStatus {
    pub(crate) fn read(row: Row<'_>) -> Self {
        let Some(record) = row.object("manager_status") else { return Self::default() };
        let named = |section: Option<Row<'_>>, pick: fn(&Value) -> Option<String>| {
            section
                .into_iter()
                .flat_map(Row::entries)
                .filter_map(|(node, value)| Some((node.parse().ok()?, pick(value)?)))
                .collect()
        };
        let services = record.object("service_status").into_iter().flat_map(Row::entries).filter_map(|(sid, value)| {
            let service = Row::of(value).ok()?;
            Some((sid.to_owned(), (HaState::read(&service.word("state")?), service.name("node"))))
        });
        Self {
            master: record.name("master_node"),
            at: record.time("timestamp"),
            nodes: named(record.object("node_status"), super::row::text),
            services: services.collect(),
            modes: named(row.object("lrm_status"), |value| Row::of(value).ok()?.word("mode")),
        }
    }
}

/// What HA does with a guest's `ha` entry in its status (`{"managed":1,"state":"started"}`).
pub(crate) fn managed(row: Row<'_>) -> Option<HaState> {
    let ha = row.object("ha")?;
    ha.is("managed").then(|| HaState::read(&ha.text("state").unwrap_or_default()))
}

impl Pve {
    /// What HA does now (`GET /cluster/ha/status/current`). Needs `Sys.Audit` on `/`.
    pub async fn ha_status(&self, deadline: Deadline) -> Answer<HaStatus> {
        let path = api_path!("/cluster/ha/status/current");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        let (status, bad) = HaStatus::read(&reply.data).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, None, why)).into_iter().collect();
        Ok(Seen { value: status, hidden, as_of: reply.as_of })
    }

    /// What HA's manager has on record (`GET /cluster/ha/status/manager_status`). Needs `Sys.Audit` on `/`.
    pub async fn ha_manager_status(&self, deadline: Deadline) -> Answer<HaManagerStatus> {
        let path = api_path!("/cluster/ha/status/manager_status");
        self.one(&path, &Params::new(), deadline, |row| Ok(HaManagerStatus::read(row))).await
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Vmid};
    use serde_json::json;

    use super::{HaManagerStatus, HaState, HaStatus, Row};

    #[test]
    fn a_running_stack_is_taken_apart() {
        let (status, bad) = HaStatus::read(&json!([
            { "type": "quorum", "id": "quorum", "quorate": 1, "node": "pve", "status": "OK" },
            { "type": "master", "id": "master", "node": "pve", "status": "pve (active, Sun Nov 22 05:49:12 2026)", "timestamp": 1_795_326_552 },
            { "type": "lrm", "id": "lrm:pve3", "node": "pve3", "status": "pve3 (unable to read lrm status)" },
            { "type": "lrm", "id": "lrm:pve", "node": "pve", "status": "pve (idle, Sun Nov 22 05:49:12 2026)" },
            { "type": "service", "id": "service:vm:101", "node": "pve", "state": "started", "crm_state": "started", "request_state": "started", "max_restart": "1" },
            { "type": "service", "id": "service:ct:200", "sid": "ct:200", "node": "pve", "state": "levitating" },
            { "type": "fencing", "id": "fencing", "node": "pve", "status": "x", "armed-state": "armed" },
            { "type": "new" },
        ]))
        .unwrap();
        assert!(bad.is_empty());
        assert_eq!(status.quorate, Some(true));
        assert_eq!(status.master.as_ref().map(|master| master.state.as_str()), Some("active"));
        assert_eq!(status.managers.iter().map(super::HaNode::is_alive).collect::<Vec<_>>(), [true, false]);
        assert_eq!(status.services[0].state, HaState::Other("levitating".into()));
        assert_eq!(status.services[0].guest.map(|(kind, _)| kind), Some(GuestKind::Container));
        assert_eq!(status.service(Vmid::new(101).unwrap()).unwrap().state, HaState::Started);
        assert_eq!(status.armed.as_deref(), Some("armed"));
    }

    #[test]
    fn a_fresh_installation_has_no_master_and_no_services() {
        let (status, _) =
            HaStatus::read(&json!([{ "type": "quorum", "id": "quorum", "quorate": 1, "node": "pve", "status": "OK" }]))
                .unwrap();
        assert!(status.master.is_none() && status.services.is_empty());
        let value = json!({ "manager_status": { "node_status": {} }, "quorum": { "quorate": "1" } });
        assert_eq!(HaManagerStatus::read(Row::of(&value).unwrap()), HaManagerStatus::default());
    }
}
