//! `[thresholds]`: from when on a figure is a problem.

use lotse_engine::findings::{Limits, Thresholds};

use super::{Located, Problem, durations, section::Section};

/// Reads what the section says, over the defaults.
pub(super) fn read(mut section: Section<'_, '_>, problems: &mut Vec<Located>) -> Thresholds {
    let mut all = Thresholds::default();
    let shares: [(&'static str, &mut Limits); 6] = [
        ("storage", &mut all.storage),
        ("thin-pool", &mut all.thin_pool),
        ("node-disk", &mut all.node_disk),
        ("node-memory", &mut all.node_memory),
        ("container-memory", &mut all.container_memory),
        ("guest-disk", &mut all.guest_disk),
    ];
    for (key, place) in shares {
        limits(&mut section, key, place, problems);
    }
    if let Some(share) = section.share("vm-memory", problems) {
        all.vm_memory = share;
    }
    let ages: [(&'static str, &mut u64); 9] = [
        ("lock-with-task", &mut all.lock_with_task),
        ("lock-without-task", &mut all.lock_without_task),
        ("onboot-grace", &mut all.onboot_grace),
        ("backup-age", &mut all.backup_age),
        ("snapshot-age", &mut all.snapshot_age),
        ("task-age", &mut all.task_age),
        ("certificate-warning", &mut all.certificate_warning),
        ("certificate-error", &mut all.certificate_error),
        ("clocks-apart", &mut all.clocks_apart),
    ];
    for (key, place) in ages {
        age(&mut section, key, place, problems);
    }
    if let Some(count) = section.integer("snapshots", 1..=1000, problems) {
        all.snapshots = usize::try_from(count).unwrap_or(all.snapshots);
    }
    if let Some(count) = section.integer("replication-failures", 1..=1000, problems) {
        all.replication_failures = u32::try_from(count).unwrap_or(all.replication_failures);
    }
    section.finish(problems);
    all
}

/// `{ warning = 0.8, error = 0.9 }`, either of them.
fn limits(section: &mut Section<'_, '_>, key: &'static str, place: &mut Limits, problems: &mut Vec<Located>) {
    let Some(mut inner) = section.section(key, problems) else { return };
    if let Some(share) = inner.share("warning", problems) {
        place.warning = share;
    }
    if let Some(share) = inner.share("error", problems) {
        place.error = share;
    }
    if place.warning > place.error {
        problems.push(inner.problem(Problem::LimitsOrder));
    }
    inner.finish(problems);
}

/// `"8d"`, or a number of seconds.
fn age(section: &mut Section<'_, '_>, key: &'static str, place: &mut u64, problems: &mut Vec<Located>) {
    if let Some(seconds) = durations::read_seconds(section, key, problems) {
        *place = seconds;
    }
}
