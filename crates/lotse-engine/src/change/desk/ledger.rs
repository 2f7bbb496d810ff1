//! The journal as changes: records are read to actions, and events are written behind those that are known.

use lotse_model::Timestamp;
use lotse_store::{ActionId, ActionRecord, Appended, Entry, NewAction, Shared, StoreError};
use tracing::error;

use crate::change::{
    event::{Event, Happened},
    state::{Action, Proposal},
};

/// The journal as changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ledger<'a> {
    store: &'a Shared,
}

/// Whether an event was written.
#[derive(Debug)]
pub(super) enum Written {
    /// It is on disk, and this is the change now.
    Done(Box<Action>),
    /// Somebody else wrote first, or the event does not fit: nothing was written. Read anew.
    Overtaken,
}

impl<'a> Ledger<'a> {
    pub(super) const fn new(store: &'a Shared) -> Self {
        Self { store }
    }

    /// Writes down a new change.
    pub(super) async fn open(self, action: &Action, at: Timestamp) -> Result<(), StoreError> {
        let (id, proposal) = (action.id, &action.proposal);
        let body = serde_json::to_value(proposal).map_err(|error| self.unreadable(id, &error.to_string()))?;
        self.store.open_action(&NewAction { id, at, hash: proposal.plan.hash(), body }).await
    }

    /// A change.
    pub(super) async fn find(self, id: ActionId) -> Result<Option<Action>, StoreError> {
        self.store.action(id).await?.map(|record| self.read(&record)).transpose()
    }

    /// Those that are not over. One that cannot be read is said in the log and left alone: nobody carries it out.
    pub(super) async fn open_ones(self) -> Result<Vec<Action>, StoreError> {
        Ok(self.readable(&self.store.open_actions().await?))
    }

    /// Those of a plan, newest first.
    pub(super) async fn of_plan(self, hash: &str) -> Result<Vec<Action>, StoreError> {
        Ok(self.readable(&self.store.actions_of_plan(hash).await?))
    }

    /// Writes an event behind those that the change is known by.
    pub(super) async fn write(self, action: &Action, event: Event, at: Timestamp) -> Result<Written, StoreError> {
        let happened = Happened { at, event };
        let Ok(later) = action.clone().then(&happened) else { return Ok(Written::Overtaken) };
        let event = serde_json::to_value(&happened).map_err(|error| self.unreadable(action.id, &error.to_string()))?;
        let entry = Entry { at, event };
        match self.store.append(action.id, action.events, &[entry], later.is_over()).await? {
            Appended::Done => Ok(Written::Done(Box::new(later))),
            Appended::Overtaken => Ok(Written::Overtaken),
        }
    }

    fn readable(self, records: &[ActionRecord]) -> Vec<Action> {
        let read = |record: &ActionRecord| {
            self.read(record).map_err(|error| error!(action = %record.id, %error, "cannot be read")).ok()
        };
        records.iter().filter_map(read).collect()
    }

    fn read(self, record: &ActionRecord) -> Result<Action, StoreError> {
        let proposal: Proposal = serde_json::from_value(record.body.clone())
            .map_err(|error| self.unreadable(record.id, &error.to_string()))?;
        let events = record.entries.iter().map(|entry| serde_json::from_value::<Happened>(entry.event.clone()));
        let events: Vec<_> =
            events.collect::<Result<_, _>>().map_err(|error| self.unreadable(record.id, &error.to_string()))?;
        Action::replay(record.id, proposal, &events).map_err(|error| self.unreadable(record.id, &error.to_string()))
    }

    fn unreadable(self, id: ActionId, detail: &str) -> StoreError {
        StoreError::Row { place: self.store.place(), what: format!("change {id}"), detail: detail.to_owned() }
    }
}
