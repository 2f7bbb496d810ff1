//! Whom to believe, as it is configured, and the TLS configuration that follows.

use std::{collections::BTreeSet, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    client::{Resumption, WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::CryptoProvider,
};
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject as _};

use super::{
    Fingerprint,
    verify::{Rule, Verifier},
};

/// Whom to believe. There is no mode that believes everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// The authorities of this machine's system. Of a machine that has none, nobody is believed.
    System,
    /// The cluster's own authority (`/etc/pve/pve-root-ca.pem`), or any other.
    Authority(Authority),
    /// Certificates by their fingerprints, one for each node and a second one while they are renewed. The last resort,
    /// since Proxmox renews them.
    Pins(BTreeSet<Fingerprint>),
}

/// One or more certificates of authorities.
#[derive(Clone, PartialEq, Eq)]
pub struct Authority(Vec<CertificateDer<'static>>);

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.fingerprints()).finish()
    }
}

/// Why trust cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// The text holds no certificate in PEM.
    #[error("no certificate in PEM")]
    NoCertificate,
    /// A certificate cannot be an authority.
    #[error("not usable as an authority: {detail}")]
    BadAuthority {
        /// What is wrong with it.
        detail: String,
    },
    /// There is no pin, so nobody would be believed.
    #[error("no fingerprint")]
    NoPin,
    /// The provider of cryptography offers no version of TLS that is spoken here.
    #[error("no version of TLS")]
    NoProtocol,
    /// Not a name or address that a certificate can be for.
    #[error("not a name that a certificate can be for: {name:?}")]
    BadName {
        /// The name as given.
        name: String,
    },
}

impl TrustError {
    /// The stable code by which its texts are found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCertificate => "E-TLS-NO-CERTIFICATE",
            Self::BadAuthority { .. } => "E-TLS-BAD-AUTHORITY",
            Self::NoPin => "E-TLS-NO-PIN",
            Self::NoProtocol => "E-TLS-NO-PROTOCOL",
            Self::BadName { .. } => "E-TLS-BAD-NAME",
        }
    }
}

impl Authority {
    /// Reads the certificates of a PEM file, such as `pve-root-ca.pem`.
    pub fn from_pem(pem: &[u8]) -> Result<Self, TrustError> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        match certificates {
            Ok(certificates) if !certificates.is_empty() => {
                let authority = Self(certificates);
                authority.roots()?;
                Ok(authority)
            }
            _ => Err(TrustError::NoCertificate),
        }
    }

    /// The fingerprints of its certificates.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        self.0.iter().map(|certificate| Fingerprint::of(certificate)).collect()
    }

    fn roots(&self) -> Result<RootCertStore, TrustError> {
        let mut roots = RootCertStore::empty();
        for certificate in &self.0 {
            roots.add(certificate.clone()).map_err(|error| TrustError::BadAuthority { detail: error.to_string() })?;
        }
        Ok(roots)
    }
}

/// The one provider of cryptography in the program.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Checks that `name` can be the name in a certificate.
pub(crate) fn server_name(name: &str) -> Result<ServerName<'static>, TrustError> {
    let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    ServerName::try_from(bare.to_owned()).map_err(|_| TrustError::BadName { name: name.to_owned() })
}

/// The TLS configuration that believes whom `trust` says. `name` is what the certificate must be for instead of the host of
/// the URL, for nodes behind address translation; a pin is for a certificate, whatever name is in it.
pub(crate) fn client_config(trust: &Trust, name: Option<&str>) -> Result<ClientConfig, TrustError> {
    let provider = provider();
    let rule = match trust {
        Trust::System => system(&provider),
        Trust::Authority(authority) => {
            let built = WebPkiServerVerifier::builder_with_provider(authority.roots()?.into(), Arc::clone(&provider));
            Rule::Chain(built.build().map_err(|error| TrustError::BadAuthority { detail: error.to_string() })?)
        }
        Trust::Pins(pins) if pins.is_empty() => return Err(TrustError::NoPin),
        Trust::Pins(pins) => Rule::Pins(pins.clone()),
    };
    let name = name.map(server_name).transpose()?;
    let verifier = Verifier::new(rule, name, provider.signature_verification_algorithms);
    config(provider, Arc::new(verifier))
}

/// A configuration with a verifier of ours.
pub(crate) fn config(
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<ClientConfig, TrustError> {
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| TrustError::NoProtocol)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    // pveproxy speaks HTTP/1.1 only.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session shows no certificate, so there would be nothing to check.
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn system(provider: &Arc<CryptoProvider>) -> Rule {
    match rustls_platform_verifier::Verifier::new(Arc::clone(provider)) {
        Ok(verifier) => Rule::Chain(Arc::new(verifier)),
        Err(error) => {
            tracing::debug!(%error, "the system trusts no authority");
            Rule::Nobody
        }
    }
}
