//! `lotse serve`: the one daemon, which runs what is configured without a person in front of it.
//!
//! ```text
//! signals ─▶ run ─▶ turn (one daemon for a store) ─▶ Daemon ─▶ keep ─▶ watch · discord · sweep · http · heartbeat · journal · audit
//!                                                      │         │
//!                              difference ◀─ reload ◀──┘         └─▶ condition ─▶ log, /healthz, /metrics, service manager
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `daemon` | the parts, begun, begun anew after a reload, and ended |
//! | `keep`, `part` | one part kept running: whatever it ends by is said, and it is begun again where that helps |
//! | `lock` | one daemon for one store |
//! | `difference`, `reload` | the configuration read again: what differs, and what of it counts at once |
//! | `condition`, `looks`, `tally` | how it does, whether looks go on, what was counted |
//! | `reading`, `metrics`, `http`, `memory` | the same for the machine's own monitoring |
//! | `systemd`, `signals` | the service manager |
//! | `watching`, `discord`, `heartbeat`, `journal`, `head` | a part each |
//!
//! Only one of them looks at the fleet: the watch. Bot and sweep read what it brought.

mod condition;
mod daemon;
mod difference;
#[cfg(feature = "discord")]
mod discord;
#[cfg(not(feature = "discord"))]
#[path = "no_discord.rs"]
mod discord;
mod head;
mod heartbeat;
mod http;
mod journal;
mod keep;
mod lock;
mod looks;
mod metrics;
mod part;
mod reading;
mod reload;
mod resident;
mod signals;
mod systemd;
mod tally;
mod trouble;
mod watching;

use std::{path::Path, sync::Arc, time::Duration};

use clap::ArgMatches;
use lotse_text::tr;

pub(crate) use self::discord::guild_channel;
use self::{
    daemon::Daemon,
    lock::{Lock, Taken},
    signals::{Heard, Signals},
};
use crate::{
    config::Config,
    connect,
    failure::{Exit, Failure},
    session::Session,
    settings::Settings,
    stop::Stop,
};

/// Between two looks whether the other daemon has ended.
const TURN: Duration = Duration::from_secs(1);

/// Serves what is configured, until it is told to end.
pub(crate) async fn run(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let session = Arc::new(Session::new(connect::fleet(config, settings).await?, config, settings));
    let mut signals = Signals::listen(settings)?;
    // A service without journal and audit changes nothing; better to say so at the start than at the first change.
    session.desk.open().await?;
    let turn = match session.desk.file() {
        Some(store) => turn(&lock::beside(store), !matches.get_flag("no-wait"), &mut signals, settings).await?,
        None => Turn { lock: None, has_waited: false, is_over: false },
    };
    if turn.is_over {
        return Ok(Exit::Done);
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "serving");
    let mut daemon = Daemon::begin(config, settings, session).await?;
    if turn.has_waited {
        // Much may have changed meanwhile.
        daemon.reload().await;
    }
    systemd::ready(&daemon.status());
    loop {
        match signals.next().await {
            Heard::End => break,
            Heard::Reload => {
                systemd::reloading();
                tokio::select! {
                    () = daemon.reload() => systemd::ready(&daemon.status()),
                    () = signals.end() => break,
                }
            }
        }
    }
    tracing::info!("ending");
    systemd::stopping(&tr::serve_status_ending(settings.language));
    let exit = tokio::select! {
        () = daemon.end() => Exit::Done,
        () = signals.end() => {
            tracing::warn!("told twice to end: what is under way is left to the next start");
            Exit::Failed
        }
    };
    // The next daemon begins when nothing of this one is left.
    drop(turn.lock);
    Ok(exit)
}

/// How the wait for one's turn ended.
#[derive(Debug)]
struct Turn {
    /// The lock, where the store has one.
    lock: Option<Lock>,
    /// Whether another daemon was there first.
    has_waited: bool,
    /// Whether it was told to end meanwhile.
    is_over: bool,
}

/// Waits until no other daemon serves with this store.
async fn turn(path: &Path, waits: bool, signals: &mut Signals, settings: &Settings) -> Result<Turn, Failure> {
    let language = settings.language;
    let mut has_waited = false;
    loop {
        let taken = lock::take(path).map_err(|error| {
            let message = tr::error_file(language, path.display().to_string(), error.to_string());
            Failure::new("E-SERVE-LOCK", Exit::Failed, message)
        })?;
        let process = match taken {
            Taken::Ours(lock) => {
                if has_waited {
                    tracing::info!("the other daemon has ended; this one takes over");
                }
                return Ok(Turn { lock: Some(lock), has_waited, is_over: false });
            }
            Taken::Theirs(process) => process,
        };
        if !waits {
            return Err(Failure::new("E-SERVE-TWICE", Exit::Failed, tr::serve_twice(language))
                .hint(tr::serve_twice_hint(language)));
        }
        if !has_waited {
            tracing::warn!(process, "another daemon serves with this store; this one waits until it ends");
            systemd::ready(&tr::serve_status_waiting(language));
            has_waited = true;
        }
        systemd::alive();
        tokio::select! {
            () = tokio::time::sleep(TURN) => {}
            heard = signals.next() => match heard {
                Heard::End => return Ok(Turn { lock: None, has_waited, is_over: true }),
                // It is read anyway when its turn comes.
                Heard::Reload => {
                    systemd::reloading();
                    systemd::ready(&tr::serve_status_waiting(language));
                }
            },
        }
    }
}
