//! Tables that fit: what matters least is left out where there is no room, then cells are wrapped.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, presets};
use lotse_engine::page::{Align, Column, Line, Table, Tone};
use lotse_text::width;

use super::{painted, tone::paint};

/// What stands between two columns.
const GAP: usize = 2;

/// A text column may be wrapped down to this before a column is left out for it.
const NARROWEST: usize = 14;

pub(super) fn draw(table: &Table, columns: usize) -> String {
    let kept = fitting(table, columns);
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING);
    drawn.enforce_styling();
    drawn.set_width(u16::try_from(columns).unwrap_or(u16::MAX));
    drawn.set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_header(pick(&table.columns, &kept).map(|column| paint(Tone::Dim, &column.title).to_string()));
    for row in &table.rows {
        drawn.add_row(pick(row, &kept).map(painted));
    }
    for (index, column) in drawn.column_iter_mut().enumerate() {
        let is_last = index + 1 == kept.len();
        column.set_padding((0, if is_last { 0 } else { 2 }));
        if kept.get(index).and_then(|at| table.columns.get(*at)).is_some_and(|it| it.align == Align::Right) {
            column.set_cell_alignment(CellAlignment::Right);
            // A number is never broken; what gives way is the words beside it.
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    drawn.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn pick<'a, T>(values: &'a [T], kept: &'a [usize]) -> impl Iterator<Item = &'a T> {
    kept.iter().filter_map(|index| values.get(*index))
}

/// The columns that stay: those of the highest rank go first, until the rest fits with its text columns wrapped.
fn fitting(table: &Table, columns: usize) -> Vec<usize> {
    let natural: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| width(&Line::text(cell)));
            cells.chain([width(&column.title)]).max().unwrap_or(0)
        })
        .collect();
    let mut kept: Vec<usize> = (0..table.columns.len()).collect();
    // An empty column says nothing.
    kept.retain(|index| table.rows.iter().any(|row| row.get(*index).is_some_and(|cell| !cell.text().is_empty())));
    loop {
        let needed: usize = kept.iter().map(|index| least(table.columns.get(*index), natural.get(*index)) + GAP).sum();
        let last = kept.iter().rev().max_by_key(|index| table.columns.get(**index).map_or(0, |column| column.rank));
        match last {
            Some(&last) if needed.saturating_sub(GAP) > columns && rank(table, last) > 0 => {
                kept.retain(|index| *index != last);
            }
            _ => return kept,
        }
    }
}

fn rank(table: &Table, index: usize) -> u8 {
    table.columns.get(index).map_or(0, |column| column.rank)
}

/// Numbers are never broken; words may be, down to a readable rest.
fn least(column: Option<&Column>, natural: Option<&usize>) -> usize {
    let natural = natural.copied().unwrap_or(0);
    match column.map(|column| column.align) {
        Some(Align::Left) => natural.min(NARROWEST),
        _ => natural,
    }
}
