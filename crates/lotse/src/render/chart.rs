//! Charts of braille dots: two samples a column, four steps a row, and a gap where there is no sample.

use std::fmt::Write as _;

use lotse_engine::page::{Chart, Curve, Tone};
use lotse_text::width;

use super::tone::paint;

/// How many rows of text a curve takes: sixteen steps.
const ROWS: usize = 4;

/// Dots of a braille cell from the bottom up, left and right column (Unicode, Braille Patterns U+2800).
const LEFT: [u32; 4] = [0x40, 0x04, 0x02, 0x01];
const RIGHT: [u32; 4] = [0x80, 0x20, 0x10, 0x08];

pub(super) fn draw(chart: &Chart, columns: usize) -> String {
    let label = chart.curves.iter().map(|curve| width(&curve.top)).max().unwrap_or(0);
    let across = columns.saturating_sub(label + 3).clamp(10, 160);
    let mut text = String::new();
    for curve in &chart.curves {
        let _ = writeln!(text, "{}  {}", paint(Tone::Strong, &curve.title), paint(Tone::Dim, &curve.summary));
        for (number, row) in rows(curve, across).iter().enumerate() {
            let scale = match number {
                0 => lotse_text::pad_left(&curve.top, label),
                _ if number + 1 == ROWS => lotse_text::pad_left("0", label),
                _ => " ".repeat(label),
            };
            let _ =
                writeln!(text, "{} {}{}", paint(Tone::Dim, &scale), paint(Tone::Dim, "▕"), paint(Tone::Literal, row));
        }
    }
    let space = across.saturating_sub(width(&chart.from) + width(&chart.until)).max(2);
    let _ = writeln!(text, "{}{}{}{}", " ".repeat(label + 2), chart.from, " ".repeat(space), chart.until);
    text
}

/// The curve as rows of braille, the top one first.
fn rows(curve: &Curve, across: usize) -> Vec<String> {
    let heights: Vec<Option<usize>> = fitted(&curve.values, across * 2)
        .into_iter()
        .map(|value| value.map(|value| height(value, curve.maximum)))
        .collect();
    (0..ROWS)
        .rev()
        .map(|row| {
            heights
                .chunks(2)
                .map(|pair| {
                    let dots = |height: Option<Option<usize>>, column: [u32; 4]| match height.flatten() {
                        Some(height) => filled(height, row, column),
                        None => 0,
                    };
                    let cell = dots(pair.first().copied(), LEFT) | dots(pair.get(1).copied(), RIGHT);
                    char::from_u32(0x2800 + cell).unwrap_or(' ')
                })
                .collect::<String>()
        })
        .collect()
}

/// How many of the steps a value fills: at least one, so that a zero that was measured differs from a gap.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "clamped to the few steps of a chart"
)]
fn height(value: f64, maximum: f64) -> usize {
    let steps = (ROWS * 4) as f64;
    (value / maximum * steps).ceil().clamp(1.0, steps) as usize
}

fn filled(height: usize, row: usize, column: [u32; 4]) -> u32 {
    let here = height.saturating_sub(row * 4).min(4);
    column.iter().take(here).sum()
}

/// The samples at so many points: the highest of those that fall together, since a peak is what a person looks for, and
/// a gap where none was measured.
fn fitted(values: &[Option<f64>], points: usize) -> Vec<Option<f64>> {
    if values.is_empty() {
        return Vec::new();
    }
    (0..points)
        .map(|point| {
            let from = point * values.len() / points;
            let until = ((point + 1) * values.len() / points).max(from + 1);
            let here = values.get(from..until.min(values.len())).unwrap_or_default();
            here.iter().flatten().copied().reduce(f64::max)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use lotse_engine::page::Curve;

    use super::{fitted, rows};

    fn curve(values: Vec<Option<f64>>) -> Curve {
        Curve { title: String::new(), values, maximum: 1.0, top: "100%".to_owned(), summary: String::new() }
    }

    #[test]
    fn a_gap_is_empty_and_a_measured_zero_is_not() {
        let drawn = rows(&curve(vec![Some(0.0), None, Some(1.0), None]), 2);
        assert_eq!(drawn.len(), 4);
        assert_eq!(drawn[3], "⡀⡇");
        assert_eq!(drawn[0], "⠀⡇");
    }

    #[test]
    fn a_peak_survives_when_samples_fall_together() {
        let mut values = vec![Some(0.1); 100];
        values[57] = Some(0.9);
        assert!(fitted(&values, 10).contains(&Some(0.9)));
    }

    #[test]
    fn few_samples_are_stretched_and_none_is_lost() {
        assert_eq!(fitted(&[Some(0.1), None], 4), [Some(0.1), Some(0.1), None, None]);
    }
}
