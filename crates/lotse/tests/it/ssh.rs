//! Over SSH: the operator's own OpenSSH client against the simulator's server, and against a real OpenSSH server whose
//! `pvesh` is the simulator's.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use pvesim::{chaos::Action, options::Options};

use crate::home::{Home, Sim};

/// Whether this machine has an OpenSSH client; says so when it has none.
fn has_ssh() -> bool {
    let found = Command::new("ssh").arg("-V").stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !found {
        println!("SKIPPED: no OpenSSH client");
    }
    found
}

/// A key pair in the home folder, and an SSH configuration that uses it.
fn key(home: &Home) -> String {
    let path = home.path().join("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&path).status().unwrap();
    assert!(made.success());
    home.write("ssh_config", &format!("Host *\n  IdentityFile {}\n  IdentitiesOnly yes\n", path.display()));
    fs::read_to_string(path.with_extension("pub")).unwrap()
}

/// A simulator with SSH, and its target as it is typed.
fn simulated(home: &Home) -> (Sim, String) {
    let mut options = Options::scenario("three-nodes").with_ssh().impatient();
    options.authorized_keys = vec![key(home)];
    let sim = Sim::start(options);
    let target = format!("root@127.0.0.1:{}", sim.cluster().ssh_port.unwrap());
    (sim, target)
}

/// The fingerprint of the key that the server shows, as `ssh-keygen -l` prints it.
fn fingerprint(home: &Home, sim: &Sim) -> String {
    let key = home.write("host_key.pub", sim.cluster().ssh_host_key.as_deref().unwrap());
    let printed = Command::new("ssh-keygen").arg("-lf").arg(key).output().unwrap();
    String::from_utf8_lossy(&printed.stdout).split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn an_unknown_host_key_is_shown_and_accepted_only_by_its_own_fingerprint() {
    if !has_ssh() {
        return;
    }
    let home = Home::new();
    let (sim, target) = simulated(&home);
    let shown = fingerprint(&home, &sim);
    let ran = home.run_with(&["chat", &target], "p3\n");
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains(&shown), "{ran:?}");
    let another = "SHA256:uNiVztksCsDhcc0u9e8BrwHYzt5e6Yeh0IO1mS2zP6Q";
    assert_eq!(home.run_with(&["chat", &target, "--accept-fingerprint", another], "p3\n").code, 3);
    let ran = home.run_with(&["chat", &target, "--accept-fingerprint", &shown], "p3\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("web"), "{ran:?}");
    assert_eq!(home.run_with(&["chat", &target], "p3\n").code, 0, "known from then on");
}

#[test]
fn a_changed_host_key_stops_everything_until_it_is_trusted_on_purpose() {
    if !has_ssh() {
        return;
    }
    let home = Home::new();
    let (sim, target) = simulated(&home);
    let old = fingerprint(&home, &sim);
    assert_eq!(home.run(&["trust", &target, "--accept-fingerprint", &old]).code, 0);
    sim.act(&Action::ChangeHostKey);
    let ran = home.run_with(&["chat", &target, "--accept-fingerprint", &old], "p3\n");
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains(&old), "{ran:?}");
    assert_eq!(ran.out, "");
    assert_eq!(home.run(&["trust", &target]).code, 6, "nobody is there to be asked");
    assert_eq!(home.run_with(&["chat", &target], "p3\n").code, 3);
}

#[test]
fn init_shows_its_commands_and_writes_a_configuration_that_only_reads() {
    if !has_ssh() {
        return;
    }
    let home = Home::new();
    let (sim, target) = simulated(&home);
    let shown = fingerprint(&home, &sim);
    home.run(&["trust", &target, "--accept-fingerprint", &shown]);
    let url = sim.cluster().url.clone();
    let ran = home.run(&["init", &target, "--address", &url]);
    assert_eq!(ran.code, 6, "nobody was asked: {ran:?}");
    assert!(ran.out.contains("pveum role add LotseRead"), "{ran:?}");
    assert!(!home.path().join(".config").exists(), "nothing was written");
    let ran = home.run(&["init", &target, "--address", &url, "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for name in ["config.toml", "home.token", "home-root-ca.pem"] {
        let path = home.path().join(".config/lotse").join(name);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let ran = home.run(&["list", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["complete"], true);
    let report = home.run(&["doctor", "--json"]).json();
    let privileges = report["checks"].as_array().unwrap().iter().find(|check| check["check"] == "privilege").unwrap();
    assert_eq!(privileges["state"], "good", "{report}");
    assert_eq!(home.run(&["init", &target, "--address", &url, "--yes"]).code, 2, "the name is taken");
}

#[test]
fn the_answer_over_ssh_is_the_answer_over_https() {
    if !has_ssh() {
        return;
    }
    let home = Home::new();
    let (sim, target) = simulated(&home);
    let shown = fingerprint(&home, &sim);
    home.run(&["trust", &target, "--accept-fingerprint", &shown]);
    home.know(&[("home", sim.cluster())]);
    let entry = home.entry("home", sim.cluster(), crate::home::Believe::Pins);
    home.configure(&format!("{entry}[cluster.ssh]\nssh = \"{target}\"\n"));
    let refs = |cluster: &str| -> Vec<String> {
        let ran = home.run(&["list", "--json", "--cluster", cluster]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let answer = ran.json();
        let guests = answer["data"]["guests"].as_array().unwrap();
        guests.iter().map(|guest| guest["ref"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(refs("home"), refs("ssh"));
}

#[test]
fn a_change_over_pvesh_is_carried_out_once_and_read_back() {
    if !has_ssh() {
        return;
    }
    let home = Home::new();
    let (sim, target) = simulated(&home);
    let shown = fingerprint(&home, &sim);
    home.run(&["trust", &target, "--accept-fingerprint", &shown]);
    let cluster = |more: &str| {
        home.configure(&format!("[cluster.home]\nssh = \"{target}\"\n{more}[policy]\nyes = [\"disruptive\"]\n"));
    };
    let stops = || sim.simulator().site().calls.counted().pvesh.get("POST /nodes/pve1/qemu/100/status/stop").copied();
    cluster("");
    let ran = home.run(&["stop", "web", "--yes"]);
    assert_eq!((ran.code, stops()), (6, None), "pvesh is root, so writing is said on purpose: {ran:?}");
    cluster("writes = true\n");
    let ran = home.run(&["stop", "web", "--yes", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["data"]["outcome"], "verified", "{ran:?}");
    assert_eq!(stops(), Some(1));
    let info = home.run(&["info", "web", "--json"]).json();
    assert_eq!(info["data"]["guest"]["state"], "stopped", "{info}");
    let ran = home.run(&["stop", "web", "--yes"]);
    assert!(ran.out.contains("nothing was sent"), "it is off already: {ran:?}");
    assert_eq!(stops(), Some(1));
}

/// A real OpenSSH server on the loopback, for as long as the value lives.
struct Sshd {
    child: Child,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a real server needs, when this machine has it: the server, and the simulator's `pvesh`, which `cargo test` of the
/// whole workspace builds beside the program.
fn real_server() -> Option<(PathBuf, PathBuf)> {
    let sshd = Path::new("/usr/sbin/sshd");
    let pvesh = Path::new(env!("CARGO_BIN_EXE_lotse")).with_file_name("pvesh");
    if sshd.exists() && pvesh.exists() {
        return Some((sshd.to_owned(), pvesh));
    }
    println!("SKIPPED real OpenSSH server: sshd {}, pvesh {}", sshd.exists(), pvesh.exists());
    None
}

/// Starts `sshd` whose sessions run the simulator's `pvesh`; the port and the server.
fn start(sshd: &Path, pvesh: &Path, home: &Home, sim: &Sim) -> (u16, Sshd) {
    let tools = home.path().join("tools");
    fs::create_dir(&tools).unwrap();
    fs::copy(pvesh, tools.join("pvesh")).unwrap();
    let control = sim.simulator().announcement().control_url.clone().unwrap();
    home.write("tools/pvesim.env", &format!("PVESIM_CONTROL={control}\n"));
    let host_key = home.path().join("host_key");
    assert!(
        Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(&host_key)
            .status()
            .unwrap()
            .success()
    );
    fs::copy(home.path().join("key.pub"), home.path().join("authorized_keys")).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = home.path().display();
    let config = home.write(
        "sshd_config",
        &format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nAuthorizedKeysFile {folder}/authorized_keys\n\
             PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n\
             SetEnv PATH={folder}/tools:/usr/bin:/bin\n"
        ),
    );
    let child = Command::new(sshd).args(["-D", "-f"]).arg(config).stderr(Stdio::null()).spawn().unwrap();
    let sshd = Sshd { child };
    for _ in 0..1200 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return (port, sshd);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("sshd does not listen on {port}");
}

#[test]
fn a_real_openssh_server_with_pvesh_is_a_cluster() {
    let Some((sshd, pvesh)) = real_server().filter(|_| has_ssh()) else { return };
    let home = Home::new();
    key(&home);
    let sim = Sim::start(Options::scenario("three-nodes").with_control().impatient());
    let user = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8_lossy(&user.stdout).trim().to_owned();
    let (port, _server) = start(&sshd, &pvesh, &home, &sim);
    let target = format!("{user}@127.0.0.1:{port}");
    let printed = Command::new("ssh-keygen").arg("-lf").arg(home.path().join("host_key.pub")).output().unwrap();
    let shown = String::from_utf8_lossy(&printed.stdout).split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(home.run_with(&["chat", &target], "p3\n").code, 3, "the key is not known yet");
    let ran = home.run_with(&["chat", &target, "--accept-fingerprint", &shown], "p3\nWelche VMs laufen?\ninfo web\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("web") && ran.out.contains("läuft"), "{ran:?}");
}
