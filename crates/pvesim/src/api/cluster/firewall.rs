//! `/cluster/firewall` and that of the nodes: switched off, without rules.

use serde_json::json;

use super::AUDIT;
use crate::api::access::directory;
use crate::api::format::NODE;
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;

const ON_NODE: &[P] = &[P::string("node").format(NODE)];
const NODE_AUDIT: Check = Check::perm("/nodes/{node}", &["Sys.Audit"]);
/// SHA-1 of nothing: the digest of a file that nobody wrote.
const EMPTY_DIGEST: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/cluster/firewall", index).check(Check::All),
    Route::get("/cluster/firewall/groups", nothing).check(Check::All),
    Route::get("/cluster/firewall/rules", nothing).check(AUDIT),
    Route::get("/cluster/firewall/rules/{pos}", rule).params(&[&[P::integer("pos").optional().min(0.0)]]).check(AUDIT),
    Route::get("/cluster/firewall/ipset", nothing).check(AUDIT),
    Route::get("/cluster/firewall/aliases", nothing).check(AUDIT),
    Route::get("/cluster/firewall/options", options).check(AUDIT),
    Route::get("/cluster/firewall/refs", nothing)
        .params(&[&[P::choice("type", &["alias", "ipset"]).optional()]])
        .check(AUDIT),
    Route::get("/nodes/{node}/firewall", node_index).params(&[ON_NODE]).check(Check::All),
    Route::get("/nodes/{node}/firewall/rules", nothing).params(&[ON_NODE]).check(NODE_AUDIT).on_node(),
    Route::get("/nodes/{node}/firewall/rules/{pos}", rule)
        .params(&[ON_NODE, &[P::integer("pos").optional().min(0.0)]])
        .check(NODE_AUDIT)
        .on_node(),
    Route::get("/nodes/{node}/firewall/options", options).params(&[ON_NODE]).check(NODE_AUDIT).on_node(),
    Route::get("/nodes/{node}/firewall/log", log)
        .params(&[
            ON_NODE,
            &[
                P::integer("limit").optional().min(0.0),
                P::integer("since").optional().min(0.0),
                P::integer("start").optional().min(0.0),
                P::integer("until").optional().min(0.0),
            ],
        ])
        .check(Check::perm("/nodes/{node}", &["Sys.Syslog"]))
        .on_node()
        .protected(),
];

fn index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["aliases", "rules", "options", "groups", "ipset", "macros", "refs"]))
}

fn node_index(_: &mut World, _: &Context) -> Outcome {
    Ok(directory("name", &["rules", "options", "log"]))
}

fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!([])))
}

fn rule(_: &mut World, context: &Context) -> Outcome {
    Err(Failure::die(format!("no rule at position {}", context.need("pos"))))
}

fn options(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::Data(json!({"digest": EMPTY_DIGEST})))
}

/// One line as an object instead of a list: nothing was ever logged.
fn log(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::total(json!({"n": 1, "t": "unable to open file - No such file or directory"}), 1))
}
