//! A server of HTTP that does what a test says, over TLS or without.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::Response,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path as it was sent, with the query.
    pub(crate) path: String,
    headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What the server does about a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers with this status, these headers and this body.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Never answers.
    Silence,
    /// Begins an answer that never ends.
    Endless,
}

/// An answer without special headers.
pub(crate) fn answer(status: u16, body: impl Into<String>) -> Act {
    Act::Answer(status, Vec::new(), body.into())
}

type Script = dyn Fn(usize, &Request) -> Act + Send + Sync;

#[derive(Clone)]
struct Scene {
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A running server; it ends when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    requests: Arc<Mutex<Vec<Request>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Without TLS. The script is told how many requests came before.
    pub(crate) async fn plain(script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static) -> Self {
        Self::start(None, script).await
    }

    /// With TLS.
    pub(crate) async fn tls(
        acceptor: TlsAcceptor,
        script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::start(Some(acceptor), script).await
    }

    /// One that always answers so.
    pub(crate) async fn always(act: Act) -> Self {
        Self::plain(move |_, _| act.clone()).await
    }

    async fn start(
        acceptor: Option<TlsAcceptor>,
        script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let scene = Scene { script: Arc::new(script), requests: Arc::clone(&requests) };
        let router = Router::new().fallback(handle).with_state(scene);
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let task = tokio::spawn(async move {
            match acceptor {
                Some(acceptor) => axum::serve(Secure { listener, acceptor }, router).await.unwrap(),
                None => axum::serve(listener, router).await.unwrap(),
            }
        });
        Self { address, scheme, requests, task }
    }

    /// Where it is, with something behind it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }
}

async fn handle(State(scene): State<Scene>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let request = Request { method: method.to_string(), path: uri.to_string(), headers, body };
    let before = {
        let mut requests = scene.requests.lock().unwrap();
        requests.push(request.clone());
        requests.len() - 1
    };
    match (scene.script)(before, &request) {
        Act::Answer(status, headers, body) => {
            let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
        Act::Silence => {
            tokio::time::sleep(Duration::from_hours(1)).await;
            Response::new(Body::empty())
        }
        Act::Endless => Response::new(Body::from("x".repeat(4 * 1024 * 1024))),
    }
}

/// Shakes hands before a connection is served; those that fail are forgotten.
struct Secure {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl axum::serve::Listener for Secure {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
