//! Who may see and do what, decided from rules, the person and what was freshly read. Pure, but for `identity`'s driver.
//!
//! ```text
//! [[access]] ─▶ Rule ─┐
//!      Person ────────┴─▶ Access::grants ─▶ Grants ─▶ which names may be looked up     (Asking::look, ::directory)
//!                                            │  └───▶ may this command touch this guest (Grants::allows, by the desk)
//!                                            └──────▶ Sight ─▶ redact: every answer once more, view by view
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `person` | who asks, and from where |
//! | `who`, `may`, `scope` | the three parts of a rule |
//! | `rule` | rules, and what they grant whom |
//! | `included` | whether a scope lies within another |
//! | `grants` | what one person may see and do |
//! | `denied` | a refusal, with the rule that would be needed |
//! | `sight` | which guests of the fleet as it is now may be named |
//! | `redact` | an answer without what may not be seen, a file for each kind of view |
//! | `identity` | whether a number is still the guest that a rule was written for |

mod asking;
mod denied;
mod error;
mod grants;
pub mod identity;
mod included;
mod may;
mod person;
pub mod redact;
mod rule;
mod scope;
mod sight;
mod who;

pub use asking::{Doubt, Holder};
pub use denied::Denied;
pub use error::RuleError;
pub use grants::{Grant, Grants, Target};
pub use may::May;
pub use person::{Medium, Person, Place};
pub use rule::{Access, Field, Rule, RuleProblem};
pub use scope::{Clusters, Entry};
pub use sight::Sight;
pub use who::{Who, WhoKind};
