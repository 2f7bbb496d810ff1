//! Users, members, roles, channels, guilds, the application.

use serde_json::{Value, json};

use super::JOINED;
use crate::snowflake::Snowflake;
use crate::world::{Channel, ChannelKind, Guild, Member, Permissions, Person, Role, Whose, World};

/// A user as others see them.
#[must_use]
pub fn user(person: &Person) -> Value {
    json!({
        "id": person.id, "username": person.name, "avatar": null, "discriminator": "0", "public_flags": 0, "flags": 0,
        "bot": person.bot, "banner": null, "accent_color": null, "global_name": null,
        "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

/// The bot as it sees itself.
#[must_use]
pub fn current_user(person: &Person) -> Value {
    let mut value = user(person);
    merge(&mut value, json!({ "mfa_enabled": true, "locale": "en-US", "email": null, "verified": true }));
    value
}

/// A member of a guild.
#[must_use]
pub fn member(member: &Member, person: &Person) -> Value {
    json!({
        "avatar": null, "banner": null, "communication_disabled_until": null, "flags": 0, "joined_at": JOINED,
        "nick": member.nick, "pending": false, "premium_since": null, "roles": member.roles, "user": user(person),
        "mute": false, "deaf": false,
    })
}

/// A role.
#[must_use]
pub fn role(role: &Role, position: usize) -> Value {
    let mut value = json!({
        "id": role.id, "name": role.name, "permissions": role.permissions.0.to_string(), "position": position,
        "color": 0, "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false,
        "managed": role.managed_for.is_some(), "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    });
    if let Some(bot) = role.managed_for {
        merge(&mut value, json!({ "tags": { "bot_id": bot } }));
    }
    value
}

/// All roles of a guild.
#[must_use]
pub fn roles(guild: &Guild) -> Vec<Value> {
    guild.roles.values().enumerate().map(|(position, one)| role(one, position)).collect()
}

/// A channel, category or thread.
#[must_use]
pub fn channel(channel: &Channel) -> Value {
    let mut value = json!({
        "id": channel.id, "type": channel.kind.number(), "flags": 0, "guild_id": channel.guild, "name": channel.name,
        "parent_id": channel.parent, "last_message_id": null,
    });
    let more = match channel.kind {
        ChannelKind::Thread => json!({
            "owner_id": channel.guild, "message_count": 0, "member_count": 1, "total_message_sent": 0,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": false, "archive_timestamp": JOINED, "auto_archive_duration": 4320, "locked": false,
                "create_timestamp": JOINED,
            },
        }),
        ChannelKind::Text => json!({
            "topic": null, "position": channel.position, "permission_overwrites": overwrites(channel), "nsfw": false,
            "rate_limit_per_user": 0,
        }),
        ChannelKind::Category => {
            json!({ "position": channel.position, "permission_overwrites": overwrites(channel) })
        }
    };
    merge(&mut value, more);
    value
}

fn overwrites(channel: &Channel) -> Vec<Value> {
    channel
        .overwrites
        .iter()
        .map(|one| {
            let (id, kind) = match one.whose {
                Whose::Role(id) => (id, 0),
                Whose::Member(id) => (id, 1),
            };
            json!({ "id": id, "type": kind, "allow": one.allow.0.to_string(), "deny": one.deny.0.to_string() })
        })
        .collect()
}

/// A guild as `GET /guilds/{id}` tells it.
#[must_use]
pub fn guild(guild: &Guild) -> Value {
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "description": null, "home_header": null, "splash": null,
        "discovery_splash": null, "features": [], "banner": null, "owner_id": guild.owner, "application_id": null,
        "region": "deprecated", "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null,
        "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null, "verification_level": 1,
        "roles": roles(guild), "default_message_notifications": 1, "mfa_level": 0, "explicit_content_filter": 0,
        "max_presences": null, "max_members": 500_000, "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0,
        "preferred_locale": guild.locale, "rules_channel_id": null, "safety_alerts_channel_id": null,
        "public_updates_channel_id": null, "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0,
        "emojis": [], "stickers": [], "incidents_data": null,
    })
}

/// A guild as the gateway's `GUILD_CREATE` tells it, without the members (that takes a privileged intent).
#[must_use]
pub fn guild_create(world: &World, one: &Guild) -> Value {
    let bot = world.application;
    let (threads, channels): (Vec<_>, Vec<_>) = one
        .channels
        .values()
        .filter(|channel| one.permissions_in(bot, channel.id).has(Permissions::VIEW_CHANNEL))
        .partition(|channel| channel.kind == ChannelKind::Thread);
    let own = one.members.get(&bot).zip(world.people.get(&bot)).map(|(one, person)| member(one, person));
    let mut value = guild(one);
    merge(
        &mut value,
        json!({
            "joined_at": JOINED, "large": false, "unavailable": false, "member_count": one.members.len(),
            "voice_states": [], "members": own.into_iter().collect::<Vec<_>>(),
            "channels": channels.into_iter().map(channel).collect::<Vec<_>>(),
            "threads": threads.into_iter().map(channel).collect::<Vec<_>>(),
            "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        }),
    );
    value
}

/// A guild as `GET /users/@me/guilds` tells it.
#[must_use]
pub fn own_guild(world: &World, guild: &Guild) -> Value {
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": guild.owner == world.application,
        "permissions": guild.permissions_of(world.application).0.to_string(), "features": [],
    })
}

/// The application as `GET /applications/@me` tells it.
#[must_use]
pub fn application(world: &World) -> Value {
    let bot = world.people.get(&world.application).map(user);
    let owner = Person { id: Snowflake(world.application.0 + 1), name: "developer".to_owned(), bot: false };
    json!({
        "id": world.application, "name": world.name, "icon": null, "description": "", "type": null, "bot": bot,
        "bot_public": false, "bot_require_code_grant": false, "rpc_origins": [],
        "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
        "flags": 0, "flags_new": "0", "redirect_uris": [], "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "owner": user(&owner), "tags": [],
        "approximate_guild_count": world.guilds.len(), "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": null,
        "eligible_oauth2_scopes": [], "integration_types_config": { "0": {} },
    })
}

/// Adds the members of one object to another.
pub fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
