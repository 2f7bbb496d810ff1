//! What a conversation is about: the last question, and the guests spoken of last. So "and its snapshots?" and "und db?" are
//! answered. Only questions are read that way: a change names its guest itself.

use lotse_engine::{
    command::{ArgumentKind, Call, Does},
    page::{self, Reply},
};
use lotse_intent::{Guests, Intent, Understanding};
use lotse_text::{Language, tr};

/// So many guests are kept in mind: the one spoken of, and the other one.
const KEPT: usize = 2;

/// What was spoken of.
#[derive(Debug, Default)]
pub(crate) struct Context {
    question: Option<Call>,
    /// The names as they were said, the last one first.
    guests: Vec<String>,
}

/// What the conversation adds to a phrase.
#[derive(Debug)]
pub(super) enum Added {
    /// Nothing.
    Nothing,
    /// The phrase with a name in it, to be understood anew.
    Question(String),
    /// The last question, of another guest or node.
    Again(Call),
    /// A change that names no guest: what to say.
    Reply(Reply),
}

impl Context {
    /// Keeps in mind what a call that was answered is about.
    pub(super) fn learn(&mut self, call: &Call) {
        let Some(name) = about(call).and_then(|argument| call.get(argument)).filter(|name| !name.contains([',', ':']))
        else {
            return;
        };
        let folded = lotse_text::fold(name);
        self.guests.retain(|known| lotse_text::fold(known) != folded);
        self.guests.insert(0, name.to_owned());
        self.guests.truncate(KEPT);
        if matches!(call.command.does, Does::Answer(_)) && !call.command.keeps_books() {
            self.question = Some(call.clone());
        }
    }

    /// What the conversation adds to a phrase. `understand` understands a phrase with a name in it.
    pub(super) fn added(
        &self,
        understood: &Understanding,
        understand: impl Fn(&str) -> Understanding,
        language: Language,
    ) -> Added {
        if understood.other_alone {
            return self.guests.get(1).and_then(|other| self.again(other)).map_or(Added::Nothing, Added::Again);
        }
        if understood.name_alone {
            let guest = understood.slots.guest.as_ref().map(Guests::as_slice).unwrap_or_default();
            let name = guest.first().or(understood.slots.node.as_ref());
            return name.and_then(|name| self.again(name)).map_or(Added::Nothing, Added::Again);
        }
        let (Some(reference), Some(name)) = (&understood.reference, self.guests.first()) else { return Added::Nothing };
        if understood.slots.guest.is_some() || !may_be_about_one(understood.intent) {
            return Added::Nothing;
        }
        let Some(text) = reference.with(&understood.text, name) else { return Added::Nothing };
        let named = understand(&text);
        if named.intent.is_change() || named.intent.is_bookkeeping() {
            let what = page::described(understood, language).unwrap_or_default();
            let message = tr::refused_pronoun(language, name, what);
            return Added::Reply(Reply { message, hint: Some(tr::refused_pronoun_hint(language, text)) });
        }
        let is_about = named.slots.guest.is_some() || named.slots.node.is_some();
        if named.intent != Intent::None && is_about { Added::Question(text) } else { Added::Nothing }
    }

    /// The last question, of `name`; `None` where there was none that is of one thing.
    fn again(&self, name: &str) -> Option<Call> {
        let mut call = self.question.clone()?;
        let argument = about(&call)?;
        call.set(argument, name).ok()?;
        Some(call)
    }
}

/// The argument of a call that names the one thing it is about.
fn about(call: &Call) -> Option<&'static str> {
    let kinds = [ArgumentKind::Guest, ArgumentKind::GuestOrNode, ArgumentKind::Node, ArgumentKind::Guests];
    let mut named = call.command.arguments.iter().filter(|argument| kinds.contains(&argument.kind));
    named.find(|argument| call.get(argument.name).is_some()).map(|argument| argument.name)
}

/// Whether a word such as "it" in such a phrase may stand for a guest: "is it all right?" asks for everything.
fn may_be_about_one(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::Help
            | Intent::Status
            | Intent::Problems
            | Intent::Report
            | Intent::Refresh
            | Intent::Cache
            | Intent::Docker
    )
}

#[cfg(test)]
mod tests {
    use lotse_engine::command::Call;
    use lotse_intent::{GuestName, Kind, Matcher, Names};
    use lotse_text::Language;

    use super::{Added, Context};

    fn names() -> Names {
        let guest = |id, name: &str| GuestName {
            cluster: "home".to_owned(),
            id,
            name: name.to_owned(),
            kind: Kind::Vm,
            node: "pve1".to_owned(),
            running: true,
            tags: Vec::new(),
            template: false,
        };
        Names::new([guest(100, "web"), guest(101, "db")])
    }

    /// What a phrase becomes after these command lines.
    fn after(lines: &[&[&str]], phrase: &str) -> String {
        let (matcher, names) = (Matcher::new(), names());
        let mut context = Context::default();
        for line in lines {
            context.learn(&Call::parse(line).expect("a command"));
        }
        let understand = |text: &str| matcher.understand(text, &names, None);
        match context.added(&understand(phrase), understand, Language::En) {
            Added::Nothing => String::new(),
            Added::Question(text) => text,
            Added::Again(call) => format!("`{}`", call.line()),
            Added::Reply(reply) => format!("! {}", reply.hint.unwrap_or_default()),
        }
    }

    #[test]
    fn a_word_for_the_guest_spoken_of_becomes_its_name() {
        for (phrase, meant) in [
            ("how much memory does it have", "how much memory does web have"),
            ("wie viel ram hat der?", "wie viel ram hat web?"),
            ("zeig mal die snapshots davon", "zeig mal die snapshots von web"),
            ("warum ist die VM langsam?", "warum ist web langsam?"),
            ("そのスナップショットは？", "webのスナップショットは？"),
        ] {
            assert_eq!(after(&[&["info", "web"]], phrase), meant, "{phrase}");
            assert_eq!(after(&[], phrase), "", "{phrase}");
        }
    }

    #[test]
    fn another_name_asks_the_same_of_it() {
        for phrase in ["und db?", "what about db?", "dbは？", "and db"] {
            assert_eq!(after(&[&["snapshots", "web"]], phrase), "`snapshots db`", "{phrase}");
        }
        assert_eq!(after(&[&["info", "db"], &["tasks", "web"]], "und der andere?"), "`tasks db`");
    }

    #[test]
    fn a_change_is_offered_with_its_name_and_never_made() {
        for phrase in ["restart it", "starte ihn neu", "それを停止して", "stop it now"] {
            let said = after(&[&["info", "web"]], phrase);
            assert!(said.starts_with("! ") && said.contains("web"), "{phrase}: {said}");
        }
    }

    #[test]
    fn what_asks_for_everything_stays_so() {
        for phrase in ["is everything ok?", "what does that mean?", "list vms", "welche VMs laufen?"] {
            assert_eq!(after(&[&["info", "web"]], phrase), "", "{phrase}");
        }
    }
}
