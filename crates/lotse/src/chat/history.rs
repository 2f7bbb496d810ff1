//! What a person typed in earlier chats, when the configuration keeps it.
//!
//! Browsing and searching is done in memory, by the editor's own history; what is kept lies in the store, which a task writes
//! behind the editor. Without `[history] on = true` nothing outlasts the chat, and what an earlier setting kept is forgotten.

use std::sync::Arc;

use lotse_engine::{audit::scrub, fleet::now};
use lotse_store::Shared;
use reedline::{FileBackedHistory, History, HistoryItem, HistoryItemId, HistorySessionId, Result, SearchQuery};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::session::Session;

/// So many lines are remembered while the chat lasts, where fewer are kept.
const IN_MEMORY: usize = 1000;

/// So many lines may wait to be written. A person types slower than a disk writes.
const WAITING: usize = 64;

/// The lines of earlier chats, and where new ones go.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    lines: Vec<String>,
    sink: Option<mpsc::Sender<String>>,
    writer: Option<JoinHandle<()>>,
}

impl Earlier {
    /// Reads what is kept of this person. A comfort: where it cannot be read the chat begins with nothing.
    pub(super) async fn read(session: &Session) -> Self {
        let history = session.history;
        if !history.on {
            forget(session).await;
            return Self::default();
        }
        let store = match session.desk.store().await {
            Ok(store) => Arc::clone(store),
            Err(failure) => {
                tracing::warn!(code = failure.code, "lines of the chat are not kept");
                return Self::default();
            }
        };
        let lines = match store.typed(&session.person.id, history.keep).await {
            Ok(typed) => typed.into_iter().map(|typed| typed.text).collect(),
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "the lines of earlier chats cannot be read");
                Vec::new()
            }
        };
        let (sink, typed) = mpsc::channel(WAITING);
        let writer = tokio::spawn(write(store, session.person.id.clone(), history.keep, typed));
        Self { lines, sink: Some(sink), writer: Some(writer) }
    }

    /// The history of the editor, which is where new lines come from.
    pub(super) fn history(&mut self) -> Option<Box<dyn History>> {
        let mut memory = FileBackedHistory::new(IN_MEMORY.max(self.lines.len())).ok()?;
        for line in self.lines.drain(..) {
            // An editor that does not take an old line goes on without it.
            let _ = memory.save(HistoryItem::from_command_line(line));
        }
        match self.sink.take() {
            Some(sink) => Some(Box::new(Kept { memory, sink })),
            None => Some(Box::new(memory)),
        }
    }

    /// Waits until everything that was typed is kept; the editor must be gone.
    pub(super) async fn written(self) {
        if let Some(writer) = self.writer {
            // How it ended is nobody's business.
            let _ = writer.await;
        }
    }
}

/// Forgets what an earlier setting kept.
async fn forget(session: &Session) {
    if !session.desk.is_there() {
        return;
    }
    let Ok(store) = session.desk.store().await else { return };
    let who = &session.person.id;
    match store.typed(who, 1).await {
        Ok(typed) if typed.is_empty() => {}
        Ok(_) => {
            if let Err(error) = store.forget_typed(who).await {
                tracing::warn!(code = error.code(), %error, "the lines of earlier chats are not forgotten");
            }
        }
        Err(error) => tracing::warn!(code = error.code(), %error, "the lines of earlier chats cannot be read"),
    }
}

/// Writes lines until the editor is gone.
async fn write(store: Shared, who: String, keep: u64, mut typed: mpsc::Receiver<String>) {
    while let Some(line) = typed.recv().await {
        if let Err(error) = store.add_typed(&who, now(), &line, keep).await {
            tracing::warn!(code = error.code(), %error, "a line of the chat is not kept");
        }
    }
}

/// A history whose new lines are kept, without what looks like a secret.
struct Kept {
    memory: FileBackedHistory,
    sink: mpsc::Sender<String>,
}

impl History for Kept {
    fn save(&mut self, item: HistoryItem) -> Result<HistoryItem> {
        let saved = self.memory.save(item)?;
        // One without an id is empty, or what was typed right before.
        if saved.id.is_some() {
            // The editor has a thread of its own, so it may wait; a writer that is gone said so itself.
            let _ = self.sink.blocking_send(scrub(&saved.command_line));
        }
        Ok(saved)
    }

    fn load(&self, id: HistoryItemId) -> Result<HistoryItem> {
        self.memory.load(id)
    }

    fn count(&self, query: SearchQuery) -> Result<i64> {
        self.memory.count(query)
    }

    fn search(&self, query: SearchQuery) -> Result<Vec<HistoryItem>> {
        self.memory.search(query)
    }

    fn update(&mut self, id: HistoryItemId, updater: &dyn Fn(HistoryItem) -> HistoryItem) -> Result<()> {
        self.memory.update(id, updater)
    }

    fn clear(&mut self) -> Result<()> {
        self.memory.clear()
    }

    fn delete(&mut self, id: HistoryItemId) -> Result<()> {
        self.memory.delete(id)
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.memory.sync()
    }

    fn session(&self) -> Option<HistorySessionId> {
        self.memory.session()
    }
}

#[cfg(test)]
mod tests {
    use reedline::{FileBackedHistory, History as _, HistoryItem, SearchDirection, SearchQuery};
    use tokio::sync::mpsc;

    use super::{Earlier, Kept};

    fn all(history: &dyn reedline::History) -> Vec<String> {
        let everything = SearchQuery::everything(SearchDirection::Forward, None);
        history.search(everything).unwrap().into_iter().map(|item| item.command_line).collect()
    }

    #[test]
    fn earlier_lines_are_there_in_their_order_and_are_not_written_again() {
        let (sink, mut typed) = mpsc::channel(4);
        let lines = vec!["p3".to_owned(), "list".to_owned()];
        let mut earlier = Earlier { lines, sink: Some(sink), writer: None };
        let history = earlier.history().unwrap();
        assert_eq!(all(&*history), ["p3", "list"]);
        assert!(typed.try_recv().is_err());
    }

    #[test]
    fn a_secret_in_a_line_is_not_kept_and_a_line_said_twice_is_kept_once() {
        let (sink, mut typed) = mpsc::channel(4);
        let mut history = Kept { memory: FileBackedHistory::new(10).unwrap(), sink };
        for line in ["set password=hunter2", "p3", "p3", ""] {
            history.save(HistoryItem::from_command_line(line)).unwrap();
        }
        assert_eq!(typed.try_recv().unwrap(), "set password=***");
        assert_eq!(typed.try_recv().unwrap(), "p3");
        assert!(typed.try_recv().is_err());
    }
}
