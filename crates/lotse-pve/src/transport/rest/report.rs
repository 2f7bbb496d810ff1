//! Whether the cluster itself reports a certificate that is not trusted yet.

use serde_json::Value;

use super::{Keeper, Rest, SECOND_OPINION, endpoint::Endpoint};
use crate::{
    ApiPath, CallError, Deadline, Params, api_path,
    tls::Fingerprint,
    transport::call::{Call, Method},
};

/// A trusted node says that a node of the cluster has this certificate. That is evidence for a person, not a reason to accept
/// it without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerprintReport {
    /// The endpoint that was asked, which is trusted.
    pub reported_by: String,
    /// The node that it says the certificate is of. Text from a machine.
    pub node: String,
}

impl Rest {
    /// Asks the nodes that are trusted whether one of the cluster's nodes has the certificate `fingerprint`: first the list
    /// of nodes, then the certificates of each, since the list holds none for a node that is offline or has a certificate of
    /// its own. `None` when nobody reports it, or nobody could be asked.
    pub async fn reports(&self, fingerprint: Fingerprint, deadline: Deadline) -> Option<FingerprintReport> {
        deadline.run(self.ask_trusted(fingerprint, deadline)).await.ok().flatten()
    }

    async fn ask_trusted(&self, fingerprint: Fingerprint, deadline: Deadline) -> Option<FingerprintReport> {
        for endpoint in &self.inner.endpoints {
            let nodes = match self.only(endpoint, &api_path!("/nodes"), deadline).await {
                Ok(Value::Array(nodes)) => nodes,
                // Every node knows the same logins: what one refuses is a failed attempt on the next, and those are counted.
                Err(CallError::Refused { .. }) => return None,
                _ => continue,
            };
            let report = |node: &str| FingerprintReport { reported_by: endpoint.name.clone(), node: node.to_owned() };
            let named = nodes.iter().filter_map(|node| Some((node.get("node")?.as_str()?, node)));
            let named: Vec<_> = named.collect();
            if let Some((name, _)) = named.iter().find(|(_, node)| has(node, "ssl_fingerprint", fingerprint)) {
                return Some(report(name));
            }
            for (name, _) in named {
                let path = api_path!("/nodes/{}/certificates/info", name);
                let certificates = match self.only(endpoint, &path, deadline).await {
                    Ok(Value::Array(certificates)) => certificates,
                    Err(CallError::Refused { .. }) => return None,
                    _ => continue,
                };
                if certificates.iter().any(|certificate| has(certificate, "fingerprint", fingerprint)) {
                    return Some(report(name));
                }
            }
        }
        None
    }

    /// Reads from one node and no other.
    async fn only(&self, endpoint: &Endpoint, path: &ApiPath, deadline: Deadline) -> Result<Value, CallError> {
        let params = Params::new();
        let call = Call { method: Method::Get, path, params: &params };
        let answer = match &*self.keeper() {
            Keeper::Token(pass) => self.ask(endpoint, &call, pass, SECOND_OPINION).await,
            Keeper::Ticket(keeper) => {
                let ticket = keeper.ticket(self, deadline).await?;
                self.ask(endpoint, &call, &ticket.pass, SECOND_OPINION).await
            }
        };
        answer.map(|(exchanged, _)| exchanged.data.data)
    }
}

fn has(row: &Value, field: &str, fingerprint: Fingerprint) -> bool {
    row.get(field).and_then(Value::as_str).and_then(|text| text.parse().ok()) == Some(fingerprint)
}
