//! Problems shown on their lines.

use std::borrow::Cow;

use lotse_text::{Language, clean_lines, tr};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::Located;

/// Keys whose value, written in the open, is a secret.
const SECRETS: [&str; 3] = ["token", "write-token", "password"];

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
    fn control_characters_become_question_marks_of_the_same_length() {
        assert_eq!(blanked("a = \"\u{1b}[31m\u{202e}\""), "a = \"?[31m???\"");
    }
}
