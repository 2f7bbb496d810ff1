//! Being let in: tokens, tickets, and their renewal.

use std::{sync::Arc, time::Duration};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{
    RequestBuilder,
    header::{self, HeaderName, HeaderValue},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tokio::{sync::Mutex, time::Instant};

use super::settings::{Credentials, SettingsError, check_id};
use crate::{CallError, Caller, Deadline, Params, transport::call::Method};

/// How long a ticket is used before it is renewed. It is good for two hours (`$ticket_lifetime` in PVE::AccessControl); half
/// an hour is left for clocks that are apart and for a server that is away.
const RENEW_AFTER: Duration = Duration::from_mins(90);

/// After how long a ticket is not even tried for renewal.
const DEAD_AFTER: Duration = Duration::from_mins(118);

/// The header without which a ticket may change nothing.
const CSRF: HeaderName = HeaderName::from_static("csrfpreventiontoken");

/// What lets a request in.
#[derive(Debug, Clone)]
pub(crate) struct Pass {
    user: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// A login, which needs nothing.
    None,
    Token(HeaderValue),
    Ticket {
        cookie: HeaderValue,
        csrf: HeaderValue,
    },
}

impl Pass {
    /// For the login itself.
    fn nobody(user: &str) -> Self {
        Self { user: user.to_owned(), kind: Kind::None }
    }

    /// As whom.
    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// Puts it on a request. A token needs no protection against forged requests, a ticket does for everything but GET.
    pub(crate) fn apply(&self, request: RequestBuilder, method: Method) -> RequestBuilder {
        match &self.kind {
            Kind::None => request,
            Kind::Token(token) => request.header(header::AUTHORIZATION, token),
            Kind::Ticket { cookie, .. } if method == Method::Get => request.header(header::COOKIE, cookie),
            Kind::Ticket { cookie, csrf } => request.header(header::COOKIE, cookie).header(CSRF, csrf),
        }
    }
}

/// A ticket and when it was obtained.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) pass: Pass,
    text: SecretString,
    obtained: Instant,
}

impl Ticket {
    /// Whether it was obtained at or after `instant`.
    pub(crate) fn is_newer_than(&self, instant: Instant) -> bool {
        self.obtained >= instant
    }
}

/// A login to be sent: `POST /access/ticket` with these parameters.
pub(crate) trait Door: Sync {
    /// Sends a login and returns the `data` of its answer.
    fn knock(
        &self,
        params: &Params,
        pass: &Pass,
        deadline: Deadline,
    ) -> impl Future<Output = Result<(Value, String), CallError>> + Send;
}

/// Keeps what lets requests in.
#[derive(Debug)]
pub(crate) enum Keeper {
    /// A token is good until it is revoked.
    Token(Pass),
    /// A ticket has to be fetched and renewed.
    Ticket(TicketKeeper),
}

/// Fetches and renews a ticket, one at a time for all who wait.
#[derive(Debug)]
pub(crate) struct TicketKeeper {
    user: String,
    password: SecretString,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    ticket: Option<Arc<Ticket>>,
    totp: Option<SecretString>,
    /// When the last login failed, and how: shared by all who waited for it, so that a wrong password is tried once.
    failed: Option<(Instant, CallError)>,
}

impl Keeper {
    pub(crate) fn new(credentials: &Credentials) -> Result<Self, SettingsError> {
        match credentials {
            Credentials::Token { id, secret } => {
                check_id(id, true)?;
                let header = sensitive(&format!("PVEAPIToken={id}={}", secret.expose_secret().trim()));
                let header = header.ok_or_else(|| SettingsError::BadSecret { id: id.clone() })?;
                Ok(Self::Token(Pass { user: id.clone(), kind: Kind::Token(header) }))
            }
            Credentials::Password { user, password, totp } => {
                check_id(user, false)?;
                let state = State { ticket: None, totp: totp.clone(), failed: None };
                let (user, password) = (user.clone(), password.clone());
                Ok(Self::Ticket(TicketKeeper { user, password, state: Mutex::new(state) }))
            }
        }
    }

    /// Whether both let in by the same secret.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token(own), Self::Token(other)) => match (&own.kind, &other.kind) {
                (Kind::Token(token), Kind::Token(others)) => own.user == other.user && token == others,
                _ => false,
            },
            (Self::Ticket(own), Self::Ticket(other)) => {
                own.user == other.user && own.password.expose_secret() == other.password.expose_secret()
            }
            _ => false,
        }
    }

    pub(crate) fn caller(&self) -> Caller {
        match self {
            Self::Token(pass) => Caller::Token(pass.user.clone()),
            Self::Ticket(keeper) => Caller::User(keeper.user.clone()),
        }
    }
}

impl TicketKeeper {
    /// The ticket to use now: the one at hand, renewed when it is old, or a new one.
    pub(crate) async fn ticket(&self, door: &impl Door, deadline: Deadline) -> Result<Arc<Ticket>, CallError> {
        let asked = Instant::now();
        let limit = deadline.remaining();
        let mut state = deadline.run(self.state.lock()).await.map_err(|_| CallError::TimedOut {
            call: LOGIN.to_owned(),
            endpoint: String::new(),
            after: limit,
        })?;
        if let Some(ticket) = state.ticket.clone() {
            let age = ticket.obtained.elapsed();
            if age < RENEW_AFTER {
                return Ok(ticket);
            }
            if age < DEAD_AFTER {
                // The old ticket stands for the password, and no second factor is asked for again.
                match self.log_in(door, &ticket.text, deadline).await {
                    Ok(Entry::Open(renewed)) => return Ok(keep(&mut state, renewed)),
                    Err(error) if !matches!(error, CallError::Refused { .. }) => return Ok(ticket),
                    Ok(Entry::SecondFactor { .. }) | Err(_) => {}
                }
            }
            state.ticket = None;
        }
        if let Some((when, error)) = &state.failed
            && *when >= asked
        {
            return Err(error.clone());
        }
        match self.enter(&mut state, door, deadline).await {
            Ok(ticket) => Ok(keep(&mut state, ticket)),
            Err(error) => {
                state.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// How the last login failed, when none worked since.
    pub(crate) async fn trouble(&self) -> Option<CallError> {
        self.state.lock().await.failed.as_ref().map(|(_, error)| error.clone())
    }

    /// Keeps a code of the second factor for the next login.
    pub(crate) async fn answer(&self, code: SecretString) {
        self.state.lock().await.totp = Some(code);
    }

    /// Uses a ticket no longer that was refused.
    pub(crate) async fn forget(&self, refused: &Arc<Ticket>) {
        let mut state = self.state.lock().await;
        if state.ticket.as_ref().is_some_and(|ticket| Arc::ptr_eq(ticket, refused)) {
            state.ticket = None;
        }
    }

    async fn enter(&self, state: &mut State, door: &impl Door, deadline: Deadline) -> Result<Ticket, CallError> {
        let (challenge, endpoint) = match self.log_in(door, &self.password, deadline).await? {
            Entry::Open(ticket) => return Ok(ticket),
            Entry::SecondFactor { challenge, endpoint } => (challenge, endpoint),
        };
        // A code is good for one login.
        let Some(code) = state.totp.take() else {
            return Err(CallError::NeedTotp { endpoint, user: self.user.clone() });
        };
        let params: Params = vec![
            ("username".into(), self.user.clone()),
            ("tfa-challenge".into(), challenge.expose_secret().to_owned()),
            ("password".into(), format!("totp:{}", code.expose_secret().trim())),
        ];
        let (data, endpoint) = door.knock(&params, &Pass::nobody(&self.user), deadline).await?;
        match self.entry(&data, endpoint)? {
            Entry::Open(ticket) => Ok(ticket),
            Entry::SecondFactor { endpoint, .. } => Err(CallError::NeedTotp { endpoint, user: self.user.clone() }),
        }
    }

    async fn log_in(&self, door: &impl Door, password: &SecretString, deadline: Deadline) -> Result<Entry, CallError> {
        let params: Params =
            vec![("username".into(), self.user.clone()), ("password".into(), password.expose_secret().to_owned())];
        let (data, endpoint) = door.knock(&params, &Pass::nobody(&self.user), deadline).await?;
        self.entry(&data, endpoint)
    }

    /// Reads the answer to a login.
    fn entry(&self, data: &Value, endpoint: String) -> Result<Entry, CallError> {
        let text = |name: &str| data.get(name).and_then(Value::as_str);
        let broken = |detail: &str| CallError::Broken {
            call: LOGIN.to_owned(),
            endpoint: endpoint.clone(),
            detail: detail.to_owned(),
        };
        let ticket = text("ticket").ok_or_else(|| broken("a login without a ticket"))?;
        // `NeedTFA: 1`, and the ticket says so, too: `PVE:!tfa!…` lets nobody in.
        if data.get("NeedTFA").is_some_and(is_true) || ticket.starts_with("PVE:!tfa!") {
            return Ok(Entry::SecondFactor { challenge: ticket.into(), endpoint });
        }
        let csrf = text("CSRFPreventionToken").and_then(sensitive);
        let cookie = sensitive(&format!("PVEAuthCookie={}", utf8_percent_encode(ticket, NON_ALPHANUMERIC)));
        let (Some(csrf), Some(cookie)) = (csrf, cookie) else {
            return Err(broken("a login without a token against forged requests"));
        };
        let pass = Pass { user: self.user.clone(), kind: Kind::Ticket { cookie, csrf } };
        Ok(Entry::Open(Ticket { pass, text: ticket.into(), obtained: Instant::now() }))
    }
}

/// What a login brought.
enum Entry {
    Open(Ticket),
    SecondFactor { challenge: SecretString, endpoint: String },
}

/// The call of a login, as errors name it.
pub(crate) const LOGIN: &str = "POST /access/ticket";

fn keep(state: &mut State, ticket: Ticket) -> Arc<Ticket> {
    let ticket = Arc::new(ticket);
    state.ticket = Some(Arc::clone(&ticket));
    state.failed = None;
    ticket
}

/// Perl's ways to say yes.
fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || value.as_u64() == Some(1) || value.as_str() == Some("1")
}

/// A header that no log shows.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
#[path = "login_tests.rs"]
mod tests;
