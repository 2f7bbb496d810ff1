//! Logging in: `POST /access/ticket`, in one step or in two.

use super::user::{Proof, is_userid, split_token};
use super::{Access, ROOT};

/// What a client sends.
#[derive(Debug, Clone, Copy, Default)]
pub struct Attempt<'a> {
    /// `name@realm`, or a name when the realm is given apart.
    pub username: &'a str,
    /// The password; a good ticket of the same user (renewal); in the second step `totp:CODE` or `recovery:KEY`.
    pub password: &'a str,
    /// The realm, when it is not in the name.
    pub realm: Option<&'a str>,
    /// The demand of the first step.
    pub challenge: Option<&'a str>,
    /// Path and privileges that must be held (all of them).
    pub check: Option<(&'a str, &'a str)>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Logged in as this user.
    Done {
        /// The user.
        userid: String,
        /// The ticket.
        ticket: String,
        /// The CSRF token.
        csrf: String,
    },
    /// A second factor is needed.
    NeedsFactor {
        /// The user.
        userid: String,
        /// The demand, to be sent back as `tfa-challenge`.
        ticket: String,
        /// The CSRF token, handed out although nothing can be done with it yet.
        csrf: String,
    },
    /// Refused; the client learns nothing about why. `userid` is what the log names.
    Refused {
        /// The name that was tried.
        userid: String,
        /// The cause for the log of the server.
        cause: &'static str,
    },
}

impl Access {
    /// Decides an attempt at `now` (seconds of the epoch).
    pub fn log_in(&mut self, attempt: &Attempt<'_>, now: i64) -> Outcome {
        let userid = match attempt.realm {
            Some(realm) if !attempt.username.ends_with(&format!("@{realm}")) => format!("{}@{realm}", attempt.username),
            _ => attempt.username.to_owned(),
        };
        match self.prove(&userid, attempt, now) {
            Err(cause) => Outcome::Refused { userid, cause },
            Ok(Step::NeedsFactor) => {
                let kinds = self.factor_kinds(&userid);
                let ticket = self.signer.challenge(&userid, &kinds, now);
                let csrf = self.signer.csrf(&userid, now);
                Outcome::NeedsFactor { userid, ticket, csrf }
            }
            Ok(Step::Done) => {
                if let Some((path, privileges)) = attempt.check {
                    let grant = self.permissions(&userid, path);
                    let wanted = privileges.split([',', ';', ' ']).filter(|name| !name.is_empty());
                    if !wanted.into_iter().all(|name| grant.has(name)) {
                        return Outcome::Refused { userid, cause: "no permission" };
                    }
                }
                let ticket = self.signer.ticket(&userid, now);
                let csrf = self.signer.csrf(&userid, now);
                Outcome::Done { userid, ticket, csrf }
            }
        }
    }

    fn prove(&mut self, userid: &str, attempt: &Attempt<'_>, now: i64) -> Result<Step, &'static str> {
        if !is_userid(userid) {
            return Err("invalid user name");
        }
        let realm = userid.rsplit_once('@').map_or("", |(_, realm)| realm);
        if !self.realms.contains_key(realm) {
            return Err("no such realm");
        }
        let user = self.users.get(userid).ok_or("no such user")?;
        if !user.is_alive(now) {
            return Err("user is disabled or expired");
        }
        if let Some(challenge) = attempt.challenge {
            if !self.signer.is_challenge_for(challenge, userid, now) {
                return Err("invalid tfa challenge");
            }
            return self.prove_factor(userid, attempt.password, now).map(|()| Step::Done);
        }
        if self.signer.user_of(attempt.password, now).as_deref() == Some(userid) {
            return Ok(Step::Done);
        }
        if !user.password.as_ref().is_some_and(|password| password.matches(attempt.password)) {
            return Err("invalid credentials");
        }
        Ok(if user.needs_factor() { Step::NeedsFactor } else { Step::Done })
    }

    fn prove_factor(&mut self, userid: &str, response: &str, now: i64) -> Result<(), &'static str> {
        let user = self.users.get_mut(userid).ok_or("no such user")?;
        let (kind, value) = response.split_once(':').ok_or("tfa response without a kind")?;
        if kind == "totp" && user.is_locked() {
            return Err("totp is locked");
        }
        for factor in user.factors.iter_mut().filter(|factor| factor.enabled && factor.proof.kind() == kind) {
            let proven = match &mut factor.proof {
                Proof::Totp { secret, last_step } => match secret.step_of(value, now) {
                    Some(step) if last_step.is_none_or(|last| step > last) => {
                        *last_step = Some(step);
                        true
                    }
                    _ => false,
                },
                Proof::Recovery { keys } => keys.remove(value),
            };
            if proven {
                user.wrong_codes = 0;
                return Ok(());
            }
        }
        user.wrong_codes += u32::from(kind == "totp");
        Err("wrong second factor")
    }

    fn factor_kinds(&self, userid: &str) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self
            .users
            .get(userid)
            .into_iter()
            .flat_map(|user| &user.factors)
            .filter(|factor| factor.enabled)
            .map(|factor| factor.proof.kind())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Whether a token's secret is right and the token and its user are alive.
    #[must_use]
    pub fn is_token_good(&self, id: &str, secret: &str, now: i64) -> bool {
        let Some((userid, name)) = split_token(id) else { return false };
        let Some(user) = self.users.get(userid) else { return false };
        (user.is_alive(now) || userid == ROOT)
            && user.tokens.get(name).is_some_and(|token| token.is_alive(now) && token.secret.matches(secret))
    }
}

enum Step {
    NeedsFactor,
    Done,
}

#[cfg(test)]
mod tests {
    use super::super::totp::Secret;
    use super::super::user::{Factor, Password};
    use super::super::{Series, Subject, Token, User};
    use super::*;

    const NOW: i64 = 1_795_327_081;

    fn access() -> Access {
        let mut access = Access::new(Series::Eight, [7; 32]);
        let user = || User { password: Some(Password::new("secret123")), ..User::default() };
        access.users.insert("alice@pve".into(), user());
        access.users.insert("old@pve".into(), User { enabled: false, ..user() });
        access.users.insert("late@pve".into(), User { expire: 1_600_000_000, ..user() });
        let factor = Factor {
            id: "0b7d".into(),
            created: 0,
            description: String::new(),
            enabled: true,
            proof: Proof::Totp { secret: Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap(), last_step: None },
        };
        access.users.insert("tfa@pve".into(), User { factors: vec![factor], ..user() });
        access
    }

    fn try_in(access: &mut Access, username: &str, password: &str) -> Outcome {
        access.log_in(&Attempt { username, password, ..Attempt::default() }, NOW)
    }

    #[test]
    fn a_right_password_gives_a_ticket_that_renews_itself() {
        let mut access = access();
        let Outcome::Done { ticket, .. } = try_in(&mut access, "alice@pve", "secret123") else { panic!("refused") };
        assert_eq!(access.signer.user_of(&ticket, NOW).as_deref(), Some("alice@pve"));
        assert!(matches!(try_in(&mut access, "alice@pve", &ticket), Outcome::Done { .. }));
        assert!(matches!(try_in(&mut access, "tfa@pve", &ticket), Outcome::Refused { .. }));
    }

    #[test]
    fn the_realm_may_be_given_apart() {
        let mut access = access();
        let attempt = Attempt { username: "alice", realm: Some("pve"), password: "secret123", ..Attempt::default() };
        assert!(matches!(access.log_in(&attempt, NOW), Outcome::Done { userid, .. } if userid == "alice@pve"));
    }

    #[test]
    fn every_other_attempt_is_refused() {
        let mut access = access();
        for (user, password) in [
            ("alice@pve", "wrong"),
            ("ghost@pve", "secret123"),
            ("ghost@nowhere", "secret123"),
            ("alice", "secret123"),
            ("old@pve", "secret123"),
            ("late@pve", "secret123"),
            ("root@pam", ""),
        ] {
            assert!(matches!(try_in(&mut access, user, password), Outcome::Refused { .. }), "{user}");
        }
    }

    #[test]
    fn a_missing_privilege_refuses_the_login_that_asks_for_it() {
        let mut access = access();
        access.acl.grant("/", Subject::User("alice@pve".into()), "PVEAuditor", true);
        let attempt = |privileges| Attempt {
            username: "alice@pve",
            password: "secret123",
            check: Some(("/vms/100", privileges)),
            ..Attempt::default()
        };
        assert!(matches!(access.log_in(&attempt("VM.Audit"), NOW), Outcome::Done { .. }));
        assert!(matches!(access.log_in(&attempt("VM.Audit,VM.PowerMgmt"), NOW), Outcome::Refused { .. }));
    }

    #[test]
    fn a_second_factor_takes_a_second_step_and_each_code_works_once() {
        let mut access = access();
        let Outcome::NeedsFactor { ticket, .. } = try_in(&mut access, "tfa@pve", "secret123") else {
            panic!("no demand")
        };
        let code = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap().code_at(NOW);
        let mut second = |password: &str| {
            let attempt = Attempt { username: "tfa@pve", password, challenge: Some(&ticket), ..Attempt::default() };
            access.log_in(&attempt, NOW)
        };
        assert!(matches!(second("totp:000000"), Outcome::Refused { .. }));
        assert!(matches!(second(&code), Outcome::Refused { .. }), "without the kind");
        assert!(matches!(second(&format!("totp:{code}")), Outcome::Done { .. }));
        assert!(matches!(second(&format!("totp:{code}")), Outcome::Refused { .. }), "used before");
    }

    #[test]
    fn eight_wrong_codes_lock_the_factor() {
        let mut access = access();
        let Outcome::NeedsFactor { ticket, .. } = try_in(&mut access, "tfa@pve", "secret123") else {
            panic!("no demand")
        };
        let code = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap().code_at(NOW);
        let right = format!("totp:{code}");
        let attempt =
            |password| Attempt { username: "tfa@pve", password, challenge: Some(&ticket), ..Attempt::default() };
        for _ in 0..8 {
            access.log_in(&attempt("totp:000000"), NOW);
        }
        assert!(matches!(access.log_in(&attempt(&right), NOW), Outcome::Refused { .. }));
    }

    #[test]
    fn a_token_needs_its_secret_its_life_and_its_users_life() {
        let mut access = access();
        let token = Token { secret: Password::new("s"), comment: None, expire: 0, privsep: true, revoked: false };
        let gone = Token { expire: 1_600_000_000, ..token.clone() };
        let alice = access.users.get_mut("alice@pve").unwrap();
        alice.tokens.insert("full".into(), token.clone());
        alice.tokens.insert("gone".into(), gone);
        access.users.get_mut("old@pve").unwrap().tokens.insert("old".into(), token);
        assert!(access.is_token_good("alice@pve!full", "s", NOW));
        for (id, secret) in [
            ("alice@pve!full", "x"),
            ("alice@pve!gone", "s"),
            ("alice@pve!nope", "s"),
            ("ghost@pve!x", "s"),
            ("old@pve!old", "s"),
            ("garbage", "s"),
        ] {
            assert!(!access.is_token_good(id, secret, NOW), "{id}");
        }
    }
}
