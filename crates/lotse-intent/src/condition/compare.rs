//! Words that compare an amount, before or behind it.

use std::ops::Range;

use lotse_model::Comparison::{self, AtLeast, AtMost, Equal, Less, More};

use crate::amount::{Amount, Of};
use crate::quantity::Number;
use crate::sentence::{Item, Sentence};

/// A comparison with the items that it and its amount take.
pub(super) struct Compared {
    pub(super) items: Range<usize>,
    pub(super) comparison: Comparison,
    pub(super) is_strong: bool,
}

/// What stands before an amount, folded, the longest first; and whether it can be nothing else.
const BEFORE: &[(&str, Comparison, bool)] = &[
    ("no more than", AtMost, true),
    ("not more than", AtMost, true),
    ("nicht mehr als", AtMost, true),
    ("no less than", AtLeast, true),
    ("not less than", AtLeast, true),
    ("no fewer than", AtLeast, true),
    ("nicht weniger als", AtLeast, true),
    ("in excess of", More, true),
    ("more than", More, true),
    ("greater than", More, true),
    ("larger than", More, true),
    ("bigger than", More, true),
    ("higher than", More, true),
    ("longer than", More, true),
    ("older than", More, true),
    ("mehr als", More, true),
    ("mehr wie", More, true),
    ("groesser als", More, true),
    ("grosser als", More, true),
    ("hoeher als", More, true),
    ("hoher als", More, true),
    ("laenger als", More, true),
    ("langer als", More, true),
    ("aelter als", More, true),
    ("alter als", More, true),
    ("oberhalb von", More, true),
    ("exceeding", More, true),
    ("exceeds", More, true),
    ("exceed", More, true),
    ("above", More, true),
    ("over", More, false),
    ("ueber", More, false),
    ("uber", More, false),
    (">", More, true),
    ("less than", Less, true),
    ("fewer than", Less, true),
    ("smaller than", Less, true),
    ("lower than", Less, true),
    ("shorter than", Less, true),
    ("younger than", Less, true),
    ("newer than", Less, true),
    ("weniger als", Less, true),
    ("kleiner als", Less, true),
    ("niedriger als", Less, true),
    ("geringer als", Less, true),
    ("kuerzer als", Less, true),
    ("kurzer als", Less, true),
    ("juenger als", Less, true),
    ("junger als", Less, true),
    ("neuer als", Less, true),
    ("unterhalb von", Less, true),
    ("below", Less, true),
    ("under", Less, false),
    ("unter", Less, false),
    ("<", Less, true),
    ("at least", AtLeast, true),
    ("a minimum of", AtLeast, true),
    ("minimum", AtLeast, true),
    ("mindestens", AtLeast, true),
    ("wenigstens", AtLeast, true),
    ("ab", AtLeast, false),
    ("> =", AtLeast, true),
    (">=", AtLeast, true),
    ("≥", AtLeast, true),
    ("at most", AtMost, true),
    ("a maximum of", AtMost, true),
    ("maximum", AtMost, true),
    ("maximal", AtMost, true),
    ("hoechstens", AtMost, true),
    ("hochstens", AtMost, true),
    ("up to", AtMost, false),
    ("bis zu", AtMost, false),
    ("< =", AtMost, true),
    ("<=", AtMost, true),
    ("≤", AtMost, true),
    ("exactly", Equal, true),
    ("precisely", Equal, true),
    ("genau", Equal, true),
    ("ちょうど", Equal, true),
];

/// What stands behind an amount, parted by spaces.
const BEHIND: &[(&str, Comparison)] = &[
    ("or more", AtLeast),
    ("or above", AtLeast),
    ("or higher", AtLeast),
    ("or greater", AtLeast),
    ("or longer", AtLeast),
    ("or older", AtLeast),
    ("and more", AtLeast),
    ("and up", AtLeast),
    ("and above", AtLeast),
    ("oder mehr", AtLeast),
    ("und mehr", AtLeast),
    ("oder hoeher", AtLeast),
    ("oder laenger", AtLeast),
    ("oder aelter", AtLeast),
    ("oder darueber", AtLeast),
    ("aufwaerts", AtLeast),
    ("+", AtLeast),
    ("or less", AtMost),
    ("or fewer", AtMost),
    ("or below", AtMost),
    ("or lower", AtMost),
    ("oder weniger", AtMost),
    ("und weniger", AtMost),
    ("oder darunter", AtMost),
];

/// What stands behind an amount in Japanese, which has no spaces.
const JAPANESE: &[(&str, Comparison)] = &[
    ("以上", AtLeast),
    ("以下", AtMost),
    ("以内", AtMost),
    ("未満", Less),
    ("を超", More),
    ("超", More),
    ("を越", More),
    ("越え", More),
    ("を上回", More),
    ("オーバ", More),
    ("より多", More),
    ("より大", More),
    ("より長", More),
    ("より古", More),
    ("より高", More),
    ("より前", More),
    ("以前", More),
    ("を下回", Less),
    ("より少", Less),
    ("より小", Less),
    ("より短", Less),
    ("より新", Less),
    ("より低", Less),
];

/// The longest phrase before an amount, in words.
const WORDS: usize = 3;
/// The longest piece behind an amount that is looked at, in items.
const PIECES: usize = 4;

/// What compares the amount in these items.
pub(super) fn around(sentence: &Sentence, amount: &Range<usize>) -> Option<Compared> {
    behind(sentence, amount).or_else(|| before(sentence, amount))
}

fn before(sentence: &Sentence, amount: &Range<usize>) -> Option<Compared> {
    // "more than the 4 GB", "über rund 80 %": small words may stand between.
    let near = |at: usize| sentence.items.get(at).is_some_and(|item| NEAR.contains(&item.text.as_str()));
    let end = if amount.start > 0 && near(amount.start - 1) { amount.start - 1 } else { amount.start };
    let (mut best, mut words): (Option<Compared>, usize) = (None, 0);
    for start in end.saturating_sub(WORDS)..end {
        let text = joined(sentence, start..end, " ")?;
        for (phrase, comparison, is_strong) in BEFORE {
            let count = phrase.split(' ').count();
            let ends = text == *phrase || text.strip_suffix(phrase).is_some_and(|head| head.ends_with(' '));
            // The phrase must begin in the first of these items, else a shorter piece finds it.
            let reaches = joined(sentence, start + 1..end, " ").is_none_or(|rest| rest.len() < phrase.len());
            if ends && reaches && count > words {
                best = Some(Compared { items: start..amount.end, comparison: *comparison, is_strong: *is_strong });
                words = count;
            }
        }
    }
    best
}

/// Words between a comparison and its amount that change nothing.
const NEAR: [&str; 9] = ["a", "an", "the", "rund", "etwa", "ca", "about", "around", "roughly"];

fn behind(sentence: &Sentence, amount: &Range<usize>) -> Option<Compared> {
    for end in (amount.end + 1..=amount.end + PIECES).filter(|end| *end <= sentence.items.len()) {
        let found = |comparison| Some(Compared { items: amount.start..end, comparison, is_strong: true });
        let rest = amount.end..end;
        if let Some(text) = joined(sentence, rest.clone(), " ")
            && let Some((_, comparison)) = BEHIND.iter().find(|(phrase, _)| *phrase == text)
        {
            return found(*comparison);
        }
        // An unread piece may hold more than the comparison.
        if let Some(text) = joined(sentence, rest, "")
            && let Some((_, comparison)) = JAPANESE.iter().find(|(phrase, _)| text.starts_with(phrase))
        {
            return found(*comparison);
        }
    }
    None
}

/// "between 2 and 8 GB": where the lower bound stands with its opener, and what it is.
pub(super) fn between(
    sentence: &Sentence,
    amount: &Range<usize>,
    of: Of,
    before: Option<&Amount>,
) -> Option<(Range<usize>, Of)> {
    let text = |at: usize| sentence.items.get(at).map(|item| item.text.as_str());
    let joint = amount.start.checked_sub(1).filter(|at| matches!(text(*at), Some("and" | "und" | "bis" | "to")))?;
    let low_at = before.filter(|low| low.items.end == joint).map_or(joint.checked_sub(1)?, |low| low.items.start);
    let opener = low_at.checked_sub(1).filter(|at| matches!(text(*at), Some("between" | "zwischen")))?;
    let low = match before.filter(|low| low.items.start == low_at).map(|low| low.of) {
        Some(known @ (Of::Memory(_) | Of::Cores(_) | Of::Minutes(_) | Of::Share(_))) => known,
        _ => scaled(sentence.items.get(low_at)?, sentence.items.get(amount.start)?, of)?,
    };
    Some((opener..joint, low))
}

/// A number without a unit, in the unit of the amount behind it.
fn scaled(low: &Item, high: &Item, of: Of) -> Option<Of> {
    let count = low.number.filter(|number| number.unit.is_none())?;
    let high = high.number.map(|number| Number { unit: None, ..number })?;
    let scale = |value: u64| value.checked_mul(count.thousandths)?.checked_div(high.thousandths);
    Some(match of {
        Of::Memory(mib) => Of::Memory(scale(mib)?),
        Of::Cores(cores) => Of::Cores(scale(cores)?),
        Of::Minutes(minutes) => Of::Minutes(scale(minutes)?),
        Of::Share(share) => Of::Share(scale(share)?),
        Of::Count(_) | Of::Other => return None,
    })
}

/// The texts of these items; `None` where there are none, or one is quoted.
fn joined(sentence: &Sentence, range: Range<usize>, joint: &str) -> Option<String> {
    let items = sentence.items.get(range).filter(|items| !items.is_empty() && !items.iter().any(|item| item.quoted))?;
    let texts = items.iter().map(|item| match item.punctuation {
        Some(mark) => mark.to_string(),
        None => item.text.clone(),
    });
    Some(texts.collect::<Vec<_>>().join(joint))
}
