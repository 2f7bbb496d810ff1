//! Pools: `/pools`.

use lotse_model::{PoolName, StorageName, Vmid};
use serde::Serialize;

use super::{
    row::{Malformed, Row},
    rows::{Rows, unreadable},
    sight::Sight,
};
use crate::{
    Deadline, Params, Pve, api_path,
    pve::{Answer, unlike},
};
use lotse_model::Seen;

/// A pool of guests and storages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pool {
    /// Its name; pools within pools have slashes.
    pub name: PoolName,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl Pool {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self { name: row.need("poolid")?, comment: row.word("comment") })
    }
}

/// What belongs to a pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PoolMembers {
    /// The operator's comment.
    pub comment: Option<String>,
    /// Its guests, sorted.
    pub guests: Vec<Vmid>,
    /// Its storages, sorted, each once.
    pub storages: Vec<StorageName>,
}

enum MemberOf {
    Guest(Vmid),
    Storage(StorageName),
    Unknown,
}

impl PoolMembers {
    fn read(row: Row<'_>) -> Result<(Self, Vec<Malformed>), Malformed> {
        let none = serde_json::Value::Null;
        let rows = Rows::read(row.get("members").unwrap_or(&none), |member| {
            Ok(match member.word("type").as_deref() {
                Some("qemu" | "lxc" | "openvz") => MemberOf::Guest(member.need("vmid")?),
                Some("storage") => MemberOf::Storage(member.need("storage")?),
                _ => MemberOf::Unknown,
            })
        })?;
        let mut members = Self { comment: row.word("comment"), ..Self::default() };
        for member in rows.good {
            match member {
                MemberOf::Guest(vmid) => members.guests.push(vmid),
                MemberOf::Storage(storage) => members.storages.push(storage),
                MemberOf::Unknown => {}
            }
        }
        members.guests.sort_unstable();
        members.storages.sort_unstable();
        members.storages.dedup();
        Ok((members, rows.bad))
    }
}

impl Pve {
    /// The pools (`GET /pools`). Those without `Pool.Audit` are left out.
    pub async fn pools(&self, deadline: Deadline) -> Answer<Vec<Pool>> {
        let path = api_path!("/pools");
        let mut seen = self.list(&path, &Params::new(), deadline, Pool::read).await?;
        seen.value.sort_by(|a, b| a.name.cmp(&b.name));
        self.admit(&mut seen, &path, None, &[Sight::Pools], deadline).await;
        Ok(seen)
    }

    /// What belongs to `pool` (`GET /pools/{poolid}`; of a pool within a pool `GET /pools?poolid=…`, since 8.1 the only way to
    /// name one).
    pub async fn pool(&self, pool: &PoolName, deadline: Deadline) -> Answer<PoolMembers> {
        let nested = pool.as_str().contains('/');
        let (path, params) = if nested {
            (api_path!("/pools"), vec![("poolid".into(), pool.to_string())])
        } else {
            (api_path!("/pools/{}", pool), Params::new())
        };
        let reply = self.get(&path, &params, deadline).await?;
        let object = if nested { reply.data.get(0).unwrap_or(&reply.data) } else { &reply.data };
        let (members, bad) = Row::of(object).and_then(PoolMembers::read).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, None, why)).into_iter().collect();
        Ok(Seen { value: members, hidden, as_of: reply.as_of })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{PoolMembers, Row};

    #[test]
    fn members_are_told_apart_and_a_storage_of_two_nodes_counts_once() {
        let value = json!({ "comment": "x", "members": [
            { "type": "lxc", "vmid": "200", "id": "lxc/200", "node": "pve" },
            { "type": "qemu", "vmid": 100 },
            { "type": "storage", "storage": "nfs", "node": "pve1" },
            { "type": "storage", "storage": "nfs", "node": "pve2" },
            { "type": "qemu" },
            { "type": "dragon" },
        ]});
        let (members, bad) = PoolMembers::read(Row::of(&value).unwrap()).unwrap();
        assert_eq!(members.guests.iter().map(|vmid| vmid.get()).collect::<Vec<_>>(), [100, 200]);
        assert_eq!((members.storages.len(), bad.len()), (1, 1));
    }
}
