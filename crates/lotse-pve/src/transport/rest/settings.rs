//! How a cluster is reached over HTTPS.

use std::fmt;

use secrecy::SecretString;
use url::Url;

use crate::tls::{Trust, TrustError};

/// A cluster as it is reached over HTTPS.
#[derive(Debug, Clone)]
pub struct RestSettings {
    /// Its nodes, the one to prefer first. The others are asked when it does not answer.
    pub endpoints: Vec<EndpointSettings>,
    /// As whom.
    pub credentials: Credentials,
}

/// A node that is asked.
#[derive(Debug, Clone)]
pub struct EndpointSettings {
    /// Its address, best made by [`address`].
    pub url: Url,
    /// Whom to believe.
    pub trust: Trust,
    /// What its certificate must be for instead of the host of the address, for a node behind address translation.
    pub server_name: Option<String>,
}

/// As whom calls are made.
#[derive(Clone)]
pub enum Credentials {
    /// An API token.
    Token {
        /// `user@realm!tokenid`.
        id: String,
        /// Its secret, a UUID.
        secret: SecretString,
    },
    /// A user who logs in.
    Password {
        /// `user@realm`.
        user: String,
        /// The password.
        password: SecretString,
        /// A code of the second factor, good for one login. Without it a login that demands one is an error that says so.
        totp: Option<SecretString>,
    },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token { id, .. } => f.debug_tuple("Token").field(id).finish_non_exhaustive(),
            Self::Password { user, .. } => f.debug_tuple("Password").field(user).finish_non_exhaustive(),
        }
    }
}

/// Why a cluster cannot be reached as configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// There is no node.
    #[error("no endpoint")]
    NoEndpoint,
    /// Not an address of the API: it must be `https://HOST[:PORT]` and nothing more.
    #[error("not the address of a node: {url}")]
    BadUrl {
        /// The address, without a password that may be in it.
        url: String,
    },
    /// Trust cannot be set up.
    #[error("{endpoint}: {source}")]
    Trust {
        /// Of which node.
        endpoint: String,
        /// Why.
        source: TrustError,
    },
    /// Not `user@realm`, or not `user@realm!tokenid`.
    #[error("not an id of a {kind}: {id:?}")]
    BadId {
        /// `user` or `token`.
        kind: &'static str,
        /// The id as given.
        id: String,
    },
    /// The secret cannot stand in a header: it holds a line break or the like.
    #[error("the secret of {id} cannot be sent")]
    BadSecret {
        /// Whose.
        id: String,
    },
    /// The HTTP client cannot be made.
    #[error("no HTTP client: {detail}")]
    Client {
        /// Why.
        detail: String,
    },
}

impl SettingsError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoEndpoint => "E-REST-NO-ENDPOINT",
            Self::BadUrl { .. } => "E-REST-BAD-URL",
            Self::Trust { source, .. } => source.code(),
            Self::BadId { .. } => "E-REST-BAD-ID",
            Self::BadSecret { .. } => "E-REST-BAD-SECRET",
            Self::Client { .. } => "E-REST-CLIENT",
        }
    }
}

/// The port of pveproxy (pveproxy(8)).
const PORT: u16 = 8006;

/// A node that is asked, from the text of a configuration: `https://HOST[:PORT]`. The port is 8006 unless it is said; 443 can
/// be said, too, although it is the default of the scheme.
pub fn address(text: &str) -> Result<Url, SettingsError> {
    let bad = || SettingsError::BadUrl { url: text.rsplit('@').next().unwrap_or_default().to_owned() };
    let url = Url::parse(text.trim()).map_err(|_| bad())?;
    let said_443 = text.trim().trim_end_matches('/').ends_with(":443");
    checked(&url, if said_443 { 443 } else { PORT }).map(|(url, _)| url)
}

/// The name under which the node at `url` is shown and its certificate accepted: `pve1.example.org:8006`.
pub fn endpoint_name(url: &Url) -> Result<String, SettingsError> {
    checked(url, url.port_or_known_default().unwrap_or(PORT)).map(|(_, name)| name)
}

pub(super) fn checked(url: &Url, default_port: u16) -> Result<(Url, String), SettingsError> {
    let bad = || {
        let mut shown = url.clone();
        // Both fail only for addresses that cannot hold a user, which then show none.
        let _ = shown.set_password(None);
        let _ = shown.set_username("");
        SettingsError::BadUrl { url: shown.into() }
    };
    let plain = url.scheme() == "https"
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let host = url.host_str().filter(|_| plain).ok_or_else(bad)?.to_owned();
    let port = url.port().unwrap_or(default_port);
    let mut url = url.clone();
    url.set_port(Some(port)).map_err(|()| bad())?;
    Ok((url, format!("{host}:{port}")))
}

/// Checks `user@realm`, or `user@realm!tokenid` (formats `pve-userid` and `pve-tokenid` of the API schema), as far as a
/// header needs it.
pub(crate) fn check_id(id: &str, token: bool) -> Result<(), SettingsError> {
    let plain = id.chars().all(|c| !c.is_control() && !c.is_whitespace() && c != '=' && c != ':');
    let (user, name) = match id.split_once('!') {
        Some((user, name)) => (user, Some(name)),
        None => (id, None),
    };
    let realm = user.rsplit_once('@').filter(|(user, realm)| !user.is_empty() && !realm.is_empty());
    if plain && realm.is_some() && name.is_some_and(|name| !name.is_empty()) == token && name.is_some() == token {
        Ok(())
    } else {
        Err(SettingsError::BadId { kind: if token { "token" } else { "user" }, id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::{address, check_id, endpoint_name};

    #[test]
    fn an_address_is_https_host_and_port_and_nothing_more() {
        for (text, name) in [
            ("https://pve1", "pve1:8006"),
            ("https://pve1/", "pve1:8006"),
            ("https://pve1:443", "pve1:443"),
            ("https://192.0.2.1:18006", "192.0.2.1:18006"),
            ("https://[2001:db8::1]", "[2001:db8::1]:8006"),
        ] {
            assert_eq!(endpoint_name(&address(text).unwrap()).unwrap(), name, "{text}");
        }
        for text in ["http://pve1:8006", "https://pve1/api2", "https://root:secret@pve1", "https://pve1?x", "pve1", ""]
        {
            let error = address(text).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn an_id_of_a_user_is_not_one_of_a_token() {
        assert!(check_id("root@pam", false).is_ok() && check_id("lotse@pve!bot", true).is_ok());
        assert!(check_id("me@corp.example@ad", false).is_ok());
        for (id, token) in [
            ("root@pam", true),
            ("root@pam!", true),
            ("root@pam!bot", false),
            ("root", false),
            ("@pam", false),
            ("root@", false),
            ("ro ot@pam", false),
            ("root@pam\r\n", false),
            ("root@pam!b=c", true),
        ] {
            assert!(check_id(id, token).is_err(), "{id:?}");
        }
    }
}
