//! The end of every page: how old its data is, and what could not be seen.

use lotse_model::{Hidden, HiddenWhy};
use lotse_text::{Language, tr};

use crate::{
    page::{Line, Page, Reader, Tone},
    view::{Answer, View},
};

/// So many missing things are listed; JSON has them all.
const SHOWN: usize = 12;

pub(super) fn lay(page: &mut Page, answer: &Answer, reader: &Reader) {
    // The problems say of each check what it could not see.
    if !answer.missing.is_empty() && !matches!(answer.view, View::Problems(_)) {
        page.line(Line::of(tr::footer_missing(reader.language), Tone::Warning));
        for hidden in answer.missing.iter().take(SHOWN) {
            page.line(Line::of(format!("  {}", hidden_line(reader.language, hidden)), Tone::Warning));
        }
        let more = answer.missing.len().saturating_sub(SHOWN);
        if more > 0 {
            page.line(Line::of(format!("  {}", tr::footer_missing_more(reader.language, more)), Tone::Warning));
        }
    }
    if let Some(as_of) = answer.as_of() {
        let time = lotse_text::time(as_of, &reader.zone);
        page.line(Line::of(
            tr::footer_as_of(
                reader.language,
                reader.age(as_of),
                time,
                reader.zone.name().filter(|name| *name != "Etc/UTC").unwrap_or("UTC"),
            ),
            Tone::Dim,
        ));
    }
}

/// What could not be seen and why, in one line.
#[must_use]
pub fn hidden_line(language: Language, hidden: &Hidden) -> String {
    let place = match &hidden.node {
        Some(node) => format!("{}/{node} {}", hidden.cluster, hidden.what),
        None => format!("{} {}", hidden.cluster, hidden.what),
    };
    why(language, &place, &hidden.why)
}

/// Why `what` could not be seen, in one line.
#[must_use]
pub fn why(language: Language, what: &str, why: &HiddenWhy) -> String {
    match why {
        HiddenWhy::Privilege { needs, path } => tr::missing_privilege(language, path, needs.join(" / "), what),
        HiddenWhy::NodeDown => tr::missing_node_down(language, what),
        HiddenWhy::Unreachable => tr::missing_unreachable(language, what),
        HiddenWhy::TimedOut => tr::missing_timed_out(language, what),
        HiddenWhy::Refused => tr::missing_refused(language, what),
        HiddenWhy::Untrusted => tr::missing_untrusted(language, what),
        HiddenWhy::Unsupported => tr::missing_unsupported(language, what),
        HiddenWhy::Failed { message } => tr::missing_failed(language, message, what),
        HiddenWhy::Unreadable { rows, .. } => tr::missing_unreadable(language, *rows, what),
        HiddenWhy::Broken => tr::missing_broken(language, what),
        HiddenWhy::Inactive => tr::missing_inactive(language, what),
        HiddenWhy::NotRead => tr::missing_not_read(language, what),
    }
}
