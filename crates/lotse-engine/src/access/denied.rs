//! A refusal, with the rule that would be needed.

use crate::command::Level;

/// Why a person may not run a command. It names only what the person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The command.
    pub command: &'static str,
    /// The level that it wants.
    pub needs: Level,
    /// Everything that rules may name the person by; any of these would do.
    pub who: Vec<String>,
    /// A scope that would do; `None` where any would.
    pub scope: Option<String>,
    /// The highest level from the place where it was asked, when that is what keeps it from being run: no rule helps.
    pub ceiling: Option<Level>,
}
