//! Errors of the configuration and of secrets.

use lotse_text::{Language, tr};

use super::{Exit, Failure};
use crate::{
    config::{FileError, Look, SecretError, report},
    print::Printer,
};

/// The failure that an error of the configuration file is.
pub(crate) fn of_file(error: &FileError, language: Language, printer: Printer) -> Failure {
    match error {
        FileError::Unreadable { path, source } => Failure::new(
            "E-CONFIG-UNREADABLE",
            Exit::Usage,
            tr::error_file(language, path.display().to_string(), source.to_string()),
        ),
        FileError::OthersCanWrite { path, mode } => {
            let path = path.display().to_string();
            Failure::new(
                "E-CONFIG-WRITABLE",
                Exit::Usage,
                tr::error_config_writable(language, format!("{mode:04o}"), path.clone()),
            )
            .hint(tr::error_run(language, format!("chmod go-w {}", shell_word(&path))))
        }
        FileError::OfSomebodyElse { path, owner } => {
            let path = path.display().to_string();
            Failure::new(
                "E-CONFIG-OWNER",
                Exit::Usage,
                tr::error_config_owner(language, owner.to_string(), path.clone()),
            )
            .hint(tr::error_run(language, format!("chown \"$(id -un)\" {}", shell_word(&path))))
        }
        FileError::Wrong { path, source_text, problems } => {
            let look = Look { colour: printer.has_error_colour(), width: Printer::width().min(120) };
            let path = path.display().to_string();
            let code = problems.first().map_or("E-CONFIG", |located| located.problem.code());
            Failure::new(code, Exit::Usage, tr::error_config_wrong(language, problems.len(), path.clone()))
                .with(report(&path, source_text, problems, language, look))
        }
    }
}

/// The failure that an error of a secret is.
pub(crate) fn of_secret(error: &SecretError, language: Language) -> Failure {
    match error {
        SecretError::File { path, source } => Failure::new(
            "E-SECRET-FILE",
            Exit::Usage,
            tr::error_file(language, path.display().to_string(), source.to_string()),
        ),
        SecretError::OthersCanRead { path, mode } => {
            let path = path.display().to_string();
            Failure::new(
                "E-SECRET-READABLE",
                Exit::Usage,
                tr::error_secret_readable(language, format!("{mode:04o}"), path.clone()),
            )
            .hint(tr::error_run(language, format!("chmod 600 {}", shell_word(&path))))
        }
        SecretError::NotSet { name } => Failure::new("E-SECRET-ENV", Exit::Usage, tr::error_secret_env(language, name)),
        SecretError::NoCredentials { name } => {
            Failure::new("E-SECRET-CREDENTIAL", Exit::Usage, tr::error_secret_credential(language, name))
        }
        SecretError::Command { program, source } => {
            Failure::new("E-SECRET-COMMAND", Exit::Usage, tr::error_file(language, program, source.to_string()))
        }
        SecretError::CommandFailed { program, status } => {
            Failure::new("E-SECRET-COMMAND", Exit::Usage, tr::error_secret_command(language, program, status))
        }
        SecretError::Empty { place } => {
            Failure::new("E-SECRET-EMPTY", Exit::Usage, tr::error_secret_empty(language, place))
        }
    }
}

/// A path as a shell reads it back, for a command that a person copies.
pub(crate) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@:,=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_path_with_blanks_or_quotes_can_be_pasted_into_a_shell() {
        assert_eq!(shell_word("/etc/lotse/config.toml"), "/etc/lotse/config.toml");
        assert_eq!(shell_word("/home/my files/x"), "'/home/my files/x'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
    }
}
