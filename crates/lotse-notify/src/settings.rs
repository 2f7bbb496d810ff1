//! What can be wrong with how a wire is set up.

/// Why a wire cannot be set up. Never carries a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not an address that is sent to: `https://…`, or `http://…` on this machine. The address itself is not shown, as it may
    /// hold a token.
    #[error("not an address with https, or with http on this machine")]
    Address,
    /// Without TLS only this machine is talked to.
    #[error("without TLS only this machine can be talked to, not {host}")]
    Insecure {
        /// The server.
        host: String,
    },
    /// Not an address of e-mail.
    #[error("not an address of e-mail: {value}")]
    Mailbox {
        /// What was given.
        value: String,
    },
    /// There is nobody to send to.
    #[error("nobody to send to")]
    Nobody,
    /// Not a name of a host.
    #[error("not a name of a host: {value}")]
    Host {
        /// What was given.
        value: String,
    },
    /// A token, key or password that cannot be one: empty, or with characters that no header takes.
    #[error("not usable as {what}")]
    Secret {
        /// Which one.
        what: &'static str,
    },
    /// Not a name of a topic, room or chat.
    #[error("not usable as {what}: {value}")]
    Place {
        /// Which one.
        what: &'static str,
        /// What was given.
        value: String,
    },
    /// The text holds no certificate in PEM, or one that cannot be an authority.
    #[error("no usable certificate of an authority")]
    Authority,
    /// The library that speaks TLS or HTTP cannot be set up.
    #[error("the connection cannot be set up: {detail}")]
    SetUp {
        /// In its words.
        detail: String,
    },
}

impl SettingsError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address => "E-NOTIFY-ADDRESS",
            Self::Insecure { .. } => "E-NOTIFY-INSECURE",
            Self::Mailbox { .. } => "E-NOTIFY-MAILBOX",
            Self::Nobody => "E-NOTIFY-NOBODY",
            Self::Host { .. } => "E-NOTIFY-HOST",
            Self::Secret { .. } => "E-NOTIFY-SECRET",
            Self::Place { .. } => "E-NOTIFY-PLACE",
            Self::Authority => "E-NOTIFY-AUTHORITY",
            Self::SetUp { .. } => "E-NOTIFY-SETUP",
        }
    }
}
