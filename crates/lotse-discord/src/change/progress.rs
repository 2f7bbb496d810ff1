//! How far a change is, as its message shows it. Pure.

use std::collections::BTreeMap;

use lotse_engine::change::{
    desk::Told,
    event::Outcome,
    plan::Subject,
    state::{Action, Stage},
};
use lotse_model::Share;
use lotse_pve::ops::follow::TaskEvent;
use lotse_text::{Language, percent, tr, truncate};

use super::card;
use crate::answer::{
    escape::{code, escape},
    message::{Edge, Message},
    sheet::Sheet,
    table,
};

/// So many guests have a line of their own.
const SHOWN: usize = 15;
/// So many cells a bar takes.
const BAR: u32 = 10;

/// What was told so far.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    action: Action,
    tasks: BTreeMap<usize, Task>,
}

#[derive(Debug, Clone, Default)]
struct Task {
    share: Option<Share>,
    line: String,
    in_trouble: bool,
}

impl Progress {
    /// Nothing yet.
    pub(super) const fn new(action: Action) -> Self {
        Self { action, tasks: BTreeMap::new() }
    }

    /// Notes what is told.
    pub(super) fn note(&mut self, told: Told) {
        match told {
            Told::Action(action) => self.action = *action,
            Told::Task { item, event } => {
                let task = self.tasks.entry(item).or_default();
                task.in_trouble = matches!(event, TaskEvent::Trouble(_));
                match event {
                    TaskEvent::Line(line) => task.line = line.text,
                    TaskEvent::Progress(share) => task.share = Some(share),
                    TaskEvent::Trouble(_) => {}
                }
            }
        }
    }

    /// The message.
    pub(super) fn message(&self, language: Language) -> Message {
        let mut lines = vec![format!("⏳ **{}**", escape(&tr::discord_running(language)))];
        let items = &self.action.proposal.plan.items;
        for (index, item) in items.iter().enumerate().take(SHOWN) {
            let name = match &item.subject {
                Subject::Guest { guest, name, .. } => match name {
                    Some(name) => format!("{} {}", code(&guest.to_string()), escape(name)),
                    None => code(&guest.to_string()),
                },
                Subject::Job { id } => code(id),
            };
            lines.push(format!("{} {name}{}", self.sign(index), self.said(index, language)));
        }
        if items.len() > SHOWN {
            lines.push(escape(&tr::discord_running_more(language, (items.len() - SHOWN) as u64)));
        }
        Message::card(card::embed(&self.action, &Sheet::default(), lines, Edge::Waiting))
    }

    fn sign(&self, index: usize) -> &'static str {
        let progress = match &self.action.stage {
            Stage::Running(items) | Stage::Finished(items) => items.get(index),
            Stage::Pending | Stage::Dropped(_) => None,
        };
        match progress {
            Some(progress) => match &progress.settled {
                Some((Outcome::Verified, _)) => "✅",
                Some((Outcome::Failed, _)) => "❌",
                Some((Outcome::Inconclusive, _)) => "❔",
                Some((Outcome::NotBegun, _)) => "✖️",
                None if progress.under_way.is_some() => "▶️",
                None => "▫️",
            },
            None => "▫️",
        }
    }

    fn said(&self, index: usize, language: Language) -> String {
        let Some(task) = self.tasks.get(&index) else { return String::new() };
        let mut said = String::new();
        if let Some(share) = task.share {
            said.extend([" · `", &bar(share), "` ", &escape(&percent(language, share))]);
        }
        if task.in_trouble {
            said.extend([" · ", &escape(&tr::discord_task_trouble(language))]);
        }
        if !task.line.trim().is_empty() {
            // On a line of its own, as wide as a phone.
            said.extend(["\n-# ", &code(&truncate(&lotse_text::clean(&task.line), table::CELLS))]);
        }
        said
    }
}

/// A bar of ten signs.
fn bar(share: Share) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nothing and ten")]
    let full = (share.get().clamp(0.0, 1.0) * f64::from(BAR)).round() as u32;
    let sign = |index| if index < full { '█' } else { '░' };
    (0..BAR).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use lotse_model::Share;

    use super::bar;

    #[test]
    fn a_bar_is_as_long_whatever_the_server_reports() {
        for share in [0.0, 0.04, 0.5, 0.999, 1.0, 7.0] {
            assert_eq!(bar(Share::new(share)).chars().count(), 10);
        }
        assert_eq!(bar(Share::new(0.5)), "█████░░░░░");
    }
}
