//! A simulated cluster and the ways into it.

use std::{fs, path::PathBuf, process::Command, sync::Arc};

use lotse_pve::{
    Credentials, EndpointSettings, Pvesh, Rest, RestSettings, Write,
    tls::{Authority, Trust},
};
use lotse_ssh::{OpenSsh, Target};
use pvesim::{
    announce::{ClusterAnnouncement, NodeAnnouncement},
    options::Options,
    simulator::Simulator,
};

use crate::sshd::Sshd;

pub(crate) struct Simulated {
    pub(crate) simulator: Simulator,
    folder: tempfile::TempDir,
    /// What the way in needs for as long as it is used.
    server: Option<Sshd>,
}

/// The way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Token,
    Password,
    /// `pvesh` over the simulator's own SSH server.
    Ssh,
    /// `pvesh` over a real OpenSSH server.
    OpenSsh,
}

pub(crate) const WAYS: [Way; 4] = [Way::Token, Way::Password, Way::Ssh, Way::OpenSsh];

impl Simulated {
    /// Starts the scenario; failed logins are refused at once.
    pub(crate) async fn start(scenario: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::scenario(scenario).impatient().with_ssh().with_control();
        let key = folder.path().join("key");
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
        if made.is_ok_and(|status| status.success()) {
            options.authorized_keys = vec![fs::read_to_string(key.with_extension("pub")).unwrap()];
        }
        let simulator = Simulator::start(options).await.unwrap();
        Self { simulator, folder, server: None }
    }

    pub(crate) fn cluster(&self) -> &ClusterAnnouncement {
        &self.simulator.announcement().first
    }

    pub(crate) fn nodes(&self) -> &[NodeAnnouncement] {
        &self.cluster().nodes
    }

    pub(crate) fn authority(&self) -> Trust {
        Trust::Authority(Authority::from_pem(self.cluster().ca.as_bytes()).unwrap())
    }

    /// Every node that has a door, each with its own certificate.
    pub(crate) fn pinned(&self) -> Vec<EndpointSettings> {
        let pinned = |node: &NodeAnnouncement| EndpointSettings {
            url: node.url.parse().unwrap(),
            trust: Trust::Pins([node.fingerprint.parse().unwrap()].into()),
            server_name: None,
        };
        self.nodes().iter().map(pinned).collect()
    }

    pub(crate) fn token(&self) -> Credentials {
        Credentials::Token { id: self.cluster().token_id.clone(), secret: self.cluster().token.as_str().into() }
    }

    pub(crate) fn rest(&self, endpoints: Vec<EndpointSettings>) -> Rest {
        Rest::new(&RestSettings { endpoints, credentials: self.token() }).unwrap()
    }

    fn by_authority(&self) -> Vec<EndpointSettings> {
        vec![EndpointSettings { url: self.cluster().url.parse().unwrap(), trust: self.authority(), server_name: None }]
    }

    pub(crate) fn login(&self, user: &str, password: &str, totp: Option<String>) -> Rest {
        let credentials =
            Credentials::Password { user: user.to_owned(), password: password.into(), totp: totp.map(Into::into) };
        Rest::new(&RestSettings { endpoints: self.by_authority(), credentials }).unwrap()
    }

    /// A way in; `None`, and a word about it, where the machine does not have what it needs.
    pub(crate) fn enter(&mut self, way: Way) -> Option<Arc<dyn Write>> {
        match way {
            Way::Token => Some(Arc::new(self.rest(self.by_authority()))),
            Way::Password => {
                let (user, password) = (self.cluster().user.clone(), self.cluster().password.clone());
                Some(Arc::new(self.login(&user, &password, None)))
            }
            Way::Ssh => Some(Arc::new(Pvesh::new(Arc::new(OpenSsh::new(self.ssh_target()?)), false))),
            Way::OpenSsh => {
                let server = self.real_server()?;
                let host = OpenSsh::new(server.target());
                self.server = Some(server);
                Some(Arc::new(Pvesh::new(Arc::new(host), false)))
            }
        }
    }

    /// The simulator's own SSH server.
    pub(crate) fn ssh_target(&self) -> Option<Target> {
        let key = self.folder.path().join("key");
        if !key.exists() {
            println!("SKIPPED pvesh over SSH: not installed: ssh-keygen");
            return None;
        }
        let (host, port) = (self.cluster().ssh_host.as_deref().unwrap(), self.cluster().ssh_port.unwrap());
        let known = self.folder.path().join("known_hosts");
        fs::write(&known, format!("[{host}]:{port} {}\n", self.cluster().ssh_host_key.as_deref().unwrap())).unwrap();
        let config = self.folder.path().join("ssh_config");
        fs::write(&config, "").unwrap();
        let target = Target::new(host).unwrap().with_user("root").unwrap().with_port(port);
        Some(target.with_key_file(key).with_known_hosts(known).with_config_file(config))
    }

    /// A real OpenSSH server whose `pvesh` is the simulator's.
    fn real_server(&self) -> Option<Sshd> {
        let Some(program) = pvesh_program() else {
            println!("SKIPPED pvesh over a real OpenSSH server: the simulator's program pvesh is not built");
            return None;
        };
        let programs = self.folder.path().join("bin");
        fs::create_dir_all(&programs).unwrap();
        std::os::unix::fs::symlink(program, programs.join("pvesh")).unwrap();
        let control = self.simulator.announcement().control_url.as_deref().unwrap();
        let settings =
            format!("SetEnv PATH={}:/usr/local/bin:/usr/bin:/bin PVESIM_CONTROL={control}", programs.display());
        Sshd::start(&settings)
    }
}

/// The simulator's `pvesh`, which cargo puts beside the folder of the tests.
fn pvesh_program() -> Option<PathBuf> {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent()?.parent()?.join("pvesh");
    program.exists().then_some(program)
}
