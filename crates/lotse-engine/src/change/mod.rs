//! Changes: from a request to its outcome.
//!
//! ```text
//! Request ─▶ targets ─▶ policy ─▶ pre-flight ─▶ Plan ─▶ approval ─▶ execution ─▶ read back ─▶ Outcome
//!   Call      resolve    risk      look, notes   hash    Consent      journal      verified / failed / inconclusive
//! ```
//!
//! Pure: everything but `desk` (the driver), `look` (reads for the pre-flight) and `read_back`. A change is an
//! [`Action`](state::Action): a list of [`Event`](event::Event)s in the journal, folded to a state. Whoever adds an event
//! that no longer fits is told so, so that a double click, a second process and a replay after a crash all end the same way:
//! nothing happens twice.
//!
//! | file | idea |
//! |---|---|
//! | `operation` | what can be done |
//! | `request` | what a person asked for |
//! | `risk` | how dangerous that is |
//! | `note`, `notes` | what matters before one says yes, and every code of it |
//! | `names`, `targets` | whether a name is taken, and who is meant |
//! | `look` | what is read before, and which facts of it must still be so |
//! | `prepare`, `again` | from a request to its plan, and the same facts once more |
//! | `steps` | from an item to its calls |
//! | `check` | whether it is so afterwards |
//! | `plan` | exactly what will be done, and its hash |
//! | `event`, `state` | what happened so far |
//! | `consent` | who said yes, and whether that counts |
//! | `policy` | what the operator decided: classes, second persons, what scripts may do |
//! | `freeze` | stopping all changes for a while |
//! | `course` | what is done next while it is carried out |
//! | `failure` | what the words of a server mean |
//! | `verdict` | how an item ended |

pub mod again;
pub mod check;
pub mod consent;
pub mod course;
pub mod desk;
pub mod error;
pub mod event;
pub mod failure;
pub mod freeze;
mod look;
pub mod names;
pub mod note;
pub mod notes;
pub mod operation;
pub mod plan;
pub mod policy;
pub mod prepare;
pub mod request;
pub mod risk;
mod romanise;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sequences;
pub mod state;
pub mod steps;
mod targets;
pub mod verdict;

pub(crate) use look::identity as identity_of;
