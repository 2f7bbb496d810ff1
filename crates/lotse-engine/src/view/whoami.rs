//! `whoami`: what one may here, and as whom Lotse asks.

use lotse_model::ClusterName;
use serde::Serialize;

/// One cluster's login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhoamiRow {
    /// The cluster.
    pub cluster: ClusterName,
    /// As whom it is asked: `lotse@pve!bot`, or `root@pam` over pvesh; `null` for who may not see the whole cluster.
    pub login: Option<String>,
    /// How: `token`, `password`, `pvesh`; `null` for who may not see the whole cluster.
    pub method: Option<&'static str>,
    /// Its privileges by ACL path; `null` when they could not be read, or may not be seen.
    pub privileges: Option<std::collections::BTreeMap<String, Vec<String>>>,
    /// Whether plans can be carried out there.
    pub writes: bool,
}

/// What one rule grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantRow {
    /// A level (`look`, `operate`, `administer`), or commands by name.
    pub may: Vec<&'static str>,
    /// To what, each entry an alternative, as in the configuration.
    pub scope: Vec<String>,
}

/// Who one is, and what one may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhoamiView {
    /// The person, as rules name it: `terminal:anna`.
    pub person: String,
    /// What else rules may name them by.
    pub roles: Vec<String>,
    /// The highest level somewhere: `look`, `operate`, `administer`; `null` for who may only call commands by name.
    pub may: Option<&'static str>,
    /// What each rule grants; `null` for everything, without a rule.
    pub grants: Option<Vec<GrantRow>>,
    /// The highest level from this place, whatever rules say; `null` where there is none.
    pub ceiling: Option<&'static str>,
    /// The commands that one may call somewhere, reads and changes.
    pub commands: Vec<&'static str>,
    /// The login at each cluster.
    pub clusters: Vec<WhoamiRow>,
}
