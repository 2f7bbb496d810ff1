//! In place of the Discord bot, where the program is built without it.

use std::sync::Arc;

use lotse_text::{Language, tr};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::part::{Again, Trouble};
use crate::{
    config::{Config, Discord},
    failure::NOT_YET,
    session::Session,
};

/// There is nothing to be taken anew.
pub(super) type Rules = ();

/// Nothing.
pub(super) const fn rules(_: &Config) -> Rules {}

/// Says that there is none.
#[expect(clippy::unused_async, reason = "it stands in the place of one that waits")]
pub(super) async fn run(
    _: Discord,
    _: Arc<Session>,
    _: watch::Receiver<Arc<Rules>>,
    _: bool,
    _: CancellationToken,
) -> Result<(), Trouble> {
    Err(Trouble { code: NOT_YET, detail: tr::serve_no_discord(Language::En), again: Again::WhenReloaded })
}
