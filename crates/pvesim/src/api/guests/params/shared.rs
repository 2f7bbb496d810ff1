//! Parameters that many guest routes have in common.

use crate::api::format::{CONFIG_ID, CONFIG_ID_LIST, NODE, POOL_ID, STORAGE_ID, TAG_LIST, VMID};
use crate::api::param::Format;
use crate::api::param::Param;
use crate::world::version::Releases;

/// `{node}` of the path.
pub const NODE_PARAM: Param = Param::string("node").format(NODE);
/// `{vmid}` of the path.
pub const VMID_PARAM: Param = Param::integer("vmid").min(100.0).max(999_999_999.0).format(VMID);
/// Node and guest of the path.
pub const GUEST: &[Param] = &[NODE_PARAM, VMID_PARAM];
/// Node of the path.
pub const NODE_ONLY: &[Param] = &[NODE_PARAM];
/// `{snapname}` of the path.
pub const SNAPNAME: &[Param] = &[Param::string("snapname").max_length(40).format(CONFIG_ID)];
/// `skiplock`.
pub const SKIPLOCK: &[Param] = &[Param::boolean("skiplock").optional()];
/// `digest` of an optimistic change.
pub const DIGEST: &[Param] = &[Param::string("digest").max_length(40).optional()];
/// `timeout` in seconds.
pub const TIMEOUT: &[Param] = &[Param::integer("timeout").min(0.0).optional()];
/// Whole-number `bwlimit` of VMs, KiB/s.
pub const BWLIMIT: &[Param] = &[Param::integer("bwlimit").min(0.0).optional()];
/// `bwlimit` of containers, KiB/s.
pub const BWLIMIT_LXC: &[Param] = &[Param::number("bwlimit").min(0.0).optional()];
/// `pool`.
pub const POOL: &[Param] = &[Param::string("pool").format(POOL_ID).optional()];
/// `storage`.
pub const STORAGE: &[Param] = &[Param::string("storage").format(STORAGE_ID).optional()];
/// `current` and `snapshot` of a configuration read.
pub const CONFIG_READ: &[Param] =
    &[Param::boolean("current").optional(), Param::string("snapshot").max_length(40).format(CONFIG_ID).optional()];
/// `delete` and `revert` of a configuration change.
pub const CHANGE: &[Param] = &[
    Param::string("delete").format(CONFIG_ID_LIST).optional(),
    Param::string("revert").format(CONFIG_ID_LIST).optional(),
];
/// Description, tags, start behaviour: the same on both kinds.
pub const COMMON_CONFIG: &[Param] = &[
    Param::string("description").max_length(8192).optional(),
    Param::string("tags").format(TAG_LIST).optional(),
    Param::boolean("onboot").optional(),
    Param::boolean("protection").optional(),
    Param::boolean("template").optional(),
    Param::string("startup").format(STARTUP).optional(),
    Param::string("hookscript").format(VOLUME_ID).optional(),
];
/// Time frame and consolidation of the graphs.
pub const RRDDATA: &[Param] = &[TIMEFRAME, Param::choice("cf", &["AVERAGE", "MAX"]).optional()];
/// The same with the data source, for pictures.
pub const RRD: &[Param] = &[Param::string("ds").format(CONFIG_ID_LIST)];
const TIMEFRAME: Param = Param::choice("timeframe", &["hour", "day", "week", "month", "year"]);
/// `feature` and `snapname`.
pub const FEATURE: &[Param] = &[
    Param::choice("feature", &["snapshot", "clone", "copy"]),
    Param::string("snapname").max_length(40).format(CONFIG_ID).optional(),
];
/// What a clone takes on both kinds.
pub const CLONE: &[Param] = &[
    Param::integer("newid").min(100.0).max(999_999_999.0).format(VMID),
    Param::string("description").optional(),
    Param::boolean("full").optional(),
    Param::string("snapname").max_length(40).format(CONFIG_ID).optional(),
    Param::string("target").format(NODE).optional(),
];
/// Whether what belongs to a deleted guest goes as well.
pub const DESTROY: &[Param] =
    &[Param::boolean("purge").optional(), Param::boolean("destroy-unreferenced-disks").optional()];
/// `start` after creation, `unique` addresses, `force` over an existing guest.
pub const CREATE: &[Param] = &[
    Param::boolean("start").optional(),
    Param::boolean("unique").optional(),
    Param::boolean("force").optional(),
    Param::boolean("ha-managed").optional().releases(Releases::NINE),
];
/// New size of a disk: `+` before a size is added to what there is.
pub const SIZE: &[Param] = &[Param::string("size").pattern(is_size_change)];
/// Target of a disk that is given to another guest.
pub const REASSIGN: &[Param] = &[
    Param::integer("target-vmid").min(100.0).max(999_999_999.0).format(VMID).optional(),
    Param::string("target-digest").max_length(40).optional(),
    Param::boolean("delete").optional(),
];
/// Port and ticket of the console's web socket.
pub const WEBSOCKET: &[Param] =
    &[Param::integer("port").min(5900.0).max(5999.0), Param::string("vncticket").max_length(512)];
/// `proxy` of SPICE.
pub const SPICE: &[Param] = &[Param::string("proxy").format(ADDRESS).optional()];

/// `address`: an IP address or DNS name.
pub const ADDRESS: Format = Format::Named("address", address);
/// `pve-startup-order`.
pub const STARTUP: Format = Format::Named("pve-startup-order", startup);
/// `pve-volume-id`.
pub const VOLUME_ID: Format = Format::Named("pve-volume-id", volume_id);
/// `CIDR`.
pub const CIDR: Format = Format::Named("CIDR", cidr);
/// `storage-pair-list`: a storage, or `from:to` pairs.
pub const STORAGE_PAIRS: Format = Format::List("storage-pair-list", storage_pair);
/// `disk-size`.
pub const DISK_SIZE: Format = Format::Named("disk-size", disk_size);
/// `urlencoded`: anything printable.
pub const URLENCODED: Format = Format::Named("urlencoded", |_| Ok(()));

fn address(value: &str) -> Result<(), String> {
    if value.parse::<std::net::IpAddr>().is_ok() || crate::api::format::dns_name(value).is_ok() {
        return Ok(());
    }
    Err("value does not look like a valid address".to_owned())
}

fn startup(value: &str) -> Result<(), String> {
    let good = value.split(',').all(|part| {
        let (key, number) = part.split_once('=').unwrap_or(("order", part));
        matches!(key.trim(), "order" | "up" | "down")
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    });
    if good { Ok(()) } else { Err("unable to parse startup options".to_owned()) }
}

fn volume_id(value: &str) -> Result<(), String> {
    match value.split_once(':') {
        Some((storage, name)) if crate::api::format::storage_id(storage).is_ok() && !name.is_empty() => Ok(()),
        _ => Err(format!("unable to parse volume ID '{value}'\n")),
    }
}

fn cidr(value: &str) -> Result<(), String> {
    let good = value.split_once('/').is_some_and(|(address, bits)| {
        address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| bits.parse::<u8>().is_ok_and(|bits| bits <= if address.is_ipv4() { 32 } else { 128 }))
    });
    if good { Ok(()) } else { Err("value does not look like a valid CIDR network".to_owned()) }
}

fn storage_pair(value: &str) -> Result<(), String> {
    value.split(':').filter(|part| *part != "1").try_for_each(crate::api::format::storage_id)
}

fn disk_size(value: &str) -> Result<(), String> {
    if crate::world::config::size_bytes(value).is_some() {
        return Ok(());
    }
    Err("value does not look like a valid disk size".to_owned())
}

fn is_size_change(value: &str) -> bool {
    crate::world::config::size_bytes(value.strip_prefix('+').unwrap_or(value)).is_some()
}
