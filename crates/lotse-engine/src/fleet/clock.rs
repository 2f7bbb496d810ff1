//! The one place of the engine that reads the time of day.

use lotse_model::Timestamp;

/// The time of day by the clock of this machine.
#[must_use]
pub fn now() -> Timestamp {
    lotse_pve::clock::now()
}
