//! `/metrics` and `/healthz`, on this machine's loopback: what they say is for the machine's own monitoring.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt as _,
};
use lotse_engine::fleet::now;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{
    condition::Standing,
    metrics,
    part::{Again, Part, PartState, Trouble},
    reading::Sources,
};

/// Answers until `stop`.
pub(super) async fn answer(listen: SocketAddr, sources: Arc<Sources>, stop: CancellationToken) -> Result<(), Trouble> {
    let trouble = |error: std::io::Error| Trouble {
        code: "E-SERVE-LISTEN",
        detail: format!("{listen}: {error}"),
        again: Again::Soon,
    };
    let listener = TcpListener::bind(listen).await.map_err(trouble)?;
    let address = listener.local_addr().map_err(trouble)?;
    tracing::info!(%address, "metrics and health are answered");
    let router = Router::new().route("/metrics", get(told)).route("/healthz", get(health)).with_state(sources);
    let listener = listener.tap_io(|stream| {
        // A socket that is gone already is noticed by who reads it.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await.map_err(trouble)
}

async fn told(State(sources): State<Arc<Sources>>) -> Response {
    let text = metrics::text(&sources.read().await);
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response()
}

async fn health(State(sources): State<Arc<Sources>>) -> Response {
    let (code, body) = judged(&sources.condition.standing(), sources.looks.go_on(now()));
    (code, Json(body)).into_response()
}

/// Whether the daemon does what it is for. A part that fails by itself is named and is no reason to start the daemon anew; looks
/// that do not go on are.
fn judged(standing: &Standing, looks_go_on: bool) -> (StatusCode, Value) {
    let word = match (looks_go_on, standing.is_degraded()) {
        (false, _) => "failing",
        (true, true) => "degraded",
        (true, false) => "ok",
    };
    let parts: serde_json::Map<_, _> = Part::ALL
        .iter()
        .filter_map(|part| {
            let state = standing.parts.get(part).filter(|state| **state != PartState::Off)?;
            let told = match state {
                PartState::Failed { code, since, .. } => json!({ "state": state.name(), "code": code, "since": since }),
                PartState::Off | PartState::Running => json!({ "state": state.name() }),
            };
            Some((part.name().to_owned(), told))
        })
        .collect();
    let channels: serde_json::Map<_, _> = standing
        .channels
        .iter()
        .map(|(name, trouble)| {
            let state = if trouble.refused { "refused" } else { "later" };
            (name.clone(), json!({ "state": state, "since": trouble.since }))
        })
        .collect();
    let body = json!({
        "schema": "lotse/healthz/1",
        "status": word,
        "looks_go_on": looks_go_on,
        "parts": parts,
        "channels": channels,
        "configuration_refused": standing.refused.as_ref().map(|refused| refused.code),
        "restart_wanted": standing.restart,
    });
    (if looks_go_on { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, body)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use lotse_model::Timestamp;

    use super::{Part, PartState, Standing, judged};
    use crate::serve::condition::Refused;

    fn standing(discord: PartState) -> Standing {
        let mut standing = Standing::default();
        standing.parts.insert(Part::Watch, PartState::Running);
        standing.parts.insert(Part::Discord, discord);
        standing.parts.insert(Part::Sweep, PartState::Off);
        standing
    }

    #[test]
    fn one_part_that_fails_is_named_and_no_reason_to_start_anew() {
        let failed =
            PartState::Failed { code: "E-DISCORD-TOKEN", detail: "a secret place".to_owned(), since: Timestamp(0) };
        let (code, body) = judged(&standing(failed), true);
        assert_eq!((code, body["status"].as_str()), (StatusCode::OK, Some("degraded")));
        assert_eq!(body["parts"]["discord"]["code"], "E-DISCORD-TOKEN");
        assert_eq!(body["parts"]["watch"]["state"], "running");
        assert!(body["parts"].get("sweep").is_none(), "what is not wanted is not named");
        assert!(!body.to_string().contains("a secret place"), "details are in the log");
    }

    #[test]
    fn looks_that_do_not_go_on_are_a_reason_to_start_anew() {
        assert_eq!(judged(&standing(PartState::Running), true).0, StatusCode::OK);
        let (code, body) = judged(&standing(PartState::Running), false);
        assert_eq!((code, body["status"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("failing")));
    }

    #[test]
    fn a_configuration_that_was_refused_is_told() {
        let refused = Some(Refused { at: Timestamp(1), code: "E-CONFIG-KEY", detail: String::new() });
        let (_, body) = judged(&Standing { refused, ..standing(PartState::Running) }, true);
        assert_eq!(body["configuration_refused"], "E-CONFIG-KEY");
        assert_eq!(body["status"], "degraded");
    }
}
