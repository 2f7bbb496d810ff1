//! From the headers of a request to its caller.

use super::Access;
use super::user::split_token;

/// The headers that can name a caller, as they came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Credentials<'a> {
    /// `Authorization`.
    pub authorization: Option<&'a str>,
    /// `Cookie`.
    pub cookie: Option<&'a str>,
    /// `CSRFPreventionToken`.
    pub csrf: Option<&'a str>,
}

/// Who sent a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// A user with a ticket.
    User(String),
    /// A token: the user, and the token's id without it.
    Token {
        /// `name@realm`.
        userid: String,
        /// The part after the exclamation mark.
        tokenid: String,
    },
}

/// Why a request has no caller. Each is a 401 without a body, three seconds after the request began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No credentials at all, or none of a known form.
    #[error("No ticket")]
    NoTicket,
    /// Wrong, expired or withdrawn credentials; which of it is not said.
    #[error("Authentication failed!")]
    Failed,
    /// A write by ticket without the CSRF token of the same user.
    #[error("Permission denied - invalid csrf token")]
    BadCsrf,
}

/// The prefix of a token in `Authorization`; a blank works in place of the equals sign, other case does not.
const TOKEN_SCHEMES: [&str; 2] = ["PVEAPIToken=", "PVEAPIToken "];

/// The name of the cookie, also accepted as a scheme of `Authorization`.
const COOKIE: &str = "PVEAuthCookie=";

impl Access {
    /// Finds the caller of a request at `now` (seconds of the epoch); `write` is everything but GET.
    pub fn identify(&self, credentials: &Credentials<'_>, write: bool, now: i64) -> Result<Identity, Refusal> {
        if let Some(token) = credentials.authorization.and_then(|header| strip_any(header, &TOKEN_SCHEMES)) {
            return self.identify_token(token.trim(), now);
        }
        let ticket = credentials
            .authorization
            .and_then(|header| header.strip_prefix(COOKIE))
            .or_else(|| credentials.cookie.and_then(cookie_value))
            .map(decode)
            .filter(|ticket| !ticket.is_empty())
            .ok_or(Refusal::NoTicket)?;
        let userid = self.signer.user_of(&ticket, now).ok_or(Refusal::Failed)?;
        if !self.users.get(&userid).is_some_and(|user| user.is_alive(now)) {
            return Err(Refusal::Failed);
        }
        if write && !credentials.csrf.is_some_and(|token| self.signer.is_csrf_for(token, &userid, now)) {
            return Err(Refusal::BadCsrf);
        }
        Ok(Identity::User(userid))
    }

    fn identify_token(&self, text: &str, now: i64) -> Result<Identity, Refusal> {
        let (id, secret) = text.split_once('=').ok_or(Refusal::Failed)?;
        if !self.is_token_good(id, secret, now) {
            return Err(Refusal::Failed);
        }
        let (userid, tokenid) = split_token(id).ok_or(Refusal::Failed)?;
        Ok(Identity::Token { userid: userid.to_owned(), tokenid: tokenid.to_owned() })
    }
}

fn strip_any<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
}

/// The value of the login cookie among the others.
fn cookie_value(header: &str) -> Option<&str> {
    header.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE))
}

/// Tickets come percent-encoded or not.
fn decode(text: &str) -> String {
    let once = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    // A demand for a second factor contains encoded colons of its own; decoding them too does no harm here: it is refused anyway.
    once.trim().trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::user::Password;
    use super::super::{Series, Token, User};
    use super::*;

    const NOW: i64 = 1_795_327_081;

    fn access() -> Access {
        let mut access = Access::new(Series::Eight, [7; 32]);
        access.users.insert("alice@pve".into(), User::default());
        let token = Token { secret: Password::new("s-e-c"), comment: None, expire: 0, privsep: false, revoked: false };
        access.users.get_mut("root@pam").unwrap().tokens.insert("full".into(), token);
        access
    }

    fn with_authorization(header: &str) -> Result<Identity, Refusal> {
        access().identify(&Credentials { authorization: Some(header), ..Credentials::default() }, true, NOW)
    }

    #[test]
    fn a_token_is_accepted_with_an_equals_sign_or_a_blank_and_needs_no_csrf() {
        let wanted = Identity::Token { userid: "root@pam".into(), tokenid: "full".into() };
        assert_eq!(with_authorization("PVEAPIToken=root@pam!full=s-e-c"), Ok(wanted.clone()));
        assert_eq!(with_authorization("PVEAPIToken root@pam!full=s-e-c"), Ok(wanted));
    }

    #[test]
    fn other_forms_of_a_token_are_refused_as_recorded() {
        for (header, refusal) in [
            ("PVEAPIToken=root@pam!full=wrong", Refusal::Failed),
            ("PVEAPIToken=root@pam!full", Refusal::Failed),
            ("PVEAPIToken=root@pam!full:s-e-c", Refusal::Failed),
            ("pveapitoken=root@pam!full=s-e-c", Refusal::NoTicket),
            ("Bearer root@pam!full=s-e-c", Refusal::NoTicket),
        ] {
            assert_eq!(with_authorization(header), Err(refusal), "{header}");
        }
    }

    #[test]
    fn a_ticket_reads_alone_and_writes_with_its_own_csrf_token() {
        let access = access();
        let cookie = format!("other=1; PVEAuthCookie={}", access.signer.ticket("alice@pve", NOW).replace(':', "%3A"));
        let mut credentials = Credentials { cookie: Some(&cookie), ..Credentials::default() };
        assert_eq!(access.identify(&credentials, false, NOW), Ok(Identity::User("alice@pve".into())));
        assert_eq!(access.identify(&credentials, true, NOW), Err(Refusal::BadCsrf));
        let foreign = access.signer.csrf("root@pam", NOW);
        credentials.csrf = Some(&foreign);
        assert_eq!(access.identify(&credentials, true, NOW), Err(Refusal::BadCsrf));
        let own = access.signer.csrf("alice@pve", NOW);
        credentials.csrf = Some(&own);
        assert!(access.identify(&credentials, true, NOW).is_ok());
    }

    #[test]
    fn nothing_is_no_ticket_and_rubbish_is_a_failed_one() {
        let access = access();
        assert_eq!(access.identify(&Credentials::default(), false, NOW), Err(Refusal::NoTicket));
        let credentials = Credentials { cookie: Some("PVEAuthCookie=garbage"), ..Credentials::default() };
        assert_eq!(access.identify(&credentials, false, NOW), Err(Refusal::Failed));
    }

    #[test]
    fn the_ticket_of_a_deleted_user_is_worth_nothing() {
        let mut access = access();
        let cookie = format!("PVEAuthCookie={}", access.signer.ticket("alice@pve", NOW));
        access.remove_user("alice@pve");
        let credentials = Credentials { cookie: Some(&cookie), ..Credentials::default() };
        assert_eq!(access.identify(&credentials, false, NOW), Err(Refusal::Failed));
    }
}
