//! Making a host key known.

use std::{
    fs,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process::Stdio,
};

use crate::{
    Deadline, HostKey, KeyFingerprint, SshError, Target, arguments,
    probe::probe,
    program::{not_started, program},
};

/// What to do with keys that are known of the host already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldKeys {
    /// They stay. The right choice for a host that is not known yet.
    Keep,
    /// They are removed, since the host has a new key; OpenSSH's `ssh-keygen -R` does it and keeps a copy as `FILE.old`.
    Remove,
}

/// Makes the key of a host known in the operator's file of known hosts, if it is the `expected` one.
///
/// # Errors
///
/// [`SshError::HostKeyChanged`] when the host shows another key than `expected`; nothing is written then.
pub async fn trust(
    target: &Target,
    expected: &KeyFingerprint,
    old: OldKeys,
    deadline: Deadline,
) -> Result<HostKey, SshError> {
    let key = probe(target, deadline).await?;
    if key.fingerprint != *expected {
        return Err(SshError::HostKeyChanged {
            destination: target.to_string(),
            expected: vec![expected.clone()],
            seen: Some(key.fingerprint),
            known_at: None,
            revoked: false,
        });
    }
    let settings = Settings::of(target, deadline).await?;
    if old == OldKeys::Remove && settings.known_hosts.exists() {
        settings.forget(deadline).await?;
    }
    append(&settings.known_hosts, &key.line)
        .map_err(|error| SshError::Local { what: "write the file of known hosts", detail: error.to_string() })?;
    Ok(key)
}

/// What OpenSSH's configuration says about where the key of a target belongs.
struct Settings {
    known_hosts: PathBuf,
    /// The host as files of known hosts name it: `[host]:port` unless the port is 22 (`put_host_port` in misc.c).
    name: String,
}

impl Settings {
    async fn of(target: &Target, deadline: Deadline) -> Result<Self, SshError> {
        let limit = deadline.remaining();
        let mut ssh = program("ssh");
        ssh.args(arguments::configuration(target)).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = match deadline.run(ssh.output()).await {
            Ok(Ok(output)) => output,
            Ok(Err(error)) => return Err(not_started("ssh", &error)),
            Err(_) => return Err(SshError::TimedOut { destination: target.to_string(), after: limit, running: false }),
        };
        if !output.status.success() {
            return Err(SshError::Configuration {
                destination: target.to_string(),
                detail: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            });
        }
        Ok(Self::read(&String::from_utf8_lossy(&output.stdout), target, std::env::home_dir().as_deref()))
    }

    /// Reads what `ssh -G` prints: a keyword in lower case and its value on each line.
    fn read(printed: &str, target: &Target, home: Option<&Path>) -> Self {
        let value = |keyword: &str| {
            printed.lines().find_map(|line| line.strip_prefix(keyword)?.strip_prefix(' ')).map(str::trim)
        };
        let known_hosts = if let Some(file) = target.known_hosts() {
            file.clone()
        } else {
            let first = value("userknownhostsfile").and_then(|files| files.split_ascii_whitespace().next());
            let first = first.unwrap_or("~/.ssh/known_hosts");
            match (first.strip_prefix("~/"), home) {
                (Some(rest), Some(home)) => home.join(rest),
                _ => PathBuf::from(first),
            }
        };
        let host = value("hostname").unwrap_or_else(|| target.host()).to_ascii_lowercase();
        let name = match (value("hostkeyalias"), value("port")) {
            (Some(alias), _) if alias != "none" => alias.to_owned(),
            (_, None | Some("22")) => host,
            (_, Some(port)) => format!("[{host}]:{port}"),
        };
        Self { known_hosts, name }
    }

    async fn forget(&self, deadline: Deadline) -> Result<(), SshError> {
        let mut keygen = program("ssh-keygen");
        keygen.arg("-R").arg(&self.name).arg("-f").arg(&self.known_hosts).stderr(Stdio::piped());
        let failed = |detail: String| SshError::Local { what: "remove the old host key", detail };
        match deadline.run(keygen.output()).await {
            Ok(Ok(output)) if output.status.success() => Ok(()),
            Ok(Ok(output)) => Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
            Ok(Err(error)) => Err(not_started("ssh-keygen", &error)),
            Err(passed) => Err(failed(passed.to_string())),
        }
    }
}

/// Adds `line` to `file`, which is made for this user only when it does not exist, in one write.
fn append(file: &Path, line: &str) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.exists()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut opened = fs::OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(file)?;
    let length = opened.seek(SeekFrom::End(0))?;
    let mut text = format!("{line}\n");
    if length > 0 {
        let mut last = [0];
        opened.seek(SeekFrom::Start(length - 1))?;
        opened.read_exact(&mut last)?;
        if last != *b"\n" {
            text.insert(0, '\n');
        }
    }
    opened.write_all(text.as_bytes())?;
    opened.sync_all()
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

    use super::{Settings, append};
    use crate::Target;

    #[test]
    fn a_key_is_added_on_a_line_of_its_own_in_a_file_for_this_user_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/known_hosts");
        append(&file, "a ssh-ed25519 AAAA").unwrap();
        fs::write(&file, "a ssh-ed25519 AAAA").unwrap();
        append(&file, "b ssh-ed25519 BBBB").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "a ssh-ed25519 AAAA\nb ssh-ed25519 BBBB\n");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    }

    #[test]
    fn the_place_of_a_key_follows_the_operators_configuration() {
        let target: Target = "pve1".parse().unwrap();
        let home = Some(Path::new("/home/me"));
        let settings =
            Settings::read("hostname PVE1.example\nport 2222\nuserknownhostsfile ~/.ssh/kh /x\n", &target, home);
        assert_eq!(settings.known_hosts, Path::new("/home/me/.ssh/kh"));
        assert_eq!(settings.name, "[pve1.example]:2222");
        let alias = Settings::read("hostname 192.0.2.1\nport 22\nhostkeyalias lab\n", &target, home);
        assert_eq!(alias.name, "lab");
        let plain = Settings::read("hostname 192.0.2.1\nport 22\n", &target, home);
        assert_eq!(
            (plain.name.as_str(), plain.known_hosts.as_path()),
            ("192.0.2.1", Path::new("/home/me/.ssh/known_hosts"))
        );
    }
}
