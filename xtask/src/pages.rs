//! Man pages and shell completions, written by the program itself from its own command line.

use std::path::PathBuf;

use crate::shell::{Done, program, root, run, say};

/// Writes both into `folder`.
pub(crate) fn write(folder: Option<&String>) -> Done {
    let folder = folder.map_or_else(|| root().join("target").join("pages"), PathBuf::from);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let lotse = || {
        let mut cargo = program(env!("CARGO"));
        cargo.args(["run", "--quiet", "--package", "lotse", "--"]);
        cargo
    };
    run(lotse().arg("man").arg("--out").arg(&folder))?;
    for shell in ["bash", "zsh", "fish"] {
        let output = lotse().args(["completions", shell]).output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("completions {shell}: {}", output.status));
        }
        let file = folder.join(format!("lotse.{shell}"));
        std::fs::write(&file, output.stdout).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    say(&format!("pages: {}", folder.display()));
    Ok(())
}
