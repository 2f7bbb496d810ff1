//! `kind = "email"`: mail by SMTP.

use std::path::Path;

use lettre::message::Mailbox;
use url::Host;

use super::{
    super::{Located, Problem, SecretSource, section::Section},
    form,
};

/// How an address looks.
const EXAMPLE: &str = "Anna <anna@example.org>";

/// Mail by SMTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email {
    /// The server, by name or number.
    pub(crate) server: String,
    /// Its port.
    pub(crate) port: u16,
    /// How what is said on the way is kept secret.
    pub(crate) security: MailSecurity,
    /// As whom, when the server asks.
    pub(crate) login: Option<(String, SecretSource)>,
    /// From whom.
    pub(crate) from: Mailbox,
    /// To whom; never empty.
    pub(crate) to: Vec<Mailbox>,
}

/// How mail is kept secret on its way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailSecurity {
    /// TLS is begun on a plain connection (RFC 3207); without it nothing is sent. Port 587 (RFC 6409).
    StartTls,
    /// TLS from the first byte (RFC 8314). Port 465.
    Tls,
    /// Not at all: to a server on this machine only. Port 25.
    None,
}

impl MailSecurity {
    const WORDS: [(&'static str, Self); 3] = [("starttls", Self::StartTls), ("tls", Self::Tls), ("none", Self::None)];

    /// The usual port.
    const fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// Reads the keys of mail.
pub(super) fn read(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Email> {
    let place = section.place("server");
    let server = form::text(section, "server", "mail.example.org", problems, |text| Host::parse(text).is_ok());
    form::must(section, "server", problems);
    let security = section.choice("security", &MailSecurity::WORDS, problems);
    let security = if section.place("security").is_none() { Some(MailSecurity::StartTls) } else { security };
    if let (Some(span), Some(server), Some(MailSecurity::None)) = (place, &server, security)
        && !is_here(server)
    {
        problems.push(Located { span, problem: Problem::OpenMail { value: server.clone() } });
    }
    let port = section.integer("port", 1..=65_535, problems).and_then(|port| u16::try_from(port).ok());
    let login = form::login(section, folder, problems);
    let from = addresses(section, "from", problems).and_then(|all| all.into_iter().next());
    let to = addresses(section, "to", problems);
    Some(Email {
        server: server?,
        port: port.unwrap_or(security?.port()),
        security: security?,
        login,
        from: from?,
        to: to?,
    })
}

/// Addresses; at least one.
fn addresses(section: &mut Section<'_, '_>, key: &'static str, problems: &mut Vec<Located>) -> Option<Vec<Mailbox>> {
    let texts = section.strings(key, problems);
    form::must(section, key, problems);
    let texts = texts?;
    if texts.is_empty() {
        problems.push(section.problem(Problem::Empty { key: section.full(key) }));
    }
    let mut found = Vec::new();
    for text in &texts {
        match text.value.parse::<Mailbox>() {
            Ok(address) => found.push(address),
            Err(_) => problems.push(form::misshapen(section, key, text, EXAMPLE)),
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether the server is this machine.
fn is_here(server: &str) -> bool {
    match Host::parse(server) {
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Ok(Host::Domain(name)) => name == "localhost",
        Err(_) => false,
    }
}
