//! Findings belong to their subject, and what they rest on is said without the names of others.

use lotse_model::{Argument, Finding, Hidden, Subject, Upid};

use crate::{access::Sight, view::ProblemsView};

pub(super) fn problems(view: &mut ProblemsView, sight: &Sight) {
    findings(&mut view.findings, sight);
    for skipped in &mut view.not_run {
        let mut missing: Vec<Hidden> = Vec::new();
        for hidden in skipped.missing.iter().filter_map(|hidden| sight.hidden(hidden)) {
            if !missing.contains(&hidden) {
                missing.push(hidden);
            }
        }
        skipped.missing = missing;
    }
    // What could not be seen of others does not concern this person.
    view.not_run.retain(|skipped| !skipped.missing.is_empty());
}

/// Those of the findings that may be seen.
pub(crate) fn findings(findings: &mut Vec<Finding>, sight: &Sight) {
    findings.retain(|finding| may_see(&finding.subject, sight));
    for finding in findings.iter_mut().filter(|finding| !sight.cluster(finding.subject.cluster())) {
        clean(finding, sight);
    }
}

fn may_see(subject: &Subject, sight: &Sight) -> bool {
    match subject {
        Subject::Cluster { cluster } => sight.cluster(cluster),
        Subject::Node { cluster, node } => sight.node(cluster, node),
        Subject::Guest { guest, .. } => sight.guest(guest),
        Subject::Storage { cluster, storage, node } => sight.storage(cluster, storage, node.as_ref()),
        Subject::Other { cluster, node, name } => {
            let of_node = node.as_ref().is_some_and(|node| sight.node(cluster, node));
            match name.parse::<Upid>() {
                Ok(upid) => {
                    let state = lotse_model::TaskState::Running;
                    sight.task(&lotse_model::Task { cluster: cluster.clone(), upid, state })
                }
                // A job, a service, a disk: of a whole cluster or of a node, and without the name of a guest.
                Err(_) => sight.cluster(cluster) || (of_node && sight.is_clean(cluster, name)),
            }
        }
    }
}

fn clean(finding: &mut Finding, sight: &Sight) {
    let cluster = finding.subject.cluster().clone();
    for evidence in &mut finding.evidence {
        evidence.call = sight.call(&cluster, &evidence.call).unwrap_or_default();
        for value in evidence.facts.values_mut() {
            *value = sight.text(&cluster, value).into_owned();
        }
    }
    for argument in finding.arguments.values_mut() {
        if let Argument::Text(text) = argument {
            *text = sight.text(&cluster, text).into_owned();
        }
    }
}
