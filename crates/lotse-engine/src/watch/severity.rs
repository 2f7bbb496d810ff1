//! How much an alert matters.

use lotse_model::Severity;

use super::{State, Thing};

/// The severity of a state. What an entry says counts for guests, and what a finding says for itself.
#[must_use]
pub(super) fn severity(thing: &Thing, state: State, said: Option<Severity>) -> Severity {
    match (thing, said) {
        (Thing::Guest { .. } | Thing::Finding { .. }, Some(severity)) => severity,
        _ => usual(state),
    }
}

const fn usual(state: State) -> Severity {
    match state {
        State::Unreachable | State::Refused | State::Untrusted | State::NoQuorum | State::NodeOffline => {
            Severity::Critical
        }
        State::Off
        | State::OffUnexplained
        | State::Suspended
        | State::Gone
        | State::Replaced
        | State::NodeGone
        | State::Failing
        | State::OutOfSight
        | State::Unavailable
        | State::Problem => Severity::Error,
        State::OffOnPurpose | State::Restarted | State::Paused | State::NodeSilent | State::Flapping => {
            Severity::Warning
        }
        State::Ok | State::Unknown => Severity::Info,
    }
}
