//! Parts of a page as Discord shows them: lines of markdown, or lines of code.

use lotse_engine::page::{Line, Tone};

use super::escape::{code, escape};

/// A part of a page that can be cut between its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Lines of markdown.
    Lines(Vec<String>),
    /// Lines of code; the first one stands on every sheet.
    Code {
        /// What is said again on every sheet.
        head: Option<String>,
        /// The lines.
        rows: Vec<String>,
    },
}

/// The pieces of a line with their tones.
pub(super) fn spans(line: &Line) -> String {
    let mut text = String::new();
    for span in &line.0 {
        let (body, rest) = (span.text.trim(), &span.text);
        if body.is_empty() {
            text.push_str(rest);
            continue;
        }
        let before = rest.len() - rest.trim_start().len();
        let after = rest.len() - rest.trim_end().len();
        text.extend(std::iter::repeat_n(' ', before));
        let shown = match span.tone {
            Tone::Literal => code(body),
            Tone::Strong | Tone::Bad => format!("**{}**", escape(body)),
            Tone::Plain | Tone::Dim | Tone::Good | Tone::Warning => escape(body),
        };
        text.push_str(&shown);
        text.extend(std::iter::repeat_n(' ', after));
    }
    text
}
