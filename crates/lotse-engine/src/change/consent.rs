//! Who said yes, and whether that counts. Pure: the answer depends on the action, the person, the words and the time alone.

use lotse_model::Timestamp;

use super::{
    event::{Consent, Event},
    risk::Risk,
    state::{Action, Stage},
};
use crate::access::Person;

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
    /// This person agreed already; a second one is wanted.
    SecondPerson,
    /// This way of saying yes does not count for this class.
    NotThisWay,
}

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
    /// decided before, freshly.
    pub fn consent(&self, by: &Person, consent: Consent, now: Timestamp) -> Result<Event, Refusal> {
        if self.stage != Stage::Pending {
            return Err(Refusal::Spent);
        }
        if now >= self.proposal.expires {
            return Err(Refusal::Expired);
        }
        if self.is_agreed() {
            return Err(Refusal::Spent);
        }
        let is_second = !self.agreed.is_empty();
        if is_second {
            // The second person is another identity, wherever they are.
            if self.agreed.iter().any(|person| person.id == by.id) {
                return Err(Refusal::SecondPerson);
            }
        } else if by.id != self.proposal.by.id {
            return Err(Refusal::NotYours);
        } else if by.place != self.proposal.by.place {
            return Err(Refusal::Elsewhere);
        }
        match (self.demand(), &consent) {
            (Demand::Nothing, _) | (Demand::Confirm, Consent::Confirmed | Consent::Typed(_) | Consent::Yes) => {}
            (Demand::Type(wanted), Consent::Typed(typed)) => {
                if typed.trim() != wanted {
                    return Err(Refusal::WrongWords { wanted });
                }
            }
            (_, Consent::Hash(hash)) if *hash == self.proposal.plan.hash() => {}
            _ => return Err(Refusal::NotThisWay),
        }
        Ok(Event::Agreed { by: by.clone(), consent })
    }
}

/// From more guests than this on a person is always asked.
pub const MANY: usize = 10;
