//! High availability as it is configured: `/cluster/ha/resources`, `groups` (to 8.x) and `rules` (from 9).

use std::collections::BTreeMap;

use lotse_model::{GuestKind, NodeName, Vmid};
use serde::Serialize;

use super::{
    ha::{HaState, guest_of},
    row::{Malformed, Row, split},
};
use crate::{Answer, Deadline, Params, Pve, api_path};

/// A guest that was put under HA, as it is configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaResource {
    /// Its id, `vm:101` or `ct:200`.
    pub sid: String,
    /// The guest it is.
    pub guest: Option<(GuestKind, Vmid)>,
    /// What was asked for.
    pub requested: Option<HaState>,
    /// Its group (to 8.x).
    pub group: Option<String>,
    /// How often it is restarted on one node.
    pub max_restart: Option<u32>,
    /// To how many nodes it is relocated.
    pub max_relocate: Option<u32>,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl HaResource {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let sid = row.need_text("sid")?;
        Ok(Self {
            guest: guest_of(&sid),
            sid,
            requested: row.word("state").map(|word| HaState::read(&word)),
            group: row.word("group"),
            max_restart: row.small("max_restart"),
            max_relocate: row.small("max_relocate"),
            comment: row.word("comment"),
        })
    }
}

/// A group of nodes for HA (to 8.x; in 9 rules take its place).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaGroup {
    /// Its name.
    pub name: String,
    /// Its nodes with their priority, higher first choice; zero where none was given.
    pub nodes: BTreeMap<NodeName, u32>,
    /// Whether its guests run nowhere else.
    pub restricted: bool,
    /// Whether guests stay where they are when a better node returns.
    pub no_failback: bool,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl HaGroup {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need_text("group")?,
            nodes: prioritised(row),
            restricted: row.is("restricted"),
            no_failback: row.is("nofailback"),
            comment: row.word("comment"),
        })
    }
}

/// A rule of HA (from 9): on which nodes services run, or which run together or apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HaRule {
    /// Its name.
    pub name: String,
    /// Its type (`node-affinity`, `resource-affinity`).
    pub kind: Option<String>,
    /// The services it is about, sorted.
    pub resources: Vec<String>,
    /// The nodes of a node affinity with their priority.
    pub nodes: BTreeMap<NodeName, u32>,
    /// `positive` (together) or `negative` (apart).
    pub affinity: Option<String>,
    /// Whether it holds even when nothing else is left.
    pub strict: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl HaRule {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            name: row.need_text("rule")?,
            kind: row.word("type"),
            resources: row.words("resources"),
            nodes: prioritised(row),
            affinity: row.word("affinity"),
            strict: row.is("strict"),
            disabled: row.is("disable"),
            comment: row.word("comment"),
        })
    }
}

/// The nodes of a group or rule: `pve1:2,pve2`.
fn prioritised(row: Row<'_>) -> BTreeMap<NodeName, u32> {
    let nodes = row.text("nodes").unwrap_or_default();
    let node = |part: String| match part.split_once(':') {
        Some((node, priority)) => Some((node.parse().ok()?, priority.parse().unwrap_or(0))),
        None => Some((part.parse().ok()?, 0)),
    };
    split(&nodes).into_iter().filter_map(node).collect()
}

impl Pve {
    /// What is under HA (`GET /cluster/ha/resources`). Needs `Sys.Audit` on `/`.
    pub async fn ha_resources(&self, deadline: Deadline) -> Answer<Vec<HaResource>> {
        let mut seen =
            self.list(&api_path!("/cluster/ha/resources"), &Params::new(), deadline, HaResource::read).await?;
        seen.value.sort_unstable_by(|a, b| a.sid.cmp(&b.sid));
        Ok(seen)
    }

    /// The groups of HA (`GET /cluster/ha/groups`). Needs `Sys.Audit` on `/`. A 9 that has moved to rules refuses.
    pub async fn ha_groups(&self, deadline: Deadline) -> Answer<Vec<HaGroup>> {
        let mut seen = self.list(&api_path!("/cluster/ha/groups"), &Params::new(), deadline, HaGroup::read).await?;
        seen.value.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(seen)
    }

    /// The rules of HA (`GET /cluster/ha/rules`, from 9: older ones answer [`CallError::NoSuchCall`](crate::CallError)).
    /// Needs `Sys.Audit` on `/`.
    pub async fn ha_rules(&self, deadline: Deadline) -> Answer<Vec<HaRule>> {
        let mut seen = self.list(&api_path!("/cluster/ha/rules"), &Params::new(), deadline, HaRule::read).await?;
        seen.value.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{HaGroup, HaRule, Row};

    #[test]
    fn groups_and_rules_name_nodes_with_priorities() {
        let group = json!({ "group": "g", "nodes": "pve2,pve1:3", "restricted": "1", "type": "group" });
        let group = HaGroup::read(Row::of(&group).unwrap()).unwrap();
        assert_eq!(group.nodes.values().copied().collect::<Vec<_>>(), [3, 0]);
        assert!(group.restricted && !group.no_failback);
        let rule =
            json!({ "rule": "r", "type": "node-affinity", "nodes": "pve1:1", "resources": "vm:2,ct:1", "strict": 1 });
        let rule = HaRule::read(Row::of(&rule).unwrap()).unwrap();
        assert_eq!(rule.resources, ["ct:1", "vm:2"]);
        assert!(rule.strict && !rule.disabled);
    }
}
