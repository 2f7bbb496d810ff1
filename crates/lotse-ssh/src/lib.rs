//! SSH sessions over the system's OpenSSH.

mod deadline;
mod fingerprint;

pub use deadline::{Deadline, Passed};
pub use fingerprint::{KeyFingerprint, KeyFingerprintError};
