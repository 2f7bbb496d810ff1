//! From what the words of a failed `ssh` mean to the error.

use crate::{SshError, Target, classify::Meaning, known_key};

/// The error that a meaning stands for, from what is known already.
pub(crate) fn error_of(target: &Target, meaning: Meaning, printed: &str) -> SshError {
    let destination = target.to_string();
    let detail = printed.trim().to_owned();
    match meaning {
        Meaning::KeyUnknown { kind } => SshError::HostKeyUnknown { destination, kind, seen: None },
        Meaning::KeyChanged { seen, known_at, revoked } => {
            let expected = known_at.as_deref().and_then(known_key::at).into_iter().collect();
            SshError::HostKeyChanged { destination, expected, seen, known_at, revoked }
        }
        Meaning::AuthFailed { methods } => SshError::AuthFailed { destination, methods, detail },
        Meaning::Unreachable(obstacle) => SshError::Unreachable { destination, obstacle, detail },
        Meaning::Configuration => SshError::Configuration { destination, detail },
        Meaning::Other => SshError::Other { destination, detail },
    }
}
