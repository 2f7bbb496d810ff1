//! Numbers with their units: 12G, 45 min, 2 Stunden, 1時間半, four.

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Mib,
    Gib,
    Tib,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Percent,
    /// A time of day ("6am", "18h30", "22:00").
    Clock,
    /// Letters after the digits that are no unit known here.
    Other,
}

/// A number as typed, in thousandths, with the unit written onto it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) thousandths: u64,
    pub(crate) unit: Option<Unit>,
}

impl Number {
    /// The number itself, when it is whole and has no unit.
    pub(crate) fn bare(self) -> Option<u64> {
        if self.unit.is_some() { None } else { self.whole() }
    }

    pub(crate) fn whole(self) -> Option<u64> {
        self.thousandths.is_multiple_of(1000).then_some(self.thousandths / 1000)
    }

    /// In MiB, when the unit says memory.
    pub(crate) fn mib(self, unit: Unit) -> Option<u64> {
        match unit {
            Unit::Mib => self.whole(),
            Unit::Gib => Some(self.thousandths.checked_mul(1024)? / 1000),
            Unit::Tib => Some(self.thousandths.checked_mul(1024 * 1024)? / 1000),
            _ => None,
        }
    }

    /// In minutes, when the unit says time.
    pub(crate) fn minutes(self, unit: Unit) -> Option<u64> {
        let each = match unit {
            Unit::Minute => 1,
            Unit::Hour => 60,
            Unit::Day => 24 * 60,
            Unit::Week => 7 * 24 * 60,
            Unit::Month => 30 * 24 * 60,
            Unit::Year => 365 * 24 * 60,
            _ => return None,
        };
        Some(self.thousandths.checked_mul(each)? / 1000)
    }
}

/// The number that a folded word writes in digits, with or without a unit.
pub(crate) fn number(word: &str) -> Option<Number> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (whole, rest) = word.split_at_checked(digits)?;
    if whole.is_empty() || whole.len() > 12 {
        return None;
    }
    let mut thousandths = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    let mut rest = rest;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let (digits, tail) = fraction.split_at_checked(end)?;
        if !(1..=3).contains(&digits.len()) || tail.starts_with('.') {
            return None;
        }
        let scale = [100, 10, 1].get(digits.len() - 1).copied()?;
        thousandths = thousandths.checked_add(digits.parse::<u64>().ok()? * scale)?;
        rest = tail;
    }
    if rest.starts_with(':') {
        return Some(Number { thousandths, unit: Some(Unit::Clock) });
    }
    if rest.contains(|c: char| !c.is_ascii_alphabetic() && c != '%') {
        return None;
    }
    let unit = if rest.is_empty() { None } else { Some(unit(rest).unwrap_or(Unit::Other)) };
    Some(Number { thousandths, unit })
}

/// The unit that a folded word of its own says.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "m" | "mb" | "mib" | "meg" | "megs" | "megabyte" | "megabytes" | "メガ" | "メガバイト" => Unit::Mib,
        "g" | "gb" | "gib" | "gig" | "gigs" | "gigabyte" | "gigabytes" | "ギガ" | "ギガバイト" => Unit::Gib,
        "t" | "tb" | "tib" | "terabyte" | "terabytes" | "テラ" | "テラバイト" => Unit::Tib,
        "min" | "mins" | "minute" | "minutes" | "minuten" | "分" | "分間" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" | "stunde" | "stunden" | "std" | "時間" => Unit::Hour,
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "日" | "日間" => Unit::Day,
        "w" | "week" | "weeks" | "woche" | "wochen" | "週間" => Unit::Week,
        "month" | "months" | "monat" | "monate" | "monaten" | "ヶ月" | "か月" | "カ月" => Unit::Month,
        "year" | "years" | "jahr" | "jahre" | "jahren" | "年" | "年間" => Unit::Year,
        "%" | "percent" | "prozent" | "パーセント" => Unit::Percent,
        "am" | "pm" | "uhr" | "時" => Unit::Clock,
        _ => return None,
    })
}

/// Whole spans that are words of their own, in minutes.
pub(crate) fn named_minutes(word: &str) -> Option<u32> {
    Some(match word {
        "viertelstunde" => 15,
        "halbstunde" => 30,
        "dreiviertelstunde" => 45,
        "半日" => 12 * 60,
        "一時間" | "1時間" | "60分" => 60,
        "一日" | "1日" | "丸一日" | "today" | "24h" | "24時間" => 24 * 60,
        "一週間" | "1週間" => 7 * 24 * 60,
        "一ヶ月" | "1ヶ月" | "1か月" => 30 * 24 * 60,
        _ => return None,
    })
}

/// A small number written as a word, in thousandths.
pub(crate) fn spelled(word: &str) -> Option<u64> {
    let value = match word {
        "half" | "half an" | "half a" | "halbe" | "halben" => return Some(500),
        "anderthalb" | "eineinhalb" => return Some(1500),
        "zweieinhalb" => return Some(2500),
        "a" | "an" | "one" | "ein" | "eine" | "einen" | "einer" | "einem" | "一" => 1,
        "two" | "zwei" | "二" => 2,
        "three" | "drei" | "三" => 3,
        "four" | "vier" | "四" => 4,
        "five" | "fuenf" | "funf" | "五" => 5,
        "six" | "sechs" | "六" => 6,
        "seven" | "sieben" | "七" => 7,
        "eight" | "acht" | "八" => 8,
        "nine" | "neun" | "九" => 9,
        "ten" | "zehn" | "十" => 10,
        "twelve" | "zwoelf" | "zwolf" => 12,
        "fifteen" | "fuenfzehn" => 15,
        "sixteen" | "sechzehn" => 16,
        "twenty" | "zwanzig" => 20,
        "thirty" | "dreissig" => 30,
        "forty-five" | "fuenfundvierzig" => 45,
        "sixty" | "sechzig" => 60,
        "ninety" | "neunzig" => 90,
        _ => return None,
    };
    Some(value * 1000)
}

#[cfg(test)]
mod tests {
    use super::{Unit, number, unit};

    #[test]
    fn digits_carry_their_unit() {
        assert_eq!(number("12g").and_then(|n| n.mib(n.unit?)), Some(12 * 1024));
        assert_eq!(number("1.5h").and_then(|n| n.minutes(n.unit?)), Some(90));
        assert_eq!(number("100").and_then(super::Number::bare), Some(100));
        assert_eq!(number("22:00").and_then(|n| n.unit), Some(Unit::Clock));
        assert_eq!(number("6am").and_then(|n| n.unit), Some(Unit::Clock));
        assert_eq!(number("192.168.1.5"), None);
        assert_eq!(number("100-105"), None);
        assert_eq!(unit("時間"), Some(Unit::Hour));
    }
}
