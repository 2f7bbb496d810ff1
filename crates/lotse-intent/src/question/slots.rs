//! The slots of a question.

use crate::amount::Of;
use crate::change::kind_beside;
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::condition::Conditions;
use crate::intent::Intent;
use crate::names::Kind;
use crate::question::Mentions;
use crate::sentence::{Item, Sentence};
use crate::understanding::{Guests, Slots, Timeframe, Topic};

/// The slots that the question has.
pub(crate) fn fill(
    intent: Intent,
    sentence: &Sentence,
    mentions: &Mentions,
    conditions: &Conditions,
    set: Concepts,
) -> Slots {
    let mut slots = Slots::default();
    if matches!(intent, Intent::Help | Intent::None | Intent::Cache) {
        return slots;
    }
    if intent == Intent::Refresh {
        slots.topic = topic(set);
        return slots;
    }
    let typed =
        |at: &usize| sentence.items.get(*at).and_then(|item| sentence.input.get(item.span.clone())).map(str::to_owned);
    slots.node = mentions.nodes.first().and_then(typed);
    slots.storage = mentions.storages.first().and_then(typed);
    let list = matches!(intent, Intent::ListVms | Intent::ListContainers | Intent::ListGuests);
    if list {
        slots.tag = mentions.tag.as_ref().and_then(typed);
    }
    if list || intent == Intent::Docker {
        slots.running = running(sentence, mentions);
    }
    if intent == Intent::Snapshots {
        slots.snapshot = mentions.snapshots.first().and_then(typed);
    }
    slots.timeframe = timeframe(sentence, mentions, conditions);
    let mut guests: Vec<String> = mentions.guests.iter().filter_map(|guest| typed(&guest.item)).collect();
    slots.guest = match guests.len() {
        0 => None,
        1 => guests.pop().map(Guests::One),
        _ => Some(Guests::Many(guests)),
    };
    slots.kind = match mentions.guests.first() {
        Some(first) => kind_beside(sentence, first.item, mentions.guests.len() > 1),
        None if matches!(intent, Intent::WhySlow | Intent::GuestInfo | Intent::Graph | Intent::Snapshots) => {
            kind_alone(sentence)
        }
        None => None,
    };
    slots
}

/// "die VM", "the container": a kind that stands for a guest that is not named.
fn kind_alone(sentence: &Sentence) -> Option<Kind> {
    let single =
        |concept| sentence.unquoted().any(|item| item.has(concept) && !item.has(C::Plural) && !item.has(C::Docker));
    match (single(C::Vm), single(C::Ct)) {
        (true, false) => Some(Kind::Vm),
        (false, true) => Some(Kind::Ct),
        _ => None,
    }
}

fn topic(set: Concepts) -> Option<Topic> {
    let has = |list: &[C]| set.any(Concepts::of(list));
    let topics = [
        (has(&[C::Vm]), Topic::Vms),
        (has(&[C::Ct]), Topic::Containers),
        (has(&[C::Backup]), Topic::Backups),
        (has(&[C::Ha]), Topic::Ha),
        (has(&[C::Task]), Topic::Tasks),
        (has(&[C::Storage, C::Disk, C::Space]), Topic::Storage),
        (has(&[C::Cluster, C::Node, C::HasNode]), Topic::Cluster),
    ];
    let mut named = topics.iter().filter(|(named, _)| *named).map(|(_, topic)| *topic);
    match (named.next(), named.next()) {
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) => None,
        (None, _) => has(&[C::All, C::Bulk, C::Fleet]).then_some(Topic::All),
    }
}

/// The filter by state: "laufen", "not running", 「止まってる」.
fn running(sentence: &Sentence, mentions: &Mentions) -> Option<bool> {
    let state = |at: usize, item: &Item, concept: C| {
        item.has(concept) && !item.quoted && !mentions.is_name(at) && !is_particle_only(sentence, at, item)
    };
    let any = |concept: C| sentence.items.iter().enumerate().any(|(at, item)| state(at, item, concept));
    let stopped = any(C::Stopped)
        || sentence.unquoted().any(|item| {
            item.japanese && item.set.any(Concepts::of(&[C::AStop, C::AShutdown])) && sentence.has(C::Past)
        });
    let runs = any(C::Running);
    match (stopped, runs) {
        (true, _) => Some(false),
        (false, true) => Some(!sentence.has(C::Neg)),
        (false, false) => None,
    }
}

/// "an" and "aus" say a state only after "sind" and the like; elsewhere they belong to a verb ("zeig … an").
fn is_particle_only(sentence: &Sentence, at: usize, item: &Item) -> bool {
    if !matches!(item.text.as_str(), "an" | "aus" | "up" | "on" | "off" | "oben") {
        return false;
    }
    let states = [
        "sind",
        "ist",
        "gerade",
        "noch",
        "alle",
        "derzeit",
        "momentan",
        "aktuell",
        "are",
        "is",
        "still",
        "currently",
        "am",
        "vms",
        "container",
        "that",
        "powered",
        "switched",
        "now",
        "jetzt",
        "containers",
        "guests",
        "which are",
        "gaeste",
    ];
    let before = at.checked_sub(1).and_then(|before| sentence.items.get(before));
    let after = sentence.items.get(at + 1);
    !before.is_some_and(|before| states.contains(&before.text.as_str()))
        && !after.is_some_and(|after| matches!(after.text.as_str(), "sind" | "ist"))
}

fn timeframe(sentence: &Sentence, mentions: &Mentions, conditions: &Conditions) -> Option<Timeframe> {
    if sentence.has(C::TfNone) {
        return None;
    }
    let spans = [
        (C::TfHour, Timeframe::Hour),
        (C::TfDay, Timeframe::Day),
        (C::TfWeek, Timeframe::Week),
        (C::TfMonth, Timeframe::Month),
    ];
    let from_word = sentence
        .items
        .iter()
        .enumerate()
        // "older than 30 days" is no span up to now.
        .filter(|(at, _)| !conditions.is_claimed(*at))
        .map(|(_, item)| item)
        .filter(|item| !item.quoted && item.number.is_none() && !item.has(C::Unit))
        .find_map(|item| spans.iter().find(|(concept, _)| item.has(*concept)).map(|(_, frame)| *frame));
    let from_amount = mentions.amounts.iter().find_map(|amount| match amount.of {
        Of::Minutes(60) => Some(Timeframe::Hour),
        Of::Minutes(1440) => Some(Timeframe::Day),
        Of::Minutes(10080) => Some(Timeframe::Week),
        Of::Minutes(40320..=44640) => Some(Timeframe::Month),
        _ => None,
    });
    // "hour", "Woche" alone: a span beside a graph, part of a longer expression elsewhere.
    let from_unit = || {
        let graph = sentence.has(C::Graph) || sentence.has(C::History);
        sentence
            .unquoted()
            .filter(|item| graph && item.has(C::Unit))
            .find_map(|item| spans.iter().find(|(concept, _)| item.has(*concept)).map(|(_, frame)| *frame))
    };
    let counted = mentions.amounts.iter().any(|amount| matches!(amount.of, Of::Minutes(_)));
    from_word.or(from_amount).or_else(|| if counted { None } else { from_unit() })
}
