//! Users, their API tokens and their second factors.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::totp::Secret;

/// One user (`name@realm`).
#[derive(Debug, Clone)]
pub struct User {
    /// A disabled user cannot log in and its tokens do not work.
    pub enabled: bool,
    /// Seconds of the epoch after which the account is dead; 0 is never.
    pub expire: i64,
    /// First name.
    pub firstname: Option<String>,
    /// Last name.
    pub lastname: Option<String>,
    /// Address; an empty text is kept, as the real one does once it was written.
    pub email: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// What is kept of the password; `None`: nobody can log in with one.
    pub password: Option<Password>,
    /// API tokens by id.
    pub tokens: BTreeMap<String, Token>,
    /// Second factors, oldest first.
    pub factors: Vec<Factor>,
    /// Wrong codes in a row; at [`MAX_WRONG_CODES`] the codes are locked until an administrator unlocks them.
    pub wrong_codes: u32,
}

/// After that many wrong one-time codes in a row the factor is locked (`pveum(1)`, "Two-Factor Authentication").
pub const MAX_WRONG_CODES: u32 = 8;

impl Default for User {
    fn default() -> Self {
        Self {
            enabled: true,
            expire: 0,
            firstname: None,
            lastname: None,
            email: None,
            comment: None,
            password: None,
            tokens: BTreeMap::new(),
            factors: Vec::new(),
            wrong_codes: 0,
        }
    }
}

impl User {
    /// Whether the account works at `now` (seconds of the epoch).
    #[must_use]
    pub fn is_alive(&self, now: i64) -> bool {
        self.enabled && (self.expire == 0 || self.expire > now)
    }

    /// Whether a login needs a second step.
    #[must_use]
    pub fn needs_factor(&self) -> bool {
        self.factors.iter().any(|factor| factor.enabled)
    }

    /// Whether the codes of this user are locked after too many wrong ones.
    #[must_use]
    pub const fn is_locked(&self) -> bool {
        self.wrong_codes >= MAX_WRONG_CODES
    }
}

/// A password, kept out of debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Keeps a password.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether this is the password.
    #[must_use]
    pub fn matches(&self, given: &str) -> bool {
        self.0 == given
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

/// One API token of a user.
#[derive(Debug, Clone)]
pub struct Token {
    /// The secret (a UUID).
    pub secret: Password,
    /// Comment.
    pub comment: Option<String>,
    /// Seconds of the epoch after which the token is dead; 0 is never.
    pub expire: i64,
    /// Privilege separation: the token holds only what both it and its user hold.
    pub privsep: bool,
    /// Withdrawn by chaos: answers like a wrong secret although it is still listed.
    pub revoked: bool,
}

impl Token {
    /// Whether the token works at `now` (seconds of the epoch).
    #[must_use]
    pub const fn is_alive(&self, now: i64) -> bool {
        !self.revoked && (self.expire == 0 || self.expire > now)
    }
}

/// One second factor.
#[derive(Debug, Clone)]
pub struct Factor {
    /// Its id, such as `0b7d-bbc6-39b2-8556`; `recovery` for the recovery keys.
    pub id: String,
    /// Seconds of the epoch.
    pub created: i64,
    /// Description.
    pub description: String,
    /// Disabled factors are neither asked for nor accepted.
    pub enabled: bool,
    /// What proves it.
    pub proof: Proof,
}

/// What proves a second factor.
#[derive(Debug, Clone)]
pub enum Proof {
    /// Time-based one-time codes.
    Totp {
        /// The shared secret.
        secret: Secret,
        /// The time step of the last accepted code: a code works once.
        last_step: Option<u64>,
    },
    /// Single-use keys.
    Recovery {
        /// Those that are left.
        keys: BTreeSet<String>,
    },
}

impl Proof {
    /// The name of the kind, as the interface shows it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Recovery { .. } => "recovery",
        }
    }
}

/// Splits `user@realm!token` into user and token.
#[must_use]
pub fn split_token(id: &str) -> Option<(&str, &str)> {
    let (user, token) = id.split_once('!')?;
    (is_userid(user) && is_tokenid(token)).then_some((user, token))
}

/// Whether a text has the form `name@realm`.
#[must_use]
pub fn is_userid(id: &str) -> bool {
    let Some((name, realm)) = id.rsplit_once('@') else { return false };
    let name_ok = !name.is_empty()
        && name.len() <= 60
        && !name.chars().any(|c| c.is_whitespace() || matches!(c, ':' | '/' | '!' | '\\'));
    name_ok && is_realm(realm)
}

/// Whether a text is a realm's name: a letter, then letters, digits and `._-`, at least two characters.
#[must_use]
pub fn is_realm(realm: &str) -> bool {
    realm.len() >= 2
        && realm.starts_with(|c: char| c.is_ascii_alphabetic())
        && realm.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// Whether a text is the id of a token: like a realm's name.
#[must_use]
pub fn is_tokenid(token: &str) -> bool {
    is_realm(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_realm_are_no_users() {
        assert!(is_userid("root@pam"));
        assert!(is_userid("a@b@pve"));
        for bad in ["root", "@pam", "root@", "a b@pam", "x!y@pam", "root@p"] {
            assert!(!is_userid(bad), "{bad}");
        }
    }

    #[test]
    fn a_token_is_named_by_its_user_and_its_own_id() {
        assert_eq!(split_token("root@pam!full"), Some(("root@pam", "full")));
        assert_eq!(split_token("root@pam"), None);
        assert_eq!(split_token("root!full"), None);
    }

    #[test]
    fn expired_and_disabled_accounts_are_dead() {
        let user = User { expire: 100, ..User::default() };
        assert!(user.is_alive(99));
        assert!(!user.is_alive(100));
        assert!(!User { enabled: false, ..User::default() }.is_alive(0));
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", Password::new("hunter2")), "Password(…)");
    }
}
