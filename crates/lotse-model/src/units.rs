//! Units in types: bytes, shares, durations, points in time, and "so much of so much".

use serde::{Deserialize, Serialize};

/// A number of bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// So many MiB (1024² bytes), the unit of guest memory in Proxmox's configuration.
    #[must_use]
    pub const fn from_mib(mib: u64) -> Self {
        Self(mib.saturating_mul(1 << 20))
    }

    /// So many GiB (1024³ bytes), the unit of guest disks in Proxmox's configuration.
    #[must_use]
    pub const fn from_gib(gib: u64) -> Self {
        Self(gib.saturating_mul(1 << 30))
    }

    /// Whole MiB, rounded to the nearest.
    #[must_use]
    pub const fn mib(self) -> u64 {
        self.0.saturating_add(1 << 19) >> 20
    }
}

/// A part of a whole, 0 to 1. What machines report may lie a little outside (a guest on more cores than counted) and is
/// kept as reported; what is not finite becomes 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(f64);

impl Share {
    /// The share `value`, where 1 is the whole.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self(if value.is_finite() && value > 0.0 { value } else { 0.0 })
    }

    /// The share as a number, where 1 is the whole.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The share in percent.
    #[must_use]
    pub fn percent(self) -> f64 {
        self.0 * 100.0
    }
}

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u64);

/// A point in time: whole seconds since 1970-01-01 00:00 UTC, as Proxmox reports it. In JSON it is RFC 3339 in UTC; one
/// outside of the calendar (a server may report any number) stays that number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Timestamp(pub i64);

/// A point in time as it is written.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Calendar(jiff::Timestamp),
    Number(i64),
}

impl From<Timestamp> for Written {
    fn from(at: Timestamp) -> Self {
        jiff::Timestamp::from_second(at.0).map_or(Self::Number(at.0), Self::Calendar)
    }
}

impl From<Written> for Timestamp {
    fn from(written: Written) -> Self {
        match written {
            Written::Calendar(at) => Self(at.as_second()),
            Written::Number(seconds) => Self(seconds),
        }
    }
}

impl Timestamp {
    /// How long before `now` this was; zero when it lies in the future (clocks apart).
    #[must_use]
    pub fn age(self, now: Self) -> Seconds {
        Seconds(u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

/// So much of so much: used of total, both in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// What is used.
    pub used: Bytes,
    /// The whole.
    pub total: Bytes,
}

impl Use {
    /// `used` of `total`.
    #[must_use]
    pub const fn new(used: Bytes, total: Bytes) -> Self {
        Self { used, total }
    }

    /// The used share; `None` of a total of nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than the 53 bits of an f64")]
    pub fn share(self) -> Option<Share> {
        (self.total.0 > 0).then(|| Share::new(self.used.0 as f64 / self.total.0 as f64))
    }

    /// What is left.
    #[must_use]
    pub const fn free(self) -> Bytes {
        Bytes(self.total.0.saturating_sub(self.used.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Seconds, Share, Timestamp, Use};

    #[test]
    fn nothing_of_nothing_has_no_share() {
        assert_eq!(Use::new(Bytes(0), Bytes(0)).share(), None);
    }

    #[test]
    fn a_share_is_never_negative_or_not_a_number() {
        assert_eq!(Share::new(f64::NAN).get().to_bits(), 0);
        assert_eq!(Share::new(-0.5).get().to_bits(), 0);
    }

    #[test]
    fn the_age_of_the_future_is_zero() {
        assert_eq!(Timestamp(10).age(Timestamp(4)), Seconds(0));
        assert_eq!(Timestamp(4).age(Timestamp(10)), Seconds(6));
    }

    #[test]
    fn a_time_is_written_in_rfc_3339_and_any_number_survives() {
        assert_eq!(serde_json::to_string(&Timestamp(1_795_323_683)).unwrap(), "\"2026-11-22T05:01:23Z\"");
        for seconds in [0, 1_795_323_683, i64::MAX, i64::MIN] {
            let written = serde_json::to_string(&Timestamp(seconds)).unwrap();
            assert_eq!(serde_json::from_str::<Timestamp>(&written).unwrap(), Timestamp(seconds));
        }
    }

    #[test]
    fn mebibytes_are_rounded_to_the_nearest() {
        assert_eq!(Bytes(2_147_483_648).mib(), 2048);
        assert_eq!(Bytes((1 << 20) * 3 / 2).mib(), 2);
    }
}
