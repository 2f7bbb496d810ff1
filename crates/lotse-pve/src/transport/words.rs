//! What Proxmox means by its error texts. Neither the status 500 nor `pvesh` says more than words.

use std::collections::BTreeMap;

use super::call::Call;
use crate::CallError;

/// What the words of an error that carries no better status mean.
pub(crate) fn read(call: &Call<'_>, status: Option<u16>, message: &str) -> CallError {
    let name = call.name();
    if message.starts_with("Permission check failed") {
        return permission(call, message);
    }
    if is_not_found(message) {
        return CallError::NotFound { call: name, message: message.to_owned() };
    }
    CallError::Failed { call: name, status, message: message.to_owned() }
}

/// `Permission check failed (/vms/100, VM.Config.Disk|VM.Config.CDROM)`; the brackets are missing, or hold other words, in a
/// few cases.
pub(crate) fn permission(call: &Call<'_>, message: &str) -> CallError {
    let inner = message.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map(|(inner, _)| inner);
    let parts = inner.and_then(|inner| inner.split_once(", ")).filter(|(path, _)| path.starts_with('/'));
    let (path, privileges) = match parts {
        Some((path, privileges)) => {
            (Some(path.to_owned()), privileges.split('|').map(|privilege| privilege.trim().to_owned()).collect())
        }
        None => (None, Vec::new()),
    };
    CallError::Permission { call: call.name(), path, privileges, message: message.to_owned() }
}

/// Parameters that were refused. A parameter that names a thing which does not exist (`{"upid": "no such task"}`) is a thing
/// that was not found.
pub(crate) fn parameters(call: &Call<'_>, errors: BTreeMap<String, String>, message: &str) -> CallError {
    if let [(_, text)] = errors.iter().collect::<Vec<_>>().as_slice()
        && is_not_found(text)
    {
        return CallError::NotFound { call: call.name(), message: text.trim_end().to_owned() };
    }
    CallError::Parameters { call: call.name(), errors, message: message.to_owned() }
}

/// Whether the words say that a thing does not exist: a configuration, a storage, a pool, a user, a node, a task.
fn is_not_found(message: &str) -> bool {
    let starts = |words: &str| message.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    starts("no such ")
        || starts("unable to find configuration file for ")
        || starts("hostname lookup '")
        || message.contains("' does not exist")
        || message.contains("') does not exist")
}

#[cfg(test)]
mod tests {
    use super::{is_not_found, permission};
    use crate::{
        CallError, Params, api_path,
        transport::call::{Call, Method},
    };

    #[test]
    fn what_does_not_exist_is_told_from_what_failed() {
        for message in [
            "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist",
            "storage 'nope' does not exist",
            "no such user ('ghost@pve')",
            "No such storage.",
            "no such task",
            "no such cluster node 'nope'",
            "resource 'vm:999' does not exist in cluster",
            "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known",
            "unable to find configuration file for VM 999 on node 'pve'",
        ] {
            assert!(is_not_found(message), "{message}");
        }
        for message in [
            "VM 101 not running",
            "storage 'off' is disabled",
            "VM is locked (backup)",
            "Agent error: failed to open file '/none' (mode: 'r'): No such file or directory",
            "binary not installed: /usr/bin/ceph-mon",
            "",
        ] {
            assert!(!is_not_found(message), "{message}");
        }
    }

    #[test]
    fn a_missing_privilege_is_named_with_its_path_when_the_server_does() {
        let (path, params) = (api_path!("/cluster/backup"), Params::new());
        let call = Call { method: Method::Get, path: &path, params: &params };
        for (message, path, privileges) in [
            ("Permission check failed (/, Sys.Audit)", Some("/"), vec!["Sys.Audit"]),
            (
                "Permission check failed (/vms/1, VM.Config.Disk|VM.Config.CPU)",
                Some("/vms/1"),
                vec!["VM.Config.Disk", "VM.Config.CPU"],
            ),
            ("Permission check failed", None, vec![]),
            ("Permission check failed (pool 'nope' does not exist)", None, vec![]),
            (
                "Permission check failed (URI '/access/password' not available with API token, need proper ticket.\n)",
                None,
                vec![],
            ),
        ] {
            let CallError::Permission { path: found, privileges: needed, .. } = permission(&call, message) else {
                panic!("not a permission: {message}");
            };
            assert_eq!((found.as_deref(), needed), (path, privileges.into_iter().map(str::to_owned).collect()));
        }
    }
}
