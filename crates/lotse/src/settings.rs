//! What arguments, environment and configuration say together.

use std::time::Duration;

use lotse_model::ClusterName;
use lotse_text::{Language, Zone};

use crate::print::Printer;

/// What holds for a whole run of the program.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The language of the interface.
    pub(crate) language: Language,
    /// The time zone in which times are shown.
    pub(crate) zone: Zone,
    /// Only these clusters; empty for all.
    pub(crate) only: Vec<ClusterName>,
    /// How long one question may take.
    pub(crate) deadline: Duration,
    /// The fingerprint that an unknown certificate or host key must have.
    pub(crate) accept_fingerprint: Option<String>,
    /// Answers and errors as JSON.
    pub(crate) json: bool,
    /// An answer that lacks something is a failure.
    pub(crate) strict: bool,
    /// Where answers go.
    pub(crate) printer: Printer,
}
