//! Absent is not empty: a caller without a privilege gets empty lists, and the answer says so.

use lotse_model::{HiddenWhy, NodeState};
use lotse_pve::{CallError, Caller, ops::content::ContentQuery};
use serde_json::{Value, json};

use crate::ops_wire::{Answer, Wire, looked_at, soon};

fn all(privileges: &[&str]) -> Value {
    privileges.iter().map(|privilege| ((*privilege).to_owned(), json!(1))).collect::<serde_json::Map<_, _>>().into()
}

fn auditor() -> Value {
    let audit = all(&["VM.Audit", "Sys.Audit", "Datastore.Audit", "Pool.Audit"]);
    json!({ "/": audit, "/vms": audit, "/nodes": audit, "/storage": audit, "/pool": audit, "/access": audit })
}

fn lacks(seen: &lotse_model::Seen<impl Sized>) -> Vec<String> {
    let line = |why: &HiddenWhy| match why {
        HiddenWhy::Privilege { needs, path } => format!("{} {path}", needs.join("|")),
        other => format!("{other:?}"),
    };
    seen.hidden.iter().map(|hidden| line(&hidden.why)).collect()
}

#[tokio::test]
async fn a_token_without_any_right_sees_nothing_and_is_told_why() {
    let wire = Wire::token()
        .on(
            "GET /cluster/resources",
            json!([{ "type": "node", "node": "pve", "id": "node/pve", "status": "online", "level": "" }]),
        )
        .on("GET /access/permissions", json!({}));
    let (pve, wire) = looked_at(wire);
    let seen = pve.resources(soon()).await.unwrap();
    assert!(seen.value.guests.is_empty() && !seen.is_complete());
    assert_eq!(
        lacks(&seen),
        [
            "Sys.Audit /nodes/pve",
            "VM.Audit /vms",
            "Datastore.Audit|Datastore.AllocateSpace /storage",
            "Pool.Audit /pool",
        ]
    );
    assert_eq!(seen.hidden[0].node.as_ref().map(lotse_model::NodeName::as_str), Some("pve"));
    assert_eq!(wire.calls(), ["GET /cluster/resources", "GET /access/permissions"]);
}

#[tokio::test]
async fn no_guests_is_none_for_a_caller_who_would_see_them() {
    let node =
        json!({ "type": "node", "node": "pve", "status": "online", "mem": 1, "maxmem": 2, "cpu": 0, "maxcpu": 1 });
    let wire = Wire::token().on("GET /cluster/resources", json!([node])).on("GET /access/permissions", auditor());
    let (pve, _) = looked_at(wire);
    let seen = pve.resources(soon()).await.unwrap();
    assert!(seen.value.guests.is_empty() && seen.is_complete(), "{:?}", seen.hidden);
}

#[tokio::test]
async fn an_answer_without_doubt_costs_one_call() {
    let rows = json!([
        { "type": "node", "node": "pve", "status": "online", "mem": 1, "maxmem": 2 },
        { "type": "node", "node": "pve2", "status": "offline" },
        { "type": "qemu", "vmid": 100, "node": "pve", "status": "running" },
        { "type": "storage", "storage": "local", "node": "pve", "status": "available" },
    ]);
    let (pve, wire) = looked_at(Wire::token().on("GET /cluster/resources", rows));
    assert!(pve.resources(soon()).await.unwrap().is_complete());
    assert_eq!(wire.calls(), ["GET /cluster/resources"]);
}

#[tokio::test]
async fn a_session_that_knows_its_rights_is_told_of_guests_it_cannot_see() {
    let rows = json!([
        { "type": "node", "node": "pve", "status": "online", "mem": 1, "maxmem": 2 },
        { "type": "qemu", "vmid": 103, "node": "pve", "status": "running" },
        { "type": "storage", "storage": "local", "node": "pve", "status": "available" },
    ]);
    let operator =
        json!({ "/pool/lab": all(&["VM.Audit"]), "/vms/103": all(&["VM.Audit"]), "/nodes": all(&["Sys.Audit"]) });
    let wire = Wire::token().on("GET /cluster/resources", rows).on("GET /access/permissions", operator);
    let (pve, wire) = looked_at(wire);
    pve.permissions(soon()).await.unwrap();
    for _ in 0..3 {
        let seen = pve.resources(soon()).await.unwrap();
        assert!(lacks(&seen).contains(&"VM.Audit /vms".to_owned()), "{:?}", seen.hidden);
        assert_eq!(seen.value.nodes[0].state, NodeState::Online);
    }
    assert_eq!(wire.count("GET /access/permissions"), 1, "asked for once and kept");
}

#[tokio::test(start_paused = true)]
async fn what_is_known_of_the_caller_serves_polls_for_an_hour_and_is_renewed_then() {
    let rows = json!([
        { "type": "node", "node": "pve", "status": "online", "mem": 1, "maxmem": 2 },
        { "type": "qemu", "vmid": 103, "node": "pve", "status": "running" },
        { "type": "storage", "storage": "local", "node": "pve", "status": "available" },
    ]);
    let wire = Wire::token()
        .on("GET /cluster/resources", rows)
        .on("GET /access/permissions", json!({ "/vms/103": all(&["VM.Audit"]) }))
        .on("GET /access/permissions", auditor());
    let (pve, wire) = looked_at(wire);
    pve.permissions(soon()).await.unwrap();
    for _ in 0..50 {
        tokio::time::advance(std::time::Duration::from_mins(1)).await;
        assert!(!pve.resources(soon()).await.unwrap().is_complete(), "a gap does not vanish with time");
    }
    assert_eq!(wire.count("GET /access/permissions"), 1);
    tokio::time::advance(std::time::Duration::from_mins(15)).await;
    assert!(pve.resources(soon()).await.unwrap().is_complete(), "the role was widened meanwhile");
    assert_eq!(wire.count("GET /access/permissions"), 2);
}

#[tokio::test]
async fn a_read_only_role_sees_no_backups_and_knows_it() {
    let wire =
        Wire::token().on("GET /nodes/pve/storage/backup/content", json!([])).on("GET /access/permissions", auditor());
    let (pve, _) = looked_at(wire);
    let (node, storage) = ("pve".parse().unwrap(), "backup".parse().unwrap());
    let seen = pve.content(&node, &storage, &ContentQuery::backups(), soon()).await.unwrap();
    assert_eq!(lacks(&seen), ["Datastore.Allocate /storage/backup"]);
    let isos = ContentQuery { kind: Some(lotse_pve::ops::content::ContentKind::Iso), vmid: None };
    assert!(pve.content(&node, &storage, &isos, soon()).await.unwrap().is_complete(), "isos need no more than Audit");
}

#[tokio::test]
async fn ones_own_tasks_are_not_everybodys() {
    let own = json!([{ "upid": "UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:103:lotse@pve!bot:", "status": "OK", "endtime": 5 }]);
    let others = json!([
        { "upid": "UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:103:lotse@pve:", "status": "OK", "endtime": 5 },
        { "upid": "UPID:pve:00005A70:0009EB22:6B0287E1:qmstop:103:root@pam:", "status": "OK", "endtime": 6 },
    ]);
    let wire = Wire::token()
        .on("GET /cluster/tasks", own)
        .on("GET /cluster/tasks", others)
        .on("GET /access/permissions", json!({ "/vms": all(&["VM.Audit"]) }));
    let (pve, wire) = looked_at(wire);
    assert_eq!(lacks(&pve.cluster_tasks(soon()).await.unwrap()), ["Sys.Audit /"]);
    let seen = pve.cluster_tasks(soon()).await.unwrap();
    assert!(seen.is_complete(), "who sees another's task sees them all");
    assert_eq!(seen.value[0].upid.kind, "qmstop", "newest first");
    assert_eq!(wire.count("GET /access/permissions"), 1);
}

#[tokio::test]
async fn nobody_knows_what_is_missing_when_the_permissions_cannot_be_read() {
    let broken = CallError::TimedOut { call: String::new(), endpoint: String::new(), after: std::time::Duration::ZERO };
    let wire = Wire::token().on("GET /pools", json!([])).then("GET /access/permissions", Answer::Error(broken));
    let (pve, _) = looked_at(wire);
    let seen = pve.pools(soon()).await.unwrap();
    assert_eq!(seen.hidden.len(), 1);
    assert_eq!((seen.hidden[0].what.as_str(), &seen.hidden[0].why), ("/access/permissions", &HiddenWhy::TimedOut));
}

#[tokio::test]
async fn root_through_pvesh_sees_everything_and_asks_for_no_permissions() {
    let wire = Wire::new(Caller::Root).on("GET /cluster/resources", json!([])).on("GET /pools", json!([]));
    let (pve, wire) = looked_at(wire);
    assert!(pve.resources(soon()).await.unwrap().is_complete());
    assert!(pve.pools(soon()).await.unwrap().is_complete());
    assert!(pve.permissions(soon()).await.unwrap().value.allows("/", "Sys.Modify"));
    assert_eq!(wire.count("GET /access/permissions"), 0);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_missing_and_counted() {
    let wire = Wire::new(Caller::Root).on("GET /pools", json!([{ "poolid": "lab" }, { "poolid": "../x" }, 7]));
    let (pve, _) = looked_at(wire);
    let seen = pve.pools(soon()).await.unwrap();
    assert_eq!(seen.value.len(), 1);
    let HiddenWhy::Unreadable { rows, first } = &seen.hidden[0].why else { panic!("{:?}", seen.hidden) };
    assert_eq!((*rows, first.as_str()), (2, "poolid: \"../x\""));
}

#[tokio::test]
async fn a_page_of_another_kind_is_an_error_and_not_an_empty_list() {
    let (pve, _) = looked_at(Wire::new(Caller::Root).otherwise(Answer::Data(json!("<html>login</html>"))));
    assert!(matches!(pve.resources(soon()).await, Err(CallError::Broken { .. })));
    assert!(matches!(pve.cluster_status(soon()).await, Err(CallError::Broken { .. })));
    assert!(matches!(pve.node_status(&"pve".parse().unwrap(), soon()).await, Err(CallError::Broken { .. })));
    assert!(matches!(pve.next_id(soon()).await, Err(CallError::Broken { .. })));
}
