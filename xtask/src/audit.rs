//! Known vulnerabilities of the dependencies. Not part of CI, since the advisory database is fetched from the network.

use crate::{
    setup,
    shell::{Done, cache, program, run},
};

/// Fetches the advisory database and checks the lock file against it.
pub(crate) fn check() -> Done {
    let bin = cache()?.join("tools").join("bin");
    setup::install_tool(&bin, "cargo-deny")?;
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    run(program(env!("CARGO")).args(["deny", "check", "advisories"]).env("PATH", path))
}
