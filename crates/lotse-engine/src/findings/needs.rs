//! Which data a check needs.

/// Which data a check needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Needs {
    /// The four calls of a poll.
    Poll,
    /// Details of the cluster: jobs, archives, Ceph.
    Cluster,
    /// Details of each node.
    Node,
    /// Details of each guest.
    Guest,
}
