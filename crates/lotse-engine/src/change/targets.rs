//! From what a request names to the guests that are meant, freshly read.

use std::{collections::BTreeSet, sync::Arc};

use lotse_model::{ClusterName, Guest, GuestKind, Hidden, PoolName};
use lotse_text::fold;

use super::{operation::Operation, policy::Named, request::Targets};
use crate::{
    asking::{Asking, Gathered},
    command::{CommandError, closest},
    fleet::Cluster,
    inventory::{Resources, Snapshot},
    resolve::Directory,
    topics::Ask,
};

/// The guests that are meant, in the order of their references.
#[derive(Debug)]
pub(super) struct Found {
    /// The clusters with what was read of each just now.
    pub(super) lists: Vec<Arc<Snapshot>>,
    /// The guests.
    pub(super) guests: Vec<Guest>,
    /// The selection as typed, where guests were not named one by one.
    pub(super) selection: Option<String>,
    /// How many templates fit the selection and were left out.
    pub(super) templates: usize,
    /// What could not be looked at: a selection may miss guests because of it.
    pub(super) hidden: Vec<Hidden>,
}

/// Words of a selection (`tag:web`, `pool:prod`, `node:home/pve1`, `cluster:home`), all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Tag(String),
    Pool(String),
    Node(Option<String>, String),
    Cluster(String),
    Kind(GuestKind),
}

const KINDS: &[&str] = &["tag:NAME", "pool:NAME", "node:NAME", "cluster:NAME", "type:vm", "type:ct"];

/// Reads a selection; `None` when a word is none.
fn parts(selection: &str) -> Result<Vec<Part>, CommandError> {
    let bad = |value: &str| CommandError::BadValue {
        argument: "guests",
        value: value.to_owned(),
        suggestions: KINDS.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    let mut parts = Vec::new();
    for word in selection.split_whitespace() {
        let (key, value) = word.split_once(':').ok_or_else(|| bad(word))?;
        // `home/tag:web` is that of one cluster.
        let key = match key.split_once('/') {
            Some((cluster, key)) if !cluster.is_empty() => {
                parts.push(Part::Cluster(fold(cluster)));
                key
            }
            _ => key,
        };
        let folded = fold(value);
        if folded.is_empty() {
            return Err(bad(word));
        }
        parts.push(match key {
            "tag" => Part::Tag(folded),
            "pool" => Part::Pool(folded),
            "node" => match folded.split_once('/') {
                Some((cluster, node)) => Part::Node(Some(cluster.to_owned()), node.to_owned()),
                None => Part::Node(None, folded),
            },
            "cluster" => Part::Cluster(folded),
            "type" if folded == "vm" => Part::Kind(GuestKind::Vm),
            "type" if folded == "ct" => Part::Kind(GuestKind::Container),
            _ => return Err(bad(word)),
        });
    }
    if parts.is_empty() { Err(bad(selection)) } else { Ok(parts) }
}

impl Part {
    fn fits(&self, guest: &Guest) -> bool {
        // A pool holds those of the pools within it.
        let within = |wanted: &str, pool: &PoolName| {
            let pool = fold(pool.as_str());
            pool == wanted || pool.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'))
        };
        match self {
            Self::Tag(tag) => guest.tags.iter().any(|own| fold(own) == *tag),
            Self::Pool(pool) => guest.pool.as_ref().is_some_and(|own| within(pool, own)),
            Self::Node(cluster, node) => {
                fold(guest.node.as_str()) == *node
                    && cluster.as_ref().is_none_or(|cluster| fold(guest.id.cluster.as_str()) == *cluster)
            }
            Self::Cluster(cluster) => fold(guest.id.cluster.as_str()) == *cluster,
            Self::Kind(kind) => guest.kind == *kind,
        }
    }
}

/// Whether templates are senseless for an operation: they neither run nor change.
const fn leaves_templates_out(operation: &Operation) -> bool {
    !matches!(operation, Operation::BackupNow { .. } | Operation::Delete | Operation::Migrate { .. })
}

/// Finds the guests that `targets` mean, in lists that are read now.
pub(super) async fn find(asking: &Asking<'_>, targets: &Targets, operation: &Operation) -> Result<Found, CommandError> {
    let asking = Asking { ask: Ask::afresh(asking.ask.deadline), ..asking.clone() };
    let mut gathered: Gathered = asking.gathered();
    // The pre-flight looks at everything; who is meant is found among what the person may see.
    let (lists, seen) = asking.look_whole(&mut gathered).await;
    let directory = asking.directory(&seen);
    let (mut guests, selection, templates) = match targets {
        Targets::Guests(references) => (by_reference(&directory, references)?, None, 0),
        Targets::Selection(selection) => {
            let meaning = asking.aliases.meaning(selection);
            let (guests, templates) = selected(&directory, meaning, operation)?;
            (guests, Some(selection.clone()), templates)
        }
        Targets::Cluster(_) => (Vec::new(), None, 0),
    };
    guests.sort_by(|a, b| a.id.cmp(&b.id));
    guests.dedup_by(|a, b| a.id == b.id);
    let hidden = gathered.missing().to_vec();
    Ok(Found { lists, guests, selection, templates, hidden })
}

fn by_reference(directory: &Directory<'_>, references: &[String]) -> Result<Vec<Guest>, CommandError> {
    if references.is_empty() {
        return Err(nothing("", directory));
    }
    references.iter().map(|reference| directory.guest(reference).cloned()).collect()
}

fn selected(
    directory: &Directory<'_>,
    selection: &str,
    operation: &Operation,
) -> Result<(Vec<Guest>, usize), CommandError> {
    let parts = parts(selection)?;
    let fitting: Vec<Guest> =
        directory.all().filter(|guest| parts.iter().all(|part| part.fits(guest))).cloned().collect();
    let all = fitting.len();
    let leave_out = leaves_templates_out(operation);
    let kept: Vec<Guest> = fitting.into_iter().filter(|guest| !(leave_out && guest.template)).collect();
    let templates = all - kept.len();
    if kept.is_empty() { Err(nobody(selection, directory)) } else { Ok((kept, templates)) }
}

/// The error of a selection that fits nobody, with tags and pools that are close to it.
fn nobody(selection: &str, directory: &Directory<'_>) -> CommandError {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for guest in directory.all() {
        known.extend(guest.tags.iter().map(|tag| format!("tag:{tag}")));
        known.extend(guest.pool.iter().map(|pool| format!("pool:{pool}")));
        known.insert(format!("node:{}", guest.node));
    }
    let suggestions = closest(selection, known.iter().map(String::as_str));
    match nothing(selection, directory) {
        CommandError::NotFound { kind, reference, hidden, .. } => {
            CommandError::NotFound { kind, reference, suggestions, hidden }
        }
        other => other,
    }
}

/// A selection that fits nobody is an error: to do nothing and say it is done would be a lie.
fn nothing(selection: &str, directory: &Directory<'_>) -> CommandError {
    CommandError::NotFound {
        kind: "guest",
        reference: selection.to_owned(),
        suggestions: Vec::new(),
        hidden: directory.hidden().to_vec(),
    }
}

/// The cluster that a request without guests means.
pub(super) fn cluster(asking: &Asking<'_>, named: Option<&str>) -> Result<Arc<Cluster>, CommandError> {
    let clusters = asking.clusters();
    match (named, clusters.as_slice()) {
        (Some(name), _) => {
            let folded = fold(name);
            let found = clusters.iter().find(|cluster| fold(cluster.name().as_str()) == folded).cloned();
            found.ok_or_else(|| CommandError::NotFound {
                kind: "cluster",
                reference: name.to_owned(),
                suggestions: clusters.iter().map(|cluster| cluster.name().to_string()).collect(),
                hidden: Vec::new(),
            })
        }
        (None, [only]) => Ok(Arc::clone(only)),
        (None, several) => Err(CommandError::Ambiguous {
            kind: "cluster",
            reference: String::new(),
            candidates: several.iter().map(|cluster| candidate(cluster.name())).collect(),
        }),
    }
}

fn candidate(cluster: &ClusterName) -> crate::command::Candidate {
    crate::command::Candidate { reference: cluster.to_string(), name: None, node: None }
}

/// How far the name of a guest tells it from the others of the fleet as it was last seen, those that the person may not see
/// included.
pub(super) fn named(asking: &Asking<'_>, guest: &Guest) -> Named {
    let Some(name) = guest.name.as_deref().map(fold) else { return Named::NotUniquely };
    let lists: Vec<_> = asking.fleet.clusters().iter().map(|cluster| cluster.snapshot()).collect();
    // A guest whose number is this name is told from it by nothing that is typed.
    let same = |other: &&Guest| {
        other.id != guest.id
            && (other.name.as_deref().map(fold).as_deref() == Some(name.as_str()) || other.id.vmid.to_string() == name)
    };
    let known = lists.iter().filter_map(|list| list.resources.value());
    let others: Vec<&Guest> = known.flat_map(Resources::guests).filter(same).collect();
    if others.iter().any(|other| other.id.cluster == guest.id.cluster) {
        Named::NotUniquely
    } else if !others.is_empty() || lists.iter().any(|list| list.resources.value().is_none()) {
        Named::InItsCluster
    } else {
        Named::Uniquely
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Guest, GuestKind};

    use super::{Part, parts};
    use crate::inventory::sample;

    fn tagged(tags: &[&str], pool: Option<&str>) -> Guest {
        Guest {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            pool: pool.map(|pool| pool.parse().unwrap()),
            ..sample::guest(100)
        }
    }

    fn fits(selection: &str, guest: &Guest) -> bool {
        parts(selection).unwrap().iter().all(|part| part.fits(guest))
    }

    #[test]
    fn a_selection_is_made_of_words_that_all_hold() {
        let guest = tagged(&["web", "prod"], Some("shop/front"));
        for yes in ["tag:web", "tag:WEB", "pool:shop", "pool:shop/front", "tag:web tag:prod pool:shop", "cluster:home"]
        {
            assert!(fits(yes, &guest), "{yes}");
        }
        for no in ["tag:we", "pool:sho", "tag:web tag:db", "node:elsewhere", "cluster:lab", "type:ct"] {
            assert!(!fits(no, &guest), "{no}");
        }
    }

    #[test]
    fn a_word_that_is_no_selection_is_refused() {
        for bad in ["", "web", "tag:", "colour:red", "type:box", "tag:web web"] {
            assert!(parts(bad).is_err(), "{bad}");
        }
        assert_eq!(parts("type:ct").unwrap(), [Part::Kind(GuestKind::Container)]);
        assert_eq!(parts("node:home/pve1").unwrap(), [Part::Node(Some("home".into()), "pve1".into())]);
    }
}
