//! Where alerts are told: e-mail, a generic webhook, ntfy, Telegram, Slack, Matrix and Gotify.
//!
//! A [`Letter`] is what is told, in words and as data; a [`Wire`] is one place to which it goes. A wire lays the letter out in
//! its own form, keeps to the limits of its server, and says what became of it: a [`Receipt`], or [`Trouble`] that tells what
//! passes by itself from what a person must put right. It decides nothing else: who is told what and when, how often it is
//! tried again and in which order is the watch's affair.
//!
//! What holds on every wire:
//!
//! * TLS is always checked, against the system's authorities or those of one file; without TLS only this machine is talked to.
//! * Redirects are not followed, answers are bounded, every exchange has a deadline.
//! * A secret, or an address that holds one, is in no error and no log.
//! * Text from machines is cleaned, escaped where the wire has an escape, and calls nobody (`@everyone`, `<!channel>`, `@room`).
//! * What does not fit is cut with a mark that says how much is missing. How to acknowledge is never cut off.
//! * Whatever the wire has for it makes a second attempt of the same letter the same letter (see each wire's own words).
//!
//! ```
//! use lotse_notify::{Kind, Letter, Weight};
//! use lotse_text::Language;
//!
//! let letter = Letter {
//!     id: "0199a1b2-0000-7000-8000-000000000001".parse().unwrap(),
//!     kind: Kind::Raised,
//!     weight: Weight::Error,
//!     subject: "web1 is off".to_owned(),
//!     lines: vec!["no task explains it".to_owned()],
//!     foot: vec!["lotse monitor-ack 17".to_owned()],
//!     thread: None,
//!     language: Language::En,
//!     at: "2026-11-22T07:14:23Z".parse().unwrap(),
//!     notices: Vec::new(),
//! };
//! assert!(letter.kind.opens());
//! ```
//!
//! Depends on `lotse-text` alone; the engine knows nothing of it.

mod address;
mod authority;
mod clock;
mod gotify;
mod http;
mod layout;
mod letter;
mod mail;
mod matrix;
mod ntfy;
mod pace;
mod scrub;
mod settings;
mod slack;
mod telegram;
mod trouble;
mod webhook;
mod wire;

pub use self::{
    address::Address,
    authority::Authority,
    gotify::{Gotify, GotifySettings},
    letter::{Kind, Letter, Receipt, Thread, Weight},
    mail::{Mail, MailSettings, Security},
    matrix::{Matrix, MatrixSettings},
    ntfy::{Ntfy, NtfyLogin, NtfySettings},
    pace::Rate,
    settings::SettingsError,
    slack::{Slack, SlackSettings, SlackWay},
    telegram::{Telegram, TelegramSettings},
    trouble::Trouble,
    webhook::{Webhook, WebhookSettings, sign},
    wire::Wire,
};
