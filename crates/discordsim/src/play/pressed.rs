//! What became of something that a person did.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::Unanswered;
use crate::core::Core;
use crate::interaction::{Ack, Interaction};
use crate::post::Post;
use crate::snowflake::Snowflake;

/// How long a test waits for something that is done in the background, in real time. Generous: a machine may be busy.
const WITHIN: Duration = Duration::from_mins(1);

/// Something that a person did.
#[derive(Debug, Clone)]
pub struct Pressed {
    core: Arc<Core>,
    id: Snowflake,
    name: String,
}

impl Pressed {
    pub(crate) fn new(core: Arc<Core>, id: Snowflake, name: &str) -> Self {
        Self { core, id, name: name.to_owned() }
    }

    /// The id of the interaction.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.id
    }

    /// How it stands.
    #[must_use]
    pub fn interaction(&self) -> Option<Interaction> {
        self.core.look().interactions.get(&self.id).cloned()
    }

    /// Waits for the first answer, no longer than Discord does.
    pub async fn acknowledged(&self) -> Result<Ack, Unanswered> {
        let ack = |state: &crate::core::State| state.interactions.get(&self.id).and_then(|one| one.ack);
        // A little longer than it may take, so that an answer of the last moment is counted, and not the wait for it.
        let within = self.core.options.first_answer + Duration::from_millis(250);
        self.core.until(within, ack).await.ok_or_else(|| Unanswered::Nothing(self.name.clone()))
    }

    /// Waits for the first answer, then for the message that it leads to, which is not "… is thinking".
    pub async fn message(&self) -> Result<Post, Unanswered> {
        self.message_where(|_| true).await
    }

    /// Waits until the message of the first answer looks like this.
    pub async fn message_where(&self, like: impl Fn(&Post) -> bool) -> Result<Post, Unanswered> {
        self.message_within(WITHIN, like).await
    }

    /// Waits until the message of the first answer looks like this, at most so long.
    pub async fn message_within(&self, within: Duration, like: impl Fn(&Post) -> bool) -> Result<Post, Unanswered> {
        self.acknowledged().await?;
        let found = |state: &crate::core::State| {
            let original = state.interactions.get(&self.id)?.original?;
            state.posts.get(&original).filter(|post| !post.is_loading() && !post.deleted && like(post)).cloned()
        };
        self.core.until(within, found).await.ok_or_else(|| Unanswered::NotThis { name: self.name.clone(), within })
    }

    /// Waits until one of all messages of this interaction, the first answer or a later one, looks like this.
    pub async fn any_message_where(&self, like: impl Fn(&Post) -> bool) -> Result<Post, Unanswered> {
        self.any_message_within(WITHIN, like).await
    }

    /// Waits until one of all messages of this interaction looks like this, at most so long.
    pub async fn any_message_within(&self, within: Duration, like: impl Fn(&Post) -> bool) -> Result<Post, Unanswered> {
        self.acknowledged().await?;
        let found = |state: &crate::core::State| {
            let one = state.interactions.get(&self.id)?;
            let ids = one.original.iter().chain(&one.followups);
            let mut posts = ids.filter_map(|id| state.posts.get(id));
            posts.find(|post| !post.is_loading() && !post.deleted && like(post)).cloned()
        };
        self.core.until(within, found).await.ok_or_else(|| Unanswered::NotThis { name: self.name.clone(), within })
    }

    /// Waits for the choices of a completion: names with values.
    pub async fn choices(&self) -> Result<Vec<(String, Value)>, Unanswered> {
        self.acknowledged().await?;
        let choices = self.interaction().map(|one| one.choices).unwrap_or_default();
        let pair = |choice: Value| {
            let name = choice.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            (name, choice.get("value").cloned().unwrap_or_default())
        };
        Ok(choices.into_iter().map(pair).collect())
    }

    /// Waits for the modal that it opens.
    pub async fn modal(&self) -> Result<Value, Unanswered> {
        self.acknowledged().await?;
        let modal = self.interaction().and_then(|one| one.modal);
        modal.ok_or_else(|| Unanswered::NotThis { name: self.name.clone(), within: Duration::ZERO })
    }
}
