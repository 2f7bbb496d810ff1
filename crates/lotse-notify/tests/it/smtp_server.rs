//! A mail server that takes the protocol at its word (RFC 5321, 3207, 4954): whatever a client does that it must not do is kept as
//! a fault, and every test looks that there is none.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// What is answered to a recipient: the connection's number, from 0, and the address.
type Recipient = dyn Fn(usize, &str) -> &'static str + Send + Sync;

/// How the server behaves.
#[derive(Clone)]
pub(crate) struct Rules {
    /// What it says first.
    pub(crate) greeting: &'static str,
    /// Its certificate; without one it offers no TLS.
    pub(crate) tls: Option<TlsAcceptor>,
    /// Whether TLS begins at once.
    pub(crate) implicit: bool,
    /// The user and password that it wants.
    pub(crate) login: Option<(&'static str, &'static str)>,
    /// What it says behind its agreement to STARTTLS, in the clear.
    pub(crate) injected: &'static str,
    /// Its answer to each recipient.
    pub(crate) recipient: Arc<Recipient>,
    /// Its answer to a mail.
    pub(crate) verdict: Arc<dyn Fn(usize) -> &'static str + Send + Sync>,
    /// Whether it goes silent instead of that answer.
    pub(crate) silent: bool,
}

impl Rules {
    /// One that takes everything, without TLS.
    pub(crate) fn plain() -> Self {
        Self {
            greeting: "220 mail.example.org ESMTP",
            tls: None,
            implicit: false,
            login: None,
            injected: "",
            recipient: Arc::new(|_, _| "250 2.1.5 OK"),
            verdict: Arc::new(|_| "250 2.0.0 queued"),
            silent: false,
        }
    }

    /// The same with TLS after STARTTLS.
    pub(crate) fn start_tls(acceptor: TlsAcceptor) -> Self {
        Self { tls: Some(acceptor), ..Self::plain() }
    }

    /// The same with TLS from the start.
    pub(crate) fn implicit(acceptor: TlsAcceptor) -> Self {
        Self { tls: Some(acceptor), implicit: true, ..Self::plain() }
    }
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
    /// Whether it came over TLS.
    pub(crate) secure: bool,
    /// Who had logged in.
    pub(crate) user: Option<String>,
}

#[derive(Debug, Default)]
struct Seen {
    taken: Vec<Taken>,
    faults: Vec<String>,
    commands: Vec<String>,
    connections: usize,
}

/// A running server; it ends when it is dropped.
pub(crate) struct MailServer {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl MailServer {
    pub(crate) async fn start(rules: Rules) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let kept = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = {
                    let mut seen = kept.lock().unwrap();
                    seen.connections += 1;
                    seen.connections - 1
                };
                tokio::spawn(talk(stream, rules.clone(), Arc::clone(&kept), number));
            }
        });
        Self { address, seen, task }
    }

    /// The mails that were taken, after a look that nothing was done that must not be.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        let seen = self.seen.lock().unwrap();
        assert_eq!(seen.faults, Vec::<String>::new());
        seen.taken.clone()
    }

    /// The words of the client's commands so far.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }
}

/// What is known of a conversation.
#[derive(Default)]
struct Session {
    number: usize,
    secure: bool,
    greeted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

/// How a conversation goes on.
enum Next {
    Say(String),
    StartTls,
    Auth(String),
    Data,
    Bye,
}

async fn talk(stream: tokio::net::TcpStream, rules: Rules, seen: Arc<Mutex<Seen>>, number: usize) {
    let mut session = Session { number, ..Session::default() };
    if rules.implicit {
        let Ok(stream) = rules.tls.clone().unwrap().accept(stream).await else { return };
        session.secure = true;
        converse(&mut BufReader::new(stream), &rules, &seen, &mut session, true).await;
        return;
    }
    let mut stream = BufReader::new(stream);
    if converse(&mut stream, &rules, &seen, &mut session, true).await {
        if !stream.buffer().is_empty() {
            seen.lock().unwrap().faults.push("spoke before the handshake".to_owned());
        }
        let Ok(stream) = rules.tls.clone().unwrap().accept(stream.into_inner()).await else { return };
        // RFC 3207, 4.2: what was known before is forgotten.
        session = Session { number, secure: true, ..Session::default() };
        converse(&mut BufReader::new(stream), &rules, &seen, &mut session, false).await;
    }
}

/// Talks until the end, or until TLS is to begin.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    rules: &Rules,
    seen: &Mutex<Seen>,
    session: &mut Session,
    greet: bool,
) -> bool {
    if greet {
        send(stream, rules.greeting).await;
    }
    loop {
        let Some(line) = line(stream, 512, seen).await else { return false };
        // Not offered: a client waits for each answer (RFC 2920).
        if !stream.buffer().is_empty() {
            seen.lock().unwrap().faults.push(format!("did not wait after {line:?}"));
        }
        match command(&line, rules, seen, session) {
            Next::Say(answer) => send(stream, &answer).await,
            Next::StartTls => {
                send(stream, "220 2.0.0 go ahead").await;
                if !rules.injected.is_empty() {
                    stream.write_all(rules.injected.as_bytes()).await.unwrap();
                }
                return true;
            }
            Next::Auth(rest) => authenticate(stream, &rest, rules, seen, session).await,
            Next::Data => {
                if !take(stream, rules, seen, session).await {
                    return false;
                }
            }
            Next::Bye => {
                send(stream, "221 2.0.0 bye").await;
                return false;
            }
        }
    }
}

fn command(line: &str, rules: &Rules, seen: &Mutex<Seen>, session: &mut Session) -> Next {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut seen = seen.lock().unwrap();
    // Never what is behind AUTH.
    seen.commands.push(word.to_owned());
    let mut fault = |what: &str| {
        seen.faults.push(format!("{what}: {line:?}"));
        Next::Say("503 5.5.1 bad sequence".to_owned())
    };
    let may = rules.login.is_none() || session.user.is_some();
    match word {
        "EHLO" if rest.is_empty() => fault("no name"),
        "EHLO" => {
            session.greeted = true;
            let mut answer = String::from("250-mail.example.org\r\n250-SIZE 1000000\r\n");
            if rules.tls.is_some() && !session.secure {
                answer.push_str("250-STARTTLS\r\n");
            }
            if rules.login.is_some() && (session.secure || rules.tls.is_none()) {
                answer.push_str("250-AUTH PLAIN LOGIN\r\n");
            }
            Next::Say(answer + "250 ENHANCEDSTATUSCODES")
        }
        "QUIT" => Next::Bye,
        _ if !session.greeted => fault("before EHLO"),
        "STARTTLS" if session.secure || rules.tls.is_none() => fault("no TLS here"),
        "STARTTLS" => Next::StartTls,
        "AUTH" if rules.tls.is_some() && !session.secure => fault("password in the clear"),
        "AUTH" => Next::Auth(rest.to_owned()),
        "MAIL" if rules.tls.is_some() && !session.secure => fault("mail in the clear"),
        "MAIL" if !may => Next::Say("530 5.7.0 authentication required".to_owned()),
        "MAIL" => match rest.strip_prefix("FROM:<").and_then(|rest| rest.split_once('>')) {
            Some((from, "")) => {
                session.from = Some(from.to_owned());
                Next::Say("250 2.1.0 OK".to_owned())
            }
            _ => fault("not a sender"),
        },
        "RCPT" if session.from.is_none() => fault("no sender"),
        "RCPT" => match rest.strip_prefix("TO:<").and_then(|rest| rest.split_once('>')) {
            Some((to, "")) => {
                let answer = (rules.recipient)(session.number, to);
                if answer.starts_with('2') {
                    session.to.push(to.to_owned());
                }
                Next::Say(answer.to_owned())
            }
            _ => fault("not a recipient"),
        },
        "DATA" if session.to.is_empty() => fault("no recipient"),
        "DATA" => Next::Data,
        _ => fault("not a command"),
    }
}

async fn authenticate<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    rest: &str,
    rules: &Rules,
    seen: &Mutex<Seen>,
    session: &mut Session,
) {
    let encoded = match rest.split_once(' ') {
        Some(("PLAIN", initial)) => initial.to_owned(),
        _ if rest == "PLAIN" => {
            send(stream, "334 ").await;
            line(stream, 512, seen).await.unwrap_or_default()
        }
        _ => {
            send(stream, "504 5.5.4 not that way").await;
            return;
        }
    };
    let decoded = STANDARD.decode(encoded).unwrap_or_default();
    let (user, password) = rules.login.unwrap();
    if decoded == format!("\0{user}\0{password}").into_bytes() {
        session.user = Some(user.to_owned());
        send(stream, "235 2.7.0 welcome").await;
    } else {
        let said = String::from_utf8_lossy(&decoded).replace('\0', "|");
        send(stream, &format!("535 5.7.8 no, not with {said}")).await;
    }
}

/// Takes a mail; `false` when the server falls silent.
async fn take<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    rules: &Rules,
    seen: &Mutex<Seen>,
    session: &mut Session,
) -> bool {
    send(stream, "354 go on").await;
    let mut text = String::new();
    loop {
        let Some(line) = line(stream, 1000, seen).await else { return false };
        if line == "." {
            break;
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
    if rules.silent {
        // Keeps the connection and says nothing.
        tokio::time::sleep(std::time::Duration::from_hours(1)).await;
        return false;
    }
    let answer = (rules.verdict)(session.number);
    if answer.starts_with('2') {
        let taken = Taken {
            from: session.from.take().unwrap(),
            to: std::mem::take(&mut session.to),
            text,
            secure: session.secure,
            user: session.user.clone(),
        };
        seen.lock().unwrap().taken.push(taken);
    }
    send(stream, answer).await;
    true
}

/// A line without its end, which must be CRLF; nothing but ASCII, since 8BITMIME is not offered.
async fn line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>, most: usize, seen: &Mutex<Seen>) -> Option<String> {
    let mut bytes = Vec::new();
    stream.read_until(b'\n', &mut bytes).await.ok().filter(|read| *read > 0)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut seen = seen.lock().unwrap();
    if !text.is_ascii() || bytes.len() > most || text.trim_end_matches("\r\n").contains(['\r', '\n', '\0']) {
        seen.faults.push(format!("not a line: {text:?}"));
    }
    if !text.ends_with("\r\n") {
        seen.faults.push(format!("not the end of a line: {text:?}"));
    }
    Some(text.trim_end_matches(['\r', '\n']).to_owned())
}

async fn send<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, text: &str) {
    // A client may be gone by now.
    let _ = stream.write_all(format!("{text}\r\n").as_bytes()).await;
    let _ = stream.flush().await;
}
