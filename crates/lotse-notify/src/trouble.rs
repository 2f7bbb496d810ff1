//! Why a wire did not take a letter.

use std::time::Duration;

/// Why a wire did not take a letter. Says what happened, without secrets and without addresses that hold some; what it quotes
/// from servers is cleaned and short.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The server cannot be reached, or hung up.
    #[error("not reachable: {detail}")]
    Unreachable {
        /// In the system's words.
        detail: String,
    },
    /// No answer came in time. Whether the letter was taken is not known.
    #[error("no answer within {seconds} s")]
    TimedOut {
        /// The time it had.
        seconds: u64,
    },
    /// It comes faster than the server, or the limit that was set for it here, allows.
    #[error("more messages than are allowed")]
    TooFast {
        /// From when on it may be tried again, where that is known.
        after: Option<Duration>,
    },
    /// The server failed, or says that it may work later.
    #[error("the server failed with {status}{}", quoted(said))]
    ServerFailed {
        /// The status of HTTP or SMTP.
        status: u16,
        /// The server's words; empty where it said none.
        said: String,
        /// The server's wish when to try again.
        after: Option<Duration>,
    },
    /// The answer is not one of such a server: something else answers at this address.
    #[error("not the answer of such a server: {detail}")]
    Broken {
        /// What is wrong with it.
        detail: String,
    },
    /// TLS failed: the certificate is not trusted, or the port does not speak TLS. Nothing was sent.
    #[error("no trusted connection: {detail}")]
    Untrusted {
        /// What is wrong.
        detail: String,
    },
    /// The server sends one elsewhere. Nobody follows: the token would go along.
    #[error("redirected with {status}")]
    Redirected {
        /// The status of HTTP.
        status: u16,
    },
    /// The server refuses it: a wrong token, an unknown recipient, a message it does not want.
    #[error("refused with {status}{}", quoted(said))]
    Refused {
        /// The status of HTTP or SMTP.
        status: u16,
        /// The server's words; empty where it said none.
        said: String,
    },
    /// The server lacks something without which nothing is sent: STARTTLS, a way to log in.
    #[error("the server lacks {what}")]
    Lacking {
        /// What.
        what: &'static str,
    },
}

impl Trouble {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "E-NOTIFY-UNREACHABLE",
            Self::TimedOut { .. } => "E-NOTIFY-TIMEOUT",
            Self::TooFast { .. } => "E-NOTIFY-TOO-FAST",
            Self::ServerFailed { .. } => "E-NOTIFY-SERVER",
            Self::Broken { .. } => "E-NOTIFY-BROKEN",
            Self::Untrusted { .. } => "E-NOTIFY-UNTRUSTED",
            Self::Redirected { .. } => "E-NOTIFY-REDIRECTED",
            Self::Refused { .. } => "E-NOTIFY-REFUSED",
            Self::Lacking { .. } => "E-NOTIFY-LACKING",
        }
    }

    /// Whether the same letter may be taken later with nobody doing anything about it.
    #[must_use]
    pub const fn passes(&self) -> bool {
        match self {
            Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::TooFast { .. }
            | Self::ServerFailed { .. }
            | Self::Broken { .. } => true,
            Self::Untrusted { .. } | Self::Redirected { .. } | Self::Refused { .. } | Self::Lacking { .. } => false,
        }
    }

    /// The server's wish when to try again.
    #[must_use]
    pub const fn after(&self) -> Option<Duration> {
        match self {
            Self::TooFast { after } | Self::ServerFailed { after, .. } => *after,
            _ => None,
        }
    }
}

fn quoted(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}

#[cfg(test)]
mod tests {
    use super::Trouble;

    #[test]
    fn what_a_person_must_put_right_does_not_pass_by_itself() {
        let refused = Trouble::Refused { status: 401, said: "Unauthorized".to_owned() };
        assert!(!refused.passes());
        assert_eq!(refused.to_string(), "refused with 401: Unauthorized");
        let failed = Trouble::ServerFailed { status: 503, said: String::new(), after: None };
        assert!(failed.passes());
        assert_eq!(failed.to_string(), "the server failed with 503");
    }
}
