//! Reading the configuration again: a wrong one changes nothing and is said, with the place of each mistake.

use std::path::Path;

use lotse_engine::fleet::now;
use lotse_text::Language;

use super::condition::Refused;
use crate::config::{self, Config, FileError};

/// Reads the file; one that cannot be taken is said in the log, problem by problem.
pub(super) fn read(path: &Path) -> Result<Config, Refused> {
    config::load(path).map_err(|error| {
        let refused = refused(&error);
        if let FileError::Wrong { path, source_text, problems } = &error {
            for located in problems {
                let (line, column) = place(source_text, located.span.start);
                tracing::error!(
                    code = located.problem.code(),
                    file = %path.display(),
                    line,
                    column,
                    "{}",
                    located.problem.text(Language::En)
                );
            }
        }
        tracing::error!(code = refused.code, "the configuration is wrong; the one in force stays: {}", refused.detail);
        refused
    })
}

/// The code, and the place and words of the first problem.
fn refused(error: &FileError) -> Refused {
    let (code, detail) = match error {
        FileError::Unreadable { .. } => ("E-CONFIG-UNREADABLE", error.to_string()),
        FileError::OthersCanWrite { .. } => ("E-CONFIG-WRITABLE", error.to_string()),
        FileError::OfSomebodyElse { .. } => ("E-CONFIG-OWNER", error.to_string()),
        FileError::Wrong { path, source_text, problems } => {
            let Some(first) = problems.first() else {
                return Refused { at: now(), code: "E-CONFIG", detail: error.to_string() };
            };
            let (line, column) = place(source_text, first.span.start);
            let words = first.problem.text(Language::En);
            (first.problem.code(), format!("{}:{line}:{column}: {words}", path.display()))
        }
    };
    Refused { at: now(), code, detail }
}

/// Line and column of a byte, from 1, columns in characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::{place, read};

    #[test]
    fn a_place_is_counted_as_editors_do() {
        let text = "a = 1\nüb = 2\nc = 3";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, 6), (2, 1));
        assert_eq!(place(text, "a = 1\nüb".len()), (2, 3));
        assert_eq!(place(text, 10_000), (3, 6));
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_place_of_its_first_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "language = \"de\"\nintervall = 5\n").unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let refused = read(&path).unwrap_err();
        assert_eq!(refused.code, "E-CONFIG-UNKNOWN-KEY");
        assert!(refused.detail.contains("config.toml:2:1: "), "{refused:?}");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read(&path).unwrap_err().code, "E-CONFIG-UNREADABLE");
    }
}
