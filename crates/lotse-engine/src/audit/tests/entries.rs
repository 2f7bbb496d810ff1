//! What entries hold of a change, and what they never hold.

use std::collections::BTreeMap;

use lotse_model::Timestamp;
use lotse_store::ActionId;

use super::{AuditEntry, Person, Record, guest, refused};
use crate::change::{
    event::{Consent, Event, Happened, Outcome, StepEnd},
    operation::Operation,
    plan::{Item, Plan, Subject},
    request::{Request, Targets},
    risk::Risk,
    state::{Action, Proposal},
};

fn action(operation: Operation, words: &str) -> Action {
    let item = Item {
        cluster: "home".parse().expect("a cluster"),
        node: "pve1".parse().expect("a node"),
        subject: Subject::Guest {
            guest: guest("home/100"),
            kind: lotse_model::GuestKind::Vm,
            name: Some("web".to_owned()),
            identity: None,
        },
        operation,
        facts: BTreeMap::from([("state".to_owned(), "running".to_owned())]),
        calls: vec!["POST /nodes/pve1/qemu/100/status/stop cipassword=Pl4nt3d".to_owned()],
        notes: Vec::new(),
    };
    let plan = Plan {
        command: "stop".to_owned(),
        selection: None,
        items: vec![item],
        notes: Vec::new(),
        risk: Risk::Destructive,
        second_person: false,
        phrase: "web".to_owned(),
        keep_going: false,
        parallel: 1,
    };
    let by = Person::at_terminal("anna");
    let request = Request {
        operation: plan.items[0].operation.clone(),
        targets: Targets::Guests(vec!["web".to_owned()]),
        keep_going: false,
        parallel: None,
        words: words.to_owned(),
    };
    let words = words.to_owned();
    Action::new(ActionId::new(), Proposal { plan, request, sketch: false, by, words, expires: Timestamp(9) })
}

fn carried_out(mut action: Action) -> Action {
    let by = Person::at_terminal("anna");
    let failed = StepEnd::Failed {
        meaning: "task-failed".into(),
        message: "login failed, password=Pl4nt3d".to_owned(),
        tail: vec!["Pl4nt3d".to_owned()],
    };
    for event in [
        Event::Agreed { by, consent: Consent::Typed("web".to_owned()) },
        Event::Begun,
        Event::Sending { item: 0, step: 0 },
        Event::Ended { item: 0, step: 0, end: failed },
        Event::Settled { item: 0, outcome: Outcome::Failed, notes: Vec::new() },
        Event::Finished,
    ] {
        action = action.then(&Happened { at: Timestamp(5), event }).expect("fits");
    }
    action
}

#[test]
fn a_planted_password_is_in_no_entry() {
    let action = carried_out(action(
        Operation::SnapshotCreate {
            name: "s1".to_owned(),
            description: Some("password=Pl4nt3d".to_owned()),
            memory: false,
        },
        "set web --cipassword Pl4nt3d --password=Pl4nt3d",
    ));
    let after = BTreeMap::from([("cipassword".to_owned(), "Pl4nt3d".to_owned())]);
    let entries = [
        AuditEntry::proposed(&action),
        AuditEntry::agreed(&action, &Consent::Typed("token=Pl4nt3d".to_owned())),
        AuditEntry::sent(&action, 0, 0),
        AuditEntry::settled(&action, 0, after).expect("settled"),
        refused("password: Pl4nt3d", &[]),
    ];
    for entry in entries {
        let body = Record { by: Person::at_terminal("anna"), entry }.body();
        assert!(!body.contains("Pl4nt3d"), "{body}");
        assert!(body.contains("***"), "{body}");
    }
}

#[test]
fn what_happened_is_all_there() {
    let action = carried_out(action(Operation::Stop, "stop web"));
    let after = BTreeMap::from([("state".to_owned(), "running".to_owned())]);
    let entry = AuditEntry::settled(&action, 0, after.clone()).expect("settled");
    let body = Record { by: Person::at_terminal("anna"), entry: entry.clone() }.body();
    let read = Record::parse(&body).expect("read");
    let AuditEntry::Settled { change, done, after: read_after, outcome, failure, .. } = &read.entry else {
        panic!("{read:?}")
    };
    assert_eq!((change.action, &change.hash), (action.id, &action.proposal.plan.hash()));
    assert_eq!(done.before["state"], "running");
    assert_eq!((read_after, *outcome), (&after, Outcome::Failed));
    assert_eq!(failure.as_deref(), Some("login failed, password=***"));
    assert_eq!(entry.guests(), [guest("home/100")]);
    assert!(AuditEntry::settled(&action, 1, BTreeMap::new()).is_none());
}

#[test]
fn a_guest_that_comes_to_be_is_found_by_its_number() {
    let create = Operation::Create {
        new_id: Some("120".parse().expect("a number")),
        name: None,
        node: None,
        storage: None,
        pool: None,
        start: false,
    };
    assert_eq!(AuditEntry::proposed(&action(create, "x")).guests(), [guest("home/100"), guest("home/120")]);
}
