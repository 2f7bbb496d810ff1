//! From the guests as typed to the targets of a request, and what all changes have in common.

use crate::{
    change::{
        operation::Operation,
        request::{Request, Targets},
    },
    command::{Argument, ArgumentKind, Call, CommandError},
};

/// The guests of a change.
pub(super) const GUESTS: Argument = Argument::required("guests", ArgumentKind::Guests);
/// The one guest of a change.
pub(super) const GUEST: Argument = Argument::required("guest", ArgumentKind::Guest);
/// Go on with the rest when one fails.
pub(super) const KEEP_GOING: Argument = Argument::flag("keep-going");
/// At most so many at the same time.
pub(super) const PARALLEL: Argument = Argument::option("parallel", ArgumentKind::Number);

/// What a selection begins with.
const SELECTIONS: [&str; 3] = ["tag:", "pool:", "node:"];

/// Whether a word selects guests rather than naming one: `tag:web`, or `home/tag:web` of one cluster.
pub(super) fn is_selection(word: &str) -> bool {
    let folded = lotse_text::fold(word);
    let behind = folded.split_once('/').map(|(_, rest)| rest);
    let begins =
        |text: &str| SELECTIONS.iter().any(|kind| text.strip_prefix(kind).is_some_and(|name| !name.is_empty()));
    begins(&folded) || behind.is_some_and(begins)
}

/// The change that `call` asks for to the guests of its argument `guests`.
pub(super) fn of_guests(call: &Call, operation: Operation) -> Result<Request, CommandError> {
    let typed = call.get("guests").unwrap_or_default();
    let mut guests: Vec<String> = Vec::new();
    for guest in typed.split(',').map(str::trim).filter(|guest| !guest.is_empty()) {
        // Named twice is meant once.
        if !guests.iter().any(|known| lotse_text::fold(known) == lotse_text::fold(guest)) {
            guests.push(guest.to_owned());
        }
    }
    let targets = match guests.as_slice() {
        [] => return Err(CommandError::MissingArgument { command: call.command.name, argument: "guests" }),
        [only] if is_selection(only) => Targets::Selection(only.clone()),
        several if several.iter().any(|one| is_selection(one)) => {
            return Err(call.bad("guests", &["web,db", "tag:web"]));
        }
        _ => Targets::Guests(guests),
    };
    Ok(request(call, operation, targets))
}

/// The change that `call` asks for to the one guest of its argument `name`.
pub(super) fn of_one(call: &Call, name: &'static str, operation: Operation) -> Result<Request, CommandError> {
    let guest = call.text(name).ok_or(CommandError::MissingArgument { command: call.command.name, argument: name })?;
    if is_selection(&guest) {
        return Err(call.bad(name, &[]));
    }
    Ok(request(call, operation, Targets::Guests(vec![guest])))
}

/// The change that `call` asks for to its cluster.
pub(super) fn of_cluster(call: &Call, operation: Operation, cluster: Option<String>) -> Request {
    let cluster = cluster.or_else(|| call.text("cluster"));
    request(call, operation, Targets::Cluster(cluster))
}

fn request(call: &Call, operation: Operation, targets: Targets) -> Request {
    Request {
        operation,
        targets,
        keep_going: call.is_on("keep-going"),
        parallel: call.number("parallel").and_then(|many| usize::try_from(many).ok()).filter(|many| *many > 0),
        words: call.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_selection;
    use crate::{
        change::request::{Request, Targets},
        command::{Call, CommandError},
    };

    fn request(words: &[&str]) -> Result<Request, CommandError> {
        Call::parse(words)?.request().expect("a change")
    }

    #[test]
    fn one_guest_several_and_a_selection_are_told_apart() {
        let targets = |words: &[&str]| request(words).map(|request| request.targets);
        assert_eq!(targets(&["start", "web"]), Ok(Targets::Guests(vec!["web".to_owned()])));
        let both = Targets::Guests(vec!["web".to_owned(), "home/db".to_owned()]);
        assert_eq!(targets(&["start", "web", "home/db"]), Ok(both.clone()));
        assert_eq!(targets(&["start", "web,home/db,WEB"]), Ok(both), "named twice is meant once");
        assert_eq!(targets(&["start", "tag:web"]), Ok(Targets::Selection("tag:web".to_owned())));
        assert_eq!(targets(&["start", "home/pool:prod"]), Ok(Targets::Selection("home/pool:prod".to_owned())));
    }

    #[test]
    fn a_selection_beside_guests_is_refused() {
        assert!(matches!(
            request(&["start", "web", "tag:web"]),
            Err(CommandError::BadValue { argument: "guests", .. })
        ));
        assert!(matches!(request(&["restore", "tag:web"]), Err(CommandError::BadValue { argument: "guest", .. })));
    }

    #[test]
    fn a_selection_has_a_name_behind_its_kind() {
        assert!(is_selection("node:pve1") && is_selection("TAG:web"));
        assert!(!is_selection("tag:") && !is_selection("web") && !is_selection("tagweb"));
    }

    #[test]
    fn the_words_of_the_person_stand_in_the_request() {
        let call = Call::parse(&["start", "web"]).expect("valid");
        let words = |call: Call| call.request().expect("a change").expect("valid").words;
        assert_eq!(words(call.clone()), "start web");
        assert_eq!(words(call.said("fahr web hoch")), "fahr web hoch");
    }
}
