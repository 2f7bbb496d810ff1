//! Exchanges that differ for a reason.

/// Beginnings of names with the reason why they differ.
const EXCLUDED: &[(&str, &str)] = &[
    ("read: 187 ", "machine types are not served"),
    ("http: 763 ", CLUSTER_TASK),
    ("cluster: 940 ", "the recorded members came without a corosync configuration"),
    ("task-outcome: 819 ", CLUSTER_TASK),
    ("task-outcome: 820 ", CLUSTER_TASK),
    ("task-outcome: 821 ", CLUSTER_TASK),
];

const CLUSTER_TASK: &str = "the task was started in the other state, as a member of the cluster";

/// Why an exchange may differ.
pub(crate) fn reason(name: &str) -> Option<&'static str> {
    EXCLUDED.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, reason)| *reason)
}
