//! The guests' firewall, as far as it can be read: nothing is configured.

use serde_json::{Value, json};

use crate::api::param::Param;
use crate::api::{Answer, Context, Outcome};
use crate::world::World;

/// SHA-1 of nothing: the digest of an empty file.
const EMPTY: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

/// Rules, aliases, sets, references: none.
pub fn nothing(_: &mut World, _: &Context) -> Outcome {
    Ok(Value::Array(Vec::new()).into())
}

/// Options: all at their defaults.
pub fn options(_: &mut World, _: &Context) -> Outcome {
    Ok(json!({"digest": EMPTY}).into())
}

/// Log: there is no file.
pub fn log(_: &mut World, _: &Context) -> Outcome {
    Ok(Answer::total(json!({"n": 1, "t": "unable to open file - No such file or directory"}), 1))
}

/// What a log takes.
pub const LOG: &[Param] = &[
    Param::integer("limit").min(0.0).optional(),
    Param::integer("since").min(0.0).optional(),
    Param::integer("start").min(0.0).optional(),
    Param::integer("until").min(0.0).optional(),
];
/// Which references are wanted.
pub const REFS: &[Param] = &[Param::choice("type", &["alias", "ipset"]).optional()];
