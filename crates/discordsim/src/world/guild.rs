//! A guild with its roles, members and channels.

use indexmap::IndexMap;

use super::channel::{Channel, ChannelKind, Overwrite, Whose};
use super::permission::Permissions;
use crate::snowflake::Snowflake;

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The id.
    pub id: Snowflake,
    /// Its name.
    pub name: String,
    /// What it allows in the whole guild.
    pub permissions: Permissions,
    /// The bot that this role was made for, when it came with one.
    pub managed_for: Option<Snowflake>,
}

impl Role {
    /// A role that somebody made.
    #[must_use]
    pub fn new(id: Snowflake, name: &str, permissions: Permissions) -> Self {
        Self { id, name: name.to_owned(), permissions, managed_for: None }
    }

    /// The role that every member has; its id is the guild's.
    #[must_use]
    pub fn everyone(guild: Snowflake) -> Self {
        Self::new(guild, "@everyone", Permissions::of_everyone())
    }
}

/// A member of a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: Snowflake,
    /// The roles besides everyone's.
    pub roles: Vec<Snowflake>,
    /// The name in this guild.
    pub nick: Option<String>,
}

/// A guild, which people call a server.
#[derive(Debug, Clone)]
pub struct Guild {
    /// The id.
    pub id: Snowflake,
    /// Its name.
    pub name: String,
    /// Who owns it; may do everything.
    pub owner: Snowflake,
    /// The language of the guild (`Locales` in Discord's API reference).
    pub locale: String,
    /// Roles, that of everyone first.
    pub roles: IndexMap<Snowflake, Role>,
    /// Channels, categories and threads.
    pub channels: IndexMap<Snowflake, Channel>,
    /// Members, the bot among them unless it was thrown out.
    pub members: IndexMap<Snowflake, Member>,
}

impl Guild {
    /// A guild with nothing in it.
    #[must_use]
    pub fn new(id: Snowflake, name: &str, owner: Snowflake) -> Self {
        Self {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            roles: IndexMap::new(),
            channels: IndexMap::new(),
            members: IndexMap::new(),
        }
    }

    /// What somebody may do in the whole guild.
    #[must_use]
    pub fn permissions_of(&self, person: Snowflake) -> Permissions {
        let Some(member) = self.members.get(&person) else { return Permissions::NONE };
        if person == self.owner {
            return Permissions::ALL;
        }
        let everyone = self.roles.get(&self.id).map_or(Permissions::NONE, |role| role.permissions);
        let all = member
            .roles
            .iter()
            .filter_map(|role| self.roles.get(role))
            .fold(everyone, |sum, role| sum | role.permissions);
        if all.has(Permissions::ADMINISTRATOR) { Permissions::ALL } else { all }
    }

    /// What somebody may do in one channel, by the documented order: roles, everyone's overwrite, those of the roles
    /// together, the member's own. A thread asks its channel.
    #[must_use]
    pub fn permissions_in(&self, person: Snowflake, channel: Snowflake) -> Permissions {
        let base = self.permissions_of(person);
        let (Some(member), Some(mut channel)) = (self.members.get(&person), self.channels.get(&channel)) else {
            return Permissions::NONE;
        };
        if base == Permissions::ALL {
            return base;
        }
        if channel.kind == ChannelKind::Thread
            && let Some(parent) = channel.parent.and_then(|parent| self.channels.get(&parent))
        {
            channel = parent;
        }
        let of_everyone = |overwrite: &&Overwrite| overwrite.whose == Whose::Role(self.id);
        let of_roles = |overwrite: &&Overwrite| matches!(overwrite.whose, Whose::Role(role) if role != self.id && member.roles.contains(&role));
        let of_the_member = |overwrite: &&Overwrite| overwrite.whose == Whose::Member(person);
        let after = apply(base, channel.overwrites.iter().filter(of_everyone));
        let after = apply(after, channel.overwrites.iter().filter(of_roles));
        let after = apply(after, channel.overwrites.iter().filter(of_the_member));
        // Who cannot see a channel can do nothing in it.
        if after.has(Permissions::VIEW_CHANNEL) { after } else { Permissions::NONE }
    }
}

fn apply<'a>(base: Permissions, overwrites: impl Iterator<Item = &'a Overwrite>) -> Permissions {
    let (allow, deny) = overwrites
        .fold((Permissions::NONE, Permissions::NONE), |(allow, deny), one| (allow | one.allow, deny | one.deny));
    (base & !deny) | allow
}
