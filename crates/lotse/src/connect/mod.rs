//! From a configuration, a host or a simulator to a fleet that can be asked.
//!
//! Nothing is connected before it is asked, but for one thing: where a certificate or host key may be unknown and a person
//! or a script is there to judge it, that comes first ([`judge`]).

mod api;
mod judge;
mod links;
mod name;
mod origin;
mod over_ssh;
mod pins;
mod renew;
mod second_factor;
mod writer;

use std::sync::Arc;

use lotse_engine::fleet::Fleet;
use lotse_pve::{Hands, Pve, transport::Pvesh};
use lotse_ssh::Target;
use lotse_text::tr;
use pvesim::announce::Announcement;

pub(crate) use judge::{accept_host_key, described, described_key};
pub(crate) use links::{Links, explain};
pub(crate) use name::name_of_host;
pub(crate) use origin::{of_cluster, of_here};
pub(crate) use over_ssh::with_environment;
pub(crate) use pins::{pins, save_pins};
pub(crate) use renew::{Renewed, renew};
pub(crate) use writer::Writer;

use crate::{
    config::{Cluster, Config, Way},
    failure::{Exit, Failure},
    settings::Settings,
};

/// A fleet, and what diagnosing its connections needs.
#[derive(Debug, Default)]
pub(crate) struct Connected {
    /// The fleet.
    pub(crate) fleet: Fleet,
    /// The connections behind it.
    pub(crate) links: Links,
    /// With what its clusters may be changed; a cluster without one is read-only.
    pub(crate) writers: Vec<Writer>,
}

/// The configured fleet. Without a configuration: this machine, when it is a Proxmox VE node.
pub(crate) async fn fleet(config: &Config, settings: &Settings) -> Result<Connected, Failure> {
    if config.clusters.is_empty() {
        return here(settings);
    }
    let mut clients = Vec::new();
    let (mut links, mut writers) = (Links::default(), Vec::new());
    for cluster in &config.clusters {
        if settings.only.is_empty() || settings.only.contains(&cluster.name) {
            clients.push(client(cluster, settings, &mut links, &mut writers).await?);
        }
    }
    let fleet = Fleet::new(clients);
    for known in &config.clusters {
        if let Some(cluster) = fleet.cluster(&known.name) {
            cluster.known_as(of_cluster(known));
        }
    }
    Ok(Connected { fleet, links, writers })
}

/// The client of one cluster of the configuration. With what it may be changed is noted, and neither fetched nor connected
/// before a change is carried out.
async fn client(
    cluster: &Cluster,
    settings: &Settings,
    links: &mut Links,
    writers: &mut Vec<Writer>,
) -> Result<Pve, Failure> {
    match &cluster.way {
        Way::Api(way) => {
            if !cluster.read_only {
                writers.extend(Writer::by_token(&cluster.name, way));
            }
            let rest = api::rest(&cluster.name, way, settings).await?;
            links.add_rest(cluster.name.clone(), rest.clone());
            Ok(Pve::new(cluster.name.clone(), Arc::new(rest)))
        }
        Way::Ssh(way) => {
            let target = with_environment(way.target.clone());
            let pvesh = over_ssh::pvesh(target, way.sudo, settings).await?;
            if way.writes && !cluster.read_only {
                writers.push(Writer::Ready(Hands::new(cluster.name.clone(), Arc::new(pvesh.clone()))));
            }
            Ok(Pve::new(cluster.name.clone(), Arc::new(pvesh)))
        }
    }
}

/// One host over SSH. Nothing said that it may be changed, so it is read-only; and no configuration holds it, so nothing of it is
/// remembered.
pub(crate) async fn host(target: Target, sudo: bool, settings: &Settings) -> Result<Connected, Failure> {
    let name = name_of_host(target.host());
    let pvesh = over_ssh::connected(with_environment(target), sudo, settings).await?;
    Ok(Connected { fleet: Fleet::new([Pve::new(name, Arc::new(pvesh))]), ..Connected::default() })
}

/// This machine, when it is a node.
fn here(settings: &Settings) -> Result<Connected, Failure> {
    if !Pvesh::is_installed_here() {
        let language = settings.language;
        return Err(Failure::new("E-NO-FLEET", Exit::Usage, tr::connect_no_fleet(language))
            .hint(tr::connect_no_fleet_hint(language)));
    }
    let (name, origin) = of_here();
    let fleet = Fleet::new([Pve::new(name, Arc::new(Pvesh::here(false)))]);
    fleet.clusters().iter().for_each(|cluster| cluster.known_as(origin.clone()));
    Ok(Connected { fleet, ..Connected::default() })
}

/// The clusters of a simulator in this process. Nothing of them is real, so all of them may be changed.
pub(crate) fn simulated(announcement: &Announcement, settings: &Settings) -> Result<Connected, Failure> {
    let (mut clients, mut writers) = (Vec::new(), Vec::new());
    for cluster in announcement.all() {
        let (name, rest) = (name_of_host(&cluster.name), Arc::new(api::simulated(cluster, settings.language)?));
        writers.push(Writer::Ready(Hands::new(name.clone(), Arc::clone(&rest) as _)));
        clients.push(Pve::new(name, rest));
    }
    Ok(Connected { fleet: Fleet::new(clients), writers, ..Connected::default() })
}
