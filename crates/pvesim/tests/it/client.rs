//! A client that hides nothing: it sends what it is told and keeps status line, header lines and body as they came.

use std::sync::Arc;
use std::time::Duration;

use pvesim::announce::ClusterAnnouncement;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Longest wait for anything in these tests.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// An answer as it came over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) reason: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// A request; the body's length is added by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

impl Request {
    pub(crate) fn new(method: &str, target: impl Into<String>) -> Self {
        Self { method: method.to_owned(), target: target.into(), headers: Vec::new(), body: None }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn token(self, cluster: &ClusterAnnouncement) -> Self {
        self.header("Authorization", format!("PVEAPIToken={}={}", cluster.token_id, cluster.token))
    }

    pub(crate) fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.body = Some(body.into_bytes());
        self.header("Content-Type", "application/x-www-form-urlencoded")
    }
}

/// One TLS connection to a node.
pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    read: Vec<u8>,
}

impl Connection {
    /// Connects to the cluster's first node and trusts the announced authority only.
    pub(crate) async fn open(cluster: &ClusterAnnouncement) -> Self {
        Self::to(&cluster.host, cluster.port, &cluster.ca).await.expect("the simulator answers")
    }

    pub(crate) async fn to(host: &str, port: u16, ca: &str) -> std::io::Result<Self> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
        let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect((host, port)).await?;
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        Ok(Self { stream, read: Vec::new() })
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn send(&mut self, request: &Request) -> std::io::Result<Answer> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: localhost\r\n", request.method, request.target);
        for (name, value) in &request.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if let Some(body) = &request.body {
            head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(request.body.as_deref().unwrap_or_default());
        self.stream.write_all(&bytes).await?;
        self.stream.flush().await?;
        self.answer(&request.method).await
    }

    /// Reads one answer: by its length, or to the connection's end when it has none.
    pub(crate) async fn answer(&mut self, method: &str) -> std::io::Result<Answer> {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break at;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
        self.read.drain(..end + 4);
        let mut lines = head.split("\r\n");
        let mut status_line = lines.next().unwrap().splitn(3, ' ').skip(1);
        let status = status_line.next().unwrap().parse().unwrap();
        let reason = status_line.next().unwrap_or_default().to_owned();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").unwrap_or((line, "")))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut answer = Answer { status, reason, headers, body: Vec::new() };
        if method == "HEAD" {
            return Ok(answer);
        }
        if let Some(length) = answer.header("Content-Length").map(|length| length.parse::<usize>().unwrap()) {
            while self.read.len() < length {
                self.more().await?;
            }
            answer.body = self.read.drain(..length).collect();
        } else {
            while self.more().await.is_ok() {}
            answer.body = std::mem::take(&mut self.read);
        }
        Ok(answer)
    }

    async fn more(&mut self) -> std::io::Result<()> {
        let mut buffer = vec![0; 16 * 1024];
        let read = tokio::time::timeout(DEADLINE, self.stream.read(&mut buffer))
            .await
            .map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        self.read.extend_from_slice(&buffer[..read]);
        Ok(())
    }

    /// Whether the other side closes the connection within a time, having said nothing more.
    pub(crate) async fn closes_within(&mut self, time: Duration) -> bool {
        let mut byte = [0; 1];
        match tokio::time::timeout(time, self.stream.read(&mut byte)).await {
            Ok(Ok(read)) => read == 0,
            Ok(Err(_)) => true,
            Err(_) => false,
        }
    }
}

/// One request on a connection of its own.
pub(crate) async fn once(cluster: &ClusterAnnouncement, request: &Request) -> Answer {
    Connection::open(cluster).await.send(request).await.expect("an answer")
}
