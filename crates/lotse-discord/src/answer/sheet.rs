//! Pages cut into sheets: what one message shows of a long answer.

use lotse_engine::page::{Block, Line, Page};
use lotse_text::width;

use super::{
    cut::{cut, units},
    escape::{escape, title, verbatim},
    piece::{Piece, spans},
    table::{self, CELLS},
};

/// So many units of text stand on one sheet: below the limit of an embed, with room for what is added to it.
pub(crate) const ROOM: usize = 3000;
/// So many rows stand on one sheet.
pub(crate) const ROWS: usize = 30;
/// A line longer than this is cut.
const LINE: usize = 1000;

/// What one message shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The heading of the page.
    pub(crate) title: String,
    /// The text, in Discord's markdown.
    pub(crate) text: String,
}

/// The sheets of a page, at least one. The first heading is the title of all of them.
pub(crate) fn sheets(page: &Page) -> Vec<Sheet> {
    let mut blocks = page.blocks.iter().peekable();
    let heading = match blocks.peek() {
        Some(Block::Heading(line)) => title(&line.text()),
        _ => String::new(),
    };
    if !heading.is_empty() {
        blocks.next();
    }
    let mut packer = Packer { title: heading, done: Vec::new(), text: String::new(), rows: 0 };
    for block in blocks {
        packer.add(piece(block));
    }
    packer.finish()
}

/// The sheets of lines of markdown.
pub(crate) fn of_lines(title: String, lines: Vec<String>) -> Vec<Sheet> {
    let mut packer = Packer { title, done: Vec::new(), text: String::new(), rows: 0 };
    packer.add(Piece::Lines(lines));
    packer.finish()
}

fn piece(block: &Block) -> Piece {
    match block {
        Block::Heading(line) => Piece::Lines(vec![format!("**{}**", escape(&line.text()))]),
        Block::Line(line) => Piece::Lines(vec![indented(line)]),
        Block::Table(table) => table::lay(table),
        Block::Facts(facts) => {
            Piece::Lines(facts.iter().map(|(name, value)| format!("{}: {}", escape(name), spans(value))).collect())
        }
        Block::Verbatim(lines) => {
            Piece::Code { head: None, rows: lines.iter().flat_map(|line| folded(line)).collect() }
        }
        Block::Chart(chart) => {
            let curve =
                |curve: &lotse_engine::page::Curve| format!("{}: {}", escape(&curve.title), escape(&curve.summary));
            Piece::Lines(chart.curves.iter().map(curve).collect())
        }
    }
}

/// A line; what is set in under another is a point under it.
fn indented(line: &Line) -> String {
    let is_under = line.0.first().is_some_and(|span| span.text.starts_with("  "));
    let text = spans(line);
    if is_under { format!("- {}", text.trim_start()) } else { text }
}

/// A line of a log in as many lines as a phone needs for it.
fn folded(line: &str) -> Vec<String> {
    let line = verbatim(line);
    let mut lines = vec![String::new()];
    for letter in line.chars() {
        let mut one = [0; 4];
        let one = letter.encode_utf8(&mut one);
        if let Some(last) = lines.last_mut()
            && width(last) + width(one) <= CELLS
        {
            last.push_str(one);
            continue;
        }
        lines.push(one.to_owned());
    }
    lines
}

struct Packer {
    title: String,
    done: Vec<Sheet>,
    text: String,
    rows: usize,
}

impl Packer {
    fn add(&mut self, piece: Piece) {
        match piece {
            Piece::Lines(lines) => {
                for line in lines {
                    let line = cut(&line, LINE);
                    if !self.fits(units(&line) + 1) {
                        self.turn();
                    }
                    self.push(&line);
                }
            }
            Piece::Code { head, rows } => self.code(head.as_deref(), &rows),
        }
    }

    fn code(&mut self, head: Option<&str>, rows: &[String]) {
        // Two fences with their line breaks.
        const FENCES: usize = 8;
        let mut rows = rows.iter().peekable();
        while let Some(first) = rows.peek() {
            let begin = units(head.unwrap_or_default()) + 1 + FENCES;
            if !self.fits(begin + units(first) + 1) {
                self.turn();
            }
            self.push("```");
            if let Some(head) = head {
                self.push(head);
            }
            // The first row always goes, so that this ends.
            let mut is_first = true;
            while let Some(row) = rows.next_if(|row| is_first || self.fits(units(row) + 1 + FENCES)) {
                is_first = false;
                self.push(&cut(row, LINE));
                self.rows += 1;
            }
            self.push("```");
        }
    }

    fn fits(&self, more: usize) -> bool {
        self.text.is_empty() || (units(&self.text) + more <= ROOM && self.rows < ROWS)
    }

    fn push(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
    }

    fn turn(&mut self) {
        self.rows = 0;
        self.done.push(Sheet { title: self.title.clone(), text: std::mem::take(&mut self.text) });
    }

    fn finish(mut self) -> Vec<Sheet> {
        if !self.text.is_empty() || self.done.is_empty() {
            self.turn();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::page::{Block, Column, Line, Page, Table, Tone};
    use proptest::prelude::*;

    use super::{ROOM, of_lines, sheets};
    use crate::answer::cut::{cut, units};

    fn line() -> impl Strategy<Value = Line> {
        proptest::collection::vec(("\\PC{0,60}", 0..7_u8), 0..4).prop_map(|spans| {
            spans.into_iter().fold(Line::default(), |line, (text, tone)| {
                let tones = [Tone::Plain, Tone::Strong, Tone::Dim, Tone::Good, Tone::Warning, Tone::Bad, Tone::Literal];
                line.and(text, tones[usize::from(tone)])
            })
        })
    }

    fn block() -> impl Strategy<Value = Block> {
        prop_oneof![
            line().prop_map(Block::Heading),
            line().prop_map(Block::Line),
            proptest::collection::vec(("\\PC{0,30}", line()), 0..20).prop_map(Block::Facts),
            proptest::collection::vec("\\PC{0,200}", 0..40).prop_map(Block::Verbatim),
            (1..5_usize, proptest::collection::vec(line(), 0..200)).prop_map(|(columns, cells)| {
                let column = |index: usize| Column::words(format!("c{index}"), u8::try_from(index).unwrap());
                let rows = cells.chunks_exact(columns).map(<[Line]>::to_vec).collect();
                Block::Table(Table { columns: (0..columns).map(column).collect(), rows })
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_sheet_of_every_page_fits_and_closes_its_code(blocks in proptest::collection::vec(block(), 0..12)) {
            let sheets = sheets(&Page { blocks });
            prop_assert!(!sheets.is_empty());
            for sheet in sheets {
                prop_assert!(units(&sheet.text) <= ROOM + 1200, "{}", units(&sheet.text));
                prop_assert_eq!(sheet.text.matches("```").count() % 2, 0, "{}", sheet.text);
                prop_assert_eq!(cut(&sheet.text, 4096), sheet.text);
            }
        }
    }

    #[test]
    fn a_long_list_is_on_several_sheets_and_loses_nothing() {
        let lines: Vec<_> = (0..500).map(|index| format!("line {index}")).collect();
        let sheets = of_lines("t".to_owned(), lines.clone());
        assert!(sheets.len() > 1);
        let all = sheets.iter().map(|sheet| sheet.text.as_str()).collect::<Vec<_>>().join("\n");
        assert_eq!(all, lines.join("\n"));
    }

    #[test]
    fn a_table_says_its_titles_on_every_sheet() {
        let columns = vec![Column::words("Name".to_owned(), 0)];
        let rows = (0..100).map(|index| vec![Line::plain(format!("guest-{index}"))]).collect();
        let sheets = sheets(&Page { blocks: vec![Block::Table(Table { columns, rows })] });
        assert!(sheets.len() > 1 && sheets.iter().all(|sheet| sheet.text.starts_with("```\nName\n")), "{sheets:?}");
    }
}
