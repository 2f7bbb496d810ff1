//! The certificates of a node: `/nodes/{node}/certificates/info`.

use lotse_model::{NodeName, Timestamp};
use serde::Serialize;

use super::row::{Malformed, Row};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A certificate of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its file (`pve-root-ca.pem`, `pve-ssl.pem`, `pveproxy-ssl.pem`).
    pub file: String,
    /// SHA-256 of it, in the form of the web interface.
    pub fingerprint: Option<String>,
    /// For whom.
    pub subject: Option<String>,
    /// By whom.
    pub issuer: Option<String>,
    /// The names for which it is valid, sorted.
    pub names: Vec<String>,
    /// From when.
    pub not_before: Option<Timestamp>,
    /// Until when.
    pub not_after: Option<Timestamp>,
    /// The certificate itself.
    pub pem: Option<String>,
}

impl Certificate {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            file: row.need_text("filename")?,
            fingerprint: row.word("fingerprint"),
            subject: row.word("subject"),
            issuer: row.word("issuer"),
            names: row.words("san"),
            not_before: row.time("notbefore"),
            not_after: row.time("notafter"),
            pem: row.word("pem"),
        })
    }

    /// Whether the API shows it: the operator's own, or the cluster's for the node.
    #[must_use]
    pub fn is_served(&self) -> bool {
        matches!(self.file.as_str(), "pveproxy-ssl.pem" | "pve-ssl.pem")
    }
}

impl Pve {
    /// The certificates of `node` (`GET /nodes/{node}/certificates/info`), sorted. Anyone may see them.
    pub async fn certificates(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<Certificate>> {
        let path = api_path!("/nodes/{}/certificates/info", node);
        let mut seen = self.list(&path, &Params::new(), deadline, Certificate::read).await?;
        seen.value.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(seen)
    }
}
