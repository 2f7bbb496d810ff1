//! `whoami`: as whom Lotse asks, and what that login may see.

use lotse_model::ClusterName;
use serde::Serialize;

/// One cluster's login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhoamiRow {
    /// The cluster.
    pub cluster: ClusterName,
    /// As whom it is asked: `lotse@pve!bot`, or `root@pam` over pvesh.
    pub login: String,
    /// How: `token`, `password`, `pvesh`.
    pub method: &'static str,
    /// Its privileges by ACL path; `null` when they could not be read.
    pub privileges: Option<std::collections::BTreeMap<String, Vec<String>>>,
    /// Whether plans can be carried out there.
    pub writes: bool,
}

/// Who one is, and what one may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhoamiView {
    /// The person, as rules name it: `terminal:anna`.
    pub person: String,
    /// What the person may: `look`, `operate`, `administer`.
    pub may: &'static str,
    /// The login at each cluster.
    pub clusters: Vec<WhoamiRow>,
}
