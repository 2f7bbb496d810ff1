//! What was done on whose word, so that nobody can take a line of it back unseen.
//!
//! Each line is chained to the one before it by an HMAC (RFC 2104, SHA-256) whose key is not in the store: who can write to the
//! store but has no key cannot change, remove, swap or insert a line without [`Verifier`] naming the first one that is wrong. What
//! a chain cannot show by itself is a cut tail. For that its [`Head`] is told to the system's journal (the tracing target
//! [`HEAD_TARGET`]) once a day and with every destructive change; `verify` with such a head finds that lines behind it are gone.
//!
//! | file | idea |
//! |---|---|
//! | `entry` | what can happen |
//! | `record` | an entry with its person, as the one text that is chained |
//! | `scrub` | no secret gets into it |
//! | `chain` | the key, and the link of a line to the one before |
//! | `head` | the last line, to be kept elsewhere |
//! | `verify` | the first line that is wrong |
//! | `trail` | the driver: [`Audit`] |
//!
//! Pure but for `trail`.

mod chain;
mod entry;
mod head;
mod record;
mod scrub;
#[cfg(test)]
mod tests;
mod trail;
mod verify;

pub use self::{
    chain::{Key, Link, LinkError},
    entry::{AuditChange, AuditEntry, AuditItem},
    head::{Head, HeadError},
    record::Record,
    scrub::scrub,
    trail::{Audit, HEAD_TARGET, Recorded},
    verify::{Broken, Reason, Verdict, Verifier},
};
