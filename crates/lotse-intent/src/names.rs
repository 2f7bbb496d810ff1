//! What is known of the fleet: guests, nodes, storages, snapshots, tags and people's own words for them, behind one
//! hash index, so that a phrase costs the same with ten guests and with ten thousand.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::normalise::{fold, is_japanese};
use crate::typo::Typos;

/// Virtual machine or container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A virtual machine (QEMU).
    #[default]
    Vm,
    /// A container (LXC).
    Ct,
}

impl Kind {
    /// `vm` or `ct`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vm => "vm",
            Self::Ct => "ct",
        }
    }
}

/// A guest as the index knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuestName {
    /// The cluster it belongs to.
    pub cluster: String,
    /// The VMID; unique in its cluster only.
    pub id: u32,
    /// Its name; may be empty.
    pub name: String,
    /// Virtual machine or container.
    pub kind: Kind,
    /// The node it is on.
    pub node: String,
    /// Whether it runs.
    pub running: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is a template.
    pub template: bool,
}

/// What a person's own word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AliasTarget {
    /// One guest, as `cluster/id` or `cluster/name`.
    Guest(String),
    /// A node.
    Node(String),
    /// All guests with a tag.
    Tag(String),
    /// Any other selection of guests. Never the target of a change: that names one guest.
    Selection,
}

/// What one word names; several at once is possible (a node and a storage may share a name).
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts: a word may name several things at once")]
pub(crate) struct Named {
    /// Positions in the list of guests.
    pub(crate) guests: Vec<u32>,
    pub(crate) nodes: Vec<String>,
    pub(crate) storage: bool,
    pub(crate) snapshot: bool,
    pub(crate) tag: bool,
    pub(crate) cluster: bool,
    pub(crate) selection: bool,
}

/// The index over all names of the fleet.
#[derive(Debug, Default)]
pub struct Names {
    guests: Vec<GuestName>,
    by_word: HashMap<String, Named>,
    /// Aliases of several words: first word → the whole aliases, longest first.
    phrases: HashMap<String, Vec<Vec<String>>>,
    clusters: HashSet<String>,
    snapshots: HashMap<String, Vec<String>>,
    /// Parts of guest names ("db01" of "vm-db01") → positions.
    parts: HashMap<String, Vec<u32>>,
    japanese: Vec<String>,
    japanese_index: OnceLock<Option<AhoCorasick>>,
    typos: OnceLock<Typos>,
}

impl Names {
    /// An index over these guests, their nodes, tags and clusters. Add the rest with the `add_` methods.
    #[must_use]
    pub fn new(guests: impl IntoIterator<Item = GuestName>) -> Self {
        let mut names = Self::default();
        for guest in guests {
            names.add_guest(guest);
        }
        names
    }

    fn add_guest(&mut self, guest: GuestName) {
        let Ok(at) = u32::try_from(self.guests.len()) else { return };
        let name = fold(&guest.name);
        if !name.is_empty() {
            self.word(&name).guests.push(at);
            for part in name.split(['-', '_', '.']).filter(|part| part.len() >= 4 && part.len() < name.len()) {
                self.parts.entry(part.to_owned()).or_default().push(at);
            }
        }
        self.word(&guest.id.to_string()).guests.push(at);
        self.add_cluster(&guest.cluster.clone());
        if !guest.node.is_empty() {
            self.add_node(&guest.cluster, &guest.node);
        }
        for tag in &guest.tags {
            self.word(&fold(tag)).tag = true;
        }
        self.guests.push(guest);
    }

    /// Adds the name of a cluster.
    pub fn add_cluster(&mut self, name: &str) {
        let folded = fold(name);
        if !folded.is_empty() && self.clusters.insert(folded.clone()) {
            self.word(&folded).cluster = true;
        }
    }

    /// Adds a node.
    pub fn add_node(&mut self, cluster: &str, name: &str) {
        let reference = if cluster.is_empty() { name.to_owned() } else { format!("{cluster}/{name}") };
        let named = self.word(&fold(name));
        if !named.nodes.contains(&reference) {
            named.nodes.push(reference);
        }
    }

    /// Adds a storage.
    pub fn add_storage(&mut self, name: &str) {
        self.word(&fold(name)).storage = true;
    }

    /// Adds the name of a snapshot of the guest `cluster/id`.
    pub fn add_snapshot(&mut self, guest: &str, name: &str) {
        let folded = fold(name);
        self.word(&folded).snapshot = true;
        self.snapshots.entry(folded).or_default().push(guest.to_owned());
    }

    /// Adds a person's or the fleet's own word. Widths, capitals, umlauts and ß/ss make no difference.
    pub fn add_alias(&mut self, alias: &str, target: &AliasTarget) {
        let key = fold(alias.trim());
        let words: Vec<String> = key.split_whitespace().map(str::to_owned).collect();
        let (Some(first), false) = (words.first().cloned(), key.is_empty()) else { return };
        if words.len() > 1 {
            let phrases = self.phrases.entry(first).or_default();
            phrases.push(words.clone());
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        let meant = match target {
            AliasTarget::Guest(reference) => Some(self.reference(&fold(reference))),
            AliasTarget::Node(_) | AliasTarget::Tag(_) | AliasTarget::Selection => None,
        };
        let named = self.word(&words.join(" "));
        match target {
            AliasTarget::Guest(_) => named.guests.extend(meant.unwrap_or_default()),
            AliasTarget::Node(node) => named.nodes.push(node.clone()),
            AliasTarget::Tag(_) => named.tag = true,
            AliasTarget::Selection => named.selection = true,
        }
    }

    /// The guests, in the order they were added.
    #[must_use]
    pub fn guests(&self) -> &[GuestName] {
        &self.guests
    }

    fn word(&mut self, folded: &str) -> &mut Named {
        if !self.by_word.contains_key(folded) && folded.chars().any(is_japanese) {
            self.japanese.push(folded.to_owned());
            self.japanese_index = OnceLock::new();
        }
        self.by_word.entry(folded.to_owned()).or_default()
    }

    /// What the folded word names: a name, an id, an alias or `cluster/id` and `cluster/name`.
    pub(crate) fn find(&self, folded: &str) -> Option<Named> {
        if let Some(named) = self.by_word.get(folded) {
            return Some(named.clone());
        }
        let guests = self.reference(folded);
        (!guests.is_empty()).then(|| Named { guests, ..Named::default() })
    }

    fn reference(&self, folded: &str) -> Vec<u32> {
        let Some((cluster, guest)) = folded.split_once('/') else {
            return self.by_word.get(folded).map(|named| named.guests.clone()).unwrap_or_default();
        };
        let Some(named) = self.by_word.get(guest) else { return Vec::new() };
        named.guests.iter().copied().filter(|at| self.guest(*at).is_some_and(|g| fold(&g.cluster) == cluster)).collect()
    }

    pub(crate) fn guest(&self, at: u32) -> Option<&GuestName> {
        self.guests.get(usize::try_from(at).ok()?)
    }

    /// The longest alias of several words that `words` begin with.
    pub(crate) fn phrase<'w>(&self, words: &(impl Iterator<Item = &'w str> + Clone)) -> Option<(usize, Named)> {
        let first = words.clone().next()?;
        let phrase = self.phrases.get(first)?.iter().find(|phrase| {
            let mut words = words.clone();
            phrase.iter().all(|part| words.next() == Some(part.as_str()))
        })?;
        Some((phrase.len(), self.by_word.get(&phrase.join(" "))?.clone()))
    }

    /// Where names in Japanese script stand in the folded text.
    pub(crate) fn japanese_in(&self, folded: &str) -> Vec<(usize, usize)> {
        let index = self.japanese_index.get_or_init(|| {
            if self.japanese.is_empty() {
                return None;
            }
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&self.japanese).ok()
        });
        index.as_ref().map(|ac| ac.find_iter(folded).map(|m| (m.start(), m.end())).collect()).unwrap_or_default()
    }

    /// Names that a misspelt word may have been meant as, best first. Those of three letters are left out: a question
    /// would find one in too many words.
    pub(crate) fn near(&self, folded: &str) -> Vec<&str> {
        self.similar(folded).into_iter().filter(|word| word.len() >= 4).collect()
    }

    /// Names like this word, best first, to be offered and not taken.
    pub(crate) fn similar(&self, folded: &str) -> Vec<&str> {
        let typos = self.typos.get_or_init(|| {
            Typos::new(self.by_word.iter().filter(|(word, n)| !n.cluster && is_wordlike(word)).map(|(w, _)| w.clone()))
        });
        typos.near(folded).into_iter().map(|(word, _)| word).collect()
    }

    /// The guests whose name has this part ("db01" in "vm-db01").
    pub(crate) fn with_part(&self, folded: &str) -> &[u32] {
        self.parts.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// The guests that have a snapshot of this name, as `cluster/id`.
    pub(crate) fn with_snapshot(&self, folded: &str) -> &[String] {
        self.snapshots.get(folded).map(Vec::as_slice).unwrap_or_default()
    }
}

fn is_wordlike(word: &str) -> bool {
    word.len() >= 3 && !word.chars().all(|c| c.is_ascii_digit()) && !word.contains(' ')
}
