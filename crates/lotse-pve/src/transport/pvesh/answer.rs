//! What `pvesh` means by what it prints.

use std::collections::BTreeMap;

use lotse_ssh::Output;
use serde_json::Value;

use crate::{
    CallError,
    transport::{
        call::{Call, Method},
        words,
    },
};

/// The useful part of what `pvesh` printed.
#[derive(Debug, PartialEq)]
pub(crate) struct Printed {
    pub(crate) data: Value,
    pub(crate) warnings: Vec<String>,
}

/// Reads what `pvesh` printed about `call` on `endpoint`.
pub(crate) fn read(call: &Call<'_>, endpoint: &str, output: &Output) -> Result<Printed, CallError> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status != 0 {
        return Err(failed(call, endpoint, output.status, &stderr));
    }
    let warnings = stderr.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    data(call, endpoint, &output.stdout).map(|data| Printed { data, warnings })
}

/// The value on the last line. Above it stands what a task printed while it ran, since `pvesh` runs tasks in the foreground.
/// A change without a result prints no JSON at all, and may print what it did all the same.
fn data(call: &Call<'_>, endpoint: &str, stdout: &[u8]) -> Result<Value, CallError> {
    let text = String::from_utf8_lossy(stdout);
    let Some(last) = text.lines().rev().map(str::trim).find(|line| !line.is_empty()) else { return Ok(Value::Null) };
    match serde_json::from_str(last) {
        Ok(data) => Ok(data),
        Err(_) if call.method != Method::Get => Ok(Value::Null),
        Err(error) => {
            let beginning: String = last.chars().take(80).collect();
            let detail = format!("not JSON: {error}: {beginning:?}");
            Err(CallError::Broken { call: call.name(), endpoint: endpoint.to_owned(), detail })
        }
    }
}

/// The error of a status that is not 0. It tells little: errno of whatever failed last leaks into it.
fn failed(call: &Call<'_>, endpoint: &str, status: i32, stderr: &str) -> CallError {
    let message = meaningful(stderr);
    let endpoint = endpoint.to_owned();
    let sudo = stderr.lines().find(|line| line.starts_with("sudo:"));
    if status == 127 || sudo.is_some_and(|line| line.contains("command not found")) {
        return CallError::NotProxmox { endpoint, message };
    }
    if sudo.is_some() || message.starts_with("please run as root") {
        return CallError::NoSudo { endpoint, message };
    }
    if message.starts_with("No '") && message.contains("' handler defined for '") {
        return CallError::NoSuchCall { call: call.name(), message };
    }
    if let Some(behind) = message.strip_prefix("proxy handler failed:") {
        let behind = behind.trim();
        if is_unreached(behind) {
            return CallError::NodeDown { call: call.name(), node: call.node(), message: behind.to_owned() };
        }
        return said(call, behind);
    }
    if message.is_empty() {
        return CallError::Failed { call: call.name(), status: None, message: format!("pvesh ended with {status}") };
    }
    said(call, &message)
}

/// What the words of an error mean.
fn said(call: &Call<'_>, message: &str) -> CallError {
    let Some(rest) = message.strip_prefix("400 ") else { return words::read(call, None, message) };
    let (head, details) = rest.split_once('\n').unwrap_or((rest, ""));
    words::parameters(call, parameters(details), head.trim())
}

/// Whether the words are those of a connection to another node that did not come about: `pvesh` goes there with `ssh`.
fn is_unreached(words: &str) -> bool {
    [
        "ssh: ",
        "Host key verification failed",
        "Permission denied (",
        "Connection closed by",
        "Connection reset by",
        " timed out",
    ]
    .iter()
    .any(|known| words.contains(known))
}

/// One text for each parameter, from lines of `name: text`. A line about a part (`memory.current: …`) or without a name goes
/// on with the text before, as over HTTP.
fn parameters(lines: &str) -> BTreeMap<String, String> {
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in lines.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let named = line.split_once(": ").filter(|(name, _)| is_parameter(name));
        match (named, &current) {
            (Some((name, _)), Some(before)) if is_part(name, before) => go_on(&mut errors, before, line),
            (Some((name, text)), _) => {
                errors.insert(name.to_owned(), text.to_owned());
                current = Some(name.to_owned());
            }
            (None, Some(before)) => go_on(&mut errors, before, line),
            (None, None) => {}
        }
    }
    errors
}

fn is_part(name: &str, whole: &str) -> bool {
    name.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'))
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn go_on(errors: &mut BTreeMap<String, String>, name: &str, line: &str) {
    if let Some(text) = errors.get_mut(name) {
        text.push('\n');
        text.push_str(line);
    }
}

/// Standard error without what is no error text: the usage line, Perl's warning about characters. An unknown option, which
/// is said on a line before the error, becomes a parameter like the others.
fn meaningful(stderr: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut unknown = Vec::new();
    for line in stderr.lines().map(str::trim_end) {
        if let Some(option) = line.strip_prefix("Unknown option: ") {
            unknown.push(format!("{option}: unknown option"));
        } else if !line.is_empty() && !is_noise(line) {
            lines.push(line.to_owned());
        }
    }
    lines.extend(unknown);
    lines.join("\n")
}

fn is_noise(line: &str) -> bool {
    line.starts_with("Wide character in ")
        || line.starts_with("USAGE: ")
        || (line.starts_with("pvesh ") && line.contains("<api_path>"))
}

#[cfg(test)]
mod tests {
    use super::{Printed, read};
    use crate::{
        CallError, Params, Verb, api_path,
        transport::call::{Call, Method},
    };
    use lotse_ssh::Output;
    use proptest::prelude::*;
    use serde_json::json;

    fn judge(method: Method, status: i32, stdout: &str, stderr: &str) -> Result<Printed, CallError> {
        let (path, params) = (api_path!("/nodes/{}/qemu/{}/config", "pve2", 100), Params::new());
        let call = Call { method, path: &path, params: &params };
        read(&call, "root@pve1", &Output { status, stdout: stdout.into(), stderr: stderr.into() })
    }

    const GET: Method = Method::Get;
    const SET: Method = Method::Change(Verb::Put);
    const CREATE: Method = Method::Change(Verb::Post);

    #[test]
    fn only_the_last_line_is_the_answer() {
        let upid = "UPID:pve:00003104:000742D9:6B028112:qmsnapshot:300:root@pam:";
        let printed = judge(CREATE, 0, &format!("snapshotting 'drive-scsi0'\n{{\"a\":1}}\n\"{upid}\"\n"), "").unwrap();
        assert_eq!(printed.data, json!(upid));
        assert_eq!(judge(GET, 0, "[{\"vmid\":100}]\n", "").unwrap().data, json!([{"vmid": 100}]));
    }

    #[test]
    fn a_change_without_a_result_is_null_and_a_read_without_json_is_broken() {
        assert_eq!(judge(SET, 0, "update VM 101: -cores 2\n", "").unwrap().data, json!(null));
        assert_eq!(judge(SET, 0, "", "").unwrap().data, json!(null));
        assert_eq!(judge(GET, 0, "┌─────┐\n", "").unwrap_err().code(), "E-PVE-BROKEN");
    }

    #[test]
    fn what_a_failed_task_says_is_a_warning_of_a_call_that_succeeded() {
        let printed = judge(CREATE, 0, "\"UPID:x\"\n", "VM 101 already running\n").unwrap();
        assert_eq!(printed.warnings, ["VM 101 already running"]);
    }

    #[test]
    fn words_and_not_the_status_tell_what_failed() {
        for (status, stderr, code) in [
            (2, "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist\n", "E-PVE-NOT-FOUND"),
            (
                255,
                "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known\n",
                "E-PVE-NOT-FOUND",
            ),
            (1, "No 'get' handler defined for '/nope'\n", "E-PVE-NO-SUCH-CALL"),
            (
                255,
                "proxy handler failed: ssh: connect to host 198.51.100.11 port 22: No route to host\n",
                "E-PVE-NODE-DOWN",
            ),
            (
                2,
                "proxy handler failed: Configuration file 'nodes/pve2/qemu-server/999.conf' does not exist\n",
                "E-PVE-NOT-FOUND",
            ),
            (127, "bash: line 1: pvesh: command not found\n", "E-PVE-NOT-PROXMOX"),
            (1, "sudo: pvesh: command not found\n", "E-PVE-NOT-PROXMOX"),
            (1, "sudo: a password is required\n", "E-PVE-NO-SUDO"),
            (255, "please run as root\n", "E-PVE-NO-SUDO"),
            (255, "VM is locked (backup)\n", "E-PVE-FAILED"),
            (
                29,
                "Wide character in die at /usr/share/perl5/PVE/RESTHandler.pm line 1008.\nAgent error: no\n",
                "E-PVE-FAILED",
            ),
            (255, "", "E-PVE-FAILED"),
            (255, "Permission check failed (/, Sys.Audit)\n", "E-PVE-PERMISSION"),
        ] {
            assert_eq!(judge(GET, status, "", stderr).unwrap_err().code(), code, "{stderr}");
        }
    }

    #[test]
    fn each_parameter_that_was_refused_has_its_text() {
        for (stderr, expected) in [
            (
                "400 Parameter verification failed.\nmemory: invalid format - format error\n\
                 memory.current: type check ('integer') failed - got 'lots'\n\npvesh set <api_path> [OPTIONS] [FORMAT_OPTIONS]\n",
                json!({"memory": "invalid format - format error\nmemory.current: type check ('integer') failed - got 'lots'"}),
            ),
            (
                "Unknown option: bogus\n400 unable to parse option\npvesh get <api_path> [OPTIONS] [FORMAT_OPTIONS]\n",
                json!({"bogus": "unknown option"}),
            ),
            (
                "400 Parameter verification failed.\na: one\nb: two\npvesh get <api_path> --timeframe <string> [OPTIONS]\n",
                json!({"a": "one", "b": "two"}),
            ),
        ] {
            let error = judge(SET, 255, "", stderr).unwrap_err();
            let CallError::Parameters { errors, .. } = error else { panic!("{error:?}") };
            assert_eq!(serde_json::to_value(errors).unwrap(), expected);
        }
    }

    proptest! {
        #[test]
        fn anything_printed_is_read_without_a_panic(status in 0_i32..256, stdout in "(?s).{0,80}", stderr in "(?s).{0,120}") {
            let _ = judge(GET, status, &stdout, &stderr);
            let _ = judge(CREATE, status, &stdout, &format!("400 {stderr}"));
        }
    }
}
