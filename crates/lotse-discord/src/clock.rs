//! The one place of this crate that reads the time of day.

use lotse_model::Timestamp;

/// The time of day by the clock of this machine.
pub(crate) fn now() -> Timestamp {
    lotse_pve::clock::now()
}
