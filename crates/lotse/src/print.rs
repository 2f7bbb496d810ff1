//! The one place that prints.
//!
//! `println!` panics when the reader of a pipe has gone (`lotse list | head`). Here that is [`Closed`], which ends the
//! program quietly. Colours are taken out where the stream is no terminal, or where the person wants none.

use std::{
    fmt,
    io::{self, IsTerminal as _, Write as _},
};

use anstream::{AutoStream, ColorChoice};

use crate::render;

/// Whoever was reading has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody reads any more")]
pub(crate) struct Closed;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set or it cannot show any.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Prints to standard output and standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printer {
    colour: Colour,
    /// Without hints, notes and progress.
    pub(crate) quiet: bool,
}

impl Printer {
    /// A printer.
    pub(crate) const fn new(colour: Colour, quiet: bool) -> Self {
        Self { colour, quiet }
    }

    /// Whether standard output shows colours.
    pub(crate) fn has_colour(self) -> bool {
        self.choice(&io::stdout()) != ColorChoice::Never
    }

    /// Whether standard error shows colours.
    pub(crate) fn has_error_colour(self) -> bool {
        self.choice(&io::stderr()) != ColorChoice::Never
    }

    /// Whether a person sees what is printed to standard output.
    pub(crate) fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// Whether a person sees what is printed to standard error.
    pub(crate) fn is_error_terminal() -> bool {
        io::stderr().is_terminal()
    }

    /// Whether a person types.
    pub(crate) fn is_input_terminal() -> bool {
        io::stdin().is_terminal()
    }

    /// Columns of the terminal; the least that tables are made for where there is none. `COLUMNS` is for people who know better.
    pub(crate) fn width() -> usize {
        let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns));
        told.or_else(measured).filter(|columns| *columns >= 20).unwrap_or(render::COLUMNS)
    }

    /// A text for standard error, broken between words where a person sees it in a terminal; as it is where a program
    /// reads it.
    pub(crate) fn fitted_error(text: impl fmt::Display) -> String {
        let text = text.to_string();
        if Self::is_error_terminal() { render::broken(&text, Self::width()) } else { text }
    }

    /// A text for standard output, broken between words where a person sees it in a terminal.
    pub(crate) fn fitted(text: impl fmt::Display) -> String {
        let text = text.to_string();
        if Self::is_terminal() { render::broken(&text, Self::width()) } else { text }
    }

    /// Prints a text and a line break to standard output.
    pub(crate) fn line(self, text: impl fmt::Display) -> Result<(), Closed> {
        self.text(format_args!("{text}\n"))
    }

    /// Prints a text to standard output as it is, with its own line breaks.
    pub(crate) fn text(self, text: impl fmt::Display) -> Result<(), Closed> {
        let stream = io::stdout();
        let choice = self.choice(&stream);
        let mut stream = AutoStream::new(stream.lock(), choice);
        judged(write!(stream, "{text}").and_then(|()| stream.flush()))
    }

    /// Prints a text and a line break to standard error: errors, and what is missing from an answer.
    pub(crate) fn error(self, text: impl fmt::Display) {
        let stream = io::stderr();
        let choice = self.choice(&stream);
        let mut stream = AutoStream::new(stream.lock(), choice);
        // There is nobody left to be told.
        let _ = writeln!(stream, "{text}");
    }

    /// Prints a question to standard error and stays on its line.
    pub(crate) fn question(self, text: impl fmt::Display) {
        let stream = io::stderr();
        let choice = self.choice(&stream);
        let mut stream = AutoStream::new(stream.lock(), choice);
        // There is nobody left to be asked.
        let _ = write!(stream, "{text} ").and_then(|()| stream.flush());
    }

    /// Prints a hint to standard error, unless the person wants none.
    pub(crate) fn note(self, text: impl fmt::Display) {
        if !self.quiet {
            self.error(Self::fitted_error(text));
        }
    }

    fn choice(self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self.colour {
            Colour::Auto => AutoStream::choice(stream),
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        }
    }
}

/// Whatever else goes wrong with a stream of our own (a full disk behind it) cannot be told on that stream either.
fn judged(result: io::Result<()>) -> Result<(), Closed> {
    result.map_err(|_| Closed)
}
