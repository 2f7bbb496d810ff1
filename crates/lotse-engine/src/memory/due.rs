//! When something is worth a write. Pure.

use lotse_model::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a state that changed may wait, in seconds: states change all day, and names hardly ever.
const STATES: i64 = 10 * 60;
/// How old the time of the last look may become while nothing changes, in seconds.
const TIME: i64 = 30 * 60;

/// What is remembered, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// When it was last seen to be so.
    pub(super) as_of: Timestamp,
    /// What tells its names from others.
    pub(super) names: String,
    /// What tells it from another one, states included.
    pub(super) whole: String,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Nothing.
    Nothing,
    /// That it is still so.
    Time,
    /// All of it.
    List,
}

/// What is written of a look, when `known` is remembered. An older look takes the place of nothing.
pub(super) fn due(known: Option<&Mark>, seen: &Mark) -> Due {
    let Some(known) = known else { return Due::List };
    let age = seen.as_of.0.saturating_sub(known.as_of.0);
    if age < 0 {
        // A clock that was set back must not keep the old one for ever.
        return if age < -STATES { Due::List } else { Due::Nothing };
    }
    match (known.names == seen.names, known.whole == seen.whole) {
        (false, _) => Due::List,
        (true, false) if age >= STATES => Due::List,
        (true, true) if age >= TIME => Due::Time,
        (true, _) => Due::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Timestamp;

    use super::{Due, Mark, due};

    fn mark(at: i64, names: &str, whole: &str) -> Mark {
        Mark { as_of: Timestamp(at), names: names.to_owned(), whole: whole.to_owned() }
    }

    #[test]
    fn names_are_written_at_once_states_seldom_and_the_time_now_and_then() {
        let known = mark(1000, "n", "w");
        assert_eq!(due(None, &known), Due::List);
        assert_eq!(due(Some(&known), &mark(1010, "n", "w")), Due::Nothing);
        assert_eq!(due(Some(&known), &mark(1010, "m", "v")), Due::List);
        assert_eq!(due(Some(&known), &mark(1010, "n", "v")), Due::Nothing);
        assert_eq!(due(Some(&known), &mark(1600, "n", "v")), Due::List);
        assert_eq!(due(Some(&known), &mark(2799, "n", "w")), Due::Nothing);
        assert_eq!(due(Some(&known), &mark(2800, "n", "w")), Due::Time);
    }

    #[test]
    fn an_older_look_takes_the_place_of_nothing_unless_the_clock_was_set_back() {
        let known = mark(10_000, "n", "w");
        assert_eq!(due(Some(&known), &mark(9_990, "m", "v")), Due::Nothing);
        assert_eq!(due(Some(&known), &mark(100, "n", "w")), Due::List);
    }
}
