//! Which lines stand together, and where they are interrupted.

use lotse_engine::view::{GraphView, Series, SeriesUnit};

use super::scale::{Measure, Scale};

/// One line: parts without a gap, each a list of (seconds, value).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    /// What tells it from the other one of its panel: `↓`, `↑`, `R`, `W`; empty where it is alone.
    pub(super) mark: &'static str,
    pub(super) parts: Vec<Vec<(i64, f64)>>,
    /// The highest sample.
    pub(super) peak: f64,
    /// The last sample, if the history ends with one.
    pub(super) last: Option<f64>,
}

/// Lines of one kind on one scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    pub(super) title: &'static str,
    pub(super) scale: Scale,
    pub(super) traces: Vec<Trace>,
}

/// The panels in the order in which they stand: title and names of series with their marks.
const ORDER: [(&str, &[(&str, &str)]); 6] = [
    ("CPU", &[("cpu", "")]),
    ("RAM", &[("memory", "")]),
    ("NET", &[("network-in", "↓"), ("network-out", "↑")]),
    ("DISK", &[("disk-read", "R"), ("disk-write", "W")]),
    ("IO WAIT", &[("io-wait", "")]),
    ("ROOT FS", &[("root-disk", "")]),
];

/// The panels of a history. A kind that was not recorded has none; one of which all samples are missing neither.
pub(super) fn panels(view: &GraphView) -> Vec<Panel> {
    let step = step(view);
    ORDER
        .iter()
        .filter_map(|(title, names)| {
            let found: Vec<(&Series, &'static str)> = names
                .iter()
                .filter_map(|(name, mark)| Some((view.series.iter().find(|series| series.name == *name)?, *mark)))
                .collect();
            let unit = found.first()?.0.unit;
            let maximum = found.iter().filter_map(|(series, _)| series.maximum).reduce(f64::max);
            let traces: Vec<Trace> = found.iter().map(|(series, mark)| trace(view, series, mark, step)).collect();
            if traces.iter().all(|trace| trace.parts.is_empty()) {
                return None;
            }
            let peak = traces.iter().map(|trace| trace.peak).fold(0.0, f64::max);
            let measure = match unit {
                SeriesUnit::Share => Measure::Share,
                SeriesUnit::Bytes => Measure::Bytes,
                SeriesUnit::BytesPerSecond => Measure::Rate,
            };
            Some(Panel { title, scale: Scale::of(measure, peak, maximum), traces })
        })
        .collect()
}

/// The usual distance of two samples, in seconds: the middle one of all distances.
fn step(view: &GraphView) -> i64 {
    let mut steps: Vec<i64> = view.times.windows(2).filter_map(|pair| Some(pair.get(1)?.0 - pair.first()?.0)).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied().unwrap_or(60).max(1)
}

fn trace(view: &GraphView, series: &Series, mark: &'static str, step: i64) -> Trace {
    let mut parts: Vec<Vec<(i64, f64)>> = Vec::new();
    let mut before: Option<i64> = None;
    for (time, value) in view.times.iter().zip(&series.values) {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            before = None;
            continue;
        };
        // A row that is not there at all is a gap as well.
        let joined = before.is_some_and(|before| time.0 - before <= step + step / 2);
        match parts.last_mut().filter(|_| joined) {
            Some(part) => part.push((time.0, value)),
            None => parts.push(vec![(time.0, value)]),
        }
        before = Some(time.0);
    }
    let peak = parts.iter().flatten().map(|(_, value)| *value).fold(0.0, f64::max);
    let last = series.values.last().copied().flatten();
    Trace { mark, parts, peak, last }
}
