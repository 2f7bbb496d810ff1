//! Replication between nodes.

use lotse_model::{Argument, Severity, Subject};

use super::{material::Material, report::Report, thresholds::Thresholds, words::text};

/// A replication whose last run failed.
pub(super) fn failing(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/replication") {
        let Some(states) = report.see(&details.replication) else { continue };
        for state in states.value.iter().filter(|state| !state.job.disabled) {
            if state.failures == 0 && state.error.is_none() {
                continue;
            }
            let failures = state.failures.max(1);
            let severity =
                if failures >= thresholds.replication_failures { Severity::Error } else { Severity::Warning };
            let message = state.error.clone().unwrap_or_default();
            let evidence = states.shows([
                ("id", state.job.id.clone()),
                ("fail_count", state.failures.to_string()),
                ("error", message.clone()),
            ]);
            let about = Subject::Other {
                cluster: report.cluster.clone(),
                node: Some(node.name.clone()),
                name: state.job.id.clone(),
            };
            let target = state.job.target.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
            let arguments = [
                ("job", text(&state.job.id)),
                ("target", text(&target)),
                ("failures", Argument::Count(u64::from(failures))),
                ("message", text(&message)),
            ];
            report.found(severity, about, vec![evidence], arguments);
        }
    }
}
