//! Lengths of time and ages.

use lotse_model::Seconds;

use crate::{Language, tr};

/// Days, hours, minutes and seconds of a length of time.
const fn parts(length: Seconds) -> (u64, u64, u64, u64) {
    (length.0 / 86_400, length.0 / 3600 % 24, length.0 / 60 % 60, length.0 % 60)
}

/// A length of time in its two greatest units: `3h 12m`, `3 Std. 12 Min.`, `3時間12分`. What is smaller is left out, not
/// rounded, so that nothing ever looks longer than it was.
#[must_use]
pub fn duration(language: Language, length: Seconds) -> String {
    let (days, hours, minutes, seconds) = parts(length);
    let joint = if language == Language::Ja { "" } else { " " };
    let two = |great: String, small: Option<String>| match small {
        Some(small) => format!("{great}{joint}{small}"),
        None => great,
    };
    if days > 0 {
        two(tr::duration_days(language, days), (hours > 0).then(|| tr::duration_hours(language, hours)))
    } else if hours > 0 {
        two(tr::duration_hours(language, hours), (minutes > 0).then(|| tr::duration_minutes(language, minutes)))
    } else if minutes > 0 {
        two(tr::duration_minutes(language, minutes), (seconds > 0).then(|| tr::duration_seconds(language, seconds)))
    } else {
        tr::duration_seconds(language, seconds)
    }
}

/// How long ago something was, in its greatest unit: `12s ago`, `vor 12 Sek.`, `12秒前`; below a second "just now".
#[must_use]
pub fn age(language: Language, length: Seconds) -> String {
    let (days, hours, minutes, seconds) = parts(length);
    let coarse = if days > 0 {
        tr::duration_days_ago(language, days)
    } else if hours > 0 {
        tr::duration_hours(language, hours)
    } else if minutes > 0 {
        tr::duration_minutes(language, minutes)
    } else if seconds > 0 {
        tr::duration_seconds(language, seconds)
    } else {
        return tr::age_now(language);
    };
    tr::age_ago(language, coarse)
}

/// A length of time in the form of the context document's lines, the same in every language: `3h 12m`, `2d 3h`, `45s`.
#[must_use]
pub fn uptime(length: Seconds) -> String {
    match parts(length) {
        (0, 0, 0, seconds) => format!("{seconds}s"),
        (0, 0, minutes, _) => format!("{minutes}m"),
        (0, hours, minutes, _) => format!("{hours}h {minutes}m"),
        (days, hours, ..) => format!("{days}d {hours}h"),
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Seconds;

    use super::{age, duration, uptime};
    use crate::Language::{De, En, Ja};

    #[test]
    fn durations_take_the_two_greatest_units_in_each_language() {
        let length = Seconds(3 * 3600 + 12 * 60 + 59);
        assert_eq!(duration(En, length), "3h 12m");
        assert_eq!(duration(De, length), "3 Std. 12 Min.");
        assert_eq!(duration(Ja, length), "3時間12分");
        assert_eq!(duration(De, Seconds(86_400)), "1 Tag");
        assert_eq!(duration(De, Seconds(2 * 86_400 + 3 * 3600)), "2 Tage 3 Std.");
        assert_eq!(duration(En, Seconds(0)), "0s");
    }

    #[test]
    fn ages_say_ago_in_each_language() {
        assert_eq!(age(En, Seconds(12)), "12s ago");
        assert_eq!(age(De, Seconds(12)), "vor 12 Sek.");
        assert_eq!(age(De, Seconds(3 * 86_400)), "vor 3 Tagen");
        assert_eq!(age(Ja, Seconds(12)), "12秒前");
        assert_eq!(age(Ja, Seconds(0)), "たった今");
    }

    #[test]
    fn the_context_form_is_the_same_everywhere() {
        assert_eq!(uptime(Seconds(3 * 3600 + 12 * 60)), "3h 12m");
        assert_eq!(uptime(Seconds(45)), "45s");
        assert_eq!(uptime(Seconds(2 * 86_400 + 3600)), "2d 1h");
    }
}
