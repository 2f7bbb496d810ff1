//! A fleet with everything that a question is asked in: for whom, in which language, by when.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc::SyncSender},
    time::Duration,
};

use lotse_engine::{
    Asking,
    access::{Grants, Person, Sight},
    change::desk::Desk,
    command::{Call, CommandError},
    findings::Thresholds,
    fleet::{Cluster, Fleet, now},
    memory,
    page::{Page, Reader},
    resolve::Aliases,
    sweep::Sweep,
    topics::Ask,
    view::{Answer, View},
    watch::{Alert, Entry, book},
};
use lotse_intent::Matcher;
use lotse_model::{ClusterName, Hidden};
use lotse_pve::Deadline;
use lotse_text::{Language, Zone, fold, tr};

use crate::{
    chat::Context,
    config::{Config, History},
    connect::{self, Connected, Links},
    desk::LazyDesk,
    failure::{Exit, Failure, of_command},
    interrupt::Interrupt,
    login,
    names::Known,
    print::{Closed, Printer},
    render,
};

/// How long one question may take unless the person says otherwise: a node that hangs must not cost a person's patience,
/// and a refused login alone takes three seconds.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// How long the beginning of a conversation waits to learn what may be seen.
const SIGHT: Duration = Duration::from_secs(5);

/// A fleet that can be asked.
#[derive(Debug)]
pub(crate) struct Session {
    /// The fleet.
    pub(crate) fleet: Fleet,
    /// Only these clusters; empty for all.
    pub(crate) only: Vec<ClusterName>,
    /// Words of the person and the fleet.
    pub(crate) aliases: Aliases,
    /// References that come first in completion.
    pub(crate) favourites: Vec<String>,
    /// What becomes of lines that are typed in a chat.
    pub(crate) history: History,
    /// How details are read in the background of a chat, unless the person wants none of it.
    pub(crate) sweep: Option<Sweep>,
    /// From when on something is a problem.
    pub(crate) thresholds: Thresholds,
    /// The language of the interface.
    pub(crate) language: Language,
    /// The time zone in which times are shown.
    pub(crate) zone: Zone,
    /// How long one question may take.
    pub(crate) deadline: Duration,
    /// Who asks, as rules name people.
    pub(crate) person: Person,
    /// What they may see and do.
    pub(crate) grants: Grants,
    /// Where answers go.
    pub(crate) printer: Printer,
    /// Answers as JSON.
    pub(crate) json: bool,
    /// What diagnosing a connection needs.
    pub(crate) links: Links,
    /// Where changes are made, opened when it is needed.
    pub(crate) desk: LazyDesk,
    /// Who takes Ctrl-C: the conversation, or a change that is under way.
    pub(crate) interrupt: Interrupt,
    /// Where news goes while a person types.
    pub(crate) above: OnceLock<SyncSender<String>>,
    matcher: OnceLock<Matcher>,
    /// What the conversation is about.
    context: Mutex<Context>,
    /// What was watched and wrong when it was last looked, for completions.
    watched: Mutex<(Vec<Entry>, Vec<Alert>)>,
}

impl Session {
    /// The session of a person at this terminal on a fleet.
    pub(crate) fn new(connected: Connected, config: &Config, settings: &crate::settings::Settings) -> Self {
        let desk = LazyDesk::new(&connected.fleet, connected.writers, config, settings);
        Self::at(desk, connected.fleet, connected.links, config, settings)
    }

    /// The session of a person at this terminal on a fleet of which nothing is kept, a simulated one: no name of it, and what
    /// must last only as long as the fleet.
    pub(crate) fn simulated(connected: Connected, settings: &crate::settings::Settings) -> Self {
        let config = Config::default();
        let desk = LazyDesk::in_memory(&connected.fleet, connected.writers, settings);
        Self::at(desk, connected.fleet, connected.links, &config, settings)
    }

    fn at(desk: LazyDesk, fleet: Fleet, links: Links, config: &Config, settings: &crate::settings::Settings) -> Self {
        let person = login::person();
        Self {
            fleet,
            links,
            desk,
            interrupt: Interrupt::default(),
            above: OnceLock::new(),
            matcher: OnceLock::new(),
            context: Mutex::default(),
            watched: Mutex::default(),
            only: settings.only.clone(),
            aliases: Aliases::new(config.aliases.iter().cloned()),
            favourites: config.favourites.clone(),
            history: config.keeping.history,
            sweep: config.sweep.wanted(),
            thresholds: config.thresholds.clone(),
            language: settings.language,
            zone: settings.zone.clone(),
            deadline: settings.deadline,
            grants: config.access.grants(&person),
            person,
            printer: settings.printer,
            json: settings.json,
        }
    }

    /// Reads what the login may see, as a conversation begins: then the very first list says what is left out of it (a
    /// token of one pool is shown no other guests, and told nothing). What cannot be read now is asked for later.
    pub(crate) async fn learn_sight(&self) {
        let ask = Ask::by(Deadline::after(self.deadline.min(SIGHT)));
        let clusters = self.fleet.among(&self.only);
        let reads = futures_util::future::join_all(clusters.iter().map(|cluster| cluster.permissions(ask)));
        crate::progress::while_waiting(self.printer, &tr::chat_working(self.language), reads).await;
    }

    /// A question of this person, answered by the deadline.
    pub(crate) fn asking<'a>(&'a self, desk: Option<&'a Desk>, language: Language) -> Asking<'a> {
        Asking {
            fleet: &self.fleet,
            only: &self.only,
            ask: Ask::by(Deadline::after(self.deadline)),
            aliases: &self.aliases,
            thresholds: &self.thresholds,
            person: &self.person,
            grants: &self.grants,
            desk,
            store: None,
            language,
            zone: &self.zone,
        }
    }

    /// Asks the fleet.
    pub(crate) async fn ask(&self, call: &Call, language: Language) -> Result<Answer, CommandError> {
        let clusters: Vec<_> = self.fleet.clusters().iter().map(|cluster| cluster.name()).collect();
        let is_by_number = |word: &str| self.aliases.number(word, &clusters).is_some();
        let by_number = call.names().any(is_by_number) || self.grants.named_guests().next().is_some();
        let desk = self.desk.for_question(call).await;
        let store = self.desk.for_look(call, by_number).await;
        let mut answer = Asking { store, ..self.asking(desk, language) }.answer(call).await?;
        match &mut answer.view {
            View::MonitorList(view) => view.channels = Some(self.desk.channels().next().is_some()),
            // A store that is there and cannot be opened tells nothing, which is not "nothing is frozen".
            View::Status(view) if store.is_none() && self.desk.is_there() => {
                view.unread = self.desk.store().await.err().map(|failure| failure.code.to_owned());
            }
            _ => {}
        }
        if call.command.name.starts_with("monitor-") {
            self.learn_watch().await;
        }
        Ok(answer)
    }

    /// Reads what is watched and what is wrong, for completions. A comfort: what cannot be read is not offered.
    async fn learn_watch(&self) {
        if !self.desk.is_there() {
            return;
        }
        let Ok(store) = self.desk.store().await else { return };
        let (entries, alerts) = tokio::join!(book::entries(store), book::alerts(store));
        *self.watched.lock().unwrap_or_else(PoisonError::into_inner) =
            (entries.unwrap_or_default(), alerts.unwrap_or_default());
    }

    /// Takes what is remembered of the fleet from before, where there is something. A comfort: where it cannot be read there is
    /// none.
    pub(crate) async fn recall(&self) {
        if !self.is_remembered() || !self.desk.is_there() {
            return;
        }
        match self.desk.store().await {
            Ok(store) => {
                if let Err(error) = memory::recall(store, &self.fleet, now()).await {
                    tracing::debug!(code = error.code(), %error, "what is remembered cannot be read");
                }
            }
            Err(failure) => tracing::debug!(code = failure.code, "what is remembered cannot be read"),
        }
        self.learn_watch().await;
    }

    /// Remembers what is known of the fleet by now, for completions and for the next process. A comfort: where it cannot be done
    /// nobody is bothered.
    pub(crate) async fn keep(&self) {
        if !self.is_remembered() || !self.desk.may_remember() {
            return;
        }
        match self.desk.store().await {
            Ok(store) => {
                if let Err(error) = memory::keep(store, &self.fleet, now()).await {
                    tracing::debug!(code = error.code(), %error, "the fleet is not remembered");
                }
            }
            Err(failure) => tracing::debug!(code = failure.code, "the fleet is not remembered"),
        }
    }

    /// Whether anything of this fleet is remembered at all; nothing is of a simulated one.
    fn is_remembered(&self) -> bool {
        self.fleet.clusters().iter().any(|cluster| cluster.origin().is_some())
    }

    /// Asks the fleet with a sign of life for the person who waits.
    pub(crate) async fn ask_visibly(&self, call: &Call, language: Language) -> Result<Answer, CommandError> {
        let words = tr::chat_working(language);
        crate::progress::while_waiting(self.printer, &words, self.ask(call, language)).await
    }

    /// The failure that an error is. Where a certificate or host key was not trusted, what exactly is wrong with it.
    pub(crate) async fn failure(&self, error: &CommandError, language: Language) -> Failure {
        let failure = of_command(error, language);
        if *error == CommandError::NoStore {
            // The command knows only that there is none.
            return self.desk.open().await.err().unwrap_or(failure);
        }
        let CommandError::Unreachable { hidden } = error else { return failure };
        self.recall().await;
        let remembers = |cluster: &Arc<Cluster>| cluster.last_known().resources.seen.is_some();
        let failure = if self.fleet.clusters().iter().any(remembers) {
            failure.with(tr::error_remembered_hint(language))
        } else {
            failure
        };
        let mut explained = self.explained(hidden, language).await.into_iter();
        let Some(first) = explained.next() else { return failure };
        explained.fold(first, |all, next| all.with(next.text(language)))
    }

    /// What exactly was not trusted, a failure for each cluster.
    pub(crate) async fn explained(&self, missing: &[Hidden], language: Language) -> Vec<Failure> {
        connect::explain(&self.fleet, &self.links, missing, Deadline::after(self.deadline), language).await
    }

    /// The matcher of words, built when the first words come.
    pub(crate) fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(Matcher::new)
    }

    /// What the conversation is about.
    pub(crate) fn context(&self) -> MutexGuard<'_, Context> {
        self.context.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints an answer in the form that is wanted.
    pub(crate) fn show(&self, answer: &Answer, language: Language) -> Result<(), Closed> {
        if self.json {
            return self.printer.line(render::json_text(&render::json_answer(answer, language)));
        }
        let page = Page::of(answer, &self.reader(language));
        self.printer.text(render::terminal(&page, Printer::width()))
    }

    /// For whom a page is made.
    pub(crate) fn reader(&self, language: Language) -> Reader {
        Reader {
            language,
            zone: self.zone.clone(),
            now: now(),
            several_clusters: self.fleet.clusters().len() > 1,
            storage_limits: (self.thresholds.storage.warning, self.thresholds.storage.error),
        }
    }

    /// Whether something of the fleet as it was last seen, or an alias, is called so.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let wanted = fold(self.aliases.meaning(name));
        if self.aliases.iter().any(|(word, _)| fold(word) == fold(name)) {
            return true;
        }
        let sight = self.sight();
        self.fleet.clusters().iter().any(|cluster| {
            let own = fold(cluster.name().as_str());
            let bare = wanted.strip_prefix(&own).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&wanted);
            let Some(resources) = sight.resources(cluster.name()) else { return false };
            own == wanted
                || resources.guests().iter().any(|guest| {
                    guest.id.vmid.to_string() == bare
                        || guest.name.as_deref().is_some_and(|name| fold(name) == bare)
                        || guest.tags.iter().any(|tag| fold(tag) == bare)
                })
                || resources.nodes().iter().any(|node| fold(node.name.as_str()) == bare)
                || resources.storages().iter().any(|storage| fold(storage.name.as_str()) == bare)
                || resources.pools().iter().any(|pool| fold(pool.as_str()) == bare)
        })
    }

    /// What the person may name of the fleet as it was last seen, without a call.
    pub(crate) fn sight(&self) -> Sight {
        self.fleet.sight(&self.grants)
    }

    /// The names of the fleet as it was last seen or is remembered, without a call.
    pub(crate) fn names(&self) -> Known {
        let clusters = self.fleet.clusters();
        let details = clusters.iter().map(|cluster| (cluster.name(), cluster.known_details()));
        let sight = self.sight();
        let mut known = Known::new(&sight, details, &self.aliases, self.language, &self.zone);
        let (entries, alerts) = &*self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        known.learn_watch((entries, alerts), self.desk.channels(), &sight);
        known
    }
}

/// An answer that lacks something is told on standard error, and with `--strict` it is a failure.
pub(crate) fn incomplete(answer: &Answer, language: Language, strict: bool) -> Option<Failure> {
    if answer.missing.is_empty() {
        return None;
    }
    let message = tr::error_incomplete(language, answer.missing.len());
    Some(Failure::new("E-INCOMPLETE", if strict { Exit::Unreachable } else { Exit::Done }, message))
}
