//! Nodes and storages.

use super::Left;
use crate::{
    access::Sight,
    view::{NodeView, NodesView, StorageView},
};

pub(super) fn nodes(view: &mut NodesView, sight: &Sight) {
    view.nodes.retain(|node| sight.node(&node.cluster, &node.name));
}

pub(super) fn node(view: &mut NodeView, sight: &Sight) -> Left {
    if !sight.node(&view.node.cluster, &view.node.name) {
        return Left::Nothing;
    }
    if let Some(guests) = &mut view.guests {
        guests.retain(|guest| sight.shows(guest));
    }
    Left::Some
}

pub(super) fn storage(view: &mut StorageView, sight: &Sight) {
    view.storages.retain(|row| sight.storage(&row.cluster, &row.storage, row.node.as_ref()));
    for row in &mut view.storages {
        row.unavailable_on.retain(|node| sight.node(&row.cluster, node));
    }
}
