//! One channel: the watch's trait on one side, a wire on the other.

use async_trait::async_trait;
use lotse_engine::{
    fleet::now,
    watch::{Channel, Failed, Message, Sent},
};
use lotse_notify::{Trouble, Wire};
use lotse_text::Language;
use tokio::sync::Mutex;

use super::{build, letter, trouble, voice::Voice};
use crate::{config, failure::Failure};

/// A channel of the configuration. Its wire is set up when it is first needed, and again after a refusal: a token that was put right in
/// its file is taken at the next attempt, with no reload.
#[derive(Debug)]
pub(super) struct Post {
    channel: config::Channel,
    voice: Voice,
    /// Held while something is sent: one thing after the other.
    wire: Mutex<Option<Box<dyn Wire>>>,
}

impl Post {
    pub(super) fn new(channel: config::Channel, voice: Voice) -> Self {
        Self { channel, voice, wire: Mutex::new(None) }
    }
}

#[async_trait]
impl Channel for Post {
    fn name(&self) -> &str {
        &self.channel.name
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        let language = self.voice.language;
        let Some(letter) = letter::of(message, &self.channel.name, &self.voice.reader(now())) else {
            // Nothing to tell is told.
            return Ok(Sent::default());
        };
        let mut place = self.wire.lock().await;
        let wire = match place.take() {
            Some(wire) => wire,
            None => build::wire(&self.channel, language).await.map_err(|failure| unready(&failure))?,
        };
        let outcome = place.insert(wire).send(&letter).await;
        match outcome {
            Ok(receipt) => {
                for refused in &receipt.refused {
                    tracing::warn!(channel = self.channel.name, %refused, "the others have the message");
                }
                Ok(Sent {
                    reference: receipt.reference,
                    remarks: receipt.refused.iter().map(ToString::to_string).collect(),
                })
            }
            Err(trouble) => {
                if !trouble.passes() {
                    *place = None;
                }
                Err(failed(&trouble, language))
            }
        }
    }
}

/// A channel that cannot be set up, in the watch's terms.
fn unready(failure: &Failure) -> Failed {
    Failed::Refused { detail: format!("{} [{}]", failure.message, failure.code) }
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
