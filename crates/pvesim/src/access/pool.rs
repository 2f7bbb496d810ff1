//! Resource pools: guests and storages that are granted together.

use std::collections::BTreeSet;

/// A pool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pool {
    /// Comment.
    pub comment: Option<String>,
    /// Its guests.
    pub vms: BTreeSet<u32>,
    /// Its storages.
    pub storages: BTreeSet<String>,
}
