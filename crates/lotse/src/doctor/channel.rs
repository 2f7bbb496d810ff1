//! The checks of the channels on which alerts are told: what can be seen without sending anything.

use lotse_text::tr;

use super::{Check, State, Step};
use crate::{config::Config, notify, settings::Settings};

/// Checks that each channel can be set up.
pub(super) async fn examine_all(config: &Config, settings: &Settings) -> Vec<Check> {
    let language = settings.language;
    let mut checks = Vec::new();
    for (channel, outcome) in notify::check(config, language).await {
        let of = format!("channel.{}", channel.name);
        checks.push(match outcome {
            Ok(()) => {
                let found = tr::notify_ready(language, &channel.name, channel.kind.word());
                Check::new(&of, Step::Channel, State::Good, found)
            }
            Err(failure) => {
                let check = Check::new(&of, Step::Channel, State::Bad, failure.message);
                match failure.hint {
                    Some(hint) => check.fix(hint),
                    None => check,
                }
            }
        });
    }
    checks
}
