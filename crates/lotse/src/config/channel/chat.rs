//! `kind = "telegram"`, `"slack"`, `"matrix"`: where people talk.

use std::path::Path;

use url::Url;

use super::{
    super::{Located, SecretSource, section::Section, service_address},
    form,
};

/// A chat of Telegram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Telegram {
    /// The bot's token.
    pub(crate) token: SecretSource,
    /// The chat: its number, or `@NAME` of a public channel.
    pub(crate) chat: String,
    /// The topic of a group that has topics.
    pub(crate) thread: Option<u64>,
    /// Another address of the Bot API: an own server of it.
    pub(crate) api_url: Option<Url>,
}

/// A channel of Slack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slack {
    /// By its incoming webhook, whose address is all that one needs to post there.
    Webhook(SecretSource),
    /// By a bot.
    Bot {
        /// Its token.
        token: SecretSource,
        /// The channel by its id.
        channel: String,
        /// Another address of the API.
        api_url: Option<Url>,
    },
}

/// A room of Matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matrix {
    /// The homeserver.
    pub(crate) server: Url,
    /// The room by its id (`!…`).
    pub(crate) room: String,
    /// The access token.
    pub(crate) token: SecretSource,
}

/// Reads the keys of Telegram.
pub(super) fn read_telegram(
    section: &mut Section<'_, '_>,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<Telegram> {
    let token = form::secret(section, "token", folder, problems);
    let chat = form::text(section, "chat", "-1001234567890", problems, is_chat);
    form::must(section, "chat", problems);
    let thread = section.integer("thread", 1..=u64::from(u32::MAX), problems);
    let api_url = service_address::read(section, "api-url", service_address::WEB, problems);
    Some(Telegram { token: token?, chat: chat?, thread, api_url })
}

/// A chat's number, negative for groups, or the name of a public channel (`chat_id` of the Bot API).
fn is_chat(text: &str) -> bool {
    let name = text
        .strip_prefix('@')
        .is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    name || text.parse::<i64>().is_ok_and(|number| number != 0)
}

/// Reads the keys of Slack: `webhook`, or `token` and `channel`.
pub(super) fn read_slack(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Slack> {
    if section.place("token").is_none() && section.place("channel").is_none() {
        return form::secret(section, "webhook", folder, problems).map(Slack::Webhook);
    }
    let token = form::secret(section, "token", folder, problems);
    // Ids of channels begin with C, of those that were private once with G, of conversations with D.
    let channel = form::text(section, "channel", "C0123456789", problems, |text| {
        text.starts_with(['C', 'G', 'D']) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    });
    form::must(section, "channel", problems);
    let api_url = service_address::read(section, "api-url", service_address::WEB, problems);
    Some(Slack::Bot { token: token?, channel: channel?, api_url })
}

/// Reads the keys of Matrix.
pub(super) fn read_matrix(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Matrix> {
    let server = form::server(section, "server", problems);
    // Room ids of version 12 have no server part, so the sign is all that they have in common.
    let room = form::text(section, "room", "!abcdefg:example.org", problems, |text| {
        text.len() > 1 && text.starts_with('!') && !text.contains(char::is_whitespace)
    });
    form::must(section, "room", problems);
    let token = form::secret(section, "token", folder, problems);
    Some(Matrix { server: server?, room: room?, token: token? })
}
