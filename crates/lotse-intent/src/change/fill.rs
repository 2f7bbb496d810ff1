//! Fills the slots of an order, action by action. A word gets its role here; what is left without one, `cover` judges.

use crate::amount::Of;
use crate::change::roles::{Roles, kind_beside, whole_token};
use crate::change::{Refusal, alerts};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::intent::Intent;
use crate::names::Names;
use crate::quantity::Number;
use crate::sentence::{Item, Sentence};
use crate::understanding::{Guests, Slots};

/// The slots of the order, or why it is none.
pub(super) fn fill(intent: Intent, sentence: &Sentence, names: &Names, roles: &mut Roles) -> Result<Slots, Refusal> {
    let mut slots = Slots::default();
    let given = roles.given_name.clone();
    match intent {
        Intent::Create => return create(sentence, names, roles),
        Intent::SnapshotCreate | Intent::SnapshotRollback | Intent::SnapshotDelete => {
            if let Some(range) = given {
                slots.snapshot = Some(sentence.text_in(&range));
                roles.claim(range);
            } else if !roles.name_goes_on {
                slots.snapshot = snapshot(intent, sentence, roles);
            }
            slots.with_memory =
                intent == Intent::SnapshotCreate && roles.free(sentence).any(|(_, item)| item.has(C::Memory));
        }
        Intent::Resize => resize(sentence, roles, &mut slots),
        Intent::Ack => alerts::alert(sentence, roles, &mut slots),
        Intent::Snooze => {
            alerts::until(sentence, roles, &mut slots);
            alerts::alert(sentence, roles, &mut slots);
            snooze(sentence, roles, &mut slots);
        }
        Intent::Migrate => migrate(sentence, roles, &mut slots),
        Intent::BackupNow => backup(sentence, roles, &mut slots),
        _ => {}
    }
    if intent != Intent::Migrate {
        slots.node = node(sentence, roles);
    }
    cluster(sentence, roles);
    // An alert that is named needs no guest, and of one that is to be silent for a while it is asked which.
    let is_named =
        slots.alert.is_some() || (intent == Intent::Snooze && (slots.until.is_some() || slots.duration_min.is_some()));
    if !(is_named && roles.guests.is_empty() && no_misspelt(sentence, roles)) {
        guests(sentence, roles, &mut slots)?;
    }
    Ok(slots)
}

/// Whether no word stands there that may be a guest's name, misspelt.
fn no_misspelt(sentence: &Sentence, roles: &Roles) -> bool {
    !roles.free(sentence).any(|(_, item)| item.is_unknown() && !item.japanese)
}

fn guests(sentence: &Sentence, roles: &Roles, slots: &mut Slots) -> Result<(), Refusal> {
    let typed: Vec<String> =
        roles.guests.iter().filter_map(|at| sentence.items.get(*at)).map(|i| sentence.text_of(i)).collect();
    let several = typed.len() > 1;
    for pair in roles.guests.windows(2) {
        let [first, second] = pair else { continue };
        let between = sentence.items.get(first + 1..*second).unwrap_or_default();
        let joins = |item: &Item| {
            matches!(item.punctuation, Some(',' | '、' | '・'))
                || item.set.any(Concepts::of(&[C::And, C::Vm, C::Ct, C::Guest, C::IdMark]))
                || matches!(
                    item.text.as_str(),
                    "と" | "や" | "den" | "die" | "the" | "also" | "auch" | "番" | "der" | "das"
                )
        };
        if !between.iter().all(joins) || between.is_empty() {
            return Err(Refusal::NotThatTarget);
        }
    }
    let kinds: Vec<_> = roles.guests.iter().map(|at| kind_beside(sentence, *at, several)).collect();
    slots.kind = kinds.iter().flatten().next().copied();
    if kinds.iter().flatten().any(|kind| Some(*kind) != slots.kind) {
        slots.kind = None;
    }
    let mut typed = typed.into_iter();
    slots.guest = match (typed.next(), several) {
        (Some(only), false) => Some(Guests::One(only)),
        (Some(first), true) => Some(Guests::Many(std::iter::once(first).chain(typed).collect())),
        (None, _) => {
            let misspelt = sentence.unquoted().any(|item| item.is_unknown() && !item.japanese);
            return Err(if misspelt { Refusal::NotThatTarget } else { Refusal::NoTarget });
        }
    };
    Ok(())
}

/// A clone: the template, the id and name of the new guest, and where it goes.
fn create(sentence: &Sentence, names: &Names, roles: &mut Roles) -> Result<Slots, Refusal> {
    let mut slots = Slots::default();
    let is_template = |at: &usize| {
        let meaning = sentence.items.get(*at).and_then(|item| item.named.as_ref());
        meaning.is_some_and(|named| named.guests.iter().any(|g| names.guest(*g).is_some_and(|guest| guest.template)))
    };
    let after_source = |at: &usize| {
        let before = at.checked_sub(1).and_then(|b| sentence.items.get(b));
        before.is_some_and(|item| item.set.any(Concepts::of(&[C::PFrom, C::Template, C::AClone])) && !item.has(C::PTo))
    };
    let found = roles.guests.clone();
    let source =
        found.iter().find(|at| is_template(at)).or_else(|| found.iter().find(|at| after_source(at))).or(found.first());
    let Some(source) = source.copied() else { return Err(Refusal::NoTarget) };
    for at in found.iter().filter(|at| **at != source) {
        let id = sentence.items.get(*at).and_then(|item| item.number).and_then(Number::bare);
        if let (Some(id), None) = (id.and_then(|id| u32::try_from(id).ok()), slots.new_id) {
            slots.new_id = Some(id);
        } else {
            return Err(Refusal::NotThatTarget);
        }
    }
    roles.guests = vec![source];
    if let Some(range) = roles.given_name.clone() {
        slots.name = Some(sentence.text_in(&range));
        roles.claim(range);
    }
    slots.target_node = node(sentence, roles);
    slots.storage = storage(sentence, roles);
    if slots.name.is_none() && !roles.name_goes_on {
        slots.name = new_name(sentence, roles);
    }
    cluster(sentence, roles);
    guests(sentence, roles, &mut slots)?;
    slots.kind = None;
    Ok(slots)
}

/// A name without a marker: "clone 9000 to web2", 「bastionを作成」, "new vm sandbox from …".
fn new_name(sentence: &Sentence, roles: &mut Roles) -> Option<String> {
    let candidate = roles.free(sentence).find(|(at, item)| {
        let before = at.checked_sub(1).and_then(|b| sentence.items.get(b));
        let after = whole_token(sentence, *at).end;
        let after = sentence.items.get(after);
        let made = after.is_some_and(|item| item.text == "を")
            && sentence.items.iter().skip(*at).any(|item| item.has(C::ACreate) && item.japanese);
        let led = before
            .is_some_and(|b| b.set.any(Concepts::of(&[C::PTo, C::PAs, C::Vm, C::Ct, C::Guest])) && !b.has(C::AClone));
        let word = !item.japanese && item.punctuation.is_none() && item.number.is_none();
        word && (item.is_unknown() || item.guessed || item.token.len() > item.span.len()) && (made || led)
    });
    let at = candidate.map(|(at, _)| at)?;
    let range = whole_token(sentence, at);
    let name = sentence.text_in(&range);
    roles.claim(range);
    Some(name)
}

/// The snapshot's name without a marker: a known one, or a word that stands where the name does.
fn snapshot(intent: Intent, sentence: &Sentence, roles: &mut Roles) -> Option<String> {
    let known = roles.free(sentence).find(|(_, item)| item.names_snapshot()).map(|(at, _)| at);
    let place = |at: usize, item: &Item| {
        let joined = item.token.len() > item.span.len()
            || item.text.contains(['_', '.'])
            || item.text.bytes().any(|b| b.is_ascii_digit());
        let word = !item.japanese && item.punctuation.is_none() && item.number.is_none();
        let before = at.checked_sub(1).and_then(|b| sentence.items.get(b));
        let after = sentence.items.get(whole_token(sentence, at).end);
        let beside = before.is_some_and(|b| b.has(C::Snapshot)) || after.is_some_and(|a| a.has(C::Snapshot));
        let back_to = intent == Intent::SnapshotRollback
            && (before.is_some_and(|b| b.has(C::PTo)) || after.is_some_and(|a| a.has(C::PTo) && a.japanese));
        let object = after.is_some_and(|a| a.japanese)
            && sentence.items.get(..at).is_some_and(|head| head.iter().any(|i| i.has(C::Snapshot)));
        word && (item.is_unknown() || joined) && (beside || back_to || object)
    };
    let at = known.or_else(|| roles.free(sentence).find(|(at, item)| place(*at, item)).map(|(at, _)| at))?;
    let range = whole_token(sentence, at);
    let name = sentence.text_in(&range);
    roles.claim(range);
    Some(name)
}

fn resize(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    bare_memory(sentence, roles);
    let mut stated = false;
    for amount in roles.amounts.clone() {
        let joined = amount
            .items
            .start
            .checked_sub(1)
            .and_then(|at| sentence.items.get(at))
            .is_some_and(|item| item.has(C::And));
        let absolute = (stated && joined) || !is_relative(sentence, amount.items.start, amount.items.end);
        slots.relative |= !absolute && matches!(amount.of, Of::Memory(_) | Of::Cores(_));
        stated |= absolute && matches!(amount.of, Of::Memory(_) | Of::Cores(_));
        match amount.of {
            Of::Memory(mib) if slots.memory_mib.is_none() => slots.memory_mib = absolute.then_some(mib),
            Of::Cores(cores) if slots.cores.is_none() => {
                slots.cores = u32::try_from(cores).ok().filter(|_| absolute);
            }
            // "2 more GB": the number and its unit stand apart.
            Of::Other | Of::Count(_) | Of::Share(_) if sentence.has(C::Relative) => slots.relative = true,
            _ => continue,
        }
        roles.claim(amount.items);
    }
}

/// "set the memory of 100 to 4096": a number without a unit, which Proxmox takes as MiB.
fn bare_memory(sentence: &Sentence, roles: &mut Roles) {
    if !sentence.has(C::Memory) || roles.guests.len() < 2 || roles.amounts.iter().any(|a| matches!(a.of, Of::Memory(_)))
    {
        return;
    }
    let Some(last) = roles.guests.last().copied() else { return };
    let value = sentence.items.get(last).and_then(|item| item.number).and_then(Number::bare);
    let before = last.checked_sub(1).and_then(|at| sentence.items.get(at));
    let after = sentence.items.get(last + 1);
    let to = before.is_some_and(|item| item.has(C::PTo)) || after.is_some_and(|item| item.japanese && item.has(C::PTo));
    if let Some(mib) = value.filter(|mib| *mib >= 128 && to) {
        roles.guests.pop();
        roles.amounts.push(crate::amount::Amount { of: Of::Memory(mib), items: last..last + 1 });
    }
}

/// Whether an amount is added or taken away: then the new value is not known here.
fn is_relative(sentence: &Sentence, start: usize, end: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).and_then(|at| sentence.items.get(at));
    let after = sentence.items.get(end);
    let next = sentence.items.get(end + 1);
    let to = before(1).is_some_and(|item| item.has(C::PTo) && !item.japanese)
        || after.is_some_and(|item| item.japanese && (item.has(C::PTo) || item.text.starts_with('に')))
        || next.is_some_and(|item| {
            item.japanese && after.is_some_and(|a| a.set.any(Concepts::of(&[C::Memory, C::Cores]))) && item.has(C::PTo)
        });
    if to {
        return false;
    }
    let stems = [
        "add",
        "erhoeh",
        "erhoh",
        "increase",
        "raise",
        "bump",
        "grow",
        "expand",
        "extend",
        "reduc",
        "reduz",
        "senk",
        "lower",
        "decrease",
        "shrink",
        "aufstock",
        "stock",
        "増",
        "減",
        "足",
        "追加",
        "上げ",
        "下げ",
        "boost",
        "cut",
        "drop",
        "vergroesser",
        "upgrade",
    ];
    sentence.unquoted().any(|item| {
        item.has(C::Relative) && !item.japanese
            || (item.has(C::AResize) && stems.iter().any(|stem| item.text.starts_with(stem)))
    })
}

fn snooze(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    let mut total = 0_u64;
    for amount in roles.amounts.clone() {
        // "until 8h" is a time of day.
        if amount.items.clone().any(|at| roles.is_claimed(at)) {
            continue;
        }
        let short = sentence.items.get(amount.items.start).is_some_and(|item| item.text.ends_with('m'));
        // "30m" is memory elsewhere.
        let minutes = match amount.of {
            Of::Minutes(minutes) => Some(minutes),
            Of::Memory(minutes) if short => Some(minutes),
            _ => None,
        };
        if let Some(minutes) = minutes
            && !sentence.items.get(amount.items.start).is_some_and(|item| item.quoted)
        {
            total = total.saturating_add(minutes);
            roles.claim(amount.items);
        }
    }
    slots.duration_min = u32::try_from(total).ok().filter(|total| *total > 0);
}

/// The source and target of a migration.
fn migrate(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    let places: Vec<usize> = roles.free(sentence).filter(|(_, item)| item.names_node()).map(|(at, _)| at).collect();
    for at in places {
        let source = is_led_by(sentence, at, C::PFrom, C::PTo);
        let text = sentence.items.get(at).map(|item| sentence.text_of(item));
        if source && slots.node.is_none() {
            slots.node = text;
        } else if slots.target_node.is_none() {
            slots.target_node = text;
        } else if slots.node.is_none() {
            slots.node = text;
        } else {
            continue;
        }
        roles.claim(at..at + 1);
    }
}

/// Whether the nearer of the two prepositions beside the item is the first.
fn is_led_by(sentence: &Sentence, at: usize, this: C, other: C) -> bool {
    let after = sentence.items.get(at + 1).filter(|item| item.japanese);
    if let Some(after) = after {
        return after.has(this) && !after.has(other);
    }
    for back in (at.saturating_sub(3)..at).rev() {
        let Some(item) = sentence.items.get(back) else { break };
        if item.has(other) {
            return false;
        }
        if item.has(this) {
            return true;
        }
    }
    false
}

fn backup(sentence: &Sentence, roles: &mut Roles, slots: &mut Slots) {
    slots.storage = storage(sentence, roles);
}

fn storage(sentence: &Sentence, roles: &mut Roles) -> Option<String> {
    let (at, text) = roles
        .free(sentence)
        .filter(|(_, item)| item.names_storage())
        .find(|(at, item)| item.set.is_empty() || is_place(sentence, *at))
        .map(|(at, item)| (at, sentence.text_of(item)))?;
    roles.claim(at..at + 1);
    Some(text)
}

fn node(sentence: &Sentence, roles: &mut Roles) -> Option<String> {
    let (at, text) = roles
        .free(sentence)
        .filter(|(_, item)| item.names_node())
        .find(|(at, item)| item.set.is_empty() || is_place(sentence, *at))
        .map(|(at, item)| (at, sentence.text_of(item)))?;
    roles.claim(at..at + 1);
    let before = at.checked_sub(1).filter(|before| sentence.items.get(*before).is_some_and(|item| item.has(C::Node)));
    if let Some(before) = before {
        roles.claim(before..at);
    }
    Some(text)
}

fn is_place(sentence: &Sentence, at: usize) -> bool {
    let place = Concepts::of(&[C::PTo, C::POn, C::Storage, C::Node]);
    let before = at.checked_sub(1).and_then(|before| sentence.items.get(before));
    let after = sentence.items.get(at + 1).filter(|item| item.japanese);
    before.is_some_and(|item| item.set.any(place)) || after.is_some_and(|item| item.set.any(place))
}

/// A cluster that is named beside the guest has no slot; it narrows what the guest may be.
fn cluster(sentence: &Sentence, roles: &mut Roles) {
    let named: Vec<usize> = roles
        .free(sentence)
        .filter(|(at, item)| {
            let beside = |i: Option<usize>| {
                i.and_then(|i| sentence.items.get(i))
                    .is_some_and(|item| item.has(C::Cluster) || item.has(C::POn) || item.text == "の")
            };
            item.names_cluster() && (beside(at.checked_sub(1)) || beside(Some(at + 1)))
        })
        .map(|(at, _)| at)
        .collect();
    for at in named {
        let start = at.saturating_sub(1);
        for at in start..at + 2 {
            if sentence.items.get(at).is_some_and(|item| item.has(C::Cluster) || item.names_cluster()) {
                roles.claim(at..at + 1);
            }
        }
    }
}
