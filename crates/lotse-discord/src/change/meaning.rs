//! What the buttons of a message mean: a card, as it stands in the store.
//!
//! A button carries a random id and nothing else. What it means stands here, and whether it counts is decided by the desk.

use std::collections::BTreeMap;

use lotse_model::{GuestRef, Timestamp};
use lotse_store::ActionId;
use lotse_text::Language;
use serde::{Deserialize, Serialize};

use crate::{alert::telling::Telling, clock::now, interaction::Line};

/// The kind of the documents.
pub(crate) const KIND: &str = "discord-card";

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub(crate) enum Act {
    /// Says yes to a plan, or opens the form where something is to be typed.
    Approve,
    /// Says no to a plan.
    Cancel,
    /// The form of a plan was sent.
    Typed,
    /// Asks for a change of the guest.
    Do {
        /// The command.
        command: String,
    },
    /// Shows another sheet.
    Turn {
        /// Which, from 0.
        to: usize,
    },
    /// Takes care of an alert.
    Acknowledge,
    /// Silences an alert for an hour.
    SnoozeHour,
    /// Silences an alert until the next morning.
    SnoozeMorning,
}

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub(crate) enum About {
    /// A plan that waits for its person.
    Plan {
        /// Which change.
        action: ActionId,
    },
    /// A change that is carried out.
    Running {
        /// Which change.
        action: ActionId,
    },
    /// An answer that can be turned, or that has a panel.
    Answer {
        /// The command it answers.
        line: Line,
        /// The sheet that is shown.
        sheet: usize,
        /// The guest of the panel.
        guest: Option<GuestRef>,
    },
    /// An alert that is told in a channel. The channel writes it and the bot reads it, so the document counts, not what is
    /// remembered of it here.
    Alert(Box<Telling>),
}

/// A message with buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Card {
    /// The guild.
    pub(crate) guild: u64,
    /// The channel.
    pub(crate) channel: u64,
    /// The message; unknown until Discord told it.
    pub(crate) message: Option<u64>,
    /// Who asked.
    pub(crate) asked: u64,
    /// The language that it is in, as its tag.
    pub(crate) language: String,
    /// Until when its buttons live.
    pub(crate) until: Timestamp,
    /// What it is about.
    pub(crate) about: About,
    /// Since when it is on its way to the channel; that of a version before this is not known.
    #[serde(default = "long_ago")]
    pub(crate) since: Timestamp,
    /// How many wrong codes were sent for it.
    #[serde(default)]
    pub(crate) wrong_codes: u8,
    /// Its buttons and forms, by their random ids.
    pub(crate) buttons: BTreeMap<String, Act>,
}

/// A random id for a button: 128 bits, so that none can be guessed.
pub(crate) fn new_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

const fn long_ago() -> Timestamp {
    Timestamp(0)
}

/// Where a card is, for whom, and in which language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// The guild.
    pub(crate) guild: u64,
    /// The channel.
    pub(crate) channel: u64,
    /// Who asked; 0 where nobody did.
    pub(crate) asked: u64,
    /// The language.
    pub(crate) language: Language,
}

impl Card {
    /// One without buttons, on its way to a message that is not known yet.
    pub(crate) fn of(at: At, until: Timestamp, about: About) -> Self {
        Self {
            guild: at.guild,
            channel: at.channel,
            message: None,
            asked: at.asked,
            language: at.language.tag().to_owned(),
            until,
            about,
            since: now(),
            wrong_codes: 0,
            buttons: BTreeMap::new(),
        }
    }

    /// A new button of it.
    pub(crate) fn button(&mut self, act: Act) -> String {
        let id = new_id();
        self.buttons.insert(id.clone(), act);
        id
    }

    /// The button or form that does this.
    pub(crate) fn id_of(&self, act: &Act) -> Option<&str> {
        self.buttons.iter().find(|(_, own)| *own == act).map(|(id, _)| id.as_str())
    }

    /// Whether an answer was used up and may still show its buttons.
    pub(crate) fn is_spent(&self) -> bool {
        matches!(self.about, About::Answer { .. }) && self.buttons.is_empty()
    }

    /// The language that it is in.
    pub(crate) fn language(&self) -> Language {
        Language::from_locale(&self.language).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn an_id_tells_nothing_and_fits() {
        let ids: std::collections::BTreeSet<_> = (0..100).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 100);
        assert!(ids.iter().all(|id| id.len() == 32));
    }
}
