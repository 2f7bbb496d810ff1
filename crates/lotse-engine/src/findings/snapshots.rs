//! Snapshots that were forgotten.

use lotse_model::{Argument, Severity};

use super::{
    material::Material,
    report::Report,
    thresholds::Thresholds,
    words::{count, label, subject, text},
};

const CALL: &str = "/nodes/{node}/{kind}/{vmid}/snapshot";

/// A snapshot that is older than anyone needs it.
pub(super) fn old(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    for (guest, details) in living.with_details(report, CALL, |_| true) {
        let Some(snapshots) = report.see(&details.snapshots) else { continue };
        for snapshot in &snapshots.value.list {
            let Some(taken) = snapshot.taken else { continue };
            let age = taken.age(material.now).0;
            if age < thresholds.snapshot_age {
                continue;
            }
            let evidence = snapshots.shows([("name", snapshot.name.clone()), ("snaptime", taken.0.to_string())]);
            let arguments = [
                ("guest", text(&label(guest))),
                ("snapshot", text(&snapshot.name)),
                ("age-seconds", Argument::Seconds(age)),
                ("at-time", Argument::Time(taken)),
            ];
            report.found(Severity::Info, subject(guest), vec![evidence], arguments);
        }
    }
}

/// A guest with more snapshots than anyone looks after.
pub(super) fn many(material: &Material, thresholds: &Thresholds, report: &mut Report<'_>) {
    let Some(living) = material.living(report) else { return };
    for (guest, details) in living.with_details(report, CALL, |_| true) {
        let Some(snapshots) = report.see(&details.snapshots) else { continue };
        let list = &snapshots.value.list;
        let Some(oldest) = list.iter().filter_map(|snapshot| snapshot.taken).min() else { continue };
        if list.len() <= thresholds.snapshots {
            continue;
        }
        let evidence = snapshots.shows([("snapshots", list.len().to_string())]);
        let arguments = [
            ("guest", text(&label(guest))),
            ("count", count(list.len())),
            ("age-seconds", Argument::Seconds(oldest.age(material.now).0)),
        ];
        report.found(Severity::Warning, subject(guest), vec![evidence], arguments);
    }
}
