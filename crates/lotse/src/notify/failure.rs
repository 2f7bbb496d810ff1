//! Trouble of a channel in a person's words, with what to look at.

use lotse_notify::Trouble;
use lotse_text::{Language, tr};

use crate::failure::{Exit, Failure};

/// The failure that the trouble of a channel is.
pub(super) fn of(trouble: &Trouble, channel: &str, language: Language) -> Failure {
    let exit = match trouble {
        Trouble::Refused { status: 401 | 403 | 530 | 535, .. } => Exit::Denied,
        Trouble::Unreachable { .. } | Trouble::TimedOut { .. } | Trouble::Untrusted { .. } => Exit::Unreachable,
        _ => Exit::Failed,
    };
    let failure = Failure::new(trouble.code(), exit, tr::notify_failed(language, channel, trouble.to_string()));
    match hint(trouble, language) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// The failure that some recipients were refused while others have the message.
pub(super) fn refused(who: &[String], channel: &str, language: Language) -> Failure {
    let failure = Failure::new("E-NOTIFY-REFUSED", Exit::Failed, tr::notify_some_refused(language, channel));
    who.iter().fold(failure, |failure, line| failure.with(line.as_str()))
}

fn hint(trouble: &Trouble, language: Language) -> Option<String> {
    Some(match trouble {
        Trouble::Unreachable { .. } | Trouble::TimedOut { .. } => tr::notify_hint_unreachable(language),
        Trouble::Untrusted { .. } => tr::notify_hint_untrusted(language),
        Trouble::Redirected { .. } => tr::notify_hint_redirected(language),
        Trouble::Refused { status: 401 | 403 | 530 | 535, .. } => tr::notify_hint_login(language),
        Trouble::Refused { .. } => tr::notify_hint_refused(language),
        Trouble::Broken { .. } => tr::notify_hint_broken(language),
        Trouble::Lacking { .. } => tr::notify_hint_lacking(language),
        Trouble::TooFast { .. } | Trouble::ServerFailed { .. } => return None,
    })
}
