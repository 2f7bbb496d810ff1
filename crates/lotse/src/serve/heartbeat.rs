//! The heartbeat: after each good look an address is fetched, so that somebody else notices when looks end.
//!
//! What does that on the other side (a dead man's switch) alarms when it hears nothing for a while. So nothing is fetched after
//! a look that could see no cluster, and an answer that does not come is no alarm here.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, redirect::Policy};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    part::{Again, Trouble},
    tally::Tally,
};

/// How long an answer is waited for. The least interval is five seconds: a slower answer costs a beat, never a look.
const LIMIT: Duration = Duration::from_secs(10);
/// An address may move once or twice (from `http` to `https`).
const MOVES: usize = 3;

/// Fetches the address after each good look, of which `good` tells, until `stop`.
pub(super) async fn beat(
    url: Url,
    mut good: watch::Receiver<u64>,
    tally: Arc<Tally>,
    stop: CancellationToken,
) -> Result<(), Trouble> {
    let client = client().map_err(|detail| Trouble { code: "E-SERVE-HEARTBEAT", detail, again: Again::Soon })?;
    // The rest of the address is what tells one watch from another: as good as a password.
    let host = url.host_str().unwrap_or_default().to_owned();
    let mut works = true;
    while let Some(Ok(())) = stop.run_until_cancelled(good.changed()).await {
        let Some(failed) = stop.run_until_cancelled(fetch(&client, &url)).await else { break };
        tally.heartbeats.count(failed.is_none());
        // Told when it changes, and not again with each look.
        match (&failed, works) {
            (Some(why), true) => tracing::warn!(host, why, "the heartbeat's address does not answer"),
            (None, false) => tracing::info!(host, "the heartbeat's address answers again"),
            _ => {}
        }
        works = failed.is_none();
    }
    Ok(())
}

fn client() -> Result<Client, String> {
    // The provider of the process; a second one is refused, and the first stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .timeout(LIMIT)
        .redirect(Policy::limited(MOVES))
        .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| error.without_url().to_string())
}

/// `None` when it answered; else what happened, without the address.
async fn fetch(client: &Client, url: &Url) -> Option<String> {
    match client.get(url.clone()).send().await {
        Ok(answer) if answer.status().is_success() => None,
        Ok(answer) => Some(answer.status().to_string()),
        Err(error) if error.is_timeout() => Some("no answer in time".to_owned()),
        Err(error) => Some(error.without_url().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicU16, AtomicU32, Ordering},
        },
        time::Duration,
    };

    use axum::{Router, extract::State, http::StatusCode, routing::get};
    use lotse_engine::watch::{ClusterPulse, Pulse};
    use lotse_model::{ClusterName, Timestamp};
    use tokio::net::TcpListener;
    use tokio_util::sync::CancellationToken;
    use url::Url;

    use super::{Tally, beat};
    use crate::serve::looks::Looks;

    /// A switch on the other side: what it answers, and how often it was asked.
    #[derive(Debug, Default)]
    struct Switch {
        answers: AtomicU16,
        asked: AtomicU32,
    }

    async fn answer(State(switch): State<Arc<Switch>>) -> StatusCode {
        switch.asked.fetch_add(1, Ordering::SeqCst);
        StatusCode::from_u16(switch.answers.load(Ordering::SeqCst)).unwrap()
    }

    async fn until(mut so: impl FnMut() -> bool) {
        for _ in 0..2000 {
            if so() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it is still not so");
    }

    #[tokio::test]
    async fn each_good_look_is_one_beat_and_a_look_that_saw_nothing_is_none() {
        let switch = Arc::new(Switch::default());
        switch.answers.store(200, Ordering::SeqCst);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/ping/abc", listener.local_addr().unwrap())).unwrap();
        let router = Router::new().route("/ping/abc", get(answer)).with_state(Arc::clone(&switch));
        tokio::spawn(axum::serve(listener, router).into_future());
        let home = ClusterName::new("home").unwrap();
        let (looks, tally) = (Looks::new([home.clone()], None, Timestamp(0)), Arc::new(Tally::default()));
        let look = |looked, blind_looks| {
            let of = ClusterPulse { looked: Some(Timestamp(looked)), blind_looks, ..ClusterPulse::default() };
            let pulse = Pulse { watches: true, clusters: [(home.clone(), of)].into(), ..Pulse::default() };
            looks.felt(Timestamp(looked), &pulse);
        };
        let stop = CancellationToken::new();
        let beating = tokio::spawn(beat(url, looks.follow_good(), Arc::clone(&tally), stop.clone()));
        look(1, 0);
        until(|| tally.heartbeats.counted() == (1, 0)).await;
        look(1, 1);
        switch.answers.store(500, Ordering::SeqCst);
        look(3, 0);
        until(|| tally.heartbeats.counted() == (1, 1)).await;
        assert_eq!(switch.asked.load(Ordering::SeqCst), 2);
        stop.cancel();
        assert_eq!(beating.await.unwrap(), Ok(()));
    }
}
