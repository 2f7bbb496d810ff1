//! Whom to believe: certificates of the cluster's nodes.

mod fingerprint;

pub use fingerprint::{Fingerprint, FingerprintError};
