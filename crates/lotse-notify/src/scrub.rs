//! What servers say, made fit to be shown: cleaned, short, and without a secret that they repeat.

use std::fmt;

use lotse_text::{clean, truncate};
use secrecy::{ExposeSecret as _, SecretString};

/// How much of a server's words is shown, in columns.
const SHOWN: usize = 200;
/// What is shorter than this is no secret, and to take it out would take letters out of words.
const SHORTEST: usize = 4;

/// The secrets of a wire.
#[derive(Clone, Default)]
pub(crate) struct Scrub(Vec<SecretString>);

impl Scrub {
    /// These.
    pub(crate) fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        Self(secrets.into_iter().filter(|secret| secret.expose_secret().len() >= SHORTEST).collect())
    }

    /// The words without them.
    pub(crate) fn words(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            text = text.replace(secret.expose_secret(), "…");
        }
        let text = clean(&text);
        truncate(text.trim(), SHOWN).into_owned()
    }
}

impl fmt::Debug for Scrub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scrub({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::Scrub;

    #[test]
    fn a_secret_that_a_server_repeats_is_not_shown() {
        let scrub = Scrub::new([SecretString::from("tk_0123456789".to_owned())]);
        assert_eq!(scrub.words("no user for tk_0123456789\u{1b}[2J\nsorry"), "no user for … sorry");
        assert_eq!(format!("{scrub:?}"), "Scrub(1)");
    }

    #[test]
    fn a_long_answer_is_cut() {
        let shown = Scrub::default().words(&"x".repeat(5000));
        assert_eq!(shown.chars().count(), 200);
        assert!(shown.ends_with('…'));
    }
}
