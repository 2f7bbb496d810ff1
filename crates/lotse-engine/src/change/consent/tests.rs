use std::collections::BTreeSet;

use super::{Demand, Refusal, TRIES};
use crate::{
    access::{Medium, Person},
    change::{
        event::{Consent, Dropped, Event, Happened},
        policy::Policy,
        risk::Risk,
        sample::{THEN, action, after, anna, bert, item, person, plan},
        state::Action,
    },
};

fn of(risk: Risk) -> Action {
    action(plan(vec![item(100, 1)], risk))
}

fn said(action: &Action, by: &Person, consent: Consent) -> Result<Event, Refusal> {
    action.consent(by, consent, &scripts(), after(10))
}

/// Everything that a configuration can allow to scripts.
fn scripts() -> Policy {
    Policy { yes: BTreeSet::from([Risk::Reversible, Risk::Disruptive, Risk::Destructive]), ..Policy::default() }
}

fn then(action: Action, event: Event) -> Action {
    action.then(&Happened { at: after(10), event }).unwrap()
}

fn typed(text: &str) -> Consent {
    Consent::Typed(text.to_owned())
}

#[test]
fn each_class_wants_its_own() {
    assert_eq!(of(Risk::Reversible).demand(), Demand::Nothing);
    assert_eq!(of(Risk::Disruptive).demand(), Demand::Confirm);
    assert_eq!(of(Risk::Destructive).demand(), Demand::Type("web".to_owned()));
    let many = action(plan((100..111).map(|number| item(number, 1)).collect(), Risk::Reversible));
    assert_eq!(many.demand(), Demand::Confirm, "more than ten are always asked for");
    let mut protected = plan(vec![item(100, 1)], Risk::Reversible);
    protected.second_person = true;
    assert_eq!(action(protected).demand(), Demand::Confirm);
}

#[test]
fn a_yes_is_not_a_name_and_a_name_is_typed_exactly() {
    let delete = of(Risk::Destructive);
    assert_eq!(said(&delete, &anna(), Consent::Confirmed), Err(Refusal::NotThisWay));
    assert_eq!(said(&delete, &anna(), Consent::NotNeeded), Err(Refusal::NotThisWay));
    for wrong in ["", "Web", "web2", "we", "100"] {
        assert_eq!(
            said(&delete, &anna(), typed(wrong)),
            Err(Refusal::WrongWords { wanted: "web".to_owned() }),
            "{wrong}"
        );
    }
    assert!(said(&delete, &anna(), typed(" web\n")).is_ok());
    let mut nameless = of(Risk::Destructive);
    nameless.proposal.plan.phrase = String::new();
    assert!(said(&nameless, &anna(), typed("")).is_err(), "nothing typed is no consent to anything");
}

#[test]
fn only_who_was_asked_where_they_were_asked() {
    let stop = of(Risk::Disruptive);
    assert_eq!(said(&stop, &bert(), Consent::Confirmed), Err(Refusal::NotYours));
    let elsewhere = person("terminal:anna", Medium::Discord, "");
    assert_eq!(said(&stop, &elsewhere, Consent::Confirmed), Err(Refusal::Elsewhere));
    assert!(said(&stop, &anna(), Consent::Confirmed).is_ok());
    assert_eq!(stop.consent(&anna(), Consent::Confirmed, &scripts(), after(120)), Err(Refusal::Expired));
}

#[test]
fn a_second_click_finds_it_spent() {
    let stop = of(Risk::Disruptive);
    let agreed = then(stop.clone(), said(&stop, &anna(), Consent::Confirmed).unwrap());
    assert!(agreed.is_agreed());
    assert_eq!(said(&agreed, &anna(), Consent::Confirmed), Err(Refusal::Spent));
    let dropped = then(stop, Event::Dropped(Dropped::Expired));
    assert_eq!(said(&dropped, &anna(), Consent::Confirmed), Err(Refusal::Spent));
}

#[test]
fn two_are_two_identities() {
    let mut protected = plan(vec![item(100, 1)], Risk::Destructive);
    protected.second_person = true;
    let first = action(protected);
    assert_eq!(said(&first, &bert(), typed("web")), Err(Refusal::NotYours), "who asked comes first");
    let one = then(first.clone(), said(&first, &anna(), typed("web")).unwrap());
    assert!(!one.is_agreed());
    assert_eq!(said(&one, &anna(), typed("web")), Err(Refusal::SecondPerson));
    assert_eq!(said(&one, &person("mcp:x", Medium::Mcp, ""), typed("web")), Err(Refusal::NotThisWay));
    assert!(matches!(said(&one, &bert(), typed("wep")), Err(Refusal::WrongWords { .. })));
    let two = then(one.clone(), said(&one, &bert(), typed("web")).unwrap());
    assert!(two.is_agreed());
}

#[test]
fn a_program_never_approves_not_even_what_wants_nothing() {
    for medium in [Medium::Mcp, Medium::Http] {
        for (risk, consent) in [
            (Risk::Reversible, Consent::NotNeeded),
            (Risk::Disruptive, Consent::Confirmed),
            (Risk::Disruptive, Consent::Yes),
            (Risk::Destructive, typed("web")),
        ] {
            let mut change = of(risk);
            change.proposal.by = person("mcp:x", medium, "");
            let (by, hash) = (change.proposal.by.clone(), change.proposal.plan.hash());
            assert_eq!(said(&change, &by, consent), Err(Refusal::NotThisWay));
            assert_eq!(said(&change, &by, Consent::Hash(hash)), Err(Refusal::NotThisWay));
        }
    }
}

#[test]
fn a_script_approves_what_the_operator_allowed_and_nothing_that_wants_two() {
    let stop = of(Risk::Disruptive);
    assert!(said(&stop, &anna(), Consent::Yes).is_ok());
    let nothing_allowed = stop.consent(&anna(), Consent::Yes, &Policy::default(), after(1));
    assert_eq!(nothing_allowed, Err(Refusal::NotThisWay), "off until the configuration says otherwise");
    let delete = of(Risk::Destructive);
    assert_eq!(said(&delete, &anna(), Consent::Yes), Err(Refusal::NotThisWay), "never bare");
    assert!(said(&delete, &anna(), Consent::Hash(delete.proposal.plan.hash())).is_ok());
    assert_eq!(said(&delete, &anna(), Consent::Hash("0".repeat(32))), Err(Refusal::NotThisWay));
    let mut protected = plan(vec![item(100, 1)], Risk::Disruptive);
    protected.second_person = true;
    assert_eq!(said(&action(protected), &anna(), Consent::Yes), Err(Refusal::NotThisWay));
    let mut from_discord = of(Risk::Disruptive);
    from_discord.proposal.by = bert();
    assert_eq!(said(&from_discord, &bert(), Consent::Yes), Err(Refusal::NotThisWay), "scripts run at the terminal");
}

#[test]
fn a_hash_of_another_plan_does_not_even_approve_what_wants_nothing() {
    let start = of(Risk::Reversible);
    assert!(said(&start, &anna(), Consent::NotNeeded).is_ok());
    assert_eq!(said(&start, &anna(), Consent::Hash("0".repeat(32))), Err(Refusal::NotThisWay));
}

#[test]
fn a_plan_that_was_only_shown_is_approved_by_nothing_and_vouches_once_for_the_same_one() {
    let later = of(Risk::Destructive);
    let mut shown = of(Risk::Destructive);
    shown.proposal.sketch = true;
    assert_eq!(said(&shown, &anna(), typed("web")), Err(Refusal::NotThisWay));
    assert!(shown.vouches_for(&later, after(10)));
    assert!(!shown.vouches_for(&later, after(120)), "it is too old");
    assert!(!later.vouches_for(&later, after(10)), "a plan does not vouch for itself");
    let used = then(shown.clone(), Event::Dropped(Dropped::Used));
    assert!(!used.vouches_for(&later, after(10)), "once");
    let mut other = of(Risk::Destructive);
    other.proposal.plan.items[0].facts.insert("state".to_owned(), "stopped".to_owned());
    assert!(!shown.vouches_for(&other, after(10)), "what was seen is part of it");
    let mut of_another = shown;
    of_another.proposal.by = bert();
    assert!(!of_another.vouches_for(&later, after(10)));
}

#[test]
fn wrong_words_may_be_typed_again_a_few_times() {
    let mut delete = of(Risk::Destructive);
    for _ in 0..TRIES {
        let refusal = said(&delete, &anna(), typed("wep")).unwrap_err();
        let event = delete.mistyped(&anna(), &refusal).expect("it counts");
        delete = then(delete, event);
    }
    assert_eq!(said(&delete, &anna(), typed("web")), Err(Refusal::TooOften));
    assert_eq!(delete.mistyped(&anna(), &Refusal::Expired), None);
}

#[test]
fn what_was_agreed_in_time_may_begin_a_moment_later_and_not_an_hour() {
    let stop = of(Risk::Disruptive);
    let event = stop.consent(&anna(), Consent::Confirmed, &Policy::default(), after(119)).unwrap();
    assert!(!stop.may_begin(THEN));
    let agreed = stop.then(&Happened { at: after(119), event }).unwrap();
    assert!(agreed.may_begin(after(150)) && !agreed.may_begin(after(179)) && agreed.is_too_old(after(179)));
    assert!(agreed.then(&Happened { at: after(3600), event: Event::Begun }).is_err());
}
