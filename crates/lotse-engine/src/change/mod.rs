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
//! | `note` | what matters before one says yes |
//! | `plan` | exactly what will be done, and its hash |
//! | `event`, `state` | what happened so far |
//! | `consent` | who said yes, and whether that counts |
//! | `policy` | what the operator decided: classes, second persons, what scripts may do |
//! | `freeze` | stopping all changes for a while |
//! | `course` | what is done next while it is carried out |
//! | `failure` | what the words of a server mean |
//! | `verdict` | how an item ended |

pub mod consent;
pub mod course;
pub mod desk;
pub mod error;
pub mod event;
pub mod failure;
pub mod freeze;
pub mod note;
pub mod operation;
pub mod plan;
pub mod policy;
pub mod request;
pub mod risk;
pub mod state;
pub mod verdict;
