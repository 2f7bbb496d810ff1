//! Programs run through the control listener, so that another machine's shell can offer them.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;

use super::Body;
use crate::site::Site;
use crate::ssh::shell::Shell;
use crate::ssh::stream::{Chunk, Stream};

/// What is to be run.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Order {
    /// Program and arguments; of the programs `pvesh`, `pveum` and `pveversion`.
    argv: Vec<String>,
    /// The node it runs on; the first one if none is named.
    #[serde(default)]
    node: Option<String>,
}

/// Runs the program; the answer is one JSON object a line: `{"out": text}`, `{"err": text}`, at last `{"code": n}`.
pub(super) fn run(site: Arc<Site>, order: Order) -> Response<Body> {
    let (sender, receiver) = mpsc::channel::<Bytes>(16);
    tokio::spawn(async move {
        let node = order
            .node
            .filter(|node| site.door(node).is_some())
            .or_else(|| site.doors.first().map(|door| door.node.clone()))
            .unwrap_or_default();
        let (stream, mut pieces) = Stream::new();
        let work = async {
            let code = Shell { site: &site, node: &node, user: "root" }.program(&order.argv, &stream).await;
            drop(stream);
            code
        };
        let pass = async {
            while let Some(piece) = pieces.recv().await {
                let line = match piece {
                    Chunk::Out(text) => json!({"out": text}),
                    Chunk::Err(text) => json!({"err": text}),
                };
                // Whoever asked may be gone; the program runs on.
                let _ = sender.send(Bytes::from(format!("{line}\n"))).await;
            }
        };
        let (code, ()) = tokio::join!(work, pass);
        let _ = sender.send(Bytes::from(format!("{}\n", json!({"code": code})))).await;
    });
    let lines = stream::unfold(receiver, |mut receiver| async move {
        let line = receiver.recv().await?;
        Some((Ok::<_, Infallible>(Frame::data(line)), receiver))
    });
    let mut response = Response::new(StreamBody::new(lines).boxed());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    response
}
