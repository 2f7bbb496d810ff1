//! The bot as a whole: it connects, registers, listens, and ends when it is told to.

use std::{collections::HashMap, sync::Arc, time::Duration};

use lotse_engine::{command::Does, memory, topics::Ask};
use lotse_pve::Deadline;
use lotse_text::{Language, tr};
use tokio::{
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    alert,
    answer::failure::{self, Trouble},
    bot::{Bot, Patience, Visit},
    change,
    commands::{self, Asked, register::register},
    complete,
    error::BotError,
    gateway::{self, event::Event},
    house::House,
    interaction::{
        Did, Interaction,
        channel::Seen,
        place::{Verdict, judge},
    },
    read,
    respond::{Put, Responder},
    rest::{Api, Failed, First},
    settings::{Guild, Settings},
};

/// How often the fleet is looked at, for completion and names.
const POLL: Duration = Duration::from_mins(1);
/// How long a look may take.
const LOOK: Duration = Duration::from_secs(30);
/// So many interactions are worked on at the same time; more are told to come back.
const AT_ONCE: usize = 256;
/// How long what runs may go on after the bot was told to end. What is cut off goes on from the journal.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a channel may be looked up before a first answer.
const CHANNEL: Duration = Duration::from_millis(700);
/// Between two attempts to reach Discord when it cannot be reached at all.
const AGAIN: Duration = Duration::from_secs(10);

/// Runs the bot until `shutdown`. Whatever passes by itself is waited out; it ends by itself only where nothing can come of it.
pub async fn run(settings: Settings, house: House, shutdown: CancellationToken) -> Result<(), BotError> {
    run_with(settings, house, Patience::default(), shutdown).await
}

/// The same with another patience.
pub async fn run_with(
    settings: Settings,
    house: House,
    patience: Patience,
    shutdown: CancellationToken,
) -> Result<(), BotError> {
    settings.check()?;
    // Both transports take the provider of the process; a second one is refused, and the first stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let api = Api::new(&settings)?;
    let Some(application) = application(&api, &shutdown).await? else { return Ok(()) };
    let bot = Arc::new(Bot::new(settings, house, patience, api));
    // What this run begins ends with it, however it ends.
    let mut tasks = JoinSet::new();
    let mut work = JoinSet::new();
    let ending = shutdown.child_token();
    // Until the first look is over, names are completed from what is remembered. Who looks, remembers.
    let mut remembering = JoinSet::new();
    if !bot.house.is_looked_at {
        remembering.spawn(memory::follow(Arc::clone(&bot.house.store), bot.house.fleet.clone(), ending.clone()));
        tasks.spawn(poll(Arc::clone(&bot), ending.clone()));
    }
    tasks.spawn(change::tend(Arc::clone(&bot), ending.clone()));
    tasks.spawn(alert::tend(Arc::clone(&bot), ending.clone()));
    change::recover(&bot, &mut tasks).await;
    tasks.spawn(change::resume(Arc::clone(&bot)));
    let mut invited: HashMap<u64, Arc<Notify>> = HashMap::new();
    for guild in &bot.settings.guilds {
        let came = Arc::clone(invited.entry(guild.id).or_default());
        tasks.spawn(keep_registered(Arc::clone(&bot), application, guild.id, came, ending.clone()));
    }
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let on = |event| match event {
        Event::Interaction(interaction) => {
            let born = Instant::now();
            let bot = Arc::clone(&bot);
            let room = Arc::clone(&room);
            while work.try_join_next().is_some() {}
            work.spawn(async move { Box::pin(interact(&bot, *interaction, born, &room)).await });
        }
        Event::Guild { id, channels } => {
            tracing::debug!(guild = id, channels = channels.len(), "a guild is known");
            if bot.settings.guild(id).is_some() {
                bot.note_channels(|known| channels.into_iter().for_each(|seen| known.note(seen)));
            }
            if let Some(came) = invited.get(&id) {
                came.notify_one();
            }
        }
        Event::Channels(channels) => {
            bot.note_channels(|known| channels.into_iter().for_each(|seen| known.note(seen)));
        }
        Event::ChannelGone(id) => bot.note_channels(|known| known.forget(id)),
        Event::Ready { .. } | Event::Resumed | Event::Other => {}
    };
    let ended = gateway::listen(&bot.settings, &shutdown, on).await;
    ending.cancel();
    let farewell = async {
        remembering.join_next().await;
        while work.join_next().await.is_some() {}
    };
    if timeout(FAREWELL, farewell).await.is_err() {
        tracing::info!("what is still being carried out goes on from the journal");
    }
    ended
}

/// The id of the application, as soon as Discord can be reached; `None` when the bot is told to end before.
async fn application(api: &Api, shutdown: &CancellationToken) -> Result<Option<u64>, BotError> {
    loop {
        let failed = tokio::select! {
            () = shutdown.cancelled() => return Ok(None),
            answer = api.application() => match answer {
                Ok(id) => return Ok(Some(id)),
                Err(Failed::Token) => return Err(BotError::Token),
                Err(failed) => failed,
            },
        };
        tracing::warn!(%failed, "Discord cannot be asked who this bot is");
        let pause = AGAIN.mul_f64(0.5 + rand::random::<f64>());
        tokio::select! {
            () = shutdown.cancelled() => return Ok(None),
            () = sleep(pause) => {}
        }
    }
}

/// Registers the commands of a guild, and tries again for as long as that does not work. The bot may be invited later, and again
/// after it was removed, which takes its commands away: `came` says that it is in the guild now.
async fn keep_registered(bot: Arc<Bot>, application: u64, guild: u64, came: Arc<Notify>, shutdown: CancellationToken) {
    let wanted = commands::derive(bot.settings.localise_names);
    let mut pause = AGAIN;
    loop {
        let is_there = match register(&bot.api, application, guild, &wanted).await {
            Ok(sent) => {
                tracing::info!(guild, sent, "the commands are registered");
                true
            }
            Err(failed) => {
                tracing::warn!(guild, %failed, "the commands cannot be registered; is the bot invited to this guild?");
                false
            }
        };
        let again = async {
            if is_there {
                std::future::pending::<()>().await;
            }
            sleep(pause.mul_f64(0.5 + rand::random::<f64>())).await;
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = came.notified() => pause = AGAIN,
            () = again => pause = (pause * 2).min(Duration::from_mins(30)),
        }
    }
}

/// Looks at the fleet now and then, so that completion and names are fresh.
async fn poll(bot: Arc<Bot>, shutdown: CancellationToken) {
    let mut ticks = interval(POLL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = ticks.tick() => {}
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = bot.house.fleet.poll(Ask::by(Deadline::after(LOOK))) => {}
        }
    }
}

/// Does what a person wants, after all checks of the place.
async fn interact(bot: &Arc<Bot>, interaction: Interaction, born: Instant, room: &Semaphore) {
    let channel = interaction.channel.as_ref().map(|channel| channel.id).unwrap_or_default();
    let put = match interaction.did {
        Did::Press { .. } | Did::Submit { .. } => Put::Quiet,
        Did::Typing { .. } => Put::Nothing,
        _ => Put::Message { private: false },
    };
    let to = Responder::new(bot.api.clone(), interaction.token.clone(), channel, born, put);
    let mut to = to.behind(interaction.message);
    let Ok(_permit) = room.try_acquire() else {
        let language = interaction.language(Language::default());
        return turn_away(&mut to, &interaction, language, tr::discord_busy(language)).await;
    };
    match place(bot, &interaction).await {
        Ok(guild) => {
            let visit = to.hold(bot.visit(&interaction, &guild)).await;
            act(bot, &visit, &mut to, &interaction).await;
        }
        Err(language) => {
            let text = tr::discord_not_here(language);
            turn_away(&mut to, &interaction, language, text).await;
            bot.turned.note_place(&interaction).await;
        }
    }
}

/// The guild as which the bot answers here, or the language in which to say that it does not.
async fn place(bot: &Bot, interaction: &Interaction) -> Result<Guild, Language> {
    if let Some(guild) = at_alerts(bot, interaction) {
        return Ok(guild);
    }
    let verdict = |known: &crate::interaction::channel::Channels| match judge(
        &bot.settings,
        interaction.guild,
        interaction.channel.as_ref(),
        known,
    ) {
        Verdict::Here(guild) => Ok(Ok(guild.clone())),
        Verdict::Elsewhere(guild) => Ok(Err(interaction.language(guild.language))),
        Verdict::Nowhere => Ok(Err(interaction.language(Language::default()))),
        Verdict::Ask(guild, id) => Err((interaction.language(guild.language), id)),
    };
    let mut language = Language::default();
    // A thread of a channel that no event told of: its channel, and that one's category.
    for _ in 0..2 {
        let judged = verdict(&bot.channels.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        let id = match judged {
            Ok(decided) => return decided,
            Err((own, id)) => {
                language = own;
                id
            }
        };
        // While somebody types there is no time to ask.
        if matches!(interaction.did, Did::Typing { .. }) {
            break;
        }
        match bot.api.channel(id, CHANNEL).await.ok().as_ref().and_then(Seen::read) {
            Some(seen) => bot.note_channels(|known| known.note(seen)),
            None => break,
        }
    }
    let judged = verdict(&bot.channels.read().unwrap_or_else(std::sync::PoisonError::into_inner));
    judged.unwrap_or(Err(language))
}

/// A button, or the form behind one, in a channel where alerts are told: such a channel may be anywhere in the guild. Commands are
/// answered in the category alone.
fn at_alerts(bot: &Bot, interaction: &Interaction) -> Option<Guild> {
    if !matches!(interaction.did, Did::Press { .. } | Did::Submit { .. }) {
        return None;
    }
    let guild = bot.settings.guild(interaction.guild?)?;
    let channel = interaction.channel.as_ref()?.id;
    let tells = guild.alert_channel == Some(channel) || bot.settings.alert_channels.contains(&channel);
    tells.then(|| guild.clone())
}

/// Says to the person alone that nothing is done; to somebody who types, nothing at all.
async fn turn_away(to: &mut Responder, interaction: &Interaction, language: Language, text: String) {
    if matches!(interaction.did, Did::Typing { .. }) {
        to.only(First::Choices(Vec::new())).await;
        return;
    }
    let id = failure::new_id();
    tracing::info!(id, user = interaction.user.id, guild = interaction.guild, "an interaction was turned away");
    to.send(Trouble::new(text).message(language, &id)).await;
}

async fn act(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, interaction: &Interaction) {
    use change::press::{Pressed, press};
    match &interaction.did {
        Did::Command(line) => match commands::read(line) {
            Ok(Asked::Call(call)) => match call.command.does {
                Does::Answer(_) => read::answer(bot, visit, to, &call, line).await,
                Does::Change(_) => change::ask(bot, visit, to, &call, &commands::shown(line)).await,
            },
            Ok(Asked::Words(words)) => read::ask(bot, visit, to, &words).await,
            Err(error) => read::refuse(visit, to, &error).await,
        },
        Did::Typing { line, focused } => {
            let choices = to.hold(complete::complete(bot, visit, line, focused)).await;
            to.only(First::Choices(choices)).await;
        }
        Did::Press { id } => {
            press(bot, visit, to, Pressed { id, fields: None, message: interaction.message }).await;
        }
        Did::Submit { id, fields } => {
            press(bot, visit, to, Pressed { id, fields: Some(fields), message: interaction.message }).await;
        }
        Did::Unknown(kind) => {
            tracing::info!(kind, "an interaction of an unknown kind is not answered");
        }
    }
}
