//! `kind = "ntfy"` and `kind = "gotify"`: messages to telephones.

use std::path::Path;

use url::Url;

use super::{
    super::{Located, Problem, Said, SecretSource, said, secret, section::Section, service_address},
    form,
};

/// The server that ntfy's own apps use.
const NTFY: &str = "https://ntfy.sh";

/// A topic of ntfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ntfy {
    /// The server.
    pub(crate) server: Url,
    /// The topic. On a public server whoever knows it reads along, so it may be a secret.
    pub(crate) topic: Said<String>,
    /// As whom, when the server asks.
    pub(crate) login: Option<NtfyLogin>,
}

/// As whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NtfyLogin {
    /// By an access token.
    Token(SecretSource),
    /// By user and password.
    Password(String, SecretSource),
}

/// An application of Gotify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gotify {
    /// The server.
    pub(crate) server: Url,
    /// The token of the application.
    pub(crate) token: SecretSource,
}

/// Reads the keys of ntfy.
pub(super) fn read_ntfy(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Ntfy> {
    let said = service_address::read(section, "server", service_address::WEB, problems);
    let server = if section.place("server").is_none() { Url::parse(NTFY).ok() } else { said };
    let topic = said::read(section, "topic", folder, problems, |section, text, problems| {
        if is_topic(&text.value) {
            return Some(text.value.clone());
        }
        problems.push(form::misshapen(section, "topic", text, "lotse-alerts"));
        None
    });
    form::must(section, "topic", problems);
    let token = secret::read(section, "token", folder, problems);
    let password = form::login(section, folder, problems);
    if section.place("token").is_some() && section.place("user").is_some() {
        problems.push(section.problem(Problem::TwoChannelLogins));
    }
    let login =
        token.map(NtfyLogin::Token).or_else(|| password.map(|(user, secret)| NtfyLogin::Password(user, secret)));
    Some(Ntfy { server: server?, topic: topic?, login })
}

/// A topic as ntfy's server takes it: letters, digits, `-` and `_`, at most 64.
fn is_topic(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Reads the keys of Gotify.
pub(super) fn read_gotify(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Gotify> {
    let server = form::server(section, "server", problems);
    let token = form::secret(section, "token", folder, problems);
    Some(Gotify { server: server?, token: token? })
}
