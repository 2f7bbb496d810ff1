//! Laying panels out as an SVG.

use lotse_engine::view::GraphView;
use lotse_text::{Language, Zone, tr};
use plotters::backend::SVGBackend;
use plotters::chart::ChartBuilder;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle, Text};
use plotters::series::{AreaSeries, LineSeries};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::panel::{Panel, Trace};
use super::raster::FAMILY;
use super::scale::{self, Tick};
use super::{ChartError, FOOT, Look, PANEL, WIDTH};

/// Room at the left for what is written at the marks.
const LEFT: i32 = 150;
/// Room at the right, so that the last time is not cut.
const RIGHT: i32 = 30;
/// Room above the lines of a panel for its title.
const HEAD: i32 = 52;
/// Room below them.
const BELOW: i32 = 12;
/// Size of letters. Plotters' SVG divides by 1.24.
const LETTERS: f64 = 29.0;

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

struct Colours {
    ground: RGBColor,
    grid: RGBColor,
    words: RGBColor,
    lines: [RGBColor; 2],
}

impl Colours {
    const fn of(look: Look) -> Self {
        match look {
            // The ground is that of Discord's embeds, the lines keep a contrast of more than 4.5 to it.
            Look::Dark => Self {
                ground: RGBColor(0x2b, 0x2d, 0x31),
                grid: RGBColor(0x4a, 0x4d, 0x55),
                words: RGBColor(0xdb, 0xde, 0xe1),
                lines: [RGBColor(0x5c, 0xb8, 0xff), RGBColor(0xff, 0xb0, 0x4d)],
            },
            Look::Light => Self {
                ground: RGBColor(0xff, 0xff, 0xff),
                grid: RGBColor(0xd5, 0xd8, 0xdd),
                words: RGBColor(0x2e, 0x33, 0x38),
                lines: [RGBColor(0x00, 0x66, 0xcc), RGBColor(0xb3, 0x5a, 0x00)],
            },
        }
    }

    fn line(&self, index: usize) -> RGBColor {
        let [first, second] = self.lines;
        if index == 0 { first } else { second }
    }
}

/// The drawing and its size in pixels.
pub(super) fn svg(
    view: &GraphView,
    panels: &[Panel],
    zone: &Zone,
    look: Look,
    language: Language,
) -> Result<(String, (u32, u32)), ChartError> {
    let (Some(from), Some(until)) = (view.times.first(), view.times.last()) else { return Err(ChartError::Empty) };
    // A history of one sample still has a width.
    let (from, until) = (from.0, until.0.max(from.0 + 60));
    let count = u32::try_from(panels.len()).map_err(|error| ChartError::Layout(error.to_string()))?;
    let size = (WIDTH, count * PANEL + FOOT);
    let colours = Colours::of(look);
    let (name, time_zone) = scale::zone_of(zone);
    let ticks = scale::ticks(from, until, &time_zone, language);
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&colours.ground).map_err(layout)?;
        let (upper, foot) = root.split_vertically(count * PANEL);
        for (area, panel) in upper.split_evenly((panels.len(), 1)).iter().zip(panels) {
            draw(area, panel, (from, until), &ticks, &colours, language)?;
        }
        times(&foot, &ticks, (from, until), &name, &colours)?;
        root.present().map_err(layout)?;
    }
    Ok((svg, size))
}

fn layout(error: impl std::fmt::Display) -> ChartError {
    ChartError::Layout(error.to_string())
}

fn text(colour: RGBColor, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    let mut style = TextStyle::from((FAMILY, LETTERS).into_font());
    style.color = colour.to_backend_color();
    style.pos = Pos::new(horizontal, vertical);
    style
}

fn draw(
    area: &Area<'_>,
    panel: &Panel,
    span: (i64, i64),
    ticks: &[Tick],
    colours: &Colours,
    language: Language,
) -> Result<(), ChartError> {
    head(area, panel, colours, language)?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(HEAD)
        .margin_bottom(BELOW)
        .margin_left(LEFT)
        .margin_right(RIGHT)
        .build_cartesian_2d(span.0..span.1, 0.0..panel.scale.top)
        .map_err(layout)?;
    let across = panel.scale.marks.iter().map(|mark| vec![(span.0, *mark), (span.1, *mark)]);
    let down = ticks.iter().map(|tick| vec![(tick.at, 0.0), (tick.at, panel.scale.top)]);
    let grid = across.chain(down).map(|line| PathElement::new(line, colours.grid));
    chart.draw_series(grid).map_err(layout)?;
    for mark in &panel.scale.marks {
        let (_, y) = chart.backend_coord(&(span.0, *mark));
        let (_, above) = area.get_base_pixel();
        let words = Text::new(
            panel.scale.words(*mark, language),
            (LEFT - 12, y - above),
            text(colours.words, HPos::Right, VPos::Center),
        );
        area.draw(&words).map_err(layout)?;
    }
    for (index, trace) in panel.traces.iter().enumerate() {
        let colour = colours.line(index);
        let stroke = ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: 3 };
        for part in &trace.parts {
            match part.as_slice() {
                // A sample between two gaps is no line, and is there all the same.
                [alone] => {
                    chart.draw_series([Circle::new(*alone, 4, colour.filled())]).map_err(layout)?;
                }
                part if index == 0 => {
                    let filled = AreaSeries::new(part.iter().copied(), 0.0, colour.mix(0.22));
                    chart.draw_series(filled).map_err(layout)?;
                    chart.draw_series(LineSeries::new(part.iter().copied(), stroke)).map_err(layout)?;
                }
                part => {
                    chart.draw_series(LineSeries::new(part.iter().copied(), stroke)).map_err(layout)?;
                }
            }
        }
    }
    Ok(())
}

/// The title of a panel, and what its lines reach: `CPU` … `max 43 % · now 12 %`.
fn head(area: &Area<'_>, panel: &Panel, colours: &Colours, language: Language) -> Result<(), ChartError> {
    let write = |words: String, x: i32, style: &TextStyle<'_>| {
        area.draw(&Text::new(words, (x, 8), style.clone())).map_err(layout)
    };
    write(panel.title.to_owned(), 16, &text(colours.words, HPos::Left, VPos::Top))?;
    let (width, _) = area.dim_in_pixel();
    let mut right = i32::try_from(width).map_err(layout)? - RIGHT;
    for (index, trace) in panel.traces.iter().enumerate().rev() {
        let words = summary(trace, panel, language);
        let length = i32::try_from(words.chars().count()).map_err(layout)?;
        write(words, right, &text(colours.line(index), HPos::Right, VPos::Top))?;
        // Letters of the font are all as wide as 0.602 of its size.
        right -= length * 141 / 10 + 36;
    }
    Ok(())
}

fn summary(trace: &Trace, panel: &Panel, language: Language) -> String {
    let mut words = Vec::new();
    if !trace.mark.is_empty() {
        words.push(trace.mark.to_owned());
    }
    if trace.parts.is_empty() {
        words.push("–".to_owned());
    } else {
        words.push(tr::discord_graph_peak(language, panel.scale.words(trace.peak, language)));
        if let (Some(last), true) = (trace.last, trace.mark.is_empty()) {
            words.push(format!("· {}", tr::discord_graph_now(language, panel.scale.words(last, language))));
        }
    }
    words.join(" ")
}

/// The times below the panels, and in whose zone they are.
fn times(area: &Area<'_>, ticks: &[Tick], span: (i64, i64), zone: &str, colours: &Colours) -> Result<(), ChartError> {
    let (width, _) = area.dim_in_pixel();
    let width = i64::from(width) - i64::from(LEFT) - i64::from(RIGHT);
    for tick in ticks {
        let share = (tick.at - span.0) * width / (span.1 - span.0);
        let x = i32::try_from(share).map_err(layout)? + LEFT;
        let mark = PathElement::new(vec![(x, 0), (x, 8)], colours.grid.stroke_width(2));
        area.draw(&mark).map_err(layout)?;
        area.draw(&Text::new(tick.text.clone(), (x, 12), text(colours.words, HPos::Center, VPos::Top)))
            .map_err(layout)?;
    }
    let right = i32::try_from(width).map_err(layout)? + LEFT;
    area.draw(&Text::new(zone.to_owned(), (right, 48), text(colours.words, HPos::Right, VPos::Top))).map_err(layout)?;
    let rule = Rectangle::new([(LEFT, 0), (right, 1)], colours.grid.filled());
    area.draw(&rule).map_err(layout)
}
