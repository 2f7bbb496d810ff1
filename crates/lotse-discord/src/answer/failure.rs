//! Refusals and failures: seen by the person alone, with an id that the log explains.

use lotse_engine::{
    change::{consent::Refusal, error::ChangeError},
    command::CommandError,
    page::{denied, not_found},
};
use lotse_text::{Language, tr};

use super::{
    escape::{code, escape, title},
    message::{Edge, Embed, Message},
    missing,
};

/// Something that did not work, in words for Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// What, in one line. No markdown.
    pub(crate) what: String,
    /// What else there is to say, in Discord's markdown.
    pub(crate) lines: Vec<String>,
}

/// Stands for names while the words around them are made; of Unicode's private use, so that no text has it.
const MARK: &str = "\u{e000}";
/// So many names are offered.
const OFFERED: usize = 10;

impl Trouble {
    /// Nothing else to say.
    pub(crate) fn new(what: String) -> Self {
        Self { what, lines: Vec::new() }
    }

    fn with(mut self, line: String) -> Self {
        self.lines.push(line);
        self
    }

    /// As a message for the person alone.
    pub(crate) fn message(&self, language: Language, id: &str) -> Message {
        let mut lines = self.lines.clone();
        lines.push(format!("-# {}", escape(&tr::discord_error_id(language, id))));
        let title = format!("⚠️ {}", title(&self.what));
        let embed = Embed { title, description: lines.join("\n"), edge: Edge::Bad, ..Embed::default() };
        Message::card(embed).private(true)
    }

    /// What an error of a command means.
    pub(crate) fn of_command(error: &CommandError, language: Language, id: &str) -> Self {
        match error {
            CommandError::UnknownCommand { .. } | CommandError::UnknownArgument { .. } => {
                Self::new(tr::discord_unknown_command(language))
            }
            CommandError::MissingArgument { argument, .. } => {
                Self::new(tr::discord_argument_missing(language, *argument))
            }
            CommandError::MissingOneOf { arguments, .. } => {
                let names: Vec<_> = arguments.iter().map(|name| code(name)).collect();
                Self::new(tr::discord_argument_one_of(language)).with(names.join(", "))
            }
            CommandError::BadName { kind, value, suggestion } => {
                let rule = if *kind == "snapshot" { tr::error_name_snapshot } else { tr::error_name_guest };
                let trouble = Self::new(rule(language, value).replace('`', ""));
                trouble.offering(std::slice::from_ref(suggestion), |names| tr::error_did_you_mean(language, names))
            }
            CommandError::BadValue { argument, value, suggestions } => {
                let trouble = Self::new(tr::error_value(language, *argument, value).replace('`', ""));
                trouble.offering(suggestions, |names| tr::error_choices(language, names))
            }
            CommandError::NotFound { kind, reference, suggestions, hidden } => {
                let trouble = Self::new(not_found(language, kind, reference).replace('`', ""));
                let mut trouble = trouble.offering(suggestions, |names| tr::error_did_you_mean(language, names));
                if !hidden.is_empty() {
                    trouble.lines.push(escape(&tr::error_not_found_hidden(language)));
                    trouble.lines.extend(missing::lines(hidden, language, id));
                }
                trouble
            }
            CommandError::Ambiguous { reference, candidates, .. } => {
                let mut trouble = Self::new(tr::error_ambiguous(language, reference).replace('`', ""));
                for candidate in candidates.iter().take(OFFERED) {
                    let name = candidate.name.as_deref().map(|name| format!(" {}", escape(name))).unwrap_or_default();
                    let node = candidate.node.as_deref().map(|node| format!(" ({})", escape(node))).unwrap_or_default();
                    trouble.lines.push(format!("- {}{name}{node}", code(&candidate.reference)));
                }
                trouble.with(escape(&tr::discord_ambiguous_hint(language)))
            }
            CommandError::AliasDangles { alias, guest } => {
                Self::new(tr::error_alias_dangles(language, alias, guest.to_string()))
                    .with(escape(&tr::error_alias_dangles_hint(language, guest.to_string())))
            }
            CommandError::NotWatched { reference } => Self::new(tr::error_watch_template(language, reference)),
            CommandError::Unreachable { hidden } => {
                let mut trouble = Self::new(tr::error_unreachable(language));
                trouble.lines.extend(missing::lines(hidden, language, id));
                trouble
            }
            CommandError::Denied(refusal) => {
                let text = denied(language, refusal);
                Self::new(text.message.replace('`', "")).with(escape(&text.hint))
            }
            CommandError::NothingKept => Self::new(tr::error_nothing_kept(language)),
            CommandError::NoStore | CommandError::Store(_) => Self::new(tr::discord_store(language)),
            CommandError::Cancelled => Self::new(tr::error_cancelled(language)),
        }
    }

    /// What an error of a change means. Plans that come with it are shown by who calls.
    pub(crate) fn of_change(error: &ChangeError, language: Language, id: &str) -> Self {
        match error {
            ChangeError::Command(error) => Self::of_command(error, language, id),
            ChangeError::Blocked(_) => Self::new(tr::discord_blocked(language)),
            ChangeError::ReadOnly { cluster } => Self::new(tr::discord_read_only(language, cluster.as_str())),
            ChangeError::Frozen { reason, by, .. } => {
                Self::new(tr::discord_frozen(language)).with(escape(&tr::discord_frozen_by(language, by, reason)))
            }
            ChangeError::Refused(refusal) => Self::of_refusal(refusal, language),
            ChangeError::Stale(_) => Self::new(tr::discord_stale(language)),
            ChangeError::Unknown => Self::new(tr::discord_gone(language)),
            ChangeError::Held => Self::new(tr::discord_held(language)),
            ChangeError::Unseen { .. } => Self::new(tr::discord_unseen(language)),
            ChangeError::Interrupted { .. } => Self::new(tr::discord_interrupted(language)),
            ChangeError::Store(_) => Self::new(tr::discord_store(language)),
        }
    }

    fn of_refusal(refusal: &Refusal, language: Language) -> Self {
        match refusal {
            Refusal::Spent => Self::new(tr::discord_spent(language)),
            Refusal::Expired => Self::new(tr::discord_expired(language)),
            Refusal::NotYours => Self::new(tr::discord_not_yours(language)),
            Refusal::Elsewhere => Self::new(tr::discord_other_place(language)),
            Refusal::WrongWords { wanted } => Self::new(tr::discord_wrong_words(language)).with(format!(
                "{} {}",
                escape(&tr::discord_wanted(language)),
                code(wanted)
            )),
            Refusal::SecondPerson => Self::new(tr::discord_second_person(language)),
            Refusal::TooOften => Self::new(tr::discord_too_often(language)),
            Refusal::NotAgreed => Self::new(tr::discord_not_agreed(language)),
            Refusal::NotThisWay => Self::new(tr::discord_not_this_way(language)),
        }
    }

    fn offering(self, names: &[String], text: impl FnOnce(String) -> String) -> Self {
        if names.is_empty() {
            return self;
        }
        // The names are code, the words around them are not.
        let words = text(MARK.to_owned());
        let names: Vec<_> = names.iter().take(OFFERED).map(|name| code(name)).collect();
        let (before, after) = words.split_once(MARK).unwrap_or((&words, ""));
        let (before, after) = (escape(before), escape(after));
        self.with(format!("{before}{}{after}", names.join(", ")))
    }
}

/// A new id of a failure: short enough to be read out, and found in the log.
pub(crate) fn new_id() -> String {
    format!("{:08x}", rand::random::<u32>())
}

#[cfg(test)]
mod tests {
    use lotse_engine::command::{Candidate, CommandError};
    use lotse_text::Language;

    use super::Trouble;

    #[test]
    fn a_failure_is_for_the_person_alone_and_has_its_id() {
        for language in Language::ALL {
            let error = CommandError::NotFound {
                kind: "guest",
                reference: "w*b".to_owned(),
                suggestions: vec!["web".to_owned()],
                hidden: vec![],
            };
            let message = Trouble::of_command(&error, language, "0badcafe").message(language, "0badcafe");
            let text = message.json().to_string();
            assert!(message.private && text.contains("0badcafe"), "{text}");
            assert!(text.contains("`web`") && text.contains("w\\\\*b"), "{text}");
        }
    }

    #[test]
    fn an_ambiguous_name_lists_its_candidates_escaped() {
        let candidate = Candidate {
            reference: "home/100".to_owned(),
            name: Some("@everyone".to_owned()),
            node: Some("pve1".to_owned()),
        };
        let error = CommandError::Ambiguous { kind: "guest", reference: "web".to_owned(), candidates: vec![candidate] };
        let trouble = Trouble::of_command(&error, Language::De, "1");
        assert_eq!(trouble.lines.first().map(String::as_str), Some("- `home/100` \\@everyone (pve1)"));
    }
}
