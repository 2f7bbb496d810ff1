//! What every part of the bot is given, and a person's visit: who did something, where, and with which rights.

use std::{
    sync::{Arc, OnceLock, PoisonError, RwLock},
    time::Duration,
};

use lotse_engine::{
    Asking,
    access::{Grants, Person, identity::dangling},
    page::Reader,
    topics::Ask,
};
use lotse_intent::Matcher;
use lotse_pve::Deadline;
use lotse_text::{Language, Zone};

use crate::{
    change::{cards::Cards, meaning::At},
    clock::now,
    house::{House, Rules},
    interaction::{Interaction, User, channel::Channels},
    rest::Api,
    settings::{Guild, Settings},
    turned::Turned,
};

/// How long what may take that a person waits for. The first answer waits for none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until when a question must be answered.
    pub question: Duration,
    /// Until when a plan must be made, or what it rests on looked at again; its tasks are followed for as long as they take.
    pub change: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { question: Duration::from_secs(40), change: Duration::from_mins(1) }
    }
}

/// What every part of the bot is given.
pub(crate) struct Bot {
    pub(crate) settings: Settings,
    pub(crate) house: House,
    pub(crate) api: Api,
    pub(crate) channels: RwLock<Channels>,
    pub(crate) cards: Cards,
    pub(crate) turned: Turned,
    patience: Patience,
    matcher: OnceLock<Matcher>,
}

/// Who did something, where, and with which rights.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) person: Person,
    pub(crate) grants: Grants,
    /// The rules as they were when this began.
    pub(crate) rules: Arc<Rules>,
    pub(crate) guild: Guild,
    pub(crate) user: User,
    pub(crate) channel: u64,
    pub(crate) language: Language,
}

impl Bot {
    pub(crate) fn new(settings: Settings, house: House, patience: Patience, api: Api) -> Self {
        let cards = Cards::new(house.store.clone());
        let (channels, turned) = (RwLock::default(), Turned::new(house.desk.clone()));
        Self { settings, house, api, channels, cards, turned, patience, matcher: OnceLock::new() }
    }

    /// A visit, with the rights that the rules grant at this moment to the roles of this very press, and no more than is possible
    /// from Discord.
    pub(crate) async fn visit(&self, interaction: &Interaction, guild: &Guild) -> Visit {
        let person = interaction.person();
        let rules = self.house.rules();
        let grants = self.grants(&rules, &person).await;
        Visit {
            grants,
            rules,
            person,
            user: interaction.user.clone(),
            channel: interaction.channel.as_ref().map(|channel| channel.id).unwrap_or_default(),
            language: interaction.language(guild.language),
            guild: guild.clone(),
        }
    }

    /// What a person may see and do from Discord. Rules that name a guest by a number that another one has now grant nothing, and
    /// where that cannot be found out, no rule does.
    async fn grants(&self, rules: &Rules, person: &Person) -> Grants {
        let grants = rules.access.grants(person).ceiling(self.settings.max);
        if grants.named_guests().next().is_none() {
            return grants;
        }
        match dangling(&self.house.store).await {
            Ok(dangling) => grants.without(&dangling),
            Err(error) => {
                tracing::error!(%error, "it cannot be read which rules dangle, so none counts");
                Grants::nothing()
            }
        }
    }

    /// The matcher of words, built when the first words come.
    pub(crate) fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(Matcher::new)
    }

    /// Whether there are several clusters, so that a guest's number alone names nothing.
    pub(crate) fn has_several_clusters(&self) -> bool {
        self.house.fleet.clusters().len() > 1
    }

    /// For whom a page is made.
    pub(crate) fn reader(&self, language: Language, zone: &Zone) -> Reader {
        let rules = self.house.rules();
        let storage = &rules.thresholds.storage;
        Reader {
            language,
            zone: zone.clone(),
            now: now(),
            several_clusters: self.has_several_clusters(),
            storage_limits: (storage.warning, storage.error),
        }
    }

    /// Changes what is known of channels.
    pub(crate) fn note_channels(&self, change: impl FnOnce(&mut Channels)) {
        change(&mut self.channels.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Visit {
    /// Where a card of this visit is, and for whom.
    pub(crate) const fn at(&self) -> At {
        At { guild: self.guild.id, channel: self.channel, asked: self.user.id, language: self.language }
    }

    /// A question to the fleet.
    pub(crate) fn asking<'a>(&'a self, bot: &'a Bot) -> Asking<'a> {
        self.asks(bot, Ask::by(Deadline::after(bot.patience.question)))
    }

    /// A question that a change rests on.
    pub(crate) fn changing<'a>(&'a self, bot: &'a Bot) -> Asking<'a> {
        self.asks(bot, Ask::by(Deadline::after(bot.patience.change)))
    }

    fn asks<'a>(&'a self, bot: &'a Bot, ask: Ask) -> Asking<'a> {
        Asking {
            fleet: &bot.house.fleet,
            only: &[],
            ask,
            aliases: &self.rules.aliases,
            thresholds: &self.rules.thresholds,
            person: &self.person,
            grants: &self.grants,
            desk: bot.house.desk.as_ref(),
            store: None,
            language: self.language,
            zone: &self.guild.zone,
        }
    }
}
