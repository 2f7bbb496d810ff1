//! Formats of storage parameters.

use crate::api::param::Format;
use crate::world::volume::Content;

/// `pve-storage-content`.
pub const CONTENT: Format = Format::Named("pve-storage-content", content);
/// `pve-storage-content-list`.
pub const CONTENT_LIST: Format = Format::List("pve-storage-content-list", content);
/// `pve-volume-id`.
pub const VOLUME_ID: Format = Format::Named("pve-volume-id", volume_id);

fn content(value: &str) -> Result<(), String> {
    if value == "none" || Content::parse(value).is_some() {
        Ok(())
    } else {
        Err(format!("invalid content type '{value}'"))
    }
}

fn volume_id(value: &str) -> Result<(), String> {
    match value.split_once(':') {
        Some((storage, name)) if crate::api::format::storage_id(storage).is_ok() && !name.is_empty() => Ok(()),
        _ => Err(format!("unable to parse volume ID '{value}'")),
    }
}

/// The pattern of a new volume's size: digits, then `M` or `G` or nothing for KiB.
#[must_use]
pub fn is_size(value: &str) -> bool {
    let digits = value.strip_suffix(['M', 'G']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The pattern of a certificate's fingerprint.
#[must_use]
pub fn is_fingerprint(value: &str) -> bool {
    value.len() == 95
        && value.split(':').all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
