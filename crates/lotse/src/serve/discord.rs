//! The Discord bot, as the configuration describes it.

use std::sync::Arc;

use lotse_text::tr;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Discord},
    failure::{Exit, Failure, NOT_YET},
    session::Session,
};

/// Runs it until `stop`.
pub(super) async fn run(
    _bot: &Discord,
    _config: &Config,
    session: &Arc<Session>,
    _stop: CancellationToken,
) -> Result<(), Failure> {
    Err(Failure::new(NOT_YET, Exit::Failed, tr::serve_no_discord(session.language)))
}
