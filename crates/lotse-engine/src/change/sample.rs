//! For tests: persons, plans and changes to play with.

use std::collections::BTreeMap;

use lotse_model::{GuestKind, GuestRef, Timestamp, Vmid};
use lotse_store::ActionId;

use super::{
    operation::Operation,
    plan::{Item, Plan, Subject},
    request::{Request, Targets},
    risk::Risk,
    state::{Action, Proposal},
};
use crate::access::{Medium, Person, Place};

/// When the samples are made.
pub(crate) const THEN: Timestamp = Timestamp(1_800_000_000);

pub(crate) fn after(seconds: i64) -> Timestamp {
    Timestamp(THEN.0 + seconds)
}

pub(crate) fn person(id: &str, medium: Medium, detail: &str) -> Person {
    let place = Place { medium, detail: detail.to_owned() };
    Person { id: id.to_owned(), roles: Vec::new(), name: id.to_owned(), place }
}

pub(crate) fn anna() -> Person {
    Person::at_terminal("anna")
}

pub(crate) fn bert() -> Person {
    person("discord-user:7", Medium::Discord, "channel")
}

/// Guest `number` of the cluster `home`, with so many calls.
pub(crate) fn item(number: u32, calls: usize) -> Item {
    item_of("home", number, Some("web"), Operation::Stop, calls)
}

pub(crate) fn item_of(cluster: &str, number: u32, name: Option<&str>, operation: Operation, calls: usize) -> Item {
    let cluster: lotse_model::ClusterName = cluster.parse().unwrap();
    Item {
        cluster: cluster.clone(),
        node: "pve1".parse().unwrap(),
        subject: Subject::Guest {
            guest: GuestRef::new(cluster, Vmid::new(number).unwrap()),
            kind: GuestKind::Vm,
            name: name.map(str::to_owned),
            identity: None,
        },
        operation,
        facts: BTreeMap::from([("state".to_owned(), "running".to_owned())]),
        calls: (0..calls).map(|step| format!("POST /step/{step}")).collect(),
        notes: Vec::new(),
    }
}

pub(crate) fn plan(items: Vec<Item>, risk: Risk) -> Plan {
    Plan {
        command: items.first().map_or("stop", |item| item.operation.command()).to_owned(),
        selection: None,
        items,
        notes: Vec::new(),
        risk,
        second_person: false,
        phrase: "web".to_owned(),
        keep_going: false,
        parallel: 2,
    }
}

/// A change that `anna` asked for, which expires two minutes after [`THEN`].
pub(crate) fn action(plan: Plan) -> Action {
    let request = Request {
        operation: Operation::Stop,
        targets: Targets::Guests(vec!["web".to_owned()]),
        keep_going: plan.keep_going,
        parallel: None,
        words: "stop web".to_owned(),
    };
    let words = request.words.clone();
    let proposal = Proposal { plan, request, by: anna(), words, expires: after(120), sketch: false };
    Action::new(ActionId::new(), proposal)
}
