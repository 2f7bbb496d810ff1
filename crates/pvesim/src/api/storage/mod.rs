//! `/storage` and `/nodes/{node}/storage`.

pub mod config;
pub mod content;
pub mod format;
pub mod prune;
pub mod rights;
pub mod status;
pub mod upload;

#[cfg(test)]
mod tests;

use super::param::Param as P;
use super::{format as formats, route::Check};

/// The node of the path.
const ON_NODE: &[P] = &[P::string("node").format(formats::NODE)];
/// The storage of the path.
const STORAGE: &[P] = &[P::string("storage").format(formats::STORAGE_ID)];
/// May see the storage.
const SEES: Check = Check::any("/storage/{storage}", &["Datastore.Audit", "Datastore.AllocateSpace"]);
