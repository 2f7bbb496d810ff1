//! What is wrong from the start.

use crate::chaos::{Action, Fault};

/// Something that goes wrong on purpose, from the first call on.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// In front of the API.
    Fault(Fault),
    /// Inside the cluster.
    Action(Action),
}
