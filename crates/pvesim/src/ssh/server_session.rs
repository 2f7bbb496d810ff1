//! One session of an SSH connection: a single command, or a shell.

use std::sync::Arc;

use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelWriteHalf};
use tokio::sync::mpsc::Receiver;

use super::shell::{Done, Shell};
use super::stream::{Chunk, Stream};
use crate::site::Site;

/// Longest line a shell collects; a client that sends more without a line end is cut off.
const LONGEST_LINE: usize = 1 << 20;

/// Runs one command and closes the session with its exit code. What the client writes is read and forgotten; when it
/// closes the session, the command is given up, as a hang-up would end it (a task it started goes on in the cluster).
pub(super) async fn exec(site: Arc<Site>, node: String, user: String, channel: Channel<Msg>, line: String) {
    let (mut input, output) = channel.split();
    let hang_up = async { while !matches!(input.wait().await, Some(ChannelMsg::Close) | None) {} };
    tokio::select! {
        done = run(Shell { site: &site, node: &node, user: &user }, &line, &output, false) => {
            finish(&output, done.code).await;
        }
        () = hang_up => {}
    }
}

/// Reads lines and runs each until the client ends its input or says `exit`.
pub(super) async fn interactive(site: Arc<Site>, node: String, user: String, channel: Channel<Msg>, terminal: bool) {
    let (mut input, output) = channel.split();
    let shell = Shell { site: &site, node: &node, user: &user };
    let sign = if user == "root" { '#' } else { '$' };
    let prompt = format!("{user}@{node}:~{sign} ");
    let mut typed: Vec<u8> = Vec::new();
    let mut code = 0;
    if terminal {
        let _ = output.data_bytes(prompt.clone().into_bytes()).await;
    }
    'session: while let Some(message) = input.wait().await {
        let data = match message {
            ChannelMsg::Data { data } => data,
            ChannelMsg::Eof | ChannelMsg::Close => break,
            _ => continue,
        };
        for byte in data {
            match byte {
                b'\n' | b'\r' => {
                    if terminal {
                        let _ = output.data_bytes(&b"\r\n"[..]).await;
                    }
                    let line = String::from_utf8_lossy(&typed).into_owned();
                    typed.clear();
                    let done = run(shell, &line, &output, terminal).await;
                    code = done.code;
                    if done.left {
                        break 'session;
                    }
                    if terminal {
                        let _ = output.data_bytes(prompt.clone().into_bytes()).await;
                    }
                }
                // End of transmission, as a terminal sends it for Ctrl-D on an empty line.
                0x04 if terminal && typed.is_empty() => break 'session,
                0x03 if terminal => {
                    typed.clear();
                    let _ = output.data_bytes(format!("^C\r\n{prompt}").into_bytes()).await;
                }
                0x7f | 0x08 if terminal => {
                    if typed.pop().is_some() {
                        let _ = output.data_bytes(&b"\x08 \x08"[..]).await;
                    }
                }
                byte => {
                    if typed.len() >= LONGEST_LINE {
                        break 'session;
                    }
                    typed.push(byte);
                    if terminal {
                        let _ = output.data_bytes(vec![byte]).await;
                    }
                }
            }
        }
    }
    if !typed.is_empty() && !terminal {
        code = run(shell, &String::from_utf8_lossy(&typed), &output, terminal).await.code;
    }
    finish(&output, code).await;
}

async fn run(shell: Shell<'_>, line: &str, output: &ChannelWriteHalf<Msg>, terminal: bool) -> Done {
    let (stream, pieces) = Stream::new();
    let work = async {
        let done = shell.line(line, &stream).await;
        drop(stream);
        done
    };
    tokio::join!(work, pass(pieces, output, terminal)).0
}

async fn pass(mut pieces: Receiver<Chunk>, output: &ChannelWriteHalf<Msg>, terminal: bool) {
    while let Some(piece) = pieces.recv().await {
        // A client that is gone is noticed when the connection ends; until then its output is dropped.
        let _ = match piece {
            Chunk::Out(text) => output.data_bytes(cooked(text, terminal)).await,
            Chunk::Err(text) if terminal => output.data_bytes(cooked(text, true)).await,
            Chunk::Err(text) => output.extended_data_bytes(1, text.into_bytes()).await,
        };
    }
}

/// A terminal wants a carriage return before each line feed.
fn cooked(text: String, terminal: bool) -> Vec<u8> {
    if terminal { text.replace('\n', "\r\n").into_bytes() } else { text.into_bytes() }
}

async fn finish(output: &ChannelWriteHalf<Msg>, code: u32) {
    let _ = output.exit_status(code).await;
    let _ = output.eof().await;
    let _ = output.close().await;
}
