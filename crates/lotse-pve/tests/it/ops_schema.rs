//! Every change sends exactly what the official schemas of 8.4 and 9.1 allow.

use std::collections::BTreeMap;

use lotse_model::{Bytes, GuestKind, Seconds, Vmid};
use lotse_pve::ops::{
    backup_jobs::BackupMode,
    change::Change,
    guest_changes::{BackupOptions, CloneOptions, ConfigChange, MigrateOptions, NewSize},
    guest_status::GuestPlace,
    power::Power,
    property::Properties,
};
use serde_json::Value;

/// Every change with every option set, for a guest of `kind`.
fn every_change(kind: GuestKind) -> Vec<Change> {
    let place = GuestPlace::new("pve".parse().unwrap(), kind, Vmid::new(100).unwrap());
    let name = "before".parse().unwrap();
    let patience = Some(Seconds(30));
    let powers = [
        Power::Start,
        Power::Shutdown { patience, force: true },
        Power::Reboot { patience },
        Power::Stop { overrule_shutdown: true },
        Power::Reset,
        Power::Pause,
        Power::Hibernate,
        Power::Resume,
    ];
    let mut changes: Vec<_> = powers.into_iter().filter_map(|power| Change::power(&place, power)).collect();
    let clone = CloneOptions {
        new_id: Vmid::new(555).unwrap(),
        name: Some("copy".into()),
        description: Some("x".into()),
        full: true,
        storage: Some("local".parse().unwrap()),
        target: Some("pve2".parse().unwrap()),
        pool: Some("lab".parse().unwrap()),
        snapshot: Some("s1".into()),
    };
    let set = [("memory".to_owned(), "512".to_owned()), ("net0".to_owned(), "virtio,bridge=vmbr0".to_owned())].into();
    let config = ConfigChange { set, delete: vec!["tags".into()], digest: Some("0f".into()) };
    let backup = BackupOptions {
        storage: "backup".parse().unwrap(),
        mode: BackupMode::Stop,
        compress: Some("zstd".into()),
        notes: Some("a\nb".into()),
        protected: true,
        prune_older: true,
        keep: Some(Properties::read("keep-last=3")),
    };
    let migrate = MigrateOptions {
        target: "pve2".parse().unwrap(),
        running: true,
        with_local_disks: true,
        target_storage: Some("local".parse().unwrap()),
        patience,
    };
    let disk = if kind == GuestKind::Vm { "scsi0" } else { "rootfs" };
    changes.extend([
        Change::clone_guest(&place, &clone),
        Change::configure(&place, &config),
        Change::resize(&place, disk, NewSize::Grow(Bytes::from_gib(1)), Some("0f")),
        Change::destroy(&place, true, true),
        Change::snapshot(&place, &name, Some("x"), true),
        Change::rollback(&place, "before", true),
        Change::remove_snapshot(&place, "before"),
        Change::backup(&place, &backup),
        Change::migrate(&place, &migrate),
        Change::stop_task(&"UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:103:root@pam:".parse().unwrap()),
    ]);
    changes
}

/// The methods of a schema by path template.
fn schema(name: &str) -> Option<BTreeMap<String, Value>> {
    let text = std::fs::read_to_string(reference_data::find(name)?).expect("readable");
    let mut open: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let mut methods = BTreeMap::new();
    while let Some(mut node) = open.pop() {
        if let Some(Value::Array(children)) = node.get_mut("children").map(Value::take) {
            open.extend(children);
        }
        methods.insert(node["path"].as_str().unwrap_or_default().to_owned(), node["info"].take());
    }
    Some(methods)
}

/// The method of the schema that a change calls, with the names that stand in its path.
fn method<'a>(schema: &'a BTreeMap<String, Value>, change: &Change) -> (&'a Value, Vec<String>) {
    let path = change.path().to_string();
    let parts: Vec<_> = path.split('/').collect();
    let fits = |template: &&String| {
        let wanted: Vec<_> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(want, part)| want == part || want.starts_with('{'))
    };
    let template =
        schema.keys().filter(fits).max_by_key(|template| template.matches('{').count() == 0).expect("in the schema");
    let names =
        template.split('/').filter(|part| part.starts_with('{')).map(|part| part.trim_matches(['{', '}']).to_owned());
    (&schema[template][change.verb().http()], names.collect())
}

/// Whether a value is what the schema says of it.
fn conforms(value: &str, rule: &Value) -> Result<(), String> {
    let number = |key: &str| match &rule[key] {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    match rule["type"].as_str().unwrap_or("string") {
        "integer" => {
            let given: i64 = value.parse().map_err(|_| "no integer".to_owned())?;
            #[expect(clippy::cast_precision_loss, reason = "bounds of a schema are small")]
            let given = given as f64;
            let fits = number("minimum").is_none_or(|least| given >= least)
                && number("maximum").is_none_or(|most| given <= most);
            if fits { Ok(()) } else { Err("out of bounds".to_owned()) }
        }
        "boolean" if !["0", "1"].contains(&value) => Err("a boolean is 0 or 1".to_owned()),
        _ => {
            let words = rule["enum"].as_array();
            let known = words.is_none_or(|words| words.iter().any(|word| word == value));
            let short = rule["maxLength"].as_u64().is_none_or(|most| value.len() as u64 <= most);
            if known && short { Ok(()) } else { Err("not one of its words, or too long".to_owned()) }
        }
    }
}

/// The rule of a parameter; those with a number are written once (`net[n]`).
fn rule<'a>(properties: &'a Value, key: &str) -> Option<&'a Value> {
    let indexed = format!("{}[n]", key.trim_end_matches(|c: char| c.is_ascii_digit()));
    properties.get(key).or_else(|| properties.get(indexed))
}

#[test]
fn every_change_sends_what_the_official_schemas_allow() {
    for name in ["pve/pve-api-8.4.json", "pve/pve-api.json"] {
        let Some(schema) = schema(name) else { return };
        for change in [every_change(GuestKind::Vm), every_change(GuestKind::Container)].concat() {
            let (method, in_path) = method(&schema, &change);
            assert!(method.is_object(), "{name}: {change}: no such method");
            let properties = &method["parameters"]["properties"];
            for (key, value) in change.params() {
                let rule = rule(properties, key).unwrap_or_else(|| panic!("{name}: {change}: no parameter {key}"));
                conforms(value, rule).unwrap_or_else(|why| panic!("{name}: {change}: {key}: {why}"));
            }
            for (key, rule) in properties.as_object().expect("properties") {
                let given = in_path.contains(key) || change.params().iter().any(|(sent, _)| sent == key);
                assert!(given || rule["optional"] == 1, "{name}: {change}: {key} is missing");
            }
        }
    }
}
