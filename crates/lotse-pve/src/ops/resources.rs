//! `GET /cluster/resources`: everything of a cluster in one call, whatever its size.
//!
//! The figures come from each node's status daemon: up to ten seconds old, and `status` lags too. Read an action back from
//! [`guest_status`](super::guest_status), never from here. Disabled storages are absent from it.

use lotse_model::{Guest, GuestKind, Node, NodeName, NodeState, PoolName, Seen, Storage};
use serde::Serialize;
use serde_json::Value;

use super::{
    figures,
    row::{Malformed, Row},
    rows::{Rows, unreadable},
    sight::Sight,
};
use crate::{
    Caller, Deadline, Params, Pve, api_path,
    pve::{Answer, unlike},
};

/// Everything of a cluster, each part sorted: guests by number, nodes by name, storages by name and node.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Resources {
    /// The guests.
    pub guests: Vec<Guest>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The storages, one for each node that can reach it.
    pub storages: Vec<Storage>,
    /// The pools.
    pub pools: Vec<PoolName>,
    /// What else there is: networks, zones and types that this version does not know.
    pub others: Vec<OtherResource>,
}

/// A resource of a type that has none of its own here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherResource {
    /// Its type, as the server calls it (`sdn`, `network`).
    pub kind: String,
    /// Its id (`sdn/pve/localnetwork`).
    pub id: String,
    /// Its node.
    pub node: Option<NodeName>,
    /// Its status.
    pub status: Option<String>,
}

enum Resource {
    Guest(Guest),
    Node(Node),
    Storage(Storage),
    Pool(PoolName),
    Other(OtherResource),
}

impl Resources {
    /// Reads the rows of an answer; the bad ones are returned beside.
    pub(crate) fn read(value: &Value, cluster: &lotse_model::ClusterName) -> Result<(Self, Vec<Malformed>), Malformed> {
        let rows = Rows::read(value, |row| resource(row, cluster))?;
        let mut all = Self::default();
        for resource in rows.good {
            match resource {
                Resource::Guest(guest) => all.guests.push(guest),
                Resource::Node(node) => all.nodes.push(node),
                Resource::Storage(storage) => all.storages.push(storage),
                Resource::Pool(pool) => all.pools.push(pool),
                Resource::Other(other) => all.others.push(other),
            }
        }
        all.guests.sort_unstable_by_key(|guest| guest.id.vmid);
        all.nodes.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        all.storages.sort_unstable_by(|a, b| (&a.name, &a.node).cmp(&(&b.name, &b.node)));
        all.pools.sort_unstable();
        all.others.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Ok((all, rows.bad))
    }

    /// Whether the answer looks as it would to a caller who may not see everything: no guests, no storages, or an online
    /// node without figures. Only then is it worth asking what the caller may do.
    fn is_doubtful(&self) -> bool {
        self.guests.is_empty()
            || self.storages.is_empty()
            || self.nodes.iter().any(|node| node.state == NodeState::Online && node.memory.is_none())
    }
}

fn resource(row: Row<'_>, cluster: &lotse_model::ClusterName) -> Result<Resource, Malformed> {
    let guest = |kind| row.need("node").and_then(|node| figures::guest(row, cluster, kind, node)).map(Resource::Guest);
    match row.need_text("type")?.as_str() {
        "qemu" => guest(GuestKind::Vm),
        "lxc" => guest(GuestKind::Container),
        "node" => figures::node(row, cluster).map(Resource::Node),
        "storage" => figures::storage(row, cluster).map(Resource::Storage),
        "pool" => row.need("pool").map(Resource::Pool),
        other => Ok(Resource::Other(OtherResource {
            kind: other.to_owned(),
            id: row.text("id").unwrap_or_default(),
            node: row.name("node"),
            status: row.word("status"),
        })),
    }
}

impl Pve {
    /// Everything of the cluster (`GET /cluster/resources`).
    ///
    /// One call. Of a caller whose permissions are not known yet they are asked for only when the answer is doubtful (no
    /// guests, no storages, or a node without figures); a session that lasts asks for [`Pve::permissions`] at its start and
    /// is then told of every gap.
    pub async fn resources(&self, deadline: Deadline) -> Answer<Resources> {
        let path = api_path!("/cluster/resources");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        let (all, bad) = Resources::read(&reply.data, self.cluster()).map_err(|why| unlike(&path, &reply, &why))?;
        let mut seen = Seen::whole(all, reply.as_of);
        seen.hidden.extend(unreadable(&bad).map(|why| self.hidden(&path, None, why)));
        let online = seen.value.nodes.iter().filter(|node| node.state == NodeState::Online);
        let mut sights: Vec<_> = online.map(|node| Sight::NodeFigures(node.name.clone())).collect();
        sights.extend([Sight::Guests, Sight::Storages, Sight::Pools]);
        let doubt = self.caller() != Caller::Root && seen.value.is_doubtful();
        self.admit_in_poll(&mut seen, &path, &sights, doubt, deadline).await;
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::Resources;
    use crate::ops::any_json::any_json;

    #[test]
    fn every_kind_is_sorted_into_its_list_and_a_new_kind_is_kept() {
        let (all, bad) = Resources::read(
            &json!([
                { "type": "lxc", "vmid": 200, "node": "pve", "status": "running" },
                { "type": "qemu", "vmid": "100", "node": "pve", "status": "stopped" },
                { "type": "node", "node": "pve", "status": "online" },
                { "type": "storage", "storage": "local", "node": "pve", "status": "available", "content": "iso,backup" },
                { "type": "pool", "pool": "lab", "maxmem": 5 },
                { "type": "network", "id": "network/pve/zone/localnetwork", "node": "pve", "status": "ok" },
                { "type": "qemu", "vmid": 7, "node": "pve" },
                { "node": "pve" },
            ]),
            &"home".parse().unwrap(),
        )
        .unwrap();
        assert_eq!(all.guests.iter().map(|guest| guest.id.vmid.get()).collect::<Vec<_>>(), [100, 200]);
        assert_eq!((all.nodes.len(), all.storages.len(), all.pools.len(), all.others.len()), (1, 1, 1, 1));
        assert_eq!(all.storages[0].content, ["backup", "iso"]);
        assert_eq!(bad.iter().map(super::Malformed::line).collect::<Vec<_>>(), ["vmid: 7", "type: -"]);
    }

    proptest! {
        #[test]
        fn any_answer_is_read_or_refused_without_a_panic(value in any_json()) {
            let _ = Resources::read(&value, &"home".parse().unwrap());
        }
    }
}
