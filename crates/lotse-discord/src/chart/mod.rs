//! `/graph` as a picture: one panel for each of CPU, memory, network and disk, below each other, on one axis of time.
//!
//! Everything on it is Latin (units, `CPU`, arrows, the name of the time zone), so that one small font suffices; numbers and days
//! are written as in the reader's language, and what a person reads in words stands in the message. The font comes with the program: nothing of
//! the system is looked at, and the same history gives the same bytes everywhere.

mod draw;
mod panel;
mod raster;
mod scale;

use lotse_engine::view::GraphView;
use lotse_text::{Language, Zone};

/// Width of the picture in pixels. Discord shows it at about 400 on a phone: what is drawn is meant to be read at half.
pub const WIDTH: u32 = 1000;
/// Height of one panel in pixels.
pub const PANEL: u32 = 213;
/// Height of the axis of time below the panels in pixels.
pub const FOOT: u32 = 90;

/// What the picture stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// On white.
    Light,
    /// On the grey of Discord's dark look, which is what most people have.
    #[default]
    Dark,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// There is not one sample to draw.
    #[error("the history holds no sample")]
    Empty,
    /// The lines could not be laid out.
    #[error("the graph could not be laid out: {0}")]
    Layout(String),
    /// The drawing could not be read back.
    #[error("the drawing could not be read back: {0}")]
    Drawing(String),
    /// The picture could not be made or written.
    #[error("the picture could not be written: {0}")]
    Picture(String),
}

impl ChartError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "chart-empty",
            Self::Layout(_) => "chart-layout",
            Self::Drawing(_) => "chart-drawing",
            Self::Picture(_) => "chart-picture",
        }
    }
}

/// Draws a history as a PNG. Times are those of `zone`, whose name stands at the axis; a zone without a name is drawn as
/// UTC, and says so. It takes some tens of milliseconds: call it where nothing else waits.
///
/// Where a sample is missing there is no line: neither is a gap joined, nor is it a zero.
pub fn png(view: &GraphView, zone: &Zone, look: Look, language: Language) -> Result<Vec<u8>, ChartError> {
    let panels = panel::panels(view);
    if panels.is_empty() {
        return Err(ChartError::Empty);
    }
    let (svg, size) = draw::svg(view, &panels, zone, look, language)?;
    raster::png(&svg, size)
}

#[cfg(test)]
mod tests;
