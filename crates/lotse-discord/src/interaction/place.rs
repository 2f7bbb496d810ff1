//! Whether this is a place where the bot answers.

use super::channel::{Channels, Parent, Seen};
use crate::settings::{Guild, Settings};

/// Whether the bot answers somewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Verdict<'a> {
    /// Yes, as in this guild.
    Here(&'a Guild),
    /// No: a direct message, or a guild that is not configured.
    Nowhere,
    /// No: a guild that is, but another category.
    Elsewhere(&'a Guild),
    /// The channel of this id must be looked up first.
    Ask(&'a Guild, u64),
}

/// Whether the bot answers in `channel` of `guild`. A channel must be in the guild's category; a thread is where its channel is.
pub(crate) fn judge<'a>(
    settings: &'a Settings,
    guild: Option<u64>,
    channel: Option<&Seen>,
    channels: &Channels,
) -> Verdict<'a> {
    let Some(guild) = guild.and_then(|id| settings.guild(id)) else { return Verdict::Nowhere };
    let Some(channel) = channel else { return Verdict::Elsewhere(guild) };
    let mut at = channel.id;
    let mut seen = Some(channel);
    // A thread, its channel, the category: no deeper.
    for _ in 0..3 {
        let told = seen.filter(|seen| seen.parent != Parent::Unsaid);
        let Some(here) = told.or_else(|| channels.get(at)) else {
            return Verdict::Ask(guild, at);
        };
        match here.parent {
            Parent::Unsaid => return Verdict::Ask(guild, at),
            // Neither a category itself nor a channel at the top is in a category.
            Parent::None => return Verdict::Elsewhere(guild),
            Parent::Of(parent) if parent == guild.category => return Verdict::Here(guild),
            Parent::Of(parent) => {
                // Only a thread's parent has a parent of its own: another category has none, and needs no look.
                if here.thread == Some(false) {
                    return Verdict::Elsewhere(guild);
                }
                (at, seen) = (parent, None);
            }
        }
    }
    Verdict::Elsewhere(guild)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use crate::{
        interaction::channel::{Channels, Parent, Seen},
        settings::{Settings, tests},
    };

    const CATEGORY: u64 = 20;

    fn settings() -> Settings {
        tests::settings()
    }

    fn channel(id: u64, parent: Option<u64>) -> Seen {
        Seen { id, parent: parent.map_or(Parent::None, Parent::Of), thread: Some(false) }
    }

    fn thread(id: u64, parent: u64) -> Seen {
        Seen { id, parent: Parent::Of(parent), thread: Some(true) }
    }

    fn said(guild: Option<u64>, seen: &Seen, known: &[Seen]) -> &'static str {
        let mut channels = Channels::default();
        known.iter().cloned().for_each(|one| channels.note(one));
        match judge(&settings(), guild, Some(seen), &channels) {
            Verdict::Here(_) => "here",
            Verdict::Nowhere => "nowhere",
            Verdict::Elsewhere(_) => "elsewhere",
            Verdict::Ask(..) => "ask",
        }
    }

    #[test]
    fn only_channels_of_the_category_and_their_threads_are_the_place() {
        let in_category = channel(30, Some(CATEGORY));
        assert_eq!(said(Some(10), &in_category, &[]), "here");
        assert_eq!(said(Some(10), &thread(40, 30), &[in_category]), "here");
        assert_eq!(said(Some(10), &channel(31, Some(21)), &[]), "elsewhere");
        assert_eq!(said(Some(10), &channel(32, None), &[]), "elsewhere");
        assert_eq!(said(Some(10), &channel(CATEGORY, None), &[]), "elsewhere");
        assert_eq!(said(Some(10), &thread(41, 31), &[channel(31, Some(21))]), "elsewhere");
        // A thread whose id pretends to be in the category's place is still looked up by its channel.
        assert_eq!(said(Some(10), &thread(42, 33), &[channel(33, None)]), "elsewhere");
    }

    #[test]
    fn direct_messages_and_other_guilds_are_nowhere() {
        assert_eq!(said(None, &channel(30, Some(CATEGORY)), &[]), "nowhere");
        assert_eq!(said(Some(11), &channel(30, Some(CATEGORY)), &[]), "nowhere");
    }

    #[test]
    fn what_is_not_known_is_asked_for_and_not_guessed() {
        assert_eq!(said(Some(10), &thread(40, 30), &[]), "ask");
        assert_eq!(said(Some(10), &Seen::unknown(30), &[]), "ask");
        assert_eq!(said(Some(10), &Seen::unknown(30), &[channel(30, Some(CATEGORY))]), "here");
    }
}
