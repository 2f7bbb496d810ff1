//! What is going to happen: events in order of time.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::World;
use super::moment::Moment;

/// Something that happens to the world.
pub type Effect = Box<dyn FnOnce(&mut World) + Send>;

/// Events waiting for their time. Events of the same moment happen in the order in which they were entered.
#[derive(Default)]
pub struct Agenda {
    heap: BinaryHeap<Entry>,
    entered: u64,
}

struct Entry {
    at: Moment,
    number: u64,
    effect: Effect,
}

impl Agenda {
    /// Enters an effect for a moment.
    pub fn enter(&mut self, at: Moment, effect: Effect) {
        self.entered += 1;
        self.heap.push(Entry { at, number: self.entered, effect });
    }

    /// Takes the next effect that is due at or before `to`.
    pub fn take_due(&mut self, to: Moment) -> Option<(Moment, Effect)> {
        if self.heap.peek()?.at > to {
            return None;
        }
        self.heap.pop().map(|entry| (entry.at, entry.effect))
    }

    /// When the next event is due.
    #[must_use]
    pub fn next_at(&self) -> Option<Moment> {
        self.heap.peek().map(|entry| entry.at)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    /// Reversed: the heap's greatest is the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl std::fmt::Debug for Agenda {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Agenda")
            .field("waiting", &self.heap.len())
            .field("next", &self.next_at())
            .finish_non_exhaustive()
    }
}
