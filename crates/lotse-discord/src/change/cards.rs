//! Which message has which buttons, and what each button does: kept in the store, so that a restart forgets none.
//!
//! A message gets its buttons only when it is known here which message it is, and a card is forgotten only when its message has
//! lost them. So wherever a process is killed, the next one finds every message that may have living buttons.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use lotse_model::Timestamp;
use lotse_store::{Appended, Shared};

use super::meaning::{About, Act, Card, KIND};
use crate::clock::now;

/// So many cards have living buttons; beyond it the oldest dies.
const MOST: usize = 2000;

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

    use super::Cards;
    use crate::change::meaning::{About, Act, Card};

    fn card(until: i64) -> Card {
        Card {
            guild: 10,
            channel: 30,
            message: Some(40),
            asked: 7,
            language: "de".to_owned(),
            until: Timestamp(until),
            about: About::Plan { action: ActionId::new() },
            since: Timestamp(50),
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
}
