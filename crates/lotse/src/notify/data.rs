//! A notice for programs, as the webhook sends it (`docs/channels.md`). Names and types here are a promise: what the store keeps may
//! change, this does not.

use lotse_engine::{
    access::Person,
    watch::{Alert, Member, Notice, Phase, Reason, Thing},
};
use lotse_model::Subject;
use lotse_text::clean;
use serde_json::{Value, json};

/// The notice.
pub(super) fn of(notice: &Notice) -> Value {
    json!({
        "id": notice.id.to_string(),
        "kind": notice.kind,
        "at": notice.at,
        "alert": notice.alert.as_ref().map(alert),
    })
}

fn alert(alert: &Alert) -> Value {
    json!({
        "number": alert.id.0,
        "thing": thing(alert),
        "state": alert.state,
        "severity": alert.severity,
        "reason": alert.reason.as_ref().map(reason),
        "since": alert.since,
        "raised": alert.raised,
        "phase": phase(&alert.phase),
        "members": alert.members.iter().map(member).collect::<Vec<_>>(),
    })
}

fn thing(alert: &Alert) -> Value {
    match &alert.thing {
        Thing::Guest { guest } => json!({ "kind": "guest", "cluster": guest.cluster, "vmid": guest.vmid }),
        Thing::Node { cluster, node } => json!({ "kind": "node", "cluster": cluster, "node": node }),
        Thing::Cluster { cluster } => json!({ "kind": "cluster", "cluster": cluster }),
        Thing::Storage { cluster, storage, node } => {
            let nodes = &alert.nodes;
            json!({ "kind": "storage", "cluster": cluster, "storage": storage, "node": node, "nodes": nodes })
        }
        Thing::Finding { id, subject } => {
            json!({ "kind": "finding", "cluster": subject.cluster(), "finding": id, "subject": self::subject(subject) })
        }
    }
}

fn subject(subject: &Subject) -> Value {
    match subject {
        Subject::Cluster { cluster } => json!({ "kind": "cluster", "cluster": cluster }),
        Subject::Node { cluster, node } => json!({ "kind": "node", "cluster": cluster, "node": node }),
        Subject::Guest { guest, name } => {
            json!({ "kind": "guest", "cluster": guest.cluster, "vmid": guest.vmid, "name": cleaned(name.as_deref()) })
        }
        Subject::Storage { cluster, storage, node } => {
            json!({ "kind": "storage", "cluster": cluster, "storage": storage, "node": node })
        }
        Subject::Other { cluster, node, name } => {
            json!({ "kind": "other", "cluster": cluster, "node": node, "name": clean(name) })
        }
    }
}

fn reason(reason: &Reason) -> Value {
    json!({
        "cause": reason.cause,
        "user": clean(&reason.user),
        "task": cleaned(reason.task.as_deref()),
        "upid": reason.upid.as_ref().map(|upid| clean(&upid.to_string()).into_owned()),
        "began": reason.began,
        "ended": reason.ended,
    })
}

fn phase(phase: &Phase) -> Value {
    let by = |by: &Person| json!({ "id": clean(&by.id), "name": clean(&by.name) });
    match phase {
        Phase::Alerting => json!({ "phase": "alerting" }),
        Phase::Acknowledged { by: who, at } => json!({ "phase": "acknowledged", "by": by(who), "at": at }),
        Phase::Snoozed { by: who, at, until } => {
            json!({ "phase": "snoozed", "by": by(who), "at": at, "until": until })
        }
        Phase::Recovered { at } => json!({ "phase": "recovered", "at": at }),
    }
}

fn member(member: &Member) -> Value {
    json!({
        "cluster": member.guest.cluster,
        "vmid": member.guest.vmid,
        "name": cleaned(member.name.as_deref()),
        "node": member.node,
        "tags": member.tags.iter().map(|tag| clean(tag)).collect::<Vec<_>>(),
        "pool": member.pool,
    })
}

fn cleaned(text: Option<&str>) -> Option<String> {
    text.map(|text| clean(text).into_owned())
}
