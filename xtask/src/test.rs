//! The tests and checks, as CI runs them.

use crate::{
    setup,
    shell::{Done, cache, program, run, say},
};

/// Sets up, runs the documentation's examples, then everything else, and ends with the runner's summary.
pub(crate) fn all(arguments: &[String]) -> Done {
    let tools = setup::install()?;
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", tools.bin.display());
    if arguments.is_empty() {
        run(program(env!("CARGO")).args(["test", "--workspace", "--doc", "--quiet"]))?;
    }
    let mut nextest = program(env!("CARGO"));
    nextest.args(["nextest", "run", "--workspace", "--no-fail-fast"]).args(arguments).env("PATH", path);
    match &tools.python {
        Some(python) => nextest.env("LOTSE_TEST_VENV", python),
        None => &mut nextest,
    };
    run(&mut nextest)
}

/// Formatting, clippy, documentation and dependencies: no warning passes.
pub(crate) fn lint() -> Done {
    let cargo = env!("CARGO");
    say("lint: formatting");
    run(program(cargo).args(["fmt", "--all", "--check"]))?;
    say("lint: clippy");
    run(program(cargo).args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]))?;
    say("lint: documentation");
    run(program(cargo).args(["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    say("lint: dependencies");
    let bin = cache()?.join("tools").join("bin");
    setup::install_tool(&bin, "cargo-deny")?;
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    run(program(cargo).args(["deny", "--offline", "check", "bans", "licenses", "sources"]).env("PATH", path))
}
