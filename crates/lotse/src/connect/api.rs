//! The HTTPS API of a cluster.

use std::fs;

use lotse_model::ClusterName;
use lotse_pve::{
    tls::{Authority, PinStore, Trust as Believed, TrustError},
    transport::{Credentials, EndpointSettings, Rest, RestSettings, SettingsError, address, endpoint_name},
};
use lotse_text::{Language, tr};
use pvesim::announce::ClusterAnnouncement;
use secrecy::SecretString;
use url::Url;

use super::{judge, pins::pins, second_factor};
use crate::{
    config::{Api, Login, Token, Trust},
    environment,
    failure::{Exit, Failure, of_secret},
    settings::Settings,
};

/// The client of a cluster of the configuration.
pub(super) async fn rest(name: &ClusterName, way: &Api, settings: &Settings) -> Result<Rest, Failure> {
    let language = settings.language;
    let credentials =
        credentials(&way.login).await.map_err(|error| of_secret(&error, language).within(name.as_str()))?;
    let mut pins = match way.trust {
        Trust::System => pins(language)?,
        Trust::Ca(_) | Trust::Pins(_) => PinStore::default(),
    };
    let mut endpoints = Vec::new();
    for node in &way.nodes {
        let url = address(&node.to_string()).map_err(|error| of_settings(&error, language))?;
        if way.trust == Trust::System {
            judge::first_contact(&url, &mut pins, &credentials, settings).await?;
        }
        let trust = believed(&way.trust, &url, &pins, language)?;
        endpoints.push(EndpointSettings { url, trust, server_name: way.server_name.clone() });
    }
    if let (Trust::System, Some(wanted)) = (&way.trust, &settings.accept_fingerprint) {
        judge::somebody_showed(&endpoints, wanted, language)?;
    }
    let rest = Rest::new(&RestSettings { endpoints, credentials }).map_err(|error| of_settings(&error, language))?;
    if matches!(way.login, Login::Password { .. }) {
        second_factor::log_in(&rest, settings).await?;
    }
    Ok(rest)
}

pub(super) async fn credentials(login: &Login) -> Result<Credentials, crate::config::SecretError> {
    Ok(match login {
        Login::Token(Token { id, secret }) => {
            Credentials::Token { id: id.clone(), secret: secret.fetch(environment::get).await? }
        }
        Login::Password { user, password } => {
            Credentials::Password { user: user.clone(), password: password.fetch(environment::get).await?, totp: None }
        }
    })
}

/// Whom to believe at an endpoint: what the configuration says, else what a person accepted earlier, else the system.
fn believed(trust: &Trust, url: &Url, pins: &PinStore, language: Language) -> Result<Believed, Failure> {
    match trust {
        Trust::Pins(fingerprints) => Ok(Believed::Pins(fingerprints.iter().copied().collect())),
        Trust::Ca(path) => {
            let shown = path.display().to_string();
            let pem = fs::read(path).map_err(|error| {
                Failure::new("E-CA-FILE", Exit::Usage, tr::error_file(language, shown.clone(), error.to_string()))
            })?;
            let authority = Authority::from_pem(&pem).map_err(|error| of_trust(&error, &shown, language))?;
            Ok(Believed::Authority(authority))
        }
        Trust::System => {
            let name = endpoint_name(url).map_err(|error| of_settings(&error, language))?;
            let accepted = pins.of(&name);
            Ok(if accepted.is_empty() { Believed::System } else { Believed::Pins(accepted) })
        }
    }
}

/// The client of a simulated cluster: each node by its own certificate.
pub(super) fn simulated(cluster: &ClusterAnnouncement, language: Language) -> Result<Rest, Failure> {
    let mut endpoints = Vec::new();
    for node in &cluster.nodes {
        let url = address(&node.url).map_err(|error| of_settings(&error, language))?;
        let pins = node.fingerprint.parse().into_iter().collect();
        endpoints.push(EndpointSettings { url, trust: Believed::Pins(pins), server_name: None });
    }
    let credentials =
        Credentials::Token { id: cluster.token_id.clone(), secret: SecretString::from(cluster.token.clone()) };
    Rest::new(&RestSettings { endpoints, credentials }).map_err(|error| of_settings(&error, language))
}

fn of_trust(error: &TrustError, place: &str, language: Language) -> Failure {
    Failure::new(error.code(), Exit::Usage, tr::connect_bad_ca(language, place, error.to_string()))
}

pub(super) fn of_settings(error: &SettingsError, language: Language) -> Failure {
    Failure::new(error.code(), Exit::Usage, tr::connect_settings(language, error.to_string()))
}
