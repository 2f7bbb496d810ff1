//! One channel: the watch's trait on one side, a wire on the other.

use async_trait::async_trait;
use lotse_engine::{
    fleet::now,
    watch::{Channel, Failed, Message, Sent},
};
use lotse_notify::{Letter, Trouble, Wire};
use lotse_text::Language;
use tokio::sync::OnceCell;

use super::{Voice, build, letter, trouble};
use crate::{config, failure::Failure};

/// A channel of the configuration. Its wire is set up when it is first needed, and again until that succeeds.
#[derive(Debug)]
pub(super) struct Post {
    channel: config::Channel,
    voice: Voice,
    wire: OnceCell<Box<dyn Wire>>,
}

impl Post {
    pub(super) fn new(channel: config::Channel, voice: Voice) -> Self {
        Self { channel, voice, wire: OnceCell::new() }
    }

    /// Reads what the wire needs, its secrets above all.
    pub(super) async fn set_up(&self) -> Result<&dyn Wire, Failure> {
        let wire = self.wire.get_or_try_init(|| build::wire(&self.channel, self.voice.language)).await?;
        Ok(wire.as_ref())
    }

    /// The message in the channel's form; `None` where there is nothing in it.
    pub(super) fn letter(&self, message: &Message) -> Option<Letter> {
        letter::of(message, &self.channel.name, &self.voice.reader(now()))
    }
}

#[async_trait]
impl Channel for Post {
    fn name(&self) -> &str {
        &self.channel.name
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        let wire = self
            .set_up()
            .await
            .map_err(|failure| Failed::Refused { detail: format!("{} [{}]", failure.message, failure.code) })?;
        let Some(letter) = self.letter(message) else {
            // Nothing to tell is told.
            return Ok(Sent::default());
        };
        let receipt = wire.send(&letter).await.map_err(|trouble| failed(&trouble, self.voice.language))?;
        for refused in &receipt.refused {
            tracing::warn!(channel = self.channel.name, %refused, "a recipient was refused; the others have the message");
        }
        Ok(Sent { reference: receipt.reference })
    }
}

/// Trouble in the watch's terms.
fn failed(trouble: &Trouble, language: Language) -> Failed {
    let detail = trouble::of(trouble, language);
    if trouble.passes() { Failed::Later { after: trouble.after(), detail } } else { Failed::Refused { detail } }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_engine::watch::Failed;
    use lotse_notify::Trouble;
    use lotse_text::Language;

    use super::failed;

    #[test]
    fn what_passes_is_tried_later_and_what_does_not_is_said() {
        let wish = Some(Duration::from_secs(7));
        let later = failed(&Trouble::TooFast { after: wish }, Language::En);
        assert!(matches!(&later, Failed::Later { after, .. } if *after == wish), "{later}");
        let refused = failed(&Trouble::Refused { status: 401, said: "Unauthorized".to_owned() }, Language::En);
        assert!(matches!(&refused, Failed::Refused { detail } if detail.contains("401 Unauthorized")), "{refused}");
    }
}
