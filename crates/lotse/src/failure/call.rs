//! Errors of calls to a cluster.

use lotse_pve::{CallError, Distrust};
use lotse_text::{Language, clean, tr};

use super::{Exit, Failure};

/// The failure that an error of a call is.
pub(crate) fn of_call(error: &CallError, language: Language) -> Failure {
    let code = error.code();
    let said = clean(error.message().unwrap_or_default()).into_owned();
    match error {
        CallError::Unreachable { endpoint, .. } => {
            Failure::new(code, Exit::Unreachable, tr::error_call_unreachable(language, said, endpoint))
        }
        CallError::Untrusted { endpoint, why } => untrusted(code, endpoint, why, language),
        CallError::Refused { endpoint, user, .. } => {
            Failure::new(code, Exit::Denied, tr::error_call_refused(language, endpoint, user))
                .hint(tr::error_call_refused_hint(language))
        }
        CallError::NeedTotp { endpoint, user } => {
            Failure::new(code, Exit::Denied, tr::error_call_totp(language, endpoint, user))
                .hint(tr::error_call_totp_hint(language))
        }
        CallError::Permission { call, path, privileges, .. } => {
            let failure = Failure::new(code, Exit::Denied, tr::error_call_permission(language, call, said));
            match path {
                Some(path) if !privileges.is_empty() => {
                    failure.hint(tr::error_call_permission_hint(language, path, privileges.join(" / ")))
                }
                _ => failure,
            }
        }
        CallError::NotFound { call, .. } => {
            Failure::new(code, Exit::NotFound, tr::error_call_failed(language, call, said))
        }
        CallError::NodeDown { call, node, .. } => {
            let node = node.clone().unwrap_or_else(|| "?".to_owned());
            Failure::new(code, Exit::Unreachable, tr::error_call_node_down(language, call, node))
        }
        CallError::TimedOut { endpoint, after, .. } => {
            let seconds = after.as_secs_f64();
            Failure::new(code, Exit::Unreachable, tr::error_call_timed_out(language, endpoint, seconds))
        }
        CallError::Uncertain { call, .. } => {
            Failure::new(code, Exit::Unreachable, tr::error_call_uncertain(language, call))
        }
        CallError::Broken { endpoint, .. } => {
            Failure::new(code, Exit::Unreachable, tr::error_call_broken(language, said, endpoint))
        }
        CallError::NotProxmox { endpoint, .. } => {
            Failure::new(code, Exit::Failed, tr::error_call_not_proxmox(language, said, endpoint))
                .hint(tr::error_call_not_proxmox_hint(language))
        }
        CallError::NoSudo { endpoint, .. } => {
            Failure::new(code, Exit::Denied, tr::error_call_no_sudo(language, said, endpoint))
                .hint(tr::error_call_no_sudo_hint(language))
        }
        CallError::NoSuchCall { call, .. } | CallError::Failed { call, .. } | CallError::Parameters { call, .. } => {
            Failure::new(code, Exit::Failed, tr::error_call_failed(language, call, said))
        }
    }
}

fn untrusted(code: &'static str, endpoint: &str, why: &Distrust, language: Language) -> Failure {
    let refused = |message: String| Failure::new(code, Exit::Unreachable, message);
    let trust = || tr::error_tls_trust_hint(language, endpoint);
    match why {
        Distrust::Pin { expected, seen } => {
            let mut failure = refused(tr::error_tls_pin(language, endpoint));
            for pinned in expected {
                failure = failure.with(tr::error_tls_expected(language, pinned.to_string()));
            }
            failure
                .with(tr::error_tls_seen(language, seen.to_string()))
                .hint(tr::error_tls_pin_hint(language, endpoint))
        }
        Distrust::Issuer { seen } => refused(tr::error_tls_issuer(language, endpoint))
            .with(tr::error_tls_seen(language, seen.to_string()))
            .hint(trust()),
        Distrust::Name { seen, name } => refused(tr::error_tls_name(language, endpoint, name))
            .with(tr::error_tls_seen(language, seen.to_string()))
            .hint(tr::error_tls_name_hint(language)),
        Distrust::Time { seen } => refused(tr::error_tls_time(language, endpoint))
            .with(tr::error_tls_seen(language, seen.to_string()))
            .hint(tr::error_tls_time_hint(language)),
        Distrust::Certificate { seen, detail } => refused(tr::error_tls_certificate(language, detail, endpoint))
            .with(tr::error_tls_seen(language, seen.to_string())),
        Distrust::Signature => refused(tr::error_tls_signature(language, endpoint)),
        Distrust::HostKeyUnknown { host, seen, .. } => super::ssh::unknown_key(code, host, seen.as_ref(), language),
        Distrust::HostKeyChanged { host, expected, seen } => {
            super::ssh::changed_key(code, host, expected, seen.as_ref(), language)
        }
    }
}
