//! `GET /cluster/status`, `/cluster/options` and `/cluster/nextid`: membership, quorum, and what holds for the whole cluster.

use lotse_model::{NodeName, Vmid};
use serde::Serialize;
use serde_json::Value;

use super::{
    property::Properties,
    row::{Malformed, Row, whole, words},
    rows::{Rows, unreadable},
    sight::Sight,
};
use crate::{
    Deadline, Params, Pve, api_path,
    pve::{Answer, scalar, unlike},
};
use lotse_model::Seen;

/// Who belongs to the cluster, and whether it may decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClusterStatus {
    /// Its name in corosync; `None` of a stand-alone node, which is no cluster.
    pub name: Option<String>,
    /// Whether a majority of votes is online; `None` of a stand-alone node, which needs none.
    pub quorate: Option<bool>,
    /// How many nodes belong to it, offline ones included.
    pub nodes: Option<u32>,
    /// The version of corosync's configuration.
    pub config_version: Option<u64>,
    /// The members, sorted by name.
    pub members: Vec<Member>,
}

/// A member of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Its name.
    pub node: NodeName,
    /// Its number in corosync; `None` of a stand-alone node.
    pub id: Option<u32>,
    /// The address that its name resolves to.
    pub address: Option<String>,
    /// Whether corosync sees it.
    pub online: bool,
    /// Whether it is the one that answered.
    pub local: bool,
    /// Its subscription level, empty for none.
    pub level: Option<String>,
}

enum Entry {
    Cluster(ClusterStatus),
    Member(Member),
    Unknown,
}

impl ClusterStatus {
    pub(crate) fn read(value: &Value) -> Result<(Self, Vec<Malformed>), Malformed> {
        let rows = Rows::read(value, |row| {
            Ok(match row.need_text("type")?.as_str() {
                "cluster" => Entry::Cluster(Self {
                    name: row.word("name"),
                    quorate: row.flag("quorate"),
                    nodes: row.small("nodes"),
                    config_version: row.whole("version"),
                    members: Vec::new(),
                }),
                "node" => Entry::Member(member(row)?),
                _ => Entry::Unknown,
            })
        })?;
        let mut status = Self::default();
        for entry in rows.good {
            match entry {
                Entry::Cluster(cluster) => status = Self { members: std::mem::take(&mut status.members), ..cluster },
                Entry::Member(member) => status.members.push(member),
                Entry::Unknown => {}
            }
        }
        status.members.sort_unstable_by(|a, b| a.node.cmp(&b.node));
        Ok((status, rows.bad))
    }

    /// Whether this is one node without a cluster.
    #[must_use]
    pub const fn is_stand_alone(&self) -> bool {
        self.name.is_none()
    }

    /// How many members are online.
    #[must_use]
    pub fn online(&self) -> usize {
        self.members.iter().filter(|member| member.online).count()
    }

    /// How many more members may go offline before quorum is lost, when every member has one vote: corosync's default, and
    /// what this call can tell. Of two nodes, none.
    #[must_use]
    pub fn spare_votes(&self) -> Option<usize> {
        self.name.as_ref()?;
        let majority = self.members.len() / 2 + 1;
        self.online().checked_sub(majority)
    }
}

fn member(row: Row<'_>) -> Result<Member, Malformed> {
    Ok(Member {
        node: row.need("name")?,
        id: row.small("nodeid").filter(|&id| id != 0),
        address: row.word("ip"),
        online: row.is("online"),
        local: row.is("local"),
        level: row.text("level"),
    })
}

/// Options of the whole cluster (`datacenter.cfg`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClusterOptions {
    /// The notes of the cluster.
    pub description: Option<String>,
    /// The keyboard layout of consoles.
    pub keyboard: Option<String>,
    /// The beginning of MAC addresses made here.
    pub mac_prefix: Option<String>,
    /// Tags that are in use or registered, as the caller may see them; sorted.
    pub allowed_tags: Vec<String>,
    /// What HA does with guests when a node shuts down (`shutdown_policy`), and how it schedules.
    pub ha: Option<Properties>,
    /// How migrations travel (`type=secure,network=…`).
    pub migration: Option<Properties>,
    /// The range of numbers for new guests (`lower=…,upper=…`).
    pub next_id: Option<Properties>,
}

impl ClusterOptions {
    pub(crate) fn read(row: Row<'_>) -> Self {
        Self {
            description: row.word("description"),
            keyboard: row.word("keyboard"),
            mac_prefix: row.word("mac_prefix"),
            allowed_tags: row.words("allowed-tags"),
            ha: properties(row, "ha"),
            migration: properties(row, "migration"),
            next_id: properties(row, "next-id"),
        }
    }
}

/// A property string, or the object that some calls make of it.
pub(crate) fn properties(row: Row<'_>, key: &str) -> Option<Properties> {
    match row.get(key)? {
        Value::Object(map) => {
            let mut properties = Properties::default();
            for (key, value) in map {
                let value = super::row::text(value).unwrap_or_else(|| words(value).join(";"));
                // What no property string can hold is left out.
                let _ = properties.set(key, &value);
            }
            Some(properties)
        }
        other => super::row::text(other).filter(|text| !text.is_empty()).map(|text| Properties::read(&text)),
    }
}

impl Pve {
    /// Members and quorum (`GET /cluster/status`). Needs `Sys.Audit` on `/`.
    pub async fn cluster_status(&self, deadline: Deadline) -> Answer<ClusterStatus> {
        let path = api_path!("/cluster/status");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        let (status, bad) = ClusterStatus::read(&reply.data).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, None, why)).into_iter().collect();
        Ok(Seen { value: status, hidden, as_of: reply.as_of })
    }

    /// Options of the whole cluster (`GET /cluster/options`). Without `Sys.Audit` on `/` only tags and console are shown.
    pub async fn cluster_options(&self, deadline: Deadline) -> Answer<ClusterOptions> {
        let path = api_path!("/cluster/options");
        let mut seen = self.one(&path, &Params::new(), deadline, |row| Ok(ClusterOptions::read(row))).await?;
        self.admit(&mut seen, &path, None, &[Sight::ClusterOptions], deadline).await;
        Ok(seen)
    }

    /// The next free VMID (`GET /cluster/nextid`). Nobody reserves it: another may take it first.
    pub async fn next_id(&self, deadline: Deadline) -> Answer<Vmid> {
        let path = api_path!("/cluster/nextid");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        let number = |value: &Value| whole(value).and_then(|number| Vmid::new(u32::try_from(number).ok()?).ok());
        scalar(&path, &reply, number).map(|vmid| Seen::whole(vmid, reply.as_of))
    }

    /// Whether a VMID is free in the whole cluster, guests that the caller may not see included (the same call with `vmid`).
    pub async fn is_free(&self, vmid: Vmid, deadline: Deadline) -> Answer<bool> {
        let path = api_path!("/cluster/nextid");
        match self.get(&path, &vec![("vmid".into(), vmid.to_string())], deadline).await {
            Ok(reply) => Ok(Seen::whole(true, reply.as_of)),
            // `{"vmid":"VM 100 already exists"}`: what is taken is answered as a wrong parameter.
            Err(crate::CallError::Parameters { errors, .. }) if errors.contains_key("vmid") => {
                Ok(Seen::whole(false, crate::clock::now()))
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ClusterStatus, Row, properties};

    #[test]
    fn a_stand_alone_node_is_no_cluster_and_needs_no_quorum() {
        let (status, _) = ClusterStatus::read(&json!([
            { "type": "node", "name": "pve", "id": "node/pve", "nodeid": 0, "online": 1, "local": 1, "level": "" },
        ]))
        .unwrap();
        assert!(status.is_stand_alone());
        assert_eq!((status.quorate, status.spare_votes()), (None, None));
        assert_eq!(status.members[0].id, None);
    }

    #[test]
    fn three_nodes_with_one_offline_have_no_vote_to_spare() {
        let (status, bad) = ClusterStatus::read(&json!([
            { "type": "node", "name": "pve3", "nodeid": 3, "online": 1, "local": 0 },
            { "type": "node", "name": "pve2", "nodeid": "2", "online": 0, "local": 0 },
            { "type": "cluster", "name": "test", "id": "cluster", "nodes": 3, "quorate": "1", "version": 3 },
            { "type": "node", "name": "pve", "nodeid": 1, "online": true, "local": 1 },
            { "type": "qdevice", "name": "x" },
            { "type": "node" },
        ]))
        .unwrap();
        assert_eq!(
            status.members.iter().map(|member| member.node.as_str()).collect::<Vec<_>>(),
            ["pve", "pve2", "pve3"]
        );
        assert_eq!((status.quorate, status.online(), status.spare_votes()), (Some(true), 2, Some(0)));
        assert_eq!(bad.len(), 1);
    }

    #[test]
    fn an_option_is_read_as_text_and_as_object() {
        for form in [json!({ "ha": "shutdown_policy=migrate" }), json!({ "ha": { "shutdown_policy": "migrate" } })] {
            let ha = properties(Row::of(&form).unwrap(), "ha").unwrap();
            assert_eq!(ha.get("shutdown_policy"), Some("migrate"));
        }
    }
}
