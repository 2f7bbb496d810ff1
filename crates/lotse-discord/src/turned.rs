//! Refusals that never reach the desk: what was asked in the wrong place, presses of dead buttons and of somebody else's, what no
//! rule grants. Each gets a line in the audit, and nobody fills a disk with them: so many lines a person, and so many in all.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed, keyed::HashMapStateStore},
};
use lotse_engine::{access::Person, audit::AuditEntry, change::desk::Desk};
use lotse_text::truncate;

use crate::{
    clock::now,
    commands,
    interaction::{Did, Interaction},
};

/// Asked where the bot does not answer.
pub(crate) const WRONG_PLACE: &str = "E-DISCORD-PLACE";
/// A button that stands nowhere any more.
pub(crate) const DEAD_BUTTON: &str = "E-DISCORD-DEAD-BUTTON";

/// What a press is called where a command would stand.
const PRESS: &str = "press";
/// So many lines a person gets at once, and one more every minute.
const OF_ONE: NonZeroU32 = many(10);
/// So many lines all persons get at once, and one more every minute: 1,440 a day, below a megabyte.
const OF_ALL: NonZeroU32 = many(200);
/// One more line a minute.
const A_MINUTE: NonZeroU32 = NonZeroU32::MIN;
/// From so many persons on those who were quiet are forgotten.
const PERSONS: usize = 1000;
/// So many cells of what was sent are kept.
const WORDS: usize = 200;

const fn many(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

/// Who was turned away how often.
#[derive(Debug)]
pub(crate) struct Turned<C: Clock = DefaultClock> {
    each: RateLimiter<String, HashMapStateStore<String>, C, NoOpMiddleware<C::Instant>>,
    all: RateLimiter<NotKeyed, InMemoryState, C, NoOpMiddleware<C::Instant>>,
    /// How many had no line since the last one that had.
    left_out: AtomicU64,
    /// Whose audit gets the lines; `None` where nothing may be changed.
    desk: Option<Desk>,
}

impl Turned {
    /// Nobody yet.
    pub(crate) fn new(desk: Option<Desk>) -> Self {
        Self { desk, ..Self::by(DefaultClock::default()) }
    }

    /// A press that did not count and that the desk never saw.
    pub(crate) async fn note_press(&self, by: &Person, why: &str) {
        self.note_refused(by, why, PRESS, "").await;
    }

    /// Something that was asked where the bot does not answer. Of what is only typed nothing is noted.
    pub(crate) async fn note_place(&self, interaction: &Interaction) {
        let (command, words) = match &interaction.did {
            Did::Command(line) => (line.path.join(" "), commands::shown(line)),
            Did::Press { .. } | Did::Submit { .. } => (PRESS.to_owned(), String::new()),
            Did::Typing { .. } | Did::Unknown(_) => return,
        };
        self.note_refused(&interaction.person(), WRONG_PLACE, &command, &words).await;
    }

    /// Something that no rule grants, or that does not count.
    pub(crate) async fn note_refused(&self, by: &Person, why: &str, command: &str, words: &str) {
        let Some(desk) = &self.desk else { return };
        let Some(left_out) = self.admit(&by.id) else { return };
        let mut words = truncate(words, WORDS).into_owned();
        if left_out > 0 {
            format!("{words} (+{left_out})").trim_start().clone_into(&mut words);
        }
        let entry = AuditEntry::Refused {
            why: why.to_owned(),
            command: truncate(command, WORDS).into_owned(),
            words,
            needs: None,
            guests: Vec::new(),
        };
        if let Err(error) = desk.audit().add(now(), by, entry).await {
            tracing::error!(by = by.id, %error, "the audit cannot be written");
        }
    }
}

impl<C: Clock + Clone> Turned<C> {
    fn by(clock: C) -> Self {
        let quota = |burst| Quota::per_minute(A_MINUTE).allow_burst(burst);
        Self {
            each: RateLimiter::new(quota(OF_ONE), HashMapStateStore::default(), clock.clone()),
            all: RateLimiter::new(quota(OF_ALL), InMemoryState::default(), clock),
            left_out: AtomicU64::new(0),
            desk: None,
        }
    }

    /// Whether a refusal of this person gets a line, and how many before it got none.
    fn admit(&self, person: &str) -> Option<u64> {
        if self.each.len() >= PERSONS {
            self.each.retain_recent();
        }
        // So many strangers at once are one crowd.
        let is_known = self.each.len() < PERSONS;
        let own = is_known && self.each.check_key(&person.to_owned()).is_ok();
        if (own || !is_known) && self.all.check().is_ok() {
            return Some(self.left_out.swap(0, Ordering::Relaxed));
        }
        self.left_out.fetch_add(1, Ordering::Relaxed);
        None
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::{OF_ALL, OF_ONE, PERSONS, Turned};

    #[test]
    fn one_person_gets_so_many_lines_and_the_next_says_how_many_there_were_more() {
        let clock = FakeRelativeClock::default();
        let turned = Turned::by(clock.clone());
        let written = (0..1000).filter(|_| turned.admit("discord-user:1").is_some()).count();
        assert_eq!(written, usize::try_from(OF_ONE.get()).unwrap());
        assert_eq!(turned.admit("discord-user:2"), Some(990), "another one is heard all the same");
        clock.advance(Duration::from_mins(1));
        assert_eq!(turned.admit("discord-user:1"), Some(0));
        assert_eq!(turned.admit("discord-user:1"), None);
    }

    #[test]
    fn however_many_persons_there_are_a_day_has_a_bounded_number_of_lines() {
        let clock = FakeRelativeClock::default();
        let turned = Turned::by(clock.clone());
        let mut written = 0_usize;
        for minute in 0..24 * 60 {
            for person in 0..3 * PERSONS / 100 {
                written += usize::from(turned.admit(&format!("{minute}/{person}")).is_some());
            }
            clock.advance(Duration::from_mins(1));
        }
        assert!(written <= usize::try_from(OF_ALL.get()).unwrap() + 24 * 60, "{written}");
        assert!(turned.each.len() <= PERSONS, "{}", turned.each.len());
    }
}
