//! The REST API: one door for every request, then one file for each noun.

pub(crate) mod body;
mod callback;
mod commands;
mod messages;
mod posting;
mod reads;
mod repeat;
pub(crate) mod route;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use self::body::Parsed;
use self::route::{Matched, Route};
use crate::chaos::{self, Limit, Spoil};
use crate::check::{Flaw, nested};
use crate::core::{ACKNOWLEDGED, ApiError, BAD_FORM, Core, NO_ROUTE, UNAUTHORIZED};
use crate::record::Request;

/// What a handler answers: a status with a body or with none.
pub(crate) type Answer = Result<(u16, Option<Value>), ApiError>;

/// A request as the handlers see it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) route: Matched,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Parsed,
    /// When it arrived, on the clock of the simulator.
    pub(crate) arrived: Duration,
}

impl Call {
    /// A parameter of the query.
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The router of the API.
pub(crate) fn router(core: Arc<Core>) -> Router {
    Router::new().fallback(serve).with_state(core)
}

async fn serve(Shared(core): Shared<Arc<Core>>, request: HttpRequest) -> Response<Body> {
    let arrived = core.clock.passed();
    let (parts, incoming) = request.into_parts();
    let method = parts.method.as_str().to_owned();
    let path = parts.uri.path().to_owned();
    let Some(matched) = route::find(&method, &path) else {
        let flaw = Flaw { path: String::new(), code: "ROUTE", message: "No such route, or not simulated".to_owned() };
        core.violated(&format!("{method} {path}"), vec![flaw], Value::Null);
        return failed(&NO_ROUTE);
    };
    let template = matched.template;
    let spoil = chaos::due(&mut core.look().faults, &method, template);
    let note = |status: u16, body: Value| {
        let request = Request { at: arrived, method: method.clone(), template, path: path.clone(), body, status };
        core.change(|state| {
            state.requests.push(request);
            state.requests.len() - 1
        })
    };
    match &spoil {
        Some(Spoil::Html(status)) => {
            note(*status, Value::Null);
            return html(*status);
        }
        Some(Spoil::RateLimited { after, scope }) => {
            note(429, Value::Null);
            return limited(*after, *scope);
        }
        Some(Spoil::Hang) => {
            note(0, Value::Null);
            return std::future::pending().await;
        }
        Some(Spoil::Latency(time)) => tokio::time::sleep(*time).await,
        _ => {}
    }
    // What arrives late because of a chosen latency is late.
    let arrived = core.clock.passed().max(arrived);
    if let Some(wait) = over_the_limit(&core, &matched, arrived) {
        note(429, Value::Null);
        return limited(wait, Limit::User);
    }
    let query = query(parts.uri.query().unwrap_or_default());
    let headers = parts.headers.clone();
    let (parsed, broken) = match body::parse(parts, incoming).await {
        Ok(parsed) => (parsed, None),
        Err(broken) => (Parsed::default(), Some(broken)),
    };
    // Noted before it is done: who sees what it did finds it in the record.
    let noted = note(0, parsed.json.clone());
    let answer = match broken {
        Some((error, flaw)) => {
            core.violated(&format!("{method} {path}"), vec![flaw], Value::Null);
            Err(error)
        }
        None => answer(&core, &headers, &method, &path, &Call { route: matched, query, body: parsed, arrived }),
    };
    let response = match answer {
        Ok((status, body)) => reply(status, body.as_ref()),
        Err(error) => failed(&error),
    };
    core.change(|state| {
        if let Some(request) = state.requests.get_mut(noted) {
            request.status = response.status().as_u16();
        }
    });
    match spoil {
        Some(Spoil::Mute) => std::future::pending().await,
        Some(Spoil::LostAnswer) => html(502),
        Some(Spoil::HalfBody) => half(response.status()),
        _ => response,
    }
}

/// Checks who asks and with what, then does it.
fn answer(core: &Core, headers: &HeaderMap, method: &str, path: &str, call: &Call) -> Answer {
    let place = format!("{method} {path}");
    if !said_who(headers) {
        let message = "The User-Agent is of the form DiscordBot (url, version)".to_owned();
        core.violated(&place, vec![Flaw { path: String::new(), code: "USER_AGENT", message }], Value::Null);
    }
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !call.route.route.has_own_token() && given != Some(&format!("Bot {}", core.options.token)) {
        return Err(UNAUTHORIZED);
    }
    let mut flaws = Vec::new();
    if let Some(schema) = &core.schema
        && call.route.route.takes_body()
    {
        flaws.extend(schema.request(method, call.route.template, &call.body.json));
    }
    let answer = match call.route.route {
        Route::GatewayBot
        | Route::Gateway
        | Route::Application
        | Route::CurrentUser
        | Route::OwnGuilds
        | Route::Guild
        | Route::Channels
        | Route::Threads
        | Route::Roles
        | Route::Members
        | Route::Member
        | Route::Channel => reads::answer(core, call),
        Route::Commands | Route::ReplaceCommands | Route::CreateCommand | Route::DeleteCommand => {
            commands::answer(core, call, &mut flaws)
        }
        Route::Callback => callback::answer(core, call, &mut flaws),
        Route::FollowUp
        | Route::ReadOriginal
        | Route::EditOriginal
        | Route::DeleteOriginal
        | Route::ReadFollowUp
        | Route::EditFollowUp
        | Route::DeleteFollowUp => webhook::answer(core, call, &mut flaws),
        Route::ListMessages
        | Route::CreateMessage
        | Route::ReadMessage
        | Route::EditMessage
        | Route::DeleteMessage
        | Route::Typing => messages::answer(core, call, &mut flaws),
    };
    if !flaws.is_empty() {
        flaws.dedup();
        core.violated(&place, flaws, call.body.json.clone());
    } else if let Err(error) = &answer
        && *error == ACKNOWLEDGED
    {
        let flaw = Flaw { path: String::new(), code: "INTERACTION", message: error.message.to_owned() };
        core.violated(&place, vec![flaw], call.body.json.clone());
    }
    answer
}

/// The answer to a body with flaws, or nothing where there are none.
pub(crate) fn refuse(flaws: &[Flaw]) -> Result<(), ApiError> {
    if flaws.is_empty() { Ok(()) } else { Err(ApiError { errors: Some(nested(flaws)), ..BAD_FORM }) }
}

fn said_who(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    agent.is_some_and(|agent| agent.starts_with("DiscordBot (") && agent.contains(','))
}

/// How long a bucket of a route has to wait, when limits were asked for.
fn over_the_limit(core: &Core, matched: &Matched, now: Duration) -> Option<Duration> {
    let rate = core.options.rate?;
    let bucket = matched.bucket()?;
    let mut state = core.look();
    let times = state.buckets.entry(bucket).or_default();
    times.retain(|time| *time + rate.per > now);
    if times.len() < rate.requests as usize {
        times.push(now);
        return None;
    }
    times.first().map(|first| (*first + rate.per).saturating_sub(now))
}

fn query(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key.to_owned(), value.to_owned())
        })
        .collect()
}

fn reply(status: u16, body: Option<&Value>) -> Response<Body> {
    let mut response = match body {
        Some(body) => {
            let mut response = Response::new(Body::from(body.to_string()));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response
        }
        None => Response::new(Body::empty()),
    };
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in [
        ("x-ratelimit-limit", "50"),
        ("x-ratelimit-remaining", "49"),
        ("x-ratelimit-reset-after", "1.000"),
        ("x-ratelimit-bucket", "simulated"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn failed(error: &ApiError) -> Response<Body> {
    reply(error.status, Some(&error.body()))
}

fn html(status: u16) -> Response<Body> {
    let page =
        "<html>\r\n<head><title>upstream error</title></head>\r\n<body><center>cloudflare</center></body>\r\n</html>";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

fn half(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from(r#"{"id": "3000"#));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// 429 as documented (`Rate Limits`): a body with the seconds, and the headers.
fn limited(after: Duration, scope: Limit) -> Response<Body> {
    let seconds = after.as_secs_f64();
    let body =
        json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": scope == Limit::Global });
    let mut response = reply(429, Some(&body));
    let headers = response.headers_mut();
    let put = |headers: &mut HeaderMap, name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    put(headers, "retry-after", format!("{}", seconds.ceil()));
    put(headers, "x-ratelimit-remaining", "0".to_owned());
    put(headers, "x-ratelimit-reset-after", format!("{seconds:.3}"));
    put(headers, "x-ratelimit-scope", scope.word().to_owned());
    if scope == Limit::Global {
        put(headers, "x-ratelimit-global", "true".to_owned());
    }
    response
}
