//! Errors of SSH connections.

use lotse_ssh::{KeyFingerprint, SshError, TargetError, TargetPart};
use lotse_text::{Language, clean, tr};

use super::{Exit, Failure};

/// The failure that a wrong target is.
pub(crate) fn of_target(error: &TargetError, language: Language) -> Failure {
    let message = match error.part {
        TargetPart::Host => tr::error_ssh_host(language, &error.text),
        TargetPart::User => tr::error_ssh_user(language, &error.text),
        TargetPart::Port => tr::error_ssh_port(language, &error.text),
    };
    Failure::new("E-SSH-TARGET", Exit::Usage, message).hint(tr::error_ssh_target_hint(language))
}

/// The failure that an error of a connection is.
pub(crate) fn of_ssh(error: &SshError, language: Language) -> Failure {
    let code = error.code();
    match error {
        SshError::Target(error) => of_target(error, language),
        SshError::NoProgram { program } => {
            Failure::new(code, Exit::Failed, tr::error_ssh_no_program(language, program))
                .hint(tr::error_ssh_no_program_hint(language))
        }
        SshError::HostKeyUnknown { destination, seen, .. } => unknown_key(code, destination, seen.as_ref(), language),
        SshError::HostKeyChanged { destination, expected, seen, .. } => {
            changed_key(code, destination, expected, seen.as_ref(), language)
        }
        SshError::AuthFailed { destination, .. } => {
            Failure::new(code, Exit::Denied, tr::error_ssh_auth(language, destination))
                .hint(tr::error_ssh_auth_hint(language, destination))
        }
        SshError::Unreachable { destination, detail, .. } => {
            Failure::new(code, Exit::Unreachable, tr::error_call_unreachable(language, last_line(detail), destination))
        }
        SshError::TimedOut { destination, after, .. } => {
            Failure::new(code, Exit::Unreachable, tr::error_call_timed_out(language, destination, after.as_secs_f64()))
        }
        SshError::Lost { destination } => {
            Failure::new(code, Exit::Unreachable, tr::error_ssh_lost(language, destination))
        }
        SshError::Configuration { detail, .. } | SshError::Local { detail, .. } | SshError::Other { detail, .. } => {
            Failure::new(code, Exit::Failed, tr::error_ssh_other(language, last_line(detail)))
        }
        other => Failure::new(code, Exit::Failed, tr::error_ssh_other(language, other.to_string())),
    }
}

pub(super) fn unknown_key(
    code: &'static str,
    host: &str,
    seen: Option<&KeyFingerprint>,
    language: Language,
) -> Failure {
    let mut failure = Failure::new(code, Exit::Unreachable, tr::error_ssh_key_unknown(language, host));
    if let Some(seen) = seen {
        failure = failure.with(tr::error_tls_seen(language, seen.to_string()));
    }
    failure.hint(tr::error_ssh_key_unknown_hint(language, host))
}

pub(super) fn changed_key(
    code: &'static str,
    host: &str,
    expected: &[KeyFingerprint],
    seen: Option<&KeyFingerprint>,
    language: Language,
) -> Failure {
    let mut failure = Failure::new(code, Exit::Unreachable, tr::error_ssh_key_changed(language, host));
    for known in expected {
        failure = failure.with(tr::error_tls_expected(language, known.to_string()));
    }
    if let Some(seen) = seen {
        failure = failure.with(tr::error_tls_seen(language, seen.to_string()));
    }
    failure.hint(tr::error_ssh_key_changed_hint(language, host))
}

/// OpenSSH says what matters last.
fn last_line(text: &str) -> String {
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    clean(last).into_owned()
}
