//! Everything that a person reads passes through here: languages, texts, numbers, sizes, times, width, and the cleaning
//! of what machines wrote.
//!
//! Pure: no I/O, no clock. Three rules hold throughout:
//!
//! * **No sentence in the code.** Texts are Fluent messages under `locales/{en,de,ja}/*.ftl`, several files by area. The
//!   build turns each message of the reference language (English) into a function of [`tr`] with its arguments, so a
//!   missing key or argument does not compile; a missing translation fails a test.
//! * **Machine text is cleaned.** A text argument is passed through [`clean`] on its way into a message.
//! * **Figures are written by one function each**, in the form of the language: [`number`], [`bytes`], [`percent`],
//!   [`duration`], [`age`], [`moment`].
//!
//! ```
//! use lotse_model::Bytes;
//! use lotse_text::{Language, bytes, clean, fold};
//!
//! assert_eq!(bytes(Language::De, Bytes(1_610_612_736)), "1,5 GiB");
//! assert_eq!(clean("web\u{1b}[31m\u{202e}1"), "web1");
//! assert_eq!(fold("Ｍüller"), fold("MUELLER"));
//! ```
//!
//! May be depended on by every crate of the product but `pvesim`; depends on `lotse-model` alone.

mod catalogue;
mod clean;
mod duration;
mod fold;
mod language;
mod moment;
mod number;
mod size;
pub mod tr;
mod value;
mod width;

pub use catalogue::{keys, message};
pub use clean::{clean, clean_lines};
pub use duration::{age, duration, uptime};
pub use fold::fold;
pub use language::{Language, UnknownLanguage};
pub use moment::{UnknownZone, Zone, date, day, day_begins, moment, time, tomorrow_at};
pub use number::{decimal, number, percent, percent_fine};
pub use size::{bytes, mebibytes, rate};
pub use value::Value;
pub use width::{pad, pad_left, truncate, width};
