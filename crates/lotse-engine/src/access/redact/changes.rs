//! Plans and outcomes: the items whose guest may be seen, and their notes without the names of others.

use lotse_model::{Argument, ClusterName};

use super::Left;
use crate::{
    access::Sight,
    change::{
        event::{Dropped, StepEnd},
        note::Note,
        plan::{Item, Plan, Subject},
    },
    view::{OutcomeView, PlanView},
};

/// A plan is shown whole or not at all: who approves a part of what is done would not know what they approve.
pub(super) fn plan(view: &mut PlanView, sight: &Sight) -> Left {
    if !view.plan.items.iter().all(|item| may_see(item, sight)) {
        return Left::Nothing;
    }
    of_plan(&mut view.plan, sight);
    Left::Some
}

/// The notes of a plan without the names of others. They are no part of its hash.
pub(crate) fn of_plan(plan: &mut Plan, sight: &Sight) {
    for item in &mut plan.items {
        let cluster = item.cluster.clone();
        notes(&mut item.notes, |text| sight.text(&cluster, text).into_owned());
    }
    notes(&mut plan.notes, |text| sight.text_of_any(text));
}

pub(super) fn outcome(view: &mut OutcomeView, sight: &Sight) -> Left {
    view.items.retain(|outcome| may_see(&outcome.item, sight));
    for outcome in &mut view.items {
        let cluster = outcome.item.cluster.clone();
        notes(&mut outcome.item.notes, |text| sight.text(&cluster, text).into_owned());
        notes(&mut outcome.notes, |text| sight.text(&cluster, text).into_owned());
        for step in &mut outcome.steps {
            end(step, &cluster, sight);
        }
    }
    match &mut view.dropped {
        Some(Dropped::Stale { differs }) => {
            for difference in differs {
                difference.was = difference.was.as_deref().map(|text| sight.text_of_any(text));
                difference.is = difference.is.as_deref().map(|text| sight.text_of_any(text));
            }
        }
        Some(Dropped::Unseen { what }) => *what = sight.text_of_any(what),
        Some(
            Dropped::Declined { .. } | Dropped::Expired | Dropped::Frozen { .. } | Dropped::NotAllowed | Dropped::Used,
        )
        | None => {}
    }
    // Without items nothing was sent, and what was dropped says why.
    if view.items.is_empty() && view.dropped.is_none() { Left::Nothing } else { Left::Some }
}

fn may_see(item: &Item, sight: &Sight) -> bool {
    match &item.subject {
        Subject::Guest { guest, .. } => sight.guest(guest),
        Subject::Job { .. } => sight.cluster(&item.cluster),
    }
}

fn notes(notes: &mut [Note], clean: impl Fn(&str) -> String) {
    for argument in notes.iter_mut().flat_map(|note| note.arguments.values_mut()) {
        if let Argument::Text(text) = argument {
            *text = clean(text);
        }
    }
}

fn end(step: &mut StepEnd, cluster: &ClusterName, sight: &Sight) {
    match step {
        StepEnd::Done { .. } => {}
        StepEnd::Failed { message, tail, .. } => {
            *message = sight.text(cluster, message).into_owned();
            for line in tail {
                *line = sight.text(cluster, line).into_owned();
            }
        }
        StepEnd::Unknown { message, .. } => *message = sight.text(cluster, message).into_owned(),
    }
}
