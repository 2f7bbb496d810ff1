//! For tests: no sequence of events leads to a call that nobody approved, or to one that is sent twice.
//!
//! Two processes share one journal and one server. They click, carry out, crash between any two steps, stand still while
//! another takes over, and go on; answers are lost, tasks fail, guests change, changes are frozen, time passes. Each process
//! does with the pure parts what the driver does with them, one small step at a time, so that a crash may fall between any
//! two. What was approved and what was sent is counted beside, by rules written down here anew.

mod happening;
mod promises;
mod world;

use proptest::prelude::*;

use self::{
    happening::{mistakes, ops, shapes},
    world::World,
};
use super::{
    event::{Consent, Event, Happened},
    risk::Risk,
    sample::{action, after, anna, bert, item, plan},
};
use crate::access::Person;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_sent_unapproved_or_twice_and_everything_ends(shape in shapes(), wrong in mistakes(), ops in ops()) {
        let mut world = World::new(&shape);
        for op in wrong.iter().chain(&ops) {
            world.happen(op);
            world.check();
        }
        world.come_to_rest();
    }

    /// The same from an approval on, so that most runs are about the execution.
    #[test]
    fn an_approved_change_is_carried_out_at_most_once_whatever_happens(shape in shapes(), ops in ops()) {
        let mut world = World::new(&shape);
        world.say(&anna(), &Consent::Typed("web".to_owned()));
        world.say(&bert(), &Consent::Typed("web".to_owned()));
        world.carry_out(0);
        prop_assert!(world.replayed().is_running());
        for op in &ops {
            world.happen(op);
            world.check();
        }
        world.come_to_rest();
    }
}

#[test]
fn a_journal_that_says_it_was_approved_by_somebody_else_is_not_read() {
    let action = action(plan(vec![item(100, 1)], Risk::Disruptive));
    let forged = |by: Person| Happened { at: after(1), event: Event::Agreed { by, consent: Consent::Confirmed } };
    assert!(action.clone().then(&forged(bert())).is_err());
    assert!(action.then(&forged(anna())).is_ok());
}
