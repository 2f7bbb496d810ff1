//! Snapshots of a guest: `…/snapshot`.

use lotse_model::Timestamp;
use serde::Serialize;

use super::{
    guest_status::GuestPlace,
    row::Malformed,
    rows::{Rows, unreadable},
};
use crate::{
    Deadline, Params, Pve,
    pve::{Answer, unlike},
};
use lotse_model::Seen;
use serde_json::Value;

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Its name: a letter, then letters, digits, `-` and `_`; 2 to 40 characters.
    pub name: String,
    /// What the operator wrote about it.
    pub description: Option<String>,
    /// When it was taken.
    pub taken: Option<Timestamp>,
    /// Whether it holds the memory too. A running VM rolled back to one without is stopped afterwards.
    pub memory: bool,
    /// The snapshot before it.
    pub parent: Option<String>,
}

/// The snapshots of a guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Snapshots {
    /// The snapshots, oldest first. The list's last entry `current` is none and is not among them.
    pub list: Vec<Snapshot>,
    /// The snapshot that the present state is based on.
    pub parent: Option<String>,
    /// Whether the guest runs, as the list says.
    pub running: Option<bool>,
}

enum Entry {
    Snapshot(Snapshot),
    Current { parent: Option<String>, running: Option<bool> },
}

impl Snapshots {
    pub(crate) fn read(value: &Value) -> Result<(Self, Vec<Malformed>), Malformed> {
        let rows = Rows::read(value, |row| {
            let name = row.need_text("name")?;
            let parent = row.word("parent");
            Ok(if name == "current" {
                Entry::Current { parent, running: row.flag("running") }
            } else {
                let description = row.text("description").map(|text| text.trim_end().to_owned());
                Entry::Snapshot(Snapshot {
                    name,
                    description: description.filter(|text| !text.is_empty()),
                    taken: row.time("snaptime"),
                    memory: row.is("vmstate"),
                    parent,
                })
            })
        })?;
        let mut snapshots = Self::default();
        for entry in rows.good {
            match entry {
                Entry::Snapshot(snapshot) => snapshots.list.push(snapshot),
                Entry::Current { parent, running } => (snapshots.parent, snapshots.running) = (parent, running),
            }
        }
        snapshots.list.sort_by(|a, b| (a.taken, &a.name).cmp(&(b.taken, &b.name)));
        Ok((snapshots, rows.bad))
    }

    /// The snapshot `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Snapshot> {
        self.list.iter().find(|snapshot| snapshot.name == name)
    }
}

impl Pve {
    /// The snapshots of a guest (`GET …/snapshot`). Needs `VM.Audit` on it.
    pub async fn snapshots(&self, place: &GuestPlace, deadline: Deadline) -> Answer<Snapshots> {
        let path = place.path().segment("snapshot");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        let (snapshots, bad) = Snapshots::read(&reply.data).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, Some(&place.node), why)).into_iter().collect();
        Ok(Seen { value: snapshots, hidden, as_of: reply.as_of })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Snapshots;

    #[test]
    fn the_entry_current_is_no_snapshot() {
        let (none, _) = Snapshots::read(
            &json!([{ "name": "current", "description": "You are here!", "running": 0, "digest": "x" }]),
        )
        .unwrap();
        assert!(none.list.is_empty());
        assert_eq!((none.running, none.parent), (Some(false), None));
    }

    #[test]
    fn snapshots_are_sorted_by_their_time() {
        let (snapshots, bad) = Snapshots::read(&json!([
            { "name": "late", "snaptime": 1_795_326_226, "vmstate": 0, "parent": "early", "description": "" },
            { "name": "current", "parent": "late", "running": 1 },
            { "name": "early", "snaptime": "1795325974", "vmstate": "1", "description": "new text\n" },
            { "snaptime": 1 },
        ]))
        .unwrap();
        assert_eq!(snapshots.list.iter().map(|snapshot| snapshot.name.as_str()).collect::<Vec<_>>(), ["early", "late"]);
        assert_eq!(snapshots.parent.as_deref(), Some("late"));
        assert!(
            snapshots
                .get("early")
                .is_some_and(|early| early.memory && early.description.as_deref() == Some("new text"))
        );
        assert_eq!(bad.len(), 1);
    }
}
