use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Fault, Literal, settings};

const KEYS: &[&str] = &["TOKEN", "IDS", "HOST"];

fn read(text: &str) -> BTreeMap<&'static str, Literal> {
    let found = settings(text, KEYS).unwrap_or_else(|problem| panic!("{problem:?} in {text}"));
    found.into_iter().map(|(key, setting)| (key, setting.value)).collect()
}

fn token(value: &str) -> Literal {
    read(&format!("TOKEN = {value}\n")).remove("TOKEN").unwrap()
}

fn text(value: &str) -> Literal {
    Literal::Text(value.to_owned())
}

fn wrong(text: &str) -> (usize, Fault) {
    let problem = settings(text, KEYS).expect_err(text);
    (problem.line, problem.fault)
}

#[test]
fn texts_in_all_quotes_are_read() {
    for (written, meant) in [
        ("'plain'", "plain"),
        ("\"it's\"", "it's"),
        ("'''over\nlines'''", "over\nlines"),
        ("\"\"\"a \"quote\" in it\"\"\"", "a \"quote\" in it"),
        ("r'C:\\new'", "C:\\new"),
        ("u'ü'", "ü"),
        ("'a' \"b\" '''c'''", "abc"),
        ("('a'\n  'b' # comment\n  'c')", "abc"),
        ("'a' \\\n 'b'", "ab"),
        ("'tab\\t quote\\' \\x41\\u3042\\U0001F427 \\101 \\q'", "tab\t quote' A\u{3042}\u{1F427} A \\q"),
        ("'joined \\\nline'", "joined line"),
        ("'# no comment'  # but this is", "# no comment"),
        ("''", ""),
        ("'マイクラ'", "マイクラ"),
    ] {
        assert_eq!(token(written), text(meant), "{written}");
    }
}

#[test]
fn numbers_lists_and_names_are_read() {
    assert_eq!(token("123456789012345678"), Literal::Number(123_456_789_012_345_678));
    assert_eq!(token("1_000"), Literal::Number(1000));
    assert_eq!(token("-0x1F"), Literal::Number(-31));
    assert_eq!(token("None"), Literal::None);
    assert_eq!(token("True"), Literal::Bool(true));
    let ids = Literal::List([100, 101, 105].map(Literal::Number).to_vec());
    for written in
        ["[100, 101, 105]", "[100,\n  101, # web\n\n  105,\n]", "(100, 101, 105)", "100, 101, 105", "100,101,105,"]
    {
        assert_eq!(token(written), ids, "{written}");
    }
    assert_eq!(token("[]"), Literal::List(Vec::new()));
    assert_eq!(token("()"), Literal::List(Vec::new()));
    assert_eq!(token("(7,)"), Literal::List(vec![Literal::Number(7)]));
    assert_eq!(token("(7)"), Literal::Number(7));
    assert_eq!(
        token("[[1], ['a']]"),
        Literal::List(vec![Literal::List(vec![Literal::Number(1)]), Literal::List(vec![text("a")]),])
    );
}

#[test]
fn the_rest_of_a_file_is_stepped_over() {
    let file = "\u{feff}#!/usr/bin/env python3\r\n\"\"\"Settings.\r\nTOKEN = 'not this'\r\n\"\"\"\r\nimport os, sys\r\n\
        DEBUG = os.environ.get('DEBUG', '0') == '1'\r\n\
        TOKEN: str = 'a'; HOST = \"b\"  # both\r\n\
        def f(TOKEN='x'):\r\n    return {'IDS': [1, 2], 'k': TOKEN}\r\n\
        if __name__ == '__main__':\r\n    print(TOKEN, f\"{HOST}\")\r\n\
        IDS = \\\r\n  [100]\r\n";
    // A parameter of that name is another thing, but nobody should have to think about it.
    assert_eq!(wrong(file), (8, Fault::Changed { key: "TOKEN" }));
    let file = file.replace("def f(TOKEN='x')", "def f(x)");
    let read = read(&file);
    assert_eq!(read["TOKEN"], text("a"));
    assert_eq!(read["HOST"], text("b"));
    assert_eq!(read["IDS"], Literal::List(vec![Literal::Number(100)]));
}

#[test]
fn of_several_the_last_counts() {
    assert_eq!(read("TOKEN = 'a'\nTOKEN = 'b'\n")["TOKEN"], text("b"));
}

#[test]
fn what_would_have_to_be_computed_is_an_error_at_its_line() {
    let not = |line| (line, Fault::NotLiteral { key: "TOKEN" });
    for value in [
        "os.environ['TOKEN']",
        "f'{x}'",
        "b'bytes'",
        "'a' + 'b'",
        "'a'.strip()",
        "'a' f'{x}'",
        "1.5",
        "007",
        "1__0",
        "{1, 2}",
        "[x for x in y]",
        "[1, 2][0]",
        "open('token').read()",
        "'\\N{BULLET}'",
        "'\\ud800'",
        "",
        "not True",
        "99999999999999999999999999999999999999999999",
    ] {
        assert_eq!(wrong(&format!("# first\nTOKEN = {value}\n")), not(2), "{value}");
    }
    assert_eq!(wrong("TOKEN = [\n 1,\n 2 3]\n"), not(3));
    assert_eq!(wrong(&format!("TOKEN = {}", "[".repeat(10_000))), not(1));
}

#[test]
fn what_could_change_a_value_otherwise_is_an_error_at_its_line() {
    let changed = |line, key| (line, Fault::Changed { key });
    assert_eq!(wrong("IDS = [1]\nIDS += [2]\n"), changed(2, "IDS"));
    assert_eq!(wrong("IDS = [1]\nIDS.append(2)\n"), changed(2, "IDS"));
    assert_eq!(wrong("A, IDS = 1, [2]\n"), changed(1, "IDS"));
    assert_eq!(wrong("if x: TOKEN = 'a'\n"), changed(1, "TOKEN"));
    assert_eq!(wrong("\nfrom secret import TOKEN\n"), changed(2, "TOKEN"));
    assert_eq!(wrong("for HOST in hosts:\n  pass\n"), changed(1, "HOST"));
    assert_eq!(wrong("try:\n    TOKEN = 'a'\nexcept: pass\n"), (2, Fault::InBlock { key: "TOKEN" }));
    assert_eq!(wrong("  TOKEN = 'a'\n"), (1, Fault::InBlock { key: "TOKEN" }));
}

#[test]
fn what_never_ends_is_an_error_where_it_begins() {
    let never = |line| (line, Fault::Unterminated);
    assert_eq!(wrong("\nTOKEN = 'abc\n"), never(2));
    assert_eq!(wrong("TOKEN = '''abc\n\n"), never(1));
    assert_eq!(wrong("x = 1\nTOKEN = [1,\n2\n"), never(2));
    assert_eq!(wrong("x = (1,\n2\n"), never(1));
    assert_eq!(wrong("x = \"\"\"abc"), never(1));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        let _either = settings(&text, KEYS);
    }

    #[test]
    fn anything_like_python_is_read_or_refused(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "TOKEN", "IDS", " = ", "=", "'", "\"", "'''", "\"\"\"", "[", "]", "(", ")", "{", "}", ",", "\\", "\n", "\r\n", "#", ";",
                " ", "\t", "100", "0x", "r", "f", "None", "-", ":", "import ", "ü", "\\x", "\\u00", "if x: ", "\u{feff}", "_", ".",
            ]),
            0..60,
        ),
    ) {
        let _either = settings(&parts.concat(), KEYS);
    }

    #[test]
    fn a_text_that_python_writes_is_read_back(value in "[^\\\\'\r\n]{0,30}") {
        prop_assert_eq!(token(&format!("'{value}'")), text(&value));
        let long = value.replace('"', "");
        prop_assert_eq!(token(&format!("\"\"\"{long}\"\"\"")), text(&long));
    }

    #[test]
    fn numbers_are_read_back(numbers in proptest::collection::vec(any::<i64>(), 0..8)) {
        let meant = numbers.iter().map(|number| Literal::Number(i128::from(*number))).collect();
        prop_assert_eq!(token(&format!("{numbers:?}")), Literal::List(meant));
    }
}
