//! Reading the body of a request: JSON, or parts with files.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde_json::Value;

use crate::check::Flaw;
use crate::check::upload::Upload;
use crate::core::{ApiError, BAD_JSON};

/// The most that a request may hold, in bytes: ten files of the size that Discord takes.
const MOST: usize = 110 * 1024 * 1024;

/// What a request holds.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The JSON, of the whole body or of the part `payload_json`; null where there is none.
    pub(crate) json: Value,
    /// The files of the parts `files[n]`.
    pub(crate) uploads: Vec<Upload>,
}

/// Reads the body.
pub(crate) async fn parse(parts: Parts, body: Body) -> Result<Parsed, (ApiError, Flaw)> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        return multipart(Request::from_parts(parts, body)).await;
    }
    let is_json = kind.starts_with("application/json");
    let bytes = to_bytes(body, MOST).await.map_err(|error| wrong(error.to_string()))?;
    if bytes.is_empty() {
        return Ok(Parsed::default());
    }
    if !is_json {
        return Err(wrong(format!("A body of the type {kind:?}")));
    }
    let json = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    Ok(Parsed { json, uploads: Vec::new() })
}

async fn multipart(request: Request) -> Result<Parsed, (ApiError, Flaw)> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| wrong(error.to_string()))?;
    let mut parsed = Parsed::default();
    while let Some(part) = form.next_field().await.map_err(|error| wrong(error.to_string()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().unwrap_or_default().to_owned();
        let kind = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| wrong(error.to_string()))?;
        if name == "payload_json" {
            parsed.json = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
            continue;
        }
        let id = name.strip_prefix("files[").and_then(|name| name.strip_suffix(']')).and_then(|id| id.parse().ok());
        let Some(id) = id else { return Err(wrong(format!("A part of the name {name:?}"))) };
        let kind = kind.or_else(|| guessed(&filename));
        parsed.uploads.push(Upload { id, filename, kind, bytes: bytes.to_vec() });
    }
    Ok(parsed)
}

fn guessed(filename: &str) -> Option<String> {
    let (_, ending) = filename.rsplit_once('.')?;
    match ending {
        "png" => Some("image/png".to_owned()),
        "txt" => Some("text/plain".to_owned()),
        _ => None,
    }
}

fn wrong(message: String) -> (ApiError, Flaw) {
    (BAD_JSON, Flaw { path: String::new(), code: "BODY", message })
}
