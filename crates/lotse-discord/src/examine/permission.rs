//! What the bot needs in a channel, and whether it has it.

use twilight_model::channel::Channel;
use twilight_model::guild::{Guild, Member, Permissions};
use twilight_model::id::Id;
use twilight_model::id::marker::{RoleMarker, UserMarker};
use twilight_util::permission_calculator::PermissionCalculator;

/// What the bot needs in its channels, each with the English name that Discord's own settings show.
///
/// Plan cards, results and alerts are ordinary messages with embeds, also in threads; graphs are files; a card of before a
/// restart is read before it is changed.
pub const NEEDED: [(Permissions, &str); 6] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// All that is needed, as one set.
fn needed() -> Permissions {
    NEEDED.iter().fold(Permissions::empty(), |sum, (one, _)| sum | *one)
}

/// The names of permissions.
#[must_use]
pub fn names_of(permissions: Permissions) -> Vec<&'static str> {
    NEEDED.iter().filter(|(one, _)| permissions.contains(*one)).map(|(_, name)| *name).collect()
}

/// The link that invites the bot with no more than it needs.
#[must_use]
pub fn invite(application: u64) -> String {
    let permissions = needed().bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={permissions}"
    )
}

/// The bot in a guild, with its roles.
#[derive(Debug)]
pub(super) struct Holder {
    guild: Id<twilight_model::id::marker::GuildMarker>,
    owner: Id<UserMarker>,
    user: Id<UserMarker>,
    everyone: Permissions,
    roles: Vec<(Id<RoleMarker>, Permissions)>,
}

impl Holder {
    pub(super) fn new(guild: &Guild, member: &Member) -> Self {
        let of = |id: Id<RoleMarker>| guild.roles.iter().find(|role| role.id == id).map(|role| role.permissions);
        Self {
            guild: guild.id,
            owner: guild.owner_id,
            user: member.user.id,
            everyone: of(guild.id.cast()).unwrap_or_else(Permissions::empty),
            roles: member.roles.iter().filter_map(|role| Some((*role, of(*role)?))).collect(),
        }
    }

    fn calculator(&self) -> PermissionCalculator<'_> {
        PermissionCalculator::new(self.guild, self.user, self.everyone, &self.roles).owner_id(self.owner)
    }

    pub(super) fn is_administrator(&self) -> bool {
        self.calculator().root().contains(Permissions::ADMINISTRATOR)
    }

    /// What is missing in a channel.
    pub(super) fn lacks(&self, channel: &Channel) -> Permissions {
        let overwrites = channel.permission_overwrites.as_deref().unwrap_or_default();
        needed() - self.calculator().in_channel(channel.kind, overwrites)
    }
}

#[cfg(test)]
mod tests {
    use super::invite;

    #[test]
    fn the_link_asks_for_what_the_manual_says() {
        let manual = include_str!("../../../../docs/discord.md");
        let link = invite(123_456_789_012_345_678).replace("123456789012345678", "APPLICATION_ID");
        assert!(manual.contains(&link), "{link} is not in the manual");
    }
}
