//! Host keys as files of known hosts hold them.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::KeyFingerprint;

/// A key that a host shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostKey {
    /// Its type (`ssh-ed25519`).
    pub kind: String,
    /// Its fingerprint, which the operator compares.
    pub fingerprint: KeyFingerprint,
    /// Its line as OpenSSH writes it to a file of known hosts: the host hashed or plain as configured, with the port.
    pub(crate) line: String,
}

impl HostKey {
    pub(crate) fn read(line: &str) -> Option<Self> {
        let (kind, key) = fields(line)?;
        Some(Self { kind: kind.to_owned(), fingerprint: KeyFingerprint::of(&key), line: line.trim().to_owned() })
    }
}

/// Type and key of a line of known hosts: `[@marker] hosts type base64 [comment]` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
fn fields(line: &str) -> Option<(&str, Vec<u8>)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let mut words = line.split_ascii_whitespace().skip(usize::from(line.starts_with('@')));
    let _hosts = words.next()?;
    let kind = words.next()?;
    Some((kind, STANDARD.decode(words.next()?).ok()?))
}

/// The fingerprint of the key that stands at `FILE:LINE`, as OpenSSH names the place of a known key.
pub(crate) fn at(place: &str) -> Option<KeyFingerprint> {
    let (file, line) = place.rsplit_once(':')?;
    let line: usize = line.parse().ok()?;
    let text = fs::read_to_string(file).ok()?;
    let (_, key) = fields(text.lines().nth(line.checked_sub(1)?)?)?;
    Some(KeyFingerprint::of(&key))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{HostKey, at};

    const LINE: &str =
        "[127.0.0.1]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIK5o6rBnU3wzO8wZyKXGZBqIeOKrX3iyCcMQcGZ0Gde comment";

    #[test]
    fn a_line_of_known_hosts_is_read_with_and_without_marker() {
        let key = HostKey::read(LINE).unwrap();
        assert_eq!(key.kind, "ssh-ed25519");
        assert_eq!(HostKey::read(&format!("@revoked {LINE}")).unwrap().fingerprint, key.fingerprint);
        for broken in ["", "# comment", "host ssh-ed25519", "host ssh-ed25519 !!!"] {
            assert_eq!(HostKey::read(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_key_that_openssh_names_by_file_and_line_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("known_hosts");
        fs::write(&file, format!("# first\n{LINE}\n")).unwrap();
        let place = |line: &str| format!("{}:{line}", file.display());
        assert_eq!(at(&place("2")), HostKey::read(LINE).map(|key| key.fingerprint));
        for nowhere in ["0", "1", "3", "x"] {
            assert_eq!(at(&place(nowhere)), None, "{nowhere}");
        }
    }
}
