//! What is wrong with a channel, in words of its language: what happened, what to look at, and the stable code.

use lotse_notify::{SettingsError, Trouble};
use lotse_text::{Language, tr};

/// What happened when something was sent, what to look at, and the code.
pub(super) fn of(trouble: &Trouble, language: Language) -> String {
    let happened = happened(trouble, language);
    let happened = match hint(trouble, language) {
        Some(hint) => tr::notify_with_hint(language, happened, hint),
        None => happened,
    };
    format!("{happened} [{}]", trouble.code())
}

fn happened(trouble: &Trouble, language: Language) -> String {
    match trouble {
        Trouble::Unreachable { detail } => tr::notify_unreachable(language, detail),
        Trouble::TimedOut { seconds } => tr::notify_timed_out(language, seconds.to_string()),
        Trouble::TooFast { .. } => tr::notify_too_fast(language),
        Trouble::ServerFailed { status, said, .. } => tr::notify_server_failed(language, quoted(said, *status)),
        Trouble::Broken { detail } => tr::notify_broken(language, detail),
        Trouble::Untrusted { detail } => tr::notify_untrusted(language, detail),
        Trouble::Redirected { status } => tr::notify_redirected(language, status.to_string()),
        Trouble::Refused { status, said } => tr::notify_refused(language, quoted(said, *status)),
        Trouble::Lacking { what } => tr::notify_lacking(language, *what),
    }
}

/// The server's status and words: `401 Unauthorized`.
fn quoted(said: &str, status: u16) -> String {
    format!("{status} {said}").trim_end().to_owned()
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

/// What is wrong with how a channel is set up.
pub(super) fn of_settings(error: &SettingsError, language: Language) -> String {
    match error {
        SettingsError::Address => tr::notify_wrong_address(language),
        SettingsError::Insecure { host } => tr::notify_wrong_insecure(language, host),
        SettingsError::Mailbox { value } => tr::notify_wrong_mailbox(language, value),
        SettingsError::Nobody => tr::notify_wrong_nobody(language),
        SettingsError::Host { value } => tr::notify_wrong_host(language, value),
        SettingsError::Secret { what } => tr::notify_wrong_secret(language, *what),
        SettingsError::Place { what, value } => tr::notify_wrong_place(language, value, *what),
        SettingsError::Authority => tr::notify_wrong_authority(language),
        SettingsError::SetUp { detail } => tr::notify_wrong_setup(language, detail),
    }
}

#[cfg(test)]
mod tests {
    use lotse_notify::Trouble;
    use lotse_text::Language;

    use super::of;

    #[test]
    fn trouble_is_told_with_what_to_look_at_and_its_code() {
        let trouble = Trouble::Refused { status: 401, said: "Unauthorized".to_owned() };
        let told = of(&trouble, Language::En);
        assert_eq!(
            told,
            "refused: 401 Unauthorized; check token or password: the right one, whole, and with the rights it needs \
             [E-NOTIFY-REFUSED]"
        );
        assert!(of(&trouble, Language::De).starts_with("abgelehnt: 401 Unauthorized; "));
        let bare = Trouble::ServerFailed { status: 503, said: String::new(), after: None };
        assert_eq!(of(&bare, Language::En), "the server failed: 503 [E-NOTIFY-SERVER]");
    }
}
