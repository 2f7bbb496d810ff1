//! What changed between two looks, a line each.

use lotse_model::{Guest, GuestRef, GuestState, NodeName, NodeState};
use lotse_text::{Language, tr};

use crate::{
    inventory::Change,
    page::{Line, Reader, Tone},
};

/// One change in words.
#[must_use]
pub fn line(change: &Change, reader: &Reader) -> Line {
    let language = reader.language;
    let of = |guest: &GuestRef| reader.reference(guest);
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| tr::word_none(language));
    let place = |node: &Option<NodeName>| node.as_ref().map_or_else(|| tr::word_none(language), ToString::to_string);
    match change {
        Change::GuestAppeared { guest } => {
            Line::of(tr::change_guest_appeared(language, label(guest, reader)), Tone::Good)
        }
        Change::GuestGone { guest } => Line::of(tr::change_guest_gone(language, label(guest, reader)), Tone::Warning),
        Change::GuestRenamed { guest, from, to } => {
            tr::change_guest_renamed(language, or_none(from), of(guest), or_none(to)).into()
        }
        Change::GuestMoved { guest, from, to } => {
            tr::change_guest_moved(language, from.as_str(), of(guest), to.as_str()).into()
        }
        Change::GuestState { guest, from, to } => {
            tr::change_guest_state(language, state(from, language), of(guest), state(to, language)).into()
        }
        Change::GuestRestarted { guest } => Line::of(tr::change_guest_restarted(language, of(guest)), Tone::Warning),
        Change::GuestLock { guest, from, to } => {
            tr::change_guest_lock(language, or_none(from), of(guest), or_none(to)).into()
        }
        Change::GuestTags { guest, from, to } => {
            tr::change_guest_tags(language, from.join(" "), of(guest), to.join(" ")).into()
        }
        Change::GuestPool { guest, from, to } => {
            let name = |pool: &Option<lotse_model::PoolName>| {
                pool.as_ref().map_or_else(|| tr::word_none(language), ToString::to_string)
            };
            tr::change_guest_pool(language, name(from), of(guest), name(to)).into()
        }
        Change::GuestHa { guest, from, to } => {
            tr::change_guest_ha(language, or_none(from), of(guest), or_none(to)).into()
        }
        Change::GuestTemplate { guest, .. } => tr::change_guest_template(language, of(guest)).into(),
        Change::GuestDiskSize { guest, from, to } => {
            let size = |size: &Option<lotse_model::Bytes>| {
                size.map_or_else(|| tr::word_unknown(language), |size| lotse_text::bytes(language, size))
            };
            tr::change_guest_disk(language, size(from), of(guest), size(to)).into()
        }
        Change::NodeAppeared { node } => Line::of(tr::change_node_appeared(language, node.name.as_str()), Tone::Good),
        Change::NodeGone { node } => Line::of(tr::change_node_gone(language, node.name.as_str()), Tone::Warning),
        Change::NodeState { node, from, to, .. } => {
            tr::change_node_state(language, node_state(from, language), node.as_str(), node_state(to, language)).into()
        }
        Change::NodeRestarted { node, .. } => {
            Line::of(tr::change_node_restarted(language, node.as_str()), Tone::Warning)
        }
        Change::NodeHa { node, from, to, .. } => {
            tr::change_node_ha(language, or_none(from), node.as_str(), or_none(to)).into()
        }
        Change::NodeLevel { node, .. } => tr::change_node_level(language, node.as_str()).into(),
        Change::StorageAppeared { storage } => {
            tr::change_storage_appeared(language, storage.node.as_str(), storage.name.as_str()).into()
        }
        Change::StorageGone { storage } => {
            Line::of(tr::change_storage_gone(language, storage.node.as_str(), storage.name.as_str()), Tone::Warning)
        }
        Change::StorageChanged { to, .. } => tr::change_storage_changed(
            language,
            to.node.as_str(),
            reader.storage_state(&to.state).text(),
            to.name.as_str(),
        )
        .into(),
        Change::Quorum { cluster, quorate: true } => {
            Line::of(tr::change_quorum_gained(language, cluster.as_str()), Tone::Good)
        }
        Change::Quorum { cluster, quorate: false } => {
            Line::of(tr::change_quorum_lost(language, cluster.as_str()), Tone::Bad)
        }
        Change::HaMaster { from, to, .. } => tr::change_ha_master(language, place(from), place(to)).into(),
    }
}

fn label(guest: &Guest, reader: &Reader) -> String {
    reader.labels([guest])
}

fn state(state: &GuestState, language: Language) -> String {
    match state {
        GuestState::Running => tr::state_running(language),
        GuestState::Stopped => tr::state_stopped(language),
        GuestState::Paused => tr::state_paused(language),
        GuestState::Suspended => tr::state_suspended(language),
        GuestState::Unknown => tr::state_unknown(language),
        GuestState::Other(word) => word.clone(),
    }
}

fn node_state(state: &NodeState, language: Language) -> String {
    match state {
        NodeState::Online => tr::state_online(language),
        NodeState::Offline => tr::state_offline(language),
        NodeState::Unknown => tr::state_unknown(language),
        NodeState::Other(word) => word.clone(),
    }
}
