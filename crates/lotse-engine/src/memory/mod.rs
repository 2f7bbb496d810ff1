//! What is remembered of the fleet from one process to the next: names for completions and words, and a first list when nobody
//! can be asked.
//!
//! It lies in the store, and only what lasts is in it: who there is, where, with which tags; no figures. It answers no
//! question but the one that asks for it (`list --cached`), and every answer made of it bears the time of the look behind it.
//!
//! | file | idea |
//! |---|---|
//! | `list` | the list of a cluster without what always moves |
//! | `details` | which snapshots and backups guests have, and which backup jobs there are, as far as somebody looked |
//! | `due` | when something is worth a write |
//! | `keep` | into the store and back |
//! | `follow` | both, for as long as a service runs |
//!
//! What is remembered belongs to a login at a place: another token may see less, and another configuration may call another
//! cluster by the same name. So it is kept by an [`origin`], and a cluster without one is not remembered.

mod details;
mod due;
mod follow;
mod keep;
mod list;

use sha2::{Digest as _, Sha256};

pub use self::{
    details::{Details, Named, Remembered},
    follow::follow,
    keep::{keep, read, recall},
};

/// The name by which a cluster is remembered, made of everything that decides what can be seen of it: how it is reached, and as
/// whom. It tells neither.
#[must_use]
pub fn origin<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        // No byte of UTF-8, so that no two lists of parts read the same.
        hash.update([0xff]);
    }
    short(hash)
}

/// What tells two texts apart, short enough for a key.
fn short(hash: Sha256) -> String {
    use std::fmt::Write as _;
    hash.finalize().iter().take(12).fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_tells_apart_what_differs_and_says_nothing_of_it() {
        let one = origin(["https://192.0.2.1:8006", "lotse@pve!read"]);
        assert_eq!(one, origin(["https://192.0.2.1:8006", "lotse@pve!read"]));
        assert_ne!(one, origin(["https://192.0.2.1:8006", "lotse@pve!other"]));
        assert_ne!(one, origin(["https://192.0.2.1:8006lotse@pve!read"]));
        assert_eq!(one.len(), 24);
    }
}
