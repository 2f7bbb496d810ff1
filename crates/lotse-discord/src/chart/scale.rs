//! Where marks stand on the axes, and what is written there.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Unit, ZonedRound};
use lotse_model::Share;
use lotse_text::{Language, Zone, decimal, percent};

/// What a scale counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// A share, 0 to 1, written in per cent.
    Share,
    /// Bytes, in powers of 1024 as memory is sold.
    Bytes,
    /// Bytes a second, in powers of 1000 as networks are.
    Rate,
}

/// The vertical axis of a panel: from nothing to `top`, with marks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    measure: Measure,
    pub(super) top: f64,
    pub(super) marks: Vec<f64>,
}

/// Marks besides zero, at most.
const MARKS: f64 = 4.0;

impl Scale {
    /// The axis for samples up to `peak` of something that has a whole or has none.
    pub(super) fn of(measure: Measure, peak: f64, whole: Option<f64>) -> Self {
        let end = match (measure, whole) {
            // A processor that is hardly busy would be a flat line at the bottom: its axis ends at the next quarter.
            (Measure::Share, _) => [0.1, 0.25, 0.5].into_iter().find(|end| *end >= peak * 1.1).unwrap_or(peak.max(1.0)),
            (Measure::Bytes, Some(whole)) => whole.max(peak),
            (Measure::Bytes | Measure::Rate, _) => peak * 1.1,
        };
        let least = match measure {
            Measure::Share => 0.1,
            Measure::Bytes => 1024.0,
            Measure::Rate => 1000.0,
        };
        let end = end.max(least);
        let step = step(measure, end);
        // With a whole the axis ends there and not at a round number above it.
        let top = if measure == Measure::Bytes && whole.is_some() { end } else { (end / step).ceil() * step };
        let mut marks = vec![0.0];
        let mut next = step;
        while next <= top * 1.001 {
            marks.push(next);
            next += step;
        }
        Self { measure, top, marks }
    }

    /// A value in the words of this axis.
    pub(super) fn words(&self, value: f64, language: Language) -> String {
        match self.measure {
            // The sign stands as it does in the text beside the picture.
            Measure::Share => {
                let sign = percent(language, Share::new(0.0)).replace('0', "");
                format!("{}{sign}", digits(language, value * 100.0))
            }
            Measure::Bytes => in_units(language, value, 1024.0, &["B", "KiB", "MiB", "GiB", "TiB", "PiB"]),
            Measure::Rate => in_units(language, value, 1000.0, &["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]),
        }
    }
}

/// The distance of marks: 1, 2 or 5 of a power of ten (of two for bytes), so that there are at most [`MARKS`].
fn step(measure: Measure, end: f64) -> f64 {
    let rough = end / MARKS;
    if measure == Measure::Bytes {
        return rough.log2().ceil().exp2();
    }
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(rough)
}

fn in_units(language: Language, value: f64, base: f64, units: &[&str]) -> String {
    let mut value = value;
    let mut units = units.iter();
    let mut unit = units.next().copied().unwrap_or_default();
    while value >= base * 0.9995 {
        let Some(next) = units.next() else { break };
        value /= base;
        unit = next;
    }
    format!("{} {unit}", digits(language, value))
}

/// Three digits are enough to read: `0.25`, `2.5`, `25`, `250`. Zeros behind the point are left out.
fn digits(language: Language, value: f64) -> String {
    let decimals = match value {
        value if value >= 99.95 => 0,
        value if value >= 9.995 => 1,
        _ => 2,
    };
    decimal(language, value, decimals)
}

/// A mark on the axis of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    /// Where, in seconds since 1970.
    pub(super) at: i64,
    /// What is written there: a time of day, or a day.
    pub(super) text: String,
}

/// The name of the zone that times are written in, and the zone.
pub(super) fn zone_of(zone: &Zone) -> (String, TimeZone) {
    let named = zone.name().and_then(|name| Some((name.to_owned(), TimeZone::get(name).ok()?)));
    named.unwrap_or_else(|| ("UTC".to_owned(), TimeZone::UTC))
}

/// Marks at round times of day of the zone, at most eight: those of a day that is 23 hours long are right as well.
pub(super) fn ticks(from: i64, until: i64, zone: &TimeZone, language: Language) -> Vec<Tick> {
    let span = until.saturating_sub(from).max(1);
    let minutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720];
    let close = minutes.into_iter().find(|minutes| span / (minutes * 60) <= 7);
    let (step, by_day) = match close {
        Some(minutes) => (Span::new().minutes(minutes), false),
        None => (Span::new().days(((span - 1) / (86_400 * 8) + 1).clamp(1, 400)), true),
    };
    let mut ticks = Vec::new();
    let Ok(start) = Timestamp::from_second(from) else { return ticks };
    // From the last midnight on: a round number of steps of it lies on round times.
    let round = ZonedRound::new().smallest(Unit::Day).mode(jiff::RoundMode::Trunc);
    let Ok(midnight) = start.to_zoned(zone.clone()).round(round) else { return ticks };
    for count in 0..2000_i64 {
        // By the clock on the wall: a step over the hour that is missing in spring still ends at a round time.
        let civil = step.checked_mul(count).and_then(|span| midnight.datetime().checked_add(span));
        let Ok(at) = civil.and_then(|civil| civil.to_zoned(zone.clone())) else { break };
        let seconds = at.timestamp().as_second();
        if seconds > until {
            break;
        }
        if seconds >= from {
            let text = at.strftime(if by_day { day(language) } else { "%H:%M" });
            ticks.push(Tick { at: seconds, text: text.to_string() });
        }
    }
    ticks
}

/// How a day is written: nobody takes the month for the day.
const fn day(language: Language) -> &'static str {
    match language {
        Language::En => "%-d %b",
        Language::De => "%d.%m.",
        Language::Ja => "%-m/%-d",
    }
}
