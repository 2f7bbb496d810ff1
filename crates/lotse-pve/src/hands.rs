//! One cluster, to be changed. Held by the execution of approved plans only.
//!
//! A [`Change`] is decided elsewhere, as data. Here it is sent, once; when the answer is lost its task is looked for; its task
//! is followed to the end. `pvesh` runs a task in the foreground and returns when it is over, and its exit code says
//! nothing: there too the task's own status decides.

use std::{pin::pin, sync::Arc, time::Duration};

use lotse_model::{ClusterName, Timestamp, Upid};
use serde_json::Value;
use tokio::time::sleep;

use crate::{
    CallError, Deadline, Pve, Read, Write,
    ops::{
        change::Change,
        follow::{Followed, TaskEvent},
        reconcile::Reconciled,
    },
};

/// How long a server may take to accept a change when the task runs in the background. `pveproxy` gives up after 30 s.
const ACCEPT: Duration = Duration::from_secs(35);

/// How long is looked for a task whose answer was lost.
const RECONCILE: Duration = Duration::from_secs(20);

/// How long a task that was found again is looked at, when the deadline has passed.
const LAST_LOOK: Duration = Duration::from_secs(5);

/// The first and the longest pause when the task of a change that is still being sent is looked for. Most tasks are over
/// before the first, and a look over `pvesh` costs the node a second of processor time.
const LOOK_FOR_TASK: (Duration, Duration) = (Duration::from_secs(3), Duration::from_secs(12));

/// How long one such look may take.
const LOOK: Duration = Duration::from_secs(30);

/// One cluster, to be changed.
#[derive(Debug, Clone)]
pub struct Hands {
    pve: Pve,
    write: Arc<dyn Write>,
}

/// What a change brought when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A task runs, or ran: its status decides.
    Task {
        /// The task.
        upid: Upid,
        /// What the server wrote beside it (`pvesh`): text from a machine.
        warnings: Vec<String>,
    },
    /// It was done at once.
    Done {
        /// What the server answered, where that is a text: a volume id, a new name.
        answer: Option<String>,
    },
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// Its task was followed; see how it ended.
    Task(Followed),
    /// It was done at once.
    Done {
        /// What the server answered, where that is a text.
        answer: Option<String>,
    },
    /// The answer was lost, and this is what the task list says about it: not begun, several, or unseen.
    Lost {
        /// How the answer was lost.
        error: CallError,
        /// What the task list says; `None` when it could not be read.
        found: Option<Reconciled>,
    },
}

impl Hands {
    /// The cluster that Lotse's configuration calls `cluster`, reached by `write`.
    #[must_use]
    pub fn new(cluster: ClusterName, write: Arc<dyn Write>) -> Self {
        let read: Arc<dyn Read> = Arc::clone(&write) as Arc<dyn Read>;
        Self { pve: Pve::new(cluster, read), write }
    }

    /// The same cluster, to be looked at by the same caller: one may always see one's own tasks.
    #[must_use]
    pub const fn eyes(&self) -> &Pve {
        &self.pve
    }

    /// Sends `change`, once. Over `pvesh` this returns only when its task is over.
    ///
    /// # Errors
    ///
    /// [`CallError::Uncertain`] when the answer was lost: then [`Pve::reconcile`] tells whether it began. Any other error says
    /// that nothing was changed.
    pub async fn send(&self, change: &Change, deadline: Deadline) -> Result<Sent, CallError> {
        let deadline = if self.write.waits_for_tasks() { deadline } else { deadline.within(ACCEPT) };
        let reply = self.write.send(change.verb(), change.path(), change.params(), deadline).await?;
        let text = match &reply.data {
            Value::String(text) => Some(text.trim()),
            _ => None,
        };
        Ok(match text.and_then(|text| text.parse().ok()) {
            Some(upid) => Sent::Task { upid, warnings: reply.warnings },
            None => Sent::Done { answer: text.filter(|text| !text.is_empty()).map(str::to_owned) },
        })
    }

    /// Sends `change`, once, and returns as soon as its task is known, so that it can be written down before it is over. Over
    /// `pvesh`, which returns only when the task is over, the sending goes on by itself meanwhile.
    ///
    /// Dropping the future does not call the change back. Over `pvesh` a task that is over quickly is known only then.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn begin(&self, change: &Change, deadline: Deadline) -> Result<Sent, CallError> {
        if !self.write.waits_for_tasks() || change.tasks().is_empty() {
            return self.send(change, deadline).await;
        }
        let sent_at = crate::clock::now();
        let (hands, own) = (self.clone(), change.clone());
        // A session that is dropped takes the task that it runs with it: it is let end by itself.
        let mut sending = tokio::spawn(async move { hands.send(&own, deadline).await });
        let ended = tokio::select! {
            ended = &mut sending => ended,
            upid = self.appears(change, sent_at, deadline) => match upid {
                Some(upid) => return Ok(Sent::Task { upid, warnings: Vec::new() }),
                None => sending.await,
            },
        };
        ended.unwrap_or_else(|lost| {
            let endpoint = "pvesh".to_owned();
            let call = format!("{} {}", change.verb(), change.path());
            let broken = CallError::Broken { call: call.clone(), endpoint: endpoint.clone(), detail: lost.to_string() };
            Err(CallError::Uncertain { call, endpoint, source: Box::new(broken) })
        })
    }

    /// Sends `change` and follows its task to its end or to `deadline`; `watch` is told of its log and progress meanwhile. When
    /// the answer is lost its task is looked for, at most 20 seconds beyond `deadline`, and followed when it is found.
    ///
    /// # Errors
    ///
    /// The change was refused or never left: nothing was changed. Or its task cannot be followed: it is not known, or may not
    /// be seen.
    pub async fn carry_out(
        &self,
        change: &Change,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        deadline: Deadline,
    ) -> Result<Carried, CallError> {
        let sent_at = crate::clock::now();
        let sent = if self.write.waits_for_tasks() && !change.tasks().is_empty() {
            self.send_and_watch(change, sent_at, watch, deadline).await
        } else {
            self.send(change, deadline).await.map(Progress::Sent)
        };
        match sent {
            Ok(Progress::Followed(followed)) => Ok(Carried::Task(followed)),
            Ok(Progress::Sent(Sent::Done { answer })) => Ok(Carried::Done { answer }),
            Ok(Progress::Sent(Sent::Task { upid, .. })) => {
                self.pve.follow(&upid, watch, deadline).await.map(Carried::Task)
            }
            Err(error @ CallError::Uncertain { .. }) => {
                self.find_and_follow(change, sent_at, error, watch, deadline).await
            }
            Err(error) => Err(error),
        }
    }

    /// Finds out what became of a change whose answer was lost, and follows it when it began.
    async fn find_and_follow(
        &self,
        change: &Change,
        sent_at: Timestamp,
        error: CallError,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        deadline: Deadline,
    ) -> Result<Carried, CallError> {
        let patience = deadline.max(Deadline::after(RECONCILE));
        match self.pve.reconcile(change, sent_at, patience).await {
            Ok(Reconciled::Began(upid)) => {
                self.pve.follow(&upid, watch, deadline.max(Deadline::after(LAST_LOOK))).await.map(Carried::Task)
            }
            Ok(found) => Ok(Carried::Lost { error, found: Some(found) }),
            Err(_) => Ok(Carried::Lost { error, found: None }),
        }
    }

    /// Sends a change that returns only when its task is over, and meanwhile looks for that task, to tell about it.
    async fn send_and_watch(
        &self,
        change: &Change,
        sent_at: Timestamp,
        watch: &mut (impl FnMut(TaskEvent) + Send),
        deadline: Deadline,
    ) -> Result<Progress, CallError> {
        let mut sending = pin!(self.send(change, deadline));
        let upid = tokio::select! {
            sent = &mut sending => return sent.map(Progress::Sent),
            upid = self.appears(change, sent_at, deadline) => upid,
        };
        let Some(upid) = upid else { return sending.await.map(Progress::Sent) };
        // The task is known, so its own status decides, whatever becomes of the session that started it.
        let (sent, followed) = tokio::join!(sending, self.pve.follow(&upid, watch, deadline));
        match (followed, sent) {
            (Ok(followed), _) => Ok(Progress::Followed(followed)),
            (Err(error), Err(_)) => Err(error),
            (Err(_), Ok(sent)) => Ok(Progress::Sent(sent)),
        }
    }

    /// Waits until the task of a change shows in the list; `None` when it is not told apart from others, or by the deadline.
    async fn appears(&self, change: &Change, sent_at: Timestamp, deadline: Deadline) -> Option<Upid> {
        let mut pause = LOOK_FOR_TASK.0;
        sleep(pause).await;
        let mut since = None;
        loop {
            // The change may be answered at any moment, and this future is dropped then. A look that was begun is let end by
            // itself: a command given up in the middle would hold one of the few sessions of an SSH connection.
            let (pve, change, limit) = (self.pve.clone(), change.clone(), deadline.within(LOOK));
            let look = tokio::spawn(async move {
                let since = match since {
                    Some(since) => since,
                    None => pve.by_the_nodes_clock(&change, sent_at, limit).await,
                };
                (since, pve.look_for(&change, since, limit).await)
            });
            let Ok((known, found)) = look.await else { return None };
            since = Some(known);
            match found {
                Ok(Reconciled::Began(upid)) => return Some(upid),
                Ok(Reconciled::NotBegun) | Err(_) if !deadline.has_passed() => sleep(pause).await,
                _ => return None,
            }
            pause = (pause * 2).min(LOOK_FOR_TASK.1);
        }
    }
}

enum Progress {
    Sent(Sent),
    Followed(Followed),
}
