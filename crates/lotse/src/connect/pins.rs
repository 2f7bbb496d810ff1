//! The certificates that a person accepted, in their file.

use std::path::PathBuf;

use lotse_pve::tls::{PinStore, PinStoreError};
use lotse_text::{Language, tr};

use crate::{
    environment,
    failure::{Exit, Failure, shell_word},
};

/// Where accepted certificates are kept.
fn pins_path() -> Option<PathBuf> {
    let state = environment::get("XDG_STATE_HOME").map(PathBuf::from);
    PinStore::place(state.as_deref(), std::env::home_dir().as_deref())
}

/// The accepted certificates.
pub(crate) fn pins(language: Language) -> Result<PinStore, Failure> {
    match pins_path() {
        Some(path) => PinStore::load(&path).map_err(|error| of_pins(&error, language)),
        None => Ok(PinStore::default()),
    }
}

/// Keeps the accepted certificates.
pub(crate) fn save_pins(pins: &PinStore, language: Language) -> Result<(), Failure> {
    match pins_path() {
        Some(path) => pins.save(&path).map_err(|error| of_pins(&error, language)),
        None => Err(Failure::new("E-PINS-WRITE", Exit::Failed, tr::connect_no_home(language))),
    }
}

fn of_pins(error: &PinStoreError, language: Language) -> Failure {
    let code = error.code();
    match error {
        PinStoreError::Read { path, detail }
        | PinStoreError::Broken { path, detail }
        | PinStoreError::Write { path, detail } => {
            Failure::new(code, Exit::Failed, tr::error_file(language, path.display().to_string(), detail))
        }
        PinStoreError::Exposed { path } => {
            let path = path.display().to_string();
            let command = format!("chmod go-w {}", shell_word(&path));
            Failure::new(code, Exit::Failed, tr::connect_pins_exposed(language, path))
                .hint(tr::error_run(language, command))
        }
    }
}
