//! Facts of the picture: looked at once by eye, then kept by its pixels.

use lotse_engine::view::{GraphView, Series, SeriesUnit};
use lotse_model::Timestamp;
use lotse_text::{Language, Zone};
use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;

use super::scale::{Measure, Scale, ticks, zone_of};
use super::{ChartError, FOOT, Look, PANEL, WIDTH, png};

/// 2026-11-22 08:00 in Berlin.
const START: i64 = 1_795_330_800;
/// The first of the two colours of lines, dark and light.
const BLUE: [(Look, [u8; 3]); 2] = [(Look::Dark, [0x5c, 0xb8, 0xff]), (Look::Light, [0x00, 0x66, 0xcc])];

fn history(timeframe: &'static str, step: i64, count: i64, gap: impl Fn(i64) -> bool) -> GraphView {
    let values = |shape: &dyn Fn(f64) -> f64| -> Vec<Option<f64>> {
        #[expect(clippy::cast_precision_loss, reason = "some hundred samples")]
        let value = |index: i64| (!gap(index)).then(|| shape(index as f64 / count as f64));
        (0..count).map(value).collect()
    };
    let series = |name, unit, maximum, values| Series { name, unit, maximum, values };
    let wave = |times: f64, x: f64| (x * times * std::f64::consts::TAU).sin().abs();
    GraphView {
        target: "home/100".to_owned(),
        name: Some("web".to_owned()),
        timeframe,
        times: (0..count).map(|index| Timestamp(START + index * step)).collect(),
        series: vec![
            series("cpu", SeriesUnit::Share, Some(1.0), values(&|x| 0.08 + 0.35 * wave(3.0, x))),
            series(
                "memory",
                SeriesUnit::Bytes,
                Some(8.0 * 1024.0_f64.powi(3)),
                values(&|x| (4.0 + 1.5 * x) * 1024.0_f64.powi(3)),
            ),
            series("network-in", SeriesUnit::BytesPerSecond, None, values(&|x| 2.4e6 * wave(5.0, x))),
            series("network-out", SeriesUnit::BytesPerSecond, None, values(&|x| 8.0e5 * wave(4.0, x))),
            series("disk-read", SeriesUnit::BytesPerSecond, None, values(&|x| 3.0e5 * wave(2.0, x))),
            series("disk-write", SeriesUnit::BytesPerSecond, None, values(&|x| 1.1e6 * wave(7.0, x))),
        ],
    }
}

fn berlin() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

fn pixels(view: &GraphView, look: Look) -> Pixmap {
    Pixmap::decode_png(&png(view, &berlin(), look, Language::En).unwrap()).unwrap()
}

/// Whether a column holds a pixel of nearly this colour in the first panel.
fn column_has(picture: &Pixmap, x: u32, colour: [u8; 3]) -> bool {
    (52..PANEL).any(|y| {
        let pixel = picture.pixel(x, y).unwrap();
        let near = |one: u8, other: u8| one.abs_diff(other) < 24;
        near(pixel.red(), colour[0]) && near(pixel.green(), colour[1]) && near(pixel.blue(), colour[2])
    })
}

/// Where a sample lies: `share` of the way between the first and the last.
fn column(share: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column of the picture")]
    let x = (150.0 + share * 820.0) as u32;
    x
}

#[test]
fn a_gap_is_a_gap_and_everything_else_has_a_line() {
    let view = history("hour", 60, 70, |index| (30..40).contains(&index));
    for (look, blue) in BLUE {
        let picture = pixels(&view, look);
        assert_eq!((picture.width(), picture.height()), (WIDTH, 4 * PANEL + FOOT));
        for index in [5, 20, 28, 42, 60] {
            assert!(column_has(&picture, column(f64::from(index) / 69.0), blue), "no line at {index} in {look:?}");
        }
        for index in [31, 35, 38] {
            assert!(
                !column_has(&picture, column(f64::from(index) / 69.0), blue),
                "a line in the gap at {index} in {look:?}"
            );
        }
    }
}

#[test]
fn rows_that_are_not_there_at_all_are_a_gap_as_well() {
    let mut view = history("hour", 60, 70, |_| false);
    view.times.drain(30..40);
    for series in &mut view.series {
        series.values.drain(30..40);
    }
    let picture = pixels(&view, Look::Dark);
    assert!(!column_has(&picture, column(35.0 / 69.0), BLUE[0].1));
    assert!(column_has(&picture, column(20.0 / 69.0), BLUE[0].1));
}

#[test]
fn a_single_sample_between_gaps_is_seen() {
    let view = history("hour", 60, 70, |index| index != 35);
    let picture = pixels(&view, Look::Dark);
    assert!(column_has(&picture, column(35.0 / 69.0), BLUE[0].1));
}

#[test]
fn the_same_history_gives_the_same_bytes_and_fits_into_a_message() {
    let view = history("week", 3600, 168, |index| index % 50 == 49);
    let first = png(&view, &berlin(), Look::Dark, Language::En).unwrap();
    assert_eq!(first, png(&view, &berlin(), Look::Dark, Language::En).unwrap());
    assert_ne!(first, png(&view, &berlin(), Look::Light, Language::En).unwrap());
    assert!(first.len() < 300 * 1024, "{} bytes", first.len());
}

#[test]
fn a_kind_that_was_not_recorded_has_no_panel_and_nothing_at_all_is_an_error() {
    let mut view = history("hour", 60, 70, |_| false);
    view.series.truncate(2);
    assert_eq!(pixels(&view, Look::Dark).height(), 2 * PANEL + FOOT);
    let empty = history("hour", 60, 70, |_| true);
    assert!(matches!(png(&empty, &berlin(), Look::Dark, Language::En), Err(ChartError::Empty)));
    view.times.clear();
    assert_eq!(png(&view, &berlin(), Look::Dark, Language::En).unwrap_err().code(), "chart-empty");
}

#[test]
fn times_are_those_of_the_zone_also_on_the_day_that_is_an_hour_shorter() {
    let (name, zone) = zone_of(&berlin());
    assert_eq!(name, "Europe/Berlin");
    let texts = |from: i64, until: i64| {
        ticks(from, until, &zone, Language::En).into_iter().map(|tick| tick.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(START, START + 3600), ["08:00", "08:10", "08:20", "08:30", "08:40", "08:50", "09:00"]);
    // 2026-03-29 00:00 in Berlin; at two o'clock it is three.
    let spring = 1_774_738_800;
    assert_eq!(
        texts(spring, spring + 23 * 3600),
        ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]
    );
    assert_eq!(texts(START, START + 7 * 86_400).first().map(String::as_str), Some("23 Nov"));
    assert_eq!(zone_of(&Zone::utc()).0, "UTC");
}

#[test]
fn axes_are_written_in_units_that_people_read() {
    let of = |language, measure, peak, whole| {
        let scale = Scale::of(measure, peak, whole);
        scale.marks.iter().map(|mark| scale.words(*mark, language)).collect::<Vec<_>>()
    };
    let words = |measure, peak, whole| of(Language::En, measure, peak, whole);
    assert_eq!(words(Measure::Share, 0.03, Some(1.0)), ["0%", "2.5%", "5%", "7.5%", "10%"]);
    assert_eq!(words(Measure::Share, 0.9, Some(1.0)), ["0%", "25%", "50%", "75%", "100%"]);
    assert_eq!(words(Measure::Bytes, 5e9, Some(8.0 * 1024.0_f64.powi(3))), ["0 B", "2 GiB", "4 GiB", "6 GiB", "8 GiB"]);
    assert_eq!(words(Measure::Rate, 2.4e6, None), ["0 B/s", "1 MB/s", "2 MB/s", "3 MB/s"]);
    assert_eq!(words(Measure::Rate, 0.0, None), ["0 B/s", "250 B/s", "500 B/s", "750 B/s", "1 kB/s"]);
    let german = |measure, peak, whole| of(Language::De, measure, peak, whole);
    assert_eq!(german(Measure::Share, 0.03, Some(1.0)), ["0 %", "2,5 %", "5 %", "7,5 %", "10 %"]);
    assert_eq!(of(Language::Ja, Measure::Share, 0.2, None), ["0%", "10%", "20%", "30%"]);
}

#[test]
fn a_day_is_written_as_its_readers_write_it() {
    let (_, zone) = zone_of(&berlin());
    let first = |language| ticks(START, START + 7 * 86_400, &zone, language).first().map(|tick| tick.text.clone());
    assert_eq!(first(Language::De).as_deref(), Some("23.11."));
    assert_eq!(first(Language::Ja).as_deref(), Some("11/23"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_scale_holds_its_samples_and_has_few_marks(peak in 0.0_f64..1e15, whole in proptest::option::of(1.0_f64..1e15), kind in 0..3) {
        let measure = [Measure::Share, Measure::Bytes, Measure::Rate][usize::try_from(kind).unwrap()];
        let peak = if measure == Measure::Share { peak / 1e15 * 1.5 } else { peak };
        let scale = Scale::of(measure, peak, whole);
        prop_assert!(scale.top >= peak && scale.top > 0.0);
        prop_assert!((2..=7).contains(&scale.marks.len()), "{:?}", scale.marks);
    }
}

/// Writes the pictures to a folder, for looking at them: `LOTSE_PICTURES=DIR cargo nextest run … --run-ignored only`.
#[test]
#[ignore = "for the eye"]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("LOTSE_PICTURES").map(std::path::PathBuf::from) else { return };
    let holes = |index: i64| (30..40).contains(&index) || index == 55;
    for (name, look) in [("dark", Look::Dark), ("light", Look::Light)] {
        for language in Language::ALL {
            for (frame, view) in [
                ("hour", history("hour", 60, 70, |_| false)),
                ("gaps", history("hour", 60, 70, holes)),
                ("week", history("week", 3600, 168, |index| (100..110).contains(&index))),
            ] {
                let drawn = png(&view, &berlin(), look, language).unwrap();
                std::fs::write(folder.join(format!("{frame}-{name}-{}.png", language.tag())), drawn).unwrap();
            }
        }
    }
}
