//! A local Discord, a simulated cluster, and the bot between them.

use std::{sync::Arc, time::Duration};

use discordsim::{
    discord::Discord,
    options::Options,
    play::{pressed::Pressed, presser::Presser},
    post::Post,
    snowflake::Snowflake,
    world::{Permissions, World},
};
use lotse_discord::{BotError, Guild, House, Replies, Rules, Settings};
use lotse_engine::{
    access::{Access, Entry, May, Rule},
    audit::Audit,
    change::{
        desk::{Desk, DeskSettings, Patience},
        policy::Policy,
    },
    command::Level,
    fleet::Fleet,
    watch::{Place, Settings as Watching},
};
use lotse_pve::{Credentials, EndpointSettings, Hands, Pve, Read, Rest, RestSettings, Write, tls::Trust};
use lotse_store::{AuditQuery, Shared, Sqlite};
use lotse_text::{Language, Zone};
use pvesim::{announce::ClusterAnnouncement, simulator::Simulator, world::power::Phase};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// How long something is waited for that happens by itself. Generous: a machine may be busy.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// Where everything is.
pub(crate) struct Site {
    pub(crate) discord: Discord,
    pub(crate) simulator: Simulator,
    pub(crate) guild: Snowflake,
    /// A channel of the category.
    pub(crate) channel: Snowflake,
    /// A thread of that channel.
    pub(crate) thread: Snowflake,
    /// A channel outside of the category.
    pub(crate) elsewhere: Snowflake,
    /// The channel for alerts, outside of the category.
    pub(crate) alarms: Snowflake,
    /// May do everything.
    pub(crate) anna: Snowflake,
    /// May do everything as well.
    pub(crate) carl: Snowflake,
    /// No rule names him.
    pub(crate) ben: Snowflake,
    role: Snowflake,
    pub(crate) store: Shared,
    pub(crate) settings: Settings,
    /// What the operator decided; for the next start.
    pub(crate) policy: Policy,
    /// Where alerts are told, as far as the bot knows; for the next start.
    pub(crate) told_at: Vec<Place>,
    /// How long the bot waits for the fleet; for the next start.
    pub(crate) patience: lotse_discord::Patience,
    /// The rules of the bot, which may be replaced while it runs.
    rules: watch::Sender<Arc<Rules>>,
    bot: Option<(JoinHandle<Result<(), BotError>>, CancellationToken)>,
}

impl Site {
    /// The scenario of three nodes, with a bot that listens and has registered its commands.
    pub(crate) async fn open() -> Self {
        Self::of(pvesim::options::Options::scenario("three-nodes").impatient()).await
    }

    /// The same with another cluster.
    pub(crate) async fn of(options: pvesim::options::Options) -> Self {
        let mut site = Self::closed(options, |options| options).await;
        site.start();
        site.listens().await;
        site
    }

    /// Without a bot.
    pub(crate) async fn closed(options: pvesim::options::Options, with: impl FnOnce(Options) -> Options) -> Self {
        let mut world = World::new("Lotse");
        let guild = world.guild("Haus");
        let role = world.role(guild, "operators", Permissions::NONE);
        let category = world.category(guild, "Server");
        let channel = world.text(guild, Some(category), "proxmox");
        let thread = world.thread(channel, "umbau");
        let elsewhere = world.text(guild, None, "plausch");
        let alarms = world.text(guild, None, "alarme");
        let anna = world.member(guild, "anna", &[role]);
        let carl = world.member(guild, "carl", &[role]);
        let ben = world.member(guild, "ben", &[]);
        let options_of_discord = Options::new(world).described_by(reference_data::find("discord/openapi.json"));
        let discord = Discord::start(with(options_of_discord)).await.expect("starts");
        let simulator = Simulator::start(options).await.expect("starts");
        let settings = Settings {
            token: discord.token().to_owned().into(),
            api_url: Some(discord.api_url()),
            gateway_url: Some(discord.gateway_url()),
            guilds: vec![Guild {
                id: guild.0,
                category: category.0,
                alert_channel: Some(alarms.0),
                language: Language::En,
                zone: Zone::utc(),
                scope: Vec::new(),
            }],
            max: Level::Administer,
            second_factor: None,
            replies: Replies::Scope,
            graphs: lotse_discord::chart::Look::Dark,
            localise_names: false,
            alert_channels: std::collections::BTreeSet::new(),
        };
        let rule = Rule {
            who: vec![format!("discord-role:{role}").parse().expect("a role")],
            may: May::level("administer").expect("a level"),
            scope: vec![Entry::everywhere()],
        };
        let store: Shared = Arc::new(Sqlite::in_memory().await.expect("a store"));
        let access = Access::new(vec![rule]);
        Self {
            discord,
            simulator,
            guild,
            channel,
            thread,
            elsewhere,
            alarms,
            anna,
            carl,
            ben,
            role,
            store,
            settings,
            policy: Policy::default(),
            told_at: Vec::new(),
            patience: lotse_discord::Patience::default(),
            rules: watch::Sender::new(Arc::new(Rules { access, ..Rules::default() })),
            bot: None,
        }
    }

    /// Changes what the bot is set up with; for the next start.
    pub(crate) fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
    }

    /// The rest of the house, as a new process would build it.
    pub(crate) fn house(&self) -> House {
        let announced = self.simulator.announcement();
        let clusters =
            if announced.clusters.is_empty() { std::slice::from_ref(&announced.first) } else { &announced.clusters };
        let fleet = Fleet::new(clusters.iter().map(|cluster| {
            let rest: Arc<dyn Read> = Arc::new(rest(cluster));
            Pve::new(cluster.name.parse().expect("a name"), rest)
        }));
        fleet.clusters().iter().for_each(|cluster| cluster.known_as("site".to_owned()));
        let hands = clusters.iter().map(|cluster| {
            let name: lotse_model::ClusterName = cluster.name.parse().expect("a name");
            let rest: Arc<dyn Write> = Arc::new(rest(cluster));
            (name.clone(), Hands::new(name, rest))
        });
        let desk = Desk::new(DeskSettings {
            fleet: fleet.clone(),
            hands: hands.collect(),
            store: Arc::clone(&self.store),
            audit: self.audit(),
            policy: self.policy.clone(),
            holder: "test".to_owned(),
            patience: Patience::default(),
        });
        desk.replace_watch(Watching { places: self.told_at.clone(), ..Watching::default() });
        House {
            fleet,
            is_looked_at: false,
            rules: self.rules.subscribe(),
            desk: Some(desk),
            store: Arc::clone(&self.store),
        }
    }

    /// Starts the bot, as a new process would.
    pub(crate) fn start(&mut self) {
        let house = self.house();
        let shutdown = CancellationToken::new();
        let running = lotse_discord::run_with(self.settings.clone(), house, self.patience, shutdown.clone());
        let running = tokio::spawn(running);
        self.bot = Some((running, shutdown));
    }

    /// Replaces the rules of the bot while it runs: the role of Anna and Carl may this, there.
    pub(crate) fn rule(&self, level: &str, scope: &[&str]) {
        let mut rules = self.rules.borrow().as_ref().clone();
        rules.access = Access::new(vec![Rule {
            who: vec![format!("discord-role:{}", self.role).parse().expect("a role")],
            may: May::level(level).expect("a level"),
            scope: scope.iter().map(|entry| entry.parse().expect("a scope")).collect(),
        }]);
        self.rules.send_replace(Arc::new(rules));
    }

    /// The same: these roles may do everything, everywhere.
    pub(crate) fn all_may(&self, roles: &[Snowflake]) {
        let mut rules = self.rules.borrow().as_ref().clone();
        let rule = |role: &Snowflake| Rule {
            who: vec![format!("discord-role:{role}").parse().expect("a role")],
            may: May::level("administer").expect("a level"),
            scope: vec![Entry::everywhere()],
        };
        rules.access = Access::new(roles.iter().chain([&self.role]).map(rule).collect());
        self.rules.send_replace(Arc::new(rules));
    }

    /// What the audit says, line by line, oldest first.
    pub(crate) async fn audited(&self) -> Vec<String> {
        let lines = self.store.lines(&AuditQuery::default()).await.expect("read");
        lines.into_iter().map(|line| line.body).collect()
    }

    /// The audit of the bot's store.
    pub(crate) fn audit(&self) -> Audit {
        Audit::new(Arc::clone(&self.store), "a key for tests only".to_owned().into())
    }

    /// Why what was refused was refused, oldest first, with who wanted it.
    pub(crate) async fn refused(&self) -> Vec<(String, String)> {
        let lines = self.audit().query(&AuditQuery::default()).await.expect("the audit");
        let why = |line: lotse_engine::audit::Recorded| match line.record?.entry {
            lotse_engine::audit::AuditEntry::Refused { why, .. } => Some((line.who, why)),
            _ => None,
        };
        lines.into_iter().filter_map(why).collect()
    }

    /// Waits until the bot listens and its commands are there.
    pub(crate) async fn listens(&self) {
        assert!(self.discord.connected(SOON).await, "the bot does not connect");
        assert!(self.discord.registered(self.guild, SOON).await.is_some(), "no commands");
    }

    /// Ends the bot as a service manager does.
    pub(crate) async fn stop(&mut self) -> Result<(), BotError> {
        let (running, shutdown) = self.bot.take().expect("a bot");
        shutdown.cancel();
        tokio::time::timeout(SOON, running).await.expect("it ends").expect("no panic")
    }

    /// Waits until the bot has ended by itself.
    pub(crate) async fn ended(&mut self) -> Result<(), BotError> {
        let (running, _) = self.bot.take().expect("a bot");
        tokio::time::timeout(SOON, running).await.expect("it ends").expect("no panic")
    }

    /// Ends the bot between two instructions, as a power failure does.
    pub(crate) async fn kill(&mut self) {
        let (running, _) = self.bot.take().expect("a bot");
        running.abort();
        let _ = running.await;
        self.discord.drop_connections();
        // Until Discord has noticed, it would send events to where nobody listens.
        let gone = async {
            while self.discord.connections().iter().any(|connection| connection.open) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(SOON, gone).await.expect("the connections end");
    }

    /// Somebody in the channel.
    pub(crate) fn person(&self, person: Snowflake) -> Presser {
        self.discord.person(person, self.channel)
    }

    /// Anna sends a command.
    pub(crate) fn slash(&self, words: &str, given: &[(&str, Value)]) -> Pressed {
        self.person(self.anna).slash(words, given).expect("offered")
    }

    /// Anna sends a command and gets its message, whether that is the first answer or one after it.
    pub(crate) async fn ask(&self, words: &str, given: &[(&str, Value)]) -> Post {
        self.slash(words, given).any_message_where(|_| true).await.expect("answered")
    }

    /// The state of a guest in the simulator.
    pub(crate) fn is_running(&self, vmid: u32) -> bool {
        let world = self.simulator.world();
        let now = world.clock.present();
        world.guests.get(&vmid).is_some_and(|guest| guest.power.phase_at(now) == Some(Phase::Running))
    }

    /// Waits for something while time passes quickly at the cluster: what takes a minute there takes a second here.
    pub(crate) async fn hasten<T>(&self, work: impl Future<Output = T>) -> T {
        let pass = async {
            loop {
                tokio::time::sleep(Duration::from_millis(100)).await;
                self.simulator.advance(Duration::from_secs(6));
            }
        };
        tokio::select! {
            done = work => done,
            () = pass => unreachable!("time does not end"),
        }
    }

    /// Fails the test if the bot did anything that Discord does not take, or was late.
    pub(crate) fn fine(&self) {
        let violations = self.discord.violations();
        let all: Vec<String> = violations.iter().map(ToString::to_string).collect();
        assert!(all.is_empty(), "{}", all.join("\n"));
        let late: Vec<_> =
            self.discord.interactions().into_iter().filter(|one| !one.late.is_empty()).map(|one| one.name).collect();
        assert!(late.is_empty(), "too late: {late:?}");
    }
}

/// `home/100` as the value of an option.
pub(crate) fn guest(reference: &str) -> (&'static str, Value) {
    ("vmid", json!(reference))
}

fn rest(cluster: &ClusterAnnouncement) -> Rest {
    let endpoint = |node: &pvesim::announce::NodeAnnouncement| EndpointSettings {
        url: node.url.parse().expect("an address"),
        trust: Trust::Pins([node.fingerprint.parse().expect("a fingerprint")].into()),
        server_name: None,
    };
    let credentials = Credentials::Token { id: cluster.token_id.clone(), secret: cluster.token.clone().into() };
    let endpoints = cluster.nodes.iter().map(endpoint).collect();
    Rest::new(&RestSettings { endpoints, credentials }).expect("good settings")
}
