//! Who may see and do what, decided from rules, the person and what was freshly read. Pure.

mod grants;
mod person;

pub use grants::Grants;
pub use person::{Medium, Person, Place};
