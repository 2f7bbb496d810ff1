//! Verification of parameters against their table, with the texts of `PVE::JSONSchema`.

use indexmap::IndexMap;

use super::format::split_list;
use super::param::{Format, Kind, Param};
use crate::world::version::Release;

/// Complaints by parameter name.
pub type Complaints = Vec<(String, String)>;

/// Text for a parameter that no table knows.
pub const UNKNOWN: &str = "property is not defined in schema and the schema does not allow additional properties";
/// Text for a parameter that is needed.
pub const MISSING: &str = "property is missing and it is not optional";

/// What changes the judgement of values.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether `yes`, `on` and `true` are truth values, as they are on the command line.
    pub lenient_booleans: bool,
    /// The release, for keys of property strings that come and go.
    pub release: Release,
}

/// Checks parameters and normalises booleans to `0` and `1`.
pub fn verify<'a>(
    params: impl Iterator<Item = &'a Param> + Clone,
    given: &IndexMap<String, Vec<String>>,
    misshapen: &[(String, &'static str)],
    rules: Rules,
) -> Result<IndexMap<String, Vec<String>>, Complaints> {
    let mut complaints = Complaints::new();
    let mut accepted = IndexMap::with_capacity(given.len());
    for (name, values) in given {
        let Some(param) = params.clone().find(|param| param.is(name)) else {
            complaints.push((name.clone(), UNKNOWN.to_owned()));
            continue;
        };
        match check(param, name, values, rules) {
            Ok(values) => {
                accepted.insert(name.clone(), values);
            }
            Err(complaint) => complaints.push((name.clone(), complaint)),
        }
    }
    for (name, shape) in misshapen {
        match params.clone().find(|param| param.is(name)) {
            Some(param) => complaints
                .push((name.clone(), format!("type check ('{}') failed - got {shape}", type_name(param.kind)))),
            None => complaints.push((name.clone(), UNKNOWN.to_owned())),
        }
    }
    for param in params {
        let present = || given.contains_key(param.name) || misshapen.iter().any(|(name, _)| name == param.name);
        if !param.optional && !present() {
            complaints.push((param.name.to_owned(), MISSING.to_owned()));
        }
    }
    if complaints.is_empty() { Ok(accepted) } else { Err(complaints) }
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Array => "array",
    }
}

fn check(param: &Param, name: &str, values: &[String], rules: Rules) -> Result<Vec<String>, String> {
    if param.kind == Kind::Array {
        return values.iter().map(|value| scalar(param, name, value, rules)).collect();
    }
    match values {
        [value] => scalar(param, name, value, rules).map(|value| vec![value]),
        _ => Err(format!("type check ('{}') failed - got ARRAY", type_name(param.kind))),
    }
}

fn scalar(param: &Param, name: &str, value: &str, rules: Rules) -> Result<String, String> {
    let mismatch = || format!("type check ('{}') failed - got '{value}'", type_name(param.kind));
    match param.kind {
        Kind::Boolean => {
            return boolean(value, rules.lenient_booleans)
                .map(|on| if on { "1" } else { "0" }.to_owned())
                .ok_or_else(mismatch);
        }
        Kind::Integer if !is_integer(value) => return Err(mismatch()),
        Kind::Number if value.parse::<f64>().is_err() => return Err(mismatch()),
        _ => {}
    }
    if let Some(format) = &param.format {
        by_format(format, name, value, rules.release)?;
    }
    if let Some(pattern) = param.pattern
        && !pattern(value)
    {
        return Err("value does not match the regex pattern".to_owned());
    }
    if matches!(param.kind, Kind::Integer | Kind::Number) {
        bounds(param, value)?;
    } else {
        lengths(param, value)?;
    }
    if !param.values.is_empty() && !param.values.contains(&value) {
        return Err(not_in(value, param.values.iter().map(|word| (*word).to_owned())));
    }
    if !param.families.is_empty() && !param.family_names().any(|known| known == value) {
        return Err(not_in(value, param.family_names()));
    }
    Ok(value.to_owned())
}

fn not_in(value: &str, values: impl Iterator<Item = String>) -> String {
    format!("value '{value}' does not have a value in the enumeration '{}'", values.collect::<Vec<_>>().join(", "))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn boolean(value: &str, lenient: bool) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" | "" => Some(false),
        _ if lenient => match value.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" => Some(true),
            "no" | "off" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn bounds(param: &Param, value: &str) -> Result<(), String> {
    let number: f64 = value.trim().parse().unwrap_or(0.0);
    if let Some(min) = param.min
        && number < min
    {
        return Err(format!("value must have a minimum value of {min}"));
    }
    if let Some(max) = param.max
        && number > max
    {
        return Err(format!("value must have a maximum value of {max}"));
    }
    Ok(())
}

fn lengths(param: &Param, value: &str) -> Result<(), String> {
    let length = value.chars().count();
    if let Some(max) = param.max_length
        && length > max
    {
        return Err(format!("value may only be {max} characters long"));
    }
    if let Some(min) = param.min_length
        && length < min
    {
        return Err(format!("value must be at least {min} characters long"));
    }
    Ok(())
}

fn by_format(format: &Format, name: &str, value: &str, release: Release) -> Result<(), String> {
    match format {
        Format::Named(_, check) => check(value).map_err(|complaint| format!("invalid format - {complaint}\n")),
        Format::List(_, check) => {
            split_list(value).try_for_each(check).map_err(|complaint| format!("invalid format - {complaint}\n"))
        }
        Format::Properties { default, keys } => properties(*default, keys, name, value, release)
            .map_err(|lines| format!("invalid format - format error\n{}\n", lines.join("\n"))),
    }
}

/// Checks a property string; the error is one line per complaint, each with its full name.
fn properties(
    default: Option<&str>,
    keys: &[Param],
    name: &str,
    value: &str,
    release: Release,
) -> Result<(), Vec<String>> {
    let mut lines = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for part in value.split(',').filter(|part| !part.trim().is_empty()) {
        let (key, text) = match (part.split_once('='), default) {
            (Some((key, text)), _) => (key.trim(), text),
            (None, Some(default)) if !seen.contains(&default) => (default, part),
            (None, _) => {
                return Err(vec![format!("{name}: value without key, but schema does not define a default key")]);
            }
        };
        // A network model may stand in the key's place: `virtio=BC:24:…` is `model=virtio,macaddr=BC:24:…`.
        let key = if is_model(keys, key) {
            if !seen.contains(&"model") {
                seen.push("model");
            }
            "macaddr"
        } else {
            key
        };
        if seen.contains(&key) {
            return Err(vec![format!("duplicate key in comma-separated list property: {key}")]);
        }
        seen.push(key);
        match keys.iter().find(|param| param.is(key) && param.releases.has(release)) {
            None => lines.push(format!("{name}.{key}: {UNKNOWN}")),
            Some(param) => {
                if let Err(complaint) = scalar(param, key, text, Rules { lenient_booleans: true, release }) {
                    lines.push(format!("{name}.{key}: {complaint}"));
                }
            }
        }
    }
    for param in keys.iter().filter(|param| !param.optional && !seen.contains(&param.name)) {
        lines.push(format!("{name}.{}: {MISSING}", param.name));
    }
    if lines.is_empty() { Ok(()) } else { Err(lines) }
}

/// Whether a key is one of the words that a `model` may be.
fn is_model(keys: &[Param], key: &str) -> bool {
    keys.iter().any(|param| param.name == "model" && param.values.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::format::VMID;

    const TABLE: &[Param] = &[
        Param::integer("vmid").min(100.0).max(999_999_999.0).format(VMID),
        Param::boolean("full").optional(),
        Param::choice("type", &["vm", "storage"]).optional(),
        Param::string("name").optional().max_length(4),
    ];

    fn run(pairs: &[(&str, &str)]) -> Result<IndexMap<String, Vec<String>>, Complaints> {
        let mut given: IndexMap<String, Vec<String>> = IndexMap::new();
        for (name, value) in pairs {
            given.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        verify(TABLE.iter(), &given, &[], Rules { lenient_booleans: false, release: Release::Eight })
    }

    fn complaint(pairs: &[(&str, &str)]) -> String {
        run(pairs).unwrap_err().into_iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_refusal_has_the_text_of_the_real_server() {
        assert_eq!(complaint(&[]), "vmid: property is missing and it is not optional");
        assert_eq!(complaint(&[("vmid", "x")]), "vmid: type check ('integer') failed - got 'x'");
        assert_eq!(complaint(&[("vmid", "100"), ("full", "yes")]), "full: type check ('boolean') failed - got 'yes'");
        assert_eq!(complaint(&[("vmid", "100"), ("vmid", "101")]), "vmid: type check ('integer') failed - got ARRAY");
        assert_eq!(complaint(&[("vmid", "100"), ("nope", "1")]), format!("nope: {UNKNOWN}"));
        assert_eq!(complaint(&[("vmid", "100"), ("name", "abcde")]), "name: value may only be 4 characters long");
        assert_eq!(
            complaint(&[("vmid", "100"), ("type", "pool")]),
            "type: value 'pool' does not have a value in the enumeration 'vm, storage'"
        );
    }

    #[test]
    fn good_parameters_pass_unchanged() {
        let accepted = run(&[("vmid", "100"), ("full", "1")]).unwrap();
        assert_eq!(accepted.get("full"), Some(&vec!["1".to_owned()]));
    }
}
