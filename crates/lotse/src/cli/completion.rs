//! Completion in the shell: the script that asks us, and the names that we answer with.
//!
//! Names are those that are remembered in the store of the configuration, and they are read without the network: a key press
//! must not wait. Where nothing is remembered, or it cannot be read, nothing is offered and nobody is bothered.

use std::{
    ffi::{OsStr, OsString},
    io::Write as _,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use clap_complete::{
    CompleteEnv,
    engine::{ArgValueCompleter, CompletionCandidate},
    env::Shells,
};
use lotse_engine::command::{Argument, ArgumentKind, Command};
use lotse_text::{Language, fold};

use super::before::guests_before;
use crate::{
    names::{Known, Name},
    remembered,
};

/// The variable by which the shell's script asks us.
const VARIABLE: &str = "LOTSE_COMPLETE";

/// Where the cursor is among the words, where the shell says it.
const INDEX: &str = "_CLAP_COMPLETE_INDEX";

/// The line that is being completed: a process answers one key press.
static LINE: OnceLock<Line> = OnceLock::new();

/// A line as far as it is typed.
#[derive(Debug)]
struct Line {
    /// The words before the one that is being typed, without the program's own name.
    before: Vec<String>,
    language: Language,
    known: OnceLock<Known>,
}

impl Line {
    fn of(arguments: &[OsString], index: Option<usize>, language: Language) -> Self {
        let words = arguments.iter().skip_while(|word| *word != "--").skip(1);
        let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
        let at = index.unwrap_or_else(|| words.len().saturating_sub(1));
        let before = words.into_iter().take(at).skip(1).collect();
        Self { before, language, known: OnceLock::new() }
    }

    /// The configuration that the line names.
    fn config(&self) -> Option<PathBuf> {
        let mut words = self.before.iter();
        while let Some(word) = words.next() {
            match word.strip_prefix("--config") {
                Some("") => return words.next().map(PathBuf::from),
                Some(value) => return value.strip_prefix('=').map(PathBuf::from),
                None => {}
            }
        }
        None
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| remembered::names(self.config().as_deref(), self.language).unwrap_or_default())
    }

    /// The guests that stand before, when the line calls this command.
    fn guests(&self, command: &Command) -> Option<String> {
        let at = self.before.iter().position(|word| word == command.name)?;
        let words: Vec<&str> = self.before.iter().skip(at + 1).map(String::as_str).collect();
        guests_before(command, &words)
    }
}

/// Answers the shell's question when it asked one; then the program is done.
pub(crate) fn complete(language: Language, arguments: Vec<OsString>) -> Result<bool, clap::Error> {
    let folder = std::env::current_dir().ok();
    let index = std::env::var(INDEX).ok().and_then(|index| index.parse().ok());
    LINE.get_or_init(|| Line::of(&arguments, index, language));
    complete_in(folder.as_deref(), language, arguments)
}

fn complete_in(folder: Option<&Path>, language: Language, arguments: Vec<OsString>) -> Result<bool, clap::Error> {
    CompleteEnv::with_factory(move || super::command(language)).var(VARIABLE).try_complete(arguments, folder)
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
pub(super) fn of(command: &'static Command, argument: &'static Argument) -> Option<ArgValueCompleter> {
    let list: fn(&Known, &Command, &Line) -> Vec<Name> = match argument.kind {
        ArgumentKind::Guest | ArgumentKind::Template => |known, _, _| known.guests(),
        // The parser cannot tell where several guests end and what they have begins.
        ArgumentKind::Guests => |known, command, line| {
            let has = command.arguments.iter().any(|argument| argument.kind == ArgumentKind::Snapshot);
            let typed = if has { line.guests(command) } else { None };
            let snapshots = typed.map(|guests| known.snapshots(Some(&guests))).unwrap_or_default();
            snapshots.into_iter().chain(known.selectable()).collect()
        },
        ArgumentKind::Node => |known, _, _| known.nodes(),
        ArgumentKind::GuestOrNode => |known, _, _| known.guests().into_iter().chain(known.nodes()).collect(),
        ArgumentKind::Storage => |known, _, _| known.storages(),
        ArgumentKind::Tag => |known, _, _| known.tags(),
        ArgumentKind::Pool => |known, _, _| known.pools(),
        ArgumentKind::Snapshot => |known, command, line| known.snapshots(line.guests(command).as_deref()),
        ArgumentKind::Backup => |known, command, line| known.backups(line.guests(command).as_deref()),
        ArgumentKind::BackupJob => |known, _, _| known.jobs(),
        ArgumentKind::Watchable => |known, _, _| known.watchable(),
        ArgumentKind::Entry => |known, _, _| known.entries(),
        ArgumentKind::Alert => |known, _, _| known.alerts(),
        ArgumentKind::Channel => |known, _, _| known.channels(),
        ArgumentKind::Command => return Some(ArgValueCompleter::new(commands)),
        _ => return None,
    };
    Some(ArgValueCompleter::new(move |typed: &OsStr| match LINE.get() {
        Some(line) => candidates(typed, list(line.known(), command, line)),
        None => Vec::new(),
    }))
}

/// The completer of cluster names.
pub(super) fn clusters() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| match LINE.get() {
        Some(line) => candidates(typed, line.known().clusters()),
        None => Vec::new(),
    })
}

fn commands(typed: &OsStr) -> Vec<CompletionCandidate> {
    let names = lotse_engine::command::TABLE.iter().map(|command| (command.name.to_owned(), String::new()));
    candidates(typed, names)
}

/// Those that begin with what was typed; where there is none, those whose label does.
fn candidates(typed: &OsStr, names: impl IntoIterator<Item = Name>) -> Vec<CompletionCandidate> {
    let typed = fold(&typed.to_string_lossy());
    let names: Vec<Name> = names.into_iter().collect();
    let found = |by: fn(&Name) -> &str| -> Vec<CompletionCandidate> {
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

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, path::Path};

    use lotse_engine::command::find;
    use lotse_text::Language;

    use super::Line;

    fn line(words: &[&str], index: Option<usize>) -> Line {
        let all: Vec<OsString> = ["lotse", "--", "lotse"].iter().chain(words).map(OsString::from).collect();
        Line::of(&all, index, Language::En)
    }

    #[test]
    fn the_line_names_its_configuration_and_the_guests_before_the_cursor() {
        let rollback = find("snapshot-rollback").unwrap();
        let typed = line(&["--config", "/x/lotse.toml", "snapshot-rollback", "web", "be"], None);
        assert_eq!(typed.config().as_deref(), Some(Path::new("/x/lotse.toml")));
        assert_eq!(typed.guests(rollback).as_deref(), Some("web"));
        assert_eq!(line(&["--config=/y", "list", ""], None).config().as_deref(), Some(Path::new("/y")));
        let in_the_middle = line(&["snapshot-rollback", "we", "clean"], Some(2));
        assert_eq!(in_the_middle.guests(rollback), None, "what is behind the cursor does not count");
        assert_eq!(line(&["list"], Some(1)).config(), None);
    }
}
