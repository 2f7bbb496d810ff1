//! The names by which words are understood: those that a person may name, and no other.

use lotse_intent::{AliasTarget, GuestName, Kind, Names};
use lotse_model::{ClusterName, Guest, GuestKind};
use lotse_text::fold;

use super::Sight;
use crate::{inventory::Resources, resolve::Aliases};

impl Sight {
    /// The names of these clusters, for [`lotse_intent::Matcher::understand`]: words lead to nothing that may not be seen. With them
    /// the fleet's own words for them. One that dangles is among them: it is understood, and then answered with what is wrong with it.
    pub fn names<'a>(&self, clusters: impl IntoIterator<Item = &'a ClusterName>, aliases: &Aliases) -> Names {
        let touched: Vec<_> = clusters.into_iter().filter(|cluster| self.touches(cluster)).collect();
        let seen: Vec<_> = touched.iter().map(|cluster| (*cluster, self.resources(cluster))).collect();
        let lists = seen.iter().filter_map(|(_, resources)| *resources);
        let mut names = Names::new(lists.flat_map(Resources::guests).map(name));
        for (cluster, resources) in &seen {
            names.add_cluster(cluster.as_str());
            let Some(resources) = resources else { continue };
            for node in resources.nodes() {
                names.add_node(cluster.as_str(), node.name.as_str());
            }
            for storage in resources.distinct_storages() {
                names.add_storage(storage.name.as_str());
            }
        }
        for (word, meaning) in aliases.iter() {
            if let Some(target) = target(meaning, &seen) {
                names.add_alias(word, &target);
            }
        }
        names
    }
}

/// What a word of the fleet stands for; `None` where that is nothing that may be seen.
fn target(meaning: &str, seen: &[(&ClusterName, Option<&Resources>)]) -> Option<AliasTarget> {
    let folded = fold(meaning);
    if let Some(tag) = folded.strip_prefix("tag:").filter(|tag| !tag.contains(' ')) {
        return Some(AliasTarget::Tag(tag.to_owned()));
    }
    if folded.contains(':') {
        return Some(AliasTarget::Selection);
    }
    let (cluster, rest) = match folded.split_once('/') {
        Some((cluster, rest)) => (Some(cluster), rest),
        None => (None, folded.as_str()),
    };
    let lists = seen.iter().filter(|(name, _)| cluster.is_none_or(|only| fold(name.as_str()) == only));
    let lists = lists.filter_map(|(name, resources)| Some((*name, (*resources)?)));
    let is_guest = |guest: &&Guest| {
        guest.id.vmid.to_string() == rest || guest.name.as_deref().is_some_and(|name| fold(name) == rest)
    };
    for (name, list) in lists {
        if let Some(guest) = list.guests().iter().find(is_guest) {
            return Some(AliasTarget::Guest(guest.id.to_string()));
        }
        if let Some(node) = list.nodes().iter().find(|node| fold(node.name.as_str()) == rest) {
            return Some(AliasTarget::Node(format!("{name}/{}", node.name)));
        }
    }
    None
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
