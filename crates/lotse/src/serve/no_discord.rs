//! In place of the Discord bot, where the program is built without it.

use std::{collections::BTreeSet, sync::Arc};

use lotse_engine::{
    fleet::Fleet,
    watch::{Channel, Failed},
};
use lotse_store::Shared;
use lotse_text::{Language, tr};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::part::{Again, Trouble};
use crate::{
    config::{Config, Discord},
    failure::NOT_YET,
    notify::Usual,
    session::Session,
};

/// There is nothing to be taken anew.
pub(super) type Rules = ();

/// Nothing is followed.
pub(super) type Followed = watch::Receiver<Arc<Rules>>;

/// Nothing.
pub(super) const fn rules(_: &Config) -> Rules {}

/// Alerts are told nowhere at Discord.
pub(super) const fn told_at(_: &Config) -> BTreeSet<u64> {
    BTreeSet::new()
}

/// There are none.
pub(super) const fn channels(_: &Config, _: &Arc<Session>, _: &Followed) -> Vec<Arc<dyn Channel>> {
    Vec::new()
}

/// There is none.
#[expect(clippy::unused_async, reason = "it stands in the place of one that waits")]
pub(crate) async fn guild_channel(
    _: &Config,
    _: &str,
    _: &Usual,
    _: &Fleet,
    _: &Shared,
) -> Option<Result<Arc<dyn Channel>, Failed>> {
    None
}

/// Says that there is none.
#[expect(clippy::unused_async, reason = "it stands in the place of one that waits")]
pub(super) async fn run(
    _: Discord,
    _: BTreeSet<u64>,
    _: Arc<Session>,
    _: Followed,
    _: bool,
    _: CancellationToken,
) -> Result<(), Trouble> {
    Err(Trouble { code: NOT_YET, detail: tr::serve_no_discord(Language::En), again: Again::WhenReloaded })
}
