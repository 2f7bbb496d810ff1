//! Why a command ends early.

use lotse_text::Language;

use crate::{failure::Failure, print::Closed};

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody reads any more, so there is nothing left to do, and nothing is wrong.
    Closed,
    /// It failed.
    Failed(Box<Failure>),
}

impl Stop {
    /// The same, with its words in this language.
    pub(crate) fn spoken(self, language: Language) -> Self {
        match self {
            Self::Failed(failure) => Self::Failed(Box::new(failure.spoken(language))),
            Self::Closed => Self::Closed,
        }
    }
}

impl From<Closed> for Stop {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}
