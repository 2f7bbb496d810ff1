//! Points in time, in a zone and in each language's form. A time always shows its offset from UTC, since a fleet and its
//! people may live in different zones.

use std::fmt;

use jiff::tz::TimeZone;
use lotse_model::Timestamp;

use crate::Language;

/// A time zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// What was given names no time zone that is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(
    /// What was given.
    pub String,
);

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown time zone {:?}", self.0)
    }
}

impl std::error::Error for UnknownZone {}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone of this name in the IANA database (`Europe/Berlin`).
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone(name.to_owned()))
    }

    /// The zone of the machine that this runs on; UTC where it does not say.
    #[must_use]
    pub fn system() -> Self {
        Self(TimeZone::try_system().unwrap_or(TimeZone::UTC))
    }

    /// The zone as the library of times knows it, for those who reckon in it.
    #[must_use]
    pub const fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The zone's name, when it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.iana_name()
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name().unwrap_or("-"))
    }
}

/// `2026-11-22 08:14 +01:00`, `22.11.2026 08:14 +01:00`, `2026年11月22日 08:14 +09:00`; UTC as `UTC`.
#[must_use]
pub fn moment(language: Language, at: Timestamp, zone: &Zone) -> String {
    written(at, zone, |zoned| format!("{} {} {}", day_of(language, zoned), zoned.strftime("%H:%M"), offset(zoned)))
}

/// The day and time without the offset, for a column whose head names the zone: `2026-11-22 08:14`.
#[must_use]
pub fn date(language: Language, at: Timestamp, zone: &Zone) -> String {
    written(at, zone, |zoned| match language {
        // A column has no room for the long form.
        Language::Ja => zoned.strftime("%Y/%m/%d %H:%M").to_string(),
        _ => format!("{} {}", day_of(language, zoned), zoned.strftime("%H:%M")),
    })
}

/// The day alone: `2026-11-22`, `22.11.2026`, `2026年11月22日`.
#[must_use]
pub fn day(language: Language, at: Timestamp, zone: &Zone) -> String {
    written(at, zone, |zoned| day_of(language, zoned))
}

/// When a day begins that a person typed: `2026-11-22`, `22.11.2026`, `2026年11月22日`; `None` where it is no day.
#[must_use]
pub fn day_begins(text: &str, zone: &Zone) -> Option<Timestamp> {
    let text = text.trim();
    let forms = ["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y年%m月%d日"];
    let day = forms.iter().find_map(|form| jiff::civil::Date::strptime(form, text).ok())?;
    let begins = day.to_zoned(zone.0.clone()).ok()?;
    Some(Timestamp(begins.timestamp().as_second()))
}

/// When it is so many o'clock on the day after that of `now`; where clocks go forward over that hour, when it is over.
#[must_use]
pub fn tomorrow_at(now: Timestamp, hour: i8, zone: &Zone) -> Option<Timestamp> {
    let today = jiff::Timestamp::from_second(now.0).ok()?.to_zoned(zone.0.clone()).date();
    let time = jiff::civil::Time::new(hour, 0, 0, 0).ok()?;
    let then = today.tomorrow().ok()?.to_datetime(time).to_zoned(zone.0.clone()).ok()?;
    Some(Timestamp(then.timestamp().as_second()))
}

/// The time of day with seconds: `08:14:23`, the same in all three languages.
#[must_use]
pub fn time(at: Timestamp, zone: &Zone) -> String {
    written(at, zone, |zoned| zoned.strftime("%H:%M:%S").to_string())
}

/// A server may report any number as a time; one outside of the calendar is shown as that number.
fn written(at: Timestamp, zone: &Zone, form: impl FnOnce(&jiff::Zoned) -> String) -> String {
    match jiff::Timestamp::from_second(at.0) {
        Ok(instant) => form(&instant.to_zoned(zone.0.clone())),
        Err(_) => at.0.to_string(),
    }
}

fn day_of(language: Language, zoned: &jiff::Zoned) -> String {
    match language {
        Language::De => zoned.strftime("%d.%m.%Y").to_string(),
        Language::En => zoned.strftime("%Y-%m-%d").to_string(),
        Language::Ja => zoned.strftime("%Y年%-m月%-d日").to_string(),
    }
}

fn offset(zoned: &jiff::Zoned) -> String {
    if zoned.offset().is_zero() { "UTC".to_owned() } else { zoned.strftime("%:z").to_string() }
}

#[cfg(test)]
mod tests {
    use lotse_model::Timestamp;

    use super::{Zone, day, moment, time};
    use crate::Language::{De, En, Ja};

    /// 2026-11-22 07:14:23 UTC.
    const AT: Timestamp = Timestamp(1_795_331_663);

    #[test]
    fn moments_show_their_offset_in_each_language() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(moment(De, AT, &berlin), "22.11.2026 08:14 +01:00");
        assert_eq!(moment(En, AT, &Zone::utc()), "2026-11-22 07:14 UTC");
        assert_eq!(moment(Ja, AT, &Zone::named("Asia/Tokyo").unwrap()), "2026年11月22日 16:14 +09:00");
        assert_eq!(day(Ja, AT, &berlin), "2026年11月22日");
        assert_eq!(time(AT, &berlin), "08:14:23");
    }

    #[test]
    fn a_day_is_read_in_the_form_of_each_language() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        for text in ["2026-11-22", "22.11.2026", "2026/11/22", "2026年11月22日"] {
            let begins = super::day_begins(text, &berlin).unwrap();
            assert_eq!(moment(En, begins, &berlin), "2026-11-22 00:00 +01:00", "{text}");
        }
        for text in ["", "2026-13-01", "31.02.2026", "yesterday", "2026-11-22x"] {
            assert_eq!(super::day_begins(text, &berlin), None, "{text}");
        }
    }

    #[test]
    fn a_time_outside_of_the_calendar_is_shown_as_it_came() {
        assert_eq!(moment(En, Timestamp(i64::MAX), &Zone::utc()), i64::MAX.to_string());
    }

    #[test]
    fn an_unknown_zone_is_an_error_with_its_name() {
        assert_eq!(Zone::named("Europe/Atlantis").unwrap_err().0, "Europe/Atlantis");
    }
}
