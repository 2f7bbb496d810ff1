//! `nodes`: all nodes with their load.

use lotse_model::Node;

use crate::{
    asking::Asking,
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, criteria},
    view::{Answer, NodesView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "nodes",
    arguments: &[Argument::option("where", ArgumentKind::Criteria(criteria::OF_MACHINES))],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, _: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let seen = snapshots.iter().filter_map(|snapshot| snapshot.resources.value());
    let nodes: Vec<Node> = seen.flat_map(|resources| resources.nodes().iter().cloned()).collect();
    gathered.answer(View::Nodes(NodesView { nodes }))
}
