//! The one table of styles: what a tone looks like on a terminal.

use anstyle::{AnsiColor, Style};
use lotse_engine::page::Tone;

/// The style of a tone: the sixteen colours of the terminal's own scheme, so that it stays readable on light and dark.
pub(crate) const fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Dim => Style::new().dimmed(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Literal => AnsiColor::Cyan.on_default(),
    }
}

/// A text in the style of its tone.
pub(crate) fn paint(tone: Tone, text: &str) -> impl std::fmt::Display {
    let style = style(tone);
    if style.is_plain() || text.is_empty() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}
