//! Questions: from a call to its answer as a message, with its sheets and its panel.

mod panel;
mod scope;
mod words;

use std::sync::Arc;

use lotse_engine::{
    command::{Call, CommandError},
    page::{Page, narrowed_lines},
    view::{Answer, View},
};
use lotse_model::{GuestRef, Timestamp};
use lotse_text::tr;

pub(crate) use self::words::ask;
use crate::{
    answer::{
        escape::escape,
        failure::{self, Trouble},
        guest,
        message::{Button, Edge, Embed, File, Message, Style},
        missing,
        sheet::{Sheet, sheets},
    },
    bot::{Bot, Visit},
    change::meaning::{About, Act, Card, new_id},
    chart::{self, ChartError},
    clock::now,
    commands::{self, Asked},
    interaction::Line,
    respond::{Put, Responder},
};

/// How long the buttons of an answer live, in seconds.
const LIFE: i64 = 6 * 3600;

/// An answer, ready to be shown.
struct Shown {
    sheets: Vec<Sheet>,
    /// What stands under every sheet.
    foot: Vec<String>,
    edge: Edge,
    file: Option<File>,
    /// The guest of the panel, with what can be done to it now.
    panel: Option<(GuestRef, Vec<&'static str>)>,
    private: bool,
}

/// Answers a question.
pub(crate) async fn answer(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, call: &Call, line: &Line) {
    to.put_off_as(Put::Message { private: scope::is_private_before(bot, visit, call) });
    match to.during(Box::pin(shown(bot, visit, call))).await {
        Ok(shown) => {
            let (message, card) = lay(visit, &shown, line, 0);
            let Some((key, mut card)) = card else {
                to.send(message).await;
                return;
            };
            // Which message has buttons is written down before it has them.
            let Some(at) = to.send(message.bare()).await else { return };
            card.message = at.message;
            bot.cards.put(&key, card).await;
            if !at.arm(&message).await {
                bot.cards.remove(&key).await;
            }
        }
        Err(error) => denied(bot, visit, to, &error, call.command.name, &commands::shown(line)).await,
    }
}

/// Turns an answer to another of its sheets. It is asked for anew: what is kept of it is seconds old at most.
/// `behind` is its message.
pub(crate) async fn turn(
    bot: &Arc<Bot>,
    visit: &Visit,
    to: &mut Responder,
    (key, behind): (&str, Option<u64>),
    line: &Line,
    sheet: usize,
) {
    let call = match commands::read(line) {
        Ok(Asked::Call(call)) => call,
        Ok(Asked::Words(_)) => return,
        Err(error) => return refuse(visit, to, &error).await,
    };
    match to.during(Box::pin(shown(bot, visit, &call))).await {
        Ok(shown) => {
            let (message, card) = lay(visit, &shown, line, sheet);
            if let Some((new, mut card)) = card {
                card.message = behind;
                bot.cards.put(&new, card).await;
            }
            to.update(message).await;
            // Until its message shows the new buttons, the old ones live.
            bot.cards.remove(key).await;
        }
        Err(error) => refuse(visit, to, &error).await,
    }
}

/// The same as [`refuse`]; that nobody granted it is told to the audit.
async fn denied(bot: &Bot, visit: &Visit, to: &mut Responder, error: &CommandError, command: &str, words: &str) {
    refuse(visit, to, error).await;
    if matches!(error, CommandError::Denied(_)) {
        bot.turned.note_refused(&visit.person, error.code(), command, words).await;
    }
}

/// Says why there is no answer, to the person alone.
pub(crate) async fn refuse(visit: &Visit, to: &mut Responder, error: &CommandError) {
    let id = failure::new_id();
    tracing::info!(id, person = visit.person.id, ?error, "a question was not answered");
    to.send(Trouble::of_command(error, visit.language, &id).message(visit.language, &id)).await;
}

async fn shown(bot: &Bot, visit: &Visit, call: &Call) -> Result<Shown, CommandError> {
    let answer = visit.asking(bot).answer(call).await?;
    let private = scope::is_private(bot, visit, &answer);
    let mut foot = Vec::new();
    if let Some(narrowed) = &answer.narrowed {
        foot.extend(narrowed_lines(narrowed, visit.language).iter().map(|line| escape(&line.text())));
    }
    if !answer.missing.is_empty() {
        let id = failure::new_id();
        tracing::info!(id, missing = ?answer.missing, "an answer is incomplete");
        foot.push(format!("⚠️ {}", escape(&tr::footer_missing(visit.language))));
        foot.extend(missing::lines(&answer.missing, visit.language, &id));
    }
    if let Some(as_of) = answer.as_of() {
        foot.push(format!("-# {} <t:{}:R>", escape(&tr::discord_as_of(visit.language)), as_of.0));
    }
    let edge = if answer.missing.is_empty() { Edge::Plain } else { Edge::Warning };
    let panel = panel::offered(visit, &answer.view);
    let file = picture(bot, visit, &answer.view).await;
    // How old it is and what is missing is said in Discord's own way, above.
    let bare = Answer { missing: Vec::new(), sources: Vec::new(), narrowed: None, ..answer };
    let sheets = match &bare.view {
        View::List(view) if !view.guests.is_empty() => guest::sheets(view, bot.has_several_clusters(), visit.language),
        _ => sheets(&Page::of(&bare, &bot.reader(visit.language, &visit.guild.zone))),
    };
    Ok(Shown { sheets, foot, edge, file, panel, private })
}

/// The picture of a history. Without it the answer still has its figures: why there is none is in the log.
async fn picture(bot: &Bot, visit: &Visit, view: &View) -> Option<File> {
    let View::Graph(view) = view else { return None };
    let description = lotse_text::clean(view.name.as_deref().unwrap_or(&view.target)).into_owned();
    let (view, zone, look, language) = (view.clone(), visit.guild.zone.clone(), bot.settings.graphs, visit.language);
    let drawn = tokio::task::spawn_blocking(move || chart::png(&view, &zone, look, language)).await;
    match drawn {
        Ok(Ok(bytes)) => Some(File { name: "graph.png".to_owned(), description, bytes: bytes.into() }),
        // The page says that there is no history.
        Ok(Err(ChartError::Empty)) => None,
        Ok(Err(error)) => {
            tracing::warn!(code = error.code(), %error, "a graph could not be drawn");
            None
        }
        Err(error) => {
            tracing::error!(%error, "drawing a graph ended early");
            None
        }
    }
}

/// A sheet of an answer as a message, and the card of its buttons where it has some.
fn lay(visit: &Visit, shown: &Shown, line: &Line, sheet: usize) -> (Message, Option<(String, Card)>) {
    let last = shown.sheets.len().saturating_sub(1);
    let sheet = sheet.min(last);
    let content = shown.sheets.get(sheet).cloned().unwrap_or_default();
    let mut lines = vec![content.text];
    lines.extend(shown.foot.iter().cloned());
    let image = shown.file.as_ref().map(|file| file.name.clone());
    let embed = Embed {
        title: content.title,
        description: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
        edge: shown.edge,
        image,
        ..Embed::default()
    };
    let mut message = Message { file: shown.file.clone(), ..Message::card(embed) }.private(shown.private);
    let guest = shown.panel.as_ref().map(|(guest, _)| guest.clone());
    let about = About::Answer { line: line.clone(), sheet, guest };
    let mut card = Card::of(visit.at(), Timestamp(now().0.saturating_add(LIFE)), about);
    if let Some((_, commands)) = &shown.panel {
        for command in commands {
            let id = card.button(Act::Do { command: (*command).to_owned() });
            message.buttons.push(panel::button(command, id, visit.language));
        }
    }
    if last > 0 {
        let button =
            |id: String, label: String, disabled: bool| Button { id, label, style: Style::Secondary, disabled };
        let back = card.button(Act::Turn { to: sheet.saturating_sub(1) });
        message.buttons.push(button(back, "◀".to_owned(), sheet == 0));
        // It says where one is, and does nothing.
        message.buttons.push(button(new_id(), format!("{}/{}", sheet + 1, last + 1), true));
        let on = card.button(Act::Turn { to: (sheet + 1).min(last) });
        message.buttons.push(button(on, "▶".to_owned(), sheet == last));
    }
    let has_buttons = !card.buttons.is_empty();
    (message, has_buttons.then(|| (new_id(), card)))
}
