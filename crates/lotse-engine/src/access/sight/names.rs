//! The names by which words are understood: those that a person may name, and no other.

use lotse_intent::{GuestName, Kind, Names};
use lotse_model::{ClusterName, Guest, GuestKind};

use super::Sight;
use crate::inventory::Resources;

impl Sight {
    /// The names of these clusters, for [`lotse_intent::Matcher::understand`]: words lead to nothing that may not be seen.
    pub fn names<'a>(&self, clusters: impl IntoIterator<Item = &'a ClusterName>) -> Names {
        let touched: Vec<_> = clusters.into_iter().filter(|cluster| self.touches(cluster)).collect();
        let seen: Vec<_> = touched.iter().map(|cluster| (*cluster, self.resources(cluster))).collect();
        let lists = seen.iter().filter_map(|(_, resources)| *resources);
        let mut names = Names::new(lists.flat_map(Resources::guests).map(name));
        for (cluster, resources) in seen {
            names.add_cluster(cluster.as_str());
            let Some(resources) = resources else { continue };
            for node in resources.nodes() {
                names.add_node(cluster.as_str(), node.name.as_str());
            }
            for storage in resources.distinct_storages() {
                names.add_storage(storage.name.as_str());
            }
        }
        names
    }
}

fn name(guest: &Guest) -> GuestName {
    GuestName {
        cluster: guest.id.cluster.to_string(),
        id: guest.id.vmid.get(),
        name: guest.name.clone().unwrap_or_default(),
        kind: match guest.kind {
            GuestKind::Vm => Kind::Vm,
            GuestKind::Container => Kind::Ct,
        },
        node: guest.node.to_string(),
        running: guest.is_running(),
        tags: guest.tags.clone(),
        template: guest.template,
    }
}
