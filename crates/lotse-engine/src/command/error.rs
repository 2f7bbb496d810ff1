//! Why a command could not answer. Codes and data; the front end finds the words.

use lotse_model::{GuestRef, Hidden};
use lotse_store::StoreError;
use thiserror::Error;

use crate::access::Denied;

/// Why a command could not answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommandError {
    /// No such command; perhaps one of these was meant.
    #[error("no command {name:?}")]
    UnknownCommand {
        /// As typed.
        name: String,
        /// Names that are close.
        suggestions: Vec<String>,
    },
    /// The command has no such argument.
    #[error("{command} has no argument {argument:?}")]
    UnknownArgument {
        /// The command.
        command: &'static str,
        /// As typed.
        argument: String,
        /// Names that are close.
        suggestions: Vec<String>,
    },
    /// The command cannot do without this argument.
    #[error("{command} needs {argument}")]
    MissingArgument {
        /// The command.
        command: &'static str,
        /// The argument that is missing.
        argument: &'static str,
    },
    /// The command wants at least one of these arguments.
    #[error("{command} needs one of {arguments:?}")]
    MissingOneOf {
        /// The command.
        command: &'static str,
        /// The arguments, of which one is wanted.
        arguments: &'static [&'static str],
    },
    /// The value is none that this argument takes.
    #[error("{value:?} is no value for {argument}")]
    BadValue {
        /// The argument.
        argument: &'static str,
        /// As typed.
        value: String,
        /// What it takes, or what is close.
        suggestions: Vec<String>,
    },
    /// Proxmox takes no such name.
    #[error("{value:?} is no name for a {kind}")]
    BadName {
        /// For what (`guest`, `snapshot`).
        kind: &'static str,
        /// As typed.
        value: String,
        /// A name close to it that is valid. The words themselves may go into a description.
        suggestion: String,
    },
    /// Nothing in the fleet is called so.
    #[error("nothing is called {reference:?}")]
    NotFound {
        /// What was looked for (`guest`, `node`, `storage`, `cluster`, `task`, `snapshot`, `entry`, `alert`, `channel`).
        kind: &'static str,
        /// As typed.
        reference: String,
        /// Names that are close.
        suggestions: Vec<String>,
        /// What could not be looked at: it may be there all the same.
        hidden: Vec<Hidden>,
    },
    /// The word stands for a guest by its number, and the guest is gone or another one has the number.
    #[error("{alias:?} stood for {guest}")]
    AliasDangles {
        /// As typed.
        alias: String,
        /// The number that it stands for.
        guest: GuestRef,
    },
    /// Several things are called so.
    #[error("{reference:?} names several")]
    Ambiguous {
        /// What was looked for.
        kind: &'static str,
        /// As typed.
        reference: String,
        /// What each is, in a form that names only it, with what tells them apart.
        candidates: Vec<Candidate>,
    },
    /// It is never watched: a template does not run.
    #[error("{reference} is a template")]
    NotWatched {
        /// The guest.
        reference: String,
    },
    /// Nothing of what was asked for could be read.
    #[error("nothing could be read")]
    Unreachable {
        /// What could not be read, and why.
        hidden: Vec<Hidden>,
    },
    /// Nothing is remembered, and nobody was to be asked.
    #[error("nothing is remembered")]
    NothingKept,
    /// No rule lets this person do it.
    #[error("{} is denied", .0.command)]
    Denied(Denied),
    /// It needs a store, and there is none.
    #[error("there is no store")]
    NoStore,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The request was cancelled by the person who asked.
    #[error("cancelled")]
    Cancelled,
}

/// One of several things that a reference may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The form that names only it (`home/100`).
    pub reference: String,
    /// Its name, when it has one of its own.
    pub name: Option<String>,
    /// The node it is on, when it is on one.
    pub node: Option<String>,
}

impl CommandError {
    /// The stable code, for scripts and the manual.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownCommand { .. } => "E-COMMAND-UNKNOWN",
            Self::UnknownArgument { .. } => "E-ARGUMENT-UNKNOWN",
            Self::MissingArgument { .. } | Self::MissingOneOf { .. } => "E-ARGUMENT-MISSING",
            Self::BadValue { .. } => "E-ARGUMENT-VALUE",
            Self::BadName { .. } => "E-NAME",
            Self::NotFound { .. } => "E-NOT-FOUND",
            Self::AliasDangles { .. } => "E-ALIAS-DANGLES",
            Self::Ambiguous { .. } => "E-AMBIGUOUS",
            Self::NotWatched { .. } => "E-WATCH-TEMPLATE",
            Self::Unreachable { .. } => "E-UNREACHABLE",
            Self::NothingKept => "E-NOTHING-KEPT",
            Self::Denied(_) => "E-DENIED",
            Self::NoStore => "E-STORE-NONE",
            Self::Store(error) => error.code(),
            Self::Cancelled => "E-CANCELLED",
        }
    }
}
