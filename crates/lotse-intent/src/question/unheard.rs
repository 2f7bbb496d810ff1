//! Names that nothing in the fleet has. Left out, "the snapshots of foobar" would be answered with all snapshots; taken,
//! the answer is that there is no foobar. Only a word that no lexicon knows is one, and only where a name must stand:
//! behind the word for a thing, behind "of" beside something that guests have, as the subject of "does foobar use", as
//! the topic of a Japanese sentence.

use crate::change_words::ACTIONS;
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::question::shape::{
    is_adverb, is_article, is_auxiliary, is_common_noun, is_file, is_identifier, is_plural_shape, is_pronoun,
    is_verb_shape, last_word,
};
use crate::sentence::{Item, Sentence};

/// What a name in its place must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Guest,
    Node,
    Storage,
}

/// What guests have and do: beside it a strange word may be the name of one.
const OF_GUESTS: Concepts = Concepts::of(&[
    C::Snapshot,
    C::Backup,
    C::ABackup,
    C::Status,
    C::State,
    C::Info,
    C::Memory,
    C::Cpu,
    C::Cores,
    C::Load,
    C::Uptime,
    C::Net,
    C::Graph,
    C::History,
    C::Perf,
    C::Space,
    C::Slow,
    C::Running,
    C::Stopped,
    C::Eat,
]);

/// Subjects of the host, whose words (units, packages, people, files) no lexicon can list.
const OF_HOSTS: Concepts = Concepts::of(&[
    C::Service,
    C::Docker,
    C::Journal,
    C::Log,
    C::Package,
    C::Update,
    C::Process,
    C::User,
    C::Login,
    C::Security,
    C::Port,
    C::Os,
    C::Version,
    C::Host,
    C::Image,
]);

/// Sentences that ask for no single thing, or for nothing of ours.
const NOT_OF_ONE: Concepts = Concepts::of(&[
    C::Help,
    C::HowTo,
    C::WhatIs,
    C::Cache,
    C::Report,
    C::Refresh,
    C::OffTopic,
    C::TagMark,
    C::Told,
    C::Inject,
    C::NotOurs,
]);

/// What is said of a guest, not a thing itself.
const PREDICATES: Concepts =
    Concepts::of(&[C::Load, C::Eat, C::Running, C::Stopped, C::Slow, C::ABackup, C::Last, C::Fin])
        .union(ACTIONS)
        .without(Concepts::of(&[C::LAdd]));

/// Things: a strange word before one describes it ("is enough memory free").
const DESCRIBED: Concepts =
    Concepts::of(&[C::Memory, C::Storage, C::Snapshot, C::Cpu, C::Disk, C::Task, C::Job]).union(KINDS);

const KINDS: Concepts = Concepts::of(&[C::Vm, C::Ct, C::Guest, C::Node, C::Storage]);

/// The first word that must be a name though nothing has it: where it stands, and what it would be.
pub(super) fn find(sentence: &Sentence) -> Option<(usize, Thing)> {
    if sentence.set.any(NOT_OF_ONE) {
        return None;
    }
    (0..sentence.items.len()).find_map(|at| Some((at, thing(sentence, at)?)))
}

fn thing(sentence: &Sentence, at: usize) -> Option<Thing> {
    let item = sentence.items.get(at)?;
    let word = !item.quoted && !item.japanese && item.text.len() >= 2 && item.text.starts_with(char::is_alphanumeric);
    if !word || !item.is_unknown() || is_file(&item.text) {
        return None;
    }
    of_kind(sentence, at)
        .or_else(|| of_preposition(sentence, at))
        .or_else(|| of_subject(sentence, at))
        .or_else(|| of_particle(sentence, at))
}

/// "the VM foobar", "Speicher xyz": the word for a thing, singular and not an indefinite one, then the name.
fn of_kind(sentence: &Sentence, at: usize) -> Option<Thing> {
    let text = text_at(sentence, at);
    let sure = is_identifier(text);
    let marked = item(sentence, at, -1).is_some_and(|item| item.set.any(Concepts::of(&[C::NameMark, C::IdMark])));
    let kind_at = at.checked_sub(if marked { 2 } else { 1 })?;
    let kind = sentence.items.get(kind_at).filter(|item| !item.quoted && item.set.any(KINDS))?;
    let plural = kind.has(C::Plural) && !matches!(kind.text.as_str(), "knoten" | "container");
    // "server", "box", "system" begin other nouns as well ("server room").
    let vague = kind.has(C::Guest) && !matches!(kind.text.as_str(), "guest" | "gast" | "ゲスト");
    if plural || sentence.has(C::Docker) || kind.set.any(Concepts::of(&[C::Bulk, C::Fleet])) || (vague && !sure) {
        return None;
    }
    let thing = match kind {
        kind if kind.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest])) => Thing::Guest,
        kind if kind.has(C::Node) => Thing::Node,
        _ => Thing::Storage,
    };
    let article = kind_at.checked_sub(1).filter(|before| is_article(text_at(sentence, *before)));
    let opener = article.unwrap_or(kind_at).checked_sub(1).and_then(|before| sentence.items.get(before));
    if opener.is_some_and(is_indefinite) {
        return None;
    }
    if sure || sentence.japanese || marked {
        return Some(thing);
    }
    let ends = ends_at(sentence, at);
    let auxiliary = opener.is_some_and(|opener| is_auxiliary(&opener.text));
    // "die Container" are several, and so are those after "sind".
    let ambiguous = matches!(kind.text.as_str(), "knoten" | "container");
    let many = ambiguous
        && (article.is_some_and(|at| text_at(sentence, at) == "die") || sentence.set.has(C::Plural))
        && opener.is_none_or(|opener| matches!(opener.text.as_str(), "sind" | "waren" | "laufen" | "zeig" | "zeige"));
    // "vm sizes", "node temperature": without an article the next word may be a part of a noun.
    let compound = article.is_none() && !auxiliary && (thing == Thing::Node || is_plural_shape(text));
    if many || compound || is_adverb(text) || (is_common_noun(text) && article.is_none()) {
        return None;
    }
    let settled = match opener {
        // "vm foobar" alone is a name; "die VM spinnt" is a sentence.
        None => (article.is_none() && thing != Thing::Storage && ends) || is_finite(item(sentence, at, 1)),
        Some(opener) if is_clause_opener(opener) => is_finite(item(sentence, at, 1)),
        Some(opener) if is_auxiliary(&opener.text) => {
            let asked = opener.text.contains(' ')
                || sentence.set.any(Concepts::of(&[C::How])) && !sentence.set.any(Concepts::of(&[C::Why, C::When]));
            // "does the container leak memory": before a thing the word is a verb, or says how much of it.
            let rest = item(sentence, at, 1).is_some_and(|next| next.set.any(DESCRIBED) && !next.set.any(PREDICATES));
            !is_verb_shape(text) && !rest && (asked || !ends)
        }
        Some(opener) => opener.punctuation.is_none() || ends,
    };
    settled.then_some(thing)
}

/// "snapshots of foobar"; "Uptime auf web-99", where only what looks like a name is one.
fn of_preposition(sentence: &Sentence, at: usize) -> Option<Thing> {
    let text = text_at(sentence, at);
    let before = item(sentence, at, -1)?;
    let next = item(sentence, at, 1);
    let preposition = last_word(&before.text);
    let set = sentence.set;
    // "snapshots of production guests" has an adjective there.
    let closed = next.is_none_or(|next| !next.is_unknown() && !next.set.any(KINDS));
    if !closed || set.any(Concepts::of(&[C::Docker, C::Update, C::Package, C::Os, C::Version])) {
        return None;
    }
    if matches!(preposition, "of" | "von" | "for" | "fuer" | "vom") {
        let had = before.set.any(OF_GUESTS) || item(sentence, at, -2).is_some_and(|item| item.set.any(OF_GUESTS));
        // "for" tells a purpose as well: "backups for compliance reasons" goes on.
        let owned = matches!(preposition, "of" | "von") || next.is_none_or(|next| next.punctuation.is_some());
        let plain = had && owned && !is_verb_shape(text);
        let spoken_of = set.any(OF_GUESTS.union(KINDS)) && !set.any(OF_HOSTS);
        return (spoken_of && (plain || is_identifier(text))).then_some(of_what(set));
    }
    let place = matches!(preposition, "on" | "auf") && is_identifier(text);
    let hosts = OF_HOSTS.union(KINDS).with(C::Running).with(C::Disk);
    if place && set.any(hosts) {
        return Some(Thing::Node);
    }
    (place && set.any(OF_GUESTS)).then(|| of_what(set))
}

/// "does foobar use", "wurde foobar zuletzt gesichert": between the finite verb and what is said of it.
fn of_subject(sentence: &Sentence, at: usize) -> Option<Thing> {
    let text = text_at(sentence, at);
    let sure = is_identifier(text);
    let set = sentence.set;
    if set.any(OF_HOSTS) || (!sure && (is_verb_shape(text) || is_pronoun(text) || is_adverb(text))) {
        return None;
    }
    let next = item(sentence, at, 1);
    // "web-99 status", and nothing else.
    let bare = at == 0 && item(sentence, 2, 0).is_none_or(|item| item.punctuation.is_some());
    if sure && bare && next.is_some_and(|next| next.set.any(OF_GUESTS)) {
        return Some(of_what(set));
    }
    let before = item(sentence, at, -1).filter(|item| !item.quoted && !item.japanese)?;
    // "läuft web-99?", "who restarted web-99?" have nothing more to say.
    let asked = set.any(Concepts::of(&[C::Who, C::Why, C::When]));
    if sure && (before.has(C::Running) && at < 3 || before.set.any(ACTIONS) && asked) {
        return Some(Thing::Guest);
    }
    let ends = ends_at(sentence, at);
    // "auf welchem Node läuft foobar?", "wo läuft foobar?"
    let where_to = item(sentence, at, -2).is_some_and(|item| matches!(last_word(&item.text), "wo" | "where"));
    if ends && before.has(C::Running) && (where_to || set.has(C::Node) && set.has(C::Wh)) {
        return Some(Thing::Guest);
    }
    if !is_auxiliary(&before.text) {
        return None;
    }
    // "how full is nas-9?", "wie voll ist nas-9?"
    let full = sentence.unquoted().any(|item| matches!(last_word(&item.text), "full" | "voll"));
    if sure && ends && set.has(C::How) && full {
        return Some(Thing::Storage);
    }
    // "welche Snapshots hat foobar?"; after "is" it may be a state ("how much memory is spare").
    let has = matches!(last_word(&before.text), "hat" | "hatte" | "verbraucht" | "braucht" | "nutzt");
    if ends && has && set.any(Concepts::of(&[C::Wh, C::How])) && set.any(OF_GUESTS) {
        return Some(Thing::Guest);
    }
    let next = next?;
    // "how many cores does foobar have", "hat foobar ein Backup?"
    let having = matches!(next.text.as_str(), "have" | "ein" | "eine" | "einen" | "a" | "any");
    let owner = having && !matches!(last_word(&before.text), "is" | "was" | "ist" | "war" | "kann" | "can");
    let backed_up = next.has(C::Backup) && next.text.contains("backed");
    let holds = (next.set.any(PREDICATES) && !next.set.any(DESCRIBED)) || backed_up || (owner && set.any(OF_GUESTS));
    holds.then_some(Thing::Guest)
}

/// 「foobarの状態は？」: a word in Latin letters as what is spoken of.
fn of_particle(sentence: &Sentence, at: usize) -> Option<Thing> {
    let next = item(sentence, at, 1).filter(|item| item.japanese && !item.quoted)?;
    if !matches!(next.text.as_str(), "の" | "は" | "って" | "が") || sentence.set.any(OF_HOSTS) {
        return None;
    }
    let several = Concepts::of(&[C::Bulk, C::All, C::Plural, C::Count]);
    let behind = item(sentence, at, 2)?;
    let one = !behind.set.any(KINDS.with(C::Cluster).with(C::Proxmox)) && !sentence.set.any(several);
    (one && sentence.set.any(OF_GUESTS)).then(|| of_what(sentence.set))
}

/// Space belongs to storages, all else to guests.
fn of_what(set: Concepts) -> Thing {
    let room = set.has(C::Space);
    let own = Concepts::of(&[C::Memory, C::Cpu, C::Snapshot, C::Backup, C::ABackup, C::Disk, C::Load, C::Vm, C::Ct]);
    if room && !set.any(own) { Thing::Storage } else { Thing::Guest }
}

fn item(sentence: &Sentence, at: usize, offset: isize) -> Option<&Item> {
    sentence.items.get(at.checked_add_signed(offset)?)
}

fn ends_at(sentence: &Sentence, at: usize) -> bool {
    item(sentence, at, 1).is_none_or(|next| next.punctuation.is_some())
}

fn text_at(sentence: &Sentence, at: usize) -> &str {
    sentence.items.get(at).map(|item| item.text.as_str()).unwrap_or_default()
}

/// "eine VM", "every container", "which vm", "two vms": no particular one.
fn is_indefinite(item: &Item) -> bool {
    let text = last_word(&item.text);
    matches!(text, "a" | "an" | "ein" | "eine" | "einen" | "einem" | "einer" | "eines" | "per" | "pro" | "als" | "as")
        || item.set.any(Concepts::of(&[C::Bulk, C::All, C::Neg, C::Or]))
        || item.number.is_some()
        || matches!(text, "which" | "what" | "whose")
        || text.starts_with("welch")
}

/// Words that begin a clause with the subject next and the verb behind it: "ob die VM lebt", "how the VM copes".
fn is_clause_opener(item: &Item) -> bool {
    let text = last_word(&item.text);
    matches!(text, "ob" | "dass" | "weil" | "whether" | "that" | "if" | "because" | "wenn" | "think" | "glaube" | "und")
        || (item.set.any(Concepts::of(&[C::Wh, C::How, C::Why, C::When, C::Cond, C::Reason]))
            && !is_auxiliary(&item.text))
}

fn is_finite(item: Option<&Item>) -> bool {
    item.is_some_and(|item| is_auxiliary(&item.text))
}
