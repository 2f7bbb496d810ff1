//! The last yards before the socket: forms of answers that an HTTP library will not write.
//!
//! pveproxy is a hand-written server and answers in ways hyper rightly refuses to: two `Connection` headers on one
//! answer, an answer without body and without `Content-Length`, no `100 Continue`. Every answer of the simulator
//! therefore carries one marker header naming the form it wants ([`Form`]), and this stream replaces that line (and
//! the ones that do not belong) in the heads hyper writes; bodies pass untouched, counted by their length.

use std::io;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use hyper::header::{HeaderName, HeaderValue};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// How the head of an answer leaves the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `Connection: Keep-Alive`, as for what pveproxy answers itself.
    Own,
    /// `Connection: close` and `Connection: Keep-Alive`, as for what pvedaemon answers through pveproxy; the
    /// connection stays open.
    Proxied,
    /// `Connection: close`, as for every error that has a body.
    Closed,
    /// `Connection: close` and neither `Content-Length` nor `Content-Type`: the bodiless 401, 501, 595 and 596.
    Bodiless,
    /// No answer at all: the TCP connection is reset in place of the head.
    Reset,
}

impl Form {
    const fn token(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Proxied => "proxied",
            Self::Closed => "closed",
            Self::Bodiless => "bodiless",
            Self::Reset => "reset",
        }
    }

    fn from_token(token: &[u8]) -> Option<Self> {
        [Self::Own, Self::Proxied, Self::Closed, Self::Bodiless, Self::Reset]
            .into_iter()
            .find(|form| form.token().as_bytes() == token)
    }

    /// The marker header that asks for this form.
    #[must_use]
    pub fn header(self) -> (HeaderName, HeaderValue) {
        (MARKER.name.clone(), HeaderValue::from_static(self.token()))
    }

    const fn lines(self) -> &'static [u8] {
        match self {
            Self::Own => b"Connection: Keep-Alive\r\n",
            Self::Proxied => b"Connection: close\r\nConnection: Keep-Alive\r\n",
            Self::Closed | Self::Bodiless | Self::Reset => b"Connection: close\r\n",
        }
    }
}

struct Marker {
    name: HeaderName,
    /// The name as hyper writes it with `title_case_headers`, with colon and blank.
    written: Vec<u8>,
}

static MARKER: LazyLock<Marker> = LazyLock::new(|| {
    // Digits only behind the dash: title case cannot change them.
    let number = rand::random::<u64>();
    let name =
        HeaderName::try_from(format!("pvesim-{number}")).unwrap_or_else(|_| HeaderName::from_static("pvesim-form"));
    let mut text = name.as_str().to_owned();
    text.replace_range(0..1, "P");
    Marker { name, written: format!("{text}: ").into_bytes() }
});

/// hyper answers `Expect: 100-continue` by itself; pveproxy does not.
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// A TLS connection whose answers get the forms pveproxy gives them.
pub struct Wire {
    inner: TlsStream<TcpStream>,
    pending: BytesMut,
    /// Bytes of the current answer's body that hyper has not written yet.
    body: u64,
    reset: bool,
}

impl Wire {
    /// Wraps an accepted connection.
    #[must_use]
    pub fn new(inner: TlsStream<TcpStream>) -> Self {
        Self { inner, pending: BytesMut::new(), body: 0, reset: false }
    }

    fn drain(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let written = ready!(Pin::new(&mut self.inner).poll_write(context, &self.pending))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.pending.advance(written);
        }
        Poll::Ready(Ok(()))
    }

    fn cut(&mut self) -> io::Error {
        self.reset = true;
        // A zero linger makes closing the socket send RST instead of FIN.
        let _ = self.inner.get_ref().0.set_zero_linger();
        io::ErrorKind::ConnectionReset.into()
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.reset {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        ready!(self.drain(context))?;
        let wire = &mut *self;
        if !rewrite(bytes, &mut wire.body, &mut wire.pending) {
            return Poll::Ready(Err(self.cut()));
        }
        // What could not be written at once is written before the next bytes, or by the flush hyper ends with.
        match self.drain(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(bytes.len())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(context))?;
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.reset {
            return Poll::Ready(Ok(()));
        }
        ready!(self.drain(context))?;
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

/// How long a connection without a request stays open: pveproxy's five seconds.
pub const IDLE: Duration = Duration::from_secs(5);

/// Passes bytes that hyper writes on to `out`, each head in its form. `body` is how much of a body is still to come and
/// passes untouched. Answers whether the connection goes on; `false`: it is to be reset.
fn rewrite(mut bytes: &[u8], body: &mut u64, out: &mut BytesMut) -> bool {
    while !bytes.is_empty() {
        let untouched = usize::try_from(*body).unwrap_or(usize::MAX).min(bytes.len());
        let (passing, rest) = bytes.split_at(untouched);
        out.extend_from_slice(passing);
        *body -= u64::try_from(untouched).unwrap_or(*body);
        if rest.is_empty() {
            return true;
        }
        // hyper writes a head in one piece; what is none passes as it is.
        let end = find(rest, b"\r\n\r\n").map_or(rest.len(), |at| at + 4);
        let (head, after) = rest.split_at(end);
        if !head.starts_with(CONTINUE) {
            let form = form_of(head);
            if form == Some(Form::Reset) {
                return false;
            }
            *body = length_of(head);
            reform(head, form, out);
        }
        bytes = after;
    }
    true
}

fn form_of(head: &[u8]) -> Option<Form> {
    lines(head).find_map(|line| Form::from_token(line.strip_prefix(MARKER.written.as_slice())?.trim_ascii_end()))
}

fn length_of(head: &[u8]) -> u64 {
    lines(head).find_map(|line| std::str::from_utf8(line.strip_prefix(LENGTH)?).ok()?.trim().parse().ok()).unwrap_or(0)
}

const LENGTH: &[u8] = b"Content-Length: ";

fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split_inclusive(|byte| *byte == b'\n')
}

fn reform(head: &[u8], form: Option<Form>, out: &mut BytesMut) {
    let Some(form) = form else {
        out.extend_from_slice(head);
        return;
    };
    for line in lines(head) {
        if line.starts_with(&MARKER.written) {
            out.extend_from_slice(form.lines());
        } else if line.starts_with(b"Connection: ") || (form == Form::Bodiless && line.starts_with(LENGTH)) {
            // hyper's own idea of these two.
        } else {
            out.extend_from_slice(line);
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form, before: &str, after: &str) -> Vec<u8> {
        let mut bytes = before.as_bytes().to_vec();
        bytes.extend_from_slice(&MARKER.written);
        bytes.extend_from_slice(form.token().as_bytes());
        bytes.extend_from_slice(after.as_bytes());
        bytes
    }

    fn rewritten(pieces: &[&[u8]]) -> Option<String> {
        let mut out = BytesMut::new();
        let mut body = 0;
        let goes_on = pieces.iter().all(|piece| rewrite(piece, &mut body, &mut out));
        goes_on.then(|| String::from_utf8(out.to_vec()).unwrap())
    }

    #[test]
    fn a_proxied_answer_carries_both_connection_headers() {
        let bytes = written(Form::Proxied, "HTTP/1.1 200 OK\r\nServer: x\r\n", "\r\nContent-Length: 2\r\n\r\nhi");
        assert_eq!(
            rewritten(&[&bytes]).unwrap(),
            "HTTP/1.1 200 OK\r\nServer: x\r\nConnection: close\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nhi"
        );
    }

    #[test]
    fn a_bodiless_answer_has_no_length_and_one_connection_header() {
        let bytes =
            written(Form::Bodiless, "HTTP/1.1 401 No ticket\r\nConnection: close\r\n", "\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(rewritten(&[&bytes]).unwrap(), "HTTP/1.1 401 No ticket\r\nConnection: close\r\n\r\n");
    }

    #[test]
    fn a_body_passes_untouched_whatever_it_holds_and_wherever_it_is_parted() {
        let first = written(Form::Own, "HTTP/1.1 200 OK\r\n", "\r\nContent-Length: 24\r\n\r\nConnection");
        let mut second = b": x\r\n\r\nHTTP/1.".to_vec();
        second.extend(written(Form::Own, "HTTP/1.1 200 OK\r\n", "\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(
            rewritten(&[&first, &second]).unwrap(),
            "HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 24\r\n\r\nConnection: x\r\n\r\nHTTP/1.\
             HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n"
        );
    }

    #[test]
    fn a_continue_is_swallowed_and_a_reset_leaves_nothing() {
        assert_eq!(rewritten(&[CONTINUE]).unwrap(), "");
        assert!(rewritten(&[&written(Form::Reset, "HTTP/1.1 200 OK\r\n", "\r\n\r\n")]).is_none());
    }
}
