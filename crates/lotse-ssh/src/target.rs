//! Whom to connect to.

use std::{fmt, path::PathBuf, str::FromStr};

/// A host as the operator would give it to `ssh`: a name of their own configuration, a DNS name or an address, with what
/// overrides that configuration.
///
/// ```
/// let target: lotse_ssh::Target = "root@pve1".parse().unwrap();
/// assert_eq!((target.user(), target.host()), (Some("root"), "pve1"));
/// assert!("-oProxyCommand=sh".parse::<lotse_ssh::Target>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    host: String,
    user: Option<String>,
    port: Option<u16>,
    key_file: Option<PathBuf>,
    config_file: Option<PathBuf>,
    known_hosts: Option<PathBuf>,
}

/// A text that names no host to connect to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a host to connect to: {text:?}")]
pub struct TargetError {
    /// The text as given.
    pub text: String,
    /// Which part of it is not acceptable.
    pub part: TargetPart,
}

/// A part of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetPart {
    /// The host is empty, begins with `-`, or holds blanks, control characters or what a shell or a URL would read.
    Host,
    /// The same of the user.
    User,
    /// The port is no number from 1 to 65535.
    Port,
}

impl Target {
    /// The host `host`, of which the operator's configuration says the rest.
    pub fn new(host: &str) -> Result<Self, TargetError> {
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        if !is_host(bare) {
            return Err(TargetError { text: host.to_owned(), part: TargetPart::Host });
        }
        Ok(Self { host: bare.to_owned(), user: None, port: None, key_file: None, config_file: None, known_hosts: None })
    }

    /// As another user than the configuration says.
    pub fn with_user(mut self, user: &str) -> Result<Self, TargetError> {
        if !is_user(user) {
            return Err(TargetError { text: user.to_owned(), part: TargetPart::User });
        }
        self.user = Some(user.to_owned());
        Ok(self)
    }

    /// On another port than the configuration says.
    #[must_use]
    pub const fn with_port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// With this private key and no other.
    #[must_use]
    pub fn with_key_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.key_file = Some(file.into());
        self
    }

    /// With another configuration file than the operator's own (`ssh -F`).
    #[must_use]
    pub fn with_config_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.config_file = Some(file.into());
        self
    }

    /// With another file of known hosts than the configuration says, and none for the whole system.
    #[must_use]
    pub fn with_known_hosts(mut self, file: impl Into<PathBuf>) -> Self {
        self.known_hosts = Some(file.into());
        self
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The user, when one is given here.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The port, when one is given here.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    pub(crate) const fn key_file(&self) -> Option<&PathBuf> {
        self.key_file.as_ref()
    }

    pub(crate) const fn config_file(&self) -> Option<&PathBuf> {
        self.config_file.as_ref()
    }

    pub(crate) const fn known_hosts(&self) -> Option<&PathBuf> {
        self.known_hosts.as_ref()
    }
}

impl fmt::Display for Target {
    /// `user@host:port`, as far as they are given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        match self.port {
            Some(port) if self.host.contains(':') => write!(f, "[{}]:{port}", self.host),
            Some(port) => write!(f, "{}:{port}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// Reads `[user@]host`, `[user@]host:port` and `ssh://[user@]host[:port]`. An IPv6 address with a port stands in
    /// brackets.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        let whole = |error: TargetError| TargetError { text: text.to_owned(), ..error };
        let rest = text.strip_prefix("ssh://").map_or(text, |rest| rest.strip_suffix('/').unwrap_or(rest));
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, rest),
        };
        let (host, port) = split_port(place);
        let mut target = Self::new(host).map_err(whole)?;
        if let Some(user) = user {
            target = target.with_user(user).map_err(whole)?;
        }
        if let Some(port) = port {
            let error = || TargetError { text: text.to_owned(), part: TargetPart::Port };
            let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(error)?;
            target = target.with_port(port);
        }
        Ok(target)
    }
}

fn split_port(place: &str) -> (&str, Option<&str>) {
    if let Some((host, port)) = place.rsplit_once("]:") {
        return (host.strip_prefix('[').unwrap_or(host), Some(port));
    }
    match place.split_once(':') {
        // More colons make it an IPv6 address.
        Some((host, port)) if !port.contains(':') => (host, Some(port)),
        _ => (place, None),
    }
}

/// Host names, aliases of `ssh_config`, addresses of both families with a zone. Everything else is refused: what begins with
/// `-` would be an option, and OpenSSH expands the host into commands (`ProxyCommand … %h`, `Match exec`).
fn is_host(text: &str) -> bool {
    is_plain(text, b".-_:%")
}

/// As `valid_ruser` of OpenSSH is meant, and stricter: what shells read has no place in a user name.
fn is_user(text: &str) -> bool {
    is_plain(text, b".-_@+\\")
}

fn is_plain(text: &str, also: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= 255
        && !text.starts_with('-')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80 || also.contains(&byte))
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::{Target, TargetPart};
    use proptest::prelude::*;

    #[test]
    fn the_forms_that_people_type_are_understood() {
        for (text, user, host, port) in [
            ("pve1", None, "pve1", None),
            ("root@pve1", Some("root"), "pve1", None),
            ("root@pve1.example.org:2222", Some("root"), "pve1.example.org", Some(2222)),
            ("ssh://root@192.0.2.1:22/", Some("root"), "192.0.2.1", Some(22)),
            ("root@2001:db8::1", Some("root"), "2001:db8::1", None),
            ("[2001:db8::1]:2222", None, "2001:db8::1", Some(2222)),
            ("[::1]", None, "::1", None),
            ("me@corp.example@pve1", Some("me@corp.example"), "pve1", None),
        ] {
            let target: Target = text.parse().unwrap();
            assert_eq!((target.user(), target.host(), target.port()), (user, host, port), "{text}");
        }
    }

    #[test]
    fn what_ssh_would_take_for_an_option_or_a_shell_for_a_command_is_refused() {
        for (text, part) in [
            ("", TargetPart::Host),
            ("-oProxyCommand=sh", TargetPart::Host),
            ("root@-oProxyCommand=sh", TargetPart::Host),
            ("-l@pve1", TargetPart::User),
            ("ro$(id)ot@pve1", TargetPart::User),
            ("pve1;id", TargetPart::Host),
            ("pve 1", TargetPart::Host),
            ("pve1\n", TargetPart::Host),
            ("pve\u{1b}[2J", TargetPart::Host),
            ("root@", TargetPart::Host),
            ("@pve1", TargetPart::User),
            ("pve1:0", TargetPart::Port),
            ("pve1:ssh", TargetPart::Port),
            ("pve1:70000", TargetPart::Port),
        ] {
            assert_eq!(text.parse::<Target>().unwrap_err().part, part, "{text:?}");
        }
    }

    #[test]
    fn a_target_is_shown_as_it_can_be_typed() {
        for text in ["pve1", "root@pve1", "root@pve1:2222", "root@[2001:db8::1]:22"] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_an_option(text in ".{0,60}") {
            if let Ok(target) = text.parse::<Target>() {
                prop_assert!(!target.host().starts_with('-'));
                prop_assert!(!target.user().unwrap_or_default().starts_with('-'));
                prop_assert!(!target.to_string().chars().any(char::is_control));
            }
        }
    }
}
