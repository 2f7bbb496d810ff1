//! The application: what is known of the fleet, what can be asked of it, and how answers are laid out. No front end and
//! no medium: a front end translates its medium to a [`Call`](command::Call) and a [`Page`](page::Page) to its medium.
//!
//! A question takes this way:
//!
//! ```text
//! words ─ lotse-intent ─▶ command::meant ─▶ command::Call ─▶ Command::run ─▶ view::Answer ─▶ page::Page
//!                                               ▲               │
//!                           command::intents ───┘               ▼
//!                           (shortcuts, codes)        fleet::Cluster ─▶ topics (kept answers) ─▶ lotse-pve
//! ```
//!
//! * [`fleet`]: all clusters, each with its client, its kept answers and its last snapshot
//! * [`topics`]: how long an answer may be taken as it is, and that it is fetched once for all who ask
//! * [`inventory`]: snapshots, their differences, and the search over them
//! * [`memory`]: what is remembered of the fleet from one process to the next
//! * [`findings`]: what is wrong, with evidence, and what could not be checked
//! * [`sweep`]: details that are read in the background
//! * [`access`]: who may see and do what
//! * [`audit`]: who did what, in a chain
//! * [`change`]: from a request to its outcome
//! * [`watch`]: what is watched, alerts, and what is told to whom
//! * [`resolve`]: from a name as typed to the one thing that is meant
//! * [`command`]: the table of everything a person can ask; [`Asking`] is what a command is given
//! * [`process`]: which process this is, for what one at a time may hold
//! * [`view`] and [`page`]: an answer as data, and the same in a language, laid out
//!
//! Pure: `inventory` but for its driver, `findings` but for `gather`, `resolve`, `view`, `page`, `context`.
//!
//! May be depended on by the binary and the front ends.

pub mod access;
mod asking;
pub mod audit;
#[cfg(test)]
mod canned;
pub mod change;
mod closest;
pub mod command;
mod context;
pub mod findings;
pub mod fleet;
pub mod inventory;
pub mod memory;
mod narrow;
pub mod page;
pub mod process;
pub mod resolve;
pub mod sweep;
pub mod topics;
pub mod view;
pub mod watch;

pub use asking::Asking;
