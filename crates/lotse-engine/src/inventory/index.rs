//! What a search compares with, prepared once for each list: folded names, tags, nodes and pools.

use std::{cmp::Ordering, collections::HashMap, sync::Arc};

use lotse_model::Guest;
use lotse_text::fold;

/// One guest, prepared for searching. Stands at the same place as the guest in its list.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) tags: Vec<Arc<str>>,
    pub(super) node: Arc<str>,
    pub(super) pool: Arc<str>,
}

/// The prepared guests of one list.
pub(super) type Index = Vec<Arc<Entry>>;

/// Prepares a whole list.
pub(super) fn of(guests: &[Guest]) -> Index {
    let mut words = Words::default();
    guests.iter().map(|guest| Arc::new(words.entry(guest))).collect()
}

/// Prepares a list of which an older one was prepared before: a guest that is called as it was is not prepared again. Both lists
/// are sorted by number, so this is one walk.
pub(super) fn renewed(guests: &[Guest], old: &[Guest], prepared: &Index) -> Index {
    let mut words = Words::default();
    let mut before = old.iter().zip(prepared).peekable();
    let renewed = guests.iter().map(|guest| {
        while before.next_if(|(old, _)| old.id.vmid.cmp(&guest.id.vmid) == Ordering::Less).is_some() {}
        match before.peek() {
            Some((old, entry)) if reads_the_same(old, guest) => Arc::clone(entry),
            _ => Arc::new(words.entry(guest)),
        }
    });
    renewed.collect()
}

/// Whether two looks at a guest show the same of what is searched.
fn reads_the_same(old: &Guest, new: &Guest) -> bool {
    old.id.vmid == new.id.vmid
        && old.name == new.name
        && old.tags == new.tags
        && old.node == new.node
        && old.pool == new.pool
}

/// The words that many guests share, folded once: ten thousand guests are on fifty nodes.
#[derive(Default)]
struct Words<'a> {
    folded: HashMap<&'a str, Arc<str>>,
}

impl<'a> Words<'a> {
    fn entry(&mut self, guest: &'a Guest) -> Entry {
        Entry {
            id: guest.id.vmid.to_string(),
            name: guest.name.as_deref().map(fold).unwrap_or_default(),
            tags: guest.tags.iter().map(|tag| self.shared(tag)).collect(),
            node: self.shared(guest.node.as_str()),
            pool: self.shared(guest.pool.as_ref().map_or("", |pool| pool.as_str())),
        }
    }

    fn shared(&mut self, word: &'a str) -> Arc<str> {
        Arc::clone(self.folded.entry(word).or_insert_with(|| fold(word).into()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::Guest;
    use proptest::prelude::*;

    use super::{of, renewed};
    use crate::inventory::sample::guest;

    fn named(vmid: u32, name: &str) -> Guest {
        Guest { name: Some(name.to_owned()), ..guest(vmid) }
    }

    #[test]
    fn only_who_is_called_otherwise_is_prepared_again() {
        let old = [named(100, "Web"), named(101, "DB"), named(103, "mail")];
        let new = [named(100, "Web"), named(101, "Datenbank"), named(102, "new"), named(103, "mail")];
        let (before, after) = (of(&old), renewed(&new, &old, &of(&old)));
        assert_eq!(
            after.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(),
            ["web", "datenbank", "new", "mail"]
        );
        let after = renewed(&new, &old, &before);
        assert!(Arc::ptr_eq(&before[0], &after[0]) && Arc::ptr_eq(&before[2], &after[3]));
    }

    proptest! {
        #[test]
        fn what_is_renewed_reads_as_if_it_were_prepared_from_nothing(
            old in proptest::collection::btree_map(100..120_u32, "[A-Ca-c]{1,2}", 0..12),
            new in proptest::collection::btree_map(100..120_u32, "[A-Ca-c]{1,2}", 0..12),
        ) {
            let guests = |names: &std::collections::BTreeMap<u32, String>| {
                names.iter().map(|(vmid, name)| named(*vmid, name)).collect::<Vec<_>>()
            };
            let (old, new) = (guests(&old), guests(&new));
            let read = |index: &super::Index| {
                index.iter().map(|entry| (entry.id.clone(), entry.name.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(read(&renewed(&new, &old, &of(&old))), read(&of(&new)));
        }
    }
}
