//! From what a person typed to the one thing that is meant, or to the candidates.
//!
//! `100`, `web`, `home/100`, `home/web` and aliases name a guest. A number is a VMID first, yet a guest may be called
//! `100`: when both exist in the clusters that are meant, nothing is guessed. Comparison folds case, width, umlauts and ß.

use std::collections::BTreeMap;

use lotse_model::{ClusterName, Guest, GuestRef, Hidden, NodeName, StorageName};
use lotse_text::fold;

use crate::{
    command::{Candidate, CommandError, closest},
    inventory::{Resources, Snapshot},
};

/// A person's or the fleet's own words for a guest, node, tag or selection.
///
/// A word for a number (`home/105`) means one guest, as a rule by number does: after that guest was deleted, or another one has got
/// its number, the word dangles and names nobody until a person confirms it (see [`identity`](crate::access::identity)).
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    /// Folded, with what each stands for.
    words: BTreeMap<String, String>,
    /// Those that name nobody.
    dangling: BTreeMap<String, GuestRef>,
}

impl Aliases {
    /// Words with what they stand for (`"マイクラ"` → `"home/105"`).
    pub fn new(words: impl IntoIterator<Item = (String, String)>) -> Self {
        let words = words.into_iter().map(|(word, meaning)| (fold(&word), meaning)).collect();
        Self { words, dangling: BTreeMap::new() }
    }

    /// What a word stands for, or the word itself. One that dangles stands for nothing.
    #[must_use]
    pub fn meaning<'a>(&'a self, word: &'a str) -> &'a str {
        let folded = fold(word);
        if self.dangling.contains_key(&folded) {
            return word;
        }
        self.words.get(&folded).map_or(word, String::as_str)
    }

    /// The same, also of one that dangles: for the person who confirms it.
    #[must_use]
    pub fn even_dangling<'a>(&'a self, word: &'a str) -> &'a str {
        self.words.get(&fold(word)).map_or(word, String::as_str)
    }

    /// The guest whose number a word stands for; `None` when it stands for a name, a node or a selection, or is no alias. A number
    /// alone names a guest where there is one cluster.
    #[must_use]
    pub fn number(&self, word: &str, clusters: &[&ClusterName]) -> Option<GuestRef> {
        let meaning = self.words.get(&fold(word))?.trim();
        let (cluster, number) = match meaning.split_once('/') {
            Some((cluster, number)) => (*clusters.iter().find(|own| fold(own.as_str()) == fold(cluster))?, number),
            None => match clusters {
                [only] => (*only, meaning),
                _ => return None,
            },
        };
        Some(GuestRef::new(cluster.clone(), fold(number).parse().ok()?))
    }

    /// The same words, of which this one dangles: the guest whose number it stands for is another one now, or none.
    #[must_use]
    pub fn dangling(mut self, word: &str, guest: GuestRef) -> Self {
        self.dangling.insert(fold(word), guest);
        self
    }

    /// The words with what they stand for, the words folded.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(word, meaning)| (word.as_str(), meaning.as_str()))
    }
}

/// The fleet as it was last seen, to find names in.
#[derive(Debug, Clone)]
pub struct Directory<'a> {
    clusters: Vec<(&'a ClusterName, Option<&'a Resources>)>,
    aliases: &'a Aliases,
    /// What is missing: a name that is not found may be there.
    hidden: Vec<Hidden>,
}

impl<'a> Directory<'a> {
    /// The names of these clusters.
    #[must_use]
    pub fn new(snapshots: impl IntoIterator<Item = &'a Snapshot>, aliases: &'a Aliases) -> Self {
        let mut hidden = Vec::new();
        let clusters = snapshots
            .into_iter()
            .map(|snapshot| {
                hidden.extend(snapshot.resources.missing.iter().cloned());
                // Guests of a node that does not report have no name in the list.
                hidden.extend(
                    snapshot.resources.value().into_iter().flat_map(|list| list.silent_nodes(snapshot.cluster())),
                );
                (snapshot.cluster(), snapshot.resources.value())
            })
            .collect();
        Self { clusters, aliases, hidden }
    }

    /// The guest that is meant.
    pub fn guest(&self, typed: &str) -> Result<&'a Guest, CommandError> {
        if let Some(guest) = self.aliases.dangling.get(&fold(typed)) {
            return Err(CommandError::AliasDangles { alias: typed.to_owned(), guest: guest.clone() });
        }
        let wanted = self.aliases.meaning(typed);
        let (cluster, rest) = self.split(wanted);
        let folded = fold(rest);
        let by_number = folded.parse::<u32>().ok();
        let found: Vec<&Guest> = self
            .guests(cluster)
            .filter(|guest| {
                by_number == Some(guest.id.vmid.get()) || guest.name.as_deref().is_some_and(|name| fold(name) == folded)
            })
            .collect();
        match found.as_slice() {
            [only] => Ok(only),
            [] => Err(self.not_found("guest", typed, self.guests(cluster).filter_map(|guest| guest.name.as_deref()))),
            several => Err(CommandError::Ambiguous {
                kind: "guest",
                reference: typed.to_owned(),
                candidates: several.iter().map(|guest| candidate(guest)).collect(),
            }),
        }
    }

    /// Every guest that can be named.
    pub fn all(&self) -> impl Iterator<Item = &'a Guest> {
        self.guests(None)
    }

    /// What is missing: a name that is not found may be there.
    #[must_use]
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// The node that is meant.
    pub fn node(&self, typed: &str) -> Result<(&'a ClusterName, NodeName), CommandError> {
        let wanted = self.aliases.meaning(typed);
        let (cluster, rest) = self.split(wanted);
        let folded = fold(rest);
        let found: Vec<_> = self
            .resources(cluster)
            .flat_map(|(name, resources)| resources.nodes().iter().map(move |node| (name, &node.name)))
            .filter(|(_, node)| fold(node.as_str()) == folded)
            .collect();
        match found.as_slice() {
            [(cluster, node)] => Ok((*cluster, (*node).clone())),
            [] => {
                let names =
                    self.resources(cluster).flat_map(|(_, resources)| resources.nodes()).map(|node| node.name.as_str());
                Err(self.not_found("node", typed, names))
            }
            several => Err(CommandError::Ambiguous {
                kind: "node",
                reference: typed.to_owned(),
                candidates: several
                    .iter()
                    .map(|(cluster, node)| Candidate { reference: format!("{cluster}/{node}"), name: None, node: None })
                    .collect(),
            }),
        }
    }

    /// The storages that are meant: one name may stand in several clusters, and that is no ambiguity for a look.
    pub fn storages(&self, typed: &str) -> Result<Vec<(&'a ClusterName, StorageName)>, CommandError> {
        let wanted = self.aliases.meaning(typed);
        let (cluster, rest) = self.split(wanted);
        let folded = fold(rest);
        let mut found: Vec<_> = self
            .resources(cluster)
            .flat_map(|(name, resources)| resources.storages().iter().map(move |storage| (name, storage.name.clone())))
            .filter(|(_, storage)| fold(storage.as_str()) == folded)
            .collect();
        found.sort();
        found.dedup();
        if found.is_empty() {
            let names = self
                .resources(cluster)
                .flat_map(|(_, resources)| resources.storages())
                .map(|storage| storage.name.as_str());
            return Err(self.not_found("storage", typed, names));
        }
        Ok(found)
    }

    /// The name of a guest, when it is known.
    #[must_use]
    pub fn name_of(&self, guest: &GuestRef) -> Option<&'a str> {
        let (_, resources) = self.clusters.iter().find(|(name, _)| **name == guest.cluster)?;
        resources.as_ref()?.guest(guest.vmid)?.name.as_deref()
    }

    /// `cluster/rest`, when there is such a cluster.
    fn split<'t>(&self, typed: &'t str) -> (Option<&'a ClusterName>, &'t str) {
        let Some((before, after)) = typed.split_once('/') else { return (None, typed) };
        let folded = fold(before);
        match self.clusters.iter().find(|(name, _)| fold(name.as_str()) == folded) {
            Some((name, _)) => (Some(name), after),
            None => (None, typed),
        }
    }

    fn resources(&self, cluster: Option<&'a ClusterName>) -> impl Iterator<Item = (&'a ClusterName, &'a Resources)> {
        let clusters = self.clusters.clone();
        clusters
            .into_iter()
            .filter(move |(name, _)| cluster.is_none_or(|only| *name == only))
            .filter_map(|(name, resources)| Some((name, resources?)))
    }

    fn guests(&self, cluster: Option<&'a ClusterName>) -> impl Iterator<Item = &'a Guest> {
        self.resources(cluster).flat_map(|(_, resources)| resources.guests())
    }

    /// Whether an alias stands for something here: the word for a guest that may not be seen is a name of it.
    fn has(&self, meaning: &str) -> bool {
        let (cluster, rest) = self.split(meaning);
        let folded = fold(rest);
        // A selection names no guest.
        (cluster.is_none() && rest.contains(':'))
            || self
                .resources(cluster)
                .any(|(_, list)| list.nodes().iter().any(|node| fold(node.name.as_str()) == folded))
            || self.guests(cluster).any(|guest| {
                guest.id.vmid.to_string() == folded || guest.name.as_deref().is_some_and(|name| fold(name) == folded)
            })
    }

    fn not_found<'n>(&self, kind: &'static str, typed: &str, names: impl Iterator<Item = &'n str>) -> CommandError {
        let aliases = self.aliases.iter().filter(|(_, meaning)| self.has(meaning)).map(|(word, _)| word.to_owned());
        CommandError::NotFound {
            kind,
            reference: typed.to_owned(),
            suggestions: closest(typed, names.map(str::to_owned).chain(aliases)),
            hidden: self.hidden.clone(),
        }
    }
}

fn candidate(guest: &Guest) -> Candidate {
    Candidate { reference: guest.id.to_string(), name: guest.name.clone(), node: Some(guest.node.to_string()) }
}

#[cfg(test)]
mod tests {
    use lotse_model::{ClusterName, Guest, Timestamp};

    use super::{Aliases, Directory};
    use crate::{
        command::CommandError,
        inventory::{Snapshot, sample::named as guest},
    };

    fn snapshot(cluster: &str, guests: Vec<Guest>) -> Snapshot {
        Snapshot::of_guests(ClusterName::new(cluster).unwrap(), guests, Timestamp(0))
    }

    fn fleet() -> Vec<Snapshot> {
        vec![
            snapshot("home", vec![guest("home/100", "web"), guest("home/105", "Straße"), guest("home/200", "300")]),
            snapshot("lab", vec![guest("lab/100", "dns"), guest("lab/101", "web"), guest("lab/300", "other")]),
        ]
    }

    #[test]
    fn a_guest_is_found_by_reference_name_and_alias() {
        let (fleet, aliases) = (fleet(), Aliases::new([("マイクラ".to_owned(), "home/105".to_owned())]));
        let directory = Directory::new(&fleet, &aliases);
        for typed in ["home/105", "home/strasse", "STRASSE", "straße", "１０５", "ﾏｲｸﾗ"] {
            let found = directory.guest(typed);
            assert_eq!(found.map(|guest| guest.id.to_string()).ok().as_deref(), Some("home/105"), "{typed}");
        }
    }

    #[test]
    fn a_word_for_a_number_is_told_from_other_words_and_dangles_by_itself() {
        let words = [("マイクラ", "home/105"), ("Shop", "home/web"), ("all", "tag:web"), ("one", "１０５")];
        let aliases = Aliases::new(words.map(|(word, meaning)| (word.to_owned(), meaning.to_owned())));
        let (home, lab) = (ClusterName::new("home").unwrap(), ClusterName::new("lab").unwrap());
        let number =
            |word: &str, clusters: &[&ClusterName]| aliases.number(word, clusters).map(|guest| guest.to_string());
        assert_eq!(number("ﾏｲｸﾗ", &[&home, &lab]).as_deref(), Some("home/105"));
        assert_eq!(number("one", &[&home]).as_deref(), Some("home/105"));
        for (word, clusters) in
            [("shop", &[&home, &lab][..]), ("all", &[&home]), ("one", &[&home, &lab]), ("web", &[&home])]
        {
            assert_eq!(number(word, clusters), None, "{word}");
        }
        let fleet = fleet();
        let aliases = aliases.clone().dangling("マイクラ", "home/105".parse().unwrap());
        let directory = Directory::new(&fleet, &aliases);
        assert!(matches!(directory.guest("ﾏｲｸﾗ"), Err(CommandError::AliasDangles { .. })));
        assert!(directory.guest("shop").is_ok() && directory.guest("home/105").is_ok());
        assert_eq!((aliases.meaning("マイクラ"), aliases.even_dangling("マイクラ")), ("マイクラ", "home/105"));
    }

    #[test]
    fn what_two_clusters_share_is_answered_with_the_candidates() {
        let (fleet, aliases) = (fleet(), Aliases::default());
        let directory = Directory::new(&fleet, &aliases);
        for typed in ["100", "web"] {
            match directory.guest(typed) {
                Err(CommandError::Ambiguous { candidates, .. }) => assert_eq!(candidates.len(), 2, "{typed}"),
                other => panic!("{typed}: {other:?}"),
            }
        }
        assert!(directory.guest("lab/web").is_ok());
    }

    #[test]
    fn a_number_that_is_also_a_name_is_never_guessed() {
        let (fleet, aliases) = (fleet(), Aliases::default());
        assert!(matches!(Directory::new(&fleet, &aliases).guest("300"), Err(CommandError::Ambiguous { .. })));
    }

    #[test]
    fn a_misspelt_name_is_answered_with_what_is_close() {
        let (fleet, aliases) = (fleet(), Aliases::default());
        match Directory::new(&fleet, &aliases).guest("otehr") {
            Err(CommandError::NotFound { suggestions, .. }) => assert_eq!(suggestions, ["other"]),
            other => panic!("{other:?}"),
        }
    }
}
