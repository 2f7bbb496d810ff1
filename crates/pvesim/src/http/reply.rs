//! From an API answer to what leaves the wire: status, reason phrase, form, headers, body.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value};

use super::request::Formatter;
use super::wire::Form;
use crate::api::json::shuffled;
use crate::api::{Answer, Failure};
use crate::world::rng::Rng;

/// Content type of both JSON formatters.
pub const JSON: &str = "application/json;charset=UTF-8";

/// A finished answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status; 595 and 596 among them.
    pub status: u16,
    /// Reason phrase: the first line of an error.
    pub reason: String,
    /// How the head is written.
    pub form: Form,
    /// `Content-Type`; errors of the proxy itself have none.
    pub content_type: Option<&'static str>,
    /// `Content-Disposition` of a download.
    pub disposition: Option<String>,
    /// Whether the body was compressed.
    pub gzip: bool,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// An error of the proxy itself without a body.
    #[must_use]
    pub fn bodiless(status: u16, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
            form: Form::Bodiless,
            content_type: None,
            disposition: None,
            gzip: false,
            body: Bytes::new(),
        }
    }

    /// An error of the proxy itself with its text as the body, untyped.
    #[must_use]
    pub fn text(status: u16, text: &str) -> Self {
        let mut reply = Self::bodiless(status, text.lines().next().unwrap_or_default());
        reply.form = Form::Closed;
        reply.body = Bytes::copy_from_slice(text.as_bytes());
        reply
    }

    /// A page.
    #[must_use]
    pub fn page(content_type: &'static str, body: String) -> Self {
        Self {
            status: 200,
            reason: "OK".to_owned(),
            form: Form::Own,
            content_type: Some(content_type),
            disposition: None,
            gzip: false,
            body: Bytes::from(body),
        }
    }

    /// The connection is cut where the answer would begin.
    #[must_use]
    pub fn reset() -> Self {
        let mut reply = Self::bodiless(500, "reset");
        reply.form = Form::Reset;
        reply
    }

    /// The answer to an API call. `proxied` says whether pvedaemon or another node gave it.
    #[must_use]
    pub fn of_answer(answer: Answer, formatter: Formatter, proxied: bool, rng: &mut Rng) -> Self {
        let open = if proxied { Form::Proxied } else { Form::Own };
        let object = match answer {
            Answer::Data(data) => envelope(data, Map::new()),
            Answer::With { data, attributes } => match download(&data, &attributes) {
                Some(reply) => return Self { form: open, ..reply },
                None => envelope(data, attributes),
            },
            Answer::Retry { .. } => return Self::bodiless(596, "Connection timed out"),
            Answer::Error(failure) if !failure.body => {
                return Self::bodiless(failure.status, failure.reason);
            }
            Answer::Error(failure) => return Self::of_failure(&failure, formatter, open, rng),
        };
        match formatter {
            Formatter::Json => Self::json(200, "OK", open, object, rng),
            Formatter::Extjs => {
                let mut object = object;
                object.insert("success".to_owned(), Value::from(1));
                Self::json(200, "OK", open, object, rng)
            }
            Formatter::Html => Self { form: open, ..Self::page(HTML, html(&Value::Object(object))) },
        }
    }

    fn of_failure(failure: &Failure, formatter: Formatter, open: Form, rng: &mut Rng) -> Self {
        let mut object = envelope(Value::Null, Map::new());
        object.insert("message".to_owned(), Value::from(message(failure)));
        if !failure.errors.is_empty() {
            let errors = failure.errors.iter().map(|(name, text)| (name.clone(), Value::from(text.as_str())));
            object.insert("errors".to_owned(), Value::Object(errors.collect()));
        }
        match formatter {
            Formatter::Extjs => {
                // A parameter error carries its status as Perl got it, a string; a plain error as a number.
                let status = if failure.status == 400 { Value::from("400") } else { Value::from(failure.status) };
                object.insert("status".to_owned(), status);
                object.insert("success".to_owned(), Value::from(0));
                Self::json(200, "OK", open, object, rng)
            }
            Formatter::Json => Self::json(failure.status, &failure.reason, Form::Closed, object, rng),
            Formatter::Html => Self {
                status: failure.status,
                reason: failure.reason.clone(),
                form: Form::Closed,
                ..Self::page(HTML, html(&Value::Object(object)))
            },
        }
    }

    fn json(status: u16, reason: &str, form: Form, object: Map<String, Value>, rng: &mut Rng) -> Self {
        Self {
            status,
            reason: reason.to_owned(),
            form,
            content_type: Some(JSON),
            disposition: None,
            gzip: false,
            body: Bytes::from(shuffled(&Value::Object(object), rng)),
        }
    }

    /// Compresses the body when that is wanted and worth it.
    #[must_use]
    pub fn compressed(mut self) -> Self {
        if self.content_type == Some(JSON) && self.body.len() > SMALLEST_COMPRESSED {
            let mut encoder = GzEncoder::new(Vec::with_capacity(self.body.len() / 4), Compression::fast());
            if encoder.write_all(&self.body).is_ok()
                && let Ok(bytes) = encoder.finish()
            {
                self.body = Bytes::from(bytes);
                self.gzip = true;
            }
        }
        self
    }
}

/// Bodies up to this size go uncompressed, as `PVE::APIServer::AnyEvent` leaves small ones alone.
const SMALLEST_COMPRESSED: usize = 1024;

const HTML: &str = "text/html;charset=UTF-8";

fn envelope(data: Value, attributes: Map<String, Value>) -> Map<String, Value> {
    let mut object = attributes;
    object.insert("data".to_owned(), data);
    object
}

/// An unknown path's message is the only one without Perl's newline at its end.
fn message(failure: &Failure) -> String {
    if failure.status == 501 { failure.reason.clone() } else { failure.message() }
}

/// A handler that offers a download answers with the text as data and `download` holding the file name beside it.
fn download(data: &Value, attributes: &Map<String, Value>) -> Option<Reply> {
    let name = attributes.get("download")?.as_str()?;
    let mut reply = Reply::page("text/plain", data.as_str()?.to_owned());
    reply.disposition = Some(format!("attachment; filename=\"{name}\""));
    Some(reply)
}

fn html(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Proxmox VE \
         API</title>\n  </head>\n  <body>\n    <pre>{escaped}</pre>\n  </body>\n</html>\n"
    )
}

/// The page at `/`: enough to see where one has landed.
#[must_use]
pub fn login_page(node: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\" \
         />\n    <title>{node} - Proxmox Virtual Environment (simulated)</title>\n  </head>\n  <body>\n    <p>This is a \
         simulated node. The API is at <code>/api2/json</code>.</p>\n  </body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(reply: &Reply) -> Value {
        serde_json::from_slice(&reply.body).unwrap()
    }

    #[test]
    fn an_error_carries_its_first_line_as_reason_and_all_of_it_as_message() {
        let reply =
            Reply::of_answer(Failure::die("no such pool\nmore").into(), Formatter::Json, false, &mut Rng::new(1));
        assert_eq!((reply.status, reply.reason.as_str(), reply.form), (500, "no such pool", Form::Closed));
        assert_eq!(parsed(&reply), json!({"data": null, "message": "no such pool\nmore\n"}));
    }

    #[test]
    fn extjs_answers_200_and_tells_parameter_errors_by_a_string() {
        let failure = Failure::param("bogus", "no");
        let reply = Reply::of_answer(failure.into(), Formatter::Extjs, true, &mut Rng::new(1));
        assert_eq!((reply.status, reply.form), (200, Form::Proxied));
        let body = parsed(&reply);
        assert_eq!((&body["status"], &body["success"]), (&json!("400"), &json!(0)));
        let reply = Reply::of_answer(Failure::die("x").into(), Formatter::Extjs, true, &mut Rng::new(1));
        assert_eq!(parsed(&reply)["status"], json!(500));
    }

    #[test]
    fn a_failed_login_of_the_proxy_itself_has_no_body() {
        let reply =
            Reply::of_answer(Failure::unauthorized("No ticket").into(), Formatter::Extjs, false, &mut Rng::new(1));
        assert_eq!((reply.status, reply.form, reply.body.len()), (401, Form::Bodiless, 0));
    }

    #[test]
    fn only_larger_bodies_are_compressed() {
        let small = Reply::of_answer(Answer::NULL, Formatter::Json, false, &mut Rng::new(1)).compressed();
        assert!(!small.gzip);
        let data = Answer::Data(json!("x".repeat(4000)));
        let large = Reply::of_answer(data, Formatter::Json, false, &mut Rng::new(1)).compressed();
        assert!(large.gzip && large.body.len() < 500);
    }
}
