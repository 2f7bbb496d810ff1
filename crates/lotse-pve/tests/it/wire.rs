//! A node of a test's own, down to the bytes: what no well-behaved server does can be done here.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use lotse_pve::{
    Credentials, Deadline, EndpointSettings, Rest, RestSettings,
    tls::{Authority, Fingerprint, Trust},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ServerConfig,
    crypto::ring,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// A deadline that only a hang reaches.
pub(crate) fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    /// Name (lower case) and value.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// What a node does about a request.
pub(crate) enum Act {
    /// Sends this and keeps the connection.
    Send(String),
    /// Does this after a while.
    Late(Duration, Box<Act>),
    /// Sends this and hangs up.
    HangUp(String),
    /// Never answers.
    Silence,
}

/// An answer with `data`.
pub(crate) fn ok(data: &str) -> Act {
    Act::Send(raw(200, "OK", &format!("{{\"data\":{data}}}")))
}

/// An answer with this body, as Proxmox would send it.
pub(crate) fn raw(status: u16, reason: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// An error without a body, after which the connection is closed.
pub(crate) fn bare(status: u16, reason: &str) -> Act {
    Act::HangUp(format!("HTTP/1.1 {status} {reason}\r\nConnection: close\r\nPragma: no-cache\r\n\r\n"))
}

/// The same, so many milliseconds later.
pub(crate) fn late(milliseconds: u64, act: Act) -> Act {
    Act::Late(Duration::from_millis(milliseconds), Box::new(act))
}

/// An authority and what it signs.
pub(crate) struct Issuer {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and the key that goes with it, or one that does not.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, "Proxmox Virtual Environment");
        Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap() }
    }

    pub(crate) fn trust(&self) -> Trust {
        Trust::Authority(Authority::from_pem(self.issuer.pem().as_bytes()).unwrap())
    }

    pub(crate) fn identity(&self, names: &[&str]) -> Identity {
        self.identity_with(names, |_| {})
    }

    pub(crate) fn identity_with(&self, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, "pve1.example.org");
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity { certificate: certificate.der().clone(), key: key.serialize_der() }
    }
}

impl Identity {
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.certificate)
    }

    pub(crate) fn pin(&self) -> Trust {
        Trust::Pins([self.fingerprint()].into())
    }

    /// The certificate of this one, shown by someone who has only a key of their own.
    pub(crate) fn replayed(&self) -> Self {
        Self { certificate: self.certificate.clone(), key: KeyPair::generate().unwrap().serialize_der() }
    }
}

/// Gives out a certificate without asking whether the key belongs to it.
#[derive(Debug)]
struct Given(Arc<CertifiedKey>);

impl ResolvesServerCert for Given {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// A node that does what its script says.
pub(crate) struct Node {
    pub(crate) address: SocketAddr,
    pub(crate) identity: Identity,
    requests: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Node {
    pub(crate) async fn start(script: impl Fn(&Request) -> Act + Send + Sync + 'static) -> Self {
        Self::with(Issuer::new().identity(&["127.0.0.1"]), script).await
    }

    pub(crate) async fn with(identity: Identity, script: impl Fn(&Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.key.clone()));
        let key = ring::sign::any_supported_type(&key).unwrap();
        let given = Given(Arc::new(CertifiedKey::new(vec![identity.certificate.clone()], key)));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(given));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (requests, script) = (Arc::default(), Arc::new(script));
        let (connections, running, most) = (Arc::default(), Arc::default(), Arc::default());
        let watch = Watch { requests: Arc::clone(&requests), running: Arc::clone(&running), most: Arc::clone(&most) };
        let accepted: Arc<AtomicUsize> = Arc::clone(&connections);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(acceptor.clone(), stream, Arc::clone(&script), watch.clone()));
            }
        });
        Self { address, identity, requests, connections, running, most, server }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Method and path of each request.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many requests were worked on at the same time at most.
    pub(crate) fn most_at_once(&self) -> usize {
        assert!(self.running.load(Ordering::SeqCst) <= self.most.load(Ordering::SeqCst));
        self.most.load(Ordering::SeqCst)
    }

    pub(crate) fn pinned(&self) -> EndpointSettings {
        self.trusted_by(self.identity.pin())
    }

    pub(crate) fn trusted_by(&self, trust: Trust) -> EndpointSettings {
        EndpointSettings { url: format!("https://{}", self.address).parse().unwrap(), trust, server_name: None }
    }
}

#[derive(Clone)]
struct Watch {
    requests: Arc<Mutex<Vec<Request>>>,
    running: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, script: Arc<impl Fn(&Request) -> Act>, watch: Watch) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut buffer = Vec::new();
    while let Some(request) = next_request(&mut stream, &mut buffer).await {
        let running = watch.running.fetch_add(1, Ordering::SeqCst) + 1;
        watch.most.fetch_max(running, Ordering::SeqCst);
        watch.requests.lock().unwrap().push(request.clone());
        let mut act = script(&request);
        while let Act::Late(pause, then) = act {
            tokio::time::sleep(pause).await;
            act = *then;
        }
        let (text, stay) = match act {
            Act::Send(text) => (text, true),
            Act::HangUp(text) => (text, false),
            Act::Late(..) | Act::Silence => return std::future::pending().await,
        };
        watch.running.fetch_sub(1, Ordering::SeqCst);
        if stream.write_all(text.as_bytes()).await.is_err() || stream.flush().await.is_err() || !stay {
            return;
        }
    }
}

async fn next_request(stream: &mut (impl tokio::io::AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some(head_end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(buffer[..head_end].to_vec()).unwrap();
            let mut lines = head.split("\r\n");
            let mut first = lines.next().unwrap().split(' ');
            let headers: Vec<_> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name == "content-length");
            let length = length.map_or(0, |(_, value)| value.parse().unwrap());
            if buffer.len() >= head_end + 4 + length {
                let rest = buffer.split_off(head_end + 4 + length);
                let body = String::from_utf8(buffer[head_end + 4..].to_vec()).unwrap();
                *buffer = rest;
                let (method, path) = (first.next().unwrap().to_owned(), first.next().unwrap().to_owned());
                return Some(Request { method, path, headers, body });
            }
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

/// A node that takes connections and never says a word.
pub(crate) async fn mute() -> (TcpListener, EndpointSettings) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    let trust = Trust::Pins([Fingerprint::of(b"none")].into());
    (listener, EndpointSettings { url, trust, server_name: None })
}

/// A node where nothing listens.
pub(crate) async fn closed() -> EndpointSettings {
    mute().await.1
}

pub(crate) fn by_token(endpoints: Vec<EndpointSettings>) -> Rest {
    let credentials = Credentials::Token { id: "lotse@pve!bot".to_owned(), secret: TOKEN.into() };
    Rest::new(&RestSettings { endpoints, credentials }).unwrap()
}

pub(crate) fn by_password(endpoints: Vec<EndpointSettings>, totp: Option<&str>) -> Rest {
    let credentials =
        Credentials::Password { user: "me@pve".to_owned(), password: "pass & word".into(), totp: totp.map(Into::into) };
    Rest::new(&RestSettings { endpoints, credentials }).unwrap()
}
