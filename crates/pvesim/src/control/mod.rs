//! The control listener: plain HTTP on the loopback, guarded by a token, for tests that make trouble.
//!
//! | request | does |
//! |---|---|
//! | `GET /state` | clusters with their clock, nodes, faults, quorum |
//! | `GET /calls`, `DELETE /calls` | counters of API calls; `DELETE` starts over and answers what was counted |
//! | `GET /faults`, `POST /faults`, `DELETE /faults` | faults in force, one more, none |
//! | `POST /actions` | changes the cluster, see [`Action`] |
//! | `POST /clock` | `{"advance": seconds}` |
//! | `GET /events` | what was done through here, oldest first |
//! | `POST /run` | `{"argv": ["pvesh", …], "node": …}`: runs a program, answers lines of JSON as it writes |
//!
//! The token goes into `Authorization: Bearer …` or the query as `token=…`; `cluster=NAME` in the query picks a cluster,
//! else the first is meant.

mod run;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::chaos::{Action, Fault, Reach};

use crate::site::Site;
use crate::start::{StartError, bind};

/// Body of an answer of the control listener.
type Body = BoxBody<Bytes, Infallible>;

/// Largest body that is read.
const LARGEST_BODY: usize = 1 << 20;
/// Events that are kept; the oldest go first.
const KEPT_EVENTS: usize = 10_000;

struct Control {
    sites: Vec<Arc<Site>>,
    token: String,
    events: Mutex<Vec<Value>>,
}

/// Opens the control listener; answers its URL with the token in the query.
pub async fn open(
    address: SocketAddr,
    sites: Vec<Arc<Site>>,
    stop: &CancellationToken,
    tasks: &TaskTracker,
) -> Result<String, StartError> {
    let listener = bind("control listener", address).await?;
    let address =
        listener.local_addr().map_err(|source| StartError::Listen { what: "control listener", address, source })?;
    let token = uuid::Uuid::new_v4().simple().to_string();
    let url = format!("http://{address}/?token={token}");
    let control = Arc::new(Control { sites, token, events: Mutex::new(Vec::new()) });
    let stop = stop.clone();
    tasks.spawn(async move {
        loop {
            let stream = tokio::select! {
                () = stop.cancelled() => return,
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => stream,
                    Err(_) => continue,
                },
            };
            let (control, stop) = (Arc::clone(&control), stop.clone());
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let control = Arc::clone(&control);
                    async move { Ok::<_, Infallible>(control.answer(request).await) }
                });
                tokio::select! {
                    () = stop.cancelled() => {}
                    _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service) => {}
                }
            });
        }
    });
    Ok(url)
}

impl Control {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let query: Vec<(String, String)> = request
            .uri()
            .query()
            .map(|query| url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
            .unwrap_or_default();
        let asked = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let bearer = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        if bearer.or(asked("token")) != Some(self.token.as_str()) {
            return refused(StatusCode::UNAUTHORIZED, "the token is missing or wrong");
        }
        let site = match asked("cluster") {
            Some(name) => self.sites.iter().find(|site| site.name == name),
            None => self.sites.first(),
        };
        let Some(site) = site.cloned() else {
            return refused(StatusCode::NOT_FOUND, "there is no such cluster");
        };
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let Ok(body) = Limited::new(request.into_body(), LARGEST_BODY).collect().await else {
            return refused(StatusCode::BAD_REQUEST, "the body could not be read");
        };
        self.route(&site, &method, &path, &body.to_bytes())
    }

    fn route(&self, site: &Arc<Site>, method: &Method, path: &str, body: &[u8]) -> Response<Body> {
        match (method, path) {
            (&Method::GET, "/" | "/state") => done(&Value::Array(self.sites.iter().map(|site| state(site)).collect())),
            (&Method::GET, "/calls") => done(&json!(site.calls.counted())),
            (&Method::DELETE, "/calls") => done(&json!(site.calls.reset())),
            (&Method::GET, "/faults") => done(&json!(site.faults.list())),
            (&Method::DELETE, "/faults") => {
                site.faults.clear();
                self.note(site, "faults", &Value::Null);
                done(&Value::Null)
            }
            (&Method::POST, "/faults") => match serde_json::from_slice::<Fault>(body) {
                Ok(fault) => {
                    self.note(site, "fault", &json!(fault));
                    site.faults.add(fault);
                    done(&Value::Null)
                }
                Err(error) => refused(StatusCode::BAD_REQUEST, &error.to_string()),
            },
            (&Method::POST, "/actions") => match serde_json::from_slice::<Action>(body) {
                Ok(action) => self.act(site, &action),
                Err(error) => refused(StatusCode::BAD_REQUEST, &error.to_string()),
            },
            (&Method::POST, "/clock") => {
                let seconds = serde_json::from_slice::<Value>(body).ok().and_then(|body| body.get("advance")?.as_u64());
                match seconds {
                    Some(seconds) => self.act(site, &Action::Advance { seconds }),
                    None => refused(StatusCode::BAD_REQUEST, "{\"advance\": seconds} is expected"),
                }
            }
            (&Method::GET, "/events") => {
                done(&Value::Array(self.events.lock().unwrap_or_else(PoisonError::into_inner).clone()))
            }
            (&Method::POST, "/run") => match serde_json::from_slice::<run::Order>(body) {
                Ok(order) => run::run(Arc::clone(site), order),
                Err(error) => refused(StatusCode::BAD_REQUEST, &error.to_string()),
            },
            _ => refused(StatusCode::NOT_FOUND, "there is no such thing to control"),
        }
    }

    fn act(&self, site: &Site, action: &Action) -> Response<Body> {
        match site.act(action) {
            Ok(()) => {
                self.note(site, "action", &json!(action));
                done(&Value::Null)
            }
            Err(error) => refused(StatusCode::NOT_FOUND, &error.to_string()),
        }
    }

    fn note(&self, site: &Site, kind: &str, what: &Value) {
        let at = site.world().now.seconds();
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() >= KEPT_EVENTS {
            events.remove(0);
        }
        events.push(json!({"time": at, "cluster": site.name, "kind": kind, "what": what}));
    }
}

fn state(site: &Site) -> Value {
    let world = site.world();
    let nodes: Vec<Value> = site
        .doors
        .iter()
        .map(|door| {
            let node = world.nodes.get(&door.node);
            json!({
                "node": door.node,
                "url": format!("https://{}", door.address),
                "fingerprint": door.shown.facts().fingerprint,
                "online": node.is_some_and(|node| node.online),
                "answers": *door.reach.borrow() == Reach::Up,
            })
        })
        .collect();
    json!({
        "name": site.name,
        "version": world.version.full,
        "time": world.now.seconds(),
        "quorate": world.quorate,
        "guests": world.guests.len(),
        "nodes": nodes,
        "faults": site.faults.list(),
        "calls": site.calls.counted().total,
    })
}

fn done(value: &Value) -> Response<Body> {
    reply(StatusCode::OK, value)
}

fn refused(status: StatusCode, text: &str) -> Response<Body> {
    reply(status, &json!({"error": text}))
}

fn reply(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Full::new(Bytes::from(format!("{value}\n"))).boxed());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
