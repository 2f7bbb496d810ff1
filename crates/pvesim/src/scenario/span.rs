//! Lengths of time as scenario files write them: `3d4h`, `90s`, `2w`.

use serde::{Deserialize, Deserializer};

/// A length of time in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub i64);

impl Span {
    /// Reads `1w2d3h4m5s`, any of the parts.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut total = 0_i64;
        let mut digits = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = match c {
                'w' => 604_800,
                'd' => 86_400,
                'h' => 3600,
                'm' => 60,
                's' => 1,
                _ => return None,
            };
            total += digits.parse::<i64>().ok()?.checked_mul(unit)?;
            digits.clear();
        }
        (digits.is_empty() && !text.is_empty()).then_some(Self(total))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("'{text}' is no length of time such as '3d4h'")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_add_up() {
        assert_eq!(Span::parse("1w2d3h4m5s"), Some(Span(788_645)));
        assert_eq!(Span::parse("90s"), Some(Span(90)));
        for wrong in ["", "5", "d", "1x", "1d2"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }
}
