//! `cache`: what is kept in memory.

use crate::{
    asking::Asking,
    command::{Argument, Call, Command, CommandError, Does, Level, Reach},
    view::{Answer, CacheRow, CacheView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "cache",
    arguments: &[Argument::flag("clear")],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

#[expect(clippy::unused_async, reason = "every command is one, though this one makes no call")]
async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let clusters = asking.clusters();
    let cleared = call.is_on("clear");
    if cleared {
        for cluster in &clusters {
            cluster.clear();
        }
    }
    let rows = clusters.iter().flat_map(|cluster| {
        cluster.kept().into_iter().map(|kept| CacheRow {
            cluster: cluster.name().clone(),
            call: kept.call,
            as_of: kept.as_of,
            fresh_for_seconds: kept.fresh_for_seconds,
        })
    });
    Ok(Answer::of(View::Cache(CacheView { cleared, rows: rows.collect() })))
}
