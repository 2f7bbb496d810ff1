//! Arguments of texts.

use std::borrow::Cow;

use fluent_bundle::FluentValue;
use lotse_model::{Argument, Bytes, Seconds, Share, Timestamp};

use crate::{
    Language, Zone, clean,
    clean::clean_lines,
    duration::{age, duration},
    moment::moment,
    number::percent,
    size::bytes,
};

/// An argument of a text, written in the form of the text's language.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Words of one line. Cleaned: control characters, escape sequences and marks that hide or reorder are taken out.
    Text(Cow<'a, str>),
    /// Words of several lines. Cleaned like [`Value::Text`], but line breaks stay.
    Lines(Cow<'a, str>),
    /// A count: grouped digits, and the text may choose its plural by it. Ids are not counts: pass them as text.
    Count(u64),
    /// A number with at most two decimals; the text may choose its plural by it.
    Number(f64),
    /// A size in IEC units.
    Bytes(Bytes),
    /// A whole percentage.
    Share(Share),
    /// A length of time.
    Duration(Seconds),
    /// How long ago something was.
    Age(Seconds),
    /// A point in time, in a zone.
    Time(Timestamp, Zone),
}

impl<'a> Value<'a> {
    /// The value of a finding's argument, with times in `zone`.
    #[must_use]
    pub fn of_argument(argument: &'a Argument, zone: &Zone) -> Self {
        match argument {
            Argument::Text(words) => Self::Text(Cow::Borrowed(words)),
            Argument::Count(count) => Self::Count(*count),
            Argument::Bytes(size) => Self::Bytes(Bytes(*size)),
            Argument::PerMille(part) => Self::Share(Share::new(f64::from(*part) / 1000.0)),
            Argument::Seconds(length) => Self::Duration(Seconds(*length)),
            Argument::Time(at) => Self::Time(*at, zone.clone()),
        }
    }

    /// The value as it stands in a text of `language`.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        match self {
            Self::Text(words) => clean(words).into_owned(),
            Self::Lines(words) => clean_lines(words).into_owned(),
            Self::Count(count) => crate::number(language, *count),
            Self::Number(number) => crate::decimal(language, *number, 2),
            Self::Bytes(size) => bytes(language, *size),
            Self::Share(share) => percent(language, *share),
            Self::Duration(length) => duration(language, *length),
            Self::Age(length) => age(language, *length),
            Self::Time(at, zone) => moment(language, *at, zone),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a count beyond 2^53 would differ in its last digit only")]
    pub(crate) fn in_fluent(&self, language: Language) -> FluentValue<'static> {
        match self {
            Self::Count(count) => FluentValue::from(*count as f64),
            Self::Number(number) => FluentValue::from(*number),
            other => FluentValue::from(other.in_words(language)),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $make:expr;)+) => {
        $(impl<'a> From<$from> for Value<'a> {
            fn from($value: $from) -> Self {
                $make
            }
        })+
    };
}

value_from! {
    &'a str => |words| Self::Text(Cow::Borrowed(words));
    &'a String => |words| Self::Text(Cow::Borrowed(words));
    String => |words| Self::Text(Cow::Owned(words));
    Cow<'a, str> => |words| Self::Text(words);
    u64 => |count| Self::Count(count);
    u32 => |count| Self::Count(u64::from(count));
    u16 => |count| Self::Count(u64::from(count));
    usize => |count| Self::Count(count as u64);
    f64 => |number| Self::Number(number);
    Bytes => |size| Self::Bytes(size);
    Share => |share| Self::Share(share);
    Seconds => |length| Self::Duration(length);
}
