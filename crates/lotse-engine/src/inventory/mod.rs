//! What is known about the fleet, and what changes in it.

mod addresses;
mod change;
mod diff;
mod index;
mod resources;
#[cfg(test)]
pub(crate) mod sample;
mod search;
mod snapshot;

pub use self::{
    addresses::AddressBook,
    change::Change,
    diff::{Whole, diff},
    resources::Resources,
    search::{Filter, Found, Hit, Matched, best, search},
    snapshot::{Snapshot, baseline, changes},
};
