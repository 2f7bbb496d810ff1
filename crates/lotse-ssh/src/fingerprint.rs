//! Fingerprints of host keys.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// The SHA-256 fingerprint of a host key, written as OpenSSH does: `SHA256:` and 43 characters of base64 without padding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyFingerprint(String);

/// A text that is no fingerprint of a host key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA256 fingerprint of a host key: {0:?}")]
pub struct KeyFingerprintError(pub String);

impl KeyFingerprint {
    /// The fingerprint of a public key in the wire format (the base64 field of `known_hosts` and `*.pub`, decoded).
    #[must_use]
    pub fn of(key: &[u8]) -> Self {
        Self(STANDARD_NO_PAD.encode(Sha256::digest(key)))
    }
}

impl fmt::Display for KeyFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SHA256:{}", self.0)
    }
}

impl FromStr for KeyFingerprint {
    type Err = KeyFingerprintError;

    /// Takes it with or without the `SHA256:` in front and with or without padding.
    fn from_str(text: &str) -> Result<Self, KeyFingerprintError> {
        let text = text.trim();
        let digest = text.strip_prefix("SHA256:").unwrap_or(text).trim_end_matches('=');
        match STANDARD_NO_PAD.decode(digest) {
            Ok(bytes) if bytes.len() == 32 => Ok(Self(digest.to_owned())),
            _ => Err(KeyFingerprintError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KeyFingerprint;

    #[test]
    fn a_fingerprint_is_taken_as_openssh_prints_it() {
        let text = "SHA256:uNiVztksCsDhcc0u9e8BrwHYzt5e6Yeh0IO1mS2zP6Q";
        let fingerprint: KeyFingerprint = text.parse().unwrap();
        assert_eq!(fingerprint.to_string(), text);
        assert_eq!(text.trim_start_matches("SHA256:").parse::<KeyFingerprint>().unwrap(), fingerprint);
    }

    #[test]
    fn a_digest_of_another_length_is_refused() {
        for text in
            ["", "SHA256:", "SHA256:uNiVztks", "MD5:aa:bb", "SHA256:uNiVztksCsDhcc0u9e8BrwHYzt5e6Yeh0IO1mS2zP6Q/x"]
        {
            assert!(text.parse::<KeyFingerprint>().is_err(), "{text}");
        }
    }
}
