//! Sizes and lengths of time as people type them: `8G`, `512M`, `90s`, `1h30m`.

use lotse_model::{Bytes, Seconds};

/// A size: a number with at most three decimals and a unit of 1024 (`8G`, `8 GB`, `8GiB`, `1.5T`); without a unit MiB, as
/// Proxmox takes memory. More than nothing, and whole MiB, since nothing finer can be set.
pub(super) fn size(text: &str) -> Option<Bytes> {
    let folded = lotse_text::fold(text);
    let (number, unit) = parts(&folded)?;
    let mib: u64 = match unit {
        "" | "m" | "mb" | "mib" => 1,
        "g" | "gb" | "gib" => 1 << 10,
        "t" | "tb" | "tib" => 1 << 20,
        _ => return None,
    };
    let thousandths = thousandths(number)?.checked_mul(mib)?;
    let whole = thousandths.is_multiple_of(1000).then_some(thousandths / 1000)?;
    (whole > 0 && whole < u64::MAX >> 20).then(|| Bytes::from_mib(whole))
}

/// A length of time: whole numbers with units, the greatest first (`90s`, `10m`, `2h`, `1h30m`, `3d`). A number alone is
/// none: nobody can tell seconds from hours.
pub(super) fn duration(text: &str) -> Option<Seconds> {
    let folded = lotse_text::fold(text);
    let mut rest = folded.trim();
    let mut total = 0_u64;
    let mut last = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let end = behind.find(|letter: char| letter.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        let each: u64 = match unit.trim() {
            "s" | "sec" | "sek" | "秒" => 1,
            "m" | "min" | "分" => 60,
            "h" | "std" | "時間" => 60 * 60,
            "d" | "日" => 24 * 60 * 60,
            _ => return None,
        };
        if each >= last {
            return None;
        }
        last = each;
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(each)?)?;
        rest = behind;
    }
    (total > 0).then_some(Seconds(total))
}

/// The number at the beginning, and the unit behind it.
fn parts(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (!number.is_empty()).then_some((number, unit.trim()))
}

/// A decimal number in thousandths; a comma is a point.
fn thousandths(number: &str) -> Option<u64> {
    let (whole, decimals) = number.split_once(['.', ',']).map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let scaled = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    let Some(decimals) = decimals else { return Some(scaled) };
    let places = u32::try_from(decimals.len()).ok().filter(|places| (1..=3).contains(places))?;
    if decimals.bytes().any(|byte| !byte.is_ascii_digit()) {
        return None;
    }
    scaled.checked_add(decimals.parse::<u64>().ok()? * 10_u64.pow(3 - places))
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, Seconds};
    use proptest::prelude::*;

    use super::{duration, size};

    #[test]
    fn sizes_are_read_with_and_without_a_unit() {
        for (text, mib) in [
            ("8G", 8192),
            ("8 GB", 8192),
            ("8gib", 8192),
            ("512M", 512),
            ("2048", 2048),
            ("1.5G", 1536),
            ("1,5 GB", 1536),
            ("８Ｇ", 8192),
            ("1T", 1 << 20),
        ] {
            assert_eq!(size(text), Some(Bytes::from_mib(mib)), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in
            ["", "0", "G", "8X", "-8G", "8.G", "1.2345G", "0.1M", "8GG", "1e9", "99999999999999999999", "8.5.1G"]
        {
            assert_eq!(size(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_of_time_need_their_unit() {
        for (text, seconds) in [
            ("90s", 90),
            ("10m", 600),
            ("2h", 7200),
            ("1h30m", 5400),
            ("1h 30min", 5400),
            ("3d", 259_200),
            ("2時間", 7200),
        ] {
            assert_eq!(duration(text), Some(Seconds(seconds)), "{text}");
        }
        for text in ["", "2", "h", "2x", "30m1h", "1h1h", "0s", "-1h", "1.5h"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(text in ".{0,24}") {
            let _ = (size(&text), duration(&text));
        }

        #[test]
        fn a_size_in_mib_is_read_as_it_was_written(mib in 1_u64..1 << 40) {
            prop_assert_eq!(size(&format!("{mib}M")), Some(Bytes::from_mib(mib)));
            prop_assert_eq!(size(&mib.to_string()), Some(Bytes::from_mib(mib)));
        }
    }
}
