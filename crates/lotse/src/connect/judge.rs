//! Certificates and host keys that nobody judged yet: shown, and accepted by a person's word or by the expected
//! fingerprint, never by themselves.

use std::sync::Arc;

use lotse_pve::{
    CallError, Deadline, Distrust, Pve,
    tls::{Fingerprint, PeerCertificate, PinStore, Trust as Believed, probe_certificate},
    transport::{Credentials, EndpointSettings, Rest, RestSettings, endpoint_name},
};
use lotse_ssh::{HostKey, KeyFingerprint, OldKeys, Target};
use lotse_text::{Language, clean, day, tr};
use url::Url;

use super::{name::name_of_host, pins::save_pins};
use crate::{
    dialogue,
    failure::{Exit, Failure, of_call, of_ssh},
    settings::Settings,
};

/// Looks at an endpoint that has no accepted certificate, where somebody is there to judge it. A certificate that the
/// system's authorities vouch for needs no judgement.
pub(super) async fn first_contact(
    url: &Url,
    pins: &mut PinStore,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<(), Failure> {
    let language = settings.language;
    let name = endpoint_name(url).unwrap_or_default();
    if !pins.of(&name).is_empty() {
        return Ok(());
    }
    let deadline = Deadline::after(settings.deadline);
    if let Some(wanted) = &settings.accept_fingerprint {
        let Ok(wanted) = wanted.parse::<Fingerprint>() else { return Err(not_a_fingerprint(wanted, language)) };
        // A node that is down is no reason to stop: another one may answer.
        let Ok(shown) = probe_certificate(url, deadline).await else { return Ok(()) };
        if shown.fingerprint == wanted {
            accept_certificate(pins, &name, shown.fingerprint, language)?;
        }
        return Ok(());
    }
    if !dialogue::possible(settings) || vouched_for(url, credentials, deadline).await {
        return Ok(());
    }
    let Ok(shown) = probe_certificate(url, deadline).await else { return Ok(()) };
    settings.printer.error(described(&name, &shown, language));
    if dialogue::confirm(settings, &tr::connect_trust_certificate(language)) {
        accept_certificate(pins, &name, shown.fingerprint, language)
    } else {
        Err(of_call(&untrusted(&name, shown.fingerprint), language))
    }
}

/// With an expected fingerprint at least one node must have shown it, now or earlier.
pub(super) fn somebody_showed(endpoints: &[EndpointSettings], wanted: &str, language: Language) -> Result<(), Failure> {
    let Ok(wanted) = wanted.parse::<Fingerprint>() else { return Err(not_a_fingerprint(wanted, language)) };
    let shown = endpoints.iter().any(|one| matches!(&one.trust, Believed::Pins(pins) if pins.contains(&wanted)));
    if shown {
        return Ok(());
    }
    let names = endpoints.iter().filter_map(|one| endpoint_name(&one.url).ok()).collect::<Vec<_>>().join(", ");
    Err(Failure::new("E-TLS-PIN", Exit::Unreachable, tr::connect_not_expected(language, wanted.to_string(), names)))
}

/// Whether the system's authorities vouch for the certificate. Credentials are sent only where they do.
async fn vouched_for(url: &Url, credentials: &Credentials, deadline: Deadline) -> bool {
    let endpoint = EndpointSettings { url: url.clone(), trust: Believed::System, server_name: None };
    let settings = RestSettings { endpoints: vec![endpoint], credentials: credentials.clone() };
    let Ok(rest) = Rest::new(&settings) else { return true };
    let probe = Pve::new(name_of_host("probe"), Arc::new(rest));
    !matches!(probe.version(deadline).await, Err(CallError::Untrusted { .. }))
}

fn untrusted(endpoint: &str, seen: Fingerprint) -> CallError {
    CallError::Untrusted { endpoint: endpoint.to_owned(), why: Distrust::Issuer { seen } }
}

fn not_a_fingerprint(text: &str, language: Language) -> Failure {
    Failure::new("E-FINGERPRINT", Exit::Usage, tr::config_fingerprint(language, text))
        .hint(tr::connect_fingerprint_hint(language))
}

/// A certificate with what a person needs to recognise it.
pub(crate) fn described(endpoint: &str, shown: &PeerCertificate, language: Language) -> String {
    let mut text = tr::connect_certificate(language, endpoint);
    let mut add = |line: String| {
        text.push_str("\n  ");
        text.push_str(&line);
    };
    if let Some(subject) = &shown.subject {
        add(tr::connect_subject(language, subject));
    }
    if let Some(issuer) = &shown.issuer {
        add(tr::connect_issuer(language, issuer));
    }
    if !shown.names.is_empty() {
        add(tr::connect_names(language, shown.names.join(", ")));
    }
    if let Some(until) = shown.not_after {
        add(tr::connect_valid_until(language, day(language, until, &lotse_text::Zone::utc())));
    }
    add(format!("SHA-256 {}", shown.fingerprint));
    text
}

/// Keeps an accepted certificate.
pub(crate) fn accept_certificate(
    pins: &mut PinStore,
    endpoint: &str,
    fingerprint: Fingerprint,
    language: Language,
) -> Result<(), Failure> {
    pins.add(endpoint, fingerprint, lotse_engine::fleet::now());
    save_pins(pins, language)
}

/// A host key with what a person needs to recognise it.
pub(crate) fn described_key(host: &str, key: &KeyFingerprint, kind: Option<&str>, language: Language) -> String {
    let kind = kind.map_or_else(String::new, |kind| format!(" ({})", clean(kind)));
    format!("{}\n  {key}{kind}", tr::connect_host_key(language, host))
}

/// The host shows another key than the one that was expected of it.
fn another_key(host: &str, expected: &KeyFingerprint, seen: &KeyFingerprint, language: Language) -> Failure {
    Failure::new("E-TRUST-FINGERPRINT", Exit::Unreachable, tr::connect_another_key(language, host))
        .with(tr::error_tls_expected(language, expected.to_string()))
        .with(tr::error_tls_seen(language, seen.to_string()))
}

/// Judges a host key that is not known: by the expected fingerprint, else by the person.
pub(crate) async fn accept_host_key(
    target: &Target,
    seen: Option<&KeyFingerprint>,
    kind: Option<&str>,
    settings: &Settings,
) -> Result<HostKey, Failure> {
    let language = settings.language;
    let unknown = || {
        let error = lotse_ssh::SshError::HostKeyUnknown {
            destination: target.to_string(),
            kind: kind.map(str::to_owned),
            seen: seen.cloned(),
        };
        of_ssh(&error, language)
    };
    let expected = match (&settings.accept_fingerprint, seen) {
        (Some(wanted), seen) => {
            let expected = wanted.parse::<KeyFingerprint>().map_err(|_| not_a_fingerprint(wanted, language))?;
            if let Some(seen) = seen.filter(|seen| **seen != expected) {
                return Err(another_key(&target.to_string(), &expected, seen, language));
            }
            expected
        }
        (None, Some(seen)) if dialogue::possible(settings) => {
            settings.printer.error(described_key(&target.to_string(), seen, kind, language));
            if !dialogue::confirm(settings, &tr::connect_trust_key(language)) {
                return Err(unknown());
            }
            seen.clone()
        }
        _ => return Err(unknown()),
    };
    let deadline = Deadline::after(settings.deadline);
    lotse_ssh::trust(target, &expected, OldKeys::Keep, deadline).await.map_err(|error| of_ssh(&error, language))
}
