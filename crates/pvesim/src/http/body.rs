//! A reply as hyper takes it: headers in pveproxy's order, and a body that may end too early on purpose.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::Response;
use hyper::body::{Body, Frame, SizeHint};
use hyper::ext::ReasonPhrase;
use hyper::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, EXPIRES, HeaderValue, PRAGMA,
    SERVER,
};

use super::reply::Reply;

/// The body was cut on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body was cut on purpose")]
pub struct Cut;

/// A body of known length of which perhaps only a part is sent.
#[derive(Debug)]
pub struct Content {
    bytes: Option<Bytes>,
    length: u64,
    cut: bool,
}

impl Body for Content {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(bytes) = self.bytes.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.cut {
            return Poll::Ready(Some(Err(Cut)));
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        !self.cut && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// Builds the response; with `cut` only that many bytes of the body are sent before the connection breaks.
#[must_use]
pub fn response(reply: Reply, cut: Option<usize>) -> Response<Content> {
    let length = u64::try_from(reply.body.len()).unwrap_or(u64::MAX);
    let content = match cut {
        Some(at) => Content { bytes: Some(reply.body.slice(..at.min(reply.body.len()))), length, cut: true },
        None => Content { bytes: Some(reply.body), length, cut: false },
    };
    let mut response = Response::new(content);
    *response.status_mut() =
        hyper::StatusCode::from_u16(reply.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    // A text that HTTP cannot carry (a line feed, a control character) falls back to the standard phrase.
    if let Ok(reason) = ReasonPhrase::try_from(reply.reason.into_bytes()) {
        response.extensions_mut().insert(reason);
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=0"));
    let (marker, form) = reply.form.header();
    headers.insert(marker, form);
    if reply.form.closes() {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(SERVER, HeaderValue::from_static("pve-api-daemon/3.0"));
    if reply.gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Some(content_type) = reply.content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if let Some(disposition) = reply.disposition.and_then(|text| HeaderValue::try_from(text).ok()) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    headers.insert(EXPIRES, HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"));
    response
}
