//! A plan as a page: what will be done to what, what matters, how dangerous it is, and what is wanted.
//!
//! One guest is shown with everything that is known; of several a table, and what weighs. Nothing that weighs is left out:
//! who approves a plan must have seen it.

use lotse_model::GuestKind;
use lotse_text::tr;

use crate::{
    change::{
        consent::MANY,
        note::{Note, Weight},
        plan::{Item, Plan, Subject},
        risk::Risk,
    },
    page::{
        Block, Column, Line, Page, Reader, Tone,
        does::{details, place, subject, title},
        note::{is_state, lay_plan, line, of_plan, state_word},
        words::word,
    },
    view::{DemandView, PlanView},
};

pub(super) fn lay(page: &mut Page, view: &PlanView, reader: &Reader) {
    let (language, plan) = (reader.language, &view.plan);
    page.heading(title(plan, reader));
    if view.blocked {
        page.line(Line::of(tr::plan_blocked(language), Tone::Bad));
    }
    match plan.items.as_slice() {
        [only] => lay_one(page, only, reader),
        several => lay_several(page, plan, several, reader),
    }
    lay_plan(page, &plan.notes, reader);
    page.facts(closing(view, reader));
    if view.id.is_none() {
        lay_exactly(page, view, reader);
    }
}

fn lay_one(page: &mut Page, item: &Item, reader: &Reader) {
    let language = reader.language;
    let mut facts = Vec::new();
    match &item.subject {
        Subject::Guest { kind, .. } => {
            let what =
                Line::of(subject(item, reader), Tone::Strong).and(format!(" ({})", Reader::kind(*kind)), Tone::Plain);
            facts.push((tr::column_guest(language), what));
            facts.push((tr::column_node(language), Line::plain(place(item, reader))));
        }
        Subject::Job { .. } => {
            facts.push((tr::column_job(language), Line::of(subject(item, reader), Tone::Strong)));
            if reader.several_clusters {
                facts.push((tr::column_cluster(language), Line::plain(item.cluster.as_str())));
            }
        }
    }
    facts.extend(details(&item.operation, reader));
    page.facts(facts);
    for note in item.notes.iter().filter(|note| is_state(note)) {
        page.line(line(note.weight, &of_plan(note, reader), reader));
    }
    lay_plan(page, item.notes.iter().filter(|note| !is_state(note)), reader);
}

fn lay_several(page: &mut Page, plan: &Plan, items: &[Item], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_guest(language), 0),
        Column::words(tr::column_kind(language), 3),
        Column::words(tr::column_node(language), 2),
        Column::words(tr::column_state(language), 1),
    ];
    let rows = items.iter().map(|item| {
        let kind = match &item.subject {
            Subject::Guest { kind: GuestKind::Vm, .. } => Some("VM"),
            Subject::Guest { kind: GuestKind::Container, .. } => Some("CT"),
            Subject::Job { .. } => None,
        };
        let state = item.facts.get("state").map(|state| state_word(state, reader));
        vec![
            Line::of(subject(item, reader), Tone::Strong),
            word(kind),
            Line::plain(place(item, reader)),
            word(state.as_deref()),
        ]
    });
    page.table(columns, rows.collect());
    let mut facts = items.first().map(|item| details(&item.operation, reader)).unwrap_or_default();
    facts.retain(|fact| items.iter().all(|item| details(&item.operation, reader).contains(fact)));
    facts.push((tr::plan_parallel(language), Line::plain(lotse_text::number(language, plan.parallel as u64))));
    let on_failure = if plan.keep_going { tr::plan_goes_on(language) } else { tr::plan_stops(language) };
    facts.push((tr::plan_on_failure(language), Line::plain(on_failure)));
    page.facts(facts);
    for (weight, text, guests) in shared(items, reader) {
        let all = guests.len() == items.len();
        if weight == Weight::Info && !all {
            continue;
        }
        let line = line(weight, &text, reader);
        page.line(if all { line } else { line.and(format!(" ({})", guests.join(", ")), Tone::Dim) });
    }
}

/// What is said of the items, what weighs most first, each text once with those it is said of.
fn shared(items: &[Item], reader: &Reader) -> Vec<(Weight, String, Vec<String>)> {
    let mut said: Vec<(Weight, String, Vec<String>)> = Vec::new();
    for item in items {
        for note in item.notes.iter().filter(|note: &&Note| !is_state(note)) {
            let text = of_plan(note, reader);
            let guest = subject(item, reader);
            match said.iter_mut().find(|(weight, known, _)| *weight == note.weight && *known == text) {
                Some((_, _, guests)) => guests.push(guest),
                None => said.push((note.weight, text, vec![guest])),
            }
        }
    }
    said.sort_by_key(|(weight, ..)| std::cmp::Reverse(*weight));
    said
}

/// How dangerous it is, what is wanted of whom, and until when.
fn closing(view: &PlanView, reader: &Reader) -> Vec<(String, Line)> {
    let (language, plan) = (reader.language, &view.plan);
    let mut facts = Vec::new();
    if plan.items.len() > MANY {
        // The heading has left the screen by now.
        facts.push((tr::plan_what(language), Line::of(title(plan, reader), Tone::Strong)));
    }
    facts.push((tr::plan_impact(language), risk(plan.risk, reader)));
    if view.blocked {
        return facts;
    }
    if !view.open {
        facts.push((tr::plan_wanted(language), Line::of(tr::plan_over(language), Tone::Dim)));
        return facts;
    }
    let wanted = match &view.demand {
        DemandView::Nothing => Line::plain(tr::plan_wants_nothing(language)),
        DemandView::Confirm => Line::plain(tr::plan_wants_yes(language)),
        DemandView::Type(phrase) => {
            Line::plain(tr::plan_wants_typed(language)).and(" ", Tone::Plain).and(phrase, Tone::Literal)
        }
    };
    facts.push((tr::plan_wanted(language), wanted));
    if plan.second_person {
        let second = match view.agreed.as_slice() {
            [] => Line::of(tr::plan_second(language), Tone::Warning),
            agreed => Line::of(tr::plan_second_agreed(language, agreed.join(", ")), Tone::Warning),
        };
        facts.push((tr::plan_second_title(language), second));
    }
    if let Some(expires) = view.expires.filter(|_| view.id.is_some() && view.demand != DemandView::Nothing) {
        let until = lotse_text::moment(language, expires, &reader.zone);
        facts.push((tr::plan_until(language), Line::plain(until)));
    }
    facts
}

/// A class in words.
pub(super) fn risk(risk: Risk, reader: &Reader) -> Line {
    let language = reader.language;
    match risk {
        Risk::Reversible => Line::plain(tr::plan_reversible(language)),
        Risk::Disruptive => Line::of(tr::plan_disruptive(language), Tone::Warning),
        Risk::Destructive => Line::of(tr::plan_destructive(language), Tone::Bad),
    }
}

/// Of a plan that was only to be shown: what would be sent, and the hash that approves exactly this.
fn lay_exactly(page: &mut Page, view: &PlanView, reader: &Reader) {
    let language = reader.language;
    let calls: Vec<String> = view.plan.items.iter().flat_map(|item| &item.calls).map(|call| clean(call)).collect();
    if !calls.is_empty() && !view.blocked {
        page.line(Line::of(tr::plan_calls(language), Tone::Dim));
        page.blocks.push(Block::Verbatim(calls));
    }
    page.line(Line::of(tr::plan_only_shown(language), Tone::Strong));
    if !view.blocked {
        page.facts(vec![(tr::plan_hash(language), Line::of(&view.hash, Tone::Literal))]);
    }
}

fn clean(text: &str) -> String {
    lotse_text::clean(text).into_owned()
}
