//! One request and its answer: what is sent, and how an answer can be lost.

use reqwest::{
    Method as HttpMethod, RequestBuilder, Response,
    header::{self, HeaderValue},
};
use tokio::time::Instant;
use tracing::debug;

use super::{
    answer::{self, Answer, Data},
    endpoint::Endpoint,
    login::Pass,
};
use crate::{
    CallError, Obstacle,
    tls::distrust,
    transport::{
        Verb,
        call::{Call, Method, Redacted},
        obstacle,
    },
};

/// The longest answer that is taken. `/cluster/resources` of 15,000 guests is 8 MB; the longest task logs are tens of MB.
const LONGEST: usize = 128 << 20;

/// The prefix of every path.
const BASE: &str = "/api2/json";

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Exchanged {
    pub(crate) data: Data,
    pub(crate) bytes: usize,
}

/// Sends `call` to `endpoint` and reads the answer. Without an own time limit: the caller has the deadline.
///
/// # Errors
///
/// [`CallError::Unreachable`] and [`CallError::Untrusted`] only when nothing was sent.
pub(crate) async fn exchange(endpoint: &Endpoint, call: &Call<'_>, pass: &Pass) -> Result<Exchanged, CallError> {
    let began = Instant::now();
    let mut status = None;
    let mut bytes = 0;
    let result = attempt(endpoint, call, pass, &mut status, &mut bytes).await;
    let took = began.elapsed();
    debug!(
        target: "lotse_pve::call",
        endpoint = %endpoint.name,
        call = %call.name(),
        params = %Redacted(call.params),
        status,
        code = result.as_ref().err().map(CallError::code),
        took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        bytes,
        "called"
    );
    result.map(|data| Exchanged { data, bytes })
}

async fn attempt(
    endpoint: &Endpoint,
    call: &Call<'_>,
    pass: &Pass,
    status: &mut Option<u16>,
    bytes: &mut usize,
) -> Result<Data, CallError> {
    let mut response = request(endpoint, call, pass).send().await.map_err(|error| lost(endpoint, call, &error))?;
    *status = Some(response.status().as_u16());
    let reason = reason(&response);
    let body = body(&mut response, endpoint, call).await?;
    *bytes = body.len();
    let answer = Answer { status: response.status().as_u16(), reason: &reason, body: &body };
    answer::read(call, &endpoint.name, pass.user(), &answer)
}

/// The request: parameters of GET and DELETE stand in the query (a DELETE with a body is refused), those of POST and PUT in a
/// form whose length is known (a chunked one is refused).
fn request(endpoint: &Endpoint, call: &Call<'_>, pass: &Pass) -> RequestBuilder {
    let mut url = endpoint.url.clone();
    url.set_path(&format!("{BASE}{}", call.path.encoded()));
    let method = match call.method {
        Method::Get => HttpMethod::GET,
        Method::Change(Verb::Post) => HttpMethod::POST,
        Method::Change(Verb::Put) => HttpMethod::PUT,
        Method::Change(Verb::Delete) => HttpMethod::DELETE,
    };
    let request =
        endpoint.client.request(method, url).header(header::ACCEPT, HeaderValue::from_static("application/json"));
    let request = match call.method {
        Method::Get | Method::Change(Verb::Delete) if call.params.is_empty() => request,
        Method::Get | Method::Change(Verb::Delete) => request.query(call.params),
        // Without a body the length would be left out, which not every server likes (RFC 9110, 8.6).
        Method::Change(Verb::Post | Verb::Put) if call.params.is_empty() => {
            request.header(header::CONTENT_LENGTH, HeaderValue::from_static("0"))
        }
        Method::Change(Verb::Post | Verb::Put) => request.form(call.params),
    };
    pass.apply(request, call.method)
}

/// The reason phrase as it stood on the wire. hyper keeps one that is not the standard's as an extension.
fn reason(response: &Response) -> String {
    match response.extensions().get::<hyper::ext::ReasonPhrase>() {
        Some(reason) => String::from_utf8_lossy(reason.as_bytes()).into_owned(),
        None => response.status().canonical_reason().unwrap_or_default().to_owned(),
    }
}

/// The body. Of an error as much as came: the status and the reason phrase say it all, and Proxmox ends some without a length,
/// by closing the connection.
async fn body(response: &mut Response, endpoint: &Endpoint, call: &Call<'_>) -> Result<Vec<u8>, CallError> {
    let broken = |detail: String| CallError::Broken { call: call.name(), endpoint: endpoint.name.clone(), detail };
    let is_error = response.status().as_u16() >= 400;
    let mut body = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(body),
            Err(_) if is_error => return Ok(body),
            Err(error) => return Err(broken(words(&error))),
        };
        if body.len() + chunk.len() > LONGEST {
            return Err(broken(format!("longer than {LONGEST} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
}

/// What an error of the HTTP library means: nothing was sent, or the answer was lost.
fn lost(endpoint: &Endpoint, call: &Call<'_>, error: &reqwest::Error) -> CallError {
    let name = endpoint.name.clone();
    if let Some(why) = distrust(error) {
        return CallError::Untrusted { endpoint: name, why };
    }
    if error.is_connect() {
        let why = if error.is_timeout() { Obstacle::Silent } else { obstacle::of(error) };
        return CallError::Unreachable { endpoint: name, why, detail: words(error) };
    }
    CallError::Broken { call: call.name(), endpoint: name, detail: words(error) }
}

/// An error's innermost words, which say what happened; the outer ones repeat the address.
fn words(error: &reqwest::Error) -> String {
    crate::tls::causes(error).last().map(ToString::to_string).unwrap_or_default()
}
