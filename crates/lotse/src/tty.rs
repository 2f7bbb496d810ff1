//! The controlling terminal: the one place where a person at this machine says yes.
//!
//! What stands on standard input may be a file, a pipe or another program; the controlling terminal is where the person is
//! who started this. An answer counts when it was typed behind the question: what was typed ahead is thrown away before the
//! question's last mark appears, and what is pasted is told apart by the marks that terminals put around it.

use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, IsTerminal as _, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    time::Duration,
};

use rustix::{fs::OFlags, termios};
use tokio::io::unix::AsyncFd;

/// The terminal that controls the process, whichever it is (tty(4)).
const DEVICE: &str = "/dev/tty";

/// Asks the terminal to mark what is pasted, and no longer (xterm's control sequences, "Bracketed Paste Mode").
const MARK_PASTED: (&str, &str) = ("\x1b[?2004h", "\x1b[?2004l");

/// With this begins what the terminal or a key sends that is no letter; what is pasted, too.
const ESCAPE: char = '\x1b';

/// The longest answer that is read, in bytes. A terminal's own line ends at 4095 (termios(3)).
const LONGEST: usize = 4096;

/// What came from the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A line, without its end.
    Typed(String),
    /// A line in which something was pasted, or a key other than letters was pressed.
    Pasted,
    /// Nothing in time.
    Late,
    /// The terminal is gone, or its end of input was typed.
    Gone,
}

/// The controlling terminal, open to ask on it.
#[derive(Debug)]
pub(crate) struct ControllingTerminal {
    device: AsyncFd<File>,
}

impl ControllingTerminal {
    /// Opens it, where there is one and a person is at standard input. Otherwise there is nobody to be asked.
    pub(crate) fn open() -> Option<Self> {
        if !io::stdin().is_terminal() {
            return None;
        }
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        let device =
            OpenOptions::new().read(true).write(true).custom_flags(flags.bits().cast_signed()).open(DEVICE).ok()?;
        #[expect(
            deprecated,
            reason = "what takes its place is unsafe; it asks for a descriptor that lives as long, and a File's does"
        )]
        AsyncFd::new(device).ok().map(|device| Self { device })
    }

    /// Asks, and waits for a line for at most `limit`. Dropping the future asks no longer.
    pub(crate) async fn ask(&self, question: &str, limit: Duration) -> Answer {
        let marked = Marked(self);
        marked.0.write(MARK_PASTED.0);
        marked.0.write(question);
        marked.0.forget_typed_ahead();
        // Behind this mark an answer counts.
        marked.0.write(" > ");
        let answer = tokio::time::timeout(limit, self.line()).await.unwrap_or(Answer::Late);
        if matches!(answer, Answer::Late | Answer::Gone) {
            self.write("\n");
        }
        drop(marked);
        answer
    }

    /// Throws away what was typed and not read yet.
    pub(crate) fn forget_typed_ahead(&self) {
        // A terminal that cannot do this has nothing to be thrown away, or is gone, which reading will tell.
        let _ = termios::tcflush(self.device.get_ref(), termios::QueueSelector::IFlush);
    }

    /// Says something beside a question.
    pub(crate) fn say(&self, text: &str) {
        self.write(text);
        self.write("\n");
    }

    fn write(&self, text: &str) {
        // There is nobody left to be asked; reading will tell.
        let _ = self.device.get_ref().write_all(text.as_bytes());
    }

    /// The next line. The terminal gives it as a whole when Enter is pressed.
    async fn line(&self) -> Answer {
        let mut bytes = Vec::new();
        loop {
            let Ok(mut ready) = self.device.readable().await else { return Answer::Gone };
            let mut chunk = [0; 256];
            match ready.try_io(|device| device.get_ref().read(&mut chunk)) {
                Err(_) => {}
                Ok(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
                Ok(Ok(0) | Err(_)) => return Answer::Gone,
                Ok(Ok(count)) => {
                    bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
                    if bytes.contains(&b'\n') || bytes.len() >= LONGEST {
                        return read(&bytes);
                    }
                }
            }
        }
    }
}

/// Asks the terminal to mark what is pasted for as long as it lives.
struct Marked<'a>(&'a ControllingTerminal);

impl Drop for Marked<'_> {
    fn drop(&mut self) {
        self.0.write(MARK_PASTED.1);
    }
}

/// What was typed up to the first end of a line; a second line at once was not typed.
fn read(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (line, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if !rest.is_empty() || text.contains(ESCAPE) {
        return Answer::Pasted;
    }
    Answer::Typed(line.trim_end_matches('\r').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Answer, read};

    #[test]
    fn a_line_is_an_answer_and_what_is_pasted_is_none() {
        assert_eq!(read("web\n".as_bytes()), Answer::Typed("web".to_owned()));
        assert_eq!(read("はい\r\n".as_bytes()), Answer::Typed("はい".to_owned()));
        assert_eq!(read(b"\x1b[200~web\n"), Answer::Pasted);
        assert_eq!(read(b"\x1b[200~web\x1b[201~\n"), Answer::Pasted);
        assert_eq!(read(b"y\ny\n"), Answer::Pasted);
        assert_eq!(read(b"\xff\n"), Answer::Typed("\u{fffd}".to_owned()));
    }
}
