//! `/cluster/sdn` and the zones of a node: an installation without software-defined networks.

use serde_json::json;

use crate::api::access::directory;
use crate::api::format::NODE;
use crate::api::param::Format;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const VIEW: &[P] = &[P::boolean("pending").optional(), P::boolean("running").optional()];
const ZONE_ID: Format = Format::Named("pve-sdn-zone-id", |value| sdn_id("zone", value));
const VNET_ID: Format = Format::Named("pve-sdn-vnet-id", |value| sdn_id("vnet", value));
const ON_NODE: &[P] = &[P::string("node").format(NODE)];

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/sdn", index).check(Check::perm("/sdn", &["SDN.Audit"])),
    Route::get("/cluster/sdn/vnets", nothing).params(&[VIEW]).check(Check::All),
    Route::get("/cluster/sdn/vnets/{vnet}", vnet)
        .params(&[VIEW, &[P::string("vnet").format(VNET_ID)]])
        .check(Check::All),
    Route::get("/cluster/sdn/zones", nothing)
        .params(&[VIEW, &[P::choice("type", &["evpn", "faucet", "qinq", "simple", "vlan", "vxlan"]).optional()]])
        .check(Check::All),
    Route::get("/cluster/sdn/zones/{zone}", zone)
        .params(&[VIEW, &[P::string("zone").format(ZONE_ID)]])
        .check(Check::perm("/sdn/zones/{zone}", &["SDN.Allocate"])),
    Route::get("/cluster/sdn/controllers", nothing)
        .params(&[VIEW, &[P::choice("type", &["bgp", "evpn", "faucet", "isis"]).optional()]])
        .check(Check::All),
    Route::get("/cluster/sdn/ipams", ipams)
        .params(&[&[P::choice("type", &["netbox", "phpipam", "pve"]).optional()]])
        .check(Check::All),
    Route::get("/cluster/sdn/dns", nothing).params(&[&[P::choice("type", &["powerdns"]).optional()]]).check(Check::All),
    Route::get("/cluster/acme", acme).check(Check::All),
    Route::get("/cluster/acme/account", nothing).check(Check::All).protected(),
    Route::get("/cluster/acme/plugins", nothing)
        .params(&[&[P::choice("type", &["dns", "standalone"]).optional()]])
        .check(super::MODIFY)
        .protected(),
    Route::get("/cluster/acme/directories", directories).check(Check::All),
    Route::get("/nodes/{node}/sdn", node_index).params(&[ON_NODE]).check(Check::All).on_node(),
    Route::get("/nodes/{node}/sdn/zones", nothing).params(&[ON_NODE]).check(Check::All).on_node().protected(),
];

fn sdn_id(what: &str, value: &str) -> Result<(), String> {
    let good = (2..=8).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(()) } else { Err(format!("{what} ID '{value}' contains illegal characters")) }
}

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("id", &["vnets", "zones", "controllers", "ipams", "dns"]))
}

fn acme(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["account", "tos", "meta", "directories", "plugins", "challenge-schema"]))
}

fn directories(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([
        {"name": "Let's Encrypt V2", "url": "https://acme-v02.api.letsencrypt.org/directory"},
        {"name": "Let's Encrypt V2 Staging", "url": "https://acme-staging-v02.api.letsencrypt.org/directory"},
    ])))
}

fn node_index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["zones"]))
}

fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn ipams(world: &mut World, context: &Context) -> Outcome {
    if !world.may(&context.caller, "/sdn/ipams/pve", "SDN.Audit") {
        return nothing(world, context);
    }
    Ok(Answer::Data(json!([{"ipam": "pve", "type": "pve", "digest": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}])))
}

fn vnet(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("sdn vnet object ID '{}' does not exist", context.need("vnet"))))
}

fn zone(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("sdn '{}' does not exist", context.need("zone"))))
}
