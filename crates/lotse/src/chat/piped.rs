//! The chat without a person: one input a line, each answer printed, done at the end of input.

use std::sync::Arc;

use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::respond::{After, respond};
use crate::{failure::Exit, session::Session, stop::Stop};

/// Reads standard input to its end. Bytes that are no UTF-8 are shown as such instead of ending the run.
pub(super) async fn run(session: &Arc<Session>) -> Result<Exit, Stop> {
    let mut input = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    session.learn_sight().await;
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line).await.unwrap_or(0);
        if read == 0 || respond(session, &String::from_utf8_lossy(&line)).await? == After::Over {
            return Ok(Exit::Done);
        }
    }
}
