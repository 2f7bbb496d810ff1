//! The link of a line to the one before.

use std::{fmt, str::FromStr};

use hmac::{Hmac, KeyInit as _, Mac as _};
use lotse_store::AuditLine;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// What tells these links from any other use of the same key.
const DOMAIN: &[u8] = b"lotse audit line 1";

/// The key of the chain. It is kept outside of the store.
#[derive(Debug)]
pub struct Key(SecretString);

/// The link of a line: HMAC-SHA256 over the link before and everything that the line says. Written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link([u8; 32]);

/// A text that is no link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no link of the audit: {0:?}")]
pub struct LinkError(pub String);

impl Key {
    /// The key of these characters. Any length will do (RFC 2104); below 32 characters it is weaker than the hash.
    #[must_use]
    pub const fn new(key: SecretString) -> Self {
        Self(key)
    }

    /// The link that `line` must have behind one with the link `before`, `None` of the first.
    #[must_use]
    pub fn link(&self, before: Option<Link>, line: &AuditLine) -> Link {
        Link(self.mac(before, line).finalize().into_bytes().into())
    }

    /// Whether a line has the link that it must have, found out in the same time for every wrong one.
    #[must_use]
    pub fn fits(&self, before: Option<Link>, line: &AuditLine, shown: Link) -> bool {
        self.mac(before, line).verify_slice(&shown.0).is_ok()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104)")]
    fn mac(&self, before: Option<Link>, line: &AuditLine) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret().as_bytes()).expect("any length");
        mac.update(DOMAIN);
        // Each field with its length before it: no two lines are the same bytes.
        let mut field = |bytes: &[u8]| {
            mac.update(&(bytes.len() as u64).to_be_bytes());
            mac.update(bytes);
        };
        field(before.as_ref().map_or(&[], |link| link.0.as_slice()));
        field(&line.number.to_be_bytes());
        field(&line.at.0.to_be_bytes());
        field(line.who.as_bytes());
        field(&(line.guests.len() as u64).to_be_bytes());
        for guest in &line.guests {
            field(guest.to_string().as_bytes());
        }
        field(line.body.as_bytes());
        mac
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let error = || LinkError(text.to_owned());
        let digits = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(error());
        }
        let mut link = [0; 32];
        for (byte, at) in link.iter_mut().zip((0..64).step_by(2)) {
            let pair = text.get(at..at + 2).ok_or_else(error)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| error())?;
        }
        Ok(Self(link))
    }
}
