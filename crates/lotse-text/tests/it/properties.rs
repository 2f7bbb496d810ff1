use lotse_text::{clean, clean_lines, fold, pad, pad_left, truncate, width};
use proptest::prelude::*;

/// Any text, with what is hostile much more frequent than chance would have it.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<char>().prop_map(String::from),
        Just("\u{1b}".to_owned()),
        Just("\u{1b}[".to_owned()),
        Just("\u{1b}]0;".to_owned()),
        Just("\u{7}".to_owned()),
        Just("\u{9b}".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("\u{200d}".to_owned()),
        Just("\u{301}".to_owned()),
        Just("\r".to_owned()),
        Just("\n".to_owned()),
        "[a-zäöüß0-9;m]{0,4}",
        "[ぁ-んァ-ヶ一-鿿]{0,3}",
    ];
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cleaned_text_holds_nothing_that_a_terminal_obeys(text in hostile()) {
        let line = clean(&text);
        prop_assert!(!line.chars().any(char::is_control), "{line:?}");
        let lines = clean_lines(&text);
        prop_assert!(!lines.chars().any(|letter| letter.is_control() && letter != '\n'), "{lines:?}");
        let reorders = lines.chars().any(|letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}'));
        prop_assert!(!reorders, "{lines:?}");
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in hostile()) {
        let once = clean(&text).into_owned();
        let twice = clean(&once).into_owned();
        prop_assert_eq!(&once, &twice);
        let lines = clean_lines(&text).into_owned();
        let again = clean_lines(&lines).into_owned();
        prop_assert_eq!(&lines, &again);
    }

    #[test]
    fn japanese_and_german_come_through_unchanged(text in "[a-zA-ZäöüÄÖÜß0-9 ぁ-んァ-ヶ一-鿿、。！？]{0,40}") {
        prop_assert_eq!(clean(&text), text.as_str());
    }

    #[test]
    fn folding_twice_is_folding_once(text in hostile()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folding_ignores_case(text in "[a-zäöüß]{0,20}") {
        prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
    }

    #[test]
    fn cut_text_never_exceeds_its_columns(text in hostile(), columns in 0_usize..40) {
        let line = clean(&text).into_owned();
        prop_assert!(width(&truncate(&line, columns)) <= columns);
        prop_assert!(width(&pad(&line, columns)) <= columns.max(width(&line)));
    }

    #[test]
    fn padded_text_fills_its_columns(text in "[a-zぁ-ん]{0,20}", columns in 1_usize..60) {
        prop_assert_eq!(width(&pad(&text, columns)), columns);
        prop_assert_eq!(width(&pad_left(&text, columns)), columns);
    }
}
