//! Answers to one interaction: the first within three seconds, whatever hangs, and those after it for fifteen minutes, then as
//! ordinary messages.

use std::{future::Future, time::Duration};

use lotse_model::Timestamp;
use tokio::time::{Instant, sleep_until};

use crate::{
    answer::message::Message,
    clock::now,
    mark::Mark,
    rest::{Api, Failed, First, Token},
};

/// When a first answer is not there by now, "thinking" is sent in its place: a person sees at once that they were heard, and it
/// leaves time to send it several times.
const PATIENCE: Duration = Duration::from_millis(250);
/// The same for what stands in the store: nothing of it waits for Proxmox, and what is put off can open no form any more.
const HELD: Duration = Duration::from_millis(1500);
/// Discord takes a first answer until three seconds after; what was on the way before counts too.
const FIRST: Duration = Duration::from_millis(2800);
/// Discord takes further answers for fifteen minutes; the last of them are kept for what is on the way.
const TOKEN: Duration = Duration::from_mins(14);

/// How an interaction is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// A new message will come, for the person alone or for the channel.
    Message {
        /// For the person alone.
        private: bool,
    },
    /// The message whose button was pressed will change, or not.
    Quiet,
    /// Somebody types, and gets nothing to choose from.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Silent,
    Put(Put),
    Answered,
    /// Discord did not take the first answer: only ordinary messages are left.
    Lost,
}

/// Answers to one interaction.
#[derive(Debug)]
pub(crate) struct Responder {
    api: Api,
    token: Token,
    channel: u64,
    /// The message whose button was pressed, or whose form was sent.
    behind: Option<u64>,
    born: Instant,
    put: Put,
    stage: Stage,
}

/// A message that was sent, and how it is changed.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    api: Api,
    /// The channel.
    pub(crate) channel: u64,
    /// The message, where Discord told its id.
    pub(crate) message: Option<u64>,
    /// While the token of the interaction is good, the message is changed by it: that needs no permission in the channel.
    by: Option<By>,
}

/// An interaction's token by which a message is changed.
#[derive(Debug, Clone)]
struct By {
    token: Token,
    until: Instant,
    /// The message; `None` for the one that is the first answer, or whose button was pressed.
    later: Option<u64>,
}

impl Responder {
    /// Answers to the interaction of `token`, which came at `born`. Until told otherwise it is put off as `put`.
    pub(crate) const fn new(api: Api, token: Token, channel: u64, born: Instant, put: Put) -> Self {
        Self { api, token, channel, behind: None, born, put, stage: Stage::Silent }
    }

    /// The same for a press at this message.
    #[must_use]
    pub(crate) const fn behind(mut self, message: Option<u64>) -> Self {
        self.behind = message;
        self
    }

    /// Puts the answer off in another way, while it is not yet.
    pub(crate) const fn put_off_as(&mut self, put: Put) {
        self.put = put;
    }

    /// Waits for some work. When that takes too long for a first answer, the answer is put off and the work goes on.
    pub(crate) async fn during<T>(&mut self, work: impl Future<Output = T> + Send) -> T {
        self.within(PATIENCE, work).await
    }

    /// The same for work with the store alone, which is waited for a little longer: it is nearly always done at once.
    pub(crate) async fn hold<T>(&mut self, work: impl Future<Output = T> + Send) -> T {
        self.within(HELD, work).await
    }

    async fn within<T>(&mut self, patience: Duration, work: impl Future<Output = T> + Send) -> T {
        let mut work = std::pin::pin!(work);
        if self.stage == Stage::Silent {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = sleep_until(self.born + patience) => {}
            }
            // While the putting off is on its way the work goes on.
            let (done, ()) = tokio::join!(work, self.put_off());
            return done;
        }
        work.await
    }

    /// Puts the answer off, once.
    async fn put_off(&mut self) {
        if self.stage != Stage::Silent {
            return;
        }
        let first = match self.put {
            Put::Message { private } => First::Deferred { private },
            Put::Quiet => First::Quiet,
            Put::Nothing => First::Choices(Vec::new()),
        };
        let put = self.put;
        self.stage = match self.send_first(&first).await {
            Ok(_) => Stage::Put(put),
            Err(failed) => lost(&failed),
        };
    }

    /// Puts the answer off to learn which message it will be, before anybody sees what stands in it. `None` where it was answered
    /// before, or Discord does not say.
    pub(crate) async fn reserve(&mut self) -> Option<u64> {
        self.put_off().await;
        if !matches!(self.stage, Stage::Put(Put::Message { .. })) {
            return None;
        }
        self.api.original(&self.token).await.ok()
    }

    /// Sends something that must be the first answer (a form, choices). Whether Discord took it.
    pub(crate) async fn only(&mut self, first: First) -> bool {
        if self.stage != Stage::Silent {
            return false;
        }
        let sent = self.send_first(&first).await;
        self.stage = match &sent {
            Ok(_) => Stage::Answered,
            Err(failed) => lost(failed),
        };
        sent.is_ok()
    }

    /// Takes the buttons of the message whose button was pressed away, also where the answer was put off; whether that worked.
    pub(crate) async fn strip(&mut self) -> bool {
        match self.stage {
            Stage::Silent => self.only(First::Strip).await,
            Stage::Put(Put::Quiet) => self.api.arm_answer(&self.token, None, &Message::default()).await.is_ok(),
            Stage::Put(_) | Stage::Answered | Stage::Lost => false,
        }
    }

    /// Sends a message: as the first answer, in the place of "thinking", or after the others.
    pub(crate) async fn send(&mut self, message: Message) -> Option<Post> {
        match self.stage {
            Stage::Silent => match self.send_first(&First::Message(message.clone())).await {
                Ok(id) => {
                    self.stage = Stage::Answered;
                    let id = match id {
                        None if !message.private => self.api.original(&self.token).await.ok(),
                        known => known,
                    };
                    Some(self.post(id, true))
                }
                Err(failed) => {
                    self.stage = lost(&failed);
                    self.after(message).await
                }
            },
            Stage::Put(Put::Message { private }) if private == message.private || private => {
                self.stage = Stage::Answered;
                // What was put off for the person alone stays so.
                match self.api.edit_original(&self.token, &message).await {
                    Ok(id) => Some(self.post(id, true)),
                    Err(failed) => {
                        tracing::warn!(%failed, "an answer could not be put in its place");
                        self.after(message).await
                    }
                }
            }
            Stage::Put(Put::Message { .. }) => {
                // The channel sees "thinking", and this is for the person alone.
                self.stage = Stage::Answered;
                if let Err(failed) = self.api.delete_original(&self.token).await {
                    tracing::debug!(%failed, "a placeholder could not be removed");
                }
                self.after(message).await
            }
            Stage::Put(Put::Quiet | Put::Nothing) | Stage::Answered | Stage::Lost => self.after(message).await,
        }
    }

    /// Changes the message whose button was pressed, or whose form was sent.
    pub(crate) async fn update(&mut self, message: Message) {
        let sent = match self.stage {
            Stage::Silent => {
                let sent = self.send_first(&First::Update(message.clone())).await.map(|_| ());
                self.stage = sent.as_ref().map_or_else(lost, |()| Stage::Put(Put::Quiet));
                sent
            }
            Stage::Put(Put::Quiet) => self.api.edit_original(&self.token, &message).await.map(|_| ()),
            Stage::Put(Put::Message { .. } | Put::Nothing) | Stage::Answered | Stage::Lost => {
                self.pressed().edit(&message).await;
                return;
            }
        };
        if let Err(failed) = sent {
            tracing::warn!(%failed, "a message could not be changed by a press");
            self.pressed().edit(&message).await;
        }
    }

    /// The message whose button was pressed, to be changed later.
    pub(crate) fn pressed(&self) -> Post {
        // Only where the press was answered without a message of its own, the token means the message of the button.
        let by = (self.stage == Stage::Put(Put::Quiet)).then(|| self.by(None));
        Post { api: self.api.clone(), channel: self.channel, message: self.behind, by }
    }

    /// One more message, by the token while that is good, else as an ordinary one; what is for the person alone is then not sent.
    async fn after(&mut self, message: Message) -> Option<Post> {
        if self.stage != Stage::Lost && self.born.elapsed() < TOKEN {
            match self.api.follow_up(&self.token, &message).await {
                Ok(id) => return Some(self.post(id, false)),
                Err(failed) => {
                    tracing::warn!(%failed, "an answer could not be added");
                    // It may stand there all the same, and nobody heard of it.
                    if let Some(there) = self.found(&message).await.filter(|_| failed.passes()) {
                        return Some(self.post(Some(there), false));
                    }
                }
            }
        }
        if message.private {
            tracing::warn!("an answer for one person alone came too late and was not shown");
            return None;
        }
        post(&self.api, self.channel, &message).await
    }

    /// The message of this interaction that has the mark of this one.
    async fn found(&self, message: &Message) -> Option<u64> {
        let mark = message.mark.as_ref().filter(|_| !message.private)?;
        let waited = i64::try_from(self.born.elapsed().as_secs()).unwrap_or(i64::MAX);
        let since = Timestamp(now().0.saturating_sub(waited));
        self.api.find_marked(self.channel, since, mark).await.ok().flatten()
    }

    async fn send_first(&self, first: &First) -> Result<Option<u64>, Failed> {
        let left = FIRST.saturating_sub(self.born.elapsed());
        let sent = self.api.first(&self.token, first, left).await;
        if let Err(failed) = &sent {
            tracing::warn!(%failed, late = ?self.born.elapsed(), "an interaction could not be answered");
        }
        sent
    }

    fn post(&self, message: Option<u64>, is_original: bool) -> Post {
        let by = if is_original { Some(self.by(None)) } else { message.map(|id| self.by(Some(id))) };
        Post { api: self.api.clone(), channel: self.channel, message, by }
    }

    fn by(&self, later: Option<u64>) -> By {
        By { token: self.token.clone(), until: self.born + TOKEN, later }
    }
}

fn lost(failed: &Failed) -> Stage {
    // Acknowledged by somebody else: what follows can still be sent.
    if matches!(failed, Failed::Acknowledged { .. }) { Stage::Answered } else { Stage::Lost }
}

/// An ordinary message in a channel.
pub(crate) async fn post(api: &Api, channel: u64, message: &Message) -> Option<Post> {
    let mark = message.mark.clone().unwrap_or_else(Mark::new);
    match api.post(channel, message, mark.nonce()).await {
        Ok(id) => Some(Post { api: api.clone(), channel, message: id, by: None }),
        Err(failed) => {
            tracing::warn!(%failed, channel, "a message could not be posted");
            None
        }
    }
}

/// The same for what a process before this one may have posted already, since a time: then it is not posted again.
pub(crate) async fn post_unless_there(api: &Api, channel: u64, message: &Message, since: Timestamp) -> Option<Post> {
    if let Some(mark) = &message.mark
        && let Ok(Some(there)) = api.find_marked(channel, since, mark).await
    {
        return Some(Post::of(api.clone(), channel, there));
    }
    post(api, channel, message).await
}

impl Post {
    /// One that is not there yet: its first change posts it.
    pub(crate) const fn none(api: Api, channel: u64) -> Self {
        Self { api, channel, message: None, by: None }
    }

    /// A message that was sent before a restart.
    pub(crate) const fn of(api: Api, channel: u64, message: u64) -> Self {
        Self { api, channel, message: Some(message), by: None }
    }

    /// Changes it; whether that worked.
    pub(crate) async fn edit(&self, to: &Message) -> bool {
        if let Some(by) = &self.by
            && Instant::now() < by.until
            && self.api.edit_answer(&by.token, by.later, to).await.is_ok()
        {
            return true;
        }
        let Some(message) = self.message else { return false };
        match self.api.edit(self.channel, message, to).await {
            Ok(()) => true,
            Err(failed) => {
                tracing::warn!(%failed, channel = self.channel, "a message could not be changed");
                false
            }
        }
    }

    /// Gives it the buttons of `armed`; whether that worked.
    pub(crate) async fn arm(&self, armed: &Message) -> bool {
        if let Some(by) = &self.by
            && Instant::now() < by.until
            && self.api.arm_answer(&by.token, by.later, armed).await.is_ok()
        {
            return true;
        }
        let Some(message) = self.message else { return false };
        match self.api.arm(self.channel, message, armed).await {
            Ok(()) => true,
            Err(failed) => {
                tracing::warn!(%failed, channel = self.channel, "a message could not be given its buttons");
                false
            }
        }
    }

    /// Changes it, or posts a new one where it is gone.
    pub(crate) async fn edit_or_post(&mut self, to: &Message) {
        if !self.edit(to).await
            && let Some(new) = post(&self.api, self.channel, to).await
        {
            *self = new;
        }
    }
}
