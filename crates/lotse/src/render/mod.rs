//! Pages and answers on their way to a person at a terminal, or to a program.
//!
//! The terminal's form carries colours as ANSI sequences; the printer takes them out where they do not belong (a pipe,
//! `NO_COLOR`). Nothing is said by colour alone.

mod chart;
mod json;
#[cfg(test)]
mod monitor_tests;
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
            Block::Heading(line) | Block::Line(line) => push(&mut text, &wrapped(line, columns)),
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

/// A line over as many rows as it needs; those after the first stand as far in as the first.
fn wrapped(line: &Line, columns: usize) -> String {
    let indent = line.text().chars().take_while(|c| *c == ' ').count();
    rows(line, columns, "", &" ".repeat(indent))
}

/// A text of several lines, each broken between words; what follows stands as far in as the line that it belongs to.
/// Colours in it do not count.
#[must_use]
pub(crate) fn broken(text: &str, columns: usize) -> String {
    let lines = text.lines().map(|line| {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        folded(line, columns, "", &indent)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line in rows, with what stands before the first and before each other.
fn rows(line: &Line, columns: usize, first: &str, others: &str) -> String {
    if width(first) + width(&line.text()) <= columns {
        return format!("{first}{}", painted(line));
    }
    // Each word has its own colour, so that no colour runs on into the next row.
    let mut words = String::new();
    for span in &line.0 {
        for word in span.text.split_inclusive(' ') {
            let bare = word.trim_end_matches(' ');
            let _ = write!(words, "{}{}", paint(span.tone, bare), word.get(bare.len()..).unwrap_or_default());
        }
    }
    folded(&words, columns, first, others)
}

fn folded(text: &str, columns: usize, first: &str, others: &str) -> String {
    // Names with hyphens, fingerprints and commands are typed or copied as they stand; they are not broken.
    let options = textwrap::Options::new(columns)
        .initial_indent(first)
        .subsequent_indent(others)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).join("\n")
}

/// Names with values, the values below each other.
fn listed(facts: &[(String, Line)], columns: usize) -> String {
    let longest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(columns / 2);
    let beside = " ".repeat(longest + 4);
    let mut text = String::new();
    for (name, value) in facts {
        let painted = paint(lotse_engine::page::Tone::Dim, &pad(name, longest)).to_string();
        if width(name) > longest {
            // No room beside such a name: the value stands below it.
            let _ = writeln!(text, "  {painted}\n{}", rows(value, columns, &beside, &beside));
        } else {
            let _ = writeln!(text, "{}", rows(value, columns, &format!("  {painted}  "), &beside));
        }
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
    fn headings_lines_and_facts_break_between_words_and_values_stay_below_each_other() {
        let line = || {
            let mut line = Line::of("The storage local-zfs on pve1", Tone::Strong);
            line.0.extend(Line::of(" is nearly full and wants a look", Tone::Dim).0);
            line
        };
        let facts = vec![("Name".to_owned(), Line::plain("web")), ("Memory".to_owned(), line())];
        let page = Page { blocks: vec![Block::Heading(line()), Block::Line(line()), Block::Facts(facts)] };
        let text = plain(&terminal(&page, 40));
        for row in text.lines() {
            assert!(width(row) <= 40, "{row:?} has {}", width(row));
        }
        assert_eq!(text.split_whitespace().filter(|word| *word == "local-zfs").count(), 3, "no word is broken: {text}");
        let values: Vec<_> = text.lines().skip_while(|row| !row.starts_with("  Memory")).skip(1).collect();
        assert!(!values.is_empty() && values.iter().all(|row| row.starts_with(&" ".repeat(10))), "{text}");
    }

    #[test]
    fn a_failure_breaks_between_words_and_not_within_what_is_copied() {
        let fingerprint = ["AB"; 32].join(":");
        let text =
            format!("\u{1b}[31mError:\u{1b}[0m nothing of the fleet could be read at all\n  shown: {fingerprint}");
        let broken = plain(&super::broken(&text, 30));
        assert_eq!(broken.lines().next(), Some("Error: nothing of the fleet"));
        assert!(broken.lines().any(|row| row.trim() == fingerprint), "{broken}");
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
