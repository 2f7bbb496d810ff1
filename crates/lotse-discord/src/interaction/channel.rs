//! Channels and their parents, as far as events told them.

use std::collections::HashMap;

use serde_json::Value;

use super::snowflake;

/// A channel, category or thread as an event shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Its id.
    pub(crate) id: u64,
    /// Of a channel its category, of a thread its channel.
    pub(crate) parent: Parent,
    /// Whether it is a thread; `None` where that was not said.
    pub(crate) thread: Option<bool>,
}

/// What a channel stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    /// That was not said.
    Unsaid,
    /// Nothing.
    None,
    /// This channel or category.
    Of(u64),
}

impl Seen {
    /// Reads a channel object. A key that is missing says nothing; one that is null says that there is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let parent = match value.get("parent_id") {
            None => Parent::Unsaid,
            Some(parent) => snowflake(Some(parent)).map_or(Parent::None, Parent::Of),
        };
        // ChannelType: 10, 11 and 12 are threads.
        let thread = value.get("type").and_then(Value::as_u64).map(|kind| (10..=12).contains(&kind));
        Some(Self { id: snowflake(value.get("id"))?, parent, thread })
    }

    /// A channel of which nothing but the id is known.
    pub(crate) const fn unknown(id: u64) -> Self {
        Self { id, parent: Parent::Unsaid, thread: None }
    }
}

/// So many are kept; beyond it what is not known is asked for.
const MOST: usize = 20_000;

/// The channels of the guilds, by id.
#[derive(Debug, Default)]
pub(crate) struct Channels {
    known: HashMap<u64, Seen>,
}

impl Channels {
    /// Notes what an event shows.
    pub(crate) fn note(&mut self, seen: Seen) {
        if seen.parent != Parent::Unsaid && (self.known.len() < MOST || self.known.contains_key(&seen.id)) {
            self.known.insert(seen.id, seen);
        }
    }

    /// Forgets one.
    pub(crate) fn forget(&mut self, id: u64) {
        self.known.remove(&id);
    }

    /// What is known of one.
    pub(crate) fn get(&self, id: u64) -> Option<&Seen> {
        self.known.get(&id)
    }
}
