//! The way to the mail server: TCP, TLS as it was asked for, and then the library's conversation over it.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{
    greeting::{own_name, start_tls},
    settings::{MailSettings, Security},
    verdict,
};
use crate::{
    SettingsError, Trouble,
    authority::{client_config, untrusted},
    scrub::Scrub,
};

/// What the library is told in place of the greeting that was heard before STARTTLS: it waits for one.
const GREETED: &[u8] = b"220 greeted before STARTTLS\r\n";

/// Where the server is and how it is spoken to.
pub(super) struct Door {
    host: String,
    port: u16,
    security: Security,
    name: ServerName<'static>,
    config: Arc<ClientConfig>,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Door({}:{}, {:?})", self.host, self.port, self.security)
    }
}

impl Door {
    pub(super) fn new(settings: &MailSettings) -> Result<Self, SettingsError> {
        let bare = settings.host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&settings.host);
        let name =
            ServerName::try_from(bare.to_owned()).map_err(|_| SettingsError::Host { value: settings.host.clone() })?;
        let port = settings.port.unwrap_or(match settings.security {
            Security::Implicit => 465,
            Security::StartTls => 587,
            Security::None => 25,
        });
        let config = Arc::new(client_config(settings.authority.as_ref())?);
        Ok(Self { host: bare.to_owned(), port, security: settings.security, name, config })
    }

    /// Connects, secures, and hears what the server can do.
    pub(super) async fn open(&self, scrub: &Scrub) -> Result<AsyncSmtpConnection, Trouble> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(|error| unreachable(&error))?;
        // A letter ends in a small write of its own, which would wait for the acknowledgement of the one before.
        stream.set_nodelay(true).map_err(|error| unreachable(&error))?;
        let peer = stream.peer_addr().map_err(|error| unreachable(&error))?;
        let stream: Box<dyn AsyncTokioStream> = match self.security {
            // A name may lead elsewhere than it says.
            Security::None if !peer.ip().is_loopback() => {
                return Err(Trouble::Untrusted { detail: "not this machine, and without TLS".to_owned() });
            }
            Security::None => Box::new(stream),
            Security::Implicit => Box::new(self.secured(stream, peer, b"").await?),
            Security::StartTls => {
                let stream = start_tls(stream, scrub).await?;
                Box::new(self.secured(stream, peer, GREETED).await?)
            }
        };
        AsyncSmtpConnection::connect_with_transport(stream, &own_name())
            .await
            .map_err(|error| verdict::of(&error, scrub))
    }

    async fn secured(&self, stream: TcpStream, peer: SocketAddr, said: &'static [u8]) -> Result<Secured, Trouble> {
        let connector = TlsConnector::from(Arc::clone(&self.config));
        let stream = connector
            .connect(self.name.clone(), stream)
            .await
            .map_err(|error| untrusted(&error).unwrap_or_else(|| unreachable(&error)))?;
        Ok(Secured { stream, peer, said })
    }
}

fn unreachable(error: &io::Error) -> Trouble {
    Trouble::Unreachable { detail: error.to_string() }
}

/// A stream with TLS, before which something was said.
#[derive(Debug)]
struct Secured {
    stream: TlsStream<TcpStream>,
    peer: SocketAddr,
    said: &'static [u8],
}

impl AsyncTokioStream for Secured {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for Secured {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.said.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let (now, later) = self.said.split_at(self.said.len().min(buffer.remaining()));
        buffer.put_slice(now);
        self.said = later;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Secured {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
