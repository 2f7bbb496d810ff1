//! Numbers and percentages.
//!
//! German groups with a full stop and separates decimals with a comma; English and Japanese do it the other way round.
//! German sets a space before the percent sign (DIN 5008).

use lotse_model::Share;

use crate::Language;

const fn marks(language: Language) -> (char, char) {
    match language {
        Language::De => ('.', ','),
        Language::En | Language::Ja => (',', '.'),
    }
}

/// A whole number with grouped thousands: `12,345`, German `12.345`.
#[must_use]
pub fn number(language: Language, value: u64) -> String {
    grouped(language, &value.to_string())
}

fn grouped(language: Language, digits: &str) -> String {
    let (group, _) = marks(language);
    let length = digits.chars().count();
    let mut text = String::with_capacity(length + length / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

/// A number with at most `decimals` digits after the separator, zeros at the end left out: `1,234.5`, German `1.234,5`.
#[must_use]
pub fn decimal(language: Language, value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let (_, point) = marks(language);
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut text = String::new();
    if value < 0.0 && plain.contains(|digit: char| digit.is_ascii_digit() && digit != '0') {
        text.push('-');
    }
    text.push_str(&grouped(language, whole));
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// A whole percentage: `87%`, German `87 %`.
#[must_use]
pub fn percent(language: Language, share: Share) -> String {
    with_sign(language, &decimal(language, share.percent(), 0))
}

/// A percentage with at most one decimal, for figures near their limits: `99.6%`, German `99,6 %`.
#[must_use]
pub fn percent_fine(language: Language, share: Share) -> String {
    with_sign(language, &decimal(language, share.percent(), 1))
}

fn with_sign(language: Language, digits: &str) -> String {
    match language {
        Language::De => format!("{digits} %"),
        Language::En | Language::Ja => format!("{digits}%"),
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Share;

    use super::{decimal, number, percent, percent_fine};
    use crate::Language::{De, En, Ja};

    #[test]
    fn thousands_are_grouped_as_the_language_does() {
        assert_eq!(number(En, 0), "0");
        assert_eq!(number(En, 999), "999");
        assert_eq!(number(En, 1_234_567), "1,234,567");
        assert_eq!(number(De, 1_234_567), "1.234.567");
        assert_eq!(number(Ja, 1000), "1,000");
    }

    #[test]
    fn decimals_drop_zeros_at_the_end_and_never_show_minus_zero() {
        assert_eq!(decimal(De, 1234.50, 2), "1.234,5");
        assert_eq!(decimal(En, 2.0, 2), "2");
        assert_eq!(decimal(En, -0.001, 2), "0");
        assert_eq!(decimal(En, -1.25, 2), "-1.25");
        assert_eq!(decimal(En, f64::NAN, 2), "–");
    }

    #[test]
    fn percent_is_a_whole_number_unless_asked_finely() {
        assert_eq!(percent(En, Share::new(0.0534)), "5%");
        assert_eq!(percent(De, Share::new(0.874)), "87 %");
        assert_eq!(percent_fine(Ja, Share::new(0.996)), "99.6%");
    }
}
