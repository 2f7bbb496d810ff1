//! Who works on a change, and whether they still live.
//!
//! A change is held by one execution at a time, for a minute from its last sign of life. Where it can be known that the holder
//! is gone (a process of this machine that is no longer there) nobody waits for that minute.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use lotse_store::ActionId;

use crate::process::process_is_gone;

/// The executions of this process, whatever desk they belong to: two desks of one process have the same name.
static ALIVE: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The executions of a desk.
#[derive(Debug)]
pub(super) struct Runs {
    process: String,
}

/// One execution; it is over when this is dropped.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) holder: String,
}

impl Runs {
    pub(super) const fn new(process: String) -> Self {
        Self { process }
    }

    /// A new execution, with a name of its own: a second click in the same process is another holder.
    pub(super) fn begin(&self) -> Run {
        let holder = format!("{}{SEPARATOR}{}", self.process, ActionId::new());
        ALIVE.lock().unwrap_or_else(PoisonError::into_inner).insert(holder.clone());
        Run { holder }
    }

    /// Whether it is certain that nobody works under this name any more.
    pub(super) fn is_gone(&self, holder: &str) -> bool {
        match holder.rsplit_once(SEPARATOR) {
            Some((process, _)) if process == self.process => {
                !ALIVE.lock().unwrap_or_else(PoisonError::into_inner).contains(holder)
            }
            Some((process, _)) => process_is_gone(process),
            None => false,
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        ALIVE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.holder);
    }
}

/// Between the process and its execution.
const SEPARATOR: &str = "#";

#[cfg(test)]
mod tests {
    use super::Runs;
    use crate::process::this_process;

    #[test]
    fn an_execution_is_alive_until_it_is_dropped() {
        let runs = Runs::new(this_process());
        let (first, second) = (runs.begin(), runs.begin());
        assert_ne!(first.holder, second.holder, "a second click is another holder");
        assert!(!runs.is_gone(&first.holder));
        let name = first.holder.clone();
        drop(first);
        assert!(runs.is_gone(&name) && !runs.is_gone(&second.holder));
    }

    #[test]
    fn of_an_execution_of_another_process_its_process_decides() {
        let runs = Runs::new("this".to_owned());
        let mut parts: Vec<String> = this_process().split(' ').map(str::to_owned).collect();
        assert!(!runs.is_gone(&format!("{}#x", parts.join(" "))));
        // The same number, of a process that began at another time.
        parts[3] = "1".to_owned();
        assert!(runs.is_gone(&format!("{}#x", parts.join(" "))));
        assert!(!runs.is_gone("somebody") && !runs.is_gone("a b c d#x"), "of a name that says nothing nobody knows");
    }
}
