//! `graph`: the history of a guest or node.

use lotse_model::Timestamp;
use serde::Serialize;

/// What a series counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeriesUnit {
    /// A share, 0 to 1.
    Share,
    /// Bytes.
    Bytes,
    /// Bytes a second.
    BytesPerSecond,
}

/// One line of a graph. A missing sample is `null`, never zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// What it shows: `cpu`, `memory`, `network-in`, `network-out`, `disk-read`, `disk-write`.
    pub name: &'static str,
    /// What it counts.
    pub unit: SeriesUnit,
    /// The upper end of its scale, where it has one (all memory; 1 of a share).
    pub maximum: Option<f64>,
    /// Its samples, one for each time.
    pub values: Vec<Option<f64>>,
}

/// The history of a guest or node, averages as Proxmox keeps them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GraphView {
    /// Of what: `home/100` or `home/pve1`.
    pub target: String,
    /// Its name, when it has one of its own.
    pub name: Option<String>,
    /// `hour`, `day`, `week` or `month`.
    pub timeframe: &'static str,
    /// The times of the samples.
    pub times: Vec<Timestamp>,
    /// The lines.
    pub series: Vec<Series>,
}
