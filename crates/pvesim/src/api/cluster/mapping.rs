//! `/cluster/mapping`: no hardware is mapped.

use serde_json::json;

use crate::api::access::directory;
use crate::api::format::{CONFIG_ID, NODE};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const FILTER: &[P] = &[P::string("check-node").optional().format(NODE)];
const ID: &[P] = &[P::string("id").format(CONFIG_ID)];

const fn sees(path: &'static str) -> Check {
    Check::any(path, &["Mapping.Use", "Mapping.Modify", "Mapping.Audit"])
}

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/mapping", index).check(Check::All),
    Route::get("/cluster/mapping/dir", list).params(&[FILTER]).check(Check::All),
    Route::get("/cluster/mapping/dir/{id}", one).params(&[ID]).check(sees("/mapping/dir/{id}")).protected(),
    Route::get("/cluster/mapping/pci", list).params(&[FILTER]).check(Check::All),
    Route::get("/cluster/mapping/pci/{id}", one).params(&[ID]).check(sees("/mapping/pci/{id}")).protected(),
    Route::get("/cluster/mapping/usb", list).params(&[FILTER]).check(Check::All),
    Route::get("/cluster/mapping/usb/{id}", one).params(&[ID]).check(sees("/mapping/usb/{id}")).protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["dir", "pci", "usb"]))
}

fn list(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn one(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("mapping '{}' not found", context.need("id"))))
}
