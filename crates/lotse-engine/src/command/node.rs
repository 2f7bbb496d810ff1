//! `node`: one node, as it sees itself.

use lotse_model::{Guest, Node, NodeName};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
    fleet::Cluster,
    view::{Answer, NodeDetail, NodeView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "node",
    arguments: &[Argument::required("node", ArgumentKind::Node)],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let typed = call.get("node").unwrap_or_default();
    let (cluster, node) = asking.directory(&snapshots).node(typed)?;
    let resources =
        snapshots.iter().find(|snapshot| snapshot.cluster() == cluster).and_then(|one| one.resources.value());
    let not_found = || CommandError::NotFound {
        kind: "node",
        reference: typed.to_owned(),
        suggestions: Vec::new(),
        hidden: Vec::new(),
    };
    let mut shown = resources.and_then(|resources| resources.node(&node)).cloned().ok_or_else(not_found)?;
    let guests: Option<Vec<Guest>> =
        resources.map(|resources| resources.guests().iter().filter(|guest| guest.node == node).cloned().collect());
    let detail = match asking.fleet.cluster(cluster) {
        Some(cluster) => detail(asking, cluster, &node, &mut shown, &mut gathered).await,
        None => NodeDetail::default(),
    };
    gathered.answer(View::Node(Box::new(NodeView { node: shown, detail, guests })))
}

async fn detail(
    asking: &Asking<'_>,
    cluster: &Cluster,
    node: &NodeName,
    shown: &mut Node,
    gathered: &mut Gathered,
) -> NodeDetail {
    let ask = asking.ask;
    let (status, updates, services, certificates, subscription) = tokio::join!(
        cluster.node_status(node, ask),
        cluster.updates(node, ask),
        cluster.services(node, ask),
        cluster.certificates(node, ask),
        cluster.subscription(node, ask),
    );
    let name = cluster.name();
    let status = gathered.note(name, &status);
    let updates = gathered.note(name, &updates);
    let services = gathered.note(name, &services);
    let certificates = gathered.note(name, &certificates);
    let subscription = gathered.note(name, &subscription);
    let mut detail = NodeDetail {
        updates: updates.map(|seen| seen.value.len()),
        failed_services: services.map(|seen| {
            let broken = seen.value.iter().filter(|service| service.is_broken());
            broken.map(|service| service.name.clone()).collect()
        }),
        certificate_until: certificates.and_then(|seen| {
            seen.value.iter().filter(|certificate| certificate.is_served()).filter_map(|one| one.not_after).min()
        }),
        subscription: subscription.map(|seen| seen.value.state.as_str().to_owned()),
        ..NodeDetail::default()
    };
    if let Some(status) = status.as_deref().map(|seen| &seen.value) {
        // The node's own figures are from this moment; those of the list are up to ten seconds older.
        shown.memory = status.memory.or(shown.memory);
        shown.root_disk = status.root_disk.or(shown.root_disk);
        shown.uptime = status.uptime.or(shown.uptime);
        if let (Some(cpu), Some(share)) = (shown.cpu.as_mut(), status.cpu) {
            cpu.share = share;
        }
        detail.version.clone_from(&status.manager);
        detail.kernel.clone_from(&status.kernel);
        detail.cpu_model.clone_from(&status.processor.model);
        detail.load = status.load;
        detail.io_wait = status.io_wait.map(lotse_model::Share::get);
        detail.swap = status.swap;
        detail.ksm = status.shared_memory;
    }
    detail
}
