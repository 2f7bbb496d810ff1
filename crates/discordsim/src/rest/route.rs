//! The routes, by method and template.

use crate::snowflake::Snowflake;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Gateway,
    GatewayBot,
    Application,
    CurrentUser,
    OwnGuilds,
    Guild,
    Channels,
    Threads,
    Roles,
    Members,
    Member,
    Channel,
    Commands,
    ReplaceCommands,
    CreateCommand,
    DeleteCommand,
    Callback,
    FollowUp,
    ReadOriginal,
    EditOriginal,
    DeleteOriginal,
    ReadFollowUp,
    EditFollowUp,
    DeleteFollowUp,
    ListMessages,
    CreateMessage,
    ReadMessage,
    EditMessage,
    DeleteMessage,
    Typing,
}

impl Route {
    /// Whether the token of an interaction stands in the path, so that the bot's is not needed.
    pub(crate) const fn has_own_token(self) -> bool {
        matches!(
            self,
            Self::Callback
                | Self::FollowUp
                | Self::ReadOriginal
                | Self::EditOriginal
                | Self::DeleteOriginal
                | Self::ReadFollowUp
                | Self::EditFollowUp
                | Self::DeleteFollowUp
                | Self::Gateway
        )
    }

    /// Whether a body belongs to it.
    pub(crate) const fn takes_body(self) -> bool {
        matches!(
            self,
            Self::ReplaceCommands
                | Self::CreateCommand
                | Self::Callback
                | Self::FollowUp
                | Self::EditOriginal
                | Self::EditFollowUp
                | Self::CreateMessage
                | Self::EditMessage
        )
    }
}

/// Every route that is simulated. The more exact template of two stands first.
const ROUTES: [(&str, &str, Route); 35] = [
    ("GET", "/gateway", Route::Gateway),
    ("GET", "/gateway/bot", Route::GatewayBot),
    ("GET", "/applications/@me", Route::Application),
    ("GET", "/oauth2/applications/@me", Route::Application),
    ("GET", "/users/@me", Route::CurrentUser),
    ("GET", "/users/@me/guilds", Route::OwnGuilds),
    ("GET", "/guilds/{guild_id}", Route::Guild),
    ("GET", "/guilds/{guild_id}/channels", Route::Channels),
    ("GET", "/guilds/{guild_id}/threads/active", Route::Threads),
    ("GET", "/guilds/{guild_id}/roles", Route::Roles),
    ("GET", "/guilds/{guild_id}/members", Route::Members),
    ("GET", "/guilds/{guild_id}/members/{user_id}", Route::Member),
    ("GET", "/channels/{channel_id}", Route::Channel),
    ("GET", "/applications/{application_id}/guilds/{guild_id}/commands", Route::Commands),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", Route::ReplaceCommands),
    ("POST", "/applications/{application_id}/guilds/{guild_id}/commands", Route::CreateCommand),
    ("DELETE", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", Route::DeleteCommand),
    ("GET", "/applications/{application_id}/commands", Route::Commands),
    ("PUT", "/applications/{application_id}/commands", Route::ReplaceCommands),
    ("POST", "/applications/{application_id}/commands", Route::CreateCommand),
    ("DELETE", "/applications/{application_id}/commands/{command_id}", Route::DeleteCommand),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", Route::Callback),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", Route::ReadOriginal),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", Route::EditOriginal),
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", Route::DeleteOriginal),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", Route::ReadFollowUp),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", Route::EditFollowUp),
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", Route::DeleteFollowUp),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}", Route::FollowUp),
    ("GET", "/channels/{channel_id}/messages", Route::ListMessages),
    ("POST", "/channels/{channel_id}/messages", Route::CreateMessage),
    ("GET", "/channels/{channel_id}/messages/{message_id}", Route::ReadMessage),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", Route::EditMessage),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}", Route::DeleteMessage),
    ("POST", "/channels/{channel_id}/typing", Route::Typing),
];

/// A route with what stood in its place holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matched {
    pub(crate) route: Route,
    pub(crate) template: &'static str,
    holders: Vec<(&'static str, String)>,
}

impl Matched {
    /// What stood in a place holder.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.holders.iter().find(|(holder, _)| *holder == name).map(|(_, value)| value.as_str())
    }

    /// The id in a place holder.
    pub(crate) fn id(&self, name: &str) -> Option<Snowflake> {
        self.text(name)?.parse().ok()
    }

    /// The bucket of its limit, where it has one of its own: a channel's, or that of a token.
    pub(crate) fn bucket(&self) -> Option<String> {
        let major = self.text("channel_id").or_else(|| self.text("webhook_token"))?;
        self.route.takes_body().then(|| format!("{} {major}", self.template))
    }
}

/// Finds the route of a request. Only version 10 of the API is there.
pub(crate) fn find(method: &str, path: &str) -> Option<Matched> {
    let path = path.strip_prefix("/api/v10")?;
    let parts: Vec<&str> = path.split('/').collect();
    ROUTES.iter().filter(|(known, _, _)| *known == method).find_map(|(_, template, route)| {
        let holders = fit(template, &parts)?;
        Some(Matched { route: *route, template, holders })
    })
}

fn fit(template: &'static str, parts: &[&str]) -> Option<Vec<(&'static str, String)>> {
    let wanted: Vec<&'static str> = template.split('/').collect();
    if wanted.len() != parts.len() {
        return None;
    }
    let mut holders = Vec::new();
    for (wanted, part) in wanted.into_iter().zip(parts) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                // Ids are digits; what is none fits another template or nothing.
                if part.is_empty() || (name.ends_with("_id") && part.parse::<u64>().is_err()) {
                    return None;
                }
                holders.push((name, (*part).to_owned()));
            }
            None if wanted == *part => {}
            None => return None,
        }
    }
    Some(holders)
}
