//! What there is: the application with its bot, people, guilds, roles, channels.

pub mod channel;
pub mod guild;
pub mod permission;
pub mod person;

use indexmap::IndexMap;

pub use self::channel::{Channel, ChannelKind, Overwrite, Whose};
pub use self::guild::{Guild, Member, Role};
pub use self::permission::Permissions;
pub use self::person::Person;
use crate::snowflake::Snowflake;

/// The first id that a world gives out: an id of 2017, so that it looks like one.
const FIRST: u64 = 300_000_000_000_000_000;

/// Everything that exists on this Discord. Ids are the same in every run.
#[derive(Debug, Clone)]
pub struct World {
    /// The id of the application; its bot user has the same one, as with every application made since 2016.
    pub application: Snowflake,
    /// The name of the application and of its bot.
    pub name: String,
    /// All users, the bot included.
    pub people: IndexMap<Snowflake, Person>,
    /// All guilds; the bot is a member of those where it stands in the members.
    pub guilds: IndexMap<Snowflake, Guild>,
    next: u64,
}

impl World {
    /// A world with an application of the name `name`, its bot, and no guild.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut world = Self {
            application: Snowflake(0),
            name: name.to_owned(),
            people: IndexMap::new(),
            guilds: IndexMap::new(),
            next: FIRST,
        };
        world.application = world.id();
        world.people.insert(world.application, Person { id: world.application, name: name.to_owned(), bot: true });
        world
    }

    /// A new id.
    pub fn id(&mut self) -> Snowflake {
        self.next += 1 << 22;
        Snowflake(self.next)
    }

    /// A person who is in no guild yet.
    pub fn person(&mut self, name: &str) -> Snowflake {
        let id = self.id();
        self.people.insert(id, Person { id, name: name.to_owned(), bot: false });
        id
    }

    /// A guild with an owner of its own, and the bot in it with a role of its own that holds [`Permissions::of_a_bot`].
    pub fn guild(&mut self, name: &str) -> Snowflake {
        let owner = self.person("owner");
        let id = self.id();
        let bot_role = self.id();
        let mut guild = Guild::new(id, name, owner);
        guild.roles.insert(id, Role::everyone(id));
        let mut role = Role::new(bot_role, &self.name, Permissions::of_a_bot());
        role.managed_for = Some(self.application);
        guild.roles.insert(bot_role, role);
        guild.members.insert(owner, Member { user: owner, roles: Vec::new(), nick: None });
        guild.members.insert(self.application, Member { user: self.application, roles: vec![bot_role], nick: None });
        self.guilds.insert(id, guild);
        id
    }

    /// A role of a guild, with what it adds to the permissions of everyone.
    pub fn role(&mut self, guild: Snowflake, name: &str, permissions: Permissions) -> Snowflake {
        let id = self.id();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.roles.insert(id, Role::new(id, name, permissions));
        }
        id
    }

    /// A new person who is a member of the guild with these roles.
    pub fn member(&mut self, guild: Snowflake, name: &str, roles: &[Snowflake]) -> Snowflake {
        let id = self.person(name);
        self.join(guild, id, roles);
        id
    }

    /// Makes somebody a member of a guild, or gives them other roles.
    pub fn join(&mut self, guild: Snowflake, person: Snowflake, roles: &[Snowflake]) {
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.insert(person, Member { user: person, roles: roles.to_vec(), nick: None });
        }
    }

    /// A category.
    pub fn category(&mut self, guild: Snowflake, name: &str) -> Snowflake {
        self.channel(guild, ChannelKind::Category, None, name)
    }

    /// A text channel, in a category or in none.
    pub fn text(&mut self, guild: Snowflake, category: Option<Snowflake>, name: &str) -> Snowflake {
        self.channel(guild, ChannelKind::Text, category, name)
    }

    /// A public thread of a text channel.
    pub fn thread(&mut self, channel: Snowflake, name: &str) -> Snowflake {
        let guild = self.home_of(channel).map_or(Snowflake(0), |guild| guild.id);
        self.channel(guild, ChannelKind::Thread, Some(channel), name)
    }

    fn channel(&mut self, guild: Snowflake, kind: ChannelKind, parent: Option<Snowflake>, name: &str) -> Snowflake {
        let id = self.id();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let position = guild.channels.len();
            guild.channels.insert(
                id,
                Channel { id, guild: guild.id, kind, name: name.to_owned(), parent, position, overwrites: Vec::new() },
            );
        }
        id
    }

    /// Allows or denies something to a role or a person in one channel.
    pub fn overwrite(&mut self, channel: Snowflake, whose: Whose, allow: Permissions, deny: Permissions) {
        let found = self.guilds.values_mut().find_map(|guild| guild.channels.get_mut(&channel));
        if let Some(channel) = found {
            channel.overwrites.retain(|overwrite| overwrite.whose != whose);
            channel.overwrites.push(Overwrite { whose, allow, deny });
        }
    }

    /// The guild that a channel belongs to.
    #[must_use]
    pub fn home_of(&self, channel: Snowflake) -> Option<&Guild> {
        self.guilds.values().find(|guild| guild.channels.contains_key(&channel))
    }

    /// A channel of any guild.
    #[must_use]
    pub fn channel_of(&self, channel: Snowflake) -> Option<&Channel> {
        self.guilds.values().find_map(|guild| guild.channels.get(&channel))
    }

    /// What somebody may do in a channel; nothing where they are no member.
    #[must_use]
    pub fn may(&self, person: Snowflake, channel: Snowflake) -> Permissions {
        self.home_of(channel).map_or(Permissions::NONE, |guild| guild.permissions_in(person, channel))
    }
}
