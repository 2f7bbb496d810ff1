//! Groups of users.

use std::collections::BTreeSet;

/// A group of users.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Comment.
    pub comment: Option<String>,
    /// Its members (`name@realm`).
    pub users: BTreeSet<String>,
}
