//! By what a cluster is remembered: where it is, and as whom it is looked at.

use lotse_engine::memory::origin;
use lotse_model::ClusterName;

use super::{name::name_of_host, over_ssh::with_environment};
use crate::config::{Cluster, Login, Way};

/// A cluster of the configuration.
pub(crate) fn of_cluster(cluster: &Cluster) -> String {
    match &cluster.way {
        Way::Api(way) => {
            let mut nodes: Vec<String> = way.nodes.iter().map(ToString::to_string).collect();
            // The order of the nodes says where to ask first, and nothing about what is there.
            nodes.sort();
            let login = match &way.login {
                Login::Token(token) => &token.id,
                Login::Password { user, .. } => user,
            };
            origin(["api", login].into_iter().chain(nodes.iter().map(String::as_str)))
        }
        Way::Ssh(way) => {
            let target = with_environment(way.target.clone());
            origin(["ssh", &target.to_string(), if way.sudo { "sudo" } else { "" }])
        }
    }
}

/// This machine as a node: its name, and by what it is remembered.
pub(crate) fn of_here() -> (ClusterName, String) {
    let hostname = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let user = rustix::process::getuid().as_raw().to_string();
    (name_of_host(hostname.trim()), origin(["here", hostname.trim(), &user]))
}
