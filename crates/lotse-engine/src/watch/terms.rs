//! The words for states, reasons and things, of which headlines and texts are made.

use lotse_model::{FindingId, NodeName, Subject};
use lotse_text::{Language, clean, message, tr};
use serde::Serialize;

use super::{Alert, Reason, State, Thing};

/// So many nodes are named with a storage that they share.
const NODES: usize = 4;

/// A state in a word or two.
#[must_use]
pub fn state(state: State, language: Language) -> String {
    case("watch-state", &state, language)
}

/// What a state means and what can be done, in a sentence or two.
#[must_use]
pub fn explanation(state: State, language: Language) -> String {
    case("watch-explain", &state, language)
}

/// What explains something, without its times.
#[must_use]
pub fn reason(reason: &Reason, language: Language) -> String {
    let user = if reason.user.is_empty() { "–" } else { &reason.user };
    let task = reason.task.as_deref().unwrap_or("–");
    let text = |key: &str| case(key, &reason.cause, language);
    let key = format!("watch-reason-{}", name_of(&reason.cause));
    message(language, &key, &[("task", task.into()), ("user", user.into())]).unwrap_or_else(|| text("watch-cause"))
}

/// What a thing is called: `home/100 web`, `home/pve1`, `home`.
#[must_use]
pub fn thing(alert: &Alert, language: Language) -> String {
    match &alert.thing {
        Thing::Guest { guest } => {
            let member = alert.members.iter().find(|member| member.guest == *guest);
            named(&guest.to_string(), member.and_then(|member| member.name.as_deref()))
        }
        Thing::Node { cluster, node } => format!("{cluster}/{node}"),
        Thing::Cluster { cluster } => cluster.to_string(),
        Thing::Storage { cluster, storage, node } => {
            let nodes: Vec<_> = node.iter().chain(&alert.nodes).collect();
            format!("{cluster}/{storage}{}", places(&nodes, language))
        }
        Thing::Finding { id, subject } => finding(id, subject),
    }
}

fn finding(id: &FindingId, subject: &Subject) -> String {
    let id = clean(&id.0);
    match subject {
        Subject::Cluster { cluster } => format!("{cluster} {id}"),
        Subject::Node { cluster, node } => format!("{cluster}/{node} {id}"),
        Subject::Guest { guest, .. } => format!("{guest} {id}"),
        Subject::Storage { cluster, storage, .. } => format!("{cluster}/{storage} {id}"),
        Subject::Other { cluster, name, .. } => format!("{cluster} {} {id}", clean(name)),
    }
}

/// A guest with its name.
pub(super) fn named(reference: &str, name: Option<&str>) -> String {
    let name = name.map(|name| clean(name).trim().to_owned()).filter(|name| !name.is_empty());
    name.map_or_else(|| reference.to_owned(), |name| format!("{reference} {name}"))
}

/// Where something is, as a part of a sentence.
pub(super) fn place(node: &NodeName, language: Language) -> String {
    tr::watch_place(language, node.as_str())
}

/// Several nodes, the first of them by name.
fn places(nodes: &[&NodeName], language: Language) -> String {
    let mut names: Vec<&str> = nodes.iter().take(NODES).map(|node| node.as_str()).collect();
    if nodes.len() > NODES {
        names.push("…");
    }
    if names.is_empty() { String::new() } else { tr::watch_place(language, names.join(", ")) }
}

/// The words of one of several cases, by the name it has in documents.
pub(super) fn case<T: Serialize>(kind: &str, case: &T, language: Language) -> String {
    let name = name_of(case);
    message(language, &format!("{kind}-{name}"), &[]).unwrap_or(name)
}

fn name_of<T: Serialize>(case: &T) -> String {
    serde_json::to_value(case).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
