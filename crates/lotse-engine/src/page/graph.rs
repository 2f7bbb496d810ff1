//! `graph` as a page.

use lotse_model::{Bytes, Share};
use lotse_text::tr;

use crate::{
    page::{Block, Chart, Curve, Line, Page, Reader, Tone},
    view::{GraphView, Series, SeriesUnit},
};

pub(super) fn lay(page: &mut Page, view: &GraphView, reader: &Reader) {
    let language = reader.language;
    let span = match view.timeframe {
        "hour" => tr::graph_span_hour(language),
        "week" => tr::graph_span_week(language),
        "month" => tr::graph_span_month(language),
        _ => tr::graph_span_day(language),
    };
    let name = match &view.name {
        Some(name) => format!("{} {name}", view.target),
        None => view.target.clone(),
    };
    page.heading(tr::graph_title(language, name, span));
    let (Some(first), Some(last)) = (view.times.first(), view.times.last()) else {
        page.line(tr::graph_empty(language));
        return;
    };
    let curves: Vec<_> = view.series.iter().filter_map(|series| curve(series, reader)).collect();
    if curves.is_empty() {
        page.line(tr::graph_empty(language));
        return;
    }
    page.blocks.push(Block::Chart(Chart {
        curves,
        from: lotse_text::date(language, *first, &reader.zone),
        until: lotse_text::date(language, *last, &reader.zone),
    }));
    // The samples of all series are taken together, so that a gap in the first is a gap in all.
    let gaps = view.series.first().map_or(0, |series| series.values.iter().filter(|value| value.is_none()).count());
    if gaps > 0 {
        page.line(Line::of(tr::graph_gaps(language, gaps), Tone::Dim));
    }
}

/// A curve of a series; `None` when it holds no sample.
fn curve(series: &Series, reader: &Reader) -> Option<Curve> {
    let known: Vec<f64> = series.values.iter().flatten().copied().collect();
    let last = *known.last()?;
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(0.0, f64::max);
    #[expect(clippy::cast_precision_loss, reason = "a graph has some hundred samples")]
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    // A scale that ends at the whole shows how full a thing is; without a whole it ends at the highest sample. A share
    // that stays low would be a flat line: its scale ends at the next quarter or half.
    let maximum = match series.unit {
        SeriesUnit::Share => [0.25, 0.5, 1.0].into_iter().find(|end| *end >= high).unwrap_or(high),
        SeriesUnit::Bytes | SeriesUnit::BytesPerSecond => series.maximum.unwrap_or(high).max(high),
    };
    let words = |value| amount(value, series.unit, reader);
    Some(Curve {
        title: title(series, reader),
        values: series.values.clone(),
        maximum: if maximum > 0.0 { maximum } else { 1.0 },
        top: words(maximum),
        summary: tr::graph_summary(reader.language, words(high), words(last), words(low), words(mean)),
    })
}

fn title(series: &Series, reader: &Reader) -> String {
    let language = reader.language;
    match series.name {
        "cpu" => tr::graph_cpu(language),
        "memory" => tr::graph_memory(language),
        "network-in" => tr::graph_network_in(language),
        "network-out" => tr::graph_network_out(language),
        "disk-read" => tr::graph_disk_read(language),
        "disk-write" => tr::graph_disk_write(language),
        "io-wait" => tr::graph_io_wait(language),
        "root-disk" => tr::graph_root_disk(language),
        other => other.to_owned(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes are shown with three digits")]
fn amount(value: f64, unit: SeriesUnit, reader: &Reader) -> String {
    match unit {
        SeriesUnit::Share => lotse_text::percent_fine(reader.language, Share::new(value)),
        SeriesUnit::Bytes => lotse_text::bytes(reader.language, Bytes(value.max(0.0) as u64)),
        SeriesUnit::BytesPerSecond => lotse_text::rate(reader.language, Bytes(value.max(0.0) as u64)),
    }
}
