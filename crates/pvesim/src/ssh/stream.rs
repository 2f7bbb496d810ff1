//! Where a command's output goes.

use tokio::sync::mpsc;

/// A piece of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chunk {
    /// For standard output.
    Out(String),
    /// For standard error.
    Err(String),
}

/// The two output streams of a command. A reader that is gone is no error: the command runs on without one, as a
/// process does until it writes into a broken pipe.
#[derive(Debug, Clone)]
pub struct Stream {
    sender: mpsc::Sender<Chunk>,
}

/// Pieces that wait for a slow reader before the command has to wait.
const WAITING: usize = 64;

impl Stream {
    /// A stream and its reading end.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Chunk>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self { sender }, receiver)
    }

    /// Writes to standard output.
    pub async fn out(&self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            let _ = self.sender.send(Chunk::Out(text)).await;
        }
    }

    /// Writes to standard error.
    pub async fn err(&self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            let _ = self.sender.send(Chunk::Err(text)).await;
        }
    }

    /// Passes a piece on to whichever stream it belongs to.
    pub async fn send(&self, chunk: Chunk) {
        match chunk {
            Chunk::Out(text) => self.out(text).await,
            Chunk::Err(text) => self.err(text).await,
        }
    }
}
