//! The signature: HMAC-SHA-256 over `ID.TIMESTAMP.BODY`, as base64 behind `v1,` (Standard Webhooks, "Signature scheme").

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use sha2::Sha256;

use crate::SettingsError;

/// What stands before a key in base64.
const PREFIX: &str = "whsec_";

/// The key, decoded.
pub(super) struct Key(SecretSlice<u8>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// `whsec_` with base64 behind it, or any text: its bytes.
    pub(super) fn read(text: &SecretString) -> Result<Self, SettingsError> {
        let text = text.expose_secret();
        let key = match text.strip_prefix(PREFIX) {
            Some(encoded) => STANDARD.decode(encoded).map_err(|_| SettingsError::Secret { what: "key" })?,
            None => text.as_bytes().to_vec(),
        };
        if key.is_empty() { Err(SettingsError::Secret { what: "key" }) } else { Ok(Self(key.into())) }
    }

    pub(super) fn sign(&self, id: &str, at: u64, body: &[u8]) -> String {
        sign(self.0.expose_secret(), id, at, body)
    }
}

/// The value of `webhook-signature` for a message with this id that is sent at this second since 1970.
#[must_use]
pub fn sign(key: &[u8], id: &str, at: u64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // A key of HMAC has any length (RFC 2104, 2).
        return String::new();
    };
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::Key;

    /// The example of the specification's reference libraries.
    #[test]
    fn the_signature_is_that_of_the_reference() {
        let key = Key::read(&SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned())).unwrap();
        let signed = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_key_is_base64_behind_its_prefix_and_text_without() {
        let key = |text: &str| Key::read(&SecretString::from(text.to_owned()));
        let plain = key("s3cret").unwrap().sign("a", 1, b"x");
        let coded = key("whsec_czNjcmV0").unwrap().sign("a", 1, b"x");
        assert_eq!(plain, coded);
        assert!(key("whsec_!").is_err() && key("").is_err() && key("whsec_").is_err());
        assert_eq!(format!("{:?}", key("s3cret").unwrap()), "Key");
    }
}
