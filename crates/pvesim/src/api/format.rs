//! Formats of string parameters and the texts of their refusal.

use super::param::Format;

/// `pve-vmid`: 100 to 999999999.
pub const VMID: Format = Format::Named("pve-vmid", vmid);
/// `pve-vmid-list`.
pub const VMID_LIST: Format = Format::List("pve-vmid-list", vmid);
/// `pve-node`: a host name.
pub const NODE: Format = Format::Named("pve-node", node);
/// `pve-node-list`.
pub const NODE_LIST: Format = Format::List("pve-node-list", node);
/// `pve-storage-id`.
pub const STORAGE_ID: Format = Format::Named("pve-storage-id", storage_id);
/// `pve-storage-id-list`.
pub const STORAGE_ID_LIST: Format = Format::List("pve-storage-id-list", storage_id);
/// `pve-configid`: letter first, then letters, digits, `_`, `-`.
pub const CONFIG_ID: Format = Format::Named("pve-configid", config_id);
/// `pve-configid-list`.
pub const CONFIG_ID_LIST: Format = Format::List("pve-configid-list", config_id);
/// `pve-poolid`.
pub const POOL_ID: Format = Format::Named("pve-poolid", pool_id);
/// `dns-name`.
pub const DNS_NAME: Format = Format::Named("dns-name", dns_name);
/// `pve-tag-list`.
pub const TAG_LIST: Format = Format::List("pve-tag-list", tag);

/// Checks one VMID.
pub fn vmid(value: &str) -> Result<(), String> {
    let good = value.len() >= 3
        && value.len() <= 9
        && !value.starts_with('0')
        && value.bytes().all(|byte| byte.is_ascii_digit());
    if good { Ok(()) } else { Err("value does not look like a valid VM ID".to_owned()) }
}

/// Checks one node name.
pub fn node(value: &str) -> Result<(), String> {
    if label(value) { Ok(()) } else { Err("value does not look like a valid node name".to_owned()) }
}

/// Checks one storage id.
pub fn storage_id(value: &str) -> Result<(), String> {
    let mut bytes = value.bytes();
    let good = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && value.len() >= 2
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && value.bytes().last().is_some_and(|last| last.is_ascii_alphanumeric());
    if good { Ok(()) } else { Err(format!("storage ID '{value}' contains illegal characters")) }
}

/// Checks one configuration id (snapshot, job, group).
pub fn config_id(value: &str) -> Result<(), String> {
    let good = value.len() >= 2
        && value.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if good { Ok(()) } else { Err(format!("invalid configuration ID '{value}'")) }
}

/// Checks one pool id: up to three levels parted by `/`.
pub fn pool_id(value: &str) -> Result<(), String> {
    let levels: Vec<&str> = value.split('/').collect();
    let good = levels.len() <= 3
        && levels.iter().all(|level| {
            !level.is_empty() && level.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        });
    if good { Ok(()) } else { Err(format!("pool name '{value}' contains invalid characters")) }
}

/// Checks one DNS name.
pub fn dns_name(value: &str) -> Result<(), String> {
    let good = !value.is_empty() && value.len() <= 253 && value.split('.').all(label);
    if good { Ok(()) } else { Err("value does not look like a valid DNS name".to_owned()) }
}

/// Checks one tag: letters, digits, `_ - + .`, not beginning with `- + .`.
pub fn tag(value: &str) -> Result<(), String> {
    let good = value
        .bytes()
        .enumerate()
        .all(|(at, byte)| byte.is_ascii_alphanumeric() || byte == b'_' || at > 0 && matches!(byte, b'-' | b'+' | b'.'));
    if good { Ok(()) } else { Err("invalid characters in tag".to_owned()) }
}

fn label(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 63
        && !value.starts_with('-')
        && !value.ends_with('-')
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Parts a list value at `,`, `;`, NUL and blanks, as `PVE::Tools::split_list` does.
pub fn split_list(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';', ' ', '\t', '\n', '\0']).map(str::trim).filter(|part| !part.is_empty())
}
