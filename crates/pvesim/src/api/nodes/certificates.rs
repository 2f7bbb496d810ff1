//! `/nodes/{node}/certificates`.

use serde_json::{Value, json};

use super::{ON_NODE, machine};
use crate::api::access::directory;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Outcome};
use crate::world::World;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/certificates", index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/certificates/acme", acme).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/certificates/info", info).params(&[ON_NODE]).check(Check::All).on_node(),
];

const DAY: i64 = 86_400;

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["acme", "custom", "info"]))
}

fn acme(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["certificate"]))
}

/// The cluster's authority, the node's certificate by it, and one of its own where there is one.
///
/// Fingerprint and times are told as the scenario has them; that of the node is the one its listener shows.
fn info(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let node = world.nodes.get(&context.node);
    let address = node.map_or("", |node| node.address.as_str());
    let name = world.cluster.clone().unwrap_or_else(|| context.node.clone());
    let unit = crate::world::rng::mix(world.seed ^ crate::world::rng::hash(&name));
    let authority = format!("/CN=Proxmox Virtual Environment/OU={unit:016x}/O=PVE Cluster Manager CA");
    let began = world.began.seconds();
    let details = &machine.certificate;
    let end = began + details.days_left * DAY;
    let start = end - details.days_valid * DAY;
    let pem = |what: &str| format!("-----BEGIN CERTIFICATE-----\n{what}\n-----END CERTIFICATE-----\n");
    let mut entries: Vec<Value> = vec![json!({
        "filename": "pve-root-ca.pem", "subject": authority, "issuer": authority, "san": [],
        "notbefore": start, "notafter": start + 3650 * DAY, "public-key-bits": 4096,
        "public-key-type": "rsaEncryption", "fingerprint": fingerprint(unit), "pem": pem("c2ltdWxhdGVk"),
    })];
    let own = node.and_then(|node| node.fingerprint.clone()).unwrap_or_else(|| fingerprint(unit ^ 1));
    let leaf = |file: &str, fingerprint: String, start: i64, end: i64| {
        json!({
            "filename": file, "subject": format!("/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN={}", context.node),
            "issuer": authority, "notbefore": start, "notafter": end, "fingerprint": fingerprint,
            "san": ["127.0.0.1", "0000:0000:0000:0000:0000:0000:0000:0001", "localhost", address, context.node],
            "public-key-bits": 2048, "public-key-type": "rsaEncryption", "pem": pem("c2ltdWxhdGVk"),
        })
    };
    if details.custom {
        entries.push(leaf("pve-ssl.pem", fingerprint(unit ^ 2), start, start + 730 * DAY));
        entries.push(leaf("pveproxy-ssl.pem", own, start, end));
    } else {
        entries.push(leaf("pve-ssl.pem", own, start, end));
    }
    Ok(Answer::Data(entries.into()))
}

/// Thirty-two bytes that belong to a number, as a fingerprint is written.
fn fingerprint(seed: u64) -> String {
    let bytes = (0..4_u64).flat_map(|part| crate::world::rng::mix(seed ^ (part << 56)).to_be_bytes());
    bytes.map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_has_thirty_two_bytes() {
        assert_eq!(fingerprint(1).len(), 95);
        assert_ne!(fingerprint(1), fingerprint(2));
    }
}
