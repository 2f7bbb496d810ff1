//! What an HTTP answer means.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    CallError,
    transport::{call::Call, words},
};

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    /// The reason phrase, in which Proxmox repeats the first line of the error text. Nodes older than 2025 say it nowhere
    /// else.
    pub(crate) reason: &'a str,
    pub(crate) body: &'a [u8],
}

/// The useful part of an answer.
#[derive(Debug, PartialEq)]
pub(crate) struct Data {
    pub(crate) data: Value,
    pub(crate) total: Option<u64>,
}

/// Reads an answer to `call` by `endpoint`, asked as `user`.
pub(crate) fn read(call: &Call<'_>, endpoint: &str, user: &str, answer: &Answer<'_>) -> Result<Data, CallError> {
    let broken = |detail: String| CallError::Broken { call: call.name(), endpoint: endpoint.to_owned(), detail };
    let body: Option<Value> = serde_json::from_slice(answer.body).ok();
    if (200..300).contains(&answer.status) {
        let Some(Value::Object(mut body)) = body else {
            return Err(broken(format!("not a JSON object: {}", beginning(answer.body))));
        };
        let total = body.get("total").and_then(number);
        let data = body.remove("data").ok_or_else(|| broken("an answer without data".to_owned()))?;
        return Ok(Data { data, total });
    }
    let message = message(body.as_ref(), answer.reason);
    Err(match answer.status {
        300..400 => broken(format!("a redirect: {message}")),
        400 => words::parameters(call, errors(body.as_ref()), &message),
        401 => CallError::Refused { endpoint: endpoint.to_owned(), user: user.to_owned(), message },
        403 => words::permission(call, &message),
        501 => CallError::NoSuchCall { call: call.name(), message },
        // The pseudo status of AnyEvent::HTTP, with which pveproxy asks other nodes: 595 no connection, 596 broken or silent
        // for 30 s, 597 to 599 broken later.
        595..=599 => CallError::NodeDown { call: call.name(), node: call.node(), message },
        status => words::read(call, Some(status), &message),
    })
}

/// The error text: `message` of the body, else the reason phrase.
fn message(body: Option<&Value>, reason: &str) -> String {
    let message = body.and_then(|body| body.get("message")).and_then(Value::as_str).map(str::trim);
    message.filter(|message| !message.is_empty()).unwrap_or_else(|| reason.trim()).to_owned()
}

/// What is wrong with each parameter.
fn errors(body: Option<&Value>) -> BTreeMap<String, String> {
    let errors = body.and_then(|body| body.get("errors")).and_then(Value::as_object);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| text.trim_end().to_owned());
    errors.into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

/// A count, also when it comes as a text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The first characters of what is not JSON, enough to recognise a login page or a proxy's error.
fn beginning(body: &[u8]) -> String {
    /// In bytes: a line of a terminal.
    const LENGTH: usize = 80;
    let text = String::from_utf8_lossy(body.get(..LENGTH).unwrap_or(body));
    if body.is_empty() { "empty".to_owned() } else { format!("{text:?}") }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Data, read};
    use crate::{
        CallError, Params, api_path,
        transport::call::{Call, Method},
    };
    use proptest::prelude::*;
    use serde_json::json;

    fn judge(status: u16, reason: &str, body: &str) -> Result<Data, CallError> {
        let (path, params) = (api_path!("/nodes/{}/status", "pve2"), Params::new());
        let call = Call { method: Method::Get, path: &path, params: &params };
        read(&call, "pve1:8006", "lotse@pve!bot", &Answer { status, reason, body: body.as_bytes() })
    }

    #[test]
    fn the_text_of_an_error_comes_from_the_body_else_from_the_reason_phrase() {
        let new = judge(500, "VM 101 not running", r#"{"data":null,"message":"VM 101 not running\n"}"#);
        let old = judge(500, "VM 101 not running", r#"{"data":null}"#);
        let bare = judge(500, "VM 101 not running", "");
        assert_eq!(new, old);
        assert_eq!(new, bare);
        assert_eq!(new.unwrap_err().message(), Some("VM 101 not running"));
    }

    #[test]
    fn each_status_of_the_recordings_has_its_own_error() {
        for (status, reason, body, code) in [
            (401, "No ticket", "", "E-PVE-REFUSED"),
            (403, "Permission check failed (/, Sys.Audit)", "", "E-PVE-PERMISSION"),
            (
                400,
                "Parameter verification failed.",
                r#"{"errors":{"vmid":"VM 100 already exists"}}"#,
                "E-PVE-PARAMETERS",
            ),
            (400, "Parameter verification failed.", r#"{"errors":{"upid":"no such task"}}"#, "E-PVE-NOT-FOUND"),
            (500, "pool 'nope' does not exist", "", "E-PVE-NOT-FOUND"),
            (500, "VM is locked (backup)", "", "E-PVE-FAILED"),
            (501, "Method 'GET /nope' not implemented", "", "E-PVE-NO-SUCH-CALL"),
            (595, "No route to host", "", "E-PVE-NODE-DOWN"),
            (596, "Broken pipe", "", "E-PVE-NODE-DOWN"),
            (302, "Found", "", "E-PVE-BROKEN"),
            (502, "Bad Gateway", "<html>", "E-PVE-FAILED"),
            (200, "OK", "<html>", "E-PVE-BROKEN"),
            (200, "OK", r#"{"success":1}"#, "E-PVE-BROKEN"),
        ] {
            assert_eq!(judge(status, reason, body).unwrap_err().code(), code, "{status} {reason}");
        }
    }

    #[test]
    fn a_node_that_is_down_is_named() {
        let Err(CallError::NodeDown { node, .. }) = judge(595, "No route to host", "") else { panic!("no node") };
        assert_eq!(node.as_deref(), Some("pve2"));
    }

    #[test]
    fn null_is_an_answer_and_a_total_is_kept() {
        assert_eq!(judge(200, "OK", r#"{"data":null}"#), Ok(Data { data: json!(null), total: None }));
        assert_eq!(judge(200, "OK", r#"{"data":[],"total":"7"}"#), Ok(Data { data: json!([]), total: Some(7) }));
    }

    proptest! {
        #[test]
        fn any_answer_is_read_without_a_panic(status in 100_u16..1000, reason in ".{0,40}", body in ".{0,80}") {
            let _ = judge(status, &reason, &body);
        }
    }
}
