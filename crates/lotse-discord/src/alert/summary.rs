//! Several alerts in one message, oldest first. Pure.

use std::collections::BTreeMap;

use lotse_engine::{
    page::Reader,
    watch::{Alert, AlertId, Notice, NoticeKind, Thing},
};
use lotse_text::tr;

use super::card;
use crate::answer::{
    cut::units,
    escape::{escape, title},
    message::{Edge, Embed, Message},
};

/// So many units of text, so that the rest of the message has room within what all embeds may hold (6000).
const ROOM: usize = 3600;
/// So many lines, so that it can be read on a phone.
const LINES: usize = 30;

/// One message that tells of all of them: a line for each alert, as it was told last; what came and went is told as over.
pub(super) fn message(notices: &[Notice], reader: &Reader) -> Message {
    let language = reader.language;
    let mut order: Vec<(AlertId, Thing)> = Vec::new();
    let mut last: BTreeMap<(AlertId, Thing), &Notice> = BTreeMap::new();
    for notice in notices {
        let Some(alert) = &notice.alert else { continue };
        // Those without a number are told from each other by what they are about.
        let key = (alert.id, alert.thing.clone());
        if last.insert(key.clone(), notice).is_none() {
            order.push(key);
        }
    }
    let told: Vec<_> = order.iter().filter_map(|id| last.get(id)).collect();
    let is_over = |notice: &&&&Notice| notice.kind == NoticeKind::Recovered;
    let over = told.iter().filter(is_over).count();
    let mut lines = Vec::new();
    let mut taken = 0;
    for notice in &told {
        let Some(alert) = &notice.alert else { continue };
        let line = card::line(alert, notice.kind, reader);
        taken += units(&line) + 1;
        if taken > ROOM || lines.len() >= LINES {
            break;
        }
        lines.push(line);
    }
    let left = told.len().saturating_sub(lines.len());
    if left > 0 {
        lines.push(escape(&tr::discord_alert_more(language, left as u64)));
        lines.push(format!("-# {}", escape(&tr::discord_alert_more_hint(language))));
    }
    if !notices.iter().filter_map(|notice| notice.alert.as_ref()).all(Alert::is_numbered) {
        lines.push(format!("-# {}", escape(&tr::watch_line_unwritten(language))));
    }
    let open = told.len().saturating_sub(over);
    let head = tr::discord_alert_summary(language, told.len() as u64, open as u64);
    let edge = if open == 0 { Edge::Good } else { Edge::Warning };
    let title = format!("📋 {}", title(&head));
    Message::card(Embed { title, description: lines.join("\n"), edge, ..Embed::default() })
}
