//! What is wrong with the older bot's files, in words.

use std::path::Path;

use lotse_text::{Language, clean, tr};

use super::{
    python::Fault,
    seed::{SeedError, Wanted},
};
use crate::failure::{Exit, Failure};

/// The failure that an error of the files is: with the file, and the line where there is one.
pub(super) fn of_seed(error: &SeedError, config: &Path, list: &Path, language: Language) -> Failure {
    let config = config.display().to_string();
    let at = |line: usize, what: String| {
        Failure::new("E-IMPORT-CONFIG", Exit::Usage, tr::import_line(language, line.to_string(), config.clone(), what))
    };
    match error {
        SeedError::Python { line, fault } => match fault {
            Fault::NotLiteral { key } => {
                at(*line, tr::import_not_literal(language, *key)).hint(tr::import_not_literal_hint(language))
            }
            Fault::InBlock { key } => at(*line, tr::import_in_block(language, *key)),
            Fault::Changed { key } => {
                at(*line, tr::import_changed(language, *key)).hint(tr::import_not_literal_hint(language))
            }
            Fault::Unterminated => at(*line, tr::import_unterminated(language)),
        },
        SeedError::Missing { key } => {
            Failure::new("E-IMPORT-CONFIG", Exit::Usage, tr::import_missing(language, *key, config))
        }
        SeedError::Kind { line, key, wanted } => {
            let words = match wanted {
                Wanted::Text => tr::import_not_text(language, *key),
                Wanted::Id => tr::import_not_id(language, *key),
                Wanted::Guests => tr::import_not_guests(language, *key),
            };
            at(*line, words)
        }
        SeedError::Value { line, key } => at(*line, tr::import_bad_value(language, *key)),
        SeedError::List { detail } => {
            let list = list.display().to_string();
            Failure::new("E-IMPORT-LIST", Exit::Usage, tr::import_bad_list(language, clean(detail).into_owned(), list))
                .hint(tr::import_bad_list_hint(language))
        }
    }
}
