//! One fixture for each message and version: Debian 11 has 8.4, Debian 12 has 9.2, 9.9 is in Fedora 42, 10 in Debian 13.

use super::{Meaning, classify};
use crate::Obstacle;

const SEEN: &str = "SHA256:uNiVztksCsDhcc0u9e8BrwHYzt5e6Yeh0IO1mS2zP6Q";

fn changed(last_line: &str, more: &str) -> String {
    format!(
        "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n\
         @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n\
         @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n\
         IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r\n\
         Someone could be eavesdropping on you right now (man-in-the-middle attack)!\r\n\
         It is also possible that a host key has just been changed.\r\n\
         The fingerprint for the ED25519 key sent by the remote host is\n{SEEN}.\r\n\
         Please contact your system administrator.\r\n\
         Add correct host key in /home/anna/.ssh/known_hosts to get rid of this message.\r\n\
         Offending ECDSA key in /home/anna/.ssh/known_hosts:7\r\n{more}\
         {last_line}\r\n\
         Host key verification failed.\r\n"
    )
}

#[test]
fn a_changed_host_key_is_told_with_what_was_seen_and_where_the_old_one_stands() {
    for (version, printed) in [
        (
            "8.4",
            changed(
                "ED25519 host key for 192.0.2.1 has changed and you have requested strict checking.",
                "  remove with:\r\n  ssh-keygen -f \"/home/anna/.ssh/known_hosts\" -R \"192.0.2.1\"\r\n",
            ),
        ),
        (
            "9.2",
            changed(
                "Host key for 192.0.2.1 has changed and you have requested strict checking.",
                "  remove with:\r\n  ssh-keygen -f \"/home/anna/.ssh/known_hosts\" -R \"192.0.2.1\"\r\n",
            ),
        ),
        (
            "9.9",
            changed(
                "Host key for [192.0.2.1]:2222 has changed and you have requested strict checking.",
                "  remove with:\r\n  ssh-keygen -f '/home/anna/.ssh/known_hosts' -R '[192.0.2.1]:2222'\r\n",
            ),
        ),
        ("10", changed("Host key for pve1 has changed and you have requested strict checking.", "")),
    ] {
        assert_eq!(
            classify(&printed),
            Meaning::KeyChanged {
                seen: Some(SEEN.parse().unwrap()),
                known_at: Some("/home/anna/.ssh/known_hosts:7".to_owned()),
                revoked: false,
            },
            "{version}"
        );
    }
}

#[test]
fn a_revoked_host_key_is_never_taken_for_an_unknown_one() {
    let printed = "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n\
        @       WARNING: REVOKED HOST KEY DETECTED!               @\r\n\
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n\
        The ED25519 host key for pve1 is marked as revoked.\r\n\
        This could mean that a stolen key is being used to impersonate this host.\r\n\
        ED25519 host key for pve1 was revoked and you have requested strict checking.\r\n\
        Host key verification failed.\r\n";
    assert_eq!(classify(printed), Meaning::KeyChanged { seen: None, known_at: None, revoked: true });
    let by_file = "Host key ED25519 SHA256:x in file /etc/ssh/revoked is revoked\r\nHost key verification failed.\r\n";
    assert!(matches!(classify(by_file), Meaning::KeyChanged { revoked: true, .. }));
}

#[test]
fn an_unknown_host_key_is_told_with_its_type() {
    for (version, printed, kind) in [
        (
            "8.4",
            "No ECDSA host key is known for 192.0.2.1 and you have requested strict checking.\r\nHost key verification failed.\r\n",
            Some("ECDSA"),
        ),
        (
            "9.2",
            "No ED25519 host key is known for [127.0.0.1]:2222 and you have requested strict checking.\r\nHost key verification failed.\r\n",
            Some("ED25519"),
        ),
        (
            "10, through a jump host whose own key is not known",
            "Host key verification failed.\r\nConnection closed by UNKNOWN port 65535\r\n",
            None,
        ),
        (
            "10, with its warning about the key exchange",
            "** WARNING: connection is not using a post-quantum key exchange algorithm.\r\n\
             ** This session may be vulnerable to \"store now, decrypt later\" attacks.\r\n\
             ** The server may need to be upgraded. See https://openssh.com/pq.html\r\n\
             No ED25519 host key is known for pve1 and you have requested strict checking.\r\n\
             Host key verification failed.\r\n",
            Some("ED25519"),
        ),
    ] {
        assert_eq!(classify(printed), Meaning::KeyUnknown { kind: kind.map(str::to_owned) }, "{version}");
    }
}

#[test]
fn a_login_that_is_refused_tells_what_would_be_accepted() {
    for (version, printed, methods) in [
        ("8.4", "root@192.0.2.1: Permission denied (publickey,password).\r\n", vec!["publickey", "password"]),
        (
            "9.2",
            "Permission denied, please try again.\r\nroot@pve1: Permission denied (publickey).\r\n",
            vec!["publickey"],
        ),
        (
            "9.9, with a key file that others can read",
            "Warning: Permanently added 'pve1' (ED25519) to the list of known hosts.\r\n\
             @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\r\n\
             Permissions 0644 for '/home/anna/.ssh/id_ed25519' are too open.\r\n\
             Load key \"/home/anna/.ssh/id_ed25519\": bad permissions\r\n\
             root@pve1: Permission denied (publickey,keyboard-interactive).\r\n",
            vec!["publickey", "keyboard-interactive"],
        ),
        (
            "10",
            "Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures\r\nDisconnected from 192.0.2.1 port 22\r\n",
            vec![],
        ),
    ] {
        let methods = methods.into_iter().map(str::to_owned).collect();
        assert_eq!(classify(printed), Meaning::AuthFailed { methods }, "{version}");
    }
}

#[test]
fn what_stands_in_the_way_of_a_connection_is_named() {
    for (printed, obstacle) in [
        ("ssh: Could not resolve hostname nope: Name or service not known\r\n", Obstacle::NameUnknown),
        ("ssh: Could not resolve hostname pve1: Temporary failure in name resolution\r\n", Obstacle::NameUnknown),
        ("ssh: connect to host 192.0.2.1 port 22: Connection refused\r\n", Obstacle::Refused),
        ("ssh: connect to host 192.0.2.1 port 22: No route to host\r\n", Obstacle::NoRoute),
        ("ssh: connect to host 192.0.2.1 port 22: Network is unreachable\r\n", Obstacle::NoRoute),
        ("ssh: connect to host 192.0.2.1 port 22: Connection timed out\r\n", Obstacle::Silent),
        ("ssh: connect to host 192.0.2.1 port 22: Operation timed out\r\n", Obstacle::Silent),
        (
            "Connection timed out during banner exchange\r\nConnection to 192.0.2.1 port 22 timed out\r\n",
            Obstacle::Silent,
        ),
        (
            "kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 192.0.2.1 port 22\r\n",
            Obstacle::Closed,
        ),
        ("kex_exchange_identification: read: Connection reset by peer\r\n", Obstacle::Closed),
        ("ssh_exchange_identification: Connection closed by remote host\r\n", Obstacle::Closed),
        (
            "kex_exchange_identification: banner line contains invalid characters\r\nbanner exchange: Connection to 127.0.0.1 port 80: invalid format\r\n",
            Obstacle::Protocol,
        ),
        (
            "Unable to negotiate with 192.0.2.1 port 22: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1\r\n",
            Obstacle::Protocol,
        ),
    ] {
        assert_eq!(classify(printed), Meaning::Unreachable(obstacle), "{printed}");
    }
}

#[test]
fn a_broken_configuration_is_not_taken_for_a_network_problem() {
    for printed in [
        "/home/anna/.ssh/config: line 3: Bad configuration option: identityfiel\r\n/home/anna/.ssh/config: terminating, 1 bad configuration options\r\n",
        "Bad owner or permissions on /home/anna/.ssh/config\r\n",
        "Can't open user config file /none: No such file or directory\r\n",
    ] {
        assert_eq!(classify(printed), Meaning::Configuration, "{printed}");
    }
}

#[test]
fn a_jump_host_that_cannot_be_reached_is_a_connection_that_did_not_come_about() {
    let printed =
        "ssh: connect to host jump port 22: Connection refused\r\nConnection closed by UNKNOWN port 65535\r\n";
    assert_eq!(classify(printed), Meaning::Unreachable(Obstacle::Refused));
}

#[test]
fn silence_means_nothing() {
    assert_eq!(classify(""), Meaning::Other);
    assert_eq!(classify("Warning: Permanently added 'pve1' (ED25519) to the list of known hosts.\r\n"), Meaning::Other);
}
