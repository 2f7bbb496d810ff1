//! Addresses of services that Lotse talks to besides Proxmox: with TLS, or on this machine.

use url::{Host, Url};

use super::{Located, Problem, section::Section};

/// The schemes of the web, the one with TLS first.
pub(super) const WEB: (&str, &str) = ("https", "http");

/// Reads an address with one of two schemes, the one with TLS first. Without TLS it must be on the loopback: what is sent
/// there includes the token.
pub(super) fn read(
    section: &mut Section<'_, '_>,
    key: &'static str,
    schemes: (&str, &str),
    problems: &mut Vec<Located>,
) -> Option<Url> {
    let text = section.string(key, problems)?;
    let url = parse(&text.value, schemes);
    if url.is_none() {
        problems.push(text.problem(Problem::BadService { key: section.full(key), value: text.value.clone() }));
    }
    url
}

/// The address, when it is one that anything may be sent to.
pub(crate) fn parse(text: &str, (secure, plain): (&str, &str)) -> Option<Url> {
    Url::parse(text).ok().filter(|url| {
        let bare = url.username().is_empty() && url.password().is_none() && url.has_host();
        bare && (url.scheme() == secure || url.scheme() == plain && is_here(url))
    })
}

/// Whether the host is this machine by its number: a name may lead elsewhere.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::is_here;

    #[test]
    fn only_the_loopback_is_here() {
        for (address, here) in [
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("ws://localhost", true),
            ("http://192.0.2.1", false),
            ("http://127.0.0.1.example.org", false),
            ("http://0.0.0.0", false),
        ] {
            assert_eq!(is_here(&Url::parse(address).unwrap()), here, "{address}");
        }
    }
}
