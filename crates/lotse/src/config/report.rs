//! Problems shown on their lines.

use std::borrow::Cow;

use lotse_text::{Language, clean_lines, tr};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::Located;

/// Keys whose value, written in the open, is a secret.
const SECRETS: [&str; 6] = ["token", "write-token", "password", "key", "secret", "webhook"];

/// How a report is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// With colours.
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

/// All problems of a file, each with its line and what was perhaps meant. What looks like a secret is blanked out: it
/// must not end in a log only because it stands where it should not.
pub(crate) fn report(name: &str, source: &str, problems: &[Located], language: Language, look: Look) -> String {
    let theme = if look.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(look.width).with_links(false);
    let shown = blanked(source);
    let mut text = String::new();
    for located in problems {
        let start = located.span.start.min(shown.len());
        let length = located.span.end.min(shown.len()).saturating_sub(start);
        let diagnostic = MietteDiagnostic::new(located.problem.text(language))
            .with_code(located.problem.code())
            .with_label(LabeledSpan::underline((start, length)));
        let handler = match located.problem.hint(language) {
            Some(hint) => handler.clone().with_footer(tr::config_hint(language, hint)),
            None => handler.clone(),
        };
        let report = Report::new(diagnostic).with_source_code(NamedSource::new(name, shown.clone()));
        // Writing to a string does not fail.
        let _ = handler.render_report(&mut text, report.as_ref());
    }
    text
}

/// The text with the open values of secret keys replaced by asterisks, length for length, so that spans stay right, and
/// without control characters.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        out.push_str(&blanked_line(line));
    }
    // Cleaning must not move what follows; a control character becomes as many question marks as it has bytes.
    if clean_lines(&out) == out {
        return out;
    }
    out.chars()
        .flat_map(|c| {
            let hostile = c != '\n' && clean_lines(c.encode_utf8(&mut [0; 4])).is_empty();
            std::iter::repeat_n(if hostile { '?' } else { c }, if hostile { c.len_utf8() } else { 1 })
        })
        .collect()
}

fn blanked_line(line: &str) -> Cow<'_, str> {
    if line.contains(USER) {
        return Cow::Owned(without_users_secrets(line));
    }
    let Some((key, value)) = line.split_once('=') else { return Cow::Borrowed(line) };
    let name = key.trim().trim_matches(['"', '\'']);
    let name = name.rsplit(['.', '{', ' ']).next().unwrap_or(name);
    let open = value.trim_start();
    if !SECRETS.contains(&name) || open.starts_with('{') {
        return Cow::Borrowed(line);
    }
    let hidden: String = value
        .char_indices()
        .flat_map(
            |(_, c)| if c.is_whitespace() { std::iter::repeat_n(c, 1) } else { std::iter::repeat_n('*', c.len_utf8()) },
        )
        .collect();
    Cow::Owned(format!("{key}={hidden}"))
}

/// Behind a key that begins so stands the secret of a person's second factor.
const USER: &str = "discord-user:";

/// The line with every text that is the value of such a key replaced by asterisks, byte for byte.
fn without_users_secrets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(USER) {
        let (before, from_key) = rest.split_at(at);
        let key = from_key.find(['"', '\'', '=']).unwrap_or(from_key.len());
        let value = from_key.get(key..).unwrap_or_default();
        let sign = value.len() - value.trim_start_matches(['"', '\'', ' ', '\t', '=']).len();
        let (mark, secret) = value.split_at(sign);
        out.push_str(before);
        out.push_str(from_key.get(..key).unwrap_or_default());
        out.push_str(mark);
        rest = secret;
        // `who = "discord-user:1"` has no value behind it, and `= {` says only where the secret is.
        if mark.contains('=') && mark.ends_with(['"', '\'']) {
            let end = secret.find(['"', '\'', '\n']).unwrap_or(secret.len());
            out.push_str(&"*".repeat(end));
            rest = secret.get(end..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn a_secret_in_the_open_is_blanked_and_moves_nothing() {
        let source = "a = 1\ntoken = \"gehe-im\u{e4}\" # no\nca = \"x\"\n";
        let shown = blanked(source);
        assert_eq!(shown.len(), source.len());
        assert!(!shown.contains("gehe"), "{shown}");
        assert!(shown.ends_with("ca = \"x\"\n"), "{shown}");
    }

    #[test]
    fn where_a_secret_is_may_be_seen() {
        let source = "token = { file = \"/etc/lotse/home.token\" }\n";
        assert_eq!(blanked(source), source);
    }

    #[test]
    fn a_second_factor_in_the_open_is_blanked_and_who_has_one_is_not() {
        let source = "second-factor = { \"discord-user:1\" = \"JBSW\", 'discord-user:2' = { file = \"f\" } }\n";
        let shown = blanked(source);
        assert_eq!(shown.len(), source.len());
        assert!(shown.contains("\"discord-user:1\" = \"****\"") && shown.contains("{ file = \"f\" }"), "{shown}");
        let rule = "who = [\"discord-user:1\", \"terminal:anna\"]\n";
        assert_eq!(blanked(rule), rule);
    }

    #[test]
    fn control_characters_become_question_marks_of_the_same_length() {
        assert_eq!(blanked("a = \"\u{1b}[31m\u{202e}\""), "a = \"?[31m???\"");
    }
}
