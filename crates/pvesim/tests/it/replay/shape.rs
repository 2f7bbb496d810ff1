//! Whether two JSON values have the same shape: keys and types, elements of lists by what identifies them.

use serde_json::Value;

/// Keys that tell which element of a list is meant.
const IDENTITIES: [&str; 15] = [
    "id", "vmid", "upid", "volid", "userid", "storage", "poolid", "roleid", "tokenid", "groupid", "realm", "name",
    "key", "sid", "node",
];

/// Adds what differs to `found`, as `path: what`.
pub(crate) fn compare(path: &str, recorded: &Value, ours: &Value, found: &mut Vec<String>) {
    match (recorded, ours) {
        // Keys that are drawn by lot: what they hold is compared like a list.
        (Value::Object(recorded), Value::Object(ours)) if path.ends_with(".results") => {
            let values = |map: &serde_json::Map<String, Value>| map.values().cloned().collect::<Vec<Value>>();
            list(path, &values(recorded), &values(ours), found);
        }
        // A real node answers `saved` as a number here and as a string there.
        _ if path.rsplit('.').next() == Some("saved") => {}
        (Value::Object(recorded), Value::Object(ours)) => {
            for (name, value) in recorded {
                match ours.get(name) {
                    Some(own) => compare(&format!("{path}.{name}"), value, own, found),
                    None => found.push(format!("{path}.{name}: missing")),
                }
            }
            for name in ours.keys().filter(|name| !recorded.contains_key(*name)) {
                found.push(format!("{path}.{name}: too much"));
            }
        }
        (Value::Array(recorded), Value::Array(ours)) => list(path, recorded, ours, found),
        _ if kind(recorded) == kind(ours) => {}
        _ => found.push(format!("{path}: {} instead of {}", kind(ours), kind(recorded))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn list(path: &str, recorded: &[Value], ours: &[Value], found: &mut Vec<String>) {
    if recorded.is_empty() != ours.is_empty() {
        found.push(format!("{path}: {} elements instead of {}", ours.len(), recorded.len()));
        return;
    }
    for own in ours {
        let twin = identity(own).and_then(|id| recorded.iter().find(|other| identity(other) == Some(id)));
        if let Some(twin) = twin {
            compare(
                &format!("{path}[{}]", identity(own).map(|(_, id)| id.to_string()).unwrap_or_default()),
                twin,
                own,
                found,
            );
            continue;
        }
        // No twin: compared with all recorded elements of its type together.
        let of_type: Vec<&Value> =
            recorded.iter().filter(|other| other.get("type") == own.get("type") || own.get("type").is_none()).collect();
        stranger(&format!("{path}[]"), &of_type, own, found);
    }
    found.dedup();
}

/// An element that was not recorded itself has what all recorded ones have, and nothing that none of them has.
fn stranger(path: &str, recorded: &[&Value], own: &Value, found: &mut Vec<String>) {
    let Some(members) = own.as_object() else {
        if let Some(other) = recorded.first() {
            compare(path, other, own, found);
        }
        return;
    };
    let keys = recorded.iter().filter_map(|other| other.as_object()).flat_map(|other| other.keys());
    for key in keys.filter(|key| !members.contains_key(*key)) {
        if recorded.iter().all(|other| other.get(key).is_some()) {
            found.push(format!("{path}.{key}: missing"));
        }
    }
    for (key, value) in members {
        let mut best: Option<Vec<String>> = None;
        for other in recorded.iter().filter_map(|other| other.get(key)) {
            let mut differences = Vec::new();
            compare(&format!("{path}.{key}"), other, value, &mut differences);
            if best.as_ref().is_none_or(|best| differences.len() < best.len()) {
                best = Some(differences);
            }
        }
        found.extend(
            best.unwrap_or_else(
                || {
                    if recorded.is_empty() { Vec::new() } else { vec![format!("{path}.{key}: too much")] }
                },
            ),
        );
    }
}

fn identity(value: &Value) -> Option<(&'static str, &Value)> {
    IDENTITIES.iter().find_map(|name| Some((*name, value.get(name)?)))
}
