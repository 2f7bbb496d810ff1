//! What the messages of a change look like. Pure.

use lotse_engine::{
    change::{
        consent::Demand,
        event::{Dropped, Outcome},
        state::{Action, Stage},
    },
    page::{Page, Reader},
    view::{Answer, OutcomeView, PlanView, View},
};
use lotse_model::Timestamp;
use lotse_text::{Language, tr};

use super::meaning::{Act, Card};
use crate::answer::{
    escape::{code, escape, title},
    message::{Button, Edge, Embed, Message, Style},
    sheet::{Sheet, sheets},
};

/// How a plan's card ended without being carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dead {
    /// Somebody said no.
    Cancelled,
    /// Nobody said yes in time.
    Expired,
    /// What was seen is no longer so.
    Stale,
    /// What it was is not known any more.
    Lost,
}

/// The sheets of a plan: all but the last are messages of their own, the last one carries the buttons.
pub(super) fn plan_sheets(action: &Action, reader: &Reader) -> Vec<Sheet> {
    let view = View::Plan(Box::new(PlanView::of(action)));
    sheets(&Page::of(&Answer::of(view), reader))
}

/// The card of a plan that waits.
pub(super) fn waiting(action: &Action, card: &Card, sheet: &Sheet, language: Language) -> Message {
    let mut lines = vec![sheet.text.clone()];
    let (label, style) = match action.demand() {
        Demand::Type(phrase) => {
            lines.push(format!("{} {}", escape(&tr::discord_plan_type(language)), code(&phrase)));
            (tr::discord_button_type(language), Style::Danger)
        }
        _ => (tr::discord_button_approve(language), Style::Primary),
    };
    if action.proposal.plan.second_person {
        let agreed: Vec<_> = action.agreed.iter().map(|person| escape(&person.name)).collect();
        lines.push(escape(&tr::discord_plan_second(language)));
        if !agreed.is_empty() {
            lines.push(format!("{} {}", escape(&tr::discord_plan_agreed(language)), agreed.join(", ")));
        }
    }
    lines.push(asked_by(action, language));
    lines.push(format!("⏳ {} {}", escape(&tr::discord_plan_expires(language)), moment(action.proposal.expires)));
    let buttons = [(Act::Approve, label, style), (Act::Cancel, tr::discord_button_cancel(language), Style::Secondary)];
    let buttons = buttons.into_iter().filter_map(|(act, label, style)| {
        Some(Button { id: card.id_of(&act)?.to_owned(), label, style, disabled: false })
    });
    Message {
        embeds: vec![embed(action, sheet, lines, Edge::Waiting)],
        buttons: buttons.collect(),
        ..Message::default()
    }
}

/// The card of a plan that nothing will come of.
pub(super) fn dead(action: &Action, why: Dead, by: Option<&str>, reader: &Reader) -> Message {
    let language = reader.language;
    let sheets = plan_sheets(action, reader);
    let sheet = sheets.last().cloned().unwrap_or_default();
    let said = match (why, by) {
        (Dead::Cancelled, Some(by)) => tr::discord_dead_cancelled_by(language, by),
        (Dead::Cancelled, None) => tr::discord_dead_cancelled(language),
        (Dead::Expired, _) => tr::discord_dead_expired(language),
        (Dead::Stale, _) => tr::discord_dead_stale(language),
        (Dead::Lost, _) => tr::discord_dead_lost(language),
    };
    let lines = vec![sheet.text.clone(), asked_by(action, language), format!("✖️ **{}**", escape(&said))];
    Message::card(embed(action, &sheet, lines, Edge::Dead))
}

/// A card of which nothing but its end is known.
pub(super) fn gone(why: Dead, language: Language) -> Message {
    let said = match why {
        Dead::Cancelled => tr::discord_dead_cancelled(language),
        Dead::Expired => tr::discord_dead_expired(language),
        Dead::Stale => tr::discord_dead_stale(language),
        Dead::Lost => tr::discord_dead_lost(language),
    };
    let embed = Embed { description: format!("✖️ **{}**", escape(&said)), edge: Edge::Dead, ..Embed::default() };
    Message::card(embed)
}

/// How a change that is dropped ended, as a card shows it.
pub(super) fn why_dropped(dropped: &Dropped) -> (Dead, Option<&str>) {
    match dropped {
        Dropped::Declined { by } => (Dead::Cancelled, Some(by)),
        Dropped::Expired => (Dead::Expired, None),
        Dropped::Stale { .. } => (Dead::Stale, None),
        _ => (Dead::Cancelled, None),
    }
}

/// The sheets of what became of a change, the first of them with its outcome.
pub(super) fn outcome(action: &Action, reader: &Reader) -> Vec<Message> {
    let language = reader.language;
    let view = OutcomeView::of(action);
    let (sign, edge, word) = match view.outcome {
        Some(Outcome::Verified) => ("✅", Edge::Good, tr::discord_verified(language)),
        Some(Outcome::Failed) => ("❌", Edge::Bad, tr::discord_failed(language)),
        Some(Outcome::Inconclusive) => ("❔", Edge::Warning, tr::discord_inconclusive(language)),
        Some(Outcome::NotBegun) => ("✖️", Edge::Dead, tr::discord_not_begun(language)),
        None => ("✖️", Edge::Dead, tr::discord_nothing_sent(language)),
    };
    let sheets = sheets(&Page::of(&Answer::of(View::Outcome(Box::new(view))), reader));
    let last = sheets.len().saturating_sub(1);
    let messages = sheets.into_iter().enumerate().map(|(index, sheet)| {
        let mut lines = Vec::new();
        if index == 0 {
            lines.push(format!("{sign} **{}**", escape(&word)));
        }
        lines.push(sheet.text.clone());
        if index == last {
            lines.push(asked_by(action, language));
        }
        Message::card(embed(action, &sheet, lines, edge))
    });
    messages.collect()
}

/// The embed with the title of the sheet, or the command and what it is done to where the sheet has none.
pub(super) fn embed(action: &Action, sheet: &Sheet, lines: Vec<String>, edge: Edge) -> Embed {
    let named = if sheet.title.is_empty() { named(action) } else { sheet.title.clone() };
    let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    Embed { title: named, description: lines.join("\n"), edge, ..Embed::default() }
}

/// The command and what it is done to: `stop web`.
pub(super) fn named(action: &Action) -> String {
    title(&format!("/{} {}", action.proposal.plan.command, action.proposal.plan.phrase))
}

fn asked_by(action: &Action, language: Language) -> String {
    let mut who = tr::discord_asked_by(language, &action.proposal.by.name);
    if action.proposal.plan.second_person && action.agreed.len() > 1 {
        let others: Vec<_> = action.agreed.iter().map(|person| person.name.as_str()).collect();
        who = tr::discord_asked_and_agreed(language, others.join(", "), &action.proposal.by.name);
    }
    format!("-# {}", escape(&who))
}

/// A point in time that the reader's client writes in its own zone.
pub(super) fn moment(at: Timestamp) -> String {
    format!("<t:{}:R>", at.0)
}

/// Whether nothing more will happen to a change.
pub(super) const fn is_over(action: &Action) -> bool {
    matches!(action.stage, Stage::Dropped(_) | Stage::Finished(_))
}
