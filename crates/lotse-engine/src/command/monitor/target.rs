//! From what a person typed to what is to be watched: a guest, or a selection as a scope of the access rules reads.

use std::sync::Arc;

use lotse_model::{ClusterName, Guest};
use lotse_text::fold;

use crate::{
    access::{Clusters, Entry as Scope},
    asking::Asking,
    command::{Candidate, CommandError, closest},
    inventory::{Resources, Snapshot},
    resolve::Directory,
};

/// What can be typed besides the name of a guest.
pub(super) const FORMS: &[&str] =
    &["GUEST", "tag:NAME", "pool:NAME", "node:NAME", "storage:NAME", "cluster:NAME", "guest:NAME"];

/// What is to be watched.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// As a scope.
    pub(super) scope: Scope,
    /// The guest, where it is one.
    pub(super) guest: Option<Guest>,
}

/// The fleet to look in.
#[derive(Debug)]
pub(super) struct Ground<'s> {
    asking: &'s Asking<'s>,
    directory: Directory<'s>,
    lists: &'s [Arc<Snapshot>],
}

impl<'s> Ground<'s> {
    /// What [`Asking::look`] handed out.
    pub(super) fn new(asking: &'s Asking<'s>, lists: &'s [Arc<Snapshot>]) -> Self {
        Self { asking, directory: asking.directory(lists), lists }
    }

    /// Each of the targets, which may be several with commas.
    pub(super) fn targets(&self, typed: &str) -> Result<Vec<Target>, CommandError> {
        let mut targets: Vec<Target> = Vec::new();
        for one in typed.split([',', '、', '，']).map(str::trim).filter(|one| !one.is_empty()) {
            let target = self.target(one)?;
            // Named twice is meant once.
            if targets.iter().all(|known| known.scope != target.scope) {
                targets.push(target);
            }
        }
        if targets.is_empty() { Err(bad(typed)) } else { Ok(targets) }
    }

    /// One target.
    pub(super) fn target(&self, typed: &str) -> Result<Target, CommandError> {
        let meaning = self.asking.aliases.meaning(typed);
        if meaning.contains(':') { self.selection(meaning) } else { self.guest(typed) }
    }

    fn guest(&self, typed: &str) -> Result<Target, CommandError> {
        let guest = self.directory.guest(typed).map_err(|error| self.or_another_kind(error, typed))?;
        let scope = Scope { guest: Some(guest.id.vmid), ..Scope::of(Clusters::Only(guest.id.cluster.clone())) };
        Ok(Target { scope, guest: Some(guest.clone()) })
    }

    /// A name that no guest has may be that of a node, a storage or a cluster: they are watched, too, and written otherwise.
    fn or_another_kind(&self, error: CommandError, typed: &str) -> CommandError {
        let CommandError::NotFound { kind, reference, mut suggestions, hidden } = error else { return error };
        let mut others = Vec::new();
        if let Ok((cluster, node)) = self.directory.node(typed) {
            others.push(format!("node:{cluster}/{node}"));
        }
        for (cluster, storage) in self.directory.storages(typed).unwrap_or_default() {
            others.push(format!("storage:{cluster}/{storage}"));
        }
        others.extend(self.cluster(typed).map(|cluster| format!("cluster:{cluster}")));
        if self.tags().any(|tag| fold(tag) == fold(typed)) {
            others.push(format!("tag:{}", fold(typed)));
        }
        if !others.is_empty() {
            suggestions = others;
        }
        CommandError::NotFound { kind, reference, suggestions, hidden }
    }

    fn selection(&self, text: &str) -> Result<Target, CommandError> {
        let mut words = Vec::new();
        let mut within: Option<Clusters> = None;
        for word in text.split_whitespace() {
            let (key, value) = word.split_once(':').ok_or_else(|| bad(word))?;
            // `home/tag:web` is that of one cluster.
            let key = match key.split_once('/') {
                Some((cluster, key)) => {
                    within = Some(Clusters::Only(self.known_cluster(cluster)?));
                    key
                }
                None => key,
            };
            match (fold(key).as_str(), value) {
                (_, "") => return Err(bad(word)),
                ("cluster", "*") => within = Some(Clusters::Every),
                ("cluster", name) => within = Some(Clusters::Only(self.known_cluster(name)?)),
                (kind, name) => words.push((kind.to_owned(), name.to_owned())),
            }
        }
        if let [(kind, name)] = words.as_slice()
            && kind == "guest"
        {
            return self.guest(name);
        }
        let mut parts = Vec::new();
        for (kind, name) in &words {
            parts.push(self.part(kind, name, &mut within)?);
        }
        let cluster = match within {
            Some(cluster) => cluster,
            None => self.only_cluster(text, &words)?,
        };
        let written = format!("{} {}", Scope::of(cluster), parts.join(" "));
        let scope = written.parse().map_err(|_| bad(text))?;
        Ok(Target { scope, guest: None })
    }

    /// One part by its exact name. A node and a storage say their cluster by themselves.
    fn part(&self, kind: &str, name: &str, within: &mut Option<Clusters>) -> Result<String, CommandError> {
        let full = match within {
            Some(Clusters::Only(cluster)) if !name.contains('/') => format!("{cluster}/{name}"),
            _ => name.to_owned(),
        };
        match kind {
            "node" => {
                let (cluster, node) = self.directory.node(&full)?;
                *within = Some(Clusters::Only(cluster.clone()));
                Ok(format!("node:{node}"))
            }
            "storage" => {
                let found = self.directory.storages(&full)?;
                let [(cluster, storage)] = found.as_slice() else {
                    let references = found.iter().map(|(cluster, storage)| format!("storage:{cluster}/{storage}"));
                    return Err(ambiguous("storage", name, references));
                };
                *within = Some(Clusters::Only((*cluster).clone()));
                Ok(format!("storage:{storage}"))
            }
            "tag" => self.near("tag", name, self.tags()).map(|tag| format!("tag:{}", tag.to_lowercase())),
            "pool" => {
                let own = name.split_once('/').and_then(|(cluster, pool)| Some((self.cluster(cluster)?, pool)));
                let pool = match own {
                    Some((cluster, pool)) => {
                        *within = Some(Clusters::Only(cluster));
                        pool
                    }
                    None => name,
                };
                self.near("pool", pool, self.pools()).map(|pool| format!("pool:{pool}"))
            }
            _ => Err(bad(&format!("{kind}:{name}"))),
        }
    }

    /// The name as it is written in the fleet. One that nothing has, but something close has, is a misspelling; one that is
    /// far from all is watched for: whoever gets the tag is watched from then on.
    fn near<'n>(
        &self,
        kind: &'static str,
        typed: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<String, CommandError> {
        let names: Vec<&str> = names.collect();
        if let Some(same) = names.iter().find(|name| fold(name) == fold(typed)) {
            return Ok((*same).to_owned());
        }
        let mut close = closest(typed, &names);
        close.dedup();
        if close.is_empty() {
            return Ok(typed.to_owned());
        }
        Err(CommandError::NotFound {
            kind,
            reference: typed.to_owned(),
            suggestions: close.into_iter().map(|name| format!("{kind}:{name}")).collect(),
            hidden: self.directory.hidden().to_vec(),
        })
    }

    fn only_cluster(&self, typed: &str, words: &[(String, String)]) -> Result<Clusters, CommandError> {
        let clusters = self.asking.clusters();
        if let [only] = clusters.as_slice() {
            return Ok(Clusters::Only(only.name().clone()));
        }
        let selection = words.iter().map(|(kind, name)| format!("{kind}:{name}")).collect::<Vec<_>>().join(" ");
        let named = clusters.iter().map(|cluster| cluster.name().to_string());
        let each = named.chain(["*".to_owned()]).map(|cluster| format!("cluster:{cluster} {selection}"));
        Err(ambiguous("selection", typed, each))
    }

    fn known_cluster(&self, typed: &str) -> Result<ClusterName, CommandError> {
        self.cluster(typed).ok_or_else(|| {
            let clusters = self.asking.clusters();
            CommandError::NotFound {
                kind: "cluster",
                reference: typed.to_owned(),
                suggestions: closest(typed, clusters.iter().map(|cluster| cluster.name().as_str())),
                hidden: Vec::new(),
            }
        })
    }

    fn cluster(&self, typed: &str) -> Option<ClusterName> {
        let clusters = self.asking.clusters();
        clusters.iter().map(|cluster| cluster.name()).find(|name| fold(name.as_str()) == fold(typed)).cloned()
    }

    fn resources(&self) -> impl Iterator<Item = &'s Resources> + use<'s> {
        self.lists.iter().filter_map(|list| list.resources.value())
    }

    fn tags(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.resources().flat_map(Resources::guests).flat_map(|guest| &guest.tags).map(String::as_str)
    }

    fn pools(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        let own = self.resources().flat_map(Resources::guests).filter_map(|guest| guest.pool.as_ref());
        own.map(lotse_model::PoolName::as_str)
    }
}

fn bad(value: &str) -> CommandError {
    CommandError::BadValue {
        argument: "watched",
        value: value.to_owned(),
        suggestions: FORMS.iter().map(|form| (*form).to_owned()).collect(),
    }
}

fn ambiguous(kind: &'static str, typed: &str, references: impl Iterator<Item = String>) -> CommandError {
    let candidates = references.map(|reference| Candidate { reference, name: None, node: None }).collect();
    CommandError::Ambiguous { kind, reference: typed.to_owned(), candidates }
}
