//! What the bot may read about itself and about its guilds.

use serde_json::{Value, json};

use super::route::Route;
use super::{Answer, Call};
use crate::core::{Core, MISSING_ACCESS, NO_ROUTE, State, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER};
use crate::wire::guild;
use crate::world::{ChannelKind, Guild, Permissions};

pub(super) fn answer(core: &Core, call: &Call) -> Answer {
    let state = core.look();
    let world = &state.world;
    let body = match call.route.route {
        Route::Gateway => json!({ "url": core.gateway_url }),
        Route::GatewayBot => json!({
            "url": core.gateway_url, "shards": 1,
            "session_start_limit":
                { "total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1 },
        }),
        Route::Application => guild::application(world),
        Route::CurrentUser => world.people.get(&world.application).map_or(Value::Null, guild::current_user),
        Route::OwnGuilds => {
            let own = world.guilds.values().filter(|guild| guild.members.contains_key(&world.application));
            own.map(|one| guild::own_guild(world, one)).collect()
        }
        Route::Guild => guild::guild(home(&state, call)?),
        Route::Channels => {
            // All of them: the list does not ask whether the bot may look inside.
            let channels = home(&state, call)?.channels.values();
            channels.filter(|channel| channel.kind != ChannelKind::Thread).map(guild::channel).collect()
        }
        Route::Threads => {
            let home = home(&state, call)?;
            let seen = |id| home.permissions_in(world.application, id).has(Permissions::VIEW_CHANNEL);
            let threads = home.channels.values().filter(|one| one.kind == ChannelKind::Thread && seen(one.id));
            json!({ "threads": threads.map(guild::channel).collect::<Vec<_>>(), "members": [] })
        }
        Route::Roles => guild::roles(home(&state, call)?).into(),
        Route::Member => {
            let home = home(&state, call)?;
            let id = call.route.id("user_id").ok_or(UNKNOWN_MEMBER)?;
            let member = home.members.get(&id).zip(world.people.get(&id)).ok_or(UNKNOWN_MEMBER)?;
            guild::member(member.0, member.1)
        }
        Route::Members => {
            let home = home(&state, call)?;
            if !core.options.privileged {
                return Err(MISSING_ACCESS);
            }
            let people = home.members.values().filter_map(|member| Some((member, world.people.get(&member.user)?)));
            people.map(|(member, person)| guild::member(member, person)).collect()
        }
        Route::Channel => {
            let id = call.route.id("channel_id").ok_or(UNKNOWN_CHANNEL)?;
            let channel = world.channel_of(id).ok_or(UNKNOWN_CHANNEL)?;
            if !world.may(world.application, id).has(Permissions::VIEW_CHANNEL) {
                return Err(MISSING_ACCESS);
            }
            guild::channel(channel)
        }
        _ => return Err(NO_ROUTE),
    };
    Ok((200, Some(body)))
}

/// The guild of the path, where the bot is a member.
pub(super) fn home<'a>(state: &'a State, call: &Call) -> Result<&'a Guild, crate::core::ApiError> {
    let id = call.route.id("guild_id").ok_or(UNKNOWN_GUILD)?;
    let guild = state.world.guilds.get(&id).ok_or(UNKNOWN_GUILD)?;
    if guild.members.contains_key(&state.world.application) { Ok(guild) } else { Err(MISSING_ACCESS) }
}
