//! Plans, outcomes, freezes and audit of the whole fleet.

use lotse_model::{Guest, Timestamp, Upid};
use lotse_store::ActionId;
use serde_json::json;

use super::{gossip, pairs, task};
use crate::{
    audit::AuditEntry,
    change::{event::StepEnd, note::Note, plan::Plan},
    view::{
        AuditRow, AuditView, DemandView, FreezeDid, FreezeRow, FreezeView, GuestLabel, ItemOutcome, OutcomeView,
        PlanView, View,
    },
};

/// A plan that stops all of these guests, with what the pre-flight says of each other.
pub(in crate::access::redact) fn plan(fleet: &[Guest]) -> View {
    let plan = plan_of(fleet);
    View::Plan(Box::new(PlanView {
        id: Some(ActionId::new()),
        hash: "0".to_owned(),
        plan,
        demand: DemandView::Confirm,
        blocked: false,
        expires: None,
        by: "Ann".to_owned(),
        agreed: Vec::new(),
        open: true,
    }))
}

fn plan_of(fleet: &[Guest]) -> Plan {
    let item = |pair: [&Guest; 2]| {
        let note = Note::info("guest-named").text("name", gossip(pair[1]));
        json!({
            "cluster": pair[0].id.cluster,
            "node": pair[0].node,
            "subject": {"kind": "guest", "ref": pair[0].id, "type": "vm", "name": pair[0].name, "identity": null},
            "operation": {"operation": "stop"},
            "facts": {},
            "calls": [format!("POST /nodes/{}/qemu/{}/status/stop", pair[0].node, pair[0].id.vmid)],
            "notes": [note],
        })
    };
    serde_json::from_value(json!({
        "command": "stop",
        "selection": null,
        "items": pairs(fleet).map(item).collect::<Vec<_>>(),
        "notes": fleet.iter().map(|guest| Note::info("guest-named").text("name", gossip(guest))).collect::<Vec<_>>(),
        "risk": "disruptive",
        "second_person": false,
        "phrase": "x",
        "keep_going": false,
        "parallel": 1,
    }))
    .unwrap()
}

pub(super) fn outcome(fleet: &[Guest]) -> OutcomeView {
    let items = plan_of(fleet).items;
    let end = |guest: &Guest| StepEnd::Failed {
        meaning: "task-failed".into(),
        message: gossip(guest),
        tail: vec![gossip(guest)],
    };
    let items = items.into_iter().zip(pairs(fleet)).map(|(item, [own, other])| ItemOutcome {
        item,
        outcome: None,
        steps: vec![end(other)],
        tasks: vec![task(own, &own.id.vmid.to_string()).upid as Upid],
        notes: vec![Note::info("guest-named").text("name", gossip(other))],
    });
    OutcomeView {
        id: ActionId::new(),
        command: "stop".to_owned(),
        hash: "0".to_owned(),
        outcome: None,
        dropped: None,
        items: items.collect(),
    }
}

pub(super) fn frozen() -> Vec<FreezeRow> {
    let row = |cluster: Option<&str>| FreezeRow {
        cluster: cluster.map(|name| name.parse().unwrap()),
        reason: "a move".to_owned(),
        by: "anna".to_owned(),
        at: Timestamp(1),
        until: None,
    };
    vec![row(None), row(Some("home"))]
}

pub(super) fn freeze(did: FreezeDid) -> View {
    View::Freeze(FreezeView { did, scopes: vec![None], in_force: frozen() })
}

/// A line about each guest, and one about two of them.
pub(super) fn audit(fleet: &[Guest]) -> View {
    let line = |guests: Vec<&Guest>, number: u64| AuditRow {
        number,
        at: Timestamp(1),
        who: "terminal:anna".to_owned(),
        by: None,
        guests: guests.iter().map(|guest| GuestLabel { id: guest.id.clone(), name: guest.name.clone() }).collect(),
        entry: guests.first().map(|guest| AuditEntry::Refused {
            why: "E-DENIED".to_owned(),
            command: "stop".to_owned(),
            words: gossip(guest),
            needs: None,
            guests: guests.iter().map(|guest| guest.id.clone()).collect(),
        }),
        link: "00".to_owned(),
    };
    let single = fleet.iter().zip(1..).map(|(guest, number)| line(vec![guest], number));
    let both = pairs(fleet).zip(100..).map(|([one, other], number)| line(vec![one, other], number));
    View::Audit(Box::new(AuditView { lines: single.chain(both).collect(), more: false }))
}
