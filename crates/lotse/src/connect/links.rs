//! Why a cluster is not trusted, or does not let one in: answers carry only *that* it is so, the connection knows the details.

use std::collections::BTreeSet;

use lotse_engine::fleet::Fleet;
use lotse_model::{ClusterName, Hidden, HiddenWhy};
use lotse_pve::{CallError, Deadline, Distrust, transport::Rest};
use lotse_text::{Language, tr};

use crate::failure::{Failure, of_call};

/// The HTTPS connections of a fleet, by cluster.
#[derive(Debug, Default)]
pub(crate) struct Links {
    rests: Vec<(ClusterName, Rest)>,
}

impl Links {
    /// Notes the connection of a cluster.
    pub(super) fn add_rest(&mut self, cluster: ClusterName, rest: Rest) {
        self.rests.push((cluster, rest));
    }

    /// The connection of a cluster, when it is one by HTTPS.
    pub(crate) fn rest(&self, cluster: &ClusterName) -> Option<&Rest> {
        self.rests.iter().find(|(name, _)| name == cluster).map(|(_, rest)| rest)
    }
}

/// For each cluster whose certificate or host key was not trusted: what it showed, what was expected, and what to do. The
/// handshake is made once more for that; nothing else is sent. For each whose login wants a second factor: that it does.
pub(crate) async fn explain(
    fleet: &Fleet,
    links: &Links,
    missing: &[Hidden],
    deadline: Deadline,
    language: Language,
) -> Vec<Failure> {
    let distrusted: BTreeSet<_> =
        missing.iter().filter(|hidden| hidden.why == HiddenWhy::Untrusted).map(|hidden| &hidden.cluster).collect();
    let mut failures = Vec::new();
    for name in distrusted {
        let Some(cluster) = fleet.cluster(name) else { continue };
        let Err(error) = cluster.pve().version(deadline).await else { continue };
        let mut failure = of_call(&error, language);
        if let (CallError::Untrusted { why: Distrust::Pin { seen, .. } | Distrust::Issuer { seen }, .. }, Some(rest)) =
            (&error, links.rest(name))
            && let Some(report) = rest.reports(*seen, deadline).await
        {
            failure = failure.with(tr::connect_reported(language, report.node, report.reported_by));
        }
        failures.push(failure);
    }
    // An answer says only that the login was refused; the connection knows whether a second factor was missing.
    let refused: BTreeSet<_> =
        missing.iter().filter(|hidden| hidden.why == HiddenWhy::Refused).map(|hidden| &hidden.cluster).collect();
    for rest in refused.into_iter().filter_map(|name| links.rest(name)) {
        if let Some(error @ CallError::NeedTotp { .. }) = rest.login_trouble().await {
            failures.push(of_call(&error, language));
        }
    }
    failures
}
