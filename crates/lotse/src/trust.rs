//! `lotse trust HOST`: shows a host key or a certificate, and trusts it when a person or the expected fingerprint says so.

use clap::ArgMatches;
use lotse_pve::{
    Deadline,
    tls::{Fingerprint, probe_certificate},
    transport::{address, endpoint_name},
};
use lotse_ssh::{KeyFingerprint, OldKeys, OpenSsh, SshError, Target};
use lotse_text::tr;
use serde_json::json;

use crate::{
    config::{Config, Trust, Way},
    connect, dialogue,
    failure::{Exit, Failure, of_call, of_ssh, of_target},
    settings::Settings,
    stop::Stop,
};

/// Trusts what the argument names.
pub(crate) async fn run(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let host = matches.get_one::<String>("host").map(String::as_str).unwrap_or_default();
    if host.contains("://") {
        certificate(host, config, settings).await
    } else {
        host_key(host, config, settings).await
    }
}

async fn certificate(text: &str, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let wrong = || Failure::new("E-REST-BAD-URL", Exit::Usage, tr::config_address(language, text));
    let url = address(text).map_err(|_| wrong().hint(tr::config_address_hint(language)))?;
    let name = endpoint_name(&url).map_err(|_| wrong())?;
    if let Some(cluster) = configured(&name, config) {
        return Err(
            Failure::new("E-TRUST-CONFIGURED", Exit::Usage, tr::trust_configured(language, cluster, name)).into()
        );
    }
    let mut pins = connect::pins(language)?;
    let shown =
        probe_certificate(&url, Deadline::after(settings.deadline)).await.map_err(|error| of_call(&error, language))?;
    if pins.of(&name).contains(&shown.fingerprint) {
        return known(&name, &shown.fingerprint.to_string(), settings);
    }
    if let Some(wanted) = &settings.accept_fingerprint {
        let expected: Option<Fingerprint> = wanted.parse().ok();
        if expected != Some(shown.fingerprint) {
            return Err(another(wanted, &shown.fingerprint.to_string(), settings).into());
        }
    } else {
        settings.printer.error(connect::described(&name, &shown, language));
        for old in pins.of(&name) {
            settings.printer.error(format!("  {}", tr::error_tls_expected(language, old.to_string())));
        }
        asked(settings, &tr::connect_trust_certificate(language))?;
    }
    pins.replace(&name, shown.fingerprint, lotse_engine::fleet::now());
    connect::save_pins(&pins, language)?;
    added(&name, &shown.fingerprint.to_string(), settings)
}

/// The cluster whose configuration says whom to believe at this endpoint: it wins over what is accepted here.
fn configured(name: &str, config: &Config) -> Option<String> {
    let cluster = config.clusters.iter().find(|cluster| match &cluster.way {
        Way::Api(way) if way.trust != Trust::System => way.nodes.iter().any(|node| {
            address(&node.to_string()).ok().and_then(|url| endpoint_name(&url).ok()).as_deref() == Some(name)
        }),
        _ => false,
    })?;
    Some(cluster.name.to_string())
}

async fn host_key(text: &str, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    // The name of a configured cluster stands for its host.
    let of_cluster = config.clusters.iter().find_map(|cluster| match &cluster.way {
        Way::Ssh(way) if cluster.name.as_str() == text => Some(way.target.clone()),
        _ => None,
    });
    let target: Target = match of_cluster {
        Some(target) => target,
        None => text.parse().map_err(|error| of_target(&error, language))?,
    };
    let target = connect::with_environment(target);
    let deadline = Deadline::after(settings.deadline);
    let old = match OpenSsh::new(target.clone()).connect(deadline).await {
        // Whoever gets as far as the login knows the key.
        Ok(()) | Err(SshError::AuthFailed { .. }) => {
            let key = lotse_ssh::probe(&target, deadline).await.map_err(|error| of_ssh(&error, language))?;
            return known(&target.to_string(), &key.fingerprint.to_string(), settings);
        }
        Err(SshError::HostKeyUnknown { .. }) => OldKeys::Keep,
        Err(SshError::HostKeyChanged { expected, known_at, .. }) => {
            settings.printer.error(tr::trust_changed(language, target.to_string()));
            for known in expected {
                settings.printer.error(format!("  {}", tr::error_tls_expected(language, known.to_string())));
            }
            if let Some(place) = known_at {
                settings.printer.error(format!("  {}", lotse_text::clean(&place)));
            }
            OldKeys::Remove
        }
        Err(error) => return Err(of_ssh(&error, language).into()),
    };
    let key = lotse_ssh::probe(&target, deadline).await.map_err(|error| of_ssh(&error, language))?;
    let expected = if let Some(wanted) = &settings.accept_fingerprint {
        match wanted.parse::<KeyFingerprint>() {
            Ok(expected) if expected == key.fingerprint => expected,
            _ => return Err(another(wanted, &key.fingerprint.to_string(), settings).into()),
        }
    } else {
        let host = target.to_string();
        settings.printer.error(connect::described_key(&host, &key.fingerprint, Some(&key.kind), language));
        asked(settings, &tr::connect_trust_key(language))?;
        key.fingerprint
    };
    let key = lotse_ssh::trust(&target, &expected, old, Deadline::after(settings.deadline))
        .await
        .map_err(|error| of_ssh(&error, language))?;
    added(&target.to_string(), &key.fingerprint.to_string(), settings)
}

/// Asks the person; where nobody is there, the way for scripts is named.
fn asked(settings: &Settings, question: &str) -> Result<(), Failure> {
    let language = settings.language;
    if !dialogue::possible(settings) {
        return Err(Failure::new("E-TRUST-NOT-ASKED", Exit::NotRun, tr::trust_nobody(language))
            .hint(tr::trust_nobody_hint(language)));
    }
    if dialogue::confirm(settings, question) {
        return Ok(());
    }
    Err(Failure::new("E-TRUST-REFUSED", Exit::NotRun, tr::trust_refused(language)))
}

fn another(wanted: &str, shown: &str, settings: &Settings) -> Failure {
    let language = settings.language;
    Failure::new("E-TRUST-FINGERPRINT", Exit::Unreachable, tr::trust_another(language))
        .with(tr::error_tls_expected(language, wanted))
        .with(tr::error_tls_seen(language, shown))
}

fn known(host: &str, fingerprint: &str, settings: &Settings) -> Result<Exit, Stop> {
    report(host, fingerprint, false, &tr::trust_known(settings.language, fingerprint, host), settings)
}

fn added(host: &str, fingerprint: &str, settings: &Settings) -> Result<Exit, Stop> {
    report(host, fingerprint, true, &tr::trust_added(settings.language, fingerprint, host), settings)
}

fn report(host: &str, fingerprint: &str, added: bool, words: &str, settings: &Settings) -> Result<Exit, Stop> {
    if settings.json {
        let object = json!({ "schema": "lotse/trust/1", "host": host, "fingerprint": fingerprint, "added": added });
        settings.printer.line(object)?;
    } else {
        settings.printer.line(words)?;
    }
    Ok(Exit::Done)
}
