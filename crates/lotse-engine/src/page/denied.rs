//! A refusal in words, the same for every medium.

use lotse_text::{Language, tr};

use crate::access::Denied;

/// A refusal as a message and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeniedText {
    /// What may not be done.
    pub message: String,
    /// Which rule would be needed, or where it may be done.
    pub hint: String,
}

/// The words of a refusal.
#[must_use]
pub fn denied(language: Language, denied: &Denied) -> DeniedText {
    let needs = denied.needs.word();
    if let Some(ceiling) = denied.ceiling {
        return DeniedText {
            message: tr::access_denied_ceiling(language, ceiling.word(), denied.command, needs),
            hint: tr::access_denied_elsewhere(language, needs),
        };
    }
    let message = match &denied.scope {
        Some(scope) => tr::access_denied_scope(language, denied.command, scope),
        None => tr::access_denied(language, denied.command),
    };
    DeniedText { message, hint: tr::access_denied_rule(language, rule(denied)) }
}

/// The rule as one would write it; `…` stands for what only the operator can choose.
fn rule(denied: &Denied) -> String {
    let quoted = |text: &str| format!("\"{text}\"");
    let who = denied.who.first().map_or("…", String::as_str);
    let scope = denied.scope.as_deref().unwrap_or("…");
    format!("`who = {}, may = {}, scope = [{}]`", quoted(who), quoted(denied.needs.word()), quoted(scope))
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    use crate::{access::Denied, command::Level, page::denied};

    fn refusal(ceiling: Option<Level>) -> Denied {
        Denied {
            command: "stop",
            needs: Level::Operate,
            who: vec!["discord-user:1".to_owned(), "discord-role:2".to_owned()],
            scope: Some("guest:home/100".to_owned()),
            ceiling,
        }
    }

    #[test]
    fn a_refusal_says_which_rule_would_be_needed() {
        for language in Language::ALL {
            let text = denied(language, &refusal(None));
            assert!(text.message.contains("stop"), "{text:?}");
            for part in ["discord-user:1", "operate", "guest:home/100"] {
                assert!(text.hint.contains(part), "{part}: {text:?}");
            }
        }
    }

    #[test]
    fn where_no_rule_helps_none_is_named() {
        let text = denied(Language::En, &refusal(Some(Level::Look)));
        assert!(!text.hint.contains("discord-user:1"), "{text:?}");
        assert!(text.message.contains("`look`"), "{text:?}");
    }
}
