//! `context`: the document that answers rest on.

use futures_util::future::join_all;

use crate::{
    access::redact,
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
    context::{Material, PARTS, keys, sections},
    findings::Depth,
    fleet::Cluster,
    view::{Answer, ContextView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "context",
    arguments: &[Argument::positional("part", ArgumentKind::Choice(PARTS))],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let part = call.get("part").filter(|part| *part != "all");
    let wanted = |topic: &str| part.is_none_or(|part| part == topic);
    let mut material = Vec::new();
    for cluster in asking.clusters() {
        material.push(read(asking, &cluster, &wanted, &mut gathered).await);
    }
    let sight = asking.sight().await;
    for one in &mut material {
        one.narrow(&sight);
    }
    if wanted("problems") {
        let found = asking.fleet.problems(asking.only, Depth::default(), asking.thresholds, asking.ask).await;
        let mut findings = found.findings;
        redact::findings(&mut findings, &sight);
        for one in &mut material {
            let own = findings.iter().filter(|finding| Some(finding.subject.cluster()) == one.cluster.as_ref());
            one.findings = Some(own.cloned().collect());
        }
    }
    gathered.answer(View::Context(ContextView {
        sections: sections(&material, wanted, asking.language, asking.zone),
        data: keys(&material),
    }))
}

async fn read(
    asking: &Asking<'_>,
    cluster: &Cluster,
    wanted: &impl Fn(&str) -> bool,
    gathered: &mut Gathered,
) -> Material {
    let ask = asking.ask;
    let name = cluster.name();
    let (resources, status, version) = tokio::join!(cluster.resources(ask), cluster.status(ask), cluster.version(ask));
    let mut material = Material {
        cluster: Some(name.clone()),
        resources: gathered.note(name, &resources),
        status: gathered.note(name, &status),
        version: gathered.note(name, &version),
        ..Material::default()
    };
    if wanted("ha") {
        material.ha = gathered.note(name, &cluster.ha(ask).await);
    }
    if wanted("tasks") {
        material.tasks = gathered.note(name, &cluster.tasks(ask).await);
    }
    if wanted("backups") {
        material.jobs = gathered.note(name, &cluster.backup_jobs(ask).await);
    }
    if wanted("ceph") {
        material.ceph = gathered.note(name, &cluster.ceph(ask).await);
    }
    if wanted("zfs") {
        let seen = material.resources.clone();
        let online: Vec<_> = seen
            .iter()
            .flat_map(|seen| seen.value.nodes())
            .filter(|node| node.state == lotse_model::NodeState::Online)
            .map(|node| node.name.clone())
            .collect();
        let pools = join_all(online.iter().map(|node| cluster.zfs(node, ask))).await;
        for (node, answer) in online.into_iter().zip(pools) {
            if let Some(seen) = gathered.note(name, &answer) {
                material.zfs.push((node, seen));
            }
        }
    }
    material
}
