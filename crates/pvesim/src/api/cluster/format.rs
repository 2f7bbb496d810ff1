//! Formats of the cluster's parameters.

use crate::api::format::{config_id, split_list, vmid};
use crate::api::param::Format;
use crate::api::param::Param as P;
use crate::world::calendar::Calendar;

/// `pve-calendar-event`.
pub const CALENDAR_EVENT: Format = Format::Named("pve-calendar-event", calendar_event);
/// `pve-ha-resource-or-vm-id`.
pub const HA_SID: Format = Format::Named("pve-ha-resource-or-vm-id", ha_sid);
/// `pve-ha-group-node-list`: nodes with a priority behind a colon.
pub const HA_NODES: Format = Format::List("pve-ha-group-node-list", ha_node);
/// `pve-replication-job-id`.
pub const REPLICATION_ID: Format = Format::Named("pve-replication-job-id", replication_id);

/// `prune-backups`.
pub const PRUNE: Format = Format::Properties { default: None, keys: PRUNE_KEYS };

const PRUNE_KEYS: &[P] = &[
    P::boolean("keep-all").optional(),
    P::integer("keep-daily").optional(),
    P::integer("keep-hourly").optional(),
    P::integer("keep-last").optional(),
    P::integer("keep-monthly").optional(),
    P::integer("keep-weekly").optional(),
    P::integer("keep-yearly").optional(),
];

fn calendar_event(value: &str) -> Result<(), String> {
    Calendar::parse(value).map(|_| ()).map_err(|error| format!("invalid calendar event '{value}' - {error}"))
}

fn ha_sid(value: &str) -> Result<(), String> {
    let good = match value.split_once(':') {
        Some(("vm" | "ct", id)) => vmid(id).is_ok(),
        Some(_) => false,
        None => vmid(value).is_ok(),
    };
    if good { Ok(()) } else { Err("value does not look like a valid ha resource id".to_owned()) }
}

fn ha_node(value: &str) -> Result<(), String> {
    let (node, priority) = value.split_once(':').unwrap_or((value, "0"));
    let good = crate::api::format::node(node).is_ok() && priority.parse::<u32>().is_ok();
    if good { Ok(()) } else { Err("value does not look like a valid ha group node".to_owned()) }
}

fn replication_id(value: &str) -> Result<(), String> {
    let good =
        value.split_once('-').is_some_and(|(guest, number)| vmid(guest).is_ok() && number.parse::<u32>().is_ok());
    if good { Ok(()) } else { Err(format!("invalid replication job id '{value}'")) }
}

/// The pattern of ids without blanks.
#[must_use]
pub fn has_no_blank(value: &str) -> bool {
    !value.is_empty() && !value.contains(char::is_whitespace)
}

/// The pattern of a time of day, `H:MM`.
#[must_use]
pub fn is_time(value: &str) -> bool {
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    value.split_once(':').is_some_and(|(hour, minute)| digits(hour) && digits(minute))
}

/// The pattern of a plain HTTP proxy.
#[must_use]
pub fn is_proxy(value: &str) -> bool {
    value.starts_with("http://")
}

/// The pattern of a list of tags parted by semicolons.
#[must_use]
pub fn is_tag_list(value: &str) -> bool {
    value.split(';').all(|tag| !tag.is_empty() && crate::api::format::tag(tag).is_ok())
}

/// The property names of a `delete` parameter.
pub fn deleted(value: &str) -> impl Iterator<Item = &str> {
    split_list(value).filter(|name| config_id(name).is_ok())
}
