//! What the files of the older bot say. Pure.

use std::collections::BTreeMap;

use lotse_model::{NodeName, Vmid};
use lotse_pve::transport::address;
use secrecy::SecretString;

use super::python::{self, Fault, Literal, Setting};

/// The names of its `config.py`.
const KEYS: [&str; 10] = [
    "DISCORD_TOKEN",
    "GUILD_ID",
    "ALLOWED_CATEGORY_ID",
    "ALERT_CHANNEL_ID",
    "PROXMOX_HOST",
    "PROXMOX_USER",
    "PROXMOX_TOKEN_NAME",
    "PROXMOX_TOKEN_VALUE",
    "NODE_NAME",
    "MONITOR_VM_IDS",
];

/// What the files of the older bot say.
#[derive(Debug)]
pub(super) struct Seed {
    /// The token of its Discord application.
    pub(super) discord_token: SecretString,
    /// The guild that it serves.
    pub(super) guild: u64,
    /// The category in which it answers.
    pub(super) category: u64,
    /// Where it tells what it finds; nowhere when it is `None`.
    pub(super) alert_channel: Option<u64>,
    /// The address of the API.
    pub(super) address: String,
    /// `USER@REALM` of the token.
    pub(super) user: String,
    /// The name of the token.
    pub(super) token_name: String,
    /// The secret of the token.
    pub(super) token: SecretString,
    /// The node whose guests it manages.
    pub(super) node: NodeName,
    /// The guests that it watches, each once, in order.
    pub(super) watched: Vec<Vmid>,
    /// Where they are listed.
    pub(super) source: Source,
}

/// Where the guests that are watched are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In `monitor_list.json`, which wins.
    List,
    /// In `MONITOR_VM_IDS`.
    Config,
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A text.
    Text,
    /// An id of Discord.
    Id,
    /// A list of guests' numbers.
    Guests,
}

/// Why the files cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SeedError {
    /// `config.py` cannot be read as plain values.
    Python {
        /// The line, from 1.
        line: usize,
        /// Why.
        fault: Fault,
    },
    /// A name is missing in `config.py`.
    Missing {
        /// Which.
        key: &'static str,
    },
    /// It is something else than it must be.
    Kind {
        /// The line, from 1.
        line: usize,
        /// Which.
        key: &'static str,
        /// What it must be.
        wanted: Wanted,
    },
    /// It has the right form, and cannot be so.
    Value {
        /// The line, from 1.
        line: usize,
        /// Which.
        key: &'static str,
    },
    /// `monitor_list.json` is no list of guests' numbers.
    List {
        /// What is wrong with it.
        detail: String,
    },
}

/// Reads both files.
pub(super) fn read(config: &str, list: Option<&str>) -> Result<Seed, SeedError> {
    let found = python::settings(config, &KEYS)
        .map_err(|problem| SeedError::Python { line: problem.line, fault: problem.fault })?;
    let config = Settings(found);
    let (watched, source) = match list {
        Some(list) => (listed(list)?, Source::List),
        None => (config.guests("MONITOR_VM_IDS")?, Source::Config),
    };
    let host = config.text("PROXMOX_HOST")?;
    Ok(Seed {
        discord_token: config.secret("DISCORD_TOKEN")?,
        guild: config.id("GUILD_ID")?,
        category: config.id("ALLOWED_CATEGORY_ID")?,
        alert_channel: config.id_or_none("ALERT_CHANNEL_ID")?,
        address: api_address(&host.0).ok_or(SeedError::Value { line: host.1, key: "PROXMOX_HOST" })?,
        user: config.user("PROXMOX_USER")?,
        token_name: config.word("PROXMOX_TOKEN_NAME")?,
        token: config.secret("PROXMOX_TOKEN_VALUE")?,
        node: config.node("NODE_NAME")?,
        watched,
        source,
    })
}

/// The names with their values.
struct Settings(BTreeMap<&'static str, Setting>);

impl Settings {
    fn get(&self, key: &'static str) -> Result<&Setting, SeedError> {
        self.0.get(key).ok_or(SeedError::Missing { key })
    }

    fn text(&self, key: &'static str) -> Result<(String, usize), SeedError> {
        let setting = self.get(key)?;
        match &setting.value {
            Literal::Text(text) if !text.trim().is_empty() => Ok((text.trim().to_owned(), setting.line)),
            Literal::Text(_) => Err(SeedError::Value { line: setting.line, key }),
            _ => Err(SeedError::Kind { line: setting.line, key, wanted: Wanted::Text }),
        }
    }

    /// A text of visible ASCII, as secrets of both sides are. What the example said instead of one is in Japanese.
    fn secret(&self, key: &'static str) -> Result<SecretString, SeedError> {
        let (text, line) = self.text(key)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if plain { Ok(text.into()) } else { Err(SeedError::Value { line, key }) }
    }

    fn id(&self, key: &'static str) -> Result<u64, SeedError> {
        let setting = self.get(key)?;
        let id = match &setting.value {
            Literal::Number(number) => u64::try_from(*number).ok(),
            Literal::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
            _ => return Err(SeedError::Kind { line: setting.line, key, wanted: Wanted::Id }),
        };
        id.filter(|id| *id > 0).ok_or(SeedError::Value { line: setting.line, key })
    }

    fn id_or_none(&self, key: &'static str) -> Result<Option<u64>, SeedError> {
        match self.get(key)?.value {
            Literal::None => Ok(None),
            _ => self.id(key).map(Some),
        }
    }

    /// `USER@REALM`.
    fn user(&self, key: &'static str) -> Result<String, SeedError> {
        let (user, line) = self.text(key)?;
        let whole = user.split_once('@').is_some_and(|(name, realm)| is_word(name) && is_word(realm));
        if whole { Ok(user) } else { Err(SeedError::Value { line, key }) }
    }

    fn word(&self, key: &'static str) -> Result<String, SeedError> {
        let (word, line) = self.text(key)?;
        if is_word(&word) { Ok(word) } else { Err(SeedError::Value { line, key }) }
    }

    fn node(&self, key: &'static str) -> Result<NodeName, SeedError> {
        let (name, line) = self.text(key)?;
        name.parse().map_err(|_| SeedError::Value { line, key })
    }

    fn guests(&self, key: &'static str) -> Result<Vec<Vmid>, SeedError> {
        let setting = self.get(key)?;
        let Literal::List(all) = &setting.value else {
            return Err(SeedError::Kind { line: setting.line, key, wanted: Wanted::Guests });
        };
        let number = |one: &Literal| match one {
            Literal::Number(number) => guest(i64::try_from(*number).ok()?),
            Literal::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        let guests: Option<Vec<Vmid>> = all.iter().map(number).collect();
        guests.map(each_once).ok_or(SeedError::Kind { line: setting.line, key, wanted: Wanted::Guests })
    }
}

/// No blanks, nothing that would part one word from the next.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'@' | b'!' | b'=' | b':'))
}

fn guest(number: i64) -> Option<Vmid> {
    u32::try_from(number).ok().and_then(|number| Vmid::new(number).ok())
}

fn each_once(mut guests: Vec<Vmid>) -> Vec<Vmid> {
    guests.sort_unstable();
    guests.dedup();
    guests
}

/// `monitor_list.json`: a bare list of numbers. Anything else is an error, never an empty list.
fn listed(text: &str) -> Result<Vec<Vmid>, SeedError> {
    let error = |detail: String| SeedError::List { detail };
    let all: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|wrong| error(wrong.to_string()))?;
    let number = |one: &serde_json::Value| match one {
        serde_json::Value::String(text) => text.trim().parse().ok(),
        number => number.as_i64().and_then(guest),
    };
    let guests: Result<Vec<Vmid>, SeedError> =
        all.iter().map(|one| number(one).ok_or_else(|| error(one.to_string()))).collect();
    guests.map(each_once)
}

/// The address of the API from a host, with or without scheme and port.
fn api_address(host: &str) -> Option<String> {
    let host = host.trim_end_matches('/');
    let whole = match host.strip_prefix("http://").or_else(|| host.strip_prefix("https://")) {
        Some(bare) => format!("https://{bare}"),
        // An IPv6 address without brackets.
        None if host.parse::<std::net::Ipv6Addr>().is_ok() => format!("https://[{host}]"),
        None => format!("https://{host}"),
    };
    address(&whole).ok().map(|url| url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::{Seed, SeedError, Source, Wanted, api_address, read};

    const CONFIG: &str = "# config.py\nDISCORD_TOKEN = 'abc.def.ghi'\nGUILD_ID = 123456789012345678\n\
        ALLOWED_CATEGORY_ID = '123456789012345679'\nALERT_CHANNEL_ID = 123456789012345680\n\
        PROXMOX_HOST = '192.168.1.100'\nPROXMOX_USER = 'root@pam'\nPROXMOX_TOKEN_NAME = 'bot'\n\
        PROXMOX_TOKEN_VALUE = 'xxxxx-xxxxx'\nNODE_NAME = 'pve'\nMONITOR_VM_IDS = [105, 100, 101, 100]\n";

    fn with(from: &str, to: &str) -> Result<Seed, SeedError> {
        assert!(CONFIG.contains(from), "{from}");
        read(&CONFIG.replace(from, to), None)
    }

    fn numbers(seed: &Seed) -> Vec<u32> {
        seed.watched.iter().map(|vmid| vmid.get()).collect()
    }

    #[test]
    fn every_key_is_taken_over() {
        let seed = read(CONFIG, None).unwrap();
        assert_eq!(seed.discord_token.expose_secret(), "abc.def.ghi");
        assert_eq!((seed.guild, seed.category), (123_456_789_012_345_678, 123_456_789_012_345_679));
        assert_eq!(seed.alert_channel, Some(123_456_789_012_345_680));
        assert_eq!(seed.address, "https://192.168.1.100:8006");
        assert_eq!((seed.user.as_str(), seed.token_name.as_str()), ("root@pam", "bot"));
        assert_eq!((seed.token.expose_secret(), seed.node.as_str()), ("xxxxx-xxxxx", "pve"));
        assert_eq!((numbers(&seed), seed.source), (vec![100, 101, 105], Source::Config));
    }

    #[test]
    fn the_list_wins_also_when_it_is_empty() {
        let seed = read(CONFIG, Some("[200, \"201\"]")).unwrap();
        assert_eq!((numbers(&seed), seed.source), (vec![200, 201], Source::List));
        assert!(numbers(&read(CONFIG, Some(" [] ")).unwrap()).is_empty());
        let without = CONFIG.replace("MONITOR_VM_IDS = [105, 100, 101, 100]\n", "");
        assert_eq!(read(&without, None).unwrap_err(), SeedError::Missing { key: "MONITOR_VM_IDS" });
        assert!(read(&without, Some("[100]")).is_ok());
    }

    #[test]
    fn a_damaged_list_is_an_error_and_never_an_empty_one() {
        for list in ["", "[100, 101", "{}", "null", "[1.5]", "[99]", "[\"web\"]", "[null]", "[100] [101]", "\u{0}"] {
            assert!(matches!(read(CONFIG, Some(list)), Err(SeedError::List { .. })), "{list:?}");
        }
    }

    #[test]
    fn a_wrong_value_points_at_its_line() {
        let kind = |line, key, wanted| SeedError::Kind { line, key, wanted };
        let value = |line, key| SeedError::Value { line, key };
        assert_eq!(with("'abc.def.ghi'", "42").unwrap_err(), kind(2, "DISCORD_TOKEN", Wanted::Text));
        assert_eq!(with("'abc.def.ghi'", "'あなたのDiscord_Bot_Token'").unwrap_err(), value(2, "DISCORD_TOKEN"));
        assert_eq!(with("'abc.def.ghi'", "''").unwrap_err(), value(2, "DISCORD_TOKEN"));
        assert_eq!(with("123456789012345678", "None").unwrap_err(), kind(3, "GUILD_ID", Wanted::Id));
        assert_eq!(with("123456789012345678", "-5").unwrap_err(), value(3, "GUILD_ID"));
        assert_eq!(with("'192.168.1.100'", "'a b'").unwrap_err(), value(6, "PROXMOX_HOST"));
        assert_eq!(with("'root@pam'", "'root'").unwrap_err(), value(7, "PROXMOX_USER"));
        assert_eq!(with("'pve'", "'p v e'").unwrap_err(), value(10, "NODE_NAME"));
        assert_eq!(with("[105, 100, 101, 100]", "[1]").unwrap_err(), kind(11, "MONITOR_VM_IDS", Wanted::Guests));
        assert_eq!(with("[105, 100, 101, 100]", "None").unwrap_err(), kind(11, "MONITOR_VM_IDS", Wanted::Guests));
        assert_eq!(with("123456789012345680", "None").unwrap().alert_channel, None);
    }

    #[test]
    fn a_host_is_an_address_with_scheme_and_port_or_without() {
        for (host, address) in [
            ("pve1.example", "https://pve1.example:8006"),
            ("192.0.2.1:8007", "https://192.0.2.1:8007"),
            ("https://pve1.example:8006/", "https://pve1.example:8006"),
            ("http://pve1.example", "https://pve1.example:8006"),
            ("2001:db8::1", "https://[2001:db8::1]:8006"),
        ] {
            assert_eq!(api_address(host).as_deref(), Some(address), "{host}");
        }
        for host in ["a b", "user:pw@host", "host/path", ""] {
            assert_eq!(api_address(host), None, "{host}");
        }
    }
}
