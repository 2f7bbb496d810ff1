//! With what a cluster may be changed.

use std::sync::{Arc, OnceLock};

use lotse_model::ClusterName;
use lotse_pve::{Hands, transport::Rest};
use lotse_text::Language;

use super::{
    api,
    renew::{self, Renewed},
};
use crate::{
    config::{Api, Login},
    failure::Failure,
    settings::Settings,
};

/// With what a cluster may be changed.
#[derive(Debug)]
pub(crate) enum Writer {
    /// What it is read with: a simulated cluster, or `pvesh` where the configuration says that it may.
    Ready(Hands),
    /// A token of its own, whose secret is fetched when it is needed: asking for it may mean a password manager.
    Token {
        /// The cluster.
        cluster: ClusterName,
        /// How it is reached, with that token as the login.
        way: Box<Api>,
        /// The connection, once it was made.
        made: OnceLock<Rest>,
    },
}

impl Writer {
    /// The writer that the configuration of an API gives, if any.
    pub(super) fn by_token(cluster: &ClusterName, way: &Api) -> Option<Self> {
        let token = way.write.clone()?;
        let way = Api { login: Login::Token(token), write: None, ..way.clone() };
        Some(Self::Token { cluster: cluster.clone(), way: Box::new(way), made: OnceLock::new() })
    }

    /// The cluster.
    pub(crate) fn cluster(&self) -> &ClusterName {
        match self {
            Self::Ready(hands) => hands.eyes().cluster(),
            Self::Token { cluster, .. } => cluster,
        }
    }

    /// The hands. Fetches the secret; connects nowhere yet, but for a certificate that nobody judged.
    pub(crate) async fn hands(&self, settings: &Settings) -> Result<Hands, Failure> {
        match self {
            Self::Ready(hands) => Ok(hands.clone()),
            Self::Token { cluster, way, made } => {
                let rest = api::rest(cluster, way, settings).await?;
                // Made a second time it would be another one, and this one would not be renewed.
                let rest = made.get_or_init(|| rest).clone();
                Ok(Hands::new(cluster.clone(), Arc::new(rest)))
            }
        }
    }

    /// Fetches the secret again, where it was fetched before.
    pub(crate) async fn renew(&self, language: Language, renewed: &mut Renewed) {
        if let Self::Token { cluster, way, made } = self
            && let Some(rest) = made.get()
        {
            let outcome = renew::take(cluster, rest, &way.login, language).await;
            renewed.note(cluster, &way.login, outcome);
        }
    }
}
