//! Tables in the frame of `PVE::CLIFormatter`.

/// One column: its title and whether its values are numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Title.
    pub title: String,
    /// Numbers stand at the right.
    pub right: bool,
}

/// The lines of a table. `bare`: no frame; `headless`: no titles. Values may have several lines.
#[must_use]
pub fn table(columns: &[Column], rows: &[Vec<String>], bare: bool, headless: bool) -> String {
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let title = if headless { 0 } else { width(&column.title) };
            rows.iter()
                .filter_map(|row| row.get(at))
                .flat_map(|cell| cell.lines())
                .map(width)
                .max()
                .unwrap_or(0)
                .max(title)
        })
        .collect();
    let frame = Frame { columns, widths: &widths, bare };
    let mut text = String::new();
    if !bare {
        text.push_str(&frame.rule('┌', '─', '┬', '┐'));
    }
    if !headless {
        let titles: Vec<String> = columns.iter().map(|column| column.title.clone()).collect();
        text.push_str(&frame.row(&titles));
        if !bare && !rows.is_empty() {
            text.push_str(&frame.rule('╞', '═', '╪', '╡'));
        }
    }
    for (at, row) in rows.iter().enumerate() {
        if at > 0 && !bare {
            text.push_str(&frame.rule('├', '─', '┼', '┤'));
        }
        text.push_str(&frame.row(row));
    }
    if !bare {
        text.push_str(&frame.rule('└', '─', '┴', '┘'));
    }
    text
}

struct Frame<'a> {
    columns: &'a [Column],
    widths: &'a [usize],
    bare: bool,
}

impl Frame<'_> {
    fn rule(&self, left: char, line: char, cross: char, right: char) -> String {
        let parts: Vec<String> = self.widths.iter().map(|width| line.to_string().repeat(width + 2)).collect();
        format!("{left}{}{right}\n", parts.join(&cross.to_string()))
    }

    fn row(&self, cells: &[String]) -> String {
        let lines: Vec<Vec<&str>> = cells.iter().map(|cell| cell.lines().collect()).collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut text = String::new();
        for at in 0..height {
            let parts: Vec<String> = self
                .columns
                .iter()
                .zip(self.widths)
                .enumerate()
                .map(|(column_at, (column, wanted))| {
                    let part = lines.get(column_at).and_then(|lines| lines.get(at)).copied().unwrap_or_default();
                    let gap = " ".repeat(wanted.saturating_sub(width(part)));
                    if column.right { format!("{gap}{part}") } else { format!("{part}{gap}") }
                })
                .collect();
            if self.bare {
                text.push_str(parts.join(" ").trim_end());
                text.push('\n');
            } else {
                text.push_str("│ ");
                text.push_str(&parts.join(" │ "));
                text.push_str(" │\n");
            }
        }
        text
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![Column { title: "key".to_owned(), right: false }, Column { title: "n".to_owned(), right: true }]
    }

    #[test]
    fn a_table_has_a_frame_and_numbers_at_the_right() {
        let rows = vec![vec!["a\nbc".to_owned(), "7".to_owned()], vec!["d".to_owned(), "12".to_owned()]];
        assert_eq!(
            table(&columns(), &rows, false, false),
            "┌─────┬────┐\n│ key │  n │\n╞═════╪════╡\n│ a   │  7 │\n│ bc  │    │\n├─────┼────┤\n│ d   │ 12 │\n└─────┴────┘\n"
        );
    }

    #[test]
    fn without_border_and_header_only_the_values_stay() {
        let rows = vec![vec!["release".to_owned(), "8".to_owned()], vec!["x".to_owned(), String::new()]];
        assert_eq!(table(&columns(), &rows, true, true), "release 8\nx\n");
    }
}
