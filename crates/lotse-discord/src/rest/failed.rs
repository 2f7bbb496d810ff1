//! Why Discord did not do what was sent.

/// Why Discord did not do what was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failed {
    /// The interaction was answered before (40060).
    #[error("answered before")]
    Acknowledged {
        /// Whether this call itself was sent more than once: then its first sending was the answer.
        after_retry: bool,
    },
    /// The message, channel or interaction is gone, or its token is too old (10003, 10008, 10015, 10062, 50027).
    #[error("gone: {code}")]
    Gone {
        /// Discord's error code.
        code: u64,
    },
    /// The bot's token is not known.
    #[error("the token is refused")]
    Token,
    /// Discord refused it.
    #[error("refused: HTTP {status}, code {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's error code, 0 where it said none.
        code: u64,
    },
    /// The server failed, or its answer could not be read.
    #[error("the server failed or its answer was broken")]
    Broken,
    /// Nothing came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The server could not be reached.
    #[error("not reachable")]
    Unreachable,
}

impl Failed {
    /// What an answer of the server says. An error body that is no JSON is the server's own trouble.
    pub(crate) fn of(status: u16, code: Option<u64>, retried: bool) -> Self {
        match (status, code) {
            (_, Some(40060)) => Self::Acknowledged { after_retry: retried },
            (_, Some(code @ (10003 | 10008 | 10015 | 10062 | 50027))) => Self::Gone { code },
            (401, _) => Self::Token,
            (500.., _) => Self::Broken,
            (status, code) => Self::Refused { status, code: code.unwrap_or_default() },
        }
    }

    /// Whether the same call may succeed if it is sent again.
    pub(crate) const fn passes(&self) -> bool {
        matches!(self, Self::Broken | Self::TimedOut | Self::Unreachable)
    }
}
