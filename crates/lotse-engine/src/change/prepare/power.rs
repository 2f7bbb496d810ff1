//! Plans to start, shut down, reboot, stop, pause and wake guests. Pure.

use lotse_model::{Argument, GuestState, Seconds};
use lotse_pve::ops::ha::HaState;

use super::{
    draft::{Draft, Looks, bytes},
    room,
};
use crate::change::{look::state_word, note::Note, operation::Operation};

/// How long a shutdown may take where neither the request nor the guest says so (`qm.1`, `pct.1`: `--timeout`).
const PATIENCE: Seconds = Seconds(60);

pub(super) fn draft(looks: &Looks<'_>, draft: &mut Draft) {
    let operation = looks.operation;
    let Some(status) = looks.guest.status.value() else { return };
    let state = &status.guest.state;
    if is_template(looks) {
        draft.note(Note::blocks("is-template"));
        return;
    }
    if *state == GuestState::Unknown {
        return;
    }
    let word = state_word(state);
    if is_so(operation, state) {
        draft.note(Note::info("already-so").text("state", word));
        return;
    }
    match operation {
        Operation::Reboot { .. } | Operation::Suspend { .. } if *state != GuestState::Running => {
            draft.note(Note::blocks("not-running").text("state", word));
        }
        Operation::Resume if !matches!(state, GuestState::Paused | GuestState::Suspended) => {
            draft.note(Note::blocks("not-paused").text("state", word));
        }
        Operation::Start if *state == GuestState::Paused => {
            // A start of a paused machine fails: it runs, as far as its process goes.
            draft.note(Note::blocks("is-paused"));
        }
        // The server refuses it: a processor that stands still cannot shut down.
        Operation::Shutdown { .. } if *state == GuestState::Paused && looks.guest.is_vm() => {
            draft.note(Note::blocks("paused-no-shutdown"));
        }
        _ => {}
    }
    match operation {
        Operation::Start | Operation::Resume => goes_on(looks, draft, state),
        Operation::Shutdown { timeout } | Operation::Reboot { timeout } => asks(looks, draft, *timeout),
        Operation::Stop => draft.note(Note::warning("stop-loses")),
        Operation::Suspend { to_disk } => pauses(looks, draft, *to_disk),
        _ => {}
    }
    managed(looks, draft);
}

/// Whether the guest is a template, by its configuration or by the list.
pub(super) fn is_template(looks: &Looks<'_>) -> bool {
    looks.guest.config.value().map_or(looks.guest.listed.template, |config| config.template)
}

/// Whether it is so already: the rule of `steps::is_so_already`, on what was read.
fn is_so(operation: &Operation, state: &GuestState) -> bool {
    match operation {
        Operation::Start | Operation::Resume => *state == GuestState::Running,
        Operation::Shutdown { .. } | Operation::Stop => matches!(state, GuestState::Stopped | GuestState::Suspended),
        Operation::Suspend { to_disk: false } => *state == GuestState::Paused,
        Operation::Suspend { to_disk: true } => *state == GuestState::Suspended,
        _ => false,
    }
}

/// It takes memory again, and what waited for a start applies.
fn goes_on(looks: &Looks<'_>, draft: &mut Draft, state: &GuestState) {
    if *state == GuestState::Suspended {
        draft.note(Note::info("start-wakes"));
    }
    if matches!(state, GuestState::Stopped | GuestState::Suspended) {
        let memory = looks.guest.config.value().map(|config| config.memory);
        if let Some(memory) = memory {
            room::memory(looks, draft, &looks.guest.place.node, memory);
        }
        pending(looks, draft);
    }
}

/// What of its configuration waited for this.
fn pending(looks: &Looks<'_>, draft: &mut Draft) {
    let waiting = looks.guest.pending.as_ref().and_then(|answer| answer.value());
    let keys: Vec<_> = waiting.into_iter().flatten().map(|value| value.key.as_str()).collect();
    if !keys.is_empty() {
        draft.note(Note::info("pending-applied").text("keys", keys.join(", ")));
    }
}

/// The guest is asked, and may not answer.
fn asks(looks: &Looks<'_>, draft: &mut Draft, timeout: Option<Seconds>) {
    let config = looks.guest.config.value();
    let patience = timeout.or_else(|| config.and_then(|config| config.startup.down)).unwrap_or(PATIENCE);
    draft.note(Note::info("shutdown-patience").with("patience-seconds", Argument::Seconds(patience.0)));
    if config.and_then(|config| config.agent) == Some(false) {
        draft.note(Note::warning("agent-missing"));
    }
    if matches!(looks.operation, Operation::Reboot { .. }) {
        pending(looks, draft);
    }
}

fn pauses(looks: &Looks<'_>, draft: &mut Draft, to_disk: bool) {
    if !looks.guest.is_vm() {
        draft.note(if to_disk {
            Note::blocks("container-not-to-disk")
        } else {
            Note::warning("container-pause-experimental")
        });
        return;
    }
    let Some(config) = looks.guest.config.value().filter(|_| to_disk) else { return };
    draft.note(Note::info("to-disk-size").with("memory-bytes", bytes(config.memory)));
    // What a device of the node holds cannot be written down.
    let devices: Vec<_> = config.passed_through.keys().filter(|key| key.starts_with("hostpci")).cloned().collect();
    if !devices.is_empty() {
        draft.note(Note::blocks("to-disk-passthrough").text("devices", devices.join(", ")));
    }
}

/// What HA makes of it.
fn managed(looks: &Looks<'_>, draft: &mut Draft) {
    let Some(state) = looks.guest.status.value().and_then(|status| status.ha.as_ref()) else { return };
    if matches!(state, HaState::Ignored) {
        return;
    }
    match looks.operation {
        Operation::Shutdown { .. } | Operation::Stop => {
            draft.note(Note::info("ha-stays-off"));
            draft.note(Note::info("ha-off-inside"));
        }
        // HA knows no reboot: the guest is rebooted directly, and HA sees that it runs.
        Operation::Reboot { .. } => draft.note(Note::info("ha-reboot-inside")),
        _ => {}
    }
}
