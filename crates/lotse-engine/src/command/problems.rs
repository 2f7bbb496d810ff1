//! `problems`: what is wrong, with evidence.

use crate::{
    access::redact,
    asking::Asking,
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
    findings::Depth,
    view::{Answer, ProblemsView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "problems",
    arguments: &[Argument::positional("node", ArgumentKind::Node), Argument::flag("deep")],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let node = match call.get("node") {
        Some(typed) => Some(asking.directory(&snapshots).node(typed)?),
        None => None,
    };
    let deep = call.is_on("deep");
    let depth = Depth { guests: deep, disks: deep };
    let found = asking.fleet.problems(asking.only, depth, asking.thresholds, asking.ask).await;
    let sight = asking.sight().await;
    let mut all = found.findings;
    redact::findings(&mut all, &sight);
    if let Some((cluster, node)) = &node {
        all.retain(|finding| finding.subject.cluster() == *cluster && finding.subject.node() == Some(node));
    }
    for skipped in found.not_run.iter().flat_map(|skipped| &skipped.missing) {
        gathered.miss(skipped.clone());
    }
    gathered.answer(View::Problems(ProblemsView { findings: all, ran: found.ran, not_run: found.not_run, deep }))
}
