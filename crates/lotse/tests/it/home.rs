//! A home folder of its own, and simulated clusters, for each test.

use std::{
    fs,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use pvesim::{announce::ClusterAnnouncement, chaos::Action, options::Options, simulator::Simulator};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A person's home: nothing of the machine that the tests run on reaches the program.
pub(crate) struct Home {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program with these arguments, in English unless told otherwise.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
        command
            .env_clear()
            .env("HOME", self.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("LOTSE_KNOWN_HOSTS", self.path().join("known_hosts"))
            .env("LOTSE_SSH_CONFIG", self.path().join("ssh_config"))
            .current_dir(self.path())
            .args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        Ran::of(self.command(arguments).write_stdin(input))
    }

    /// Writes a file that only its owner can read.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        path
    }

    /// Writes the configuration.
    pub(crate) fn configure(&self, text: &str) {
        self.write(".config/lotse/config.toml", text);
    }

    /// Configures clusters by name, all nodes by their certificates.
    pub(crate) fn know(&self, clusters: &[(&str, &ClusterAnnouncement)]) {
        let text: String = clusters.iter().map(|(name, cluster)| self.entry(name, cluster, Believe::Pins)).collect();
        self.configure(&text);
    }

    /// The entry of a cluster, with its secret beside it.
    pub(crate) fn entry(&self, name: &str, cluster: &ClusterAnnouncement, believe: Believe) -> String {
        self.write(&format!(".config/lotse/{name}.token"), &cluster.token);
        let urls: Vec<_> = cluster.nodes.iter().map(|node| node.url.as_str()).collect();
        let pins: Vec<_> = cluster.nodes.iter().map(|node| node.fingerprint.as_str()).collect();
        let trust = match believe {
            Believe::Pins => format!("fingerprint = {pins:?}"),
            Believe::Authority => {
                self.write(&format!(".config/lotse/{name}.pem"), &cluster.ca);
                format!("ca = \"{name}.pem\"")
            }
            Believe::System => String::new(),
            Believe::Another => format!("fingerprint = [\"{}\"]", ["AB"; 32].join(":")),
        };
        format!(
            "[cluster.{name}]\nnodes = {urls:?}\ntoken-id = \"{}\"\ntoken = {{ file = \"{name}.token\" }}\n{trust}\n",
            cluster.token_id
        )
    }
}

/// Whom a configured cluster is believed by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Believe {
    Pins,
    Authority,
    System,
    Another,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.timeout(std::time::Duration::from_secs(90)).output().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn error(&self) -> serde_json::Value {
        let line = self.err.lines().find(|line| line.starts_with('{')).unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A simulator that runs as long as the value lives.
pub(crate) struct Sim {
    runtime: Runtime,
    simulator: Option<Simulator>,
}

impl Sim {
    pub(crate) fn start(options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = runtime.block_on(Simulator::start(options)).unwrap();
        Self { runtime, simulator: Some(simulator) }
    }

    pub(crate) fn three_nodes() -> Self {
        Self::start(Options::scenario("three-nodes").impatient())
    }

    pub(crate) fn simulator(&self) -> &Simulator {
        self.simulator.as_ref().unwrap()
    }

    pub(crate) fn cluster(&self) -> &ClusterAnnouncement {
        &self.simulator().announcement().first
    }

    pub(crate) fn act(&self, action: &Action) {
        let _inside = self.runtime.enter();
        self.simulator().act(action).unwrap();
    }

    pub(crate) fn stop(mut self) {
        if let Some(simulator) = self.simulator.take() {
            self.runtime.block_on(simulator.shutdown());
        }
    }
}
