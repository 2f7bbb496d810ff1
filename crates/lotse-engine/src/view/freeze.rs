//! `freeze` and `thaw`: what stops changes.

use lotse_model::{ClusterName, Timestamp};
use serde::Serialize;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FreezeDid {
    /// Changes were stopped.
    Froze,
    /// Changes go on.
    Thawed,
    /// Nothing had stopped them.
    WasNot,
}

/// What stops changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreezeRow {
    /// Where; `null` for every cluster.
    pub cluster: Option<ClusterName>,
    /// Why.
    pub reason: String,
    /// Who stopped them.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Until when; `null` until somebody thaws them.
    pub until: Option<Timestamp>,
}

/// What was done, and what stops changes now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreezeView {
    /// What was done.
    pub did: FreezeDid,
    /// Where; `null` for every cluster.
    pub scopes: Vec<Option<ClusterName>>,
    /// Everything that stops changes now.
    #[serde(rename = "in-force")]
    pub in_force: Vec<FreezeRow>,
}
