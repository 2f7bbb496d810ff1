//! High availability: services in error, nodes being fenced.

use std::collections::BTreeMap;

use lotse_model::{Evidence, GuestRef, NodeName, Severity, Subject};
use lotse_pve::ops::ha::{HaService, HaState};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{label, subject, text},
};

/// A service that HA has given up on.
pub(super) fn error(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(ha) = report.see(&material.ha) else { return };
    let failed = |service: &&HaService| service.state == HaState::Error || service.decided == Some(HaState::Error);
    for service in ha.value.services.iter().filter(failed) {
        let guest = service.guest.and_then(|(_, vmid)| material.resources.value().and_then(|list| list.guest(vmid)));
        let name = guest.map_or_else(|| service.sid.clone(), label);
        let about = match (guest, service.guest) {
            (Some(guest), _) => subject(guest),
            (None, Some((_, vmid))) => {
                Subject::Guest { guest: GuestRef::new(report.cluster.clone(), vmid), name: None }
            }
            (None, None) => Subject::Other {
                cluster: report.cluster.clone(),
                node: service.node.clone(),
                name: service.sid.clone(),
            },
        };
        let evidence = ha.shows([("sid", service.sid.clone()), ("state", service.state.to_string())]);
        let arguments = [("service", text(&name)), ("state", text(&service.state))];
        report.found(Severity::Error, about, vec![evidence], arguments);
    }
}

/// A node that is being fenced.
pub(super) fn fencing(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let mut fenced: BTreeMap<NodeName, (String, Vec<Evidence>)> = BTreeMap::new();
    let Some(ha) = report.see(&material.ha) else { return };
    for service in &ha.value.services {
        let in_fence = service.state == HaState::Fence || service.decided == Some(HaState::Fence);
        if let Some(node) = service.node.as_ref().filter(|_| in_fence) {
            let entry = fenced.entry(node.clone()).or_insert_with(|| ("fence".to_owned(), Vec::new()));
            entry.1.push(ha.shows([("sid", service.sid.clone()), ("state", "fence".to_owned())]));
        }
    }
    for manager in ha.value.managers.iter().filter(|manager| manager.state.contains("fence")) {
        let entry = fenced.entry(manager.node.clone()).or_insert_with(|| (manager.state.clone(), Vec::new()));
        entry.1.push(ha.shows([("lrm", manager.state.clone())]));
    }
    // The manager's own record names the node before any service does; without it the list above still tells.
    if let Some(manager) = report.open(&material.ha_manager) {
        for (node, state) in manager.value.nodes.iter().filter(|(_, state)| state.as_str() == "fence") {
            let entry = fenced.entry(node.clone()).or_insert_with(|| (state.clone(), Vec::new()));
            entry.1.push(manager.shows([("node_status", state.clone())]));
        }
    }
    for (node, (state, evidence)) in fenced {
        let arguments = [("node", text(&node)), ("state", text(&state))];
        report.found(Severity::Critical, report.node(&node), evidence, arguments);
    }
}
