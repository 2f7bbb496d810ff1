//! Running a command somewhere, whatever the way there.

use std::fmt;

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::{Deadline, SshError};

/// How many bytes of each of a command's outputs are kept. `/cluster/resources` of 15,000 guests is 8 MB.
pub const OUTPUT_LIMIT: usize = 64 << 20;

/// What a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its exit status. 127: the shell did not find the program (POSIX sh, 2.8.2). 255 is the command's own here: a failure
    /// of the connection is an error.
    pub status: i32,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: Vec<u8>,
}

/// A place where commands run: a host over SSH, this machine, or a script of a test.
#[async_trait]
pub trait Ssh: Send + Sync + fmt::Debug {
    /// Runs the program `argv[0]` with the arguments `argv[1..]`, each of which arrives there as it is: no shell reads them.
    /// `stdin` is what it reads; without it, nothing.
    ///
    /// # Errors
    ///
    /// When it could not be run or its end is not known; [`SshError::may_have_happened`] tells whether it may have had its
    /// effect. A command that ran and failed is an [`Output`].
    async fn run(&self, argv: &[String], stdin: Option<&[u8]>, deadline: Deadline) -> Result<Output, SshError>;

    /// Where commands run, as it is shown: `root@pve1`.
    fn destination(&self) -> String;

    /// The user as whom they run, when it is known without asking.
    fn user(&self) -> Option<String>;
}

/// Reads a stream to its end; `None` when it is longer than is kept.
pub(crate) async fn read_all(stream: Option<impl AsyncRead + Unpin>) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(OUTPUT_LIMIT as u64 + 1).read_to_end(&mut bytes).await?;
    }
    Ok((bytes.len() <= OUTPUT_LIMIT).then_some(bytes))
}
