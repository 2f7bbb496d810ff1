//! The network of a node, and what its guests send through it.

use serde_json::{Map, Value, json};

use super::{AUDIT, ON_NODE, machine};
use crate::api::param::Format;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::version::Releases;

const TYPES_8: &[&str] = &[
    "bridge",
    "bond",
    "eth",
    "alias",
    "vlan",
    "OVSBridge",
    "OVSBond",
    "OVSPort",
    "OVSIntPort",
    "vnet",
    "any_bridge",
    "any_local_bridge",
];
const TYPES_9: &[&str] = &[
    "bridge",
    "bond",
    "eth",
    "alias",
    "vlan",
    "fabric",
    "OVSBridge",
    "OVSBond",
    "OVSPort",
    "OVSIntPort",
    "vnet",
    "any_bridge",
    "any_local_bridge",
    "include_sdn",
];
const IFACE: Format = Format::Named("pve-iface", iface);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/network", list)
        .params(&[
            ON_NODE,
            &[
                P::choice("type", TYPES_8).optional().releases(Releases::EIGHT),
                P::choice("type", TYPES_9).optional().releases(Releases::NINE),
            ],
        ])
        .check(Check::All)
        .on_node(),
    Route::get("/nodes/{node}/network/{iface}", read)
        .params(&[ON_NODE, &[P::string("iface").min_length(2).max_length(20).format(IFACE)]])
        .check(AUDIT)
        .on_node(),
    Route::get("/nodes/{node}/netstat", netstat).params(&[ON_NODE]).check(AUDIT).on_node(),
];

fn iface(value: &str) -> Result<(), String> {
    let good = (2..=20).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'));
    if good { Ok(()) } else { Err(format!("invalid network interface name '{value}'")) }
}

/// The interfaces of a scenario, or one card below one bridge with the node's address.
fn interfaces(world: &World, node: &str) -> Vec<Map<String, Value>> {
    let machine = machine(world, node);
    if !machine.interfaces.is_empty() {
        let entry =
            |(key, value): (&String, &toml::Value)| (key.clone(), serde_json::to_value(value).unwrap_or(Value::Null));
        return machine.interfaces.iter().map(|iface| iface.iter().map(entry).collect()).collect();
    }
    let address = world.nodes.get(node).map_or("", |node| node.address.as_str());
    let gateway = address.rsplit_once('.').map_or(String::new(), |(net, _)| format!("{net}.1"));
    let card = json!({
        "iface": "eno1", "type": "eth", "exists": 1, "active": 1, "method": "manual", "method6": "manual",
        "families": ["inet"], "priority": 2,
    });
    let bridge = json!({
        "iface": "vmbr0", "type": "bridge", "active": 1, "autostart": 1, "method": "static", "method6": "manual",
        "families": ["inet"], "address": address, "netmask": "24", "cidr": format!("{address}/24"), "gateway": gateway,
        "bridge_ports": "eno1", "bridge_stp": "off", "bridge_fd": "0", "priority": 3,
    });
    [card, bridge].into_iter().filter_map(|value| value.as_object().cloned()).collect()
}

fn list(world: &mut World, context: &Context) -> Outcome {
    let wanted = context.text("type");
    let kind = |iface: &Map<String, Value>| iface.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let fits = |iface: &Map<String, Value>| match wanted {
        None | Some("include_sdn") => true,
        Some("any_bridge" | "any_local_bridge") => matches!(kind(iface).as_str(), "bridge" | "OVSBridge"),
        Some(wanted) => kind(iface) == wanted,
    };
    // Bridges that the caller may neither use nor audit are left out.
    let visible = |iface: &Map<String, Value>| {
        let name = iface.get("iface").and_then(Value::as_str).unwrap_or_default();
        !matches!(wanted, Some("any_bridge" | "any_local_bridge"))
            || world
                .must_any(&context.caller, &format!("/sdn/zones/localnetwork/{name}"), &["SDN.Audit", "SDN.Use"])
                .is_ok()
    };
    let found = interfaces(world, &context.node).into_iter().filter(|iface| fits(iface) && visible(iface));
    Ok(Answer::Data(found.map(Value::Object).collect()))
}

fn read(world: &mut World, context: &Context) -> Outcome {
    let name = context.need("iface");
    let found = interfaces(world, &context.node)
        .into_iter()
        .find(|iface| iface.get("iface").and_then(Value::as_str) == Some(name));
    let mut iface = found.ok_or_else(|| Failure::param("iface", "interface does not exist"))?;
    iface.shift_remove("iface");
    Ok(Answer::Data(Value::Object(iface)))
}

/// Counters of the guests' cards, as texts.
fn netstat(world: &mut World, context: &Context) -> Outcome {
    let mut rows = Vec::new();
    for guest in world.guests.values().filter(|guest| guest.node == context.node && guest.is_alive()) {
        let usage = world.guest_usage(guest, world.now);
        let cards: Vec<&str> = guest
            .config
            .iter()
            .map(|(key, _)| key)
            .filter(|key| key.strip_prefix("net").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())))
            .collect();
        let share = u64::try_from(cards.len().max(1)).unwrap_or(1);
        for card in cards {
            rows.push(json!({
                "vmid": guest.vmid.to_string(), "dev": card, "in": (usage.net_in / share).to_string(),
                "out": (usage.net_out / share).to_string(),
            }));
        }
    }
    Ok(Answer::Data(rows.into()))
}
