//! `guest-confirm`: which guest a number means in rules from now on.

use serde::Serialize;

use crate::view::GuestLabel;

/// The guest that rules by its number mean from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestConfirmView {
    /// The guest.
    pub guest: GuestLabel,
    /// What tells it from another guest with the number; empty when it has nothing that does.
    pub identity: String,
    /// What was remembered before; `null` when nothing was.
    pub before: Option<String>,
}
