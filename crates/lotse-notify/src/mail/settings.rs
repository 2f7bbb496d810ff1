//! With what mail is set up.

use std::{fmt, time::Duration};

use secrecy::SecretString;

use crate::{Authority, Rate};

/// How long a whole delivery may take. Servers take their time on purpose (checks of content, tarpits); the watch gives a channel a
/// minute for a message.
const TIMEOUT: Duration = Duration::from_secs(45);

/// How mail is sent.
#[derive(Clone)]
pub struct MailSettings {
    /// The server that takes mail for delivery: a name or a number.
    pub host: String,
    /// Its port; the usual one for the way of TLS when not said.
    pub port: Option<u16>,
    /// How TLS comes about.
    pub security: Security,
    /// The user and the password, where the server asks for them.
    pub login: Option<(String, SecretString)>,
    /// Who sends: `Lotse <lotse@example.org>`.
    pub from: String,
    /// Who gets it.
    pub to: Vec<String>,
    /// Whose certificates are believed instead of those that the system's authorities signed.
    pub authority: Option<Authority>,
    /// How many mails go at most.
    pub rate: Rate,
    /// How long a whole delivery may take.
    pub timeout: Duration,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("login", &self.login.as_ref().map(|(user, _)| user))
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

/// How TLS comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the start (port 465).
    Implicit,
    /// After STARTTLS, which must succeed (port 587).
    StartTls,
    /// Not at all, which only this machine is talked to with (port 25).
    None,
}

impl MailSettings {
    /// Providers block senders that flood; ten at once and one each ten seconds stay far below their limits.
    pub const RATE: Rate = Rate::new(10, Duration::from_secs(10));

    /// One recipient by a server with TLS from the start, as usual.
    #[must_use]
    pub fn new(host: impl Into<String>, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            port: None,
            security: Security::Implicit,
            login: None,
            from: from.into(),
            to: vec![to.into()],
            authority: None,
            rate: Self::RATE,
            timeout: TIMEOUT,
        }
    }
}
