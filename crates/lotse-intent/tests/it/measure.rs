//! The metrics of the reference set, computed as its README defines them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use lotse_intent::{Intent, Inventory, Matcher, Names};
use serde_json::{Map, Value};

/// One labelled phrase.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) lang: String,
    intent: Intent,
    slots: Map<String, Value>,
    also: Vec<Intent>,
}

/// The figures over a set of phrases.
#[derive(Debug, Default, Clone)]
pub(crate) struct Figures {
    lines: u32,
    accepted: u32,
    strict: u32,
    slotted: u32,
    slots_exact: u32,
    slots_but_kind: u32,
    pub(crate) dangerous: u32,
    pub(crate) wrong_change: u32,
    pub(crate) wrong_target: u32,
    pub(crate) silenced: u32,
}

impl Figures {
    pub(crate) fn accuracy(&self) -> f64 {
        share(self.accepted, self.lines)
    }

    pub(crate) fn exact_slots(&self) -> f64 {
        share(self.slots_exact, self.slotted)
    }

    /// Lines that must not occur at all.
    pub(crate) fn harmful(&self) -> u32 {
        self.dangerous + self.wrong_change + self.wrong_target + self.silenced
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "accuracy {:.1} % (strict {:.1} %), exact slots {:.1} % (but kind {:.1} %) of {}, dangerous {}, wrong change {}, wrong target {}, silenced {}",
            self.accuracy() * 100.0,
            share(self.strict, self.lines) * 100.0,
            self.exact_slots() * 100.0,
            share(self.slots_but_kind, self.slotted) * 100.0,
            self.slotted,
            self.dangerous,
            self.wrong_change,
            self.wrong_target,
            self.silenced
        )
    }
}

/// Reads a file of labelled phrases.
pub(crate) fn phrases(path: &Path) -> Vec<Phrase> {
    let text = std::fs::read_to_string(path).expect("the corpus can be read");
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Reads an inventory.
pub(crate) fn names(path: &Path) -> Names {
    let text = std::fs::read_to_string(path).expect("the inventory can be read");
    serde_json::from_str::<Inventory>(&text).expect("the inventory has its form").names()
}

/// The figures over all phrases and by language, and every line that is not answered in full.
pub(crate) fn measure(phrases: &[Phrase], names: &Names) -> (BTreeMap<String, Figures>, Vec<String>) {
    let matcher = Matcher::new();
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for phrase in phrases {
        let answer = matcher.understand(&phrase.text, names, None);
        let slots = serde_json::to_value(&answer.slots).expect("slots serialise");
        let slots = slots.as_object().expect("slots are an object");
        let accepted = answer.intent == phrase.intent || phrase.also.contains(&answer.intent);
        let strict = answer.intent == phrase.intent;
        let scored = strict && !matches!(phrase.intent, Intent::Help | Intent::None);
        let exact = same(slots, &phrase.slots, &[]);
        let but_kind = same(slots, &phrase.slots, &["kind"]);
        let change = answer.intent.is_change();
        let dangerous = change && !phrase.intent.is_change();
        let wrong_change = change && phrase.intent.is_change() && !accepted;
        let wrong_target = change && accepted && phrase.intent.is_change() && has_wrong_value(slots, &phrase.slots);
        let hides = |intent| matches!(intent, Intent::MonitorRemove | Intent::Ack | Intent::Snooze);
        let silenced = hides(answer.intent) && !hides(phrase.intent);
        for group in ["all", phrase.lang.as_str()] {
            let figures = figures.entry(group.to_owned()).or_default();
            figures.lines += 1;
            figures.accepted += u32::from(accepted);
            figures.strict += u32::from(strict);
            figures.slotted += u32::from(scored);
            figures.slots_exact += u32::from(scored && exact);
            figures.slots_but_kind += u32::from(scored && but_kind);
            figures.dangerous += u32::from(dangerous);
            figures.wrong_change += u32::from(wrong_change);
            figures.wrong_target += u32::from(wrong_target);
            figures.silenced += u32::from(silenced);
        }
        if !accepted || (scored && !exact) || dangerous || wrong_change || wrong_target || silenced || !strict {
            let sign = if dangerous || wrong_change || wrong_target || silenced {
                "!!"
            } else if !accepted {
                "X "
            } else if scored && !exact {
                "s "
            } else {
                "~ "
            };
            mistakes.push(format!(
                "{sign} [{}] {} | want {} {} | got {} {} | {:?}",
                phrase.lang,
                phrase.text,
                phrase.intent,
                Value::Object(phrase.slots.clone()),
                answer.intent,
                Value::Object(slots.clone()),
                answer.why
            ));
        }
    }
    (figures, mistakes)
}

fn same(got: &Map<String, Value>, want: &Map<String, Value>, but: &[&str]) -> bool {
    let counted = |map: &Map<String, Value>| -> BTreeMap<String, Value> {
        map.iter().filter(|(key, _)| !but.contains(&key.as_str())).map(|(k, v)| (k.clone(), folded(v))).collect()
    };
    counted(got) == counted(want)
}

fn has_wrong_value(got: &Map<String, Value>, want: &Map<String, Value>) -> bool {
    got.iter().any(|(key, value)| key != "kind" && want.get(key).map(folded) != Some(folded(value)))
}

/// Strings compare after NFKC and case folding.
fn folded(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(lotse_text::fold(text)),
        Value::Array(list) => Value::Array(list.iter().map(folded).collect()),
        other => other.clone(),
    }
}
