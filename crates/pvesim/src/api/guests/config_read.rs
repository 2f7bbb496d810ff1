//! Reading a configuration: as it will be, as it is, as a snapshot has it, and what waits.

use serde_json::{Map, Value, json};

use super::lookup::guest;
use super::params::{lxc, qemu, shared};
use crate::api::param::Kind;
use crate::api::{Context, Failure, Outcome};
use crate::world::World;
use crate::world::config::Config;
use crate::world::guest::{Guest, GuestKind, Pending};

/// A value with the JSON type that the interface gives it: whole numbers and switches as numbers, the rest as text.
#[must_use]
pub fn typed(kind: GuestKind, key: &str, value: &str) -> Value {
    let options = match kind {
        GuestKind::Qemu => qemu::OPTIONS,
        GuestKind::Lxc => lxc::OPTIONS,
    };
    let param = options.iter().chain(shared::COMMON_CONFIG).find(|param| param.is(key));
    match param.map(|param| param.kind) {
        Some(Kind::Integer | Kind::Boolean) => {
            value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number))
        }
        Some(Kind::Number) => match value.parse::<f64>() {
            Ok(number) if number.fract() == 0.0 => json!(number.to_string().parse::<i64>().unwrap_or(0)),
            Ok(number) => json!(number),
            Err(_) => json!(value),
        },
        _ => json!(value),
    }
}

fn row(guest: &Guest, config: &Config) -> Map<String, Value> {
    config.iter().map(|(key, value)| (key.to_owned(), shown(guest.kind, key, value))).collect()
}

fn shown(kind: GuestKind, key: &str, value: &str) -> Value {
    if key == "cipassword" { json!("**********") } else { typed(kind, key, value) }
}

/// The configuration with the waiting changes applied.
fn upcoming(guest: &Guest) -> Config {
    let mut config = guest.config.clone();
    for (key, change) in &guest.pending {
        match change {
            Pending::Set(value) => config.set(key, value),
            Pending::Delete { .. } => {
                config.remove(key);
            }
        }
    }
    config
}

/// `GET …/config`.
pub fn config(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let digest = guest.digest();
    let mut shown = match context.text("snapshot") {
        Some(name) if !name.is_empty() => {
            if context.has("current") {
                return Err(Failure::param("snapshot", "cannot use 'snapshot' parameter with 'current'"));
            }
            snapshot_row(guest, name)?
        }
        _ if context.flag("current") => row(guest, &guest.config),
        _ => row(guest, &upcoming(guest)),
    };
    shown.insert("digest".to_owned(), json!(digest));
    Ok(Value::Object(shown).into())
}

/// A snapshot's configuration with what the snapshot itself adds.
pub fn snapshot_row(guest: &Guest, name: &str) -> Result<Map<String, Value>, Failure> {
    let snapshot =
        guest.snapshots.get(name).ok_or_else(|| Failure::die(format!("snapshot '{name}' does not exist")))?;
    let mut row = row(guest, &snapshot.config);
    row.insert("snaptime".to_owned(), json!(snapshot.taken.seconds()));
    if let Some(parent) = &snapshot.parent {
        row.insert("parent".to_owned(), json!(parent));
    }
    if let Some(description) = &snapshot.description {
        row.insert("description".to_owned(), json!(description));
    }
    if let Some(state) = &snapshot.vmstate {
        row.insert("vmstate".to_owned(), json!(state));
    }
    if let Some(state) = &snapshot.state {
        row.insert("snapstate".to_owned(), json!(state));
    }
    Ok(row)
}

/// `GET …/pending`.
pub fn pending(world: &mut World, context: &Context) -> Outcome {
    let guest = guest(world, context)?;
    let mut rows: Vec<Value> = guest
        .config
        .iter()
        .map(|(key, value)| {
            let mut row = Map::new();
            row.insert("key".to_owned(), json!(key));
            row.insert("value".to_owned(), shown(guest.kind, key, value));
            match guest.pending.get(key) {
                Some(Pending::Set(new)) => {
                    row.insert("pending".to_owned(), shown(guest.kind, key, new));
                }
                Some(Pending::Delete { force }) => {
                    row.insert("delete".to_owned(), json!(if *force { 2 } else { 1 }));
                }
                None => {}
            }
            Value::Object(row)
        })
        .collect();
    for (key, change) in &guest.pending {
        if let (Pending::Set(new), false) = (change, guest.config.has(key)) {
            rows.push(json!({"key": key, "pending": shown(guest.kind, key, new)}));
        }
    }
    rows.push(json!({"key": "digest", "value": guest.digest()}));
    world.rng.shuffle(&mut rows);
    Ok(Value::Array(rows).into())
}
