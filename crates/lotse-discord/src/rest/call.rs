//! One call, sent again while that helps and there is time.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};
use twilight_http::{
    Client,
    error::ErrorType,
    request::{Method, Request, RequestBuilder},
};

use super::Failed;
use crate::answer::message::File;

/// How long one attempt of a first answer may take before another one is begun: it has three seconds in all.
const HURRIED: Duration = Duration::from_millis(1200);
/// The same where there is time.
const ATTEMPT: Duration = Duration::from_secs(6);
/// What has no more time than this is a first answer.
const HURRY: Duration = Duration::from_secs(3);
/// The first pause; each further one is twice as long.
const PAUSE: Duration = Duration::from_millis(60);

/// What goes with a call.
#[derive(Debug)]
pub(super) enum Body<'a> {
    None,
    Json(&'a Value),
    File(&'a Value, &'a File),
}

/// One call.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// The path behind `/api/v10/`, with its query.
    pub(super) path: String,
    pub(super) body: Body<'a>,
    /// Whether it is sent as the bot; calls of an interaction carry their own token.
    pub(super) token: bool,
    /// Whether it may be sent again: what it does twice is what it does once.
    pub(super) again: bool,
}

impl Call<'_> {
    /// Sends it and returns the JSON of the answer, `null` where there is none.
    pub(super) async fn send(&self, client: &Client, within: Duration) -> Result<Value, Failed> {
        let until = Instant::now() + within;
        let attempt = if within <= HURRY { HURRIED } else { ATTEMPT };
        let mut pause = PAUSE;
        let mut attempts = 0_u32;
        loop {
            attempts += 1;
            let end = if self.again && !self.is_long() { until.min(Instant::now() + attempt) } else { until };
            let failed = match timeout_at(end, self.attempt(client, attempts > 1)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(failed)) => failed,
                Err(_) => Failed::TimedOut,
            };
            if !self.again || !failed.passes() || Instant::now() + pause >= until {
                return Err(failed);
            }
            tracing::debug!(method = ?self.method, attempts, %failed, "sent again");
            sleep(pause).await;
            pause *= 2;
        }
    }

    /// Whether an attempt takes as long as it takes: uploads, and calls whose rate limit is waited out.
    const fn is_long(&self) -> bool {
        self.token || matches!(self.body, Body::File(..))
    }

    async fn attempt(&self, client: &Client, retried: bool) -> Result<Value, Failed> {
        let response = client.request::<()>(self.request()?).await.map_err(|error| read(&error, retried))?;
        let bytes = response.bytes().await.map_err(|_| Failed::Broken)?;
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).map_err(|_| Failed::Broken)
    }

    fn request(&self) -> Result<Request, Failed> {
        let builder = RequestBuilder::raw(self.method, self.path.clone()).use_authorization_token(self.token);
        let builder = match &self.body {
            Body::None => builder,
            Body::Json(json) => builder.body(json.to_string().into_bytes()),
            Body::File(json, file) => builder.form(Body::form(json, file)),
        };
        builder.build().map_err(|_| Failed::Broken)
    }
}

/// What an error of the library means. Its text is not passed on: it may hold the path, and with it the interaction's token.
fn read(error: &twilight_http::Error, retried: bool) -> Failed {
    match error.kind() {
        ErrorType::Response { status, body, .. } => {
            let code = serde_json::from_slice::<Value>(body).ok();
            let code = code.as_ref().and_then(|body| body.get("code")).and_then(Value::as_u64);
            Failed::of(status.get(), code, retried)
        }
        ErrorType::Unauthorized => Failed::Token,
        ErrorType::RequestTimedOut => Failed::TimedOut,
        ErrorType::RequestError => Failed::Unreachable,
        // An error body that is no JSON, whatever its status: a proxy on the way speaks, not Discord.
        _ => Failed::Broken,
    }
}
