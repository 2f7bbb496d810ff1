//! One daemon for one store: whoever holds the lock beside it serves.
//!
//! The lock is the kernel's (flock(2)): it ends with the process, however that ends, so that nobody waits for a dead one, and
//! there is no clock in it.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};

/// The lock, for as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    /// The kernel lets go when the last descriptor of this is closed.
    _file: File,
}

/// What became of the attempt to take it.
#[derive(Debug)]
pub(super) enum Taken {
    /// It is ours.
    Ours(Lock),
    /// Another process has it: its number, as far as it says so.
    Theirs(Option<u32>),
}

/// Where the lock of a store is.
pub(super) fn beside(store: &Path) -> PathBuf {
    store.with_extension("serve-lock")
}

/// Takes the lock, unless another process has it.
pub(super) fn take(path: &Path) -> io::Result<Taken> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {
            // Only for people and the log: the lock is the kernel's, whatever is written here.
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            writeln!(file, "{}", std::process::id())?;
            Ok(Taken::Ours(Lock { _file: file }))
        }
        Err(Errno::WOULDBLOCK) => {
            let mut text = String::new();
            let read = file.read_to_string(&mut text);
            Ok(Taken::Theirs(read.ok().and_then(|_| text.trim().parse().ok())))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Taken, beside, take};

    #[test]
    fn one_holds_it_and_the_next_takes_over_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = beside(&folder.path().join("lotse.db"));
        let first = take(&path).unwrap();
        assert!(matches!(first, Taken::Ours(_)));
        assert!(matches!(take(&path).unwrap(), Taken::Theirs(Some(number)) if number == std::process::id()));
        drop(first);
        assert!(matches!(take(&path).unwrap(), Taken::Ours(_)));
    }

    #[test]
    fn another_store_has_another_lock() {
        let folder = tempfile::tempdir().unwrap();
        let _one = take(&beside(&folder.path().join("one.db"))).unwrap();
        assert!(matches!(take(&beside(&folder.path().join("two.db"))).unwrap(), Taken::Ours(_)));
    }

    #[test]
    fn what_somebody_wrote_into_it_decides_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = beside(&folder.path().join("lotse.db"));
        std::fs::write(&path, "1\n").unwrap();
        assert!(matches!(take(&path).unwrap(), Taken::Ours(_)));
    }
}
