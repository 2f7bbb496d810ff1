//! Freezes and the audit: the clusters that may be named, and the lines about guests that may be seen.

use serde_json::Value;

use crate::{
    access::Sight,
    audit::AuditEntry,
    view::{AuditView, FreezeRow, FreezeView},
};

pub(super) fn freeze(view: &mut FreezeView, sight: &Sight) {
    view.scopes.retain(|scope| scope.as_ref().is_none_or(|cluster| sight.touches(cluster)));
    frozen(&mut view.in_force, sight);
}

/// What holds everywhere holds where the person sees something, too.
pub(super) fn frozen(rows: &mut Vec<FreezeRow>, sight: &Sight) {
    rows.retain(|row| row.cluster.as_ref().is_none_or(|cluster| sight.touches(cluster)));
    for row in rows {
        row.reason = sight.text_of_any(&row.reason);
    }
}

/// A line about several guests is shown when all of them may be seen; one about none is about more than a scope.
pub(super) fn audit(view: &mut AuditView, sight: &Sight) {
    view.lines.retain(|line| !line.guests.is_empty() && line.guests.iter().all(|guest| sight.guest(&guest.id)));
    for line in &mut view.lines {
        line.entry = line.entry.take().and_then(|entry| cleared(&entry, sight));
    }
}

/// The entry without the names of what may not be seen: words, notes and calls may hold them.
fn cleared(entry: &AuditEntry, sight: &Sight) -> Option<AuditEntry> {
    let value = serde_json::to_value(entry).ok()?;
    serde_json::from_value(without_names(value, sight)).ok()
}

fn without_names(value: Value, sight: &Sight) -> Value {
    match value {
        Value::String(text) => Value::String(sight.text_of_any(&text)),
        Value::Array(all) => Value::Array(all.into_iter().map(|one| without_names(one, sight)).collect()),
        Value::Object(all) => {
            Value::Object(all.into_iter().map(|(key, one)| (key, without_names(one, sight))).collect())
        }
        plain => plain,
    }
}
