//! The network addresses of guests, as far as somebody looked.
//!
//! The resource list has no addresses: they come from the guest agent, from a container's interfaces, or from fixed ones
//! in a configuration, one guest at a time. So a search by address covers the guests in this book and no others, and its
//! answer says how many that are.

use std::{collections::HashMap, net::IpAddr};

use lotse_model::{Timestamp, Vmid};

/// The addresses of the guests of one cluster whose details were read.
#[derive(Debug, Clone, Default)]
pub struct AddressBook {
    known: HashMap<Vmid, Known>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    /// What the guest itself said; `None` when it was not asked or did not answer.
    told: Option<Vec<IpAddr>>,
    /// What its configuration gives it.
    configured: Vec<IpAddr>,
    /// Both, sorted, each once.
    all: Vec<IpAddr>,
    as_of: Timestamp,
}

impl Known {
    fn unite(&mut self, as_of: Timestamp) {
        self.all = self.told.iter().flatten().chain(&self.configured).copied().collect();
        self.all.retain(|address| !address.is_loopback());
        self.all.sort_unstable();
        self.all.dedup();
        self.as_of = as_of;
    }
}

impl AddressBook {
    /// Notes what a guest said about itself. An empty list is knowledge, too: the guest has no address.
    pub fn note(&mut self, vmid: Vmid, addresses: Vec<IpAddr>, as_of: Timestamp) {
        let known = self.known.entry(vmid).or_default();
        known.told = Some(addresses);
        known.unite(as_of);
    }

    /// Notes what a guest's configuration gives it. That it gives none says nothing: most guests get theirs elsewhere.
    pub fn note_configured(&mut self, vmid: Vmid, addresses: Vec<IpAddr>, as_of: Timestamp) {
        if addresses.is_empty() && !self.known.contains_key(&vmid) {
            return;
        }
        let known = self.known.entry(vmid).or_default();
        if known.configured != addresses {
            known.configured = addresses;
            known.unite(as_of);
        }
    }

    /// The addresses of a guest and when they were read; `None` when nobody looked.
    #[must_use]
    pub fn of(&self, vmid: Vmid) -> Option<(&[IpAddr], Timestamp)> {
        self.known.get(&vmid).map(|known| (known.all.as_slice(), known.as_of))
    }

    /// Whether somebody looked at this guest.
    #[must_use]
    pub fn covers(&self, vmid: Vmid) -> bool {
        self.known.contains_key(&vmid)
    }

    /// Forgets guests that are no more, so that the book does not grow with every guest that ever was.
    pub fn keep(&mut self, exists: impl Fn(Vmid) -> bool) {
        self.known.retain(|vmid, _| exists(*vmid));
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Timestamp, Vmid};

    use super::AddressBook;

    #[test]
    fn no_address_is_known_and_not_looked_is_not() {
        let (one, other) = (Vmid::new(100).unwrap(), Vmid::new(101).unwrap());
        let mut book = AddressBook::default();
        book.note(one, vec!["127.0.0.1".parse().unwrap()], Timestamp(1));
        assert_eq!(book.of(one), Some((&[][..], Timestamp(1))));
        assert_eq!(book.of(other), None);
        let fixed: std::net::IpAddr = "192.0.2.5".parse().unwrap();
        book.note_configured(other, Vec::new(), Timestamp(2));
        assert_eq!(book.of(other), None, "a configuration without an address says nothing");
        book.note_configured(one, vec![fixed], Timestamp(2));
        assert_eq!(book.of(one), Some((&[fixed][..], Timestamp(2))));
        book.keep(|vmid| vmid == other);
        assert!(!book.covers(one));
    }
}
