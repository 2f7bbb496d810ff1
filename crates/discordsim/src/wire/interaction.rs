//! Interactions as the gateway sends them.

use serde_json::{Value, json};

use super::guild::{channel, member, merge, user};
use super::message;
use crate::check::upload::MOST_BYTES;
use crate::core::State;
use crate::interaction::Interaction;

/// The event `INTERACTION_CREATE`.
pub(crate) fn create(state: &State, one: &Interaction, locale: &str, data: &Value) -> Value {
    let world = &state.world;
    let mut value = json!({
        "id": one.id, "application_id": world.application, "type": one.kind.number(), "token": one.token, "version": 1,
        "channel_id": one.channel, "locale": locale, "entitlements": [], "data": data,
        "attachment_size_limit": MOST_BYTES,
        "app_permissions": world.may(world.application, one.channel).0.to_string(),
    });
    let person = world.people.get(&one.person);
    let guild = one.guild.and_then(|guild| world.guilds.get(&guild));
    if let Some(guild) = guild {
        let own = guild.members.get(&one.person).zip(person).map(|(own, person)| {
            let mut value = member(own, person);
            let permissions = world.may(one.person, one.channel).0.to_string();
            merge(&mut value, json!({ "permissions": permissions }));
            value
        });
        let place = guild.channels.get(&one.channel).map(|place| {
            let mut value = channel(place);
            let permissions = world.may(one.person, one.channel).0.to_string();
            merge(&mut value, json!({ "permissions": permissions }));
            value
        });
        merge(
            &mut value,
            json!({
                "guild_id": guild.id, "guild_locale": guild.locale, "member": own, "channel": place, "context": 0,
                "guild": { "id": guild.id, "locale": guild.locale, "features": [] },
                "authorizing_integration_owners": { "0": guild.id },
            }),
        );
    } else {
        merge(
            &mut value,
            json!({
                "user": person.map(user), "context": 1,
                "channel": { "id": one.channel, "type": 1, "flags": 0, "last_message_id": null,
                    "recipients": person.map(user).into_iter().collect::<Vec<_>>() },
                "authorizing_integration_owners": { "0": "0" },
            }),
        );
    }
    if let Some(post) = one.behind.and_then(|behind| state.posts.get(&behind)) {
        merge(&mut value, json!({ "message": message::message(state, post) }));
    }
    value
}
