//! Whether the cluster may decide, and for how long yet.

use lotse_model::Severity;

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{count, text},
};

/// No majority: nothing can be changed.
pub(super) fn lost(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(status) = report.see(&material.status) else { return };
    if status.value.quorate != Some(false) {
        return;
    }
    let (online, total) = (status.value.online(), status.value.members.len());
    let evidence = status.shows([("quorate", "0".to_owned()), ("online", format!("{online}/{total}"))]);
    let arguments = [("cluster", text(&report.cluster)), ("online", count(online)), ("total", count(total))];
    report.found(Severity::Critical, report.this_cluster(), vec![evidence], arguments);
}

/// A majority that the next failure ends.
pub(super) fn thin(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(status) = report.see(&material.status) else { return };
    if status.value.quorate != Some(true) || status.value.spare_votes() != Some(0) {
        return;
    }
    let (online, total) = (status.value.online(), status.value.members.len());
    // With two nodes this is how the cluster was built, and a QDevice, which this call does not show, may stand in.
    let severity = if online == total { Severity::Info } else { Severity::Warning };
    let evidence = status.shows([("quorate", "1".to_owned()), ("online", format!("{online}/{total}"))]);
    let arguments = [
        ("cluster", text(&report.cluster)),
        ("online", count(online)),
        ("total", count(total)),
        ("needed", count(total / 2 + 1)),
    ];
    report.found(severity, report.this_cluster(), vec![evidence], arguments);
}
