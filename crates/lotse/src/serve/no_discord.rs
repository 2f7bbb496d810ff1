//! In place of the Discord bot, where the program is built without it.

use std::sync::Arc;

use lotse_text::tr;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Discord},
    failure::{Exit, Failure, NOT_YET},
    session::Session,
};

/// Says that there is none.
#[expect(clippy::unused_async, reason = "it stands in the place of one that waits")]
pub(super) async fn run(_: &Discord, _: &Config, session: &Arc<Session>, _: CancellationToken) -> Result<(), Failure> {
    Err(Failure::new(NOT_YET, Exit::Failed, tr::serve_no_discord(session.language)))
}
