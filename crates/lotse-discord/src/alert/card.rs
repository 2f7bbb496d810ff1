//! The message that tells of an alert. Pure.

use lotse_engine::{
    page::Reader,
    watch::{
        Alert, NoticeKind, Phase, State, Thing,
        terms::{explanation, reason, state},
    },
};
use lotse_model::{Severity, Timestamp};
use lotse_text::{Language, tr, truncate, width};

use super::{telling::Telling, words};
use crate::{
    answer::{
        escape::{code, escape, title, verbatim},
        message::{Button, Edge, Embed, Message, Style},
        table::CELLS,
    },
    change::meaning::{Act, Card},
};

/// So many guests that fell with a node have a line of their own.
const MEMBERS: usize = 12;

/// Whether a guest in this state may be switched on.
pub(super) const fn is_off(state: State) -> bool {
    matches!(state, State::Off | State::OffOnPurpose | State::OffUnexplained)
}

/// How an alert stands, as far as its card shows it: a card is changed when this is another.
pub(super) fn stamp(alert: &Alert, started: Option<&str>) -> String {
    let phase = match &alert.phase {
        Phase::Alerting => "alerting".to_owned(),
        Phase::Acknowledged { by, at } => format!("acknowledged {} {}", by.id, at.0),
        Phase::Snoozed { by, until, .. } => format!("snoozed {} {}", by.id, until.0),
        Phase::Recovered { at } => format!("recovered {}", at.0),
    };
    match started {
        Some(by) => format!("{phase}, started by {by}"),
        None => phase,
    }
}

/// The acts that make sense for an alert as it is, in the order of their buttons.
pub(super) fn sensible(alert: &Alert, telling: &Telling) -> Vec<Act> {
    let mut acts = Vec::new();
    if matches!(alert.phase, Phase::Alerting | Phase::Snoozed { .. }) {
        acts.push(Act::Acknowledge);
    }
    if matches!(alert.phase, Phase::Alerting) {
        acts.extend([Act::SnoozeHour, Act::SnoozeMorning]);
    }
    if alert.is_open() && is_off(alert.state) && telling.guest.is_some() && telling.started.is_none() {
        acts.push(Act::Do { command: "start".to_owned() });
    }
    acts
}

/// An alert that was told and may be open or over, with the buttons that make sense.
pub(super) fn open(alert: &Alert, card: &Card, telling: &Telling, reader: &Reader) -> Message {
    let language = reader.language;
    let mut lines = facts(alert, reader);
    if alert.is_open() && !matches!(telling.kind, NoticeKind::Raised | NoticeKind::Recovered | NoticeKind::Test) {
        lines.insert(0, format!("**{}**", escape(&words::kind(telling.kind, language))));
    }
    if !alert.is_open() {
        lines.insert(0, was(alert, language));
    }
    lines.extend(phase(alert, language));
    if let Some(by) = &telling.started {
        lines.push(format!("▶️ {}", escape(&tr::discord_alert_started(language, by))));
    }
    let edge = match alert.phase {
        Phase::Alerting => edge(alert.severity),
        Phase::Acknowledged { .. } | Phase::Snoozed { .. } => Edge::Waiting,
        Phase::Recovered { .. } => Edge::Good,
    };
    let mut message = Message::card(embed(alert, lines, edge, reader));
    let buttons = sensible(alert, telling).into_iter().filter_map(|act| {
        let (label, style) = label(&act, language)?;
        Some(Button { id: card.id_of(&act)?.to_owned(), label, style, disabled: false })
    });
    message.buttons = buttons.collect();
    message
}

/// The end of an alert, as a message of its own.
pub(super) fn recovered(alert: &Alert, reader: &Reader) -> Message {
    let language = reader.language;
    let at = match alert.phase {
        Phase::Recovered { at } => at,
        _ => reader.now,
    };
    let title = over(alert, reader);
    let lines = vec![
        was(alert, language),
        format!("{} – {}", clock(alert.since), clock(at)),
        framed_time(at, |when| tr::discord_alert_recovered(language, when)),
    ];
    let footer = number(alert);
    Message::card(Embed { title, description: joined(lines), footer, edge: Edge::Good, ..Embed::default() })
}

/// The title of what is over.
fn over(alert: &Alert, reader: &Reader) -> String {
    format!("🟢 {}", title(&tr::discord_alert_over(reader.language, words::name(alert, reader))))
}

/// What it was before it was over.
fn was(alert: &Alert, language: Language) -> String {
    escape(&tr::discord_alert_was(language, state(alert.state, language)))
}

/// A card whose alert is not known any more.
pub(super) fn lost(language: Language) -> Message {
    let description = format!("✖️ **{}**", escape(&tr::discord_alert_lost(language)));
    Message::card(Embed { description, edge: Edge::Dead, ..Embed::default() })
}

/// A message that shows that the channel works.
pub(super) fn test(reader: &Reader) -> Message {
    let language = reader.language;
    Message::card(Embed {
        title: format!("🔔 {}", title(&tr::discord_alert_test(language))),
        description: escape(&tr::discord_alert_test_text(language)),
        ..Embed::default()
    })
}

/// The line of an alert in a list of several: `🔴 web (100): off · seit … · a17`.
pub(super) fn line(alert: &Alert, kind: NoticeKind, reader: &Reader) -> String {
    let language = reader.language;
    let name = escape(&words::name(alert, reader));
    let told = if kind == NoticeKind::Recovered {
        let at = match alert.phase {
            Phase::Recovered { at } => at,
            _ => reader.now,
        };
        let was = escape(&state(alert.state, language));
        format!("🟢 **{name}** · {was} · {}", framed_time(at, |when| tr::discord_alert_recovered(language, when)))
    } else {
        let (sign, state) = (words::sign(alert.state), escape(&state(alert.state, language)));
        let since = framed_time(alert.since, |when| tr::discord_alert_since(language, when));
        format!("{sign} **{name}** · {state} · {since}")
    };
    if alert.is_numbered() { format!("{told} · {}", code(&number(alert))) } else { told }
}

fn embed(alert: &Alert, lines: Vec<String>, edge: Edge, reader: &Reader) -> Embed {
    let title = if alert.is_open() {
        format!("{} {}", words::sign(alert.state), title(&words::headline(alert, reader)))
    } else {
        over(alert, reader)
    };
    Embed { title, description: joined(lines), footer: number(alert), edge, ..Embed::default() }
}

/// What is so: how much it matters, where, since when, why, and who fell with it.
fn facts(alert: &Alert, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let mut place = vec![format!("**{}**", escape(&words::severity(alert.severity, language)))];
    place.extend(words::place(alert, reader).iter().map(|part| code(part)));
    let mut lines = vec![
        place.join(" · "),
        format!(
            "{} ({})",
            framed_time(alert.since, |when| tr::discord_alert_since(language, when)),
            clock(alert.since)
        ),
    ];
    if let Some(known) = &alert.reason {
        lines.push(format!("💬 {} · {}", escape(&reason(known, language)), moment(known.ended.unwrap_or(known.began))));
    }
    if alert.phase == Phase::Alerting {
        lines.push(escape(&explanation(alert.state, language)));
    }
    if !matches!(alert.thing, Thing::Guest { .. }) && !alert.members.is_empty() {
        lines.push(escape(&tr::discord_alert_members(language, alert.members.len() as u64)));
        lines.push(members(alert, reader));
    }
    lines
}

/// The guests that fell with it, as code that fits a phone.
fn members(alert: &Alert, reader: &Reader) -> String {
    let mut rows: Vec<String> = alert
        .members
        .iter()
        .take(MEMBERS)
        .map(|member| {
            let row = verbatim(&words::guest(&member.guest, member.name.as_deref(), reader));
            truncate(&row, CELLS).into_owned()
        })
        .collect();
    if alert.members.len() > MEMBERS {
        let more = tr::discord_alert_more(reader.language, (alert.members.len() - MEMBERS) as u64);
        rows.push(truncate(&verbatim(&more), CELLS).into_owned());
    }
    debug_assert!(rows.iter().all(|row| width(row) <= CELLS), "a row is too wide for a phone");
    format!("```\n{}\n```", rows.join("\n"))
}

/// How far people are with it.
fn phase(alert: &Alert, language: Language) -> Option<String> {
    Some(match &alert.phase {
        Phase::Alerting => return None,
        Phase::Acknowledged { by, at } => {
            format!("✅ {} · {}", escape(&tr::discord_alert_acknowledged(language, &by.name)), moment(*at))
        }
        Phase::Snoozed { by, until, .. } => {
            let said = framed_time(*until, |when| tr::discord_alert_snoozed(language, &by.name, when));
            format!("🔕 {said} ({})", clock(*until))
        }
        Phase::Recovered { at } => {
            format!("🟢 **{}**", framed_time(*at, |when| tr::discord_alert_recovered(language, when)))
        }
    })
}

fn label(act: &Act, language: Language) -> Option<(String, Style)> {
    Some(match act {
        Act::Acknowledge => (tr::discord_alert_button_acknowledge(language), Style::Primary),
        Act::SnoozeHour => (tr::discord_alert_button_hour(language), Style::Secondary),
        Act::SnoozeMorning => (tr::discord_alert_button_morning(language), Style::Secondary),
        Act::Do { .. } => (tr::discord_button_start(language), Style::Success),
        Act::Approve | Act::Cancel | Act::Typed | Act::Turn { .. } => return None,
    })
}

const fn edge(severity: Severity) -> Edge {
    match severity {
        Severity::Critical | Severity::Error => Edge::Bad,
        Severity::Warning => Edge::Warning,
        Severity::Info => Edge::Plain,
    }
}

/// How people type an alert: `a17`.
pub(super) fn number(alert: &Alert) -> String {
    format!("a{}", alert.id.0)
}

/// A point in time as the reader's client writes it: how long ago.
fn moment(at: Timestamp) -> String {
    format!("<t:{}:R>", at.0)
}

/// A point in time as the reader's client writes it: day and time of day.
fn clock(at: Timestamp) -> String {
    format!("<t:{}:f>", at.0)
}

/// Stands for what is not to be escaped while the words around it are made; of Unicode's private use, so that no text has it.
const MARK: &str = "\u{e000}";

/// Words around a time that Discord writes.
fn framed_time(at: Timestamp, words: impl FnOnce(String) -> String) -> String {
    escape(&words(MARK.to_owned())).replace(MARK, &moment(at))
}

fn joined(lines: Vec<String>) -> String {
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
