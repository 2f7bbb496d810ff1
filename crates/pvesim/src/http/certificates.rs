//! The cluster's own certificate authority and the nodes' leaf certificates.
//!
//! Shapes follow what `pvecm updatecerts` makes: a CA named "Proxmox Virtual Environment" valid for ten years, leaf
//! certificates for two, with the node's name, its full name, its address and `localhost` as alternative names.
//! Keys are ECDSA P-256 here, since *ring* makes no RSA keys; nothing a client checks depends on that.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, SanType,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use sha2::{Digest, Sha256};

/// Why a certificate could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A key pair could not be generated.
    #[error("no key pair could be generated")]
    Key,
    /// A certificate could not be signed.
    #[error("the certificate of {subject} could not be signed")]
    Sign {
        /// Whom the certificate was meant for.
        subject: String,
    },
    /// The TLS library refused key or configuration.
    #[error("TLS refused the certificate of {subject}")]
    Tls {
        /// Whom the certificate was meant for.
        subject: String,
    },
}

/// How long a certificate has been and will be valid, in days from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Days from its first to its last day.
    pub whole: i64,
    /// Days from today to its last day; negative: it has ended.
    pub left: i64,
}

/// What `pvecm updatecerts` gives a new certificate: two years.
pub const FRESH: Validity = Validity { whole: 731, left: 730 };
/// What it gives the cluster's own authority: ten years.
const AUTHORITY: Validity = Validity { whole: 3651, left: 3650 };

/// What is known of a leaf certificate, in the words of `/nodes/{node}/certificates/info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafFacts {
    /// SHA-256 over the DER form, upper-case hex pairs joined by colons.
    pub fingerprint: String,
    /// The certificate as PEM text.
    pub pem: String,
    /// Distinguished name of the holder, as OpenSSL prints it (`/OU=…/O=…/CN=…`).
    pub subject: String,
    /// Distinguished name of the issuer.
    pub issuer: String,
    /// First second of validity, Unix time.
    pub not_before: i64,
    /// Last second of validity, Unix time.
    pub not_after: i64,
    /// Alternative names, addresses and names as text.
    pub names: Vec<String>,
}

/// A certificate authority that signs the nodes' certificates.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    subject: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl Authority {
    /// A new authority; `unit` is the identifier a cluster writes into the OU of its CA.
    pub fn new(unit: &str, now: Timestamp) -> Result<Self, CertificateError> {
        let mut params = CertificateParams::default();
        name(&mut params, unit, "PVE Cluster Manager CA", "Proxmox Virtual Environment");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        validity(&mut params, now, AUTHORITY);
        let key = KeyPair::generate().map_err(|_| CertificateError::Key)?;
        let issuer = CertifiedIssuer::self_signed(params, key)
            .map_err(|_| CertificateError::Sign { subject: "the authority".to_owned() })?;
        let subject = format!("/CN=Proxmox Virtual Environment/OU={unit}/O=PVE Cluster Manager CA");
        Ok(Self { issuer, subject })
    }

    /// The authority's certificate as PEM text: the content of `/etc/pve/pve-root-ca.pem`.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A leaf certificate for one node.
    pub fn issue(
        &self,
        node: &str,
        addresses: &[IpAddr],
        days: Validity,
        now: Timestamp,
    ) -> Result<Leaf, CertificateError> {
        let failed = || CertificateError::Sign { subject: node.to_owned() };
        let full = format!("{node}.example.test");
        let mut names = vec!["127.0.0.1".to_owned(), "::1".to_owned(), "localhost".to_owned()];
        names.extend(addresses.iter().map(ToString::to_string));
        names.push(node.to_owned());
        names.push(full.clone());
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));

        let mut params = CertificateParams::new(Vec::new()).map_err(|_| failed())?;
        for alternative in &names {
            params.subject_alt_names.push(match alternative.parse::<IpAddr>() {
                Ok(address) => SanType::IpAddress(address),
                Err(_) => SanType::DnsName(alternative.as_str().try_into().map_err(|_| failed())?),
            });
        }
        name(&mut params, "PVE Cluster Node", "Proxmox Virtual Environment", &full);
        params.is_ca = IsCa::ExplicitNoCa;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        validity(&mut params, now, days);

        let key = KeyPair::generate().map_err(|_| CertificateError::Key)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(|_| failed())?;
        let chain = vec![certificate.der().clone()];
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let certified = CertifiedKey::from_der(chain, private, &ring::default_provider())
            .map_err(|_| CertificateError::Tls { subject: node.to_owned() })?;
        let facts = LeafFacts {
            fingerprint: fingerprint(certificate.der()),
            pem: certificate.pem(),
            subject: format!("/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN={full}"),
            issuer: self.subject.clone(),
            not_before: params.not_before.unix_timestamp(),
            not_after: params.not_after.unix_timestamp(),
            names,
        };
        Ok(Leaf { facts, certified: Arc::new(certified) })
    }
}

/// One node's certificate with its key.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// What anyone may know of it.
    pub facts: LeafFacts,
    certified: Arc<CertifiedKey>,
}

/// The certificate a listener shows; it can be exchanged while the listener runs.
#[derive(Debug)]
pub struct Shown {
    leaf: RwLock<Leaf>,
}

impl Shown {
    /// Shows `leaf` from now on.
    #[must_use]
    pub fn new(leaf: Leaf) -> Arc<Self> {
        Arc::new(Self { leaf: RwLock::new(leaf) })
    }

    /// Exchanges the certificate: the next handshake sees the new one.
    pub fn replace(&self, leaf: Leaf) {
        *self.leaf.write().unwrap_or_else(PoisonError::into_inner) = leaf;
    }

    /// What is shown now.
    #[must_use]
    pub fn facts(&self) -> LeafFacts {
        self.leaf.read().unwrap_or_else(PoisonError::into_inner).facts.clone()
    }

    /// TLS settings of a listener that shows this certificate: TLS 1.2 and 1.3, HTTP/1.1 only, as pveproxy.
    pub fn server_config(self: &Arc<Self>) -> Result<ServerConfig, CertificateError> {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Self>::clone(self);
        Ok(ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| CertificateError::Tls { subject: "the listener".to_owned() })?
            .with_no_client_auth()
            .with_cert_resolver(resolver))
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.leaf.read().unwrap_or_else(PoisonError::into_inner).certified))
    }
}

/// SHA-256 of a certificate in the form Proxmox shows: upper-case hex pairs joined by colons.
#[must_use]
pub fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let mut text = String::with_capacity(95);
    for (index, byte) in Sha256::digest(certificate).iter().enumerate() {
        let colon = if index == 0 { "" } else { ":" };
        // Writing to a String cannot fail.
        let _ = write!(text, "{colon}{byte:02X}");
    }
    text
}

fn name(params: &mut CertificateParams, unit: &str, organisation: &str, common: &str) {
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationalUnitName, unit);
    params.distinguished_name.push(DnType::OrganizationName, organisation);
    params.distinguished_name.push(DnType::CommonName, common);
}

/// A certificate's edges are midnights here, and no certificate begins later than yesterday, since clocks differ.
fn validity(params: &mut CertificateParams, now: Timestamp, days: Validity) {
    let today = now.to_zoned(TimeZone::UTC).date();
    let first = today.saturating_sub((days.whole - days.left).clamp(1, MOST_DAYS).days());
    let last = today.saturating_add(days.left.clamp(-MOST_DAYS, MOST_DAYS).days());
    let (year, month, day) = parts(first);
    params.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = parts(last);
    params.not_after = rcgen::date_time_ymd(year, month, day);
}

/// Farther edges would leave the calendar of X.509.
const MOST_DAYS: i64 = 36_500;

fn parts(date: jiff::civil::Date) -> (i32, u8, u8) {
    (i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_leaf_names_its_node_and_address_and_ends_after_two_years() {
        let authority = Authority::new("unit", now()).unwrap();
        let leaf = authority.issue("pve1", &["192.0.2.10".parse().unwrap()], FRESH, now()).unwrap();
        for name in ["pve1", "pve1.example.test", "192.0.2.10", "localhost", "127.0.0.1"] {
            assert!(leaf.facts.names.iter().any(|known| known == name), "{name} is missing in {:?}", leaf.facts.names);
        }
        assert_eq!((leaf.facts.not_after - leaf.facts.not_before) / 86_400, FRESH.whole);
        assert!(leaf.facts.not_before < now().as_second() && now().as_second() < leaf.facts.not_after);
    }

    #[test]
    fn a_certificate_can_have_ended_already() {
        let authority = Authority::new("unit", now()).unwrap();
        let leaf = authority.issue("pve1", &[], Validity { whole: 730, left: -3 }, now()).unwrap();
        assert!(leaf.facts.not_after < now().as_second());
    }

    #[test]
    fn a_fingerprint_is_32_upper_case_pairs_and_another_for_each_certificate() {
        let authority = Authority::new("unit", now()).unwrap();
        let one = authority.issue("pve1", &[], FRESH, now()).unwrap().facts.fingerprint;
        let other = authority.issue("pve1", &[], FRESH, now()).unwrap().facts.fingerprint;
        assert_eq!(one.split(':').count(), 32);
        assert!(one.chars().all(|digit| digit == ':' || digit.is_ascii_digit() || digit.is_ascii_uppercase()));
        assert_ne!(one, other);
    }
}
