//! Every route that is served: the tables of all areas.

use super::route::Route;
use super::{access, backup, cluster, guests, ha, nodes, pools, storage, tasks};

/// The route tables of all areas: one line each (`guests::ROUTES`).
const AREAS: &[&[Route]] = &[
    access::ROUTES,
    access::acl::ROUTES,
    access::domains::ROUTES,
    access::groups::ROUTES,
    access::login::ROUTES,
    access::roles::ROUTES,
    access::tfa::ROUTES,
    access::tokens::ROUTES,
    access::users::ROUTES,
    backup::coverage::ROUTES,
    backup::jobs::ROUTES,
    backup::vzdump::ROUTES,
    cluster::ROUTES,
    cluster::bulk::ROUTES,
    cluster::ceph::ROUTES,
    cluster::config::ROUTES,
    cluster::firewall::ROUTES,
    cluster::jobs::ROUTES,
    cluster::mapping::ROUTES,
    cluster::metrics::ROUTES,
    cluster::network::ROUTES,
    cluster::notifications::ROUTES,
    cluster::options::ROUTES,
    cluster::replication::ROUTES,
    cluster::resources::ROUTES,
    ha::ROUTES,
    ha::groups::ROUTES,
    ha::resources::ROUTES,
    ha::rules::ROUTES,
    ha::status::ROUTES,
    nodes::ROUTES,
    nodes::bulk::ROUTES,
    nodes::ceph::ROUTES,
    nodes::certificates::ROUTES,
    nodes::disks::ROUTES,
    nodes::graphs::ROUTES,
    nodes::hardware::ROUTES,
    nodes::logs::ROUTES,
    nodes::network::ROUTES,
    nodes::packages::ROUTES,
    nodes::power::ROUTES,
    nodes::replication::ROUTES,
    nodes::services::ROUTES,
    nodes::settings::ROUTES,
    nodes::status::ROUTES,
    nodes::zfs::ROUTES,
    pools::ROUTES,
    storage::config::ROUTES,
    storage::content::ROUTES,
    storage::prune::ROUTES,
    storage::status::ROUTES,
    storage::upload::ROUTES,
    tasks::ROUTES,
    guests::table_qemu::ROUTES,
    guests::table_agent::ROUTES,
    guests::table_lxc::ROUTES,
];

/// Every route that is served.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    AREAS.iter().flat_map(|area| area.iter())
}
