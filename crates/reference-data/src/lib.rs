//! Finds the reference data that measures the project: recordings, labelled questions, the official API schema.
//!
//! The data is not part of the project, and the project builds, runs and passes its tests without it. A test that
//! measures against it asks [`find`] and returns when there is none:
//!
//! ```
//! let Some(path) = reference_data::find("intents/dev.jsonl") else { return };
//! assert!(path.is_file());
//! ```
//!
//! For tests only; nothing that ships depends on this crate.

use std::path::{Path, PathBuf};

/// The environment variable that names the folder of the reference data. Set by CI, so that a missing file fails there.
pub const VARIABLE: &str = "LOTSE_SHARED";

/// The path of the reference file or folder `name` (such as `pve/gets.jsonl`).
///
/// Looks in the folder that `LOTSE_SHARED` names, else in `../shared` beside the project's root. When there is none,
/// prints `SKIPPED reference data: NAME` and returns `None`, so that a run tells what it did not measure.
///
/// # Panics
///
/// When `LOTSE_SHARED` is set and the file is missing there: whoever says where the data lies wants it used.
#[must_use]
#[expect(clippy::print_stdout, reason = "the runner's output is where a skipped measurement must be seen")]
pub fn find(name: &str) -> Option<PathBuf> {
    let told = std::env::var_os(VARIABLE).map(PathBuf::from);
    let folder = told.clone().unwrap_or_else(beside_the_project);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(told.is_none(), "{VARIABLE} is set, and the reference data has no {name}");
    println!("SKIPPED reference data: {name}");
    None
}

fn beside_the_project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_name_that_does_not_exist_is_skipped_or_refused() {
        let answer = std::panic::catch_unwind(|| find("no/such/file"));
        if std::env::var_os(super::VARIABLE).is_some() {
            assert!(answer.is_err(), "a named folder without the file must fail the test that wants it");
        } else {
            assert!(matches!(answer, Ok(None)), "without a named folder the measurement is skipped");
        }
    }
}
