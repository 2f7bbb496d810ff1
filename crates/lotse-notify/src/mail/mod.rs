//! E-mail over SMTP: with TLS from the start (RFC 8314), or after STARTTLS that must succeed; without only on this machine.
//!
//! `Message-ID` is made from the letter's id: programs and servers that sort out doubles show a second attempt once. All
//! letters of an alert refer to one another, so they are shown as one conversation. Recipients are told apart: one address that is
//! refused keeps the letter from nobody else, and who has it is not sent it again when others must be tried once more.

mod connection;
mod greeting;
mod message;
mod settings;
mod verdict;

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::{
    Address as Mailbox,
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        client::AsyncSmtpConnection,
        commands::{Data, Mail as MailFrom, Rcpt},
        extension::{Extension, MailParameter},
    },
};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

pub use self::settings::{MailSettings, Security};
use self::{connection::Door, message::Head};
use crate::{Letter, Receipt, SettingsError, Trouble, Wire, address::host_is_here, pace::Pace, scrub::Scrub};

/// E-mail.
#[derive(Debug)]
pub struct Mail {
    door: Door,
    login: Option<Login>,
    head: Head,
    to: Vec<Mailbox>,
    scrub: Scrub,
    timeout: Duration,
    pace: Pace,
    /// Who has the letter that is being tried: at the next attempt they are left out.
    taken: Mutex<Option<(Uuid, BTreeSet<String>)>>,
}

struct Login(Credentials);

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}

/// What became of a recipient.
enum Fate {
    Accepted(Mailbox),
    Later(Trouble),
    Never(String, Trouble),
}

impl Mail {
    /// Sets it up; nothing is sent.
    pub fn new(settings: MailSettings) -> Result<Self, SettingsError> {
        if settings.security == Security::None && !host_is_here(&settings.host) {
            return Err(SettingsError::Insecure { host: settings.host });
        }
        let head = Head::new(&settings.from, &settings.to)?;
        let door = Door::new(&settings)?;
        let scrub = Scrub::new(settings.login.iter().flat_map(|(user, password)| {
            let plain = format!("\0{user}\0{}", password.expose_secret());
            let coded = [STANDARD.encode(plain), STANDARD.encode(password.expose_secret())];
            coded.into_iter().map(SecretString::from).chain([password.clone()])
        }));
        let login = settings
            .login
            .as_ref()
            .map(|(user, password)| Login(Credentials::new(user.clone(), password.expose_secret().to_owned())));
        let to = head.recipients();
        let (timeout, pace) = (settings.timeout, Pace::new(settings.rate));
        Ok(Self { door, login, head, to, scrub, timeout, pace, taken: Mutex::new(None) })
    }

    async fn deliver(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        let (id, mail) = self.head.letter(letter)?;
        if self.pending(letter.id).is_empty() {
            return Ok(Receipt::named(id));
        }
        let mut server = self.door.open(&self.scrub).await?;
        let outcome = self.converse(&mut server, letter.id, &mail).await;
        // Says goodbye as far as that is possible; what counts has been answered.
        server.abort().await;
        Ok(Receipt { reference: Some(id), refused: outcome? })
    }

    async fn converse(&self, server: &mut AsyncSmtpConnection, id: Uuid, mail: &[u8]) -> Result<Vec<String>, Trouble> {
        let failed = |error| verdict::of(&error, &self.scrub);
        if let Some(Login(credentials)) = &self.login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            if server.server_info().get_auth_mechanism(&ways).is_none() {
                return Err(Trouble::Lacking { what: "AUTH PLAIN or LOGIN" });
            }
            server.auth(&ways, credentials).await.map_err(failed)?;
        }
        let pending = self.pending(id);
        let from = MailFrom::new(Some(self.head.sender()), self.parameters(server, &pending)?);
        server.command(from).await.map_err(failed)?;
        let (mut accepted, mut later, mut never) = (Vec::new(), None, Vec::new());
        for to in pending {
            match self.recipient(server, to).await? {
                Fate::Accepted(to) => accepted.push(to),
                Fate::Later(trouble) => later = Some(trouble),
                Fate::Never(to, trouble) => never.push((to, trouble)),
            }
        }
        if accepted.is_empty() {
            // Nobody at all: the reason of the first is the reason, and one that passes counts more.
            if let Some(trouble) = later {
                return Err(trouble);
            }
            // Others have had it before: who is left is refused, and that is all.
            let reason = never.first().map(|(_, trouble)| trouble.clone()).filter(|_| !self.had(id));
            return reason.map_or_else(|| Ok(told(&never)), Err);
        }
        server.command(Data).await.map_err(failed)?;
        server.message(mail).await.map_err(failed)?;
        self.remember(id, accepted.iter().map(ToString::to_string).chain(never.iter().map(|(to, _)| to.clone())));
        let Some(trouble) = later else { return Ok(told(&never)) };
        for refused in told(&never) {
            tracing::warn!(%refused, "a recipient of a mail was refused");
        }
        Err(trouble)
    }

    async fn recipient(&self, server: &mut AsyncSmtpConnection, to: Mailbox) -> Result<Fate, Trouble> {
        match server.command(Rcpt::new(to.clone(), Vec::new())).await {
            Ok(_) => Ok(Fate::Accepted(to)),
            Err(error) if error.is_transient() => Ok(Fate::Later(verdict::of(&error, &self.scrub))),
            Err(error) if error.is_permanent() => Ok(Fate::Never(to.to_string(), verdict::of(&error, &self.scrub))),
            Err(error) => Err(verdict::of(&error, &self.scrub)),
        }
    }

    /// Addresses with letters beyond ASCII need the server's word that it knows them (RFC 6531).
    fn parameters(&self, server: &AsyncSmtpConnection, to: &[Mailbox]) -> Result<Vec<MailParameter>, Trouble> {
        if self.head.sender().to_string().is_ascii() && to.iter().all(|to| to.to_string().is_ascii()) {
            return Ok(Vec::new());
        }
        if server.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Ok(vec![MailParameter::SmtpUtfEight]);
        }
        Err(Trouble::Lacking { what: "SMTPUTF8" })
    }

    /// Who does not have the letter yet.
    fn pending(&self, id: Uuid) -> Vec<Mailbox> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let has = |to: &Mailbox| matches!(&*taken, Some((known, who)) if *known == id && who.contains(&to.to_string()));
        self.to.iter().filter(|to| !has(to)).cloned().collect()
    }

    /// Whether somebody has the letter.
    fn had(&self, id: Uuid) -> bool {
        matches!(&*self.taken.lock().unwrap_or_else(PoisonError::into_inner), Some((known, _)) if *known == id)
    }

    fn remember(&self, id: Uuid, who: impl Iterator<Item = String>) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *taken {
            Some((known, has)) if *known == id => has.extend(who),
            _ => *taken = Some((id, who.collect())),
        }
    }
}

#[async_trait]
impl Wire for Mail {
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble> {
        self.pace.turn().await?;
        match tokio::time::timeout(self.timeout, self.deliver(letter)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Trouble::TimedOut { seconds: self.timeout.as_secs() }),
        }
    }
}

/// Who was refused, with the reason.
fn told(never: &[(String, Trouble)]) -> Vec<String> {
    never.iter().map(|(to, trouble)| format!("{to}: {trouble}")).collect()
}
