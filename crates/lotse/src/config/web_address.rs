//! Addresses of the HTTPS API.

use std::fmt;

use url::{Host, Url};

/// Where pveproxy listens unless told otherwise.
const PORT: u16 = 8006;

/// Scheme, host and port of a node's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The host: a name, an IPv4 address, or an IPv6 address without brackets.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
    shown: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// Reads `https://host[:port]`. The error is the address that was perhaps meant.
pub(super) fn parse(text: &str) -> Result<Address, Option<String>> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(suggest(text));
    };
    if scheme != "https" {
        return Err(suggest(rest));
    }
    let url = Url::parse(text).map_err(|_| None)?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none();
    if !plain {
        return Err(suggest(rest));
    }
    let Some(host) = url.host() else { return Err(None) };
    // The parser drops 443 as the scheme's own port, so whether a port was written is seen in the text alone.
    let written = rest.trim_end_matches('/').rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let port = url.port().unwrap_or(if written && !rest.ends_with(']') { 443 } else { PORT });
    let (host, bracketed) = match host {
        Host::Domain(name) => (name.to_owned(), name.to_owned()),
        Host::Ipv4(address) => (address.to_string(), address.to_string()),
        Host::Ipv6(address) => (address.to_string(), format!("[{address}]")),
    };
    Ok(Address { shown: format!("https://{bracketed}:{port}"), host, port })
}

/// What a text without scheme, with the wrong one, or with a path was perhaps meant to be.
fn suggest(rest: &str) -> Option<String> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest.get(..end)?.rsplit('@').next()?;
    parse(&format!("https://{host}")).ok().map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_port_is_the_one_of_pveproxy_unless_written() {
        for (text, shown) in [
            ("https://192.0.2.10", "https://192.0.2.10:8006"),
            ("https://pve1.example:443", "https://pve1.example:443"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]:8006"),
            ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_was_perhaps_meant_is_suggested() {
        for (text, meant) in [
            ("192.0.2.10", Some("https://192.0.2.10:8006")),
            ("http://pve1:8006", Some("https://pve1:8006")),
            ("https://pve1:8006/api2/json", Some("https://pve1:8006")),
            ("https://root@pve1", Some("https://pve1:8006")),
            ("https://", None),
        ] {
            assert_eq!(parse(text).unwrap_err().as_deref(), meant, "{text}");
        }
    }
}
