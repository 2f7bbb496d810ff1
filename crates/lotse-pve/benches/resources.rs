//! Reading `/cluster/resources` of 15,000 guests: from the bytes of the answer to sorted, typed guests.

use std::sync::Arc;

use async_trait::async_trait;
use lotse_model::Timestamp;
use lotse_pve::{ApiPath, CallError, Caller, Deadline, EndpointHealth, Params, Pve, Read, Reply};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// How many guests, on how many nodes.
const GUESTS: u32 = 15_000;
const NODES: u32 = 30;

/// The answer as a server with `GUESTS` guests writes it, rows and keys in no order.
fn answer() -> String {
    let guest = |number: u32| {
        let runs = !number.is_multiple_of(10);
        json!({
            "vmid": 100 + number, "type": if number.is_multiple_of(3) { "lxc" } else { "qemu" }, "id": format!("qemu/{}", 100 + number),
            "node": format!("pve{}", number % NODES), "name": format!("guest-{number}"), "template": 0,
            "status": if runs { "running" } else { "stopped" }, "cpu": 0.018_495_968_043_095_9, "maxcpu": 4,
            "mem": 1_398_720_000_u64 + u64::from(number), "maxmem": 4_294_967_296_u64, "disk": 0, "maxdisk": 34_359_738_368_u64,
            "uptime": if runs { number * 60 } else { 0 }, "netin": 94_600_000_u64, "netout": 72_600_000_u64,
            "diskread": 51_200_000_u64, "diskwrite": 0, "pool": "prod", "tags": "prod;web;team-a",
        })
    };
    let node = |number: u32| {
        json!({
            "type": "node", "id": format!("node/pve{number}"), "node": format!("pve{number}"), "status": "online", "level": "c",
            "cpu": 0.31, "maxcpu": 64, "mem": 206_158_430_208_u64, "maxmem": 412_316_860_416_u64, "disk": 1, "maxdisk": 2, "uptime": 86_400,
        })
    };
    let storage = |number: u32| {
        json!({
            "type": "storage", "id": format!("storage/pve{number}/nfs"), "node": format!("pve{number}"), "storage": "nfs", "shared": 1,
            "status": "available", "plugintype": "nfs", "content": "backup,images", "disk": 1_u64 << 40, "maxdisk": 1_u64 << 42,
        })
    };
    // Backwards, so that the sorting has work to do.
    let rows: Vec<Value> =
        (0..GUESTS).rev().map(guest).chain((0..NODES).map(node)).chain((0..NODES).map(storage)).collect();
    Value::from(rows).to_string()
}

/// A wire that holds the body of one answer.
#[derive(Debug)]
struct Body(String);

#[async_trait]
impl Read for Body {
    async fn get(&self, _: &ApiPath, _: &Params, _: Deadline) -> Result<Reply, CallError> {
        let data = serde_json::from_str(&self.0).map_err(|error| CallError::Broken {
            call: String::new(),
            endpoint: String::new(),
            detail: error.to_string(),
        })?;
        Ok(Reply {
            data,
            total: None,
            as_of: Timestamp(0),
            endpoint: String::new(),
            took: std::time::Duration::ZERO,
            bytes: self.0.len(),
            warnings: Vec::new(),
        })
    }

    fn caller(&self) -> Caller {
        Caller::Root
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        Vec::new()
    }
}

fn cluster(body: String) -> Option<(tokio::runtime::Runtime, Pve)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().ok()?;
    Some((runtime, Pve::new("bench".parse().ok()?, Arc::new(Body(body)))))
}

/// From bytes to `Resources`.
#[divan::bench]
fn read_15_000_guests(bencher: divan::Bencher<'_, '_>) {
    let body = answer();
    let bytes = body.len();
    let Some((runtime, pve)) = cluster(body) else { return };
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench_local(|| {
        runtime
            .block_on(pve.resources(Deadline::after(std::time::Duration::from_mins(1))))
            .map(|seen| seen.value.guests.len())
    });
}

/// Only the JSON, to tell what of it is ours.
#[divan::bench]
fn json_of_15_000_guests(bencher: divan::Bencher<'_, '_>) {
    let body = answer();
    bencher
        .counter(divan::counter::BytesCount::new(body.len()))
        .bench(|| serde_json::from_str::<Value>(&body).map(|value| value.is_array()));
}
