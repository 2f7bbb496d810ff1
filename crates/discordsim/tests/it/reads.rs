//! The simulator's own answers, measured with Discord's description.

use discordsim::check::schema::Schema;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{House, http};

#[tokio::test]
async fn answers_have_the_form_that_the_description_tells() {
    let Some(path) = reference_data::find("discord/openapi.json") else { return };
    let schema = Schema::read(&path).unwrap();
    let house = House::open().await;
    house.register_some().await;
    let (guild, channel, anna) = (house.guild, house.channel, house.anna);
    let all = |list: &Value| list.as_array().unwrap().clone();
    let (_, message) = house
        .call(
            Method::POST,
            &format!("/channels/{channel}/messages"),
            Some(json!({ "content": "hi", "allowed_mentions": { "parse": [] },
                "embeds": [{ "title": "web", "fields": [{ "name": "cpu", "value": "3 %" }] }],
                "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "a" }] }] })),
        )
        .await;
    let commands = format!("/applications/{}/guilds/{guild}/commands?with_localizations=true", house.application);
    let mut shown = vec![
        ("GatewayBotResponse", house.get("/gateway/bot").await),
        ("PrivateApplicationResponse", house.get("/applications/@me").await),
        ("UserPIIResponse", house.get("/users/@me").await),
        ("GuildWithCountsResponse", house.get(&format!("/guilds/{guild}")).await),
        ("GuildMemberResponse", house.get(&format!("/guilds/{guild}/members/{anna}")).await),
        ("ThreadResponse", house.get(&format!("/channels/{}", house.thread)).await),
        ("MessageResponse", message),
    ];
    shown.extend(
        all(&house.get(&format!("/guilds/{guild}/channels")).await)
            .into_iter()
            .map(|one| ("GuildChannelResponse", one)),
    );
    shown.extend(
        all(&house.get(&format!("/guilds/{guild}/roles")).await).into_iter().map(|one| ("GuildRoleResponse", one)),
    );
    shown.extend(all(&house.get(&commands).await).into_iter().map(|one| ("ApplicationCommandResponse", one)));
    assert!(shown.len() > 12, "too little was measured");
    for (name, body) in shown {
        let flaws = schema.component(name, &body);
        assert!(flaws.is_empty(), "{name}: {flaws:#?}\n{body:#}");
    }
    house.fine();
}

#[tokio::test]
async fn a_wrong_token_reads_nothing() {
    let house = House::open().await;
    for token in ["Bot wrong", house.discord.token()] {
        let url = format!("{}/api/v10/users/@me", house.discord.api_url());
        let client = http();
        let response = client.get(url).header("authorization", token).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 401, "{token}");
    }
    // … and who does not say who it is, is noted.
    assert!(house.flaw().contains("User-Agent"));
}

#[tokio::test]
async fn a_guild_and_a_channel_that_the_bot_cannot_see_are_refused() {
    let house = House::open().await;
    let mut hidden = None;
    house.discord.change(|world| {
        let other = world.guild("Fremd");
        world.guilds.get_mut(&other).unwrap().members.shift_remove(&house.application);
        let secret = world.text(house.guild, None, "geheim");
        let everyone = discordsim::world::Whose::Role(house.guild);
        let view = discordsim::world::Permissions::VIEW_CHANNEL;
        world.overwrite(secret, everyone, discordsim::world::Permissions::NONE, view);
        hidden = Some((other, secret));
    });
    let (other, secret) = hidden.unwrap();
    assert_eq!(house.call(Method::GET, &format!("/guilds/{other}"), None).await.1["code"], 50001);
    assert_eq!(house.call(Method::GET, "/guilds/1", None).await.1["code"], 10004);
    assert_eq!(house.call(Method::GET, &format!("/channels/{secret}"), None).await.1["code"], 50001);
    assert!(house.discord.sees(house.anna, secret).is_empty());
    // The list of channels still holds it, as Discord's does.
    let channels = house.get(&format!("/guilds/{}/channels", house.guild)).await;
    assert!(channels.as_array().unwrap().iter().any(|one| one["id"] == secret.to_string()));
}
