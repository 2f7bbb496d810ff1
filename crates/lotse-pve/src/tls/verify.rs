//! The check of a server's certificate.

use std::{collections::BTreeSet, error::Error as StdError, io, sync::Arc};

use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::Fingerprint;
use crate::Distrust;

/// What makes a certificate acceptable.
#[derive(Debug)]
pub(crate) enum Rule {
    /// An authority signed it, for the right name, and it is valid now.
    Chain(Arc<dyn ServerCertVerifier>),
    /// It is one of these.
    Pins(BTreeSet<Fingerprint>),
    /// Nothing does.
    Nobody,
}

/// Checks a server's certificate by a rule, and always that the server holds the key of the certificate it shows: a
/// certificate is public, and anyone can replay one.
#[derive(Debug)]
pub(crate) struct Verifier {
    rule: Rule,
    name: Option<ServerName<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    pub(crate) const fn new(
        rule: Rule,
        name: Option<ServerName<'static>>,
        algorithms: WebPkiSupportedAlgorithms,
    ) -> Self {
        Self { rule, name, algorithms }
    }
}

/// How a [`Distrust`] travels through rustls.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Rejected(Distrust);

fn reject(why: Distrust) -> Error {
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(Rejected(why)))))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let seen = Fingerprint::of(end_entity);
        match &self.rule {
            Rule::Chain(chain) => {
                let name = self.name.as_ref().unwrap_or(server_name);
                chain
                    .verify_server_cert(end_entity, intermediates, name, ocsp_response, now)
                    .map_err(|error| reject(explain(&error, seen, name)))
            }
            Rule::Pins(pins) if pins.contains(&seen) => Ok(ServerCertVerified::assertion()),
            Rule::Pins(pins) => Err(reject(Distrust::Pin { expected: pins.iter().copied().collect(), seen })),
            Rule::Nobody => Err(reject(Distrust::Issuer { seen })),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
            .map_err(|_| reject(Distrust::Signature))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
            .map_err(|_| reject(Distrust::Signature))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// What the check of a chain found.
fn explain(error: &Error, seen: Fingerprint, name: &ServerName<'_>) -> Distrust {
    match error {
        // A bad signature is that of another authority with the same name, as those of all Proxmox clusters have.
        Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            Distrust::Issuer { seen }
        }
        // A self-signed certificate that is not known, in webpki's words.
        Error::InvalidCertificate(CertificateError::Other(other))
            if other.to_string().contains("CaUsedAsEndEntity") =>
        {
            Distrust::Issuer { seen }
        }
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => Distrust::Name { seen, name: name.to_str().into_owned() },
        Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => Distrust::Time { seen },
        error => Distrust::Certificate { seen, detail: error.to_string() },
    }
}

/// What is wrong with the certificate, when that is why a connection failed.
pub(crate) fn distrust(error: &(dyn StdError + 'static)) -> Option<Distrust> {
    causes(error).find_map(|cause| match cause.downcast_ref::<Error>()? {
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            other.0.downcast_ref::<Rejected>().map(|rejected| rejected.0.clone())
        }
        // The certificate could not even be read to check the signature with.
        Error::InvalidCertificate(_) => Some(Distrust::Signature),
        _ => None,
    })
}

/// An error and everything behind it, what an `io::Error` wraps included, which its `source` skips.
pub(crate) fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let cause: &'a (dyn StdError + 'static) = *cause;
        let wrapped = cause.downcast_ref::<io::Error>().and_then(|io| io.get_ref());
        match wrapped {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}
