//! One node's API listener: it opens, closes and falls silent as the node does.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::serve::serve;
use super::wire::{IDLE, Wire};
use crate::chaos::Reach;
use crate::site::{Door, Site};

/// Time a client has for its TLS handshake (`PVE::APIServer::AnyEvent`: the timeout of an accepted handle).
const HANDSHAKE: Duration = Duration::from_secs(5);
/// Pause between tries to get the port back after the node was down.
const REBIND: Duration = Duration::from_millis(50);

/// Serves a door until `stop`; `listener` is the socket that was bound when the simulator started.
pub async fn listen(
    site: Arc<Site>,
    door: Arc<Door>,
    acceptor: TlsAcceptor,
    listener: TcpListener,
    stop: CancellationToken,
) {
    let mut reach = door.reach.subscribe();
    let mut listener = Some(listener);
    loop {
        let now = *reach.borrow_and_update();
        let open = CancellationToken::new();
        let turn = async {
            match now {
                Reach::Refused => {
                    listener = None;
                    std::future::pending::<()>().await;
                }
                Reach::Up | Reach::Silent => loop {
                    let socket = match &listener {
                        Some(socket) => socket,
                        None => listener.insert(rebind(door.address).await),
                    };
                    match socket.accept().await {
                        Ok((stream, _)) if now == Reach::Up => {
                            let connection = connection(Arc::clone(&site), Arc::clone(&door), acceptor.clone(), stream);
                            let (closed, live) = (open.clone(), door.live());
                            tokio::spawn(async move {
                                tokio::select! {
                                    () = closed.cancelled() => {}
                                    () = live.cancelled() => {}
                                    () = connection => {}
                                }
                            });
                        }
                        Ok((stream, _)) => {
                            let closed = open.clone();
                            tokio::spawn(async move {
                                closed.cancelled().await;
                                drop(stream);
                            });
                        }
                        // Out of file descriptors, or a client gone before its turn: the next one may fare better.
                        Err(_) => tokio::time::sleep(REBIND).await,
                    }
                },
            }
        };
        let ended = tokio::select! {
            () = stop.cancelled() => true,
            changed = reach.changed() => changed.is_err(),
            () = turn => false,
        };
        open.cancel();
        if ended {
            return;
        }
    }
}

async fn rebind(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(REBIND).await,
        }
    }
}

async fn connection(site: Arc<Site>, door: Arc<Door>, acceptor: TlsAcceptor, stream: TcpStream) {
    site.calls.connected();
    let _ = stream.set_nodelay(true);
    // A client that hangs up when it sees the certificate is the client's business.
    let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await else { return };
    let service = service_fn(move |request| {
        let (site, door) = (Arc::clone(&site), Arc::clone(&door));
        async move { Ok::<_, io::Error>(serve(site, door, request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .title_case_headers(true)
        .serve_connection(TokioIo::new(Wire::new(stream)), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "connection ended");
    }
}
