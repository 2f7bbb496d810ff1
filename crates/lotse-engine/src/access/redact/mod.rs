//! An answer without what may not be seen.
//!
//! The commands look names up in lists that are narrowed already; this goes over every answer once more, so that a command
//! that forgot to is no leak. One match without a wildcard: a new view does not compile before it says here what of it may be
//! seen.

mod audit;
mod backups;
mod changes;
mod context;
mod findings;
mod guests;
mod ha;
mod monitor;
mod nodes;
mod refresh;
mod status;
mod tasks;
mod whoami;

pub use self::monitor::{sees, sees_scope};
pub(crate) use self::{backups::concerns, changes::of_plan as notes, findings::findings, refresh::may_see};

use lotse_model::GuestRef;

use super::Sight;
use crate::{
    command::{Candidate, CommandError},
    view::{Answer, GuestLabel, View},
};

/// What is left of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// What may be seen; that may be nothing but an empty list.
    Some,
    /// It is about one thing that may not be seen: there is no such thing.
    Nothing,
}

/// Takes out of an answer what may not be seen. Of [`Left::Nothing`] the answer must not be shown at all.
#[must_use]
pub fn answer(answer: &mut Answer, sight: &Sight) -> Left {
    if sight.is_whole() {
        return Left::Some;
    }
    let mut missing = Vec::new();
    for hidden in answer.missing.iter().filter_map(|hidden| sight.hidden(hidden)) {
        if !missing.contains(&hidden) {
            missing.push(hidden);
        }
    }
    answer.missing = missing;
    answer.sources = answer.sources.iter().filter_map(|source| sight.source(source)).collect();
    answer.sources.sort();
    answer.sources.dedup();
    view(&mut answer.view, sight)
}

/// Takes out of a view what may not be seen.
#[must_use]
pub fn view(view: &mut View, sight: &Sight) -> Left {
    match view {
        View::Status(view) => status::status(view, sight),
        View::Problems(view) => findings::problems(view, sight),
        View::List(view) => guests::list(view, sight),
        View::Info(view) => return guests::info(view, sight),
        View::Nodes(view) => nodes::nodes(view, sight),
        View::Node(view) => return nodes::node(view, sight),
        View::Storage(view) => nodes::storage(view, sight),
        View::Ha(view) => ha::ha(view, sight),
        View::Tasks(view) => tasks::tasks(view, sight),
        View::Task(view) => tasks::task(view, sight),
        View::Backups(view) => return backups::backups(view, sight),
        View::Snapshots(view) => return guests::snapshots(view, sight),
        View::Pools(view) => guests::pools(view, sight),
        View::Graph(view) => return guests::graph(view, sight),
        View::Refresh(view) => refresh::refresh(view, sight),
        View::Cache(view) => refresh::cache(view, sight),
        View::Context(view) => context::context(view, sight),
        View::Whoami(view) => whoami::whoami(view, sight),
        View::Help(view) => whoami::help(view, sight),
        View::Plan(view) => return changes::plan(view, sight),
        View::Outcome(view) => return changes::outcome(view, sight),
        View::Freeze(view) => audit::freeze(view, sight),
        View::Audit(view) => audit::audit(view, sight),
        // It names nobody and nothing.
        View::AuditVerify(_) => {}
        View::GuestConfirm(view) => return guests::guest_confirm(view, sight),
        View::MonitorAdd(view) => monitor::added(view, sight),
        View::MonitorRemove(view) => return monitor::removed(view, sight),
        View::MonitorList(view) => monitor::list(view, sight),
        View::MonitorOrder(view) => return monitor::order(view, sight),
        View::MonitorTest(view) => return monitor::test(view, sight),
    }
    Left::Some
}

/// Takes out of an error what may not be seen.
pub fn error(error: &mut CommandError, sight: &Sight) {
    if sight.is_whole() {
        return;
    }
    match error {
        CommandError::NotFound { suggestions, hidden, .. } => {
            suggestions.retain(|name| may_say(name, sight));
            *hidden = hidden.iter().filter_map(|hidden| sight.hidden(hidden)).collect();
            hidden.dedup();
        }
        CommandError::AliasDangles { alias, guest } => {
            if !sight.guest(guest) {
                let (reference, suggestions) = (std::mem::take(alias), Vec::new());
                *error = CommandError::NotFound { kind: "guest", reference, suggestions, hidden: Vec::new() };
            }
        }
        CommandError::Ambiguous { candidates, .. } => candidates.retain(|candidate| may_name(candidate, sight)),
        CommandError::Unreachable { hidden } => {
            *hidden = hidden.iter().filter_map(|hidden| sight.hidden(hidden)).collect();
            hidden.dedup();
        }
        CommandError::BadValue { suggestions, .. } => suggestions.retain(|name| may_say(name, sight)),
        // Names of the table, and what the person typed.
        CommandError::UnknownCommand { .. }
        | CommandError::UnknownArgument { .. }
        | CommandError::MissingArgument { .. }
        | CommandError::MissingOneOf { .. }
        | CommandError::BadName { .. }
        | CommandError::NotWatched { .. }
        | CommandError::Denied(_)
        | CommandError::NothingKept
        | CommandError::NoStore
        | CommandError::Store(_)
        | CommandError::Cancelled => {}
    }
}

fn may_say(name: &str, sight: &Sight) -> bool {
    sight.text_of_any(name) == name
}

fn may_name(candidate: &Candidate, sight: &Sight) -> bool {
    match candidate.reference.parse::<GuestRef>() {
        Ok(guest) => sight.guest(&guest),
        Err(_) => may_say(&candidate.reference, sight),
    }
}

fn label(guest: &GuestLabel, sight: &Sight) -> bool {
    sight.guest(&guest.id)
}

/// What is asked about one guest is nothing when the guest may not be seen.
fn one(guest: Option<&GuestLabel>, sight: &Sight) -> Left {
    if guest.is_none_or(|guest| label(guest, sight)) { Left::Some } else { Left::Nothing }
}

#[cfg(test)]
mod tests;
