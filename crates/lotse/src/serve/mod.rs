//! `lotse serve`: what runs without a person in front of it.

#[cfg(feature = "discord")]
mod discord;
#[cfg(not(feature = "discord"))]
#[path = "no_discord.rs"]
mod discord;
mod head;

use std::{sync::Arc, time::Duration};

use lotse_text::tr;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    change,
    config::Config,
    connect,
    failure::{Exit, Failure},
    run::Settings,
    session::Session,
    stop::Stop,
};

/// How long changes that are under way are waited for when the program is told to end. systemd kills after 90 s
/// (`DefaultTimeoutStopSec`); what lasts longer goes on in Proxmox, and the next start follows it.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves what is configured, until it is told to end.
pub(crate) async fn run(config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let Some(bot) = &config.discord else {
        return Err(Failure::new("E-SERVE-NOTHING", Exit::Usage, tr::serve_nothing(language))
            .hint(tr::serve_nothing_hint(language))
            .into());
    };
    let session = Arc::new(Session::new(connect::fleet(config, settings).await?, config, settings));
    // A service without journal and audit changes nothing; better to say so at the start than at the first change.
    session.desk.open().await?;
    let (mut terminate, mut interrupt) =
        (heard(SignalKind::terminate(), settings)?, heard(SignalKind::interrupt(), settings)?);
    let stop = CancellationToken::new();
    let resuming = tokio::spawn(change::resume(Arc::clone(&session)));
    let head = tokio::spawn(head::daily(Arc::clone(&session), stop.clone()));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "serving");
    let serving = discord::run(bot, config, &session, stop.clone());
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        _ = terminate.recv() => None,
        _ = interrupt.recv() => None,
    };
    stop.cancel();
    let ended = if let Some(ended) = ended {
        ended
    } else {
        tracing::info!("ending");
        // Whatever is not over by then is in the journal.
        tokio::time::timeout(DRAIN, serving).await.unwrap_or(Ok(()))
    };
    resuming.abort();
    head.abort();
    if let Ok(store) = session.desk.store().await {
        store.close().await;
    }
    ended.map(|()| Exit::Done).map_err(Stop::from)
}

fn heard(kind: SignalKind, settings: &Settings) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| {
        Failure::new("E-RUNTIME", Exit::Failed, tr::error_file(settings.language, "signal", error.to_string()))
    })
}
