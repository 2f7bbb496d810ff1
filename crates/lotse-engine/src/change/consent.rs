//! Who said yes, and whether that counts. Pure: the answer depends on the action, the person, the words, the operator's
//! policy and the time alone.
//!
//! | who | may say yes |
//! |---|---|
//! | the person who asked | in the place where they asked, until it expires, as the plan's class wants it |
//! | another person, where two are wanted | after the first, from anywhere a person speaks |
//! | a script at the terminal (`--yes`, `--approve HASH`) | for classes that the policy names, never where two persons are wanted; destructive ones by the hash alone |
//! | a program (MCP, HTTP) | never |

use lotse_model::Timestamp;

use super::{
    event::{Consent, Event},
    policy::Policy,
    risk::Risk,
    state::{Action, Stage},
};
use crate::access::{Medium, Person};

/// What a person must do for a plan to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: whoever may ask for it may run it.
    Nothing,
    /// Say yes.
    Confirm,
    /// Type this.
    Type(String),
}

/// Why a consent does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It was approved, declined or replaced already.
    Spent,
    /// It is too late.
    Expired,
    /// Somebody else was asked.
    NotYours,
    /// It was asked in another place.
    Elsewhere,
    /// What was typed is not what was wanted.
    WrongWords {
        /// What was wanted.
        wanted: String,
    },
    /// Something else than was wanted was typed too often.
    TooOften,
    /// This person agreed already; a second one is wanted.
    SecondPerson,
    /// This way of saying yes does not count for this class, or not from there.
    NotThisWay,
    /// Not everybody who is wanted has agreed yet.
    NotAgreed,
}

impl Refusal {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Spent => "E-CHANGE-SPENT",
            Self::Expired => "E-CHANGE-EXPIRED",
            Self::NotYours => "E-CHANGE-NOT-YOURS",
            Self::Elsewhere => "E-CHANGE-ELSEWHERE",
            Self::WrongWords { .. } => "E-CHANGE-WRONG-WORDS",
            Self::TooOften => "E-CHANGE-TOO-OFTEN",
            Self::SecondPerson => "E-CHANGE-SECOND-PERSON",
            Self::NotThisWay => "E-CHANGE-NOT-THIS-WAY",
            Self::NotAgreed => "E-CHANGE-NOT-AGREED",
        }
    }
}

/// From more guests than this on a person is always asked.
pub const MANY: usize = 10;

/// How often something else than what was wanted may be typed.
pub const TRIES: usize = 5;

impl Action {
    /// What is wanted of a person. More than ten guests are always asked for.
    #[must_use]
    pub fn demand(&self) -> Demand {
        let plan = &self.proposal.plan;
        match plan.risk {
            Risk::Destructive => Demand::Type(plan.phrase.clone()),
            Risk::Disruptive => Demand::Confirm,
            Risk::Reversible if plan.second_person || plan.items.len() > MANY => Demand::Confirm,
            Risk::Reversible => Demand::Nothing,
        }
    }

    /// The event that `consent` of `by` at `now` is, or why it counts for nothing. Whether `by` may do this at all was
    /// decided before, freshly; whether the hash of a script was shown before is decided by [`vouches_for`](Self::vouches_for).
    ///
    /// # Errors
    ///
    /// Why it does not count. [`Refusal::WrongWords`] is itself an event: [`mistyped`](Self::mistyped).
    pub fn consent(&self, by: &Person, consent: Consent, policy: &Policy, now: Timestamp) -> Result<Event, Refusal> {
        self.weigh(by, &consent, now)?;
        // A class that wants no consent is not denied one.
        if self.demand() != Demand::Nothing && !policy.takes(&consent, self.proposal.plan.risk) {
            return Err(Refusal::NotThisWay);
        }
        Ok(Event::Agreed { by: by.clone(), consent })
    }

    /// The part of [`consent`](Self::consent) that holds whatever the operator decided, and that a replay checks again.
    pub(super) fn weigh(&self, by: &Person, consent: &Consent, now: Timestamp) -> Result<(), Refusal> {
        if self.stage != Stage::Pending {
            return Err(Refusal::Spent);
        }
        if now >= self.proposal.expires {
            return Err(Refusal::Expired);
        }
        if self.is_agreed() {
            return Err(Refusal::Spent);
        }
        if !is_spoken_by_a_person(by.place.medium) || self.proposal.sketch {
            return Err(Refusal::NotThisWay);
        }
        if !self.agreed.is_empty() {
            // The second person is another identity, wherever they are.
            if self.agreed.iter().any(|person| person.id == by.id) {
                return Err(Refusal::SecondPerson);
            }
        } else if by.id != self.proposal.by.id {
            return Err(Refusal::NotYours);
        } else if by.place != self.proposal.by.place {
            return Err(Refusal::Elsewhere);
        }
        if self.mistyped >= TRIES {
            return Err(Refusal::TooOften);
        }
        self.satisfies(by, consent)
    }

    /// Whether these words are what the plan wants.
    fn satisfies(&self, by: &Person, consent: &Consent) -> Result<(), Refusal> {
        let is_script = matches!(consent, Consent::Yes | Consent::Hash(_));
        if is_script && (by.place.medium != Medium::Terminal || self.proposal.plan.second_person) {
            return Err(Refusal::NotThisWay);
        }
        match (self.demand(), consent) {
            // Who names a plan means that one, even where none is wanted.
            (_, Consent::Hash(hash)) if *hash == self.proposal.plan.hash() => Ok(()),
            (_, Consent::Hash(_)) => Err(Refusal::NotThisWay),
            (Demand::Nothing, _) | (Demand::Confirm, Consent::Confirmed | Consent::Typed(_) | Consent::Yes) => Ok(()),
            (Demand::Type(wanted), Consent::Typed(typed)) => {
                let is_same = !wanted.trim().is_empty() && typed.split_whitespace().eq(wanted.split_whitespace());
                if is_same { Ok(()) } else { Err(Refusal::WrongWords { wanted }) }
            }
            _ => Err(Refusal::NotThisWay),
        }
    }

    /// The event of a refused consent that counts: so many wrong words are taken, and no more.
    #[must_use]
    pub fn mistyped(&self, by: &Person, refusal: &Refusal) -> Option<Event> {
        matches!(refusal, Refusal::WrongWords { .. }).then(|| Event::Mistyped { by: by.clone() })
    }

    /// Whether this plan, shown before, lets `later` be approved by its hash at `now`: the very same plan for the same person
    /// in the same place, neither run nor declined nor too old. It can do so once: then it is
    /// [`Used`](super::event::Dropped::Used).
    #[must_use]
    pub fn vouches_for(&self, later: &Self, now: Timestamp) -> bool {
        let (shown, asked) = (&self.proposal, &later.proposal);
        self.id != later.id
            && self.stage == Stage::Pending
            && self.agreed.is_empty()
            && now < shown.expires
            && shown.by.id == asked.by.id
            && shown.by.place == asked.by.place
            && shown.plan.hash() == asked.plan.hash()
    }
}

/// Whether a person speaks by it. A program that speaks for one does not approve.
const fn is_spoken_by_a_person(medium: Medium) -> bool {
    match medium {
        Medium::Terminal | Medium::Discord | Medium::Web => true,
        Medium::Mcp | Medium::Http => false,
    }
}

#[cfg(test)]
mod tests;
