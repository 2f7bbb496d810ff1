//! What one person may see and do.

/// What one person may see and do, as the rules say at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants {
    everything: bool,
}

impl Grants {
    /// Everything: the operator at their own terminal.
    #[must_use]
    pub const fn everything() -> Self {
        Self { everything: true }
    }

    /// Nothing: whoever no rule names.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { everything: false }
    }
}
