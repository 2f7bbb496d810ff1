//! `/cluster/jobs`: calendar events.

use serde_json::json;

use super::AUDIT;
use super::format::CALENDAR_EVENT;
use crate::api::access::subdirs;
use crate::api::format::CONFIG_ID;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::calendar::Calendar;
use crate::world::moment::Moment;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/jobs", index).check(Check::All),
    Route::get("/cluster/jobs/realm-sync", syncs).check(AUDIT),
    Route::get("/cluster/jobs/realm-sync/{id}", sync).params(&[&[P::string("id").format(CONFIG_ID)]]).check(AUDIT),
    Route::get("/cluster/jobs/schedule-analyze", analyze)
        .params(&[&[
            P::integer("iterations").optional().min(1.0).max(100.0),
            P::string("schedule").max_length(128).format(CALENDAR_EVENT),
            P::integer("starttime").optional(),
        ]])
        .check(Check::All),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(subdirs(&["schedule-analyze", "realm-sync"]))
}

fn syncs(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn sync(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::param("id", format!("No such job '{}'", context.need("id"))))
}

/// The next times of a calendar event.
fn analyze(world: &mut World, context: &Context) -> Outcome {
    let calendar = Calendar::parse(context.need("schedule")).map_err(Failure::die)?;
    let zone = world.zone(&context.node);
    let mut at = context.integer("starttime").map_or(world.now, Moment::from_seconds);
    let mut times = Vec::new();
    for _ in 0..context.integer("iterations").unwrap_or(10) {
        let Some(next) = calendar.next_after(at, &zone) else { break };
        let utc = next.format("%a %b %e %H:%M:%S %Y");
        times.push(json!({"timestamp": next.seconds(), "utc": utc}));
        at = next;
    }
    Ok(Answer::Data(times.into()))
}
