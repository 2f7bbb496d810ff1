//! What a developer does with the project beyond `cargo build`: set up what tests need, run them, look for advisories,
//! and write man pages and completions.
//!
//! Uses the standard library alone, so that `cargo xtask` starts at once on a new machine.

mod audit;
mod pages;
mod setup;
mod shell;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup               install what tests need, and say what was found
  test [ARGS]         set up, run every test, and end with the runner's summary; ARGS go to the runner
  lint                formatting, clippy, documentation and dependencies, as CI checks them
  audit               known vulnerabilities of the dependencies; needs the network
  pages [DIR]         man pages and shell completions into DIR (default: target/pages)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().map_or(("help", &[][..]), |(first, rest)| (first.as_str(), rest));
    let done = match command {
        "setup" => setup::install().map(|_| ()),
        "test" => test::all(rest),
        "lint" => test::lint(),
        "audit" => audit::check(),
        "pages" => pages::write(rest.first()),
        "help" | "--help" | "-h" => {
            shell::say(USAGE);
            Ok(())
        }
        other => Err(format!("no command {other:?}\n\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            shell::complain(&reason);
            ExitCode::FAILURE
        }
    }
}
