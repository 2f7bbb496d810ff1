//! A call as it is named in errors and logs.

use std::fmt;

use super::{ApiPath, Params, Verb};

/// What is to be done: read, or change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Read.
    Get,
    /// Change.
    Change(Verb),
}

impl Method {
    /// The HTTP method.
    pub(crate) const fn http(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Change(verb) => verb.http(),
        }
    }

    /// The sub-command of `pvesh`.
    pub(crate) const fn pvesh(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Change(verb) => verb.pvesh(),
        }
    }
}

/// One call with its parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a ApiPath,
    pub(crate) params: &'a Params,
}

impl Call<'_> {
    /// The call without parameters (`GET /nodes/pve1/status`).
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method.http(), self.path)
    }

    /// The node that the path names, to which pveproxy passes the call on.
    pub(crate) fn node(&self) -> Option<String> {
        let rest = self.path.plain().strip_prefix("/nodes/")?;
        let node = rest.split('/').next()?;
        (!node.is_empty()).then(|| node.to_owned())
    }
}

/// Parameters as a log may show them: what could be a secret is left out.
pub(crate) struct Redacted<'a>(pub(crate) &'a Params);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (name, value)) in self.0.iter().enumerate() {
            let blank = if place == 0 { "" } else { " " };
            if is_secret(name) {
                write!(f, "{blank}{name}=<redacted>")?;
            } else {
                write!(f, "{blank}{name}={value:?}")?;
            }
        }
        Ok(())
    }
}

/// Whether a parameter may hold a secret, by the words that its name has. From the parameter names of the API that carry one:
/// `password`, `cipassword`, `new-password`, `tfa-challenge`, `ticket`, `otp`, `secret`, `key`, `private-key`,
/// `encryption-key`, `keyring`, `token`, `apitoken`, `content` and `input-data` of the guest agent, `command`.
fn is_secret(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "password",
        "passphrase",
        "ticket",
        "token",
        "challenge",
        "otp",
        "secret",
        "key",
        "credential",
        "content",
        "input-data",
        "command",
        "response",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word)) && name != "tokenid"
}

#[cfg(test)]
mod tests {
    use super::{Call, Method, Redacted};
    use crate::{Params, Verb, api_path};

    #[test]
    fn a_log_never_shows_what_could_be_a_secret() {
        let params: Params = [
            ("username", "root@pam"),
            ("password", "hunter2"),
            ("cipassword", "hunter2"),
            ("tfa-challenge", "hunter2"),
            ("tokenid", "bot"),
            ("sshkeys", "hunter2"),
            ("input-data", "hunter2"),
            ("encryption-key", "hunter2"),
        ]
        .map(|(name, value)| (name.into(), value.to_owned()))
        .into();
        let shown = Redacted(&params).to_string();
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("username=\"root@pam\"") && shown.contains("tokenid=\"bot\""), "{shown}");
    }

    #[test]
    fn a_call_knows_the_node_it_is_for() {
        let params = Params::new();
        let node = |path: &crate::ApiPath| Call { method: Method::Get, path, params: &params }.node();
        assert_eq!(node(&api_path!("/nodes/{}/status", "pve2")), Some("pve2".to_owned()));
        assert_eq!(node(&api_path!("/nodes")), None);
        assert_eq!(node(&api_path!("/cluster/resources")), None);
        let path = api_path!("/nodes/{}/status/start", "pve2");
        let call = Call { method: Method::Change(Verb::Post), path: &path, params: &params };
        assert_eq!(call.name(), "POST /nodes/pve2/status/start");
    }
}
