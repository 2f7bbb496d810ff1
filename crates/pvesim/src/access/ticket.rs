//! Tickets and CSRF tokens: `PVE:user@realm:HEXTIME::signature` and `HEXTIME:signature`.
//!
//! The real signature is RSA over SHA-1; here it is a keyed hash of the same length, which no client can tell apart
//! (nobody outside the cluster can check either).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

/// How long a ticket is good for, in seconds (`$ticket_lifetime` of the access control: two hours).
pub const LIFETIME: i64 = 2 * 60 * 60;

/// How long the answer to a demand for a second factor is waited for, in seconds.
pub const CHALLENGE_LIFETIME: i64 = 5 * 60;

/// How far the clocks of two members may be apart, in seconds: a ticket may be that much "from the future".
const SKEW: i64 = 5 * 60;

/// A signature is as long as one of RSA with 2,048 bits.
const SIGNATURE_BLOCKS: u8 = 4;

/// Signs and checks what one cluster hands out.
#[derive(Clone)]
pub struct Signer {
    key: [u8; 32],
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Signer(…)")
    }
}

/// What a good ticket says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticket {
    /// This user logged in.
    Full(String),
    /// The first step of a login is done; a second factor is missing.
    Challenge(String),
}

/// The text by which a demand for a second factor is told from a user.
const CHALLENGE_MARK: &str = "!tfa!";

impl Signer {
    /// A signer with the key of a cluster.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A new key: everything handed out so far is void (chaos: expired tickets).
    pub fn replace_key(&mut self, key: [u8; 32]) {
        self.key = key;
    }

    /// A ticket for a user.
    #[must_use]
    pub fn ticket(&self, userid: &str, now: i64) -> String {
        let plain = format!("PVE:{userid}:{now:08X}");
        let signature = self.sign(&plain, "");
        format!("{plain}::{signature}")
    }

    /// A demand for a second factor of one of these kinds; it is good for `userid` alone.
    #[must_use]
    pub fn challenge(&self, userid: &str, kinds: &[&str], now: i64) -> String {
        let list: Vec<_> = kinds
            .iter()
            .map(|kind| match *kind {
                // Recovery keys are named by how many are left: "available" here.
                "recovery" => "\"recovery\"%3A\"available\"".to_owned(),
                kind => format!("\"{kind}\"%3Atrue"),
            })
            .collect();
        let plain = format!("PVE:{CHALLENGE_MARK}{{{}}}:{now:08X}", list.join(","));
        let signature = self.sign(&plain, userid);
        format!("{plain}::{signature}")
    }

    /// The user of a good, full ticket.
    #[must_use]
    pub fn user_of(&self, ticket: &str, now: i64) -> Option<String> {
        let (plain, signature) = ticket.split_once("::")?;
        let (subject, time) = parts(plain)?;
        let good =
            !subject.starts_with(CHALLENGE_MARK) && in_time(time, now, LIFETIME) && self.sign(plain, "") == signature;
        good.then(|| subject.to_owned())
    }

    /// Whether a text is a good demand for a second factor, made for `userid`.
    #[must_use]
    pub fn is_challenge_for(&self, ticket: &str, userid: &str, now: i64) -> bool {
        let Some((plain, signature)) = ticket.split_once("::") else { return false };
        parts(plain).is_some_and(|(subject, time)| {
            subject.starts_with(CHALLENGE_MARK)
                && in_time(time, now, CHALLENGE_LIFETIME)
                && self.sign(plain, userid) == signature
        })
    }

    /// The token that must come with every write of a ticket's owner.
    #[must_use]
    pub fn csrf(&self, userid: &str, now: i64) -> String {
        format!("{now:08X}:{}", self.csrf_digest(&format!("{now:08X}"), userid))
    }

    /// Whether a CSRF token is good for this user.
    #[must_use]
    pub fn is_csrf_for(&self, token: &str, userid: &str, now: i64) -> bool {
        let Some((hex, digest)) = token.split_once(':') else { return false };
        i64::from_str_radix(hex, 16).is_ok_and(|time| in_time(time, now, LIFETIME))
            && self.csrf_digest(hex, userid) == digest
    }

    fn csrf_digest(&self, hex: &str, userid: &str) -> String {
        // A key of any length is accepted, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return String::new() };
        mac.update(format!("csrf:{hex}:{userid}").as_bytes());
        STANDARD_NO_PAD.encode(mac.finalize().into_bytes())
    }

    fn sign(&self, plain: &str, bound_to: &str) -> String {
        let mut signature = Vec::new();
        for block in 0..SIGNATURE_BLOCKS {
            let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(&self.key) else { continue };
            mac.update(&[block]);
            mac.update(plain.as_bytes());
            mac.update(&[0]);
            mac.update(bound_to.as_bytes());
            signature.extend_from_slice(&mac.finalize().into_bytes());
        }
        STANDARD.encode(signature)
    }
}

/// Subject and time of `PVE:subject:HEX`; the subject may contain colons only percent-encoded.
fn parts(plain: &str) -> Option<(&str, i64)> {
    let (subject, hex) = plain.strip_prefix("PVE:")?.rsplit_once(':')?;
    Some((subject, i64::from_str_radix(hex, 16).ok()?))
}

const fn in_time(time: i64, now: i64, lifetime: i64) -> bool {
    let age = now.saturating_sub(time);
    age > -SKEW && age < lifetime
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_327_081;

    fn signer() -> Signer {
        Signer::new([1; 32])
    }

    #[test]
    fn a_ticket_names_its_user_until_two_hours_are_over() {
        let ticket = signer().ticket("alice@pve", NOW);
        assert!(ticket.starts_with("PVE:alice@pve:6B028469::"), "{ticket}");
        assert_eq!(signer().user_of(&ticket, NOW + LIFETIME - 1).as_deref(), Some("alice@pve"));
        assert_eq!(signer().user_of(&ticket, NOW + LIFETIME), None);
    }

    #[test]
    fn a_changed_ticket_is_no_ticket() {
        let ticket = signer().ticket("bob@pve", NOW).replacen("bob", "root", 1);
        assert_eq!(signer().user_of(&ticket, NOW), None);
        assert_eq!(signer().user_of("garbage", NOW), None);
    }

    #[test]
    fn a_ticket_of_another_cluster_is_no_ticket() {
        let ticket = Signer::new([2; 32]).ticket("bob@pve", NOW);
        assert_eq!(signer().user_of(&ticket, NOW), None);
    }

    #[test]
    fn a_demand_for_a_second_factor_is_no_ticket_and_good_for_its_user_alone() {
        let demand = signer().challenge("tfa@pve", &["totp"], NOW);
        assert!(demand.starts_with("PVE:!tfa!{\"totp\"%3Atrue}:6B028469::"), "{demand}");
        assert_eq!(signer().user_of(&demand, NOW), None);
        assert!(signer().is_challenge_for(&demand, "tfa@pve", NOW));
        assert!(!signer().is_challenge_for(&demand, "bob@pve", NOW));
        assert!(!signer().is_challenge_for(&demand, "tfa@pve", NOW + CHALLENGE_LIFETIME));
    }

    #[test]
    fn a_csrf_token_belongs_to_its_user() {
        let token = signer().csrf("alice@pve", NOW);
        assert!(signer().is_csrf_for(&token, "alice@pve", NOW + 60));
        assert!(!signer().is_csrf_for(&token, "bob@pve", NOW));
        assert!(!signer().is_csrf_for(&token, "alice@pve", NOW + LIFETIME));
        assert_eq!(token.split_once(':').unwrap().1.len(), 43);
    }
}
