//! Whom to believe, and what a failure of TLS means.

use std::{error::Error as StdError, fmt, io, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    client::Resumption,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use crate::{SettingsError, Trouble};

/// Certificates of authorities that a server is checked against, in place of the system's.
#[derive(Clone, PartialEq, Eq)]
pub struct Authority(Vec<CertificateDer<'static>>);

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority({})", self.0.len())
    }
}

impl Authority {
    /// Reads the certificates of a PEM file.
    pub fn from_pem(pem: &[u8]) -> Result<Self, SettingsError> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|_| SettingsError::Authority)?;
        let authority = Self(certificates);
        if authority.roots()?.is_empty() { Err(SettingsError::Authority) } else { Ok(authority) }
    }

    fn roots(&self) -> Result<RootCertStore, SettingsError> {
        let mut roots = RootCertStore::empty();
        for certificate in &self.0 {
            roots.add(certificate.clone()).map_err(|_| SettingsError::Authority)?;
        }
        Ok(roots)
    }
}

/// How TLS is spoken with a server whose certificate these authorities signed, or the system's.
pub(crate) fn client_config(authority: Option<&Authority>) -> Result<ClientConfig, SettingsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| SettingsError::SetUp { detail: error.to_string() })?;
    let mut config = if let Some(authority) = authority {
        builder.with_root_certificates(authority.roots()?).with_no_client_auth()
    } else {
        match rustls_platform_verifier::Verifier::new(provider) {
            Ok(verifier) => {
                builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
            }
            Err(error) => {
                tracing::debug!(%error, "the system trusts no authority");
                builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
            }
        }
    };
    // A resumed session shows no certificate, so there would be nothing to check.
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The trouble that a failure of TLS is, if that is why something failed.
pub(crate) fn untrusted(error: &(dyn StdError + 'static)) -> Option<Trouble> {
    let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>())?;
    Some(Trouble::Untrusted { detail: tls.to_string() })
}

/// The last of the causes of an error, in its own words: what the system said.
pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    causes(error).last().map_or_else(String::new, ToString::to_string)
}

/// An error and everything behind it, what an `io::Error` wraps included, which its `source` skips.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let cause: &'a (dyn StdError + 'static) = *cause;
        let wrapped = cause.downcast_ref::<io::Error>().and_then(|io| io.get_ref());
        match wrapped {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Authority;
    use crate::SettingsError;

    #[test]
    fn a_file_without_a_certificate_is_no_authority() {
        for text in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(Authority::from_pem(text.as_bytes()).unwrap_err(), SettingsError::Authority, "{text}");
        }
    }
}
