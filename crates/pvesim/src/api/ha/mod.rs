//! `/cluster/ha`.

pub mod groups;
pub mod resources;
pub mod rules;
pub mod status;

#[cfg(test)]
mod tests;

use super::access::directory;
use super::cluster::AUDIT;
use super::route::{Check, Route};
use super::{Context, Outcome};
use crate::world::World;

/// May change high availability.
const CONSOLE: Check = Check::perm("/", &["Sys.Console"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[Route::get("/cluster/ha", index).check(AUDIT)];

fn index(world: &mut World, _: &Context) -> Outcome {
    let mut names = vec!["status", "resources", "groups"];
    if world.version.is_nine() {
        names.push("rules");
    }
    Ok(directory("id", &names))
}
