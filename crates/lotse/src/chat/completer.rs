//! Completion while a person types: commands, shortcuts, guests, nodes, storages, topics.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

use lotse_engine::command::{Argument, ArgumentKind, TABLE, find, intents::INTENTS};
use lotse_text::{Language, fold, message};
use reedline::{Completer, CompletionResult, Span, Suggestion};

use crate::{
    cli::guests_before,
    names::{Kind, Known, Name},
};

/// So many are offered at once; whoever wants others types on.
const OFFERED: usize = 50;

/// So many names are looked at for them: two guests of one name are one offer.
const SEARCHED: usize = 4 * OFFERED;

/// What can be completed: names that answers showed, and the person's favourites.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// Names of the fleet.
    pub(super) known: Known,
    /// References that come first.
    pub(super) favourites: Vec<String>,
    /// Aliases.
    pub(super) aliases: Vec<String>,
}

/// The completer of the editor. Its words are replaced after each answer.
#[derive(Debug, Clone)]
pub(super) struct ChatCompleter {
    words: Arc<RwLock<Words>>,
    language: Language,
}

impl ChatCompleter {
    pub(super) const fn new(words: Arc<RwLock<Words>>, language: Language) -> Self {
        Self { words, language }
    }
}

impl Completer for ChatCompleter {
    fn complete(&mut self, line: &str, pos: usize) -> CompletionResult {
        let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
        let typed = line.get(..pos).unwrap_or(line);
        let start = typed.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        let suggestions: Vec<Suggestion> = offers(typed, &words, self.language)
            .into_iter()
            .map(|offer| Suggestion {
                value: offer.value,
                description: (!offer.label.is_empty()).then_some(offer.label),
                span: Span::new(start, pos),
                append_whitespace: true,
                ..Suggestion::default()
            })
            .collect();
        CompletionResult::fresh(suggestions)
    }
}

/// Something that can be typed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// What would stand there.
    pub(super) value: String,
    /// What it is.
    pub(super) label: String,
}

/// What can stand in the place of the last word.
pub(super) fn offers(typed: &str, words: &Words, language: Language) -> Vec<Offer> {
    let begun = typed.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before: Vec<&str> = typed.strip_suffix(begun).unwrap_or_default().split_whitespace().collect();
    let all = match before.split_first() {
        None => commands(language),
        Some((first, rest)) => arguments(first, rest, begun, words, language),
    };
    let wanted = fold(begun);
    let begins = |text: &str| fold(text).starts_with(&wanted);
    let mut found: Vec<Offer> = all.iter().filter(|offer| begins(&offer.value)).cloned().collect();
    // Only what can be typed no other way is found by what it is called.
    if found.is_empty() {
        found.extend(all.into_iter().filter(|offer| begins(&offer.label)));
    }
    let mut values = BTreeSet::new();
    found.retain(|offer| values.insert(offer.value.clone()));
    // What stands there in full already needs no menu, which would take the Enter for itself.
    if matches!(found.as_slice(), [only] if only.value == begun) {
        found.clear();
    }
    found.truncate(OFFERED);
    found
}

fn commands(language: Language) -> Vec<Offer> {
    let help = |key: &str| message(language, key, &[]).unwrap_or_default();
    let table = TABLE.iter().map(|command| Offer { value: command.name.to_owned(), label: help(&command.help_key()) });
    let shortcuts = INTENTS.iter().filter_map(|row| {
        let shortcut = row.shortcut.filter(|shortcut| find(shortcut).is_none())?;
        Some(Offer { value: shortcut.to_owned(), label: row.code.unwrap_or_default().to_owned() })
    });
    let chat = ["exit"].into_iter().map(|word| Offer { value: word.to_owned(), label: String::new() });
    table.chain(shortcuts).chain(chat).collect()
}

fn arguments(first: &str, rest: &[&str], begun: &str, words: &Words, language: Language) -> Vec<Offer> {
    let first = first.strip_prefix('/').unwrap_or(first);
    let command = find(first).or_else(|| {
        let row = INTENTS.iter().find(|row| row.shortcut == Some(first) || row.code == Some(first))?;
        match row.leads {
            lotse_engine::command::intents::Leads::To(words) => words.first().and_then(|name| find(name)),
            _ => None,
        }
    });
    // In a sentence every name may stand anywhere.
    let Some(command) = command else { return names(ArgumentKind::GuestOrNode, begun, words, None) };
    if begun.starts_with('-') {
        let options = command.arguments.iter().filter(|argument| !argument.positional);
        return options.map(|argument| option(argument, language)).collect();
    }
    let named = rest.last().and_then(|last| last.strip_prefix("--")).and_then(|name| command.argument(name));
    if let Some(argument) = named.filter(|argument| argument.kind != ArgumentKind::Flag) {
        return names(argument.kind, begun, words, guests_before(command, rest).as_deref());
    }
    let given = rest.iter().filter(|word| !word.starts_with("--")).count();
    let mut positional = command.arguments.iter().filter(|argument| argument.positional);
    let guests = guests_before(command, rest);
    positional.nth(given).map_or_else(Vec::new, |argument| names(argument.kind, begun, words, guests.as_deref()))
}

fn option(argument: &Argument, language: Language) -> Offer {
    let key = lotse_engine::command::Command::argument_key(argument);
    Offer { value: format!("--{}", argument.name), label: message(language, &key, &[]).unwrap_or_default() }
}

/// Names of a kind that begin with what was typed, or are called so; of what guests have, what those have that stand before.
fn names(kind: ArgumentKind, begun: &str, words: &Words, guests: Option<&str>) -> Vec<Offer> {
    let offers = |names: Vec<Name>| names.into_iter().map(|(value, label)| Offer { value, label });
    let of = |kinds: &[Kind]| offers(words.known.beginning(kinds, begun, SEARCHED));
    let own = |list: &[String]| -> Vec<Offer> {
        list.iter().map(|value| Offer { value: value.clone(), label: String::new() }).collect()
    };
    let first = || own(&words.favourites).into_iter().chain(own(&words.aliases));
    match kind {
        ArgumentKind::Guest | ArgumentKind::Template => first().chain(of(&[Kind::Guest])).collect(),
        ArgumentKind::Guests => first().chain(offers(words.known.selectable_beginning(begun, SEARCHED))).collect(),
        ArgumentKind::Node => of(&[Kind::Node]).collect(),
        ArgumentKind::GuestOrNode => first().chain(of(&[Kind::Guest, Kind::Node])).collect(),
        ArgumentKind::Storage => of(&[Kind::Storage]).collect(),
        ArgumentKind::Snapshot => offers(words.known.snapshots(guests)).collect(),
        ArgumentKind::Backup => offers(words.known.backups(guests)).collect(),
        ArgumentKind::BackupJob => of(&[Kind::Job]).collect(),
        ArgumentKind::Tag => of(&[Kind::Tag]).collect(),
        ArgumentKind::Pool => of(&[Kind::Pool]).collect(),
        ArgumentKind::Watchable => first().chain(offers(words.known.watchable_beginning(begun, SEARCHED))).collect(),
        ArgumentKind::Entry => of(&[Kind::Entry]).collect(),
        ArgumentKind::Alert => of(&[Kind::Alert]).collect(),
        ArgumentKind::Channel => of(&[Kind::Channel]).collect(),
        ArgumentKind::Choice(choices) => {
            choices.iter().map(|word| Offer { value: (*word).to_owned(), label: String::new() }).collect()
        }
        ArgumentKind::Criteria(fields) => {
            fields.iter().map(|field| Offer { value: field.as_str().to_owned(), label: String::new() }).collect()
        }
        ArgumentKind::Command => {
            TABLE.iter().map(|command| Offer { value: command.name.to_owned(), label: String::new() }).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::access::Grants;
    use lotse_text::Language;

    use super::{Words, offers};
    use crate::names::tests::known;

    fn words() -> Words {
        let known = known(Grants::everything(), &[(100, "web"), (105, "mail")]);
        Words { known, favourites: vec!["105".to_owned()], aliases: Vec::new() }
    }

    fn values(typed: &str) -> Vec<String> {
        offers(typed, &words(), Language::En).into_iter().map(|offer| offer.value).collect()
    }

    #[test]
    fn the_first_word_is_a_command_or_a_shortcut() {
        assert_eq!(values("snapshots-"), Vec::<String>::new());
        assert_eq!(values("snap").first().map(String::as_str), Some("snapshots"));
        assert!(values("snap").contains(&"snapshot-create".to_owned()));
        assert!(values("proxmox-v").contains(&"proxmox-vms".to_owned()));
    }

    #[test]
    fn a_guest_is_found_by_number_and_by_name() {
        assert_eq!(values("info we"), ["web"]);
        assert_eq!(values("info 10"), ["105", "100"]);
        assert_eq!(values("info マ"), ["マイクラ"]);
    }

    #[test]
    fn one_match_is_one_offer_and_what_is_typed_in_full_is_none() {
        assert_eq!(values("info 105"), Vec::<String>::new());
        let known = known(Grants::everything(), &[(100, "web"), (200, "web")]);
        let words = Words { known, ..words() };
        let offered = offers("info we", &words, Language::En);
        assert_eq!(offered.len(), 1, "two guests of one name are one word: {offered:?}");
    }

    #[test]
    fn favourites_come_first() {
        assert_eq!(values("info 10").first().map(String::as_str), Some("105"));
    }

    #[test]
    fn topics_and_options_are_offered_where_they_stand() {
        assert!(values("refresh sto").contains(&"storage".to_owned()));
        assert!(values("list --k").contains(&"--kind".to_owned()));
        assert_eq!(values("list --kind v"), ["vm"]);
        assert!(values("graph web w").contains(&"week".to_owned()));
    }

    #[test]
    fn of_many_guests_those_are_found_that_begin_so() {
        let guests: Vec<(u32, String)> = (1000..6000).map(|vmid| (vmid, format!("Guest-{vmid}"))).collect();
        let guests: Vec<(u32, &str)> = guests.iter().map(|(vmid, name)| (*vmid, name.as_str())).collect();
        let words = Words { known: known(Grants::everything(), &guests), ..Words::default() };
        let values = |typed: &str| -> Vec<String> {
            offers(typed, &words, Language::En).into_iter().map(|offer| offer.value).collect()
        };
        assert_eq!(values("info guest-5999"), ["Guest-5999"]);
        assert_eq!(values("info ＧＵＥＳＴ-599").len(), 10);
        assert_eq!(values("monitor-add tag:p"), ["tag:prod"]);
        assert_eq!(values("info ").len(), super::OFFERED);
    }

    #[test]
    fn names_are_offered_in_sentences_too() {
        assert_eq!(values("warum ist pv"), ["pve1"]);
        assert_eq!(values("wie geht es mai"), ["mail"]);
        assert_eq!(values("wie geht es hom"), ["マイクラ", "pve1"], "by their labels, where nothing is called so");
    }

    #[test]
    fn what_a_guest_has_is_offered_behind_it() {
        assert_eq!(values("snapshot-rollback web b"), ["before-upgrade"]);
        assert_eq!(values("snapshot-rollback mail "), ["other"]);
        assert_eq!(values("restore web --backup l"), ["local:backup/vzdump-qemu-100.vma.zst"]);
        assert_eq!(values("backup-job-run b"), ["backup-nightly"]);
        assert_eq!(values("list --tag p"), ["prod"]);
    }
}
