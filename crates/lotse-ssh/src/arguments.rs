//! The arguments with which OpenSSH's programs are started.

use std::{ffi::OsString, path::Path};

use crate::Target;

/// Forced on every connection, since command-line options win over every configuration file (ssh_config(5): the first
/// obtained value is used). What could run a command, forward something or ask a person is off.
const FORCED: &[&str] = &[
    "ForwardAgent=no",
    "ForwardX11=no",
    "ForwardX11Trusted=no",
    "ClearAllForwardings=yes",
    "Tunnel=no",
    "RemoteCommand=none",
    "RequestTTY=no",
    "PermitLocalCommand=no",
    "EscapeChar=none",
    "VisualHostKey=no",
    "BatchMode=yes",
    "NumberOfPasswordPrompts=0",
    "ConnectionAttempts=1",
    // At `QUIET` a failure would have no words to tell it by.
    "LogLevel=INFO",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
];

/// What names the target, and the options forced on every connection, ready for `ssh`. The host comes last.
fn common(target: &Target, connect_seconds: u64) -> Vec<OsString> {
    let mut arguments = Vec::new();
    for option in FORCED {
        push_option(&mut arguments, option);
    }
    push_option(&mut arguments, &format!("ConnectTimeout={}", connect_seconds.max(1)));
    if let Some(file) = target.config_file() {
        arguments.push("-F".into());
        arguments.push(file.into());
    }
    if let Some(port) = target.port() {
        arguments.push("-p".into());
        arguments.push(port.to_string().into());
    }
    if let Some(user) = target.user() {
        arguments.push("-l".into());
        arguments.push(user.into());
    }
    if let Some(file) = target.key_file() {
        push_option(&mut arguments, "IdentitiesOnly=yes");
        arguments.push("-i".into());
        arguments.push(file.into());
    }
    arguments
}

fn push_option(arguments: &mut Vec<OsString>, option: &str) {
    arguments.push("-o".into());
    arguments.push(option.into());
}

fn push_file_option(arguments: &mut Vec<OsString>, name: &str, file: &Path) {
    arguments.push("-o".into());
    // Quoted as ssh_config(5) wants it for blanks; `%` would be a token.
    let mut option = OsString::from(format!("{name}=\""));
    option.push(file.as_os_str());
    option.push("\"");
    arguments.push(option);
}

fn push_host(arguments: &mut Vec<OsString>, target: &Target) {
    // A host never begins with `-`; the end of the options is said all the same.
    arguments.push("--".into());
    arguments.push(target.host().into());
}

fn push_known_hosts(arguments: &mut Vec<OsString>, target: &Target) {
    if let Some(file) = target.known_hosts() {
        push_file_option(arguments, "UserKnownHostsFile", file);
        push_option(arguments, "GlobalKnownHostsFile=/dev/null");
    }
}

/// `ssh` as the master of one connection: goes to the background once it is logged in, listens on `folder/master`, writes its
/// messages to `folder/log`, and ends by itself after `idle_seconds` without a command.
pub(crate) fn master(target: &Target, folder: &Path, connect_seconds: u64, idle_seconds: u64) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["-E".into(), folder.join("log").into(), "-S".into()];
    arguments.push(folder.join("master").into());
    for flag in ["-M", "-f", "-N"] {
        arguments.push(flag.into());
    }
    push_option(&mut arguments, &format!("ControlPersist={idle_seconds}s"));
    push_option(&mut arguments, "StrictHostKeyChecking=yes");
    arguments.extend(common(target, connect_seconds));
    push_known_hosts(&mut arguments, target);
    push_host(&mut arguments, target);
    arguments
}

/// `ssh` that goes as far as the exchange of keys, writes the host's key to `known_hosts`, and logs in nowhere: every method
/// of authentication is off, so nothing of ours is shown to a host that is not trusted yet.
pub(crate) fn key_probe(target: &Target, known_hosts: &Path, connect_seconds: u64) -> Vec<OsString> {
    let mut arguments = vec!["-N".into(), "-T".into(), "-S".into(), "none".into()];
    for option in [
        "StrictHostKeyChecking=accept-new",
        "GlobalKnownHostsFile=/dev/null",
        "CheckHostIP=no",
        "VerifyHostKeyDNS=no",
        "UpdateHostKeys=no",
        "PreferredAuthentications=none",
        "PubkeyAuthentication=no",
        "PasswordAuthentication=no",
        "KbdInteractiveAuthentication=no",
        "GSSAPIAuthentication=no",
        "HostbasedAuthentication=no",
    ] {
        push_option(&mut arguments, option);
    }
    push_file_option(&mut arguments, "UserKnownHostsFile", known_hosts);
    arguments.extend(common(target, connect_seconds));
    push_host(&mut arguments, target);
    arguments
}

/// `ssh -G`, which prints the configuration that applies to the target and connects nowhere.
pub(crate) fn configuration(target: &Target) -> Vec<OsString> {
    let mut arguments = vec!["-G".into()];
    arguments.extend(common(target, 1));
    push_known_hosts(&mut arguments, target);
    push_host(&mut arguments, target);
    arguments
}

#[cfg(test)]
mod tests {
    use super::{configuration, key_probe, master};
    use crate::Target;
    use std::path::Path;

    fn words(arguments: &[std::ffi::OsString]) -> Vec<&str> {
        arguments.iter().map(|argument| argument.to_str().unwrap()).collect()
    }

    #[test]
    fn the_operators_configuration_cannot_switch_forwarding_or_commands_back_on() {
        let target = "root@pve1:2222".parse::<Target>().unwrap().with_config_file("/etc/other").with_key_file("/k");
        let arguments = master(&target, Path::new("/run/x"), 5, 60);
        let arguments = words(&arguments);
        for forced in
            ["ForwardAgent=no", "ForwardX11=no", "RemoteCommand=none", "StrictHostKeyChecking=yes", "BatchMode=yes"]
        {
            let place = arguments.iter().position(|argument| *argument == forced).unwrap();
            assert_eq!(arguments[place - 1], "-o", "{forced}");
        }
        assert_eq!(arguments[arguments.len() - 2..], ["--", "pve1"]);
    }

    #[test]
    fn a_probe_for_the_host_key_shows_no_identity_of_ours() {
        let target: Target = "pve1".parse().unwrap();
        let arguments = key_probe(&target, Path::new("/tmp/k"), 5);
        let arguments = words(&arguments);
        for off in [
            "PubkeyAuthentication=no",
            "PasswordAuthentication=no",
            "GSSAPIAuthentication=no",
            "PreferredAuthentications=none",
        ] {
            assert!(arguments.contains(&off), "{off}");
        }
    }

    #[test]
    fn a_connect_time_of_less_than_a_second_is_one_second_since_zero_means_forever() {
        let target: Target = "pve1".parse().unwrap();
        assert!(words(&master(&target, Path::new("/run/x"), 0, 60)).contains(&"ConnectTimeout=1"));
        assert!(words(&configuration(&target)).contains(&"-G"));
    }
}
