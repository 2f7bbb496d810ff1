//! What `lotse doctor` finds on Discord's side, against a local Discord.

use std::time::Duration;

use discordsim::chaos::{Fault, Spoil};
use discordsim::discord::Discord;
use discordsim::options::Options;
use discordsim::snowflake::Snowflake;
use discordsim::world::{Permissions, Whose, World};
use lotse_discord::examine::{Finding, Place, Subject, examine};

struct House {
    discord: Discord,
    guild: Snowflake,
    category: Snowflake,
    channel: Snowflake,
    alerts: Snowflake,
    application: Snowflake,
}

async fn house() -> House {
    let mut world = World::new("Lotse");
    let guild = world.guild("Haus");
    let category = world.category(guild, "Server");
    let channel = world.text(guild, Some(category), "proxmox");
    let alerts = world.text(guild, None, "alarme");
    let application = world.application;
    let options = Options::new(world).described_by(reference_data::find("discord/openapi.json"));
    House { discord: Discord::start(options).await.unwrap(), guild, category, channel, alerts, application }
}

impl House {
    fn subject(&self) -> Subject {
        Subject {
            token: self.discord.token().to_owned().into(),
            api_url: Some(self.discord.api_url()),
            places: vec![Place { guild: self.guild.0, category: self.category.0, alert_channels: vec![self.alerts.0] }],
            within: Duration::from_secs(20),
        }
    }
}

#[tokio::test]
async fn a_bot_that_can_work_has_nothing_to_mend() {
    let house = house().await;
    let guild = house.guild.0;
    assert_eq!(
        examine(&house.subject()).await,
        [
            Finding::Application { name: "Lotse".to_owned(), id: house.application.0 },
            Finding::Guild { guild, name: "Haus".to_owned(), administrator: false },
            Finding::Category { guild, name: "Server".to_owned(), channels: 1 },
            Finding::AlertChannel { guild, name: "alarme".to_owned() },
            Finding::Permitted { guild },
            Finding::NoCommands { guild },
        ]
    );
    let violations = house.discord.violations();
    assert!(violations.is_empty(), "{violations:?}");
}

#[tokio::test]
async fn what_the_bot_lacks_in_a_channel_is_named() {
    let house = house().await;
    let everyone = Whose::Role(house.guild);
    house.discord.change(|world| {
        world.overwrite(
            house.channel,
            everyone,
            Permissions::NONE,
            Permissions::EMBED_LINKS | Permissions::ATTACH_FILES,
        );
        world.overwrite(house.alerts, everyone, Permissions::NONE, Permissions::VIEW_CHANNEL);
    });
    let findings = examine(&house.subject()).await;
    let lacks = |channel: &str| {
        findings.iter().find_map(|finding| match finding {
            Finding::Lacks { channel: named, permissions, .. } if named == channel => Some(permissions.clone()),
            _ => None,
        })
    };
    assert_eq!(lacks("proxmox").unwrap(), ["Embed Links", "Attach Files"]);
    assert!(lacks("alarme").unwrap().contains(&"View Channel"));
    assert!(findings.iter().any(Finding::is_bad) && !findings.contains(&Finding::Permitted { guild: house.guild.0 }));
}

#[tokio::test]
async fn ids_that_are_of_something_else_are_told_from_ids_of_nothing() {
    let house = house().await;
    let guild = house.guild.0;
    let mut subject = house.subject();
    subject.places = vec![
        Place { guild, category: house.channel.0, alert_channels: vec![house.category.0] },
        Place { guild, category: 1, alert_channels: vec![2] },
        Place { guild: 3, category: 1, alert_channels: Vec::new() },
    ];
    let findings = examine(&subject).await;
    for wanted in [
        Finding::NoCategory { guild, category: house.channel.0, other_kind: true },
        Finding::NoAlertChannel { guild, channel: house.category.0, other_kind: true },
        Finding::NoCategory { guild, category: 1, other_kind: false },
        Finding::NoAlertChannel { guild, channel: 2, other_kind: false },
        Finding::NotInGuild { guild: 3, application: house.application.0 },
    ] {
        assert!(findings.contains(&wanted), "{wanted:?} is not in {findings:?}");
    }
}

#[tokio::test]
async fn a_wrong_token_and_a_discord_that_does_not_answer_are_two_things() {
    let house = house().await;
    let mut subject = house.subject();
    subject.token = "wrong".to_owned().into();
    assert_eq!(examine(&subject).await, [Finding::BadToken]);
    let mut subject = house.subject();
    subject.within = Duration::from_millis(200);
    house.discord.fault(Fault::always("", Spoil::Hang));
    assert_eq!(examine(&subject).await, [Finding::Unreachable]);
    house.discord.heal();
    house.discord.fault(Fault::always("GET /guilds", Spoil::Html(502)));
    let findings = examine(&house.subject()).await;
    assert!(matches!(findings.last(), Some(Finding::Odd { what: "guild", .. })), "{findings:?}");
}
