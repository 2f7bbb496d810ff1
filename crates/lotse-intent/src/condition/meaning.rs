//! What a condition means in a question: which figure of which things.

use lotse_model::{Bytes, Comparison, Criterion, Field, Measure, Seconds, Share};

use crate::amount::Of;
use crate::concept::Concept as C;
use crate::condition::{Conditions, Found, Noun, Says};
use crate::intent::Intent;
use crate::sentence::Sentence;
use crate::understanding::Condition;

/// Whether conditions narrow the answer to such a question.
pub(crate) const fn heeds(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::ListVms
            | Intent::ListContainers
            | Intent::ListGuests
            | Intent::Nodes
            | Intent::Storage
            | Intent::Snapshots
            | Intent::Backups
            | Intent::NotBackedUp
    )
}

/// Whether an answer to such a question is of many things, so that a condition that is not heeded must be told.
const fn is_of_many(intent: Intent) -> bool {
    heeds(intent) || matches!(intent, Intent::Tasks | Intent::Ha | Intent::Problems)
}

/// The conditions of the sentence as they are meant by a question.
pub(crate) fn conditions(conditions: &Conditions, intent: Intent, sentence: &Sentence) -> Vec<Condition> {
    if !is_of_many(intent) {
        return Vec::new();
    }
    let told = conditions.found.iter().filter(|found| heeds(intent) || found.is_strong);
    let mut meant: Vec<Condition> = told.filter_map(|found| condition(found, intent, sentence)).collect();
    meant.dedup();
    meant
}

fn condition(found: &Found, intent: Intent, sentence: &Sentence) -> Option<Condition> {
    let list = matches!(intent, Intent::ListVms | Intent::ListContainers | Intent::ListGuests);
    let criterion = match &found.says {
        // "80 GB" beside a storage without a word that compares says nothing.
        Says::Amount { comparison: Comparison::Equal, .. } if !found.is_strong && !list => return None,
        // In a list an adjective narrows; elsewhere a strange word is none of the conditions.
        Says::Unclear if !list && found.items.len() == 1 => return None,
        Says::Amount { comparison, of, noun } => amount(intent, *comparison, *of, *noun, sentence),
        Says::Name { text, place } => {
            let named = list || matches!(intent, Intent::Nodes | Intent::Storage);
            let value = Measure::Text(text.clone(), *place);
            named.then(|| Criterion::new(Field::Name, Comparison::Equal, value)).flatten()
        }
        Says::Unclear => None,
    };
    let span = |at: usize| sentence.items.get(at).map(|item| item.span.clone());
    let (first, last) = (span(found.items.start)?, span(found.items.end.checked_sub(1)?)?);
    let words = sentence.input.get(first.start..last.end)?.trim().to_owned();
    Some(Condition { words, criterion })
}

fn amount(
    intent: Intent,
    comparison: Comparison,
    of: Of,
    noun: Option<Noun>,
    sentence: &Sentence,
) -> Option<Criterion> {
    let value = match of {
        Of::Memory(mib) => Measure::Bytes(Bytes::from_mib(mib)),
        Of::Cores(cores) => Measure::Count(f64::from(u32::try_from(cores).ok()?)),
        Of::Minutes(minutes) => Measure::Time(Seconds(minutes.checked_mul(60)?)),
        Of::Share(thousandths) => Measure::Share(Share::new(f64::from(u32::try_from(thousandths).ok()?) / 100_000.0)),
        Of::Count(_) | Of::Other => return None,
    };
    let field = match intent {
        Intent::Storage => of_storage(&value, sentence)?,
        Intent::Snapshots | Intent::Backups => Field::Age,
        Intent::NotBackedUp => return None,
        _ => of_machine(&value, noun, sentence)?,
    };
    Criterion::new(field, comparison, value)
}

fn of_storage(value: &Measure, sentence: &Sentence) -> Option<Field> {
    match value {
        Measure::Bytes(_) | Measure::Share(_) if is_free(sentence) => Some(Field::Free),
        Measure::Bytes(_) if is_used(sentence) => Some(Field::Used),
        Measure::Bytes(_) => Some(Field::Size),
        Measure::Share(_) => Some(Field::Used),
        _ => None,
    }
}

fn of_machine(value: &Measure, noun: Option<Noun>, sentence: &Sentence) -> Option<Field> {
    // What is free of memory or disk is no figure that lists compare.
    match (value, noun) {
        (Measure::Bytes(_) | Measure::Share(_), _) if is_free(sentence) => None,
        (Measure::Bytes(_), Some(Noun::Disk)) if is_used(sentence) => Some(Field::DiskUsed),
        (Measure::Bytes(_), Some(Noun::Disk)) => Some(Field::Disk),
        (Measure::Bytes(_), _) if is_used(sentence) => Some(Field::MemoryUsed),
        (Measure::Bytes(_), _) => Some(Field::Memory),
        (Measure::Share(_), Some(Noun::Memory)) => Some(Field::MemoryUsed),
        (Measure::Share(_), Some(Noun::Cpu)) => Some(Field::Cpu),
        (Measure::Share(_), Some(Noun::Disk)) => Some(Field::DiskUsed),
        (Measure::Count(_), _) => Some(Field::Cores),
        // How long something has been off, no list knows.
        (Measure::Time(_), _) if sentence.has(C::Stopped) || !lasts(sentence, noun) => None,
        (Measure::Time(_), _) => Some(Field::Uptime),
        _ => None,
    }
}

fn lasts(sentence: &Sentence, noun: Option<Noun>) -> bool {
    noun == Some(Noun::Time) || sentence.has(C::Running) || sentence.has(C::Uptime)
}

fn says(sentence: &Sentence, words: &[&str], stems: &[&str]) -> bool {
    sentence.unquoted().any(|item| {
        item.text.split(' ').any(|word| words.contains(&word)) || stems.iter().any(|stem| item.text.contains(stem))
    })
}

fn is_free(sentence: &Sentence) -> bool {
    says(sentence, &["free", "frei", "freie", "freien", "freier", "freiem", "left", "remaining"], &["空き", "残"])
}

/// Whether what is in use is meant, and not what was assigned.
pub(super) fn is_used(sentence: &Sentence) -> bool {
    let words = [
        "use",
        "uses",
        "using",
        "used",
        "usage",
        "utilization",
        "utilisation",
        "consume",
        "consumes",
        "consuming",
        "eat",
        "eats",
        "eating",
        "occupy",
        "occupied",
        "occupying",
        "frisst",
        "fressen",
        "braucht",
        "brauchen",
        "belegen",
        "belegt",
        "belegte",
        "belegten",
        "nutzen",
        "nutzt",
        "genutzt",
        "benutzen",
        "benutzt",
    ];
    says(sentence, &words, &["verbrauch", "auslastung", "使っ", "使用", "消費", "食っ", "占有"])
}
