//! The secrets of clusters, fetched again while their connections stay: a token that was rotated in its file or password store.

use lotse_model::ClusterName;
use lotse_pve::transport::Rest;
use lotse_text::Language;

use super::{Links, api};
use crate::{
    config::{Cluster, Login, SecretSource, Token, Way},
    failure::{Failure, of_secret},
};

/// What became of the secrets of clusters.
#[derive(Debug, Default)]
pub(crate) struct Renewed {
    /// The clusters whose secret is another one now.
    pub(crate) changed: Vec<ClusterName>,
    /// Those whose secret systemd hands over: it is what it was at the start, unless the unit says `RefreshOnReload=credentials`.
    pub(crate) handed_over: Vec<ClusterName>,
    /// Those whose secret cannot be had: the one in force stays.
    pub(crate) failed: Vec<(ClusterName, Failure)>,
}

impl Renewed {
    /// Notes what became of one.
    pub(crate) fn note(&mut self, cluster: &ClusterName, login: &Login, outcome: Result<bool, Failure>) {
        if is_handed_over(login) && !self.handed_over.contains(cluster) {
            self.handed_over.push(cluster.clone());
        }
        match outcome {
            Ok(false) => {}
            Ok(true) if self.changed.contains(cluster) => {}
            Ok(true) => self.changed.push(cluster.clone()),
            Err(failure) => self.failed.push((cluster.clone(), failure)),
        }
    }
}

/// Fetches the secrets with which these clusters are read again.
pub(crate) async fn renew(clusters: &[Cluster], links: &Links, language: Language) -> Renewed {
    let mut renewed = Renewed::default();
    for cluster in clusters {
        if let (Way::Api(way), Some(rest)) = (&cluster.way, links.rest(&cluster.name)) {
            let outcome = take(&cluster.name, rest, &way.login, language).await;
            renewed.note(&cluster.name, &way.login, outcome);
        }
    }
    renewed
}

/// Goes on with the secret as it is now; whether it is another one.
pub(super) async fn take(
    cluster: &ClusterName,
    rest: &Rest,
    login: &Login,
    language: Language,
) -> Result<bool, Failure> {
    let credentials =
        api::credentials(login).await.map_err(|error| of_secret(&error, language).within(cluster.as_str()))?;
    rest.replace_credentials(&credentials).map_err(|error| api::of_settings(&error, language).within(cluster.as_str()))
}

const fn is_handed_over(login: &Login) -> bool {
    let (Login::Token(Token { secret: source, .. }) | Login::Password { password: source, .. }) = login;
    matches!(source, SecretSource::Credential(_))
}
