//! `pvesh` (and `pveum`, `pveversion`, by the name it is called with) for a machine that plays a node: it hands its
//! arguments to a running simulator and prints what comes back, so that a real OpenSSH server can offer it.
//!
//! `PVESIM_CONTROL` holds the control listener's URL, or `PVESIM_ANNOUNCE` the path of the announcement that names it;
//! `PVESIM_NODE` picks the node, `PVESIM_CLUSTER` the cluster. An SSH server passes no environment on, so the same lines
//! (`NAME=value`) may stand in a file `pvesim.env` next to the program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::ExitCode;

use pvesim::announce::Announcement;
use serde_json::{Value, json};

/// Exit code of Perl's `die`, which the real program ends with when it cannot do its work.
const DIED: u8 = 255;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(text) => {
            // Nothing is left to do when even that cannot be written.
            let _ = writeln!(std::io::stderr().lock(), "pvesim: {text}");
            ExitCode::from(DIED)
        }
    }
}

fn run() -> Result<u8, String> {
    let mut argv: Vec<String> = std::env::args().collect();
    let Some(name) = argv.first_mut() else { return Err("no arguments at all".to_owned()) };
    let called = Path::new(name.as_str()).file_stem().and_then(|stem| stem.to_str()).unwrap_or("pvesh").to_owned();
    // Under any other name the first argument says which program is meant.
    if matches!(called.as_str(), "pvesh" | "pveum" | "pveversion") {
        *name = called;
    } else {
        argv.remove(0);
    }
    let control = control()?;
    let url = url::Url::parse(&control).map_err(|_| format!("'{control}' is no URL"))?;
    let order = json!({"argv": argv, "node": setting("PVESIM_NODE")});
    let host = url.host_str().unwrap_or("127.0.0.1");
    let port = url.port().unwrap_or(80);
    let mut query = url.query().unwrap_or_default().to_owned();
    if let Some(cluster) = setting("PVESIM_CLUSTER") {
        query.push_str("&cluster=");
        query.extend(url::form_urlencoded::byte_serialize(cluster.as_bytes()));
    }
    let mut stream = TcpStream::connect((host, port))
        .map_err(|error| format!("the simulator at {host}:{port} does not answer: {error}"))?;
    let body = order.to_string();
    // HTTP/1.0: the answer is neither chunked nor kept alive, so it can be read line by line to its end.
    let head = format!(
        "POST /run?{query} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()))
        .map_err(|error| format!("the simulator hung up: {error}"))?;
    let mut lines = BufReader::new(stream).lines();
    let status = lines.next().and_then(Result::ok).unwrap_or_default();
    for line in lines.by_ref() {
        if line.map_err(|error| error.to_string())?.is_empty() {
            break;
        }
    }
    let accepted = status.split(' ').nth(1) == Some("200");
    for line in lines {
        let line = line.map_err(|error| format!("the simulator hung up: {error}"))?;
        let piece: Value = serde_json::from_str(&line).map_err(|_| "the simulator answered no JSON".to_owned())?;
        if !accepted {
            return Err(piece.get("error").and_then(Value::as_str).unwrap_or("refused").to_owned());
        }
        if let Some(text) = piece.get("out").and_then(Value::as_str) {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| error.to_string())?;
        }
        if let Some(text) = piece.get("err").and_then(Value::as_str) {
            std::io::stderr().lock().write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        }
        if let Some(code) = piece.get("code").and_then(Value::as_u64) {
            return Ok(u8::try_from(code).unwrap_or(DIED));
        }
    }
    Err(format!("the simulator ended early ({status})"))
}

fn control() -> Result<String, String> {
    if let Some(url) = setting("PVESIM_CONTROL") {
        return Ok(url);
    }
    let Some(path) = setting("PVESIM_ANNOUNCE") else {
        return Err("set PVESIM_CONTROL or PVESIM_ANNOUNCE".to_owned());
    };
    let announcement = Announcement::read(Path::new(&path)).map_err(|error| error.to_string())?;
    announcement.control_url.ok_or_else(|| "the simulator has no control listener".to_owned())
}

/// A setting from the environment, else from `pvesim.env` next to the program.
fn setting(name: &str) -> Option<String> {
    if let Ok(value) = std::env::var(name) {
        return Some(value);
    }
    let program = std::env::current_exe().ok()?;
    let text = std::fs::read_to_string(program.parent()?.join("pvesim.env")).ok()?;
    text.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix('=')?.trim().to_owned()))
}
