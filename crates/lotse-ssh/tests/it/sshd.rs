//! A real OpenSSH server of one test: own process, own folder, own keys, a free port of the loopback.

use std::{
    fs,
    io::Read as _,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use lotse_ssh::{Deadline, KeyFingerprint, Target};

/// Where Debian puts it; it wants to be started by its absolute path.
const SSHD: &str = "/usr/sbin/sshd";

pub(crate) struct Sshd {
    server: Child,
    folder: tempfile::TempDir,
    pub(crate) port: u16,
}

/// A deadline that only a hang reaches.
pub(crate) fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

pub(crate) fn argv(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn is_there() -> bool {
    let missing: Vec<_> = [SSHD, "ssh", "ssh-keygen"]
        .into_iter()
        .filter(|program| {
            Command::new(program)
                .arg("-?")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_err()
        })
        .collect();
    if !missing.is_empty() {
        println!("SKIPPED real OpenSSH: not installed: {}", missing.join(" "));
    }
    missing.is_empty()
}

impl Sshd {
    /// Starts one; `None`, and a word about it, where OpenSSH is not installed. `settings` are lines of `sshd_config`.
    pub(crate) fn start(settings: &str) -> Option<Self> {
        if !is_there() {
            return None;
        }
        // Debian's service makes this folder at boot; a server that runs as root wants it.
        let _ = fs::create_dir_all("/run/sshd");
        let folder = tempfile::tempdir().unwrap();
        for name in ["host_key", "other_host_key", "id", "stranger"] {
            make_key(&folder.path().join(name));
        }
        fs::copy(folder.path().join("id.pub"), folder.path().join("authorized_keys")).unwrap();
        fs::write(folder.path().join("ssh_config"), "").unwrap();
        fs::write(folder.path().join("known_hosts"), "").unwrap();
        for _ in 0..5 {
            let port = free_port();
            if let Some(server) = serve(folder.path(), port, "host_key", settings) {
                let sshd = Self { server, folder, port };
                sshd.learn("host_key");
                return Some(sshd);
            }
        }
        panic!("sshd does not start");
    }

    /// Stops the server and starts it again with another host key.
    pub(crate) fn change_host_key(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
        self.server = serve(self.folder.path(), self.port, "other_host_key", "").unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What `ssh-keygen -l` says of a key, so that fingerprints are not compared with our own arithmetic.
    pub(crate) fn fingerprint(&self, name: &str) -> KeyFingerprint {
        let output = Command::new("ssh-keygen").arg("-lf").arg(self.path(name).with_extension("pub")).output().unwrap();
        String::from_utf8(output.stdout).unwrap().split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub(crate) fn known_hosts(&self) -> String {
        fs::read_to_string(self.path("known_hosts")).unwrap()
    }

    pub(crate) fn forget_all(&self) {
        fs::write(self.path("known_hosts"), "").unwrap();
    }

    fn learn(&self, key: &str) {
        let public = fs::read_to_string(self.path(key).with_extension("pub")).unwrap();
        fs::write(self.path("known_hosts"), format!("[127.0.0.1]:{} {public}", self.port)).unwrap();
    }

    pub(crate) fn target(&self) -> Target {
        self.target_with("id")
    }

    pub(crate) fn target_with(&self, key: &str) -> Target {
        self.target_of("127.0.0.1")
            .with_port(self.port)
            .with_key_file(self.path(key))
            .with_known_hosts(self.path("known_hosts"))
    }

    /// A host of the test's own `ssh_config`, from which everything else comes.
    pub(crate) fn target_of(&self, host: &str) -> Target {
        let user = Command::new("id").arg("-un").output().unwrap();
        let user = String::from_utf8(user.stdout).unwrap();
        Target::new(host).unwrap().with_user(user.trim()).unwrap().with_config_file(self.path("ssh_config"))
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn make_key(file: &Path) {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file).status().unwrap();
    assert!(made.success());
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn serve(folder: &Path, port: u16, host_key: &str, settings: &str) -> Option<Child> {
    let folder_name = folder.display();
    let config = format!(
        "{settings}\nListenAddress 127.0.0.1\nPort {port}\nHostKey {folder_name}/{host_key}\nPidFile none\n\
         AuthorizedKeysFile {folder_name}/authorized_keys\nStrictModes no\nPermitRootLogin yes\nUsePAM no\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nUseDNS no\n"
    );
    fs::write(folder.join("sshd_config"), config).unwrap();
    let log = fs::File::create(folder.join("sshd.log")).unwrap();
    let mut server = Command::new(SSHD)
        .args(["-D", "-e", "-f"])
        .arg(folder.join("sshd_config"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if server.try_wait().unwrap().is_some() {
            return None;
        }
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            let mut banner = [0; 4];
            if stream.read_exact(&mut banner).is_ok() && banner == *b"SSH-" {
                return Some(server);
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = server.kill();
    panic!("sshd says nothing: {}", fs::read_to_string(folder.join("sshd.log")).unwrap_or_default());
}
