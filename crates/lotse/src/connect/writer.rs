//! With what a cluster may be changed.

use std::sync::Arc;

use lotse_model::ClusterName;
use lotse_pve::Hands;

use super::api;
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
    },
}

impl Writer {
    /// The writer that the configuration of an API gives, if any.
    pub(super) fn by_token(cluster: &ClusterName, way: &Api) -> Option<Self> {
        let token = way.write.clone()?;
        let way = Api { login: Login::Token(token), write: None, ..way.clone() };
        Some(Self::Token { cluster: cluster.clone(), way: Box::new(way) })
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
            Self::Token { cluster, way } => {
                let rest = api::rest(cluster, way, settings).await?;
                Ok(Hands::new(cluster.clone(), Arc::new(rest)))
            }
        }
    }
}
