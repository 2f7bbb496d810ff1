//! What the configuration says of Discord.

use std::collections::{BTreeMap, BTreeSet};

use lotse_engine::{access::Entry, command::Level};
use lotse_text::{Language, Zone};
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::chart::Look;

/// What the configuration says of Discord.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's token, with or without `Bot ` before it.
    pub token: SecretString,
    /// Where the REST API is; `None` for Discord itself. Without TLS on a loopback address only.
    pub api_url: Option<String>,
    /// Where the gateway is; `None` for Discord itself. Without TLS on a loopback address only.
    pub gateway_url: Option<String>,
    /// The guilds that it serves, at least one.
    pub guilds: Vec<Guild>,
    /// What is possible from Discord at most, whatever the access rules grant.
    pub max: Level,
    /// With `Some`, destructive plans want a TOTP code (RFC 6238) besides the typed name: the secrets in Base32, by the id of
    /// the Discord user. Who has none then approves nothing destructive from Discord.
    pub second_factor: Option<BTreeMap<u64, SecretString>>,
    /// Who sees the answers to questions.
    pub replies: Replies,
    /// What the pictures of `/graph` stand on.
    pub graphs: Look,
    /// Whether commands and options have names in German and Japanese too.
    pub localise_names: bool,
    /// The channels where alerts are told, besides those of the guilds: there, too, buttons are answered.
    pub alert_channels: BTreeSet<u64>,
}

/// A guild that the bot serves.
#[derive(Debug, Clone)]
pub struct Guild {
    /// Its id.
    pub id: u64,
    /// The category in whose channels, and their threads, the bot answers. Nowhere else.
    pub category: u64,
    /// The channel for alerts.
    pub alert_channel: Option<u64>,
    /// Its language, for persons whose client has none of the three.
    pub language: Language,
    /// Its time zone.
    pub zone: Zone,
    /// What everybody who reads its channels may see, each entry an alternative; empty for the whole fleet. A read that holds a
    /// guest outside of it is shown only to who asked.
    pub scope: Vec<Entry>,
}

/// Who sees the answers to questions. Plans and results are seen by the channel always, refusals by the person alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Replies {
    /// The channel, unless the answer holds a guest outside of the guild's scope.
    #[default]
    Scope,
    /// The person alone.
    Private,
}

/// Why the settings cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No guild.
    #[error("no guild is configured")]
    NoGuild,
    /// A guild stands twice.
    #[error("the guild {id} is configured twice")]
    GuildTwice {
        /// Which.
        id: u64,
    },
    /// The token has characters that no token has.
    #[error("the token is empty or has characters that no token has")]
    Token,
    /// An address that is none.
    #[error("{key}: {address} is no address of the form {form}")]
    Address {
        /// `api-url` or `gateway-url`.
        key: &'static str,
        /// As configured.
        address: String,
        /// What it should look like.
        form: &'static str,
    },
    /// An address without TLS that is not on this machine.
    #[error("{key}: {address} is without TLS and not on a loopback address")]
    Plain {
        /// `api-url` or `gateway-url`.
        key: &'static str,
        /// As configured.
        address: String,
    },
    /// A secret for codes that cannot be used.
    #[error("the second factor of the user {user} is no Base32 text of at least 128 bits")]
    Factor {
        /// Whose.
        user: u64,
    },
}

/// An address, taken apart for the client libraries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Host and port, as twilight's REST client wants it.
    pub(crate) host: String,
    /// Whether it is without TLS.
    pub(crate) plain: bool,
    /// The whole address without a slash at its end.
    pub(crate) url: String,
}

/// RFC 4226 wants secrets of at least 128 bits.
const SHORTEST_SECRET: usize = 16;

impl Settings {
    /// Whether it can work at all; nothing is connected.
    pub fn check(&self) -> Result<(), SettingsError> {
        let token = self.token.expose_secret();
        let bare = token.strip_prefix("Bot ").unwrap_or(token);
        if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SettingsError::Token);
        }
        if self.guilds.is_empty() {
            return Err(SettingsError::NoGuild);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.guilds.iter().find(|guild| !seen.insert(guild.id)) {
            return Err(SettingsError::GuildTwice { id: twice.id });
        }
        self.api()?;
        self.gateway()?;
        for (user, secret) in self.second_factor.iter().flatten() {
            let known = totp_rs::Secret::try_from_base32(secret.expose_secret().trim().to_ascii_uppercase());
            if !known.is_ok_and(|secret| secret.as_bytes().len() >= SHORTEST_SECRET) {
                return Err(SettingsError::Factor { user: *user });
            }
        }
        Ok(())
    }

    /// Whether `name` is how a rule would name everybody of a guild: the role whose id is that of the guild, which every member has.
    #[must_use]
    pub fn names_everybody(&self, name: &str) -> bool {
        let role = name.strip_prefix("discord-role:").and_then(|id| id.parse::<u64>().ok());
        role.is_some_and(|role| self.guilds.iter().any(|guild| guild.id == role))
    }

    /// The guild of this id.
    pub(crate) fn guild(&self, id: u64) -> Option<&Guild> {
        self.guilds.iter().find(|guild| guild.id == id)
    }

    /// Where the REST API is, unless it is Discord itself.
    pub(crate) fn api(&self) -> Result<Option<Address>, SettingsError> {
        self.api_url.as_deref().map(|url| address("api-url", url, ["https", "http"])).transpose()
    }

    /// Where the gateway is, unless it is Discord itself.
    pub(crate) fn gateway(&self) -> Result<Option<Address>, SettingsError> {
        self.gateway_url.as_deref().map(|url| address("gateway-url", url, ["wss", "ws"])).transpose()
    }
}

/// Whether a gateway address that the server names may be used: with TLS, or on this machine.
pub(crate) fn is_usable_gateway(url: &str) -> bool {
    address("gateway-url", url, ["wss", "ws"]).is_ok()
}

fn address(key: &'static str, text: &str, [secure, plain]: [&'static str; 2]) -> Result<Address, SettingsError> {
    let form = if secure == "wss" { "wss://HOST" } else { "https://HOST" };
    let wrong = || SettingsError::Address { key, address: shown(text), form };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let is_bare = url.path().trim_end_matches('/').is_empty() && url.query().is_none() && url.fragment().is_none();
    let has_login = !url.username().is_empty() || url.password().is_some();
    let (Some(host), true, false) = (url.host(), is_bare, has_login) else { return Err(wrong()) };
    let is_plain = url.scheme() == plain;
    if !is_plain && url.scheme() != secure {
        return Err(wrong());
    }
    let is_here = match &host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    if is_plain && !is_here {
        return Err(SettingsError::Plain { key, address: shown(text) });
    }
    let host = url.port().map_or_else(|| host.to_string(), |port| format!("{host}:{port}"));
    Ok(Address { url: format!("{}://{host}", url.scheme()), host, plain: is_plain })
}

/// An address as it may be shown: without what stands before an `@`, which may be a password.
fn shown(text: &str) -> String {
    text.rsplit_once('@').map_or_else(|| text.to_owned(), |(_, after)| format!("…@{after}"))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    use lotse_engine::command::Level;
    use lotse_text::{Language, Zone};

    use super::{Guild, Look, Replies, Settings, SettingsError, is_usable_gateway};

    pub(crate) fn settings() -> Settings {
        Settings {
            token: "Bot abc.def".to_owned().into(),
            api_url: None,
            gateway_url: None,
            guilds: vec![guild(10)],
            max: Level::Operate,
            second_factor: None,
            replies: Replies::Scope,
            graphs: Look::default(),
            localise_names: false,
            alert_channels: BTreeSet::new(),
        }
    }

    pub(crate) fn guild(id: u64) -> Guild {
        Guild { id, category: 20, alert_channel: None, language: Language::En, zone: Zone::utc(), scope: Vec::new() }
    }

    #[test]
    fn an_address_without_tls_is_on_this_machine_or_refused() {
        for (url, works) in [
            ("http://127.0.0.1:9000", true),
            ("http://[::1]:9000", true),
            ("http://localhost:9000/", true),
            ("https://discord.example", true),
            ("http://192.0.2.1:9000", false),
            ("http://localhost.example", false),
            ("ftp://127.0.0.1", false),
            ("https://user:secret@discord.example", false),
            ("https://discord.example/path", false),
            ("discord.example", false),
        ] {
            let settings = Settings { api_url: Some(url.to_owned()), ..settings() };
            assert_eq!(settings.check().is_ok(), works, "{url}");
        }
        assert!(is_usable_gateway("wss://gateway-us-east1-b.discord.gg"));
        assert!(!is_usable_gateway("ws://gateway.example"));
        assert!(!is_usable_gateway("not an address"));
    }

    #[test]
    fn the_address_that_is_shown_holds_no_password() {
        let settings = Settings { api_url: Some("https://a:hunter2@b".to_owned()), ..settings() };
        assert!(!settings.check().unwrap_err().to_string().contains("hunter2"));
    }

    #[test]
    fn a_guild_stands_once_and_its_own_id_is_everybody() {
        let twice = Settings { guilds: vec![guild(1), guild(1)], ..settings() };
        assert_eq!(twice.check(), Err(SettingsError::GuildTwice { id: 1 }));
        assert_eq!(Settings { guilds: vec![], ..settings() }.check(), Err(SettingsError::NoGuild));
        assert!(settings().names_everybody("discord-role:10"));
        assert!(!settings().names_everybody("discord-role:11"));
        assert!(!settings().names_everybody("discord-user:10"));
    }

    #[test]
    fn a_short_secret_for_codes_is_refused() {
        let with =
            |secret: &str| Settings { second_factor: Some([(7, secret.to_owned().into())].into()), ..settings() };
        assert!(with("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").check().is_ok());
        assert_eq!(with("JBSWY3DP").check(), Err(SettingsError::Factor { user: 7 }));
        assert_eq!(with("not base32!").check(), Err(SettingsError::Factor { user: 7 }));
    }
}
