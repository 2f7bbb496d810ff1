//! Disks and what is made of them: ZFS, Ceph, SMART.

use lotse_model::{Severity, Subject};
use lotse_pve::ops::{
    ceph::{CephCheck, CephHealth},
    disk_pools::ZfsState,
};

use super::{material::Material, report::Report, thresholds::Thresholds, words::text};

/// A ZFS pool that is not whole.
pub(super) fn zfs_degraded(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/disks/zfs") {
        let Some(pools) = report.see(&details.zfs) else { continue };
        for pool in pools.value {
            let severity = match &pool.state {
                ZfsState::Online => continue,
                ZfsState::Degraded => Severity::Error,
                // A pool that does not say how it does is no evidence.
                ZfsState::Other(word) if word.is_empty() => continue,
                _ => Severity::Critical,
            };
            let evidence = pools.shows([("name", pool.name.clone()), ("health", pool.state.to_string())]);
            let about = Subject::Other {
                cluster: report.cluster.clone(),
                node: Some(node.name.clone()),
                name: pool.name.clone(),
            };
            let arguments = [("pool", text(&pool.name)), ("node", text(&node.name)), ("state", text(&pool.state))];
            report.found(severity, about, vec![evidence], arguments);
        }
    }
}

/// Ceph that is not well by its own judgement.
pub(super) fn ceph_degraded(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(ceph) = report.see(&material.ceph) else { return };
    let Some(status) = ceph.value else { return };
    let severity = match &status.health {
        CephHealth::Ok => return,
        CephHealth::Error => Severity::Critical,
        CephHealth::Warning | CephHealth::Other(_) => Severity::Warning,
    };
    let loud = |check: &&CephCheck| !check.muted;
    let checks: Vec<String> =
        status.checks.iter().filter(loud).map(|check| format!("{}: {}", check.code, check.message)).collect();
    let checks = if checks.is_empty() { status.health.to_string() } else { checks.join("; ") };
    let evidence = ceph.shows([("health", status.health.to_string()), ("checks", checks.clone())]);
    let arguments = [("cluster", text(&report.cluster)), ("state", text(&status.health)), ("checks", text(&checks))];
    report.found(severity, report.this_cluster(), vec![evidence], arguments);
}

/// A disk that expects to fail.
pub(super) fn smart_failing(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/disks/list") {
        let Some(disks) = report.see(&details.disks) else { continue };
        for disk in disks.value.iter().filter(|disk| disk.health.is_failing()) {
            let evidence = disks.shows([("devpath", disk.device.clone()), ("health", disk.health.to_string())]);
            let about = Subject::Other {
                cluster: report.cluster.clone(),
                node: Some(node.name.clone()),
                name: disk.device.clone(),
            };
            let model = disk.model.clone().unwrap_or_else(|| disk.device.clone());
            let arguments = [
                ("disk", text(&disk.device)),
                ("node", text(&node.name)),
                ("model", text(&model)),
                ("health", text(&disk.health)),
            ];
            report.found(Severity::Critical, about, vec![evidence], arguments);
        }
    }
}
