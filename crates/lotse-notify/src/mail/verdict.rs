//! What an answer of a mail server means.

use lettre::transport::smtp::Error;

use crate::{
    Trouble,
    authority::{root_cause, untrusted},
    scrub::Scrub,
};

/// The trouble that an error of the library is.
pub(super) fn of(error: &Error, scrub: &Scrub) -> Trouble {
    if let Some(code) = error.status() {
        return status(u16::from(code), &root_cause(error), scrub);
    }
    if let Some(trouble) = untrusted(error) {
        return trouble;
    }
    let detail = scrub.words(&root_cause(error));
    if error.is_response() { Trouble::Broken { detail } } else { Trouble::Unreachable { detail } }
}

/// The trouble that a reply with this code is (RFC 5321, 4.2.1): 4yz passes, 5yz does not.
pub(super) fn status(status: u16, said: &str, scrub: &Scrub) -> Trouble {
    let said = scrub.words(&said.replace('\n', " "));
    match status {
        400..500 => Trouble::ServerFailed { status, said, after: None },
        500..600 => Trouble::Refused { status, said },
        _ => Trouble::Broken { detail: format!("{status} {said}") },
    }
}
