//! The connection to the gateway.
//!
//! twilight resumes sessions, beats its heart and notices a dead connection. What it does not do is wait: a server that
//! accepts and closes right after its greeting is connected to again at once, a thousand times a second. So every kind of
//! end is followed by a pause of ours ([`backoff`]).

mod backoff;
mod close;
pub(crate) mod event;

use std::time::Duration;

use futures_util::StreamExt as _;
use secrecy::ExposeSecret as _;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use twilight_gateway::{CloseFrame, Config, ConfigBuilder, Intents, Message, Session, Shard, ShardId};

use self::{backoff::Backoff, event::Event};
use crate::{
    error::BotError,
    settings::{Settings, is_usable_gateway},
};

/// Listens until it is told to stop, or until Discord closes the connection for good. `on` is called with each event and must
/// return at once.
pub(crate) async fn listen(
    settings: &Settings,
    shutdown: &CancellationToken,
    mut on: impl FnMut(Event) + Send,
) -> Result<(), BotError> {
    let mut shard = Shard::with_config(ShardId::ONE, config(settings, None)?);
    let mut backoff = Backoff::default();
    let mut active: Option<Instant> = None;
    loop {
        let next = tokio::select! {
            biased;
            () = shutdown.cancelled() => {
                shard.close(CloseFrame::NORMAL);
                goodbye(&mut shard).await;
                return Ok(());
            }
            next = shard.next() => next,
        };
        let pause = match next {
            Some(Ok(Message::Text(text))) => {
                match event::decode(&text) {
                    Ok(Event::Ready { resume_url, .. })
                        if resume_url.as_deref().is_some_and(|url| !is_usable_gateway(url)) =>
                    {
                        // The library would take any text for an address. The session is kept, its address is not.
                        tracing::warn!("the gateway names an address for resuming that cannot be used");
                        let session = shard.session().cloned();
                        shard = Shard::with_config(ShardId::ONE, config(settings, session)?);
                        Some(backoff.next(None, rand::random()))
                    }
                    Ok(event) => {
                        if matches!(event, Event::Ready { .. } | Event::Resumed) {
                            tracing::info!("the gateway is connected");
                            active = Some(Instant::now());
                        }
                        on(event);
                        None
                    }
                    Err(undecodable) => {
                        tracing::warn!(kind = undecodable.kind, detail = undecodable.detail, "an event is skipped");
                        None
                    }
                }
            }
            Some(Ok(Message::Close(frame))) => {
                let code = frame.map(|frame| frame.code);
                if let Some(fatal) = code.and_then(close::fatal) {
                    return Err(fatal);
                }
                let lasted = active.take().map(|since| since.elapsed());
                let pause = backoff.next(lasted, rand::random());
                tracing::info!(code, pause = ?pause, "the gateway closed the connection");
                Some(pause)
            }
            Some(Err(error)) => {
                // The text of the error may hold the event, and with it an interaction's token.
                let is_event = !matches!(error.kind(), twilight_gateway::error::ReceiveMessageErrorType::Reconnect);
                if is_event {
                    tracing::warn!("an event of the gateway could not be read and is skipped");
                    None
                } else {
                    let pause = backoff.next(active.take().map(|since| since.elapsed()), rand::random());
                    tracing::warn!(pause = ?pause, "the gateway cannot be reached");
                    Some(pause)
                }
            }
            // The library ends the stream after a close code that it knows as fatal and we do not.
            None => return Err(BotError::Closed { code: 0, reason: "closed" }),
        };
        if let Some(pause) = pause {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = sleep(pause) => {}
            }
        }
    }
}

fn config(settings: &Settings, session: Option<Session>) -> Result<Config, BotError> {
    let mut builder = ConfigBuilder::new(settings.token.expose_secret().to_owned(), Intents::GUILDS);
    if let Some(address) = settings.gateway()? {
        builder = builder.proxy_url(address.url);
    }
    if let Some(session) = session {
        builder = builder.session(session);
    }
    Ok(builder.build())
}

/// Lets the close frame out, without waiting long for the answer to it.
async fn goodbye(shard: &mut Shard) {
    let closed = async {
        while let Some(Ok(message)) = shard.next().await
            && !message.is_close()
        {}
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), closed).await;
}
