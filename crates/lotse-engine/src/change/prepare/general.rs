//! What is said about every guest, whatever is done to it. Pure.

use lotse_model::{Argument, GuestState, NodeState};
use lotse_pve::ops::ha::HaState;

use super::draft::{Draft, Looks, count, unseen};
use crate::change::{
    look::{ClusterLook, Facts, state_word},
    note::{Note, Weight},
    operation::Operation,
};

/// How the guest is, and what stands in the way of anything.
pub(super) fn guest(looks: &Looks<'_>, facts: &Facts, draft: &mut Draft) {
    state(looks, draft);
    lock(looks, draft);
    managed(looks, draft);
    let node = &looks.guest.place.node;
    let listed = looks.cluster.resources.value().and_then(|list| list.node(node));
    if listed.is_some_and(|node| node.state == NodeState::Offline) {
        draft.note(Note::blocks("node-down").text("node", node));
    }
    if looks.guest.config.value().is_some() && !facts.known.contains_key("identity") {
        draft.note(Note::info("identity-unknown"));
    }
    // What the plan rests on must have been seen; of the rest it is said that it was not.
    for hidden in &facts.hidden {
        draft.note(Note { weight: Weight::Blocks, ..unseen(hidden) });
    }
    let others = looks.guest.missing().filter(|hidden| !facts.hidden.contains(hidden));
    others.for_each(|hidden| draft.note(unseen(hidden)));
}

fn state(looks: &Looks<'_>, draft: &mut Draft) {
    let Some(status) = looks.guest.status.value() else { return };
    let word = state_word(&status.guest.state);
    match status.guest.uptime.filter(|_| status.guest.is_running()) {
        Some(uptime) => {
            let note = Note::info("state-for").text("state", word);
            draft.note(note.with("uptime-seconds", Argument::Seconds(uptime.0)));
        }
        None if status.guest.state == GuestState::Unknown => draft.note(Note::blocks("state-unknown")),
        None => draft.note(Note::info("state").text("state", word)),
    }
}

fn lock(looks: &Looks<'_>, draft: &mut Draft) {
    match looks.guest.lock() {
        None => {}
        // That is how a hibernated guest looks; a start and a resume take the lock away.
        Some("suspended") if matches!(looks.operation, Operation::Start | Operation::Resume) => {}
        Some("backup") => draft.note(Note::warning("backup-running").raising(looks.raised())),
        Some(lock) => draft.note(Note::warning("guest-locked").raising(looks.raised()).text("lock", lock)),
    }
}

fn managed(looks: &Looks<'_>, draft: &mut Draft) {
    let through_ha = matches!(
        looks.operation,
        Operation::Start
            | Operation::Shutdown { .. }
            | Operation::Stop
            | Operation::Migrate { .. }
            | Operation::Reboot { .. }
    );
    let Some(state) = looks.guest.status.value().and_then(|status| status.ha.as_ref()) else { return };
    match state {
        HaState::Ignored => {}
        HaState::Error => draft.note(Note::warning("ha-error").raising(looks.raised())),
        state if through_ha => draft.note(Note::info("ha-managed").text("state", state)),
        _ => {}
    }
}

/// What is said about the cluster, once for all of its guests.
pub(super) fn cluster(operation: &Operation, look: &ClusterLook, draft: &mut Draft) {
    if let Some(status) = look.status.value() {
        if status.quorate == Some(false) {
            draft.note(Note::blocks("quorum-lost"));
        } else if status.spare_votes() == Some(0) && status.online() < status.members.len() {
            let note = Note::warning("quorum-at-risk").raising(super::draft::raised(operation));
            draft.note(note.with("members", count(status.members.len())).with("online", count(status.online())));
        }
    }
    look.missing().for_each(|hidden| draft.note(unseen(hidden)));
}
