//! Words that stand for what was spoken of before: "how much memory does it have", "und seine Snapshots?", 「そのログ」.
//!
//! The matcher knows no conversation. It says where such a word stands, and how a name stands in its place; whoever leads
//! the conversation puts the name there and asks again. A change is never read that way: it names its guest itself.

use std::ops::Range;

use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::sentence::{Item, Sentence};

/// How a name stands in the place of the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "it" → "web".
    Plain,
    /// "davon" → "von web".
    Von,
    /// "dazu" → "zu web".
    Zu,
    /// "darauf" → "auf web".
    Auf,
    /// "its" → "web's".
    Owner,
    /// 「その」 → 「webの」.
    No,
}

/// A word that stands for a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    span: Range<usize>,
    form: Form,
}

impl Reference {
    /// The text with a name in the place of the word.
    #[must_use]
    pub fn with(&self, text: &str, name: &str) -> Option<String> {
        let (before, after) = (text.get(..self.span.start)?, text.get(self.span.end..)?);
        let named = match self.form {
            Form::Plain => name.to_owned(),
            Form::Von => format!("von {name}"),
            Form::Zu => format!("zu {name}"),
            Form::Auf => format!("auf {name}"),
            Form::Owner => format!("{name}'s"),
            Form::No => format!("{name}の"),
        };
        let joint = |needed: bool| if needed { " " } else { "" };
        let open = before.chars().next_back().is_some_and(char::is_alphanumeric);
        let close = after.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        Some(format!("{before}{}{named}{}{after}", joint(open), joint(close)))
    }
}

/// Words for the one that was spoken of.
const PLAIN: &[&str] = &[
    "it",
    "that one",
    "this one",
    "the same",
    "the same one",
    "he",
    "she",
    "him",
    "er",
    "ihn",
    "ihm",
    "dieser",
    "diese",
    "diesem",
    "diesen",
    "dieses",
    "dasselbe",
    "それ",
    "これ",
    "あれ",
    "そいつ",
    "こいつ",
    "あいつ",
    "そっち",
    "同じの",
];
/// Words that own something.
const OWNER: &[&str] = &["its", "his", "dessen", "deren", "sein", "seine", "seinen", "seiner", "seines"];
/// Articles that stand alone for what they would stand before.
const ARTICLES: [&str; 5] = ["der", "die", "das", "den", "dem"];

/// The first word that stands for a guest; `None` where a guest or node is named.
pub(crate) fn find(sentence: &Sentence) -> Option<Reference> {
    if sentence.unquoted().any(|item| item.names_guest() || item.names_node()) {
        return None;
    }
    (0..sentence.items.len()).find_map(|at| reference(sentence, at))
}

fn reference(sentence: &Sentence, at: usize) -> Option<Reference> {
    let item = sentence.items.get(at).filter(|item| !item.quoted)?;
    let text = item.text.as_str();
    // "Sie" speaks to somebody.
    let polite = sentence.input.get(item.span.clone()).is_some_and(|typed| typed.starts_with('S')) && text == "sie";
    let next = sentence.items.get(at + 1);
    let kind = next.filter(|next| !next.quoted && is_one(next));
    let points = matches!(text, "this" | "that" | "the" | "dieser" | "diese" | "diesem" | "diesen" | "dieses")
        || ARTICLES.contains(&text);
    let whole = |form| Some(Reference { span: item.span.clone(), form });
    if let Some(kind) = kind.filter(|_| points) {
        return Some(Reference { span: item.span.start..kind.span.end, form: Form::Plain });
    }
    match text {
        "davon" => return whole(Form::Von),
        "dazu" => return whole(Form::Zu),
        "darauf" | "drauf" => return whole(Form::Auf),
        "その" | "この" | "あの" | "例の" | "さっきの" | "先ほどの" => {
            return match next.filter(|next| is_one(next)) {
                Some(kind) => Some(Reference { span: item.span.start..kind.span.end, form: Form::Plain }),
                None => whole(Form::No),
            };
        }
        _ => {}
    }
    if OWNER.contains(&text) && next.is_some_and(|next| next.punctuation.is_none()) {
        return whole(Form::Owner);
    }
    let ends = next.is_none_or(|next| next.punctuation.is_some() || is_idle(&next.text));
    let alone = ARTICLES.contains(&text) || matches!(text, "that" | "sie");
    let plain = PLAIN.contains(&text) || (alone && ends && at > 0 && !polite);
    plain.then(|| whole(Form::Plain)).flatten()
}

/// The word for one guest of whatever name.
fn is_one(item: &Item) -> bool {
    item.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest])) && !item.has(C::Plural)
}

/// Words that may follow at the end and change nothing.
fn is_idle(word: &str) -> bool {
    matches!(
        word,
        "noch"
            | "schon"
            | "denn"
            | "gerade"
            | "grade"
            | "jetzt"
            | "eigentlich"
            | "so"
            | "wieder"
            | "bitte"
            | "mal"
            | "aktuell"
            | "now"
            | "still"
            | "again"
            | "please"
            | "currently"
    )
}

/// Whether the sentence only names one guest or node to ask the same of it: "und db?", "what about db", 「dbは？」.
pub(crate) fn is_name_alone(sentence: &Sentence) -> bool {
    let named = sentence.unquoted().filter(|item| item.names_guest() || item.names_node()).count();
    let leads =
        ["what", "how", "about", "was", "ist", "mit", "wie", "bei", "und", "and", "then", "auch", "also", "too"];
    let small = Concepts::of(&[C::Filler, C::And, C::Ques, C::TopicHa, C::POf, C::PTo, C::POn, C::Vm, C::Ct]);
    let first = sentence.unquoted().next();
    let opens = first.is_some_and(|item| {
        item.has(C::And) || item.names_guest() || item.names_node() || matches!(item.text.as_str(), "what" | "how")
    });
    named == 1
        && opens
        && sentence.items.iter().all(|item| {
            !item.quoted
                && (item.names_guest()
                    || item.names_node()
                    || item.punctuation.is_some()
                    || item.text.split(' ').all(|word| leads.contains(&word))
                    || (item.set.any(small) && !item.set.any(Concepts::of(&[C::Neg, C::Bulk]))))
        })
}

/// Whether the sentence only asks for the one that was not meant last: "und der andere?", 「もう一つは？」.
pub(crate) fn is_other_alone(sentence: &Sentence) -> bool {
    const OTHER: [&str; 7] = ["andere", "anderen", "anderer", "anderes", "anderem", "other", "others"];
    const SMALL: [&str; 17] = [
        "und", "and", "der", "die", "das", "den", "dem", "the", "one", "what", "about", "how", "was", "ist", "mit",
        "wie", "auch",
    ];
    const JAPANESE: [&str; 6] = ["もう一つ", "もうひとつ", "もう片方", "もう一方", "もう一台", "別の方"];
    let bare = sentence.folded.trim_matches(|c: char| c.is_whitespace() || "?？。!".contains(c));
    if let Some(rest) = JAPANESE.iter().find_map(|other| bare.strip_prefix(other)) {
        return matches!(rest, "" | "は" | "の方は" | "のほうは" | "も" | "はどう");
    }
    let words =
        || sentence.items.iter().filter(|item| item.punctuation.is_none()).flat_map(|item| item.text.split(' '));
    words().any(|word| OTHER.contains(&word)) && words().all(|word| OTHER.contains(&word) || SMALL.contains(&word))
}
