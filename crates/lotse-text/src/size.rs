//! Sizes in IEC units (IEC 80000-13): 1 KiB is 1024 bytes.

use lotse_model::Bytes;

use crate::{Language, number::decimal};

const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/// A size with three significant digits at most: `1.5 GiB`, German `1,5 GiB`.
#[must_use]
pub fn bytes(language: Language, size: Bytes) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut value = size.0 as f64;
    let mut units = UNITS.iter().peekable();
    let mut unit = "B";
    while let Some(next) = units.next() {
        unit = next;
        // 1023.6 would be written as 1024 of the smaller unit.
        if value < 1023.5 || units.peek().is_none() {
            break;
        }
        value /= 1024.0;
    }
    let decimals = match value {
        _ if unit == "B" => 0,
        small if small < 9.995 => 2,
        middle if middle < 99.95 => 1,
        _ => 0,
    };
    format!("{} {unit}", decimal(language, value, decimals))
}

/// Bytes a second: `1.5 MiB/s`.
#[must_use]
pub fn rate(language: Language, per_second: Bytes) -> String {
    format!("{}/s", bytes(language, per_second))
}

/// Whole MiB, written `2048MB`: the form of the context document's lines, which its readers parse.
#[must_use]
pub fn mebibytes(size: Bytes) -> String {
    format!("{}MB", size.mib())
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;

    use super::{bytes, mebibytes, rate};
    use crate::Language::{De, En};

    #[test]
    fn sizes_choose_the_unit_in_which_they_are_short() {
        for (size, text) in [
            (0, "0 B"),
            (1023, "1,023 B"),
            (1024, "1 KiB"),
            (1_610_612_736, "1.5 GiB"),
            (107_374_182_400, "100 GiB"),
            (1_099_511_627_775, "1 TiB"),
            (u64::MAX, "16 EiB"),
        ] {
            assert_eq!(bytes(En, Bytes(size)), text.replace("1023 B", "1,023 B").replace("1,1,", "1,"), "{size}");
        }
    }

    #[test]
    fn german_writes_a_comma() {
        assert_eq!(bytes(De, Bytes(12_884_901_888 + 536_870_912)), "12,5 GiB");
        assert_eq!(rate(De, Bytes(1_572_864)), "1,5 MiB/s");
    }

    #[test]
    fn the_context_form_is_whole_mebibytes() {
        assert_eq!(mebibytes(Bytes(2_147_483_648)), "2048MB");
    }
}
