//! The SSH server, driven by the system's own OpenSSH client.

use std::path::{Path, PathBuf};
use std::process::Output;

use pvesim::announce::ClusterAnnouncement;
use pvesim::chaos::{Action, Fault, Spoil};
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// A simulator, a key that opens it, and the files an OpenSSH client needs.
struct Desk {
    simulator: Simulator,
    cluster: ClusterAnnouncement,
    folder: tempfile::TempDir,
}

impl Desk {
    /// `None` on a machine without an OpenSSH client.
    async fn set() -> Option<Self> {
        if !Path::new("/usr/bin/ssh").exists() || !Path::new("/usr/bin/ssh-keygen").exists() {
            println!("SKIPPED ssh client: /usr/bin/ssh or ssh-keygen is missing");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        let made = Command::new("/usr/bin/ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(&key)
            .status()
            .await
            .unwrap();
        assert!(made.success());
        let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
        let options = Options { authorized_keys: vec![public], ..Options::default().impatient().with_ssh() };
        let simulator = Simulator::start(options).await.unwrap();
        let cluster = simulator.announcement().first.clone();
        let known = format!(
            "[{}]:{} {}\n",
            cluster.ssh_host.as_deref().unwrap(),
            cluster.ssh_port.unwrap(),
            cluster.ssh_host_key.as_deref().unwrap()
        );
        std::fs::write(folder.path().join("known_hosts"), known).unwrap();
        Some(Self { simulator, cluster, folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ssh(&self) -> Command {
        let mut command = Command::new("/usr/bin/ssh");
        command
            .args([
                "-F",
                "/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "IdentitiesOnly=yes",
            ])
            .arg("-o")
            .arg(format!("UserKnownHostsFile={}", self.path("known_hosts").display()))
            .arg("-i")
            .arg(self.path("key"))
            .arg("-p")
            .arg(self.cluster.ssh_port.unwrap().to_string())
            .kill_on_drop(true);
        command
    }

    async fn run(&self, line: &str) -> Output {
        self.run_as("root", line).await
    }

    async fn run_as(&self, user: &str, line: &str) -> Output {
        let target = format!("{user}@{}", self.cluster.ssh_host.as_deref().unwrap());
        self.ssh().arg(target).arg(line).output().await.unwrap()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn pvesh_answers_json_over_openssh() {
    let Some(desk) = Desk::set().await else { return };
    let output = desk.run("pvesh get /version --output-format json").await;
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let version: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(version["release"], "8.4");
    let counted = desk.simulator.site().calls.counted();
    assert_eq!((counted.pvesh["GET /version"], counted.ssh_connections), (1, 1));
}

#[tokio::test]
async fn errors_go_to_stderr_with_the_exit_codes_of_the_real_program() {
    let Some(desk) = Desk::set().await else { return };
    for (line, code, text) in [
        ("pvesh get /nope", 1, "No 'get' handler defined for '/nope'\n"),
        (
            "pvesh get /nodes/pve/qemu/999/status/current",
            2,
            "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist\n",
        ),
        (
            "pvesh get /nodes --bogus 1",
            255,
            "Unknown option: bogus\n400 unable to parse option\npvesh get <api_path> [OPTIONS] [FORMAT_OPTIONS]\n",
        ),
        ("nonsense", 127, "-bash: nonsense: command not found\n"),
    ] {
        let output = desk.run(line).await;
        assert_eq!(
            (output.status.code(), out(&output).as_str(), err(&output).as_str()),
            (Some(code), "", text),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_task_runs_in_the_foreground_and_its_failure_exits_with_0() {
    let Some(desk) = Desk::set().await else { return };
    let output = desk.run("pvesh create /nodes/pve/qemu/999/status/start --output-format json").await;
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).starts_with("\"UPID:pve:"), "{}", out(&output));
    assert_eq!(err(&output), "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist\n");
}

#[tokio::test]
async fn the_shell_knows_what_probes_ask_for() {
    let Some(desk) = Desk::set().await else { return };
    for (line, expected) in [
        ("command -v pvesh", "/usr/bin/pvesh\n"),
        ("which pvesh >/dev/null 2>&1 && echo yes || echo no", "yes\n"),
        ("which nonsense >/dev/null 2>&1 && echo yes || echo no", "no\n"),
        ("hostname", "pve\n"),
        ("id -u", "0\n"),
        ("sh -c 'echo \"a b\"; echo c'", "a b\nc\n"),
    ] {
        let output = desk.run(line).await;
        assert_eq!(out(&output), expected, "{line}: {}", err(&output));
    }
    let output = desk.run("pveversion").await;
    assert!(out(&output).starts_with("pve-manager/8.4"), "{}", out(&output));
    assert_eq!(out(&desk.run("cat /etc/pve/pve-root-ca.pem").await), desk.cluster.ca);
    assert_eq!(desk.run("false").await.status.code(), Some(1));
    assert_eq!(desk.run("exit 7").await.status.code(), Some(7));
}

#[tokio::test]
async fn faults_reach_pvesh_too() {
    let Some(desk) = Desk::set().await else { return };
    let faults = &desk.simulator.site().faults;
    faults.add(Fault {
        times: Some(1),
        ..Fault::always(Spoil::Status { status: 596, reason: Some("Broken pipe".to_owned()) })
    });
    let output = desk.run("pvesh get /version").await;
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(255), "596 Broken pipe\n"));
    assert_eq!(desk.run("pvesh get /version").await.status.code(), Some(0));
}

#[tokio::test]
async fn others_than_root_need_sudo() {
    let Some(desk) = Desk::set().await else { return };
    let refused = desk.run_as("operator", "pvesh get /version").await;
    assert_eq!(refused.status.code(), Some(255));
    let allowed = desk.run_as("operator", "sudo -n pvesh get /version --output-format json").await;
    assert_eq!(allowed.status.code(), Some(0), "{}", err(&allowed));
}

#[tokio::test]
async fn ten_sessions_share_one_connection_and_an_eleventh_is_refused() {
    let Some(desk) = Desk::set().await else { return };
    let socket = desk.path("mux");
    let target = format!("root@{}", desk.cluster.ssh_host.as_deref().unwrap());
    let mut master = desk.ssh().args(["-M", "-N", "-S"]).arg(&socket).arg(&target).spawn().unwrap();
    for _ in 0..600 {
        if socket.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let through = |line: &str| {
        let mut command = Command::new("/usr/bin/ssh");
        command.args(["-F", "/dev/null", "-o", "BatchMode=yes", "-o", "ControlMaster=no", "-S"]);
        command.arg(&socket).arg(&target).arg(line).kill_on_drop(true);
        command
    };
    let mut held = Vec::new();
    for _ in 0..10 {
        held.push(through("sleep 60").stdout(std::process::Stdio::null()).spawn().unwrap());
    }
    let opened = || desk.simulator.site().calls.counted().ssh_sessions;
    for _ in 0..600 {
        if opened() == 10 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(opened(), 10);
    let refused = through("true").output().await.unwrap();
    assert_ne!(refused.status.code(), Some(0), "an eleventh session was opened");
    assert_eq!(desk.simulator.site().calls.counted().ssh_connections, 1);
    for mut session in held {
        session.kill().await.unwrap();
    }
    for _ in 0..1200 {
        if through("true").output().await.unwrap().status.success() {
            master.kill().await.unwrap();
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("ended sessions were never given back");
}

#[tokio::test]
async fn a_changed_host_key_is_seen_by_the_next_connection() {
    let Some(desk) = Desk::set().await else { return };
    assert_eq!(desk.run("true").await.status.code(), Some(0));
    desk.simulator.act(&Action::ChangeHostKey).unwrap();
    let output = desk.run("true").await;
    assert_eq!(output.status.code(), Some(255));
    assert!(err(&output).contains("REMOTE HOST IDENTIFICATION HAS CHANGED"), "{}", err(&output));
}

#[tokio::test]
async fn an_unknown_key_does_not_get_in() {
    let Some(desk) = Desk::set().await else { return };
    let stranger = desk.path("stranger");
    let made =
        Command::new("/usr/bin/ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&stranger).status().await;
    assert!(made.unwrap().success());
    std::fs::copy(&stranger, desk.path("key")).unwrap();
    let output = desk.run("true").await;
    assert_eq!(output.status.code(), Some(255));
    assert!(err(&output).contains("Permission denied"), "{}", err(&output));
}

#[tokio::test]
async fn the_program_pvesh_is_the_node_s_for_a_real_ssh_server() {
    let simulator = Simulator::start(Options::default().impatient().with_control()).await.unwrap();
    let url = simulator.announcement().control_url.clone().unwrap();
    let program = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pvesh"));
        command.args(words).env("PVESIM_CONTROL", &url).kill_on_drop(true);
        command
    };
    let output = program(&["get", "/version", "--output-format", "json"]).output().await.unwrap();
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
    assert_eq!(serde_json::from_str::<Value>(&out(&output)).unwrap()["release"], "8.4");
    let output = program(&["get", "/nodes/pve/qemu/999/status/current"]).output().await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(err(&output), "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist\n");
    let folder = tempfile::tempdir().unwrap();
    let pveum = folder.path().join("pveum");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_pvesh"), &pveum).unwrap();
    let output = Command::new(&pveum)
        .args(["role", "list", "--output-format", "json"])
        .env("PVESIM_CONTROL", &url)
        .output()
        .await
        .unwrap();
    assert!(out(&output).contains("PVEAuditor"), "{}", err(&output));
    let gone = Command::new(env!("CARGO_BIN_EXE_pvesh"))
        .arg("get")
        .env("PVESIM_CONTROL", "http://127.0.0.1:1/")
        .output()
        .await;
    assert_eq!(gone.unwrap().status.code(), Some(255));
}

#[tokio::test]
async fn a_shell_reads_lines_from_standard_input() {
    let Some(desk) = Desk::set().await else { return };
    let target = format!("root@{}", desk.cluster.ssh_host.as_deref().unwrap());
    let mut child = desk
        .ssh()
        .arg("-T")
        .arg(target)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"hostname\necho two\nexit 3\n").await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert_eq!((out(&output).as_str(), output.status.code()), ("pve\ntwo\n", Some(3)));
}

#[tokio::test]
async fn pveum_makes_a_role_a_user_and_a_token_that_can_read() {
    let Some(desk) = Desk::set().await else { return };
    for line in [
        "pveum role add LotseRead --privs 'VM.Audit,Sys.Audit,Datastore.Audit'",
        "pveum user add lotse@pve --comment 'read only'",
        "pveum acl modify / --users lotse@pve --roles LotseRead",
    ] {
        let output = desk.run(line).await;
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{line}");
    }
    let output = desk.run("pveum user token add lotse@pve bot --privsep 0 --output-format json").await;
    let token: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(token["full-tokenid"], "lotse@pve!bot");
    let again = desk.run("pveum user token add lotse@pve bot").await;
    assert_eq!(again.status.code(), Some(255));
    assert_eq!(
        err(&again),
        "400 Parameter verification failed.\ntokenid: Token already exists.\npveum user token add <userid> <tokenid> [OPTIONS] \
         [FORMAT_OPTIONS]\n"
    );
    let header = format!("PVEAPIToken=lotse@pve!bot={}", token["value"].as_str().unwrap());
    let request =
        crate::client::Request::new("GET", "/api2/json/cluster/resources?type=vm").header("Authorization", header);
    let answer = crate::client::once(&desk.cluster, &request).await;
    assert!(!answer.json()["data"].as_array().unwrap().is_empty());
}
