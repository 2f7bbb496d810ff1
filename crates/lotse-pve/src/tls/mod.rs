//! Whom to believe: certificates of the cluster's nodes.
//!
//! Proxmox makes an authority of its own for each cluster, and every node has its own certificate, which is renewed without
//! asking. So in this order: the system's authorities (nodes with a public certificate), the cluster's authority
//! (`/etc/pve/pve-root-ca.pem`), and last the SHA-256 fingerprints of single certificates. Whatever the rule, the handshake's
//! signature is checked, and nothing is sent before the check holds.

mod fingerprint;
mod peer;
mod pins;
mod trust;
mod verify;

pub use self::{
    fingerprint::{Fingerprint, FingerprintError},
    peer::{PeerCertificate, probe_certificate},
    pins::{Pin, PinStore, PinStoreError},
    trust::{Authority, Trust, TrustError},
};
pub(crate) use self::{
    trust::client_config,
    verify::{causes, distrust},
};
