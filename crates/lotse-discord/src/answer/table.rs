//! Tables: as code where they fit a phone, else row by row.

use lotse_engine::page::{Align, Table};
use lotse_text::{pad, pad_left, width};

use super::{
    escape::{escape, verbatim},
    piece::{Piece, spans},
};

/// So many cells of code fit the screen of a phone; a Japanese character takes two.
pub(crate) const CELLS: usize = 38;
/// Between columns.
const GAP: usize = 1;
/// Of the columns that do not fit, those up to this rank are still told row by row.
const TOLD: u8 = 3;

/// The table as code when its most important columns fit, with as many of the others as fit; else row by row.
pub(super) fn lay(table: &Table) -> Piece {
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let mut kept = all;
    while total(table, &kept) > CELLS {
        let worst = kept.iter().copied().max_by_key(|index| rank(table, *index));
        match worst.filter(|index| rank(table, *index) > 0) {
            Some(worst) => kept.retain(|index| *index != worst),
            None => return Piece::Lines(rows(table)),
        }
    }
    if kept.is_empty() {
        return Piece::Lines(Vec::new());
    }
    let line = |cells: Vec<String>| {
        let cells = cells.iter().zip(&kept).map(|(cell, index)| {
            let columns = column_width(table, *index);
            match table.columns.get(*index).map(|column| column.align) {
                Some(Align::Right) => pad_left(cell, columns),
                _ => pad(cell, columns),
            }
        });
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    let title = |index: &usize| table.columns.get(*index).map(|column| verbatim(&column.title)).unwrap_or_default();
    let head = line(kept.iter().map(title).collect());
    let rows = table.rows.iter().map(|row| {
        line(kept.iter().map(|index| row.get(*index).map(|cell| verbatim(&cell.text())).unwrap_or_default()).collect())
    });
    Piece::Code { head: Some(head), rows: rows.collect() }
}

fn rank(table: &Table, index: usize) -> u8 {
    table.columns.get(index).map_or(0, |column| column.rank)
}

fn column_width(table: &Table, index: usize) -> usize {
    let title = table.columns.get(index).map_or(0, |column| width(&verbatim(&column.title)));
    let cells = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| width(&verbatim(&cell.text())));
    cells.max().unwrap_or_default().max(title)
}

fn total(table: &Table, kept: &[usize]) -> usize {
    kept.iter().map(|index| column_width(table, *index)).sum::<usize>() + kept.len().saturating_sub(1) * GAP
}

/// A line for each row: the first cell first, and of the others what says something, with the title where it is a figure.
fn rows(table: &Table) -> Vec<String> {
    let row = |cells: &Vec<lotse_engine::page::Line>| {
        let told = cells.iter().zip(&table.columns).enumerate().filter(|(_, (cell, column))| {
            let text = cell.text();
            column.rank <= TOLD && !text.is_empty() && text != "–"
        });
        let told = told.map(|(index, (cell, column))| match (index, column.align) {
            (0, _) => format!("**{}**", escape(&cell.text())),
            (_, Align::Right) => format!("{} {}", escape(&column.title), spans(cell)),
            _ => spans(cell),
        });
        told.collect::<Vec<_>>().join(" · ")
    };
    table.rows.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use lotse_engine::page::{Column, Line, Table};
    use lotse_text::width;

    use super::{CELLS, lay};
    use crate::answer::piece::Piece;

    fn table(names: &[&str]) -> Table {
        Table {
            columns: vec![
                Column::numbers("Id".to_owned(), 0),
                Column::words("Name".to_owned(), 0),
                Column::words("Tags".to_owned(), 5),
            ],
            rows: names
                .iter()
                .map(|name| vec![Line::plain("100"), Line::plain(name), Line::plain("a b c d e f g h i j k l m n")])
                .collect(),
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_by_its_rank() {
        let Piece::Code { head: Some(head), rows } = lay(&table(&["web", "仮想マシン"])) else { panic!() };
        assert_eq!(head, " Id Name");
        assert_eq!(rows, ["100 web", "100 仮想マシン"]);
    }

    #[test]
    fn a_table_that_cannot_fit_is_told_row_by_row() {
        let Piece::Lines(rows) = lay(&table(&["a-name-that-is-longer-than-a-phone-is-wide"])) else { panic!() };
        assert_eq!(rows, ["**100** · a\\-name\\-that\\-is\\-longer\\-than\\-a\\-phone\\-is\\-wide"]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_of_code_is_wider_than_a_phone(names in proptest::collection::vec("\\PC{0,30}", 0..6)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if let Piece::Code { head, rows } = lay(&table(&names)) {
                for line in head.iter().chain(&rows) {
                    proptest::prop_assert!(width(line) <= CELLS, "{line:?}");
                }
            }
        }
    }
}
