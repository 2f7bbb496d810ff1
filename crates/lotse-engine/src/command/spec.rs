//! What a command is: one entry of the table that every front end is derived from.

use std::{future::Future, pin::Pin};

use lotse_model::Field;

use crate::{
    asking::Asking,
    change::request::Request,
    command::{Call, CommandError},
    view::Answer,
};

/// Who may call a command. `look` < `operate` < `administer`, as in the `may` of an `[[access]]` rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Reads.
    Look,
    /// Changes that can be taken back, and the watch.
    Operate,
    /// The rest.
    Administer,
}

impl Level {
    /// All of them, lowest first.
    pub const ALL: [Self; 3] = [Self::Look, Self::Operate, Self::Administer];

    /// Its word in the configuration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Operate => "operate",
            Self::Administer => "administer",
        }
    }
}

/// Where a command may be called from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Only at the terminal: it touches files, hosts or secrets of the machine that Lotse runs on.
    Local,
    /// From every front end.
    Everywhere,
}

/// What an argument names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A guest reference: `100`, `web`, `home/100`, `home/web`, or an alias.
    Guest,
    /// A node: `pve1` or `home/pve1`.
    Node,
    /// One guest, several with commas, or a selection (`tag:web`, `pool:prod`, `node:pve1`).
    Guests,
    /// A template, or a guest to be copied like one.
    Template,
    /// A guest or a node.
    GuestOrNode,
    /// A snapshot of the guest named before it.
    Snapshot,
    /// A backup of the guest named before it: a volume id, or `last`.
    Backup,
    /// A backup job: its id, or `cluster/id`.
    BackupJob,
    /// A cluster of the configuration. At the terminal the option of every command with this name says it.
    Cluster,
    /// A storage.
    Storage,
    /// A tag of guests.
    Tag,
    /// A pool.
    Pool,
    /// What can be watched: guests, or a selection of guests (`tag:web`, `pool:prod`), a node with its guests (`node:pve1`), a
    /// storage (`storage:local`), a cluster (`cluster:home`).
    Watchable,
    /// An entry of the monitor by its name (`m3`), or by what it watches.
    Entry,
    /// An alert by its number (`a17`), or by what it is about.
    Alert,
    /// A channel of alerts.
    Channel,
    /// A task: a UPID, or `last` or `failed` for the newest task or the newest that failed.
    Task,
    /// A command or a group of commands, for help.
    Command,
    /// Words to search for.
    Text,
    /// One of a fixed set of words.
    Choice(&'static [&'static str]),
    /// A number.
    Number,
    /// A number of bytes with a unit: `8G`, `512M`; without one, MiB.
    Size,
    /// A length of time: `90s`, `10m`, `2h`.
    Duration,
    /// Criteria that what is shown must meet, by these fields: `memory>4G,cores>=4`.
    Criteria(&'static [Field]),
    /// A switch without a value.
    Flag,
}

/// One argument of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Its name: the long option, the JSON key, the name of the slot in a phrase.
    pub name: &'static str,
    /// What it names.
    pub kind: ArgumentKind,
    /// Whether it may stand without its name (`info web`).
    pub positional: bool,
    /// Whether the command cannot do without it.
    pub required: bool,
}

impl Argument {
    /// A positional argument that must be there.
    #[must_use]
    pub const fn required(name: &'static str, kind: ArgumentKind) -> Self {
        Self { name, kind, positional: true, required: true }
    }

    /// A positional argument that may be left out.
    #[must_use]
    pub const fn positional(name: &'static str, kind: ArgumentKind) -> Self {
        Self { name, kind, positional: true, required: false }
    }

    /// A named option.
    #[must_use]
    pub const fn option(name: &'static str, kind: ArgumentKind) -> Self {
        Self { name, kind, positional: false, required: false }
    }

    /// A named option that must be there.
    #[must_use]
    pub const fn needed(name: &'static str, kind: ArgumentKind) -> Self {
        Self { name, kind, positional: false, required: true }
    }

    /// A switch.
    #[must_use]
    pub const fn flag(name: &'static str) -> Self {
        Self::option(name, ArgumentKind::Flag)
    }
}

/// What a command returns while it runs.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Answer, CommandError>> + Send + 'a>>;

/// One thing a person can do.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name: the subcommand, the slash command, the tool.
    pub name: &'static str,
    /// Its arguments, positional ones first.
    pub arguments: &'static [Argument],
    /// Who may call it.
    pub level: Level,
    /// Where it may be called from.
    pub reach: Reach,
    /// What it does.
    pub does: Does,
}

/// What a command does with a call: it has one of the two ways through the house, and there is no third.
#[derive(Debug, Clone, Copy)]
pub enum Does {
    /// It answers.
    Answer(for<'a> fn(&'a Asking<'a>, &'a Call) -> Running<'a>),
    /// It asks for a change, which then goes by [`Desk::propose`](crate::change::desk::Desk::propose).
    Change(fn(&Call) -> Result<Request, CommandError>),
}

impl Command {
    /// Whether it tells of no guest, and so may be called by everybody who may do anything at all.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.name, "help" | "whoami")
    }

    /// The key of its one-line help in the Fluent files.
    #[must_use]
    pub fn help_key(&self) -> String {
        format!("command-{}", self.name)
    }

    /// The key of an argument's help in the Fluent files. Arguments of the same name mean the same everywhere.
    #[must_use]
    pub fn argument_key(argument: &Argument) -> String {
        format!("argument-{}", argument.name)
    }

    /// Whether it changes something, and so goes by the desk.
    #[must_use]
    pub const fn changes(&self) -> bool {
        matches!(self.does, Does::Change(_))
    }

    /// Whether it changes what is watched or told: nothing in a cluster changes, and an alarm may be hidden by it. So words
    /// lead to it only when they order it.
    #[must_use]
    pub fn keeps_books(&self) -> bool {
        matches!(self.name, "monitor-add" | "monitor-remove" | "monitor-ack" | "monitor-snooze")
    }

    /// The argument called `name`.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }
}
