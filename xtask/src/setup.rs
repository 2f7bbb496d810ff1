//! What tests need: Debian packages, cargo tools and Python packages, each by its ordinary client.

use std::path::{Path, PathBuf};

use crate::shell::{Done, cache, program, run, say, works};

/// A Debian package that tests want.
struct Package {
    name: &'static str,
    /// A command that works when it is there.
    check: &'static [&'static str],
    wanted_for: &'static str,
}

const PACKAGES: &[Package] = &[
    Package { name: "openssh-client", check: &["ssh", "-V"], wanted_for: "sessions over real OpenSSH" },
    Package {
        name: "openssh-server",
        check: &["test", "-x", "/usr/sbin/sshd"],
        wanted_for: "a real SSH server on loopback",
    },
    Package {
        name: "systemd",
        check: &["systemd-analyze", "--version"],
        wanted_for: "the verification of the service's unit",
    },
    Package {
        name: "python3-venv",
        check: &["python3", "-c", "import ensurepip, venv"],
        wanted_for: "independent clients of the simulator",
    },
];

/// Python packages of other authors that are used as clients of the simulator.
const CLIENTS: &[&str] = &["proxmoxer==2.3.0", "requests==2.34.2", "prometheus-pve-exporter==3.10.2"];

/// What was set up.
pub(crate) struct Tools {
    /// Where cargo's tools are.
    pub(crate) bin: PathBuf,
    /// The Python in which the clients are installed.
    pub(crate) python: Option<PathBuf>,
}

/// Installs what is missing and can be installed, and names what is missing and cannot.
pub(crate) fn install() -> Done<Tools> {
    for package in PACKAGES {
        let there = package.check.split_first().is_some_and(|(name, rest)| works(program(name).args(rest)));
        if !there {
            install_package(package);
        }
    }
    let bin = cache()?.join("tools").join("bin");
    install_tool(&bin, "cargo-nextest")?;
    Ok(Tools { python: clients(), bin })
}

fn install_package(Package { name, wanted_for, .. }: &Package) {
    say(&format!("setup: {name} is missing ({wanted_for})"));
    // Only root can install; everyone else is told what to type, and the tests that want it say that they are skipped.
    let mut apt = program("apt-get");
    apt.args(["install", "--yes", "--no-install-recommends", name]).env("DEBIAN_FRONTEND", "noninteractive");
    if run(&mut apt).is_ok() {
        return;
    }
    let mut update = program("apt-get");
    update.arg("update");
    if run(&mut update).is_err() || run(&mut apt).is_err() {
        say(&format!("setup: could not install it; as root: apt-get install {name}"));
    }
}

/// A tool of cargo, as it is on the machine or from the registry into the project's cache.
pub(crate) fn install_tool(bin: &Path, tool: &str) -> Done {
    if works(program(bin.join(tool)).arg("--version")) || works(program(tool).arg("--version")) {
        return Ok(());
    }
    say(&format!("setup: installing {tool} from the registry"));
    let mut cargo = program(env!("CARGO"));
    cargo.args(["install", "--locked", tool, "--root"]).arg(bin.parent().unwrap_or(bin));
    // The project's own build folder would be filled with the tool's parts, and its flags are not the tool's.
    cargo.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    run(&mut cargo)
}

/// A virtual environment with the independent clients; `None` where there is no Python or no package index.
fn clients() -> Option<PathBuf> {
    let folder = cache().ok()?.join("python");
    let python = folder.join("bin").join("python");
    let listed = folder.join("clients.txt");
    let wanted = CLIENTS.join("\n");
    if python.exists() && std::fs::read_to_string(&listed).is_ok_and(|listed| listed == wanted) {
        return Some(python);
    }
    say("setup: installing the independent clients (Python)");
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder)).ok()?;
    let mut pip = program(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(CLIENTS);
    if let Err(reason) = run(&mut pip) {
        say(&format!("setup: {reason}; the tests with independent clients will say that they are skipped"));
        return None;
    }
    std::fs::write(&listed, wanted).ok()?;
    Some(python)
}
