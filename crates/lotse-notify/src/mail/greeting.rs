//! What is said before STARTTLS, in the clear.
//!
//! The library would go on after STARTTLS with whatever lies in its buffer, so that someone on the way could put words into the
//! server's mouth before the handshake (CVE-2011-0411 and its kin). So this part is spoken here, and a word too much ends it.

use lettre::transport::smtp::extension::ClientId;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use super::verdict;
use crate::{Trouble, scrub::Scrub};

/// The longest line and the most lines of a reply (RFC 5321, 4.5.3.1.5, with room).
const LINE: u64 = 2048;
const LINES: usize = 100;

/// A reply of the server.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

/// Asks for TLS. What comes back is the bare stream, at whose other end a handshake is waited for.
pub(super) async fn start_tls(stream: TcpStream, scrub: &Scrub) -> Result<TcpStream, Trouble> {
    let mut stream = BufReader::new(stream);
    expect(read(&mut stream).await?, 220, scrub)?;
    let hello = say(&mut stream, &format!("EHLO {}\r\n", own_name())).await?;
    let hello = expect(hello, 250, scrub)?;
    if !hello.lines.iter().any(|line| line.trim().eq_ignore_ascii_case("STARTTLS")) {
        return Err(Trouble::Lacking { what: "STARTTLS" });
    }
    expect(say(&mut stream, "STARTTLS\r\n").await?, 220, scrub)?;
    if !stream.buffer().is_empty() {
        return Err(Trouble::Untrusted { detail: "more was said before the handshake".to_owned() });
    }
    Ok(stream.into_inner())
}

fn expect(reply: Reply, code: u16, scrub: &Scrub) -> Result<Reply, Trouble> {
    if reply.code == code { Ok(reply) } else { Err(verdict::status(reply.code, &reply.lines.join(" "), scrub)) }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Result<Reply, Trouble> {
    stream.write_all(line.as_bytes()).await.map_err(|error| gone(&error))?;
    stream.flush().await.map_err(|error| gone(&error))?;
    read(stream).await
}

/// Reads a reply: lines of `CODE-text`, the last one `CODE text` (RFC 5321, 4.2.1).
async fn read(stream: &mut BufReader<TcpStream>) -> Result<Reply, Trouble> {
    let mut lines = Vec::new();
    while lines.len() < LINES {
        let mut line = Vec::new();
        (&mut *stream).take(LINE).read_until(b'\n', &mut line).await.map_err(|error| gone(&error))?;
        if line.is_empty() {
            return Err(Trouble::Unreachable { detail: "the server hung up".to_owned() });
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let code = line.get(..3).and_then(|code| code.parse::<u16>().ok());
        let (Some(code), Some(between)) = (code, line.get(3..).map(|rest| rest.chars().next().unwrap_or(' '))) else {
            return Err(Trouble::Broken { detail: "not the words of a mail server".to_owned() });
        };
        lines.push(line.get(4..).unwrap_or_default().to_owned());
        match between {
            ' ' => return Ok(Reply { code, lines }),
            '-' => {}
            _ => break,
        }
    }
    Err(Trouble::Broken { detail: "not the words of a mail server".to_owned() })
}

fn gone(error: &std::io::Error) -> Trouble {
    Trouble::Unreachable { detail: error.to_string() }
}

/// How this machine names itself to servers (RFC 5321, 4.1.1.1): by its name where it is one that can stand there.
pub(super) fn own_name() -> ClientId {
    match ClientId::default() {
        ClientId::Domain(name) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()) => {
            ClientId::Domain(name)
        }
        ClientId::Domain(_) => ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST),
        other => other,
    }
}
