//! One request on one node: from the head to the reply, in pveproxy's order.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, TRANSFER_ENCODING,
};
use hyper::http::request::Parts;
use hyper::{Request, Response};
use tokio::time::Instant;

use super::body::{Content, response};
use super::reply::{Reply, login_page};
use super::request::{Formatter, Given, Target, Unreadable, target};
use super::upload::{LARGEST, boundary, fields, is_upload};
use super::wire::Form;
use crate::access::request::{Credentials, Identity, Refusal};
use crate::api::route::{Check, Proxy};
use crate::api::router::lookup;
use crate::api::{Answer, Call, Caller, Failure, Method};
use crate::calls::Carrier;
use crate::chaos::Spoil;
use crate::failure::AUTH_DELAY;
use crate::site::{Door, Site};
use crate::world::rng::Rng;

/// Largest body that is read (`PVE::APIServer::AnyEvent`: `$limit_max_post`, 64 KiB × 8).
const LARGEST_BODY: usize = 512 * 1024;

/// Answers one request taken by `door`.
pub async fn serve(site: Arc<Site>, door: Arc<Door>, request: Request<Incoming>) -> Response<Content> {
    let begin = Instant::now();
    let gzip = accepts_gzip(request.headers());
    let (reply, harm) = Visit { site: &site, door: &door, begin }.answer(request).await;
    match harm {
        Some(Spoil::ResetAfter) => response(Reply::reset(), None),
        Some(Spoil::HalfBody) => {
            let half = reply.body.len() / 2;
            response(reply, Some(half))
        }
        _ if gzip => response(reply.compressed(), None),
        _ => response(reply, None),
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("gzip"))
}

struct Visit<'a> {
    site: &'a Site,
    door: &'a Door,
    begin: Instant,
}

impl Visit<'_> {
    async fn answer(&self, request: Request<Incoming>) -> (Reply, Option<Spoil>) {
        let (head, body) = request.into_parts();
        let Some(method) = Method::parse(head.method.as_str()) else {
            return (Reply::bodiless(501, format!("method '{}' not available", head.method)), None);
        };
        if is_chunked(&head.headers) {
            return (Reply::bodiless(501, "chunked transfer encoding not supported"), None);
        }
        let (formatter, name, path) = match target(head.uri.path()) {
            Target::Page => return (Reply::page("text/html; charset=utf-8", login_page(&self.door.node)), None),
            Target::NoUri => return (Reply::text(501, "no such uri"), None),
            Target::File => return (Reply::text(500, &format!("no such file '{}'\n", head.uri.path())), None),
            Target::Api { formatter, name, path } => (formatter, name, path),
        };
        self.site.calls.count(Carrier::Https, method, &path);

        let harm = self.site.faults.strike(method, &path, &self.door.node);
        tokio::time::sleep(harm.latency).await;
        match &harm.spoil {
            Some(Spoil::Reset) => return (Reply::reset(), None),
            Some(Spoil::Hang) => std::future::pending::<()>().await,
            Some(Spoil::Status { status, reason }) => {
                let reason = reason.clone().unwrap_or_else(|| standard_reason(*status).to_owned());
                return (Reply::bodiless(*status, reason), None);
            }
            _ => {}
        }

        let caller = match self.caller(&head.headers, method, &path) {
            Ok(caller) => caller,
            Err(refusal) => {
                self.until(self.site.scaled(AUTH_DELAY)).await;
                return (Reply::bodiless(401, refusal.to_string()), harm.spoil);
            }
        };
        let Some(formatter) = formatter else {
            return (Reply::text(501, &format!("no formatter for uri {path}, {name}")), harm.spoil);
        };
        let given = match self.parameters(&head, method, &path, body).await {
            Ok(given) => given,
            Err(reply) => return (*reply, harm.spoil),
        };
        let mut call = Call::new(method, path, caller);
        call.params = given.params;
        call.misshapen = given.misshapen;
        call.via.clone_from(&self.door.node);
        (self.run(call, formatter).await, harm.spoil)
    }

    async fn run(&self, call: Call, formatter: Formatter) -> Reply {
        let release = self.site.world().version.release();
        let proxied = lookup(call.method, &call.path, release).is_some_and(|(route, values)| {
            route.protected
                || route.proxy == Proxy::Node
                    && values
                        .iter()
                        .any(|(name, node)| *name == "node" && *node != self.door.node && node != "localhost")
        });
        let upload = call.method == Method::Post && is_upload(&call.path);
        let (answer, delay) = self.site.run(call).await;
        self.until(delay).await;
        // Never the same order twice: the seed is drawn anew for each answer.
        let mut rng = Rng::new(rand::random());
        let reply = Reply::of_answer(answer, formatter, proxied, &mut rng);
        // An upload's connection is not used again.
        if upload { Reply { form: Form::Closed, ..reply } } else { reply }
    }

    /// Who calls. A route that is open to all takes callers with bad credentials, too.
    fn caller(&self, headers: &HeaderMap, method: Method, path: &str) -> Result<Caller, Refusal> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let credentials = Credentials {
            authorization: text(AUTHORIZATION.as_str()),
            cookie: text(COOKIE.as_str()),
            csrf: text("csrfpreventiontoken"),
        };
        let world = self.site.world();
        let open =
            lookup(method, path, world.version.release()).is_some_and(|(route, _)| matches!(route.check, Check::World));
        match world.access.identify(&credentials, method != Method::Get, world.now.seconds()) {
            Ok(Identity::User(userid)) => Ok(Caller::User { userid, via_ticket: true }),
            Ok(Identity::Token { userid, tokenid }) => Ok(Caller::Token { userid, tokenid }),
            Err(_) if open => Ok(Caller::Nobody),
            Err(refusal) => Err(refusal),
        }
    }

    async fn parameters(&self, head: &Parts, method: Method, path: &str, body: Incoming) -> Result<Given, Box<Reply>> {
        let mut given = Given::default();
        given.add_form(head.uri.query().unwrap_or_default().as_bytes());
        let length = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
        if length == 0_usize {
            return Ok(given);
        }
        if matches!(method, Method::Get | Method::Delete) {
            return Err(Box::new(Reply::text(501, &format!("Unexpected content for method '{}'", method.name()))));
        }
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(boundary) = boundary(content_type).filter(|_| method == Method::Post && is_upload(path)) {
            let bytes = read(body, LARGEST).await?;
            let cut = || Box::new(Reply::text(501, "upload failed: unexpected end of the body"));
            given.params.extend(fields(&bytes, boundary).ok_or_else(cut)?);
            return Ok(given);
        }
        let kind = Kind::of(content_type).ok_or_else(|| {
            Box::new(Reply::text(506, &format!("upload 'Content-Type '{content_type}' not implemented")))
        })?;
        if length > LARGEST_BODY {
            return Err(Box::new(Reply::text(501, "for data too large")));
        }
        let bytes = read(body, LARGEST_BODY).await?;
        match kind {
            Kind::Form => given.add_form(&bytes),
            Kind::Json => given.add_json(&bytes).map_err(|error| Box::new(unreadable(&error)))?,
        }
        Ok(given)
    }

    /// Waits until this long after the request began.
    async fn until(&self, delay: Duration) {
        tokio::time::sleep_until(self.begin + delay).await;
    }
}

/// A body that ends too early or is larger than announced has no answer.
async fn read(body: Incoming, largest: usize) -> Result<Bytes, Box<Reply>> {
    match Limited::new(body, largest).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(_) => Err(Box::new(Reply::reset())),
    }
}

fn is_chunked(headers: &HeaderMap) -> bool {
    headers
        .get(TRANSFER_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
}

enum Kind {
    Form,
    Json,
}

impl Kind {
    /// A missing content type is read as a form.
    fn of(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "" | "application/x-www-form-urlencoded" => Some(Self::Form),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }
}

fn unreadable(error: &Unreadable) -> Reply {
    match error {
        Unreadable::Undefined { name } => Reply::of_answer(
            Answer::Error(Failure::die(format!("unable to parse value of '{name}' - got undefined value"))),
            Formatter::Json,
            false,
            &mut Rng::new(rand::random()),
        ),
        Unreadable::Malformed { text } => Reply::text(500, text),
    }
}

fn standard_reason(status: u16) -> &'static str {
    match status {
        595 => "No route to host",
        596 => "Connection timed out",
        other => hyper::StatusCode::from_u16(other).ok().and_then(|code| code.canonical_reason()).unwrap_or("Error"),
    }
}

impl Form {
    /// Whether the connection is closed behind this answer.
    #[must_use]
    pub const fn closes(self) -> bool {
        !matches!(self, Self::Own | Self::Proxied)
    }
}
