//! Devices of a node, and the report that support asks for.

use serde_json::{Map, Value, json};

use super::{AUDIT, ON_NODE, machine};
use crate::api::access::directory;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Outcome};
use crate::world::World;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/hardware", index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/hardware/pci", pci)
        .params(&[ON_NODE, &[P::string("pci-class-blacklist").optional(), P::boolean("verbose").optional()]])
        .check(Check::any("/", &["Sys.Audit", "Sys.Modify"]))
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/hardware/usb", usb)
        .params(&[ON_NODE])
        .check(crate::api::cluster::MODIFY)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/report", report).params(&[ON_NODE]).check(AUDIT).on_node().protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("type", &["pci", "usb"]))
}

fn pci(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let entry =
        |(key, value): (&String, &toml::Value)| (key.clone(), serde_json::to_value(value).unwrap_or(Value::Null));
    let device = |device: &indexmap::IndexMap<String, toml::Value>| {
        Value::Object(device.iter().map(entry).collect::<Map<_, _>>())
    };
    Ok(Answer::Data(machine.pci.iter().map(device).collect()))
}

fn usb(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn report(world: &mut World, context: &Context) -> Outcome {
    let machine = machine(world, &context.node);
    let version = super::version_of(world, &context.node);
    let full = version.get("version").and_then(Value::as_str).unwrap_or_default();
    let text = format!(
        "{}\n\n==== general system info ====\n\n# hostname\n{}\n\n# pveversion --verbose\npve-manager: {full} \
         (running kernel: {})\n",
        world.now.format("%a %b %e %H:%M:%S UTC %Y"),
        context.node,
        machine.kernel
    );
    Ok(Answer::Data(json!(text)))
}
