//! Programs are run with their arguments as they are, never through a shell.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The result of a step: what went wrong, in words.
pub(crate) type Done<T = ()> = Result<T, String>;

/// Prints a line for the developer.
#[expect(clippy::print_stdout, reason = "the one place of this program that prints")]
pub(crate) fn say(text: &str) {
    println!("{}", text.trim_end());
}

/// Prints why the program stops.
#[expect(clippy::print_stderr, reason = "the one place of this program that complains")]
pub(crate) fn complain(text: &str) {
    eprintln!("xtask: {}", text.trim_end());
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Where tools that were installed for the project are kept between runs.
pub(crate) fn cache() -> Done<PathBuf> {
    let home = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(home.join("lotse"))
}

/// A program in the project's root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs a program and fails when it does.
pub(crate) fn run(command: &mut Command) -> Done {
    let shown = format!("{command:?}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{shown}: {status}")),
        Err(error) => Err(format!("{shown}: {error}")),
    }
}

/// Whether a program can be found and started.
pub(crate) fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
