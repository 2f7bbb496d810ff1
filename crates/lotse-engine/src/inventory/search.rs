//! Search over all clusters by number, name, tag, node, address and pool.

use std::{cmp::Ordering, collections::BinaryHeap, net::IpAddr};

use lotse_model::{ClusterName, Guest, GuestKind, GuestState, Hidden, NodeName, PoolName};
use lotse_text::fold;
use serde::Serialize;

use super::{AddressBook, Snapshot, index::Entry};

/// What is searched for. Every part that is given must hold; an empty filter finds every guest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only these clusters; empty for all.
    pub clusters: Vec<ClusterName>,
    /// Only this kind.
    pub kind: Option<GuestKind>,
    /// Only guests in one of these states; empty for any.
    pub states: Vec<GuestState>,
    /// Templates only, or no templates.
    pub template: Option<bool>,
    /// Only guests on this node.
    pub node: Option<NodeName>,
    /// Only guests of this pool, or of pools nested in it.
    pub pool: Option<PoolName>,
    /// Only guests that have all these tags, without case.
    pub tags: Vec<String>,
    /// Only guests with this address.
    pub address: Option<IpAddr>,
    /// Words, each of which must fit: a whole number or address, the beginning of an address (`192.0.2.`), a part of a
    /// name, a whole tag, node or pool. Without case.
    pub text: String,
}

/// What made a guest fit a word, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matched {
    /// Its number.
    Id,
    /// Its whole name.
    Name,
    /// The beginning of its name.
    NameStart,
    /// A part of its name.
    NamePart,
    /// One of its tags.
    Tag,
    /// Its node.
    Node,
    /// Its pool.
    Pool,
    /// One of its addresses.
    Address,
}

/// A guest that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// The guest, as it was at the time of its cluster's list.
    pub guest: &'a Guest,
    /// By what the first word fitted; `None` when no words were searched for.
    pub by: Option<Matched>,
    /// Its addresses, as far as they were read.
    pub addresses: &'a [IpAddr],
}

impl Hit<'_> {
    /// The surest matches first, then by cluster and number.
    fn order(&self, other: &Self) -> Ordering {
        self.by.cmp(&other.by).then_with(|| self.guest.id.cmp(&other.guest.id))
    }
}

/// The answer to a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found<'a> {
    /// What fits: the surest matches first, then by cluster and number.
    pub hits: Vec<Hit<'a>>,
    /// For how many of the guests searched the addresses were known. Only these can be found by address.
    pub addresses_known: usize,
    /// How many guests were searched.
    pub searched: usize,
    /// What could not be searched.
    pub missing: Vec<Hidden>,
}

impl Found<'_> {
    /// Whether a search by address covered every guest.
    #[must_use]
    pub const fn covers_all_addresses(&self) -> bool {
        self.addresses_known == self.searched
    }
}

/// Searches the guests of several clusters, and finds all that fit.
pub fn search<'a>(clusters: impl IntoIterator<Item = (&'a Snapshot, &'a AddressBook)>, filter: &Filter) -> Found<'a> {
    let mut found = Found::default();
    let wanted = Wanted::new(filter);
    for (snapshot, book) in clusters {
        if !wanted.is_in(snapshot) {
            continue;
        }
        found.missing.extend(snapshot.missing_from_resources().cloned());
        for (guest, entry) in snapshot.searchable() {
            let addresses = book.of(guest.id.vmid).map(|(addresses, _)| addresses);
            found.searched += 1;
            found.addresses_known += usize::from(addresses.is_some());
            found.hits.extend(wanted.hit(guest, entry, addresses.unwrap_or_default()));
        }
    }
    found.hits.sort_unstable_by(Hit::order);
    found
}

/// The `most` guests that fit best, of those that `may` be shown, in the order of [`search`]: for completion, where somebody waits
/// at every key. No more than `most` are held at a time, and nothing is copied.
pub fn best<'a>(
    clusters: impl IntoIterator<Item = (&'a Snapshot, &'a AddressBook)>,
    filter: &Filter,
    most: usize,
    may: impl Fn(&Guest) -> bool,
) -> Vec<&'a Guest> {
    let wanted = Wanted::new(filter);
    // The worst of the best is on top, and goes when a better one comes.
    let mut best: BinaryHeap<Ranked<'a>> = BinaryHeap::with_capacity(most.saturating_add(1));
    for (snapshot, book) in clusters {
        if !wanted.is_in(snapshot) {
            continue;
        }
        for (guest, entry) in snapshot.searchable() {
            let addresses = book.of(guest.id.vmid).map(|(addresses, _)| addresses).unwrap_or_default();
            let Some(hit) = wanted.hit(guest, entry, addresses) else { continue };
            let is_full = best.len() >= most;
            let is_better = || best.peek().is_some_and(|worst| hit.order(&worst.0) == Ordering::Less);
            if (is_full && !is_better()) || !may(guest) {
                continue;
            }
            best.push(Ranked(hit));
            if is_full {
                best.pop();
            }
        }
    }
    best.into_sorted_vec().into_iter().map(|ranked| ranked.0.guest).collect()
}

/// A hit among others, the better the less.
struct Ranked<'a>(Hit<'a>);

impl PartialEq for Ranked<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked<'_> {}

impl PartialOrd for Ranked<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

/// A filter, prepared to be held against many guests.
struct Wanted<'f> {
    filter: &'f Filter,
    words: Vec<Word>,
    tags: Vec<String>,
}

impl<'f> Wanted<'f> {
    fn new(filter: &'f Filter) -> Self {
        let words = filter.text.split_whitespace().map(Word::new).collect();
        Self { filter, words, tags: filter.tags.iter().map(|tag| fold(tag)).collect() }
    }

    fn is_in(&self, snapshot: &Snapshot) -> bool {
        self.filter.clusters.is_empty() || self.filter.clusters.contains(snapshot.cluster())
    }

    fn hit<'a>(&self, guest: &'a Guest, entry: &Entry, addresses: &'a [IpAddr]) -> Option<Hit<'a>> {
        if !fits(self.filter, &self.tags, guest, entry, addresses) {
            return None;
        }
        match match_all(&self.words, entry, addresses) {
            Verdict::Any => Some(Hit { guest, by: None, addresses }),
            Verdict::Fits(by) => Some(Hit { guest, by: Some(by), addresses }),
            Verdict::No => None,
        }
    }
}

/// Whether everything but the words holds.
fn fits(filter: &Filter, tags: &[String], guest: &Guest, entry: &Entry, addresses: &[IpAddr]) -> bool {
    let in_pool = |pool: &PoolName| {
        guest.pool.as_ref().is_some_and(|of| {
            of == pool || of.as_str().strip_prefix(pool.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    };
    filter.kind.is_none_or(|kind| guest.kind == kind)
        && (filter.states.is_empty() || filter.states.contains(&guest.state))
        && filter.template.is_none_or(|template| guest.template == template)
        && filter.node.as_ref().is_none_or(|node| guest.node == *node)
        && filter.pool.as_ref().is_none_or(in_pool)
        && tags.iter().all(|tag| entry.tags.iter().any(|own| **own == **tag))
        && filter.address.is_none_or(|address| addresses.contains(&address))
}

/// A word of the search in all its readings.
struct Word {
    text: String,
    address: Option<IpAddr>,
    is_address_start: bool,
}

impl Word {
    fn new(word: &str) -> Self {
        let text = fold(word);
        let address = text.parse().ok();
        let of_address = |c: char| c.is_ascii_hexdigit() || c == ':' || c == '.';
        let is_address_start = address.is_none() && text.contains(['.', ':']) && text.chars().all(of_address);
        Self { text, address, is_address_start }
    }

    fn matches(&self, entry: &Entry, addresses: &[IpAddr]) -> Option<Matched> {
        let text = self.text.as_str();
        let by_address = || match self.address {
            Some(address) => addresses.contains(&address),
            None => self.is_address_start && addresses.iter().any(|one| one.to_string().starts_with(text)),
        };
        if entry.id == text {
            Some(Matched::Id)
        } else if entry.name == text {
            Some(Matched::Name)
        } else if entry.name.starts_with(text) {
            Some(Matched::NameStart)
        } else if entry.name.contains(text) {
            Some(Matched::NamePart)
        } else if entry.tags.iter().any(|tag| &**tag == text) {
            Some(Matched::Tag)
        } else if &*entry.node == text {
            Some(Matched::Node)
        } else if &*entry.pool == text {
            Some(Matched::Pool)
        } else {
            by_address().then_some(Matched::Address)
        }
    }
}

/// What all words together say about a guest.
enum Verdict {
    /// There were no words.
    Any,
    /// Every word fits; this is how the first one does.
    Fits(Matched),
    /// A word does not fit.
    No,
}

fn match_all(words: &[Word], entry: &Entry, addresses: &[IpAddr]) -> Verdict {
    let mut verdict = Verdict::Any;
    for word in words {
        match (word.matches(entry, addresses), &verdict) {
            (None, _) => return Verdict::No,
            (Some(matched), Verdict::Any) => verdict = Verdict::Fits(matched),
            (Some(_), _) => {}
        }
    }
    verdict
}

#[cfg(test)]
mod tests;
