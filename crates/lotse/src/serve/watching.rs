//! The watch as a part of the daemon.

use std::{sync::Arc, time::Duration};

use lotse_engine::{fleet::now, topics::Ask};
use lotse_pve::Deadline;
use tokio_util::sync::CancellationToken;

use super::{condition::Refused, looks::Looks, part::Trouble, tally::Tally};
use crate::{config::Config, failure::Failure, session::Session};

/// How long a look may take.
const LOOK: Duration = Duration::from_secs(30);

/// The watch.
#[derive(Debug)]
pub(super) struct Watching {
    session: Arc<Session>,
    looks: Arc<Looks>,
    interval: std::sync::Mutex<Duration>,
}
