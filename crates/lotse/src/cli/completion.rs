//! Completion in the shell: the script that asks us, and the names that we answer with.
//!
//! Names come from a file that earlier lists left behind, never from the network: a key press must not wait.

use std::{ffi::OsStr, io::Write as _};

use clap_complete::{
    CompleteEnv,
    engine::{ArgValueCompleter, CompletionCandidate},
    env::Shells,
};
use lotse_engine::command::ArgumentKind;
use lotse_text::{Language, fold};

use crate::names;

/// The variable by which the shell's script asks us.
const VARIABLE: &str = "LOTSE_COMPLETE";

/// Answers the shell's question when it asked one; then the program is done.
pub(crate) fn complete(language: Language, arguments: Vec<std::ffi::OsString>) -> Result<bool, clap::Error> {
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(move || super::command(language)).var(VARIABLE).try_complete(arguments, folder.as_deref())
}

/// The script for a shell, as bytes to be printed. `None` for a shell that we do not know.
pub(crate) fn print_script(shell: &str) -> Option<Vec<u8>> {
    let shells = Shells::builtins();
    let completer = shells.completer(shell)?;
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "lotse", "lotse", "lotse", &mut script).ok()?;
    script.flush().ok()?;
    Some(script)
}

/// The completer of an argument that names something of the fleet.
pub(super) fn of_kind(kind: ArgumentKind) -> Option<ArgValueCompleter> {
    match kind {
        ArgumentKind::Guest | ArgumentKind::Guests | ArgumentKind::Template => Some(ArgValueCompleter::new(guests)),
        ArgumentKind::Node => Some(ArgValueCompleter::new(nodes)),
        ArgumentKind::GuestOrNode => Some(ArgValueCompleter::new(guests_and_nodes)),
        ArgumentKind::Storage => Some(ArgValueCompleter::new(storages)),
        ArgumentKind::Command => Some(ArgValueCompleter::new(commands)),
        _ => None,
    }
}

/// The completer of cluster names.
pub(super) fn clusters() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(typed, names::read().clusters()))
}

fn guests(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, names::read().guests())
}

fn nodes(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, names::read().nodes())
}

fn guests_and_nodes(typed: &OsStr) -> Vec<CompletionCandidate> {
    let known = names::read();
    candidates(typed, known.guests().into_iter().chain(known.nodes()))
}

fn storages(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(typed, names::read().storages())
}

fn commands(typed: &OsStr) -> Vec<CompletionCandidate> {
    let names = lotse_engine::command::TABLE.iter().map(|command| (command.name.to_owned(), String::new()));
    candidates(typed, names)
}

/// Those that begin with what was typed; where there is none, those whose label does.
fn candidates(typed: &OsStr, names: impl IntoIterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let typed = fold(&typed.to_string_lossy());
    let names: Vec<(String, String)> = names.into_iter().collect();
    let found = |by: fn(&(String, String)) -> &str| -> Vec<CompletionCandidate> {
        let fitting = names.iter().filter(|name| fold(by(name)).starts_with(&typed));
        fitting
            .map(|(value, label)| {
                let candidate = CompletionCandidate::new(value);
                if label.is_empty() { candidate } else { candidate.help(Some(label.clone().into())) }
            })
            .collect()
    };
    let by_value = found(|(value, _)| value);
    if by_value.is_empty() { found(|(_, label)| label) } else { by_value }
}
