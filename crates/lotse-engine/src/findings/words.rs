//! Values of findings in the forms that their texts take.

use lotse_model::{Argument, Guest, Share, Subject, Use};

/// Words from a machine.
pub(super) fn text(words: &impl ToString) -> Argument {
    Argument::Text(words.to_string())
}

/// A count.
pub(super) fn count(number: usize) -> Argument {
    Argument::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// A share, per mille.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is finite and never negative, and a cast saturates"
)]
pub(super) fn share(share: Share) -> Argument {
    Argument::PerMille((share.get() * 1000.0).round() as u32)
}

/// The three arguments by which texts tell how full something is.
pub(super) fn fill(space: Use, used: Share) -> [(&'static str, Argument); 4] {
    [
        ("used-share", share(used)),
        ("used-bytes", Argument::Bytes(space.used.0)),
        ("total-bytes", Argument::Bytes(space.total.0)),
        ("free-bytes", Argument::Bytes(space.free().0)),
    ]
}

/// A guest as texts name it: `web (100)`, or its number where it has no name.
pub(super) fn label(guest: &Guest) -> String {
    match &guest.name {
        Some(name) => format!("{name} ({})", guest.id.vmid),
        None => guest.id.vmid.to_string(),
    }
}

/// A guest as a subject.
pub(super) fn subject(guest: &Guest) -> Subject {
    Subject::Guest { guest: guest.id.clone(), name: guest.name.clone() }
}
