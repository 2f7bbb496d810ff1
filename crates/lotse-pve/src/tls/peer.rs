//! First contact: which certificate a server shows.

use std::sync::{Arc, Mutex, PoisonError};

use lotse_model::Timestamp;
use rustls::{
    DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;
use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer as _, X509Certificate},
};

use super::{Fingerprint, trust, verify::distrust};
use crate::{CallError, Deadline, Obstacle, transport::obstacle};

/// A certificate that a server showed, with what a person needs to recognise it. It is not trusted by having been seen. The
/// texts come from the other side: clean them before they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificate {
    /// Its fingerprint, which `pvenode cert info` shows on the node.
    pub fingerprint: Fingerprint,
    /// For whom it is (`OU=PVE Cluster Node, O=Proxmox Virtual Environment, CN=pve1.example.org`).
    pub subject: Option<String>,
    /// Who made it.
    pub issuer: Option<String>,
    /// From when it is valid.
    pub not_before: Option<Timestamp>,
    /// Until when.
    pub not_after: Option<Timestamp>,
    /// The names and addresses it is for.
    pub names: Vec<String>,
    /// The fingerprints of the certificates that came with it.
    pub chain: Vec<Fingerprint>,
}

impl PeerCertificate {
    fn read(shown: &[CertificateDer<'_>]) -> Option<Self> {
        let (leaf, rest) = shown.split_first()?;
        let parsed = X509Certificate::from_der(leaf).ok().map(|(_, parsed)| parsed);
        let parsed = parsed.as_ref();
        let time = |time: x509_parser::time::ASN1Time| Timestamp(time.timestamp());
        Some(Self {
            fingerprint: Fingerprint::of(leaf),
            subject: parsed.map(|parsed| parsed.subject().to_string()),
            issuer: parsed.map(|parsed| parsed.issuer().to_string()),
            not_before: parsed.map(|parsed| time(parsed.validity().not_before)),
            not_after: parsed.map(|parsed| time(parsed.validity().not_after)),
            names: parsed.map(names).unwrap_or_default(),
            chain: rest.iter().map(|certificate| Fingerprint::of(certificate)).collect(),
        })
    }
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else { return Vec::new() };
    let address = |bytes: &[u8]| match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
        (Ok(four), _) => Some(std::net::IpAddr::from(four).to_string()),
        (_, Ok(sixteen)) => Some(std::net::IpAddr::from(sixteen).to_string()),
        _ => None,
    };
    let text = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes),
        _ => None,
    };
    extension.value.general_names.iter().filter_map(text).collect()
}

/// Asks the server at `url` for its certificate and hangs up. Nothing is sent but the handshake, which the server signs with
/// the key of the certificate: whoever replays a certificate of another is found out here.
pub async fn probe_certificate(url: &Url, deadline: Deadline) -> Result<PeerCertificate, CallError> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let port = url.port_or_known_default().unwrap_or(8006);
    let endpoint = format!("{host}:{port}");
    let limit = deadline.remaining();
    let unreachable =
        |why: Obstacle, detail: String| CallError::Unreachable { endpoint: endpoint.clone(), why, detail };
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = trust::server_name(&bare).map_err(|error| unreachable(Obstacle::NameUnknown, error.to_string()))?;
    let provider = trust::provider();
    let witness = Arc::new(Witness { shown: Mutex::default(), algorithms: provider.signature_verification_algorithms });
    let config = trust::config(provider, Arc::<Witness>::clone(&witness))
        .map_err(|error| unreachable(Obstacle::Protocol, error.to_string()))?;
    let handshake = async {
        let stream = TcpStream::connect((bare.as_str(), port)).await?;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    };
    match deadline.run(handshake).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => {
            return Err(match distrust(&error) {
                Some(why) => CallError::Untrusted { endpoint, why },
                None => unreachable(obstacle::of(&error), error.to_string()),
            });
        }
        Err(_) => {
            let call = "TLS handshake".to_owned();
            return Err(CallError::TimedOut { call, endpoint, after: limit });
        }
    }
    let shown = witness.shown.lock().unwrap_or_else(PoisonError::into_inner);
    PeerCertificate::read(&shown)
        .ok_or_else(|| unreachable(Obstacle::Protocol, "the server showed no certificate".to_owned()))
}

/// Notes the certificate that is shown and believes it for the moment: nothing is sent over such a connection. The signature
/// of the handshake is checked all the same.
#[derive(Debug)]
struct Witness {
    shown: Mutex<Vec<CertificateDer<'static>>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = std::iter::once(end_entity).chain(intermediates).map(|shown| shown.clone().into_owned()).collect();
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
