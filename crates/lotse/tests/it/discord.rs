//! What `doctor` says of Discord, against a local one.

use discordsim::{
    discord::Discord,
    options::Options,
    world::{Permissions, Whose, World},
};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::home::{Believe, Home, Sim};

/// A local Discord on a runtime of its own.
pub(crate) struct Local {
    _runtime: Runtime,
    discord: Discord,
    entry: String,
}

impl Local {
    /// With a bot that can work, and the section of the configuration for it.
    pub(crate) fn open(home: &Home, change: impl FnOnce(&mut World)) -> Self {
        let mut world = World::new("Lotse");
        let guild = world.guild("Haus");
        let category = world.category(guild, "Server");
        world.text(guild, Some(category), "proxmox");
        let alerts = world.text(guild, None, "alarme");
        change(&mut world);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let discord = runtime.block_on(Discord::start(Options::new(world))).unwrap();
        home.write(".config/lotse/discord.token", discord.token());
        let entry = format!(
            "[discord]\ntoken = {{ file = \"discord.token\" }}\nguild = {guild}\ncategory = {category}\n\
             alert-channel = {alerts}\napi-url = \"{}\"\n",
            discord.api_url()
        );
        Self { _runtime: runtime, discord, entry }
    }

    /// The section of the configuration for it.
    pub(crate) fn entry(&self) -> &str {
        &self.entry
    }

    pub(crate) fn discord(&self) -> &Discord {
        &self.discord
    }
}

fn checks(report: &Value) -> Vec<(String, String, String)> {
    let text = |check: &Value, part: &str| check[part].as_str().unwrap_or_default().to_owned();
    let all = report["checks"].as_array().unwrap().iter().filter(|check| text(check, "of").starts_with("discord"));
    all.map(|check| (text(check, "check"), text(check, "state"), check["fix"].to_string())).collect()
}

#[test]
fn doctor_finds_nothing_to_mend_at_a_bot_that_can_work() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let local = Local::open(&home, |_| ());
    home.configure(&format!("{}{}", home.entry("home", sim.cluster(), Believe::Pins), local.entry));
    let ran = home.run(&["doctor", "--json"]);
    let checks = checks(&ran.json());
    let states: Vec<_> = checks.iter().map(|(step, state, _)| (step.as_str(), state.as_str())).collect();
    assert_eq!(
        states,
        [
            ("login", "good"),
            ("guild", "good"),
            ("category", "good"),
            ("alerts", "good"),
            ("privilege", "good"),
            ("commands", "note")
        ]
    );
    assert!(local.discord.violations().is_empty());
}

#[test]
fn doctor_says_what_mends_a_permission_and_a_token() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let local = Local::open(&home, |world| {
        let guild = *world.guilds.keys().next().unwrap();
        let channels: Vec<_> = world.guilds[&guild].channels.keys().copied().collect();
        for channel in channels {
            world.overwrite(channel, Whose::Role(guild), Permissions::NONE, Permissions::EMBED_LINKS);
        }
    });
    home.configure(&format!("{}{}", home.entry("home", sim.cluster(), Believe::Pins), local.entry));
    let ran = home.run(&["doctor", "--json"]);
    let found = checks(&ran.json());
    let (_, state, fix) = found.iter().find(|(step, ..)| step == "privilege").unwrap();
    assert!(state == "bad" && fix.contains("permissions=274878024704"), "{found:?}");
    assert_eq!(ran.code, 4, "{ran:?}");
    home.write(".config/lotse/discord.token", "wrong");
    let ran = home.run(&["doctor", "--json"]);
    let found = checks(&ran.json());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1 == "bad" && found[0].2.contains("Reset Token"), "{found:?}");
}
