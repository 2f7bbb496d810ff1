//! Recorded command lines, played in process.

use pvesim::ssh::shell::Shell;
use pvesim::ssh::stream::{Chunk, Stream};
use serde_json::Value;

use super::normal::normal;
use super::recording::Exchange;
use super::shape::compare;
use super::stage::Stage;

/// Plays a command; answers what differs.
pub(crate) async fn play(stage: &Stage, exchange: &Exchange) -> Vec<String> {
    let argv: Vec<String> = exchange.argv.iter().map(|word| stage.here(word)).collect();
    let (stream, mut pieces) = Stream::new();
    let work = async {
        let shell = Shell { site: stage.simulator.site(), node: "pve", user: "root" };
        let code = shell.program(&argv, &stream).await;
        drop(stream);
        code
    };
    let listen = async {
        let (mut out, mut err) = (String::new(), String::new());
        while let Some(piece) = pieces.recv().await {
            match piece {
                Chunk::Out(text) => out.push_str(&text),
                Chunk::Err(text) => err.push_str(&text),
            }
        }
        (out, err)
    };
    let (code, (out, err)) = tokio::join!(work, listen);
    let mut found = Vec::new();
    if code != exchange.rc {
        found.push(format!("exit code {code} instead of {}", exchange.rc));
    }
    if normal(&err) != normal(&exchange.stderr) {
        found.push(format!("stderr {err:?} instead of {:?}", exchange.stderr));
    }
    output(exchange, &out, &mut found);
    found
}

fn output(exchange: &Exchange, out: &str, found: &mut Vec<String>) {
    let json = |text: &str| text.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
    let asked_json = exchange.argv.windows(2).any(|pair| pair == ["--output-format", "json"]);
    if asked_json {
        match (json(&exchange.stdout), json(out)) {
            (Some(recorded), Some(ours)) => compare("", &recorded, &ours, found),
            (None, None) => {}
            (recorded, ours) => found.push(format!("stdout ends in {ours:?} instead of {recorded:?}")),
        }
        let before = |text: &str| text.lines().count().saturating_sub(usize::from(json(text).is_some()));
        if (before(out) == 0) != (before(&exchange.stdout) == 0) {
            found.push(format!("progress {out:?} instead of {:?}", exchange.stdout));
        }
        return;
    }
    // Text: same frame or none, same number of columns, same first column in the same order.
    let first_column = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.starts_with(['┌', '╞', '├', '└']))
            .map(|line| normal(line.trim_start_matches('│').split('│').next().unwrap_or_default().trim()))
            .collect()
    };
    let (ours, mut recorded) = (first_column(out), first_column(&exchange.stdout));
    // The recording keeps the beginning of long outputs only.
    if !exchange.stdout.is_empty() && !exchange.stdout.ends_with('\n') {
        recorded.pop();
        if ours.starts_with(&recorded) {
            return;
        }
    }
    if ours != recorded {
        found.push(format!("stdout {out:?} instead of {:?}", exchange.stdout));
    }
}
