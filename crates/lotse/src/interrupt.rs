//! Who takes Ctrl-C. In a conversation it drops the question; a change that is under way takes it itself, since dropping
//! that would leave a person without an account of what became of it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Who takes Ctrl-C.
#[derive(Debug, Default)]
pub(crate) struct Interrupt {
    takers: AtomicUsize,
}

/// Takes Ctrl-C for as long as it lives.
#[derive(Debug)]
pub(crate) struct Taken<'a>(&'a Interrupt);

impl Interrupt {
    /// Takes it from now on.
    pub(crate) fn take(&self) -> Taken<'_> {
        self.takers.fetch_add(1, Ordering::Relaxed);
        Taken(self)
    }

    /// Whether somebody else than the conversation takes it.
    pub(crate) fn is_taken(&self) -> bool {
        self.takers.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.takers.fetch_sub(1, Ordering::Relaxed);
    }
}
