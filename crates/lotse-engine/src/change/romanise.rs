//! Kana in Latin letters (Hepburn, without marks of length), for names. Pure.

/// Syllables of two kana, before those of one.
const PAIRS: &[(&str, &str)] = &[
    ("きゃ", "kya"),
    ("きゅ", "kyu"),
    ("きょ", "kyo"),
    ("しゃ", "sha"),
    ("しゅ", "shu"),
    ("しょ", "sho"),
    ("しぇ", "she"),
    ("ちゃ", "cha"),
    ("ちゅ", "chu"),
    ("ちょ", "cho"),
    ("ちぇ", "che"),
    ("にゃ", "nya"),
    ("にゅ", "nyu"),
    ("にょ", "nyo"),
    ("ひゃ", "hya"),
    ("ひゅ", "hyu"),
    ("ひょ", "hyo"),
    ("みゃ", "mya"),
    ("みゅ", "myu"),
    ("みょ", "myo"),
    ("りゃ", "rya"),
    ("りゅ", "ryu"),
    ("りょ", "ryo"),
    ("ぎゃ", "gya"),
    ("ぎゅ", "gyu"),
    ("ぎょ", "gyo"),
    ("じゃ", "ja"),
    ("じゅ", "ju"),
    ("じょ", "jo"),
    ("じぇ", "je"),
    ("びゃ", "bya"),
    ("びゅ", "byu"),
    ("びょ", "byo"),
    ("ぴゃ", "pya"),
    ("ぴゅ", "pyu"),
    ("ぴょ", "pyo"),
    ("ふぁ", "fa"),
    ("ふぃ", "fi"),
    ("ふぇ", "fe"),
    ("ふぉ", "fo"),
    ("てぃ", "ti"),
    ("でぃ", "di"),
    ("とぅ", "tu"),
    ("どぅ", "du"),
    ("うぃ", "wi"),
    ("うぇ", "we"),
    ("うぉ", "wo"),
    ("ゔぁ", "va"),
    ("ゔぃ", "vi"),
    ("ゔぇ", "ve"),
    ("ゔぉ", "vo"),
    ("でゅ", "dyu"),
    ("つぁ", "tsa"),
];

/// Syllables of one kana.
const SINGLES: &[(char, &str)] = &[
    ('あ', "a"),
    ('い', "i"),
    ('う', "u"),
    ('え', "e"),
    ('お', "o"),
    ('か', "ka"),
    ('き', "ki"),
    ('く', "ku"),
    ('け', "ke"),
    ('こ', "ko"),
    ('さ', "sa"),
    ('し', "shi"),
    ('す', "su"),
    ('せ', "se"),
    ('そ', "so"),
    ('た', "ta"),
    ('ち', "chi"),
    ('つ', "tsu"),
    ('て', "te"),
    ('と', "to"),
    ('な', "na"),
    ('に', "ni"),
    ('ぬ', "nu"),
    ('ね', "ne"),
    ('の', "no"),
    ('は', "ha"),
    ('ひ', "hi"),
    ('ふ', "fu"),
    ('へ', "he"),
    ('ほ', "ho"),
    ('ま', "ma"),
    ('み', "mi"),
    ('む', "mu"),
    ('め', "me"),
    ('も', "mo"),
    ('や', "ya"),
    ('ゆ', "yu"),
    ('よ', "yo"),
    ('ら', "ra"),
    ('り', "ri"),
    ('る', "ru"),
    ('れ', "re"),
    ('ろ', "ro"),
    ('わ', "wa"),
    ('を', "o"),
    ('ん', "n"),
    ('が', "ga"),
    ('ぎ', "gi"),
    ('ぐ', "gu"),
    ('げ', "ge"),
    ('ご', "go"),
    ('ざ', "za"),
    ('じ', "ji"),
    ('ず', "zu"),
    ('ぜ', "ze"),
    ('ぞ', "zo"),
    ('だ', "da"),
    ('ぢ', "ji"),
    ('づ', "zu"),
    ('で', "de"),
    ('ど', "do"),
    ('ば', "ba"),
    ('び', "bi"),
    ('ぶ', "bu"),
    ('べ', "be"),
    ('ぼ', "bo"),
    ('ぱ', "pa"),
    ('ぴ', "pi"),
    ('ぷ', "pu"),
    ('ぺ', "pe"),
    ('ぽ', "po"),
    ('ゔ', "vu"),
    ('ぁ', "a"),
    ('ぃ', "i"),
    ('ぅ', "u"),
    ('ぇ', "e"),
    ('ぉ', "o"),
    ('ゃ', "ya"),
    ('ゅ', "yu"),
    ('ょ', "yo"),
];

/// Hiragana and katakana in Latin letters; everything else stays.
pub(super) fn romanise(text: &str) -> String {
    let kana: Vec<char> = text.chars().map(hiragana).collect();
    let mut written = String::with_capacity(text.len());
    let mut doubled = false;
    let mut at = 0;
    while let Some(&one) = kana.get(at) {
        let pair = kana.get(at + 1).map(|next| format!("{one}{next}"));
        let found = pair.and_then(|pair| PAIRS.iter().find(|(kana, _)| *kana == pair).map(|(_, latin)| (*latin, 2)));
        let found = found.or_else(|| SINGLES.iter().find(|(kana, _)| *kana == one).map(|(_, latin)| (*latin, 1)));
        match (one, found) {
            // A small tsu doubles the consonant after it.
            ('っ', _) => doubled = true,
            // The mark of a long vowel stays only where it marks none.
            ('ー', _) if written.ends_with(['a', 'i', 'u', 'e', 'o']) => {}
            (_, Some((latin, length))) => {
                if std::mem::take(&mut doubled) {
                    written.extend(latin.chars().next().map(|first| if first == 'c' { 't' } else { first }));
                }
                written.push_str(latin);
                at += length;
                continue;
            }
            (other, None) => {
                doubled = false;
                written.push(other);
            }
        }
        at += 1;
    }
    written
}

/// Katakana as hiragana: the two blocks of Unicode have the same order.
fn hiragana(character: char) -> char {
    match character {
        'ァ'..='ヴ' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::romanise;

    #[test]
    fn kana_are_said_in_latin_letters() {
        for (kana, latin) in [
            ("マイクラ", "maikura"),
            ("サーバー", "saba"),
            ("バックアップ", "bakkuappu"),
            ("マッチ", "matchi"),
            ("きょうと", "kyouto"),
            ("ファイル", "fairu"),
            ("web テスト", "web tesuto"),
            ("更新", "更新"),
        ] {
            assert_eq!(romanise(kana), latin, "{kana}");
        }
    }
}
