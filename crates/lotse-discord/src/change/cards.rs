//! Which message has which buttons, and what each button does: kept in the store, so that a restart forgets none.
//!
//! A button carries a random id and nothing else. What it means stands here, and whether it counts is decided by the desk.
//!
//! A message gets its buttons only when it is known here which message it is, and a card is forgotten only when its message has
//! lost them. So wherever a process is killed, the next one finds every message that may have living buttons.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use lotse_model::{GuestRef, Timestamp};
use lotse_store::{ActionId, Appended, Shared};
use serde::{Deserialize, Serialize};

use crate::{alert::Telling, clock::now, interaction::Line};

/// The kind of the documents.
pub(crate) const KIND: &str = "discord-card";
/// So many cards have living buttons; beyond it the oldest dies.
const MOST: usize = 2000;

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

impl Card {
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
    pub(crate) fn language(&self) -> lotse_text::Language {
        lotse_text::Language::from_locale(&self.language).unwrap_or_default()
    }
}

#[derive(Debug, Default)]
struct Known {
    cards: HashMap<String, (Card, u64)>,
    keys: HashMap<String, String>,
}

/// Every message with living buttons.
#[derive(Debug)]
pub(crate) struct Cards {
    store: Shared,
    known: Mutex<Known>,
}

impl Cards {
    /// None yet.
    pub(crate) fn new(store: Shared) -> Self {
        Self { store, known: Mutex::default() }
    }

    /// Reads those of before a restart, with their keys.
    pub(crate) async fn load(&self) -> Vec<(String, Card)> {
        let documents = match self.store.documents(KIND).await {
            Ok(documents) => documents,
            Err(error) => {
                tracing::error!(%error, "the cards of before cannot be read; their buttons are dead");
                return Vec::new();
            }
        };
        let mut loaded = Vec::new();
        for document in documents {
            match serde_json::from_value::<Card>(document.body) {
                Ok(card) => {
                    self.remember(&document.key, card.clone(), document.version);
                    loaded.push((document.key, card));
                }
                Err(error) => tracing::warn!(key = document.key, %error, "a card of before cannot be read"),
            }
        }
        loaded
    }

    /// The same, where the button is not known also among what others have written since the start.
    pub(crate) async fn look_up(&self, button: &str) -> Option<(String, Card, Act)> {
        if let Some(found) = self.find(button) {
            return Some(found);
        }
        let documents = match self.store.documents(KIND).await {
            Ok(documents) => documents,
            Err(error) => {
                tracing::error!(%error, "cards cannot be read; a button is dead that may not be");
                return None;
            }
        };
        for document in documents {
            let Ok(card) = serde_json::from_value::<Card>(document.body) else { continue };
            if matches!(card.about, About::Alert(_)) {
                self.remember(&document.key, card, document.version);
            }
        }
        self.find(button)
    }

    /// Forgets what is remembered of a card that somebody else removed.
    pub(crate) fn forget(&self, key: &str) {
        self.with(|known| {
            if let Some((card, _)) = known.cards.remove(key) {
                for button in card.buttons.keys() {
                    known.keys.remove(button);
                }
            }
        });
    }

    /// Keeps a card. What the store refuses is kept in memory at least, and said in the log.
    pub(crate) async fn put(&self, key: &str, card: Card) {
        let (version, same) =
            self.with(|known| known.cards.get(key).map_or((0, false), |(old, version)| (*version, *old == card)));
        // The store takes what it has without counting a version.
        if same && version > 0 {
            return;
        }
        self.remember(key, card.clone(), version);
        let body = match serde_json::to_value(&card) {
            Ok(body) => body,
            Err(error) => {
                tracing::error!(%error, "a card cannot be written");
                return;
            }
        };
        match self.store.put_document(KIND, key, &body, version, now()).await {
            Ok(Appended::Done) => self.with(|known| {
                if let Some((_, kept)) = known.cards.get_mut(key) {
                    *kept = version + 1;
                }
            }),
            Ok(Appended::Overtaken) => tracing::warn!(key, "a card was written by somebody else meanwhile"),
            Err(error) => {
                tracing::error!(key, %error, "a card is not in the store: its buttons do not outlast a restart");
            }
        }
        let oldest = self.with(|known| {
            // Those of alerts live as long as these, and are as many.
            let own = known.cards.iter().filter(|(_, (card, _))| !matches!(card.about, About::Alert(_)));
            let count = own.clone().count();
            let oldest = own.min_by_key(|(_, (card, _))| card.until).map(|(key, _)| key.clone());
            oldest.filter(|_| count > MOST)
        });
        if let Some(oldest) = oldest {
            self.remove(&oldest).await;
        }
    }

    /// The card of a button or form, with its key and what that does. A button that stands nowhere is dead.
    pub(crate) fn find(&self, button: &str) -> Option<(String, Card, Act)> {
        self.with(|known| {
            let key = known.keys.get(button)?;
            let (card, _) = known.cards.get(key)?;
            Some((key.clone(), card.clone(), card.buttons.get(button)?.clone()))
        })
    }

    /// Whether a card is still kept.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.with(|known| known.cards.contains_key(key))
    }

    /// Forgets a card, which kills its buttons. Only one of several who try gets it.
    pub(crate) async fn remove(&self, key: &str) -> Option<Card> {
        let (card, version) = self.with(|known| {
            let removed = known.cards.remove(key)?;
            for button in removed.0.buttons.keys() {
                known.keys.remove(button);
            }
            Some(removed)
        })?;
        if let Err(error) = self.store.remove_document(KIND, key, version).await {
            tracing::error!(key, %error, "a card stays in the store");
        }
        Some(card)
    }

    /// Forgets a card that is still the one that was seen: it may stand for something else by now.
    pub(crate) async fn remove_seen(&self, key: &str, seen: &Card) {
        if self.with(|known| known.cards.get(key).is_some_and(|(card, _)| card == seen)) {
            self.remove(key).await;
        }
    }

    /// Uses a card up: its buttons are dead from now on, and the card is kept until its message shows that. Only one of several
    /// who try gets it.
    /// Returns under which key.
    pub(crate) async fn spend(&self, key: &str) -> Option<String> {
        let card = self.with(|known| {
            let (card, _) = known.cards.get_mut(key).filter(|(card, _)| !card.is_spent())?;
            let before = card.clone();
            card.buttons.clear();
            for button in before.buttons.keys() {
                known.keys.remove(button);
            }
            Some(before)
        })?;
        // The used one is there before the other is gone.
        let used = format!("{key}-used");
        self.put(&used, Card { buttons: BTreeMap::new(), ..card }).await;
        self.remove(key).await;
        Some(used)
    }

    /// The cards whose time is over.
    pub(crate) fn over(&self, now: Timestamp) -> Vec<(String, Card)> {
        self.with(|known| {
            let over = known.cards.iter().filter(|(_, (card, _))| card.until <= now);
            over.map(|(key, (card, _))| (key.clone(), card.clone())).collect()
        })
    }

    fn remember(&self, key: &str, card: Card, version: u64) {
        self.with(|known| {
            if let Some((old, _)) = known.cards.remove(key) {
                for button in old.buttons.keys() {
                    known.keys.remove(button);
                }
            }
            for button in card.buttons.keys() {
                known.keys.insert(button.clone(), key.to_owned());
            }
            known.cards.insert(key.to_owned(), (card, version));
        });
    }

    fn with<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use lotse_model::Timestamp;
    use lotse_store::{ActionId, Shared, Sqlite};

    use super::{About, Act, Card, Cards, new_id};

    fn card(until: i64) -> Card {
        Card {
            guild: 10,
            channel: 30,
            message: Some(40),
            asked: 7,
            language: "de".to_owned(),
            until: Timestamp(until),
            about: About::Plan { action: ActionId::new() },
            wrong_codes: 0,
            buttons: BTreeMap::new(),
        }
    }

    async fn store() -> Shared {
        Arc::new(Sqlite::in_memory().await.unwrap())
    }

    #[tokio::test]
    async fn a_button_means_the_same_after_a_restart() {
        let store = store().await;
        let cards = Cards::new(Arc::clone(&store));
        let mut one = card(100);
        let approve = one.button(Act::Approve);
        cards.put("k", one.clone()).await;
        one.message = Some(41);
        cards.put("k", one.clone()).await;
        let after = Cards::new(store);
        assert!(after.find(&approve).is_none(), "nothing is known before it is read");
        assert_eq!(after.load().await, [("k".to_owned(), one.clone())]);
        assert_eq!(after.find(&approve), Some(("k".to_owned(), one, Act::Approve)));
    }

    #[tokio::test]
    async fn a_card_is_taken_once_and_its_buttons_are_dead_then() {
        let store = store().await;
        let cards = Cards::new(Arc::clone(&store));
        let mut one = card(100);
        let approve = one.button(Act::Approve);
        cards.put("k", one).await;
        assert!(cards.remove("k").await.is_some());
        assert!(cards.remove("k").await.is_none());
        assert!(cards.find(&approve).is_none());
        assert!(Cards::new(store).load().await.is_empty());
    }

    #[tokio::test]
    async fn a_card_that_is_kept_twice_as_it_is_can_still_be_removed() {
        let store = store().await;
        let cards = Cards::new(Arc::clone(&store));
        let one = card(100);
        cards.put("k", one.clone()).await;
        cards.put("k", one).await;
        assert!(cards.remove("k").await.is_some());
        assert!(Cards::new(store).load().await.is_empty());
    }

    #[tokio::test]
    async fn what_is_over_is_found() {
        let cards = Cards::new(store().await);
        cards.put("old", card(100)).await;
        cards.put("new", card(200)).await;
        let over: Vec<_> = cards.over(Timestamp(150)).into_iter().map(|(key, _)| key).collect();
        assert_eq!(over, ["old"]);
    }

    #[tokio::test]
    async fn a_card_that_stands_for_something_else_by_now_is_not_forgotten_for_the_old() {
        let cards = Cards::new(store().await);
        let plan = card(100);
        cards.put("k", plan.clone()).await;
        let About::Plan { action } = plan.about else { panic!() };
        cards.put("k", Card { about: About::Running { action }, ..plan.clone() }).await;
        cards.remove_seen("k", &plan).await;
        assert!(cards.has("k"));
    }

    #[tokio::test]
    async fn a_panel_is_used_up_once_and_is_known_until_its_message_shows_it() {
        let store = store().await;
        let cards = Cards::new(Arc::clone(&store));
        let about = About::Answer { line: crate::interaction::Line::default(), sheet: 0, guest: None };
        let mut panel = Card { about, ..card(100) };
        let start = panel.button(Act::Do { command: "start".to_owned() });
        cards.put("k", panel).await;
        assert!(cards.spend("k").await.is_some());
        assert!(cards.spend("k").await.is_none());
        assert!(cards.find(&start).is_none());
        let after = Cards::new(store).load().await;
        assert!(matches!(after.as_slice(), [(_, card)] if card.is_spent()), "{after:?}");
    }

    #[test]
    fn an_id_tells_nothing_and_fits() {
        let ids: std::collections::BTreeSet<_> = (0..100).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 100);
        assert!(ids.iter().all(|id| id.len() == 32));
    }
}
