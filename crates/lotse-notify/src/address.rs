//! Addresses of servers. The whole of one may be a secret (the webhook of Slack), so it shows no more than its server.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::SettingsError;

/// The address of a server with TLS, or without it on this machine. It shows scheme, host and port alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads an address.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text.trim()).map_err(|_| SettingsError::Address)?;
        let bare = url.username().is_empty() && url.password().is_none() && url.has_host() && url.fragment().is_none();
        match url.scheme() {
            "https" if bare => Ok(Self(url)),
            "http" if bare && url.host().is_some_and(|host| is_here(&host)) => Ok(Self(url)),
            _ => Err(SettingsError::Address),
        }
    }

    /// Reads an address that is a secret as a whole.
    pub fn secret(text: &SecretString) -> Result<Self, SettingsError> {
        Self::new(text.expose_secret())
    }

    /// Whether it is on this machine.
    pub(crate) fn is_here(&self) -> bool {
        self.0.host().is_some_and(|host| is_here(&host))
    }

    /// The address as it is.
    pub(crate) const fn url(&self) -> &Url {
        &self.0
    }

    /// The address of something below it.
    pub(crate) fn below(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// The parts of it that may be secret: path segments that look like a token, and the query.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        /// Words of an API's path are shorter than any token.
        const SHORTEST: usize = 12;
        let path = self.0.path_segments().into_iter().flatten();
        let query = self.0.query_pairs().map(|(_, value)| value.into_owned());
        let parts = path.map(str::to_owned).chain(query).filter(|part| part.len() >= SHORTEST);
        parts.map(SecretString::from).collect()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.0.scheme(), self.0.host_str().unwrap_or_default())?;
        self.0.port().map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// Whether the host is this machine by its number, or by the one name that is (RFC 6761, 6.3): another name may lead elsewhere.
fn is_here(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

/// The same for a host by itself.
pub(crate) fn host_is_here(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse::<std::net::IpAddr>().map_or_else(|_| bare.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Address, host_is_here};

    #[test]
    fn without_tls_only_this_machine_is_an_address() {
        for (text, good) in [
            ("https://ntfy.sh", true),
            ("http://127.0.0.1:8080/x", true),
            ("http://[::1]", true),
            ("http://localhost:9", true),
            ("http://ntfy.example.org", false),
            ("http://127.0.0.1.example.org", false),
            ("http://192.0.2.1", false),
            ("ftp://example.org", false),
            ("https://user:secret@example.org", false),
            ("example.org", false),
        ] {
            assert_eq!(Address::new(text).is_ok(), good, "{text}");
        }
        assert!(host_is_here("::1") && host_is_here("127.0.0.9") && !host_is_here("mail.example.org"));
    }

    #[test]
    fn an_address_shows_no_more_than_its_server() {
        let address =
            Address::new("https://hooks.example.org:8443/services/T000/B000/token-that-is-secret?k=v").unwrap();
        assert_eq!(address.to_string(), "https://hooks.example.org:8443");
        assert_eq!(format!("{address:?}"), "Address(https://hooks.example.org:8443)");
    }

    #[test]
    fn what_is_below_an_address_is_escaped_and_keeps_its_folder() {
        let address = Address::new("https://example.org/gotify/").unwrap();
        assert_eq!(address.below(&["message"]).as_str(), "https://example.org/gotify/message");
        let matrix = Address::new("https://example.org").unwrap();
        assert_eq!(matrix.below(&["rooms", "!a/b:c"]).path(), "/rooms/!a%2Fb:c");
    }
}
