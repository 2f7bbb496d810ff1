//! Failures of the binary as trouble of a part: their words in English, for the log.

use lotse_text::Language;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::part::{Again, Trouble};
use crate::{
    config::{SecretError, parse_service},
    failure::{Failure, of_secret as failure_of_secret},
};

/// A failure that may pass once somebody mended something.
pub(super) fn of_failure(failure: Failure) -> Trouble {
    Trouble { code: failure.code, detail: failure.message, again: Again::Rarely }
}

/// A secret that cannot be fetched.
pub(super) fn of_secret(error: &SecretError) -> Trouble {
    of_failure(failure_of_secret(error, Language::En))
}

/// An address that is a secret: with TLS, or on this machine.
pub(super) fn address(secret: &SecretString, key: &str) -> Result<Url, Trouble> {
    let wrong = || Trouble {
        code: "E-CONFIG-SERVICE",
        detail: format!("{key}: what the secret says is no address with https"),
        again: Again::Rarely,
    };
    parse_service(secret.expose_secret().trim(), ("https", "http")).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_secret_address_is_with_tls_or_on_this_machine() {
        let of = |text: &str| address(&text.to_owned().into(), "watch.heartbeat-url");
        for good in ["https://example.org/ping/abc\n", "http://127.0.0.1:9/x", "http://[::1]/x", "http://localhost/x"] {
            assert!(of(good).is_ok(), "{good}");
        }
        for bad in ["http://example.org/x", "file:///etc/passwd", "abc", "", "https://"] {
            let trouble = of(bad).unwrap_err();
            assert!(bad.is_empty() || !trouble.detail.contains(bad), "the secret is in no log: {trouble:?}");
        }
    }
}
