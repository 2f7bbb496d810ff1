//! Nodes: offline, silent, short of memory or disk.

use std::collections::BTreeMap;

use lotse_model::{Evidence, Hidden, HiddenWhy, Node, NodeName, NodeState, Severity, Timestamp};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{count, fill, text},
};
use crate::{fleet::NodeDetails, topics::Answer};

/// A node that the cluster does not see.
pub(super) fn offline(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let mut evidence: BTreeMap<&NodeName, Vec<_>> = BTreeMap::new();
    if let Some(status) = report.open(&material.status) {
        for member in status.value.members.iter().filter(|member| !member.online) {
            evidence.entry(&member.node).or_default().push(status.shows([("online", "0".to_owned())]));
        }
    }
    if let Some(list) = report.open(&material.resources) {
        for node in list.value.nodes().iter().filter(|node| node.state == NodeState::Offline) {
            evidence.entry(&node.name).or_default().push(list.shows([("status", "offline".to_owned())]));
        }
    }
    // Either list tells; only without both could nobody look.
    if report.oldest.is_none() {
        report.see(&material.status);
        report.see(&material.resources);
    }
    for (node, evidence) in evidence {
        let guests = material
            .resources
            .value()
            .map_or(0, |list| list.guests().iter().filter(|guest| guest.node == *node).count());
        let arguments = [("node", text(&node)), ("guests", count(guests))];
        report.found(Severity::Error, report.node(node), evidence, arguments);
    }
}

/// A node that takes part and does not answer.
pub(super) fn unreachable(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    let offline = |name: &NodeName| {
        let member = material.status.value().and_then(|status| status.members.iter().find(|one| one.node == *name));
        member.is_some_and(|member| !member.online)
    };
    for node in members.iter().filter(|node| node.state != NodeState::Offline && !offline(&node.name)) {
        let mut evidence = Vec::new();
        if node.state != NodeState::Online {
            let state = match &node.state {
                NodeState::Other(word) => word.clone(),
                _ => "unknown".to_owned(),
            };
            evidence.push(members.list.shows([("status", state)]));
        }
        evidence.extend(material.nodes.get(&node.name).and_then(|details| silence(details, material.now)));
        if !evidence.is_empty() {
            report.found(Severity::Error, report.node(&node.name), evidence, [("node", text(&node.name))]);
        }
    }
}

/// That none of a node's calls found it. A time-out is no evidence: it may have been our own deadline.
fn silence(details: &NodeDetails, now: Timestamp) -> Option<Evidence> {
    fn lost<T>(answer: &Answer<T>) -> Option<&Hidden> {
        answer.missing.first().filter(|hidden| answer.seen.is_none() && hidden.why == HiddenWhy::NodeDown)
    }
    let status = lost(&details.status)?;
    (lost(&details.clock).is_some() && lost(&details.certificates).is_some()).then(|| Evidence {
        call: status.what.clone(),
        as_of: now,
        facts: [("answer".to_owned(), "the node cannot be reached".to_owned())].into(),
    })
}

/// A node short of memory.
pub(super) fn memory_high(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for node in members.iter() {
        let Some((space, share)) = node.memory.and_then(|space| Some((space, space.share()?))) else {
            figures_hidden(node, report);
            continue;
        };
        if let Some(severity) = thresholds.node_memory.judge(share) {
            let evidence =
                members.list.shows([("mem", space.used.0.to_string()), ("maxmem", space.total.0.to_string())]);
            let arguments = fill(space, share).into_iter().chain([("node", text(&node.name))]);
            report.found(severity, report.node(&node.name), vec![evidence], arguments);
        }
    }
}

/// A node whose root file system fills up.
pub(super) fn disk_full(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for node in members.iter() {
        let Some((space, share)) = node.root_disk.and_then(|space| Some((space, space.share()?))) else {
            figures_hidden(node, report);
            continue;
        };
        if let Some(severity) = thresholds.node_disk.judge(share) {
            let evidence =
                members.list.shows([("disk", space.used.0.to_string()), ("maxdisk", space.total.0.to_string())]);
            let arguments = fill(space, share).into_iter().chain([("node", text(&node.name))]);
            report.found(severity, report.node(&node.name), vec![evidence], arguments);
        }
    }
}

/// A node that reports no figures: it is down, or the caller may not see them.
fn figures_hidden(node: &Node, report: &mut Report<'_>) {
    let why = if node.state == NodeState::Online {
        let path = format!("/nodes/{}", node.name);
        HiddenWhy::Privilege { needs: vec!["Sys.Audit".to_owned()], path }
    } else {
        HiddenWhy::NodeDown
    };
    let is_known = report.hidden.iter().any(|hidden| {
        matches!(hidden.why, HiddenWhy::Privilege { .. }) && hidden.node.as_ref().is_none_or(|of| *of == node.name)
    });
    if why == HiddenWhy::NodeDown || !is_known {
        report.could_not_see(Some(&node.name), "/cluster/resources", why);
    }
}
