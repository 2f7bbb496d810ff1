//! Upkeep of nodes: certificates, updates, reboots, clocks, versions.

use std::{cmp::Ordering, collections::BTreeMap};

use lotse_model::{Argument, NodeName, Severity};
use lotse_pve::ops::{packages::PackageVersion, version::Release};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{count, text},
};

/// How many packages a text names.
const NAMED: usize = 5;

/// A certificate that ends soon. Of a node's own and the operator's, the operator's is the one that is shown to clients.
pub(super) fn certificate_expiring(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/certificates/info") {
        let Some(certificates) = report.see(&details.certificates) else { continue };
        for certificate in certificates.value {
            let Some(until) = certificate.not_after else { continue };
            let left = until.0.saturating_sub(material.now.0);
            let within = |limit: u64| left < i64::try_from(limit).unwrap_or(i64::MAX);
            let severity = match () {
                () if within(thresholds.certificate_error) => Severity::Error,
                () if within(thresholds.certificate_warning) => Severity::Warning,
                () => continue,
            };
            let evidence =
                certificates.shows([("filename", certificate.file.clone()), ("notafter", until.0.to_string())]);
            let arguments = [
                ("node", text(&node.name)),
                ("file", text(&certificate.file)),
                ("expired", text(&if left <= 0 { "yes" } else { "no" })),
                ("left-seconds", Argument::Seconds(u64::try_from(left).unwrap_or(0))),
                ("at-time", Argument::Time(until)),
            ];
            report.found(severity, report.node(&node.name), vec![evidence], arguments);
        }
    }
}

/// Updates that wait, as the package lists of the node know.
pub(super) fn updates_pending(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/apt/update") {
        let Some(updates) = report.see(&details.updates).filter(|updates| !updates.value.is_empty()) else { continue };
        let is_security = |origin: &String| origin.to_ascii_lowercase().contains("security");
        let security = updates.value.iter().filter(|update| update.origin.as_ref().is_some_and(is_security)).count();
        let named: Vec<&str> = updates.value.iter().take(NAMED).map(|update| update.package.as_str()).collect();
        let more = if updates.value.len() > NAMED { ", …" } else { "" };
        let severity = if security > 0 { Severity::Warning } else { Severity::Info };
        let evidence =
            updates.shows([("updates", updates.value.len().to_string()), ("security", security.to_string())]);
        let arguments = [
            ("node", text(&node.name)),
            ("count", count(updates.value.len())),
            ("security", count(security)),
            ("packages", text(&format!("{}{more}", named.join(", ")))),
        ];
        report.found(severity, report.node(&node.name), vec![evidence], arguments);
    }
}

/// A node that runs an older kernel than the newest one installed.
pub(super) fn reboot_pending(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    for (node, details) in members.with_details(report, "/nodes/{node}/apt/versions") {
        let Some(packages) = report.see(&details.packages) else { continue };
        let Some(running) = packages.value.iter().find_map(|package| package.running_kernel.as_deref()) else {
            continue;
        };
        let kernels = packages.value.iter().filter_map(PackageVersion::kernel);
        let Some(newest) = kernels.max_by(|a, b| by_numbers(a, b)) else { continue };
        // A kernel of the operator's own has another name, and no order with Proxmox's.
        if !running.ends_with("-pve") || by_numbers(newest, running) != Ordering::Greater {
            continue;
        }
        let evidence = packages.shows([("RunningKernel", running.to_owned()), ("installed", newest.to_owned())]);
        let arguments = [("node", text(&node.name)), ("running", text(&running)), ("installed", text(&newest))];
        report.found(Severity::Warning, report.node(&node.name), vec![evidence], arguments);
    }
}

/// Compares `6.8.12-9-pve` and `6.8.12-10-pve` by their numbers.
fn by_numbers(a: &str, b: &str) -> Ordering {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
    };
    numbers(a).cmp(&numbers(b))
}

/// Clocks that differ for certain: what the calls themselves took is given to each clock's credit.
pub(super) fn clocks_apart(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    let mut offsets = Vec::new();
    for (node, details) in members.with_details(report, "/nodes/{node}/time") {
        let Some(reading) = report.see(&details.clock) else { continue };
        let time = reading.value.clock.time.0;
        // Whole seconds are cut off at both ends, so the truth may lie one further each way.
        let least = time.saturating_sub(reading.as_of.0).saturating_sub(1);
        let most = time.saturating_sub(reading.value.asked.0).saturating_add(1);
        offsets.push((&node.name, least, most, reading.shows([("time", time.to_string())])));
    }
    let ahead = offsets.iter().max_by_key(|(_, least, _, _)| *least);
    let behind = offsets.iter().min_by_key(|(_, _, most, _)| *most);
    let (Some(ahead), Some(behind)) = (ahead, behind) else { return };
    let apart = u64::try_from(ahead.1.saturating_sub(behind.2)).unwrap_or(0);
    if apart < thresholds.clocks_apart.max(1) {
        return;
    }
    let arguments = [
        ("cluster", text(&report.cluster)),
        ("apart-seconds", Argument::Seconds(apart)),
        ("ahead", text(&ahead.0)),
        ("behind", text(&behind.0)),
    ];
    let evidence = vec![ahead.3.clone(), behind.3.clone()];
    report.found(Severity::Warning, report.this_cluster(), evidence, arguments);
}

/// Nodes of one cluster with different versions of the manager.
pub(super) fn versions_mixed(material: &Material, _: &Thresholds, report: &mut Report<'_>) {
    let Some(members) = material.members(report) else { return };
    let mut versions: BTreeMap<Release, Vec<&NodeName>> = BTreeMap::new();
    let mut evidence = Vec::new();
    for (node, details) in members.with_details(report, "/nodes/{node}/status") {
        let Some(status) = report.see(&details.status) else { continue };
        let Some(release) = status.value.release else { continue };
        versions.entry(release).or_default().push(&node.name);
        evidence.push(status.shows([("pveversion", status.value.manager.clone().unwrap_or_default())]));
    }
    let (Some((oldest, _)), Some((newest, _))) = (versions.first_key_value(), versions.last_key_value()) else {
        return;
    };
    if versions.len() < 2 {
        return;
    }
    let severity = if oldest.major == newest.major { Severity::Info } else { Severity::Warning };
    let newest = newest.to_string();
    let named = |(release, nodes): (&Release, &Vec<&NodeName>)| {
        let nodes: Vec<&str> = nodes.iter().map(|node| node.as_str()).collect();
        format!("{release} ({})", nodes.join(", "))
    };
    let all: Vec<String> = versions.iter().map(named).collect();
    let arguments =
        [("cluster", text(&report.cluster)), ("versions", text(&all.join("; "))), ("newest", text(&newest))];
    report.found(severity, report.this_cluster(), evidence, arguments);
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::by_numbers;

    #[test]
    fn the_tenth_build_of_a_kernel_is_newer_than_the_ninth() {
        assert_eq!(by_numbers("6.8.12-10-pve", "6.8.12-9-pve"), Ordering::Greater);
        assert_eq!(by_numbers("6.8.12-9-pve", "6.8.12-9-pve"), Ordering::Equal);
    }
}
