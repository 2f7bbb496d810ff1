//! Words to intent, in German, English and Japanese, without a model.
//!
//! [`Matcher::understand`] takes a phrase as somebody typed it and says what is wanted: one [`Intent`], its [`Slots`]
//! with the words as typed, what they name in the fleet, how sure that is, other readings, and why. It is pure and
//! deterministic: no clock, no network, no files, and no chance.
//!
//! ```
//! use lotse_intent::{Intent, Matcher, Names};
//!
//! let matcher = Matcher::new();
//! let answer = matcher.understand("Welche VMs laufen?", &Names::default(), None);
//! assert_eq!(answer.intent, Intent::ListVms);
//! assert_eq!(answer.slots.running, Some(true));
//! ```
//!
//! # The way of a phrase
//!
//! 1. `normalise` folds widths, capitals, umlauts and long marks to one form and keeps the way back to what was typed.
//! 2. `segment` cuts it into words; Japanese, which has no spaces, by the cheapest reading with the known words.
//!    `quote` finds what is somebody else's text.
//! 3. `sentence` looks every word up: in the [`Names`] of the fleet, and in the tables under `lexicon/`, of all three
//!    languages at once, since people mix them. What no table has is tried as a compound, then as a misspelt word.
//! 4. `change` judges whether it is an order. *Deny by default*: one word that is not accounted for, and it is none.
//! 5. `question` picks the best of its rules. A name that nothing has ("the snapshots of foobar") fills its slot all the
//!    same, so that no other question is answered.
//!
//! Reading a question wrongly costs a second question. Reading a sentence as an order that is none may cost a machine.
//! So a question may guess (a misspelt name, a part of one) and an order never does.
//!
//! Codes and shortcuts (`p3`, `proxmox-vms`) are not here: the command table owns them and looks before words are tried.
//!
//! Only pure crates may be below this one, and nothing here may perform input or output.

mod amount;
mod change;
mod change_words;
mod concept;
mod condition;
mod context;
mod intent;
pub mod inventory;
mod latin;
mod lexicon;
mod matcher;
mod names;
mod normalise;
mod quantity;
mod question;
mod quote;
mod reference;
mod segment;
mod sentence;
mod small_talk;
mod typo;
mod understanding;

pub use intent::{Intent, UnknownIntent};
pub use inventory::Inventory;
pub use matcher::Matcher;
pub use names::{AliasTarget, GuestName, Kind, Names};
pub use reference::Reference;
pub use small_talk::SmallTalk;
pub use understanding::{Candidate, Condition, Guests, Refused, Slots, Timeframe, Topic, Understanding};
