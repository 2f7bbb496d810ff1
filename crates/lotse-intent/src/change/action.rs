//! Which action the words of a sentence speak of. Whether it is ordered, the other checks decide.

use crate::change::roles::Roles;
use crate::change_words::{ACTIONS, FORMS};
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::intent::Intent;
use crate::sentence::Sentence;

/// Whether a verb stands in the sentence at all.
pub(super) fn may_act(sentence: &Sentence) -> bool {
    sentence.items.iter().any(|item| item.set.any(ACTIONS))
        || ends_on_object(sentence)
        || (sentence.has(C::Snapshot) && sentence.set.any(Concepts::of(&[C::Te, C::Want, C::Now])))
        || (sentence.has(C::Backup) && sentence.set.any(Concepts::of(&[C::Te, C::Want, C::Now])))
}

/// The action, from what the words mean together. The more particular comes first: "stop monitoring" stops nothing.
pub(super) fn decide(sentence: &Sentence, set: Concepts, roles: &Roles) -> Option<Intent> {
    let has = |concept| set.has(concept);
    let any = |list: &[C]| set.any(Concepts::of(list));
    if has(C::NotOurs) && !has(C::Alert) {
        return None;
    }
    if let Some(intent) = of_alerts(sentence, set) {
        return Some(intent);
    }
    if has(C::AUnwatch) || (has(C::Monitor) && takes_away(sentence)) {
        return Some(Intent::MonitorRemove);
    }
    if has(C::AWatch) || (has(C::Monitor) && any(&[C::LAdd, C::AStart])) {
        return Some(Intent::MonitorAdd);
    }
    if has(C::Snapshot) || has(C::ASnap) || (roles.has_snapshot(sentence) && any(&[C::ARollback, C::ADelete])) {
        return of_snapshots(sentence, set);
    }
    if any(&[C::Backup, C::ABackup]) && !any(&[C::AShutdown, C::AReboot, C::AMigrate, C::AClone]) {
        return of_backups(sentence, set);
    }
    if has(C::ARollback) && !has(C::AReboot) {
        return roles.can_roll_back(sentence).then_some(Intent::SnapshotRollback);
    }
    let new_guest =
        has(C::ACreate) && any(&[C::Template, C::New, C::Vm, C::Ct, C::Guest]) && any(&[C::PFrom, C::Template]);
    if has(C::AClone) || new_guest {
        return Some(Intent::Create);
    }
    if has(C::AResize) && any(&[C::Memory, C::Cores, C::Cpu, C::MemUnit])
        || (has(C::AResize) && roles.has_amount(sentence))
    {
        return Some(Intent::Resize);
    }
    if has(C::AMigrate)
        && (roles.has_node(sentence) || only(sentence, C::AMigrate, Concepts::of(&[C::AResize, C::ACreate])))
    {
        return Some(Intent::Migrate);
    }
    of_power(set)
}

/// "nimm … auf" adds and "nimm … aus" removes: a verb that may do either is told by the small word beside it.
fn takes_away(sentence: &Sentence) -> bool {
    let removing = Concepts::of(&[C::LRemove, C::LEnd, C::AStop, C::AShutdown]);
    let out = sentence.unquoted().any(|item| {
        matches!(item.text.as_str(), "aus" | "raus" | "heraus" | "off" | "out" | "from" | "out of" | "から")
    });
    sentence.unquoted().any(|item| item.set.any(removing) && item.set.any(FORMS) && (out || !item.has(C::LAdd)))
}

fn of_alerts(sentence: &Sentence, set: Concepts) -> Option<Intent> {
    let silence = Concepts::of(&[C::AMute, C::AStop, C::LRemove, C::LEnd, C::AShutdown]);
    let starts = |words: &[&str]| {
        sentence.unquoted().any(|item| words.iter().any(|word| item.text.starts_with(word)) && item.set.any(ACTIONS))
    };
    if set.has(C::Alert) && !set.has(C::AAck) && set.any(silence) {
        return Some(Intent::Snooze);
    }
    if set.has(C::AMute)
        && starts(&[
            "mute",
            "muten",
            "don't alert",
            "stop alert",
            "stop notif",
            "snooz",
            "silenc",
            "stumm",
            "ミュート",
            "スヌーズ",
        ])
    {
        return Some(Intent::Snooze);
    }
    if set.has(C::AAck) && (set.has(C::Alert) || starts(&["ack", "quittier"])) {
        return Some(Intent::Ack);
    }
    None
}

fn of_snapshots(sentence: &Sentence, set: Concepts) -> Option<Intent> {
    if set.has(C::ARollback) {
        return Some(Intent::SnapshotRollback);
    }
    if set.has(C::ADelete) || (set.has(C::LRemove) && !set.any(Concepts::of(&[C::ACreate, C::AStop, C::AStart]))) {
        return Some(Intent::SnapshotDelete);
    }
    let singular = sentence.unquoted().any(|item| {
        item.has(C::Snapshot)
            && !item.text.ends_with('s')
            && !item.text.ends_with("schuesse")
            && !item.text.ends_with("en")
    });
    let wanted = set.any(Concepts::of(&[C::Want, C::Now, C::NameMark, C::Polite]))
        || wishes(sentence)
        || ends_on_object(sentence);
    (set.has(C::ACreate)
        || set.has(C::ASnap) && is_verb(sentence, C::Snapshot)
        || set.has(C::Te)
        || (singular && wanted))
        .then_some(Intent::SnapshotCreate)
}

fn of_backups(sentence: &Sentence, set: Concepts) -> Option<Intent> {
    let other = Concepts::of(&[C::ADelete, C::ARollback, C::AStop, C::LEnd]);
    let bare_te = sentence.unquoted().any(|item| item.has(C::Te) && !item.set.any(ACTIONS));
    let light = set.any(Concepts::of(&[C::ACreate, C::AStart])) || bare_te;
    let verb = sentence.unquoted().any(|item| item.has(C::ABackup) && (!item.has(C::Backup) || item.has(C::Te)));
    if set.any(other) && !verb {
        return None;
    }
    let named =
        sentence.unquoted().any(|item| item.has(C::Backup) && !item.text.ends_with('s') && !item.text.ends_with("en"));
    let wanted = set.any(Concepts::of(&[C::Want, C::Now, C::Polite]))
        || wishes(sentence)
        || is_verb(sentence, C::Backup)
        || ends_on_object(sentence);
    (verb || light || (named && wanted)).then_some(Intent::BackupNow)
}

fn of_power(set: Concepts) -> Option<Intent> {
    let force = set.has(C::Force);
    if set.has(C::AReboot) {
        Some(Intent::Reboot)
    } else if set.has(C::AStop) {
        let gentle = set.has(C::Gentle) && !force;
        Some(if gentle { Intent::Shutdown } else { Intent::Stop })
    } else if set.has(C::AShutdown) {
        Some(if force { Intent::Stop } else { Intent::Shutdown })
    } else if set.has(C::ADelete) {
        Some(Intent::Delete)
    } else if set.has(C::AStart) {
        Some(Intent::Start)
    } else {
        None
    }
}

/// "ich brauche", "ich hätte gern", 「が欲しい」: a wish for the noun that follows.
fn wishes(sentence: &Sentence) -> bool {
    sentence.unquoted().any(|item| {
        ["brauche", "haette gern", "hatte gern", "braeuchte", "need a", "欲しい", "ほしい"]
            .iter()
            .any(|wish| item.text.contains(wish))
    })
}

/// Whether a word that is noun and verb in English stands where a verb does: after small words, before its object.
fn is_verb(sentence: &Sentence, noun: C) -> bool {
    let lead = Concepts::of(&[C::Greeting, C::Please, C::Polite, C::Want, C::Now]);
    let mut items = sentence.unquoted().skip_while(|item| item.set.any(lead) || item.punctuation.is_some());
    let addressed =
        sentence.unquoted().next().is_some_and(|item| item.set.any(Concepts::of(&[C::Please, C::Polite, C::Want])));
    let Some(first) = items.next() else { return false };
    if !first.has(noun) || first.japanese || first.text.ends_with('s') {
        return false;
    }
    let Some(next) = items.next() else { return false };
    let object = next.named.is_some() || next.number.is_some() || next.set.any(Concepts::of(&[C::Vm, C::Ct, C::Guest]));
    let ordered = addressed
        || sentence.set.any(Concepts::of(&[C::Now, C::NameMark, C::Please, C::Before, C::PTo, C::PAs, C::And]));
    object && ordered
}

/// 「mailserverをバックアップ」: the object, then the bare noun at the end.
pub(super) fn ends_on_object(sentence: &Sentence) -> bool {
    let mut items = sentence.unquoted().filter(|item| item.punctuation.is_none()).collect::<Vec<_>>().into_iter().rev();
    let noun = items.next().is_some_and(|item| item.japanese && item.set.any(Concepts::of(&[C::Backup, C::Snapshot])));
    let mut before = items.take_while(|item| !matches!(item.text.as_str(), "は" | "が"));
    noun && before.next().is_some_and(|item| item.text == "を" || item.has(C::Now)) && before_has_object(sentence)
}

fn before_has_object(sentence: &Sentence) -> bool {
    sentence.unquoted().any(|item| item.text == "を")
}

/// Whether some word means the action and none of the others.
fn only(sentence: &Sentence, action: C, others: Concepts) -> bool {
    sentence.unquoted().any(|item| item.has(action) && !item.set.any(others))
}

/// What the words of an order may mean besides the small ones, by action.
pub(super) fn allowed(intent: Intent) -> Concepts {
    let kinds = Concepts::of(&[C::Vm, C::Ct, C::Guest, C::IdMark, C::NameMark, C::Live]);
    let own: &[C] = match intent {
        Intent::Start => &[C::AStart],
        Intent::Shutdown => &[C::AShutdown, C::AStop, C::Gentle],
        Intent::Reboot => &[C::AReboot, C::Force, C::Gentle],
        Intent::Stop => &[C::AStop, C::AShutdown, C::Force],
        Intent::Create => &[C::AClone, C::ACreate, C::Template, C::New, C::NameMark, C::NamePre, C::PAs],
        Intent::Resize => &[C::AResize, C::Memory, C::Cores, C::Cpu, C::MemUnit, C::Relative, C::Unit],
        Intent::Delete => &[C::ADelete],
        Intent::SnapshotCreate => {
            &[C::Snapshot, C::ASnap, C::ACreate, C::New, C::NameMark, C::NamePre, C::PAs, C::Memory, C::Before]
        }
        Intent::SnapshotRollback => &[C::Snapshot, C::ARollback, C::State, C::NameMark, C::NamePre, C::PAs],
        Intent::SnapshotDelete => &[C::Snapshot, C::ADelete, C::LRemove, C::NameMark, C::NamePre, C::PAs],
        Intent::BackupNow => &[C::Backup, C::ABackup, C::ACreate, C::AStart, C::New, C::Storage, C::Before, C::Job],
        Intent::Migrate => &[C::AMigrate, C::Node, C::Live],
        Intent::MonitorAdd => &[C::AWatch, C::Monitor, C::LAdd, C::List, C::AStart],
        Intent::MonitorRemove => {
            &[C::AUnwatch, C::AWatch, C::Monitor, C::LRemove, C::LEnd, C::AStop, C::AShutdown, C::List]
        }
        Intent::Ack => &[C::AAck, C::Alert],
        Intent::Snooze => &[C::AMute, C::Alert, C::AStop, C::LRemove, C::LEnd, C::Unit],
        _ => &[],
    };
    kinds.union(Concepts::of(own))
}
