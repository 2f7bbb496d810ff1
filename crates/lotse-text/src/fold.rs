//! One form for all spellings of a word, for aliases, names and matching.

use unicode_normalization::UnicodeNormalization as _;

/// The text in the form in which words are compared: compatibility forms unified (NFKC: full-width digits, half-width
/// kana, ligatures), lower case, German umlauts and ß written out (`ä` → `ae`, `ß` → `ss`).
///
/// `Müller`, `MUELLER` and `Ｍüller` fold to the same. Folding what is folded changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let unified: String = text.nfkc().collect();
    // A character may be lower-cased to several (İ), whose sequence has a shorter form again.
    let lower: String = unified.to_lowercase().nfkc().collect();
    let mut written = String::with_capacity(lower.len());
    for character in lower.chars() {
        match character {
            'ä' => written.push_str("ae"),
            'ö' => written.push_str("oe"),
            'ü' => written.push_str("ue"),
            'ß' => written.push_str("ss"),
            other => written.push(other),
        }
    }
    written.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_a_word_fold_to_one() {
        assert_eq!(fold("Müller"), "mueller");
        assert_eq!(fold("MU\u{308}LLER"), "mueller");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("ẞ"), "ss");
        assert_eq!(fold("ＶＭ　１００"), "vm 100");
        assert_eq!(fold("ｺﾝﾃﾅ"), "コンテナ");
        assert_eq!(fold("ﾊﾞｯｸｱｯﾌﾟ"), "バックアップ");
    }
}
