//! Pages and answers on their way to a person at a terminal, or to a program.
//!
//! The terminal's form carries colours as ANSI sequences; the printer takes them out where they do not belong (a pipe,
//! `NO_COLOR`). Nothing is said by colour alone.

mod chart;
mod json;
mod table;
mod tone;

use std::fmt::Write as _;

use lotse_engine::page::{Block, Line, Page};
use lotse_text::{pad, width};

pub(crate) use json::{answer as json_answer, text as json_text};
pub(crate) use tone::paint;

/// The columns that are used where the terminal does not say how many it has: the least that tables are made for.
pub(crate) const COLUMNS: usize = 80;

/// A page as text for a terminal of so many columns.
#[must_use]
pub(crate) fn terminal(page: &Page, columns: usize) -> String {
    let columns = columns.max(20);
    let mut text = String::new();
    for block in &page.blocks {
        if !text.is_empty() && matches!(block, Block::Heading(_)) {
            text.push('\n');
        }
        match block {
            Block::Heading(line) => push(&mut text, &painted(line)),
            Block::Line(line) => push(&mut text, &wrapped(line, columns)),
            Block::Table(table) => push(&mut text, &table::draw(table, columns)),
            Block::Facts(facts) => push(&mut text, &listed(facts, columns)),
            Block::Verbatim(lines) => lines.iter().for_each(|line| push(&mut text, line)),
            Block::Chart(chart) => push(&mut text, &chart::draw(chart, columns)),
        }
    }
    text
}

fn push(text: &mut String, block: &str) {
    text.push_str(block.trim_end());
    text.push('\n');
}

/// A line with its tones.
pub(crate) fn painted(line: &Line) -> String {
    line.0.iter().fold(String::new(), |mut text, span| {
        let _ = write!(text, "{}", paint(span.tone, &span.text));
        text
    })
}

/// A paragraph over as many lines as it needs; those after the first stand as far in as the first.
fn wrapped(line: &Line, columns: usize) -> String {
    let plain = line.text();
    if width(&plain) <= columns {
        return painted(line);
    }
    let indent: String = plain.chars().take_while(|c| *c == ' ').collect();
    // Long paragraphs have one tone; a line of several tones is a title, which the terminal itself may break.
    let [only] = line.0.as_slice() else { return painted(line) };
    // Names with hyphens are typed as they stand; they are not broken.
    let options = textwrap::Options::new(columns)
        .initial_indent(&indent)
        .subsequent_indent(&indent)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let rows = textwrap::wrap(plain.trim_start(), options);
    rows.iter().map(|row| paint(only.tone, row).to_string()).collect::<Vec<_>>().join("\n")
}

/// Names with values, the values below each other.
fn listed(facts: &[(String, Line)], columns: usize) -> String {
    let longest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(columns / 2);
    let mut text = String::new();
    for (name, value) in facts {
        let name = paint(lotse_engine::page::Tone::Dim, &pad(name, longest)).to_string();
        let _ = writeln!(text, "  {name}  {}", painted(value));
    }
    text
}

#[cfg(test)]
mod tests {
    use lotse_engine::page::{Block, Column, Line, Page, Table, Tone};
    use lotse_text::width;

    use super::terminal;

    fn page() -> Page {
        let columns = vec![
            Column::numbers("ID".to_owned(), 0),
            Column::words("名前".to_owned(), 0),
            Column::words("State".to_owned(), 0),
            Column::words("Tags".to_owned(), 5),
        ];
        let row = |id: &str, name: &str, tags: &str| {
            vec![Line::of(id, Tone::Literal), Line::plain(name), Line::of("running", Tone::Good), Line::plain(tags)]
        };
        let rows = vec![
            row("100", "マイクラ鯖", "game prod"),
            row("10012", "web", "a-very-long-tag another-very-long-tag yet-another-one and-one-more-of-them"),
        ];
        Page { blocks: vec![Block::Table(Table { columns, rows })] }
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_table_never_is_wider_than_the_terminal() {
        for columns in [30, 40, 80, 200] {
            for line in plain(&terminal(&page(), columns)).lines() {
                assert!(width(line) <= columns, "{columns}: {line:?} has {}", width(line));
            }
        }
    }

    #[test]
    fn what_matters_least_is_left_out_first() {
        let narrow = plain(&terminal(&page(), 40));
        assert!(narrow.contains("running") && !narrow.contains("Tags"), "{narrow}");
        assert!(plain(&terminal(&page(), 200)).contains("and-one-more-of-them"));
    }

    #[test]
    fn columns_stand_below_each_other_in_japanese_too() {
        let text = plain(&terminal(&page(), 80));
        let starts: Vec<_> =
            text.lines().filter_map(|line| line.find("running").map(|at| width(&line[..at]))).collect();
        assert_eq!(starts.len(), 2, "{text}");
        assert_eq!(starts[0], starts[1], "{text}");
    }
}
