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

#[derive(Debug, Clone)]
struct Known {
    addresses: Vec<IpAddr>,
    as_of: Timestamp,
}

impl AddressBook {
    /// Notes what a guest's details showed. An empty list is knowledge, too: the guest has no address.
    pub fn note(&mut self, vmid: Vmid, mut addresses: Vec<IpAddr>, as_of: Timestamp) {
        addresses.retain(|address| !address.is_loopback());
        addresses.sort_unstable();
        addresses.dedup();
        self.known.insert(vmid, Known { addresses, as_of });
    }

    /// The addresses of a guest and when they were read; `None` when nobody looked.
    #[must_use]
    pub fn of(&self, vmid: Vmid) -> Option<(&[IpAddr], Timestamp)> {
        self.known.get(&vmid).map(|known| (known.addresses.as_slice(), known.as_of))
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
        book.keep(|vmid| vmid == other);
        assert!(!book.covers(one));
    }
}
