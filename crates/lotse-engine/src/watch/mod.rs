//! The watch: each real incident is told once, to the right people, with its reason, and its end too; nothing else is told.
//!
//! ```text
//! poll ─▶ state (what is so of each thing) ─▶ reason (what explains it) ─▶ life (ok, suspect, alerting …) ─▶ alert
//!            truth table, pure                 task list, journal            pure, one per thing          │ one transaction
//!                                                                                                         ▼
//!                                       channel ◀─ delivery ◀─ outbox ◀─ route, quiet hours, maintenance ◀┘
//! ```
//!
//! Pure: everything but [`driver`](Watch) and the outbox's delivery. Time is an argument throughout, so a week passes in a
//! test in seconds. What lasts are documents of the store: who is watched (`monitor`), how each thing stands (`watched`), open
//! alerts (`alert`), and what is still to be told (`notice`). One process watches at a time; every process may acknowledge.

mod alert;
mod batch;
pub mod book;
mod channel;
pub mod covered;
mod deeds;
mod driver;
mod due;
mod entry;
pub mod explain;
mod follow;
mod health;
mod hours;
pub mod judge;
mod lease;
pub mod life;
mod look;
mod notice;
mod outbox;
mod reach;
mod reason;
pub mod route;
mod run;
#[cfg(test)]
mod sample;
mod second;
mod settings;
mod severity;
mod sighting;
pub(crate) mod silence;
mod standing;
mod state;
mod taken;
mod tell;
pub mod terms;
mod thing;
mod turn;
mod unwritten;
mod wiring;
pub mod words;

pub use self::{
    alert::{Alert, AlertId, Member, Phase, Told},
    channel::{Channel, Failed, Message, Sent, Tester},
    driver::{Watch, WatchSettings},
    entry::{Entry, EntryId, Identity},
    health::{ClusterPulse, Health, Pulse, Trouble, health},
    hours::any_until,
    lease::{BEAT, GONE_AFTER, Holder, Lease, holder, is_watched},
    notice::{Notice, NoticeKind},
    reason::{Cause, Reason},
    route::{Routed, channels_for},
    settings::{Daytime, Escalation, Flapping, Hours, Place, Route, Settings, Window},
    sighting::{Deed, Live, Second, Sighting},
    standing::{BOOT_TOLERANCE, Stage, Standing},
    state::State,
    thing::Thing,
    turn::{Book, Doubts, Happened, Turn, turn},
};
