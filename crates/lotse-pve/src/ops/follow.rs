//! Following a task to its end: its state, its log line by line, its progress.
//!
//! HTTP 200 says only that a task began; its exit status decides. Asking for it is cheap and is done often at first, then
//! less: most tasks take a second, some take hours. The log is read on from where it was read to, so each line is brought
//! once. A node that does not answer for a while does not end a task, and does not end this.
//!
//! Dropping the future stops following; the task goes on.

use std::{collections::VecDeque, time::Duration};

use lotse_model::{Outcome, Share, TaskState, Upid};
use tokio::time::{Instant, sleep};

use super::logs::LogLine;
use crate::{CallError, Deadline, Pve};

/// The first pause between two looks.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// How many lines of a log are asked for at once.
const PAGE: u64 = 500;

/// How many of the last lines are kept for the report.
const TAIL: usize = 20;

/// How long one look may take; the deadline may be hours away.
const LOOK: Duration = Duration::from_secs(30);

/// What happens while a task is followed.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskEvent {
    /// Its log has a new line. Text from a machine.
    Line(LogLine),
    /// It says how much of its work is done.
    Progress(Share),
    /// It could not be looked at just now; following goes on.
    Trouble(CallError),
}

/// How following a task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The task is over.
    Finished(Outcome),
    /// The deadline passed while it ran.
    StillRunning,
    /// The deadline passed and it could not be seen.
    Unseen(CallError),
}

/// What is known of a task after following it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The task.
    pub upid: Upid,
    /// How it ended.
    pub end: End,
    /// The last lines of its log, oldest first.
    pub tail: Vec<LogLine>,
}

/// Reads what a log line says about progress: the last percentage in it, as qemu-server, vzdump and qemu-img write them
/// (`transferred 1.0 GiB of 4.0 GiB (25.00%)`, `INFO:  12% (1.2 GiB of 10.0 GiB) in 3s`).
#[must_use]
pub fn progress(line: &str) -> Option<Share> {
    let (before, _) = line.rsplit_once('%')?;
    let number = before.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let percent: f64 = number.parse().ok()?;
    (0.0..=100.0).contains(&percent).then(|| Share::new(percent / 100.0))
}

/// The lines of a log as they come.
#[derive(Debug, Default)]
struct LogReader {
    read: u64,
    tail: VecDeque<LogLine>,
    progress: Option<Share>,
}

impl LogReader {
    /// Takes a line in and tells about it.
    fn take(&mut self, line: LogLine, watch: &mut (impl FnMut(TaskEvent) + ?Sized)) {
        self.read = self.read.max(line.number);
        let progress = progress(&line.text).filter(|&share| self.progress != Some(share));
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line.clone());
        watch(TaskEvent::Line(line));
        if let Some(share) = progress {
            self.progress = Some(share);
            watch(TaskEvent::Progress(share));
        }
    }
}

/// Whether looking again can help after this error. A refusal, a wrong certificate or a task that nobody knows stay.
const fn may_pass(error: &CallError) -> bool {
    matches!(
        error,
        CallError::Unreachable { .. }
            | CallError::NodeDown { .. }
            | CallError::TimedOut { .. }
            | CallError::Broken { .. }
            | CallError::Failed { .. }
            | CallError::Uncertain { .. }
    )
}

impl Pve {
    /// Follows a task to its end, or to `deadline`. `watch` is told of every line of its log and of its progress.
    ///
    /// # Errors
    ///
    /// What makes following senseless: the task is not known, may not be seen, or the login is refused. What may pass (a node
    /// that does not answer) is told to `watch`, and is [`End::Unseen`] when the deadline comes first.
    pub async fn follow(
        &self,
        upid: &Upid,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        deadline: Deadline,
    ) -> Result<Followed, CallError> {
        self.follow_patiently(upid, watch, Duration::MAX, deadline).await
    }

    /// The same, and no longer than `unseen` while the task cannot be looked at at all: a deadline may be days away, and a node
    /// that died does not come back by waiting.
    ///
    /// # Errors
    ///
    /// As [`follow`](Self::follow).
    pub async fn follow_patiently(
        &self,
        upid: &Upid,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        unseen: Duration,
        deadline: Deadline,
    ) -> Result<Followed, CallError> {
        let mut log = LogReader::default();
        let mut pause = FIRST_PAUSE;
        let mut blind_since = None;
        let end = loop {
            let so_far = match self.look(upid, &mut log, watch, deadline).await {
                Ok(TaskState::Finished { outcome, .. }) => break End::Finished(outcome),
                Ok(TaskState::Running) => {
                    blind_since = None;
                    End::StillRunning
                }
                Err(error) if may_pass(&error) => {
                    watch(TaskEvent::Trouble(error.clone()));
                    End::Unseen(error)
                }
                Err(error) => return Err(error),
            };
            let is_blind = matches!(so_far, End::Unseen(_));
            let gives_up = is_blind && blind_since.get_or_insert_with(Instant::now).elapsed() >= unseen;
            if gives_up || deadline.remaining() <= pause {
                break so_far;
            }
            sleep(pause).await;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        };
        Ok(Followed { upid: upid.clone(), end, tail: log.tail.into() })
    }

    /// One look: the state first and the log after it, so that the log of a finished task is whole.
    async fn look(
        &self,
        upid: &Upid,
        log: &mut LogReader,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        deadline: Deadline,
    ) -> Result<TaskState, CallError> {
        let state = self.task_status(upid, deadline.within(LOOK)).await?.value.state;
        loop {
            let page = match self.task_log(upid, log.read, PAGE, deadline.within(LOOK)).await {
                Ok(page) => page.value,
                // The state is known; a log that cannot be read does not change it.
                Err(error) => {
                    watch(TaskEvent::Trouble(error));
                    return Ok(state);
                }
            };
            let full = page.lines.len() as u64 >= PAGE;
            let before = log.read;
            page.lines.into_iter().filter(|line| line.number > before).for_each(|line| log.take(line, watch));
            if !full || log.read == before {
                return Ok(state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LogLine, LogReader, TaskEvent, progress};

    #[test]
    fn progress_is_the_last_percentage_of_a_line() {
        let percent = |line: &str| progress(line).map(|share| (share.percent() * 100.0).round() / 100.0);
        assert_eq!(percent("transferred 1.0 GiB of 1.0 GiB (100.00%)"), Some(100.0));
        assert_eq!(
            percent("INFO:  12% (1.2 GiB of 10.0 GiB) in 3s, read: 400.0 MiB/s, write: 380.0 MiB/s"),
            Some(12.0)
        );
        assert_eq!(percent("drive-scsi0: transferred 5.2 GiB of 32.0 GiB (16.25%) in 45s"), Some(16.25));
        assert_eq!(percent("INFO: backup is sparse: 2.00 GiB (93%) total zero data"), Some(93.0));
        for none in ["", "%", "TASK OK", "x%", "400% sure", "1.2.3%"] {
            assert_eq!(percent(none), None, "{none}");
        }
    }

    #[test]
    fn each_change_of_progress_is_told_once() {
        let mut log = LogReader::default();
        let mut told = Vec::new();
        for (number, text) in [(1, "INFO: 10% a"), (2, "INFO: 10% a"), (3, "INFO: 20% b")] {
            log.take(LogLine { number, text: text.to_owned() }, &mut |event| told.push(event));
        }
        assert_eq!(told.iter().filter(|event| matches!(event, TaskEvent::Progress(_))).count(), 2);
        assert_eq!(told.iter().filter(|event| matches!(event, TaskEvent::Line(_))).count(), 3);
        assert_eq!(log.read, 3);
    }

    #[test]
    fn a_long_log_is_kept_as_its_tail_only() {
        let mut log = LogReader::default();
        for number in 1..=10_000 {
            log.take(LogLine { number, text: String::new() }, &mut |_| {});
        }
        assert_eq!((log.tail.len(), log.tail.back().map(|line| line.number)), (super::TAIL, Some(10_000)));
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_a_panic(line in ".{0,80}") {
            let _ = progress(&line);
        }
    }
}
