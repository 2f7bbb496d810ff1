use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Marks, Named, Policy, PolicyRule};
use crate::change::{
    event::Consent,
    note::Note,
    operation::Operation,
    plan::{Item, Plan, Subject},
    risk::{Risk, risk},
    sample::{THEN, item, item_of, plan},
};

fn tagged(tags: &[&str]) -> Marks {
    Marks { tags: tags.iter().map(|tag| (*tag).to_owned()).collect(), named: Named::Uniquely }
}

fn applied(policy: &Policy, items: Vec<Item>, marks: &[Marks]) -> Plan {
    let mut plan = plan(items, Risk::Reversible);
    policy.apply(&mut plan, marks);
    plan
}

fn rule() -> PolicyRule {
    PolicyRule { cluster: None, tag: None, commands: Vec::new(), risk: None, second_person: None }
}

#[test]
fn the_class_is_that_of_the_most_dangerous_item() {
    let items = vec![
        item_of("home", 100, Some("a"), Operation::Start, 1),
        item_of("home", 101, Some("b"), Operation::Delete, 1),
    ];
    assert_eq!(applied(&Policy::default(), items, &[]).risk, Risk::Destructive);
    assert_eq!(applied(&Policy::default(), Vec::new(), &[]).risk, Risk::Destructive, "of nothing, nothing is known");
}

#[test]
fn what_was_seen_raises_the_class_and_never_lowers_it() {
    let mut start = item_of("home", 100, Some("a"), Operation::Start, 1);
    start.notes.push(Note::warning("memory-overcommitted").raising(Risk::Disruptive));
    assert_eq!(applied(&Policy::default(), vec![start], &[]).risk, Risk::Disruptive);
    let mut delete = item_of("home", 100, Some("a"), Operation::Delete, 1);
    delete.notes.push(Note::info("x").raising(Risk::Reversible));
    assert_eq!(applied(&Policy::default(), vec![delete], &[]).risk, Risk::Destructive);
}

#[test]
fn the_first_rule_that_fits_says_the_class() {
    let rules = vec![
        PolicyRule { tag: Some("Lab".to_owned()), risk: Some(Risk::Reversible), ..rule() },
        PolicyRule { cluster: Some("home".to_owned()), risk: Some(Risk::Destructive), ..rule() },
        PolicyRule { commands: vec!["start".to_owned()], second_person: Some(true), ..rule() },
    ];
    let policy = Policy { rules, ..Policy::default() };
    let lab = applied(&policy, vec![item(100, 1)], &[tagged(&["lab"])]);
    assert_eq!((lab.risk, lab.second_person), (Risk::Reversible, false));
    let other = applied(&policy, vec![item(100, 1)], &[tagged(&[])]);
    assert_eq!(other.risk, Risk::Destructive);
    let start = applied(&policy, vec![item_of("work", 1000, None, Operation::Start, 1)], &[]);
    assert_eq!((start.risk, start.second_person), (Risk::Reversible, true));
}

#[test]
fn protected_guests_want_a_second_person_whatever_a_rule_says() {
    let rules = vec![PolicyRule { second_person: Some(false), ..rule() }];
    for reference in ["100", "web", "WEB", "home/100", "home/web"] {
        let policy = Policy { rules: rules.clone(), protected: vec![reference.to_owned()], ..Policy::default() };
        assert!(applied(&policy, vec![item(100, 1)], &[]).second_person, "{reference}");
    }
    for other in ["101", "db", "work/100", "work/web", "home/", ""] {
        let policy = Policy { protected: vec![other.to_owned()], ..Policy::default() };
        assert!(!applied(&policy, vec![item(100, 1)], &[]).second_person, "{other}");
    }
    let by_tag = applied(&Policy { rules, ..Policy::default() }, vec![item(100, 1)], &[tagged(&["Protected"])]);
    assert!(by_tag.second_person);
    let waits = Policy::default().expiry(&by_tag, THEN).0 - THEN.0;
    assert_eq!(waits, 30 * 60);
}

#[test]
fn what_is_typed_is_what_names_only_that() {
    let named = |name: Option<&str>, named| {
        let marks = Marks { tags: BTreeSet::new(), named };
        applied(&Policy::default(), vec![item_of("home", 100, name, Operation::Delete, 1)], &[marks]).phrase
    };
    assert_eq!(named(Some("web"), Named::Uniquely), "web");
    assert_eq!(named(Some("web"), Named::InItsCluster), "home/web");
    assert_eq!(named(Some("web"), Named::NotUniquely), "home/100");
    assert_eq!(named(None, Named::Uniquely), "100");
    let job = Item { subject: Subject::Job { id: "backup-1".to_owned() }, ..item(100, 1) };
    assert_eq!(applied(&Policy::default(), vec![job], &[]).phrase, "backup-1");
}

#[test]
fn of_several_the_count_and_the_selection_are_typed() {
    let several: Vec<_> = (100..112).map(|number| item(number, 1)).collect();
    let mut selected = plan(several.clone(), Risk::Reversible);
    selected.selection = Some("tag:web".to_owned());
    Policy::default().apply(&mut selected, &[]);
    assert_eq!(selected.phrase, "12 tag:web");
    let two =
        vec![item_of("home", 100, Some("web"), Operation::Delete, 1), item_of("home", 101, None, Operation::Delete, 1)];
    assert_eq!(applied(&Policy::default(), two, &[tagged(&[])]).phrase, "2 web,101");
}

fn any_risk() -> impl Strategy<Value = Risk> {
    prop_oneof![Just(Risk::Reversible), Just(Risk::Disruptive), Just(Risk::Destructive)]
}

proptest! {
    #[test]
    fn a_plan_is_never_below_what_its_notes_or_the_table_say(
        raises in proptest::collection::vec(proptest::option::of(any_risk()), 1..5),
        tags in proptest::collection::vec(any::<bool>(), 1..5),
    ) {
        let items: Vec<_> = raises.iter().zip(100..).map(|(raise, number)| {
            let note = Note { raises: *raise, ..Note::info("x") };
            Item { notes: vec![note], ..item(number, 1) }
        }).collect();
        let marks: Vec<_> = tags.iter().map(|on| tagged(if *on { &["protected"] } else { &[] })).collect();
        let count = items.len();
        let plan = applied(&Policy::default(), items, &marks);
        prop_assert!(plan.risk >= risk(&Operation::Stop));
        prop_assert!(raises.iter().flatten().all(|raise| plan.risk >= *raise));
        prop_assert_eq!(plan.second_person, tags.iter().take(count).any(|on| *on));
        prop_assert!(!plan.phrase.trim().is_empty());
    }

    #[test]
    fn nothing_destructive_is_approved_bare(classes in proptest::collection::btree_set(any_risk(), 0..4), class in any_risk()) {
        let policy = Policy { yes: classes.clone(), ..Policy::default() };
        let bare = policy.takes(&Consent::Yes, class);
        prop_assert_eq!(bare, class != Risk::Destructive && classes.contains(&class));
        prop_assert_eq!(policy.takes(&Consent::Hash(String::new()), class), classes.contains(&class));
    }
}
