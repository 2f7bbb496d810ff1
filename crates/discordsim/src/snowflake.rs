//! The ids of Discord.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// Milliseconds from the Unix epoch to Discord's own, the first second of 2015
/// (`Snowflakes` in Discord's API reference).
pub const EPOCH: i64 = 1_420_070_400_000;

/// An id of Discord: milliseconds since [`EPOCH`] above 22 bits of worker, process and counter. On the wire a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Snowflake(pub u64);

impl Snowflake {
    /// The id number `counter` that is given out at `at`.
    #[must_use]
    pub fn at(at: Timestamp, counter: u64) -> Self {
        let since = u64::try_from(at.as_millisecond() - EPOCH).unwrap_or_default();
        Self((since << 22) | (counter & 0x3f_ffff))
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl FromStr for Snowflake {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
