//! What a guest's storage allows: `…/feature`.

use lotse_model::NodeName;
use serde::Serialize;

use super::{
    guest_status::GuestPlace,
    row::{Malformed, Row},
};
use crate::{Deadline, Params, Pve, pve::Answer};

/// Something that depends on the storage of every disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// Snapshots.
    Snapshot,
    /// Clones that share what has not changed.
    Clone,
    /// Full copies.
    Copy,
}

impl Feature {
    /// The word of the API.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Clone => "clone",
            Self::Copy => "copy",
        }
    }
}

/// Whether a feature is there, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeatureAnswer {
    /// Whether the guest has it.
    pub available: bool,
    /// The nodes that reach all of its storages, sorted; only VMs say.
    pub nodes: Vec<NodeName>,
}

impl FeatureAnswer {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let available = row.flag("hasFeature").ok_or_else(|| Malformed::at("hasFeature", row.get("hasFeature")))?;
        Ok(Self { available, nodes: row.words("nodes").iter().filter_map(|node| node.parse().ok()).collect() })
    }
}

impl Pve {
    /// Whether a guest can do `feature`, from `snapshot` when one is named (`GET …/feature`). Needs `VM.Audit` on it.
    pub async fn guest_feature(
        &self,
        place: &GuestPlace,
        feature: Feature,
        snapshot: Option<&str>,
        deadline: Deadline,
    ) -> Answer<FeatureAnswer> {
        let mut params: Params = vec![("feature".into(), feature.api().to_owned())];
        params.extend(snapshot.map(|name| ("snapname".into(), name.to_owned())));
        self.one(&place.path().segment("feature"), &params, deadline, FeatureAnswer::read).await
    }
}
