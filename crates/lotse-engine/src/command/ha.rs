//! `ha`: high availability.

use futures_util::future::join_all;
use lotse_model::Hidden;

use crate::{
    asking::{Asking, Gathered},
    command::{Call, Command, CommandError, Does, Level, Reach},
    fleet::Cluster,
    inventory::Resources,
    topics,
    view::{Answer, HaCluster, HaServiceRow, HaView, LrmRow, View},
};
use lotse_pve::ops::{
    ha::{HaManagerStatus, HaStatus},
    ha_config::HaResource,
};

pub(super) const COMMAND: Command = Command {
    name: "ha",
    arguments: &[],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, _: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let clusters = asking.clusters();
    let seen = join_all(clusters.iter().map(|cluster| async {
        let configured = cluster.pve().ha_resources(asking.ask.deadline);
        tokio::join!(cluster.ha(asking.ask), cluster.ha_manager(asking.ask), cluster.resources(asking.ask), configured)
    }))
    .await;
    let sight = asking.sight().await;
    let mut rows = Vec::new();
    for (cluster, (status, manager, resources, configured)) in clusters.iter().zip(seen) {
        let call = "/cluster/ha/resources";
        let configured = configured.map_err(|error| Hidden {
            cluster: cluster.name().clone(),
            node: None,
            what: call.to_owned(),
            why: error.hidden_why(),
        });
        let configured = gathered.note_fresh(cluster.name(), call, configured).unwrap_or_default();
        let mut row = lay(cluster, &status, &manager, &resources, &configured, &mut gathered);
        if let Some(row) = &mut row {
            row.services.retain(|service| sight.service(&row.cluster, &service.sid));
        }
        rows.extend(row);
    }
    gathered.answer(View::Ha(HaView { clusters: rows }))
}

fn lay(
    cluster: &Cluster,
    status: &topics::Answer<HaStatus>,
    manager: &topics::Answer<HaManagerStatus>,
    resources: &topics::Answer<Resources>,
    configured: &[HaResource],
    gathered: &mut Gathered,
) -> Option<HaCluster> {
    let resources = gathered.note(cluster.name(), resources);
    let manager = gathered.note(cluster.name(), manager);
    let status = gathered.note(cluster.name(), status)?;
    let status = &status.value;
    let manager = manager.as_deref().map(|seen| &seen.value);
    let services = status.services.iter().map(|service| {
        let guest = service.guest.and_then(|(_, vmid)| resources.as_ref()?.value.guest(vmid).cloned());
        HaServiceRow {
            sid: service.sid.clone(),
            name: guest.and_then(|guest| guest.name),
            node: service.node.clone(),
            state: Some(service.state.as_str().to_owned()),
            requested: service.requested.as_ref().map(|state| state.as_str().to_owned()),
            group: configured.iter().find(|resource| resource.sid == service.sid).and_then(|one| one.group.clone()),
        }
    });
    let master = status.master.as_ref();
    Some(HaCluster {
        cluster: cluster.name().clone(),
        quorate: status.quorate,
        master: master.map(|master| master.node.clone()).or_else(|| manager.and_then(|manager| manager.master.clone())),
        master_seen: master.and_then(|master| master.at).or_else(|| manager.and_then(|manager| manager.at)),
        lrm: status.managers.iter().map(|lrm| LrmRow { node: lrm.node.clone(), state: lrm.state.clone() }).collect(),
        services: services.collect(),
    })
}
