//! What was begun through Lotse lately: the tasks of changes, with the person who asked for each.

use lotse_store::{AuditQuery, Shared, StoreError};

use super::Deed;
use crate::{
    audit::{AuditEntry, Record},
    change::{
        event::{Event, Happened},
        state::Proposal,
    },
};

/// How many lines of the audit are looked at, the newest ones. A change through Lotse that explains something is minutes old.
const LINES: u64 = 300;

/// The tasks of changes that are under way, and of those that ended lately. What of them cannot be read explains nothing.
pub(super) async fn deeds(store: &Shared) -> Result<Vec<Deed>, StoreError> {
    let mut deeds = Vec::new();
    for record in store.open_actions().await? {
        let Ok(proposal) = serde_json::from_value::<Proposal>(record.body) else { continue };
        for entry in record.entries {
            if let Ok(Happened { event: Event::Started { upid, .. }, .. }) = serde_json::from_value(entry.event) {
                deeds.push(Deed { upid, by: proposal.by.name.clone() });
            }
        }
    }
    let lines = store.lines(&AuditQuery { limit: Some(LINES), ..AuditQuery::default() }).await?;
    for line in lines {
        let Ok(Record { by, entry: AuditEntry::Settled { tasks, .. } }) = Record::parse(&line.body) else { continue };
        deeds.extend(tasks.into_iter().map(|upid| Deed { upid, by: by.name.clone() }));
    }
    Ok(deeds)
}
