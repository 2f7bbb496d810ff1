//! Formats of the access parameters.

use crate::access::user::{is_realm, is_tokenid, is_userid, split_token};
use crate::access::{Privileges, Series};
use crate::api::param::Format;

/// `pve-userid`.
pub const USER_ID: Format = Format::Named("pve-userid", user_id);
/// `pve-userid-list`.
pub const USER_ID_LIST: Format = Format::List("pve-userid-list", user_id);
/// `pve-groupid`.
pub const GROUP_ID: Format = Format::Named("pve-groupid", group_id);
/// `pve-groupid-list`.
pub const GROUP_ID_LIST: Format = Format::List("pve-groupid-list", group_id);
/// `pve-roleid`.
pub const ROLE_ID: Format = Format::Named("pve-roleid", role_id);
/// `pve-roleid-list`.
pub const ROLE_ID_LIST: Format = Format::List("pve-roleid-list", role_id);
/// `pve-priv-list`, of 8.x.
pub const PRIV_LIST_8: Format = Format::List("pve-priv-list", |name| privilege(Series::Eight, name));
/// `pve-priv-list`, of 9.x.
pub const PRIV_LIST_9: Format = Format::List("pve-priv-list", |name| privilege(Series::Nine, name));
/// `pve-realm`.
pub const REALM: Format = Format::Named("pve-realm", realm);
/// `pve-tokenid-list`.
pub const TOKEN_ID_LIST: Format = Format::List("pve-tokenid-list", full_token_id);

fn user_id(value: &str) -> Result<(), String> {
    if is_userid(value) { Ok(()) } else { Err(format!("value '{value}' does not look like a valid user name")) }
}

fn group_id(value: &str) -> Result<(), String> {
    if is_word(value) { Ok(()) } else { Err(format!("group name '{value}' contains invalid characters")) }
}

fn role_id(value: &str) -> Result<(), String> {
    if is_word(value) { Ok(()) } else { Err(format!("role name '{value}' contains invalid characters")) }
}

fn privilege(series: Series, name: &str) -> Result<(), String> {
    Privileges::valid(series, name).map(|_| ()).ok_or_else(|| format!("invalid privilege '{name}'"))
}

fn realm(value: &str) -> Result<(), String> {
    if is_realm(value) { Ok(()) } else { Err("value does not look like a valid realm".to_owned()) }
}

fn full_token_id(value: &str) -> Result<(), String> {
    split_token(value).map(|_| ()).ok_or_else(|| format!("value '{value}' does not look like a valid token ID"))
}

fn is_word(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

/// The pattern of a token's own id.
#[must_use]
pub fn is_token(value: &str) -> bool {
    is_tokenid(value)
}

/// The pattern of a user's or a token's full id.
#[must_use]
pub fn is_authid(value: &str) -> bool {
    is_userid(value) || split_token(value).is_some()
}

/// The pattern of a user's keys.
#[must_use]
pub fn is_keys(value: &str) -> bool {
    value.len() <= 4096 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'='))
}
