//! `kind = "webhook"`: a signed POST to an address.

use std::path::Path;

use url::Url;

use super::{
    super::{Located, Problem, Said, SecretSource, said, secret, section::Section, service_address},
    form,
};

/// A signed POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Webhook {
    /// Where to.
    pub(crate) url: Said<Url>,
    /// The key of the signature (HMAC-SHA-256).
    pub(crate) secret: SecretSource,
    /// What is sent as `Authorization: Bearer`, when the receiver asks for it.
    pub(crate) token: Option<SecretSource>,
}

/// Reads the keys of a webhook.
pub(super) fn read(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Webhook> {
    let url = said::read(section, "url", folder, problems, |section, text, problems| {
        let url = service_address::parse(&text.value, service_address::WEB);
        if url.is_none() {
            problems.push(text.problem(Problem::BadService { key: section.full("url"), value: text.value.clone() }));
        }
        url
    });
    form::must(section, "url", problems);
    let secret = form::secret(section, "secret", folder, problems);
    let token = secret::read(section, "token", folder, problems);
    Some(Webhook { url: url?, secret: secret?, token })
}
